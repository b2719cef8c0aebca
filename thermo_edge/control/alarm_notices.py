"""What people should know of the alarm: hazards, intruders, a refused arming, and sensors that watch nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from thermo_edge.control import codes
from thermo_edge.home.house import EntityId, House, PlaceId, Point
from thermo_edge.home.memory import Alert, ArmingRequest, Fine, Guarding, Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Quality, Snapshot, Trip
from thermo_edge.home.turn import Notice, Severity
from thermo_edge.security.hazards import CODES

SILENT = timedelta(minutes=2)
"""So long a sensor of an armed house may not answer before that is told."""

MANY = 5
"""So many silent at once have one cause."""

REFUSAL_SHOWN = timedelta(days=1)

_OF_PANEL = frozenset({Code.PANEL_SILENT, Code.PANEL_REFUSED})


def standing(snapshot: Snapshot, memory: Memory) -> Iterator[Notice]:
    """What stands whether or not the home can be heard."""
    security, now = memory.security, snapshot.at
    for hazard in security.hazards:
        yield _hazard(snapshot.house, hazard)
    if snapshot.house.alarm is None:
        return
    for alert in security.alerts:
        yield _alert(snapshot.house.alarm.id, alert)
    if security.refused is not None and security.refused_at and now - security.refused_at < REFUSAL_SHOWN:
        yield _refused(security.refused, security.refused_at)
    for fine in security.fine:
        if fine.seen is not None and now - fine.seen < REFUSAL_SHOWN:
            yield _was_fine(snapshot.house, fine, fine.seen)
    left = codes.locked(security.wrong, now)
    if left is not None:
        reason = Reason.of(Code.CODE_LOCKED, left=left, count=float(codes.TRIES))
        yield Notice(f"code_locked:{_stamp(security.wrong[-1])}", Severity.WARN, reason, security.wrong[-1])


def health(snapshot: Snapshot, memory: Memory) -> Iterator[Notice]:
    """Sensors that an armed alarm cannot rely on; told only while the home can be heard."""
    alarm = snapshot.house.alarm
    if alarm is None or memory.security.state is Guarding.DISARMED:
        return
    silent = sorted(_entities(snapshot, memory.security.silent))
    if alarm.panel is not None and _long_silent(snapshot, alarm.panel.switch):
        silent.append(alarm.panel.entity)
    groups = [tuple(silent)] if len(silent) >= MANY else [(entity,) for entity in silent]
    for entities in groups:
        key = "watch_silent" if len(groups) < len(silent) else f"watch_silent:{entities[0]}"
        reason = Reason.of(Code.WATCH_SILENT, entity=", ".join(entities))
        yield Notice(key, Severity.WARN, reason, snapshot.at, None, entities)
    for point in sorted(memory.security.returned):
        reason = Reason.of(Code.CAME_BACK_OPEN, entity=point.entity)
        yield Notice(f"came_back_open:{point.entity}", Severity.WARN, reason, snapshot.at, None, (point.entity,))


def _entities(snapshot: Snapshot, points: frozenset[Point]) -> frozenset[EntityId]:
    return frozenset(point.entity for point in points if _long_silent(snapshot, point))


def _long_silent(snapshot: Snapshot, point: Point) -> bool:
    """An entity that the home does not have at all has a notice of its own."""
    reading = snapshot.latest.get(point)
    away = reading is not None and reading.quality in (Quality.UNAVAILABLE, Quality.UNKNOWN)
    return away and reading is not None and snapshot.at - reading.at >= SILENT


def _hazard(house: House, hazard: Trip) -> Notice:
    entity, attribute = hazard.point
    sensor = next((sensor for sensor in house.sensors if sensor.point == hazard.point), None)
    room = sensor.room if sensor and sensor.room else PlaceId(house.name)
    reason = Reason.of(CODES[attribute], room=room, entity=entity, since=hazard.at)
    return Notice(f"{attribute}:{entity}", Severity.ALERT, reason, hazard.at, None, (entity,))


def _alert(place: PlaceId, alert: Alert) -> Notice:
    entities = tuple(dict.fromkeys(trip.point.entity for trip in alert.trips))
    who = alert.who
    reason = Reason.of(
        Code.INTRUSION,
        room=place,
        detail=", ".join(entities) or str(place),
        who=who.name if who else "",
        kind=who.kind.value if who and not who.name else None,
        since=alert.armed or alert.since,
    )
    return Notice(f"intrusion:{_stamp(alert.since)}", Severity.ALERT, reason, alert.since, None, entities)


def _was_fine(house: House, fine: Fine, seen: datetime) -> Notice:
    """Motion that would have been an alarm, had nobody said that it is fine."""
    entities = tuple(sorted(fine.entities))
    reason = Reason.of(
        Code.WAS_FINE,
        detail=", ".join(entities),
        at=seen,
        who=fine.who.name,
        kind=None if fine.who.name else fine.who.kind.value,
        weekday=float(house.local(fine.at).weekday()),
    )
    return Notice(f"was_fine:{_stamp(fine.at)}", Severity.INFO, reason, seen, None, entities)


def _refused(asked: ArmingRequest, at: datetime) -> Notice:
    """Why the wish came to nothing, as a reason within the reason: `because` is its code."""
    why = asked.why or Reason(Code.PANEL_SILENT)
    reason = why
    if why.code not in _OF_PANEL:
        reason = Reason.of(Code.ARM_REFUSED, because=why.code.value, **dict(why.facts))
    return Notice(f"arm_refused:{_stamp(at)}", Severity.WARN, reason, at)


def _stamp(at: datetime) -> str:
    """Each event has a notice of its own."""
    return f"{at:%Y%m%dT%H%M%S.%f}"
