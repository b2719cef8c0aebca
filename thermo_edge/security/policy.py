"""The plain security rule: an alarm as a state machine, hazards at any time, and what stands in the way of arming."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from thermo_edge.home.house import PlaceId
from thermo_edge.home.memory import Memory, SecurityMemory
from thermo_edge.home.reason import Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Actor, Request


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rule asks for, what it remembers, and when it wants to be asked again."""

    requests: tuple[Request, ...]
    memory: SecurityMemory
    wake: datetime | None


def policy(snapshot: Snapshot, memory: Memory, places: Iterable[PlaceId]) -> Wanted:  # noqa: ARG001
    """Ask for what the alarm needs."""
    return Wanted((), memory.security, None)


def someone_inside(snapshot: Snapshot, who: Actor) -> Reason | None:  # noqa: ARG001
    """Evidence that somebody but the one who arms stays inside."""
    return None
