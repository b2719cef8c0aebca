"""The plain security rule: an alarm as a state machine, hazards at any time, and what stands in the way of arming."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from thermo_edge.home.house import AlarmSystem, Domain, PlaceId
from thermo_edge.home.memory import Guarding, Memory, SecurityMemory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Priority, Request
from thermo_edge.security import hazards, machine, panel, sirens
from thermo_edge.security.evidence import someone_inside

__all__ = ["Wanted", "policy", "someone_inside"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rule asks for, what it remembers, and when it wants to be asked again."""

    requests: tuple[Request, ...]
    memory: SecurityMemory
    wake: datetime | None


def policy(snapshot: Snapshot, memory: Memory, places: Collection[PlaceId]) -> Wanted:
    """Ask for what the alarm needs. While it sounds or waits, also in turns that concern others: lamps stay on."""
    house, known = snapshot.house, memory.security
    concerned = house.alarm is not None and house.alarm.id in places
    waits = known.sounding or known.request is not None
    if house.alarm is not None and not (concerned or snapshot.trips or waits):
        return Wanted((), known, None)
    found = hazards.standing(snapshot, known.hazards)
    memory = memory if found is known.hazards else replace(memory, security=replace(known, hazards=found))
    if house.alarm is None:
        return Wanted((), memory.security, None)
    security = machine.step(snapshot, house.alarm, memory)
    sounding, wakes = sirens.step(snapshot, house.alarm, memory, security)
    if sounding is not security.sounding:
        security = replace(security, sounding=sounding)
    wanted = [*sirens.lamps(house, memory, security)] if house.alarm.lights else []
    if concerned:
        wanted += sirens.requests(snapshot, house.alarm, memory, security)
        wanted += _of_panel(house.alarm, security)
    return Wanted(tuple(wanted), security, _wake(snapshot, house.alarm, security, wakes))


def _of_panel(alarm: AlarmSystem, security: SecurityMemory) -> list[Request]:
    """What the household's panel is to do: what somebody asked, and to know of an alarm."""
    if alarm.panel is None:
        return []
    asked, found = security.request, list[Request]()
    if asked is not None:
        code = Code.ARM_WISHED if asked.watch else Code.DISARM_WISHED
        reason = Reason.of(code, who=asked.who.name, kind=None if asked.who.name else asked.who.kind.value)
        found.append(_ask(alarm, panel.word(asked.watch), Priority.PERSON, reason))
    if security.state is Guarding.ALARM and security.panel not in (panel.TRIGGERED, panel.PENDING, panel.DISARMED):
        until = security.alerts[-1].since + alarm.siren_for if security.alerts else None
        found.append(_ask(alarm, panel.TRIGGERED, Priority.SECURITY, Reason.of(Code.INTRUSION), until))
    return found


def _ask(alarm: AlarmSystem, value: str, priority: Priority, reason: Reason, until: datetime | None = None) -> Request:
    assert alarm.panel is not None
    return Request(alarm.panel.switch, value, alarm.id, Domain.SECURITY, priority, reason, until=until)


def _wake(snapshot: Snapshot, alarm: AlarmSystem, security: SecurityMemory, wakes: list[datetime]) -> datetime | None:
    if security.until is not None:
        lingers = security.state is Guarding.ARMING and security.until <= snapshot.at and security.since is not None
        last = security.since + alarm.exit_delay + machine.LINGER if lingers and security.since else security.until
        wakes = [*wakes, last]
    if security.request is not None:
        wakes = [*wakes, security.request.until]
    return min((at for at in wakes if at > snapshot.at), default=None)
