"""The guard's rules for an alarm panel: who may arm and disarm it, and never away against somebody inside."""

from collections.abc import Iterable
from dataclasses import replace

from thermo_edge.home.house import Attribute, Device, DeviceKind, Domain, EntityId, House, Point
from thermo_edge.home.memory import ArmingRequest, Guarding, Memory, SecurityMemory, Watch
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Actor, ActorKind, Change, Decision, Outcome, Priority, Request
from thermo_edge.security.panel import DISARMED, TRIGGERED, word
from thermo_edge.security.policy import someone_inside


def possible(request: Request) -> Reason | None:
    """Whether a panel knows this word."""
    known = request.value in (*(word(watch) for watch in Watch), DISARMED, TRIGGERED)
    return None if known and request.point.attribute is Attribute.ALARM else Reason.of(Code.NOT_FOR_DEVICE)


def armable(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """Arming and disarming are what a person asked for just now; a panel is triggered only by an alarm that stands."""
    if device.kind is not DeviceKind.PANEL:
        return None
    if request.value == TRIGGERED:
        return None if memory.security.state is Guarding.ALARM else Reason.of(Code.NO_ALARM)
    asked = memory.security.request
    if asked is None or request.priority is not Priority.PERSON or request.value != word(asked.watch):
        return Reason.of(Code.NOT_FOR_DEVICE)
    if snapshot.at >= asked.until:
        return Reason.of(Code.TOO_LATE)
    return someone_inside(snapshot, asked.who, asked.bypass) if asked.watch is Watch.AWAY else None


def moved(house: House, memory: Memory, changes: Iterable[Change]) -> Memory:
    """Remember who moved the alarm panel."""
    panel = house.alarm.panel if house.alarm else None
    for change in changes:
        if panel is not None and change.point == panel.switch and change.who != memory.security.moved_by:
            memory = replace(memory, security=replace(memory.security, moved_by=change.who))
    return memory


def settle(snapshot: Snapshot, before: Memory, after: Memory) -> Memory:
    """Who arms wants the sirens to sound: what somebody silenced before is held no longer."""
    alarm, was, now = snapshot.house.alarm, before.security, after.security
    if alarm is None or now.armed == was.armed:
        return after
    sirens = {siren.switch for siren in alarm.sirens}
    holds = {point: hold for point, hold in after.holds.items() if point not in sirens}
    return replace(after, holds=holds) if len(holds) < len(after.holds) else after


def log(snapshot: Snapshot, before: Memory, after: Memory) -> tuple[Decision, ...]:
    """Who armed and disarmed, and who was refused, where that is no command to a panel."""
    was, now = before.security, after.security
    if snapshot.house.alarm is None or now is was:
        return ()
    found: list[Decision] = []
    if was.denied is not None and now.denied is None:
        found.append(_decision(snapshot, was, was.denied.watch, was.denied.who, was.denied))
    elif now.refused is not None and now.refused is not was.refused:
        found.append(_decision(snapshot, was, now.refused.watch, now.refused.who, now.refused))
    elif _moved(was, now) and not (was.request is not None and now.panel is not None):
        found.append(_decision(snapshot, was, now.watch, now.who or Actor(ActorKind.DEVICE)))
    return tuple(found)


def _moved(was: SecurityMemory, now: SecurityMemory) -> bool:
    """Somebody armed or disarmed it; entry, alarm, and the end of either are no news of that."""
    off = now.state is Guarding.DISARMED
    return off is not (was.state is Guarding.DISARMED) or (now.watch is not was.watch and not off)


def _decision(
    snapshot: Snapshot, was: SecurityMemory, watch: Watch | None, who: Actor, refused: ArmingRequest | None = None
) -> Decision:
    alarm = snapshot.house.alarm
    assert alarm is not None
    point = alarm.panel.switch if alarm.panel else Point(EntityId(alarm.id), Attribute.ALARM)
    reason = Reason.of(
        Code.ARM_WISHED if watch else Code.DISARM_WISHED, who=who.name, kind=None if who.name else who.kind.value
    )
    request = Request(point, word(watch), alarm.id, Domain.SECURITY, Priority.PERSON, reason)
    return Decision(
        request,
        Outcome.REFUSED if refused else Outcome.ACTED,
        refused.why if refused else None,
        was.panel or word(was.watch),
    )
