"""Sirens and lamps of an alarm: how long they are wanted, and that nobody who silences one is fought."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.home.house import AlarmSystem, Attribute, Device, Domain, House
from thermo_edge.home.memory import DeviceMemory, Guarding, Memory, SecurityMemory, Sounding
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Grant, Hold, Priority, Request
from thermo_edge.security.machine import disarming

INTRUSION, SMOKE, GAS = Code.INTRUSION.value, Code.SMOKE.value, Code.GAS.value
"""What an alarm can be about; gas lights no lamps, since a switch may spark."""

SETTLED = timedelta(seconds=3)
"""A siren may report its old state once more within this; off for longer, it is off."""

_LOUD = {SMOKE: Priority.SAFETY, GAS: Priority.SAFETY, INTRUSION: Priority.SECURITY}


def step(
    snapshot: Snapshot, alarm: AlarmSystem, memory: Memory, security: SecurityMemory
) -> tuple[Mapping[str, Sounding], list[datetime]]:
    """What may sound now, by what the alarm is about, and when to look again."""
    sounding: dict[str, Sounding] = {}
    wakes: list[datetime] = []
    for about in _about(security):
        noise = security.sounding.get(about) or Sounding(snapshot.at)
        for siren in alarm.sirens:
            noise = _looked(snapshot, memory, siren, noise)
            if _bounces(snapshot, siren, noise):
                wakes.append(snapshot.at + SETTLED)
        sounding[about] = noise
        end = noise.since + alarm.siren_for
        wakes += [end] if snapshot.at < end else []
    return sounding if sounding != security.sounding else security.sounding, wakes


def _about(security: SecurityMemory) -> Iterator[str]:
    kinds = {hazard.point.attribute for hazard in security.hazards}
    if Attribute.SMOKE in kinds:
        yield SMOKE
    if Attribute.GAS in kinds:
        yield GAS
    if security.state is Guarding.ALARM:
        yield INTRUSION


def _looked(snapshot: Snapshot, memory: Memory, siren: Device, noise: Sounding) -> Sounding:
    """Once heard and then off, by whomever, or silenced by a person: it is done with this alarm."""
    entity, reading = siren.entity, snapshot.latest.get(siren.switch)
    if entity in noise.done:
        return noise
    if _let_be(memory.holds.get(siren.switch), noise.since):
        return replace(noise, done=noise.done | {entity})
    if reading is None or not reading.good:
        return noise
    if reading.value is True:
        return noise if entity in noise.heard else replace(noise, heard=noise.heard | {entity})
    off = entity in noise.heard and snapshot.at - reading.at >= SETTLED
    return replace(noise, done=noise.done | {entity}) if off else noise


def _let_be(hold: Hold | None, since: datetime) -> bool:
    return hold is not None and hold.value is False and hold.since >= since


def _bounces(snapshot: Snapshot, siren: Device, noise: Sounding) -> bool:
    """It was heard and is off, but not for long enough to be believed."""
    reading = snapshot.latest.get(siren.switch)
    calm = reading is not None and reading.good and reading.value is False
    return calm and siren.entity in noise.heard and siren.entity not in noise.done


def requests(snapshot: Snapshot, alarm: AlarmSystem, memory: Memory, security: SecurityMemory) -> Iterator[Request]:
    """Sirens on while an alarm wants them, and off when it has lasted."""
    for siren in alarm.sirens:
        about = _wants(snapshot, alarm, security, siren)
        if about is not None:
            noise = security.sounding[about]
            yield _ask(siren, True, _LOUD[about], Reason.of(Code(about)), noise.since + alarm.siren_for)
        elif security.sounding and _ours(memory, siren):
            yield _ask(siren, False, Priority.SAFETY, Reason.of(Code.SIREN_LONG_ENOUGH))


def _wants(snapshot: Snapshot, alarm: AlarmSystem, security: SecurityMemory, siren: Device) -> str | None:
    for about, noise in security.sounding.items():
        over = siren.entity in noise.done or _bounces(snapshot, siren, noise)
        in_time = noise.since <= snapshot.at < noise.since + alarm.siren_for
        if in_time and not over and not (about == INTRUSION and disarming(security)):
            return about
    return None


def _ours(memory: Memory, siren: Device) -> bool:
    known = memory.devices.get(siren.entity, DeviceMemory())
    return known.ours and known.on is True


def _ask(siren: Device, on: bool, priority: Priority, reason: Reason, until: datetime | None = None) -> Request:
    return Request(siren.switch, on, siren.place, Domain.SECURITY, priority, reason, until=until)


def lamps(house: House, memory: Memory, security: SecurityMemory) -> Iterator[Request]:
    """Every lamp on, so that people see their way and burglars are seen; what a person then changes is theirs."""
    about = next((kind for kind in (SMOKE, INTRUSION) if kind in security.sounding), None)
    if about is None:
        return
    since = security.sounding[about].since
    for lamp in (lamp for room in house.rooms for lamp in room.lights):
        hold = memory.holds.get(lamp.switch)
        if hold is not None and hold.since >= since:
            continue
        reason = Reason.of(Code(about))
        yield Request(lamp.switch, True, lamp.place, Domain.LIGHTING, Priority.SAFETY, reason, grant=Grant.SAFETY)
