"""Follows the household's alarm panel: what it says is the truth, whoever moved it."""

from dataclasses import replace
from datetime import datetime

from thermo_edge.home.house import AlarmSystem
from thermo_edge.home.memory import ArmingRequest, Guarding, SecurityMemory, Watch
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Actor, ActorKind
from thermo_edge.security import states

DISARMED, ARMING, PENDING, TRIGGERED = "disarmed", "arming", "pending", "triggered"

WATCHES = {
    "armed_home": Watch.HOME,
    "armed_night": Watch.NIGHT,
    "armed_away": Watch.AWAY,
    "armed_vacation": Watch.AWAY,
    "armed_custom_bypass": Watch.HOME,
}
"""What a panel says that is armed, as what it watches; of a choice of its own only the perimeter is known."""


def word(watch: Watch | None) -> str:
    """What a panel says when it is so."""
    return f"armed_{watch}" if watch else DISARMED


def says(snapshot: Snapshot, alarm: AlarmSystem) -> str | None:
    """What the panel says now; None while it does not answer."""
    if alarm.panel is None or not snapshot.answers(alarm.panel.switch):
        return None
    return str(snapshot.value(alarm.panel.switch))


def follow(snapshot: Snapshot, alarm: AlarmSystem, memory: SecurityMemory) -> SecurityMemory:
    """Go where the panel went. One that does not answer has gone nowhere."""
    if alarm.panel is None:
        return replace(memory, panel=None) if memory.panel is not None else memory
    said = says(snapshot, alarm)
    if said is None or said == memory.panel:
        return memory
    at, before = snapshot.latest[alarm.panel.switch].at, memory.panel
    memory = replace(memory, panel=said)
    if said == DISARMED:
        asked = memory.request if memory.request is not None and memory.request.watch is None else None
        return states.disarmed(memory, at, asked.who if asked else _mover(memory))
    if said == ARMING:
        return _leaving(memory, at)
    if said in WATCHES:
        return _armed(memory, WATCHES[said], at, before)
    if said == PENDING and memory.state is Guarding.ARMED:
        return replace(memory, state=Guarding.ENTRY, since=at, until=None)
    if said == TRIGGERED and memory.state is not Guarding.ALARM:
        return states.alarmed(memory, snapshot.at)
    return memory


def answered(memory: SecurityMemory) -> ArmingRequest | None:
    """The request that the panel's word has just fulfilled, if it has."""
    asked = memory.request
    if asked is None or memory.panel is None:
        return None
    if asked.watch is None:
        return asked if memory.panel == DISARMED else None
    return asked if memory.panel == word(asked.watch) or memory.state is Guarding.ARMING else None


def _leaving(memory: SecurityMemory, at: datetime) -> SecurityMemory:
    asked = _asked_to_arm(memory)
    return replace(
        memory,
        state=Guarding.ARMING,
        watch=asked.watch if asked else None,
        since=at,
        until=None,
        who=asked.who if asked else _mover(memory),
        bypass=asked.bypass if asked else frozenset(),
        trips=(),
    )


def _armed(memory: SecurityMemory, watch: Watch, at: datetime, before: str | None) -> SecurityMemory:
    if memory.state in (Guarding.ENTRY, Guarding.ALARM) and watch is memory.watch:
        # it goes back to its watch by itself when it has sounded long enough; while it says nothing new, we know better
        over = before in (PENDING, TRIGGERED)
        return states.rearmed(memory, at) if over else memory
    if memory.state is Guarding.ARMED and watch is memory.watch:
        return memory
    asked = _asked_to_arm(memory)
    if asked is not None and asked.watch is watch:
        memory = replace(memory, who=asked.who, bypass=asked.bypass)
    elif memory.state is not Guarding.ARMING:
        memory = replace(memory, who=_mover(memory), bypass=frozenset())
    return states.armed(memory, watch, at)


def _asked_to_arm(memory: SecurityMemory) -> ArmingRequest | None:
    return memory.request if memory.request is not None and memory.request.watch is not None else None


def _mover(memory: SecurityMemory) -> Actor | None:
    """Who moved the panel; our own echo, come late, is no news of who wished it."""
    return memory.moved_by if memory.moved_by and memory.moved_by.kind is not ActorKind.US else memory.who
