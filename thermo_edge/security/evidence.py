"""What speaks against arming, and what a watch looks at: doors and windows, silent sensors, somebody inside."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from thermo_edge.home.house import Attribute, EntityId, House, Point, Room, Sensor
from thermo_edge.home.memory import Watch
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot, Trip
from thermo_edge.home.turn import Actor
from thermo_edge.occupancy.policy import STUCK

PERIMETER = frozenset({Attribute.OPEN, Attribute.DOOR, Attribute.LOCKED, Attribute.TAMPER})
"""What every watch looks at; away looks at motion as well."""

WAYS_IN = frozenset({Attribute.DOOR, Attribute.LOCKED})
"""By these the household comes in, and gets a moment to disarm."""

SIGN = timedelta(minutes=2)
"""So long after a sign of somebody they may still be there."""

SHORT = timedelta(seconds=20)
"""In an exit delay shorter than this nobody walks out: who was seen just before it counts."""

_STIRS = (Attribute.MOTION, Attribute.PRESENCE)


def looks_at(watch: Watch | None, attribute: Attribute) -> bool:
    """Whether this watch minds such a sensor."""
    return attribute in PERIMETER or (attribute is Attribute.MOTION and watch is Watch.AWAY)


def watched(house: House, watch: Watch | None) -> tuple[Sensor, ...]:
    """The sensors that this watch looks at."""
    return tuple(sensor for sensor in house.sensors if looks_at(watch, sensor.point.attribute))


def disturbed(point: Point, value: object) -> bool:
    """Whether this value is the contrary of calm: open, unlocked, moving."""
    return value is (point.attribute is not Attribute.LOCKED)


def blockers(snapshot: Snapshot, watch: Watch, who: Actor, bypass: Collection[EntityId] = ()) -> tuple[Reason, ...]:
    """Why the alarm cannot be armed so now, one reason for each thing; empty: it can."""
    found = [*stands_open(snapshot, bypass), *_silent(snapshot, watch, bypass)]
    if watch is not Watch.AWAY:
        return tuple(found)
    inside = _at_home(snapshot, who) if may_leave(snapshot) else someone_inside(snapshot, who, bypass)
    return (*found, inside) if inside is not None else tuple(found)


def may_leave(snapshot: Snapshot) -> bool:
    """Whether people may still walk out after arming on our own panel: they are looked for at the end of the delay."""
    alarm = snapshot.house.alarm
    return alarm is not None and alarm.panel is None and alarm.exit_delay >= SHORT


def stands_open(snapshot: Snapshot, bypass: Collection[EntityId] = ()) -> Iterator[Reason]:
    """Doors and windows that are known to be open."""
    for sensor in snapshot.house.sensors:
        point = sensor.point
        if point.attribute not in (Attribute.OPEN, Attribute.DOOR) or point.entity in bypass:
            continue
        if snapshot.answers(point) and snapshot.value(point) is True:
            yield Reason.of(Code.STANDS_OPEN, entity=point.entity, room=sensor.room)


def _silent(snapshot: Snapshot, watch: Watch, bypass: Collection[EntityId]) -> Iterator[Reason]:
    for sensor in watched(snapshot.house, watch):
        if sensor.point.entity not in bypass and not snapshot.answers(sensor.point):
            yield Reason.of(Code.NOT_ANSWERING, entity=sensor.point.entity, room=sensor.room)


def someone_inside(snapshot: Snapshot, who: Actor, bypass: Collection[EntityId] = ()) -> Reason | None:
    """Evidence that somebody but the one who arms is or was just now inside; the hall with the door does not count."""
    stirred = [room.name for room, sign in _signs(snapshot, bypass) if sign is None or snapshot.at - sign < SIGN]
    return _at_home(snapshot, who) or _inside(stirred)


def lingering(snapshot: Snapshot, who: Actor, trips: Collection[Trip], since: datetime) -> Reason | None:
    """The same at the end of an exit delay: whoever is at home, and motion in an inner room that began after `since`.

    A sensor that is still on from before is no evidence yet: many hold for a minute. See `unsettled`.
    """
    inner = {sensor.point: room for room in _inner(snapshot.house) for sensor in room.sensors}
    rooms = [inner[trip.point].name for trip in trips if trip.point in inner and trip.at >= since]
    return _at_home(snapshot, who) or _inside(rooms)


def unsettled(snapshot: Snapshot, bypass: Collection[EntityId] = ()) -> Reason | None:
    """Inner rooms whose sensors see somebody at this moment."""
    return _inside([room.name for room, sign in _signs(snapshot, bypass) if sign is None])


def _signs(snapshot: Snapshot, bypass: Collection[EntityId]) -> Iterator[tuple[Room, datetime | None]]:
    """When each sensor of the inner rooms last saw somebody, None: it does; one that has for hours has stuck."""
    for room in _inner(snapshot.house):
        for sensor in (sensor for attribute in _STIRS for sensor in room.sensing(attribute)):
            reading = snapshot.latest.get(sensor.point)
            if reading is None or not reading.good or sensor.point.entity in bypass:
                continue
            if reading.value is not True:
                yield room, reading.at
            elif snapshot.at - reading.at <= STUCK:
                yield room, None


def _inner(house: House) -> Iterator[Room]:
    """Rooms through which nobody leaves the house."""
    return (room for room in house.rooms if not any(s.point.attribute in WAYS_IN for s in room.sensors))


def _at_home(snapshot: Snapshot, who: Actor) -> Reason | None:
    """Whether others are home by their phones, without naming them; one may be who arms, where that is not known."""
    known = [(person, Point(person.entity, Attribute.PRESENCE)) for person in snapshot.house.persons if person.entity]
    home = [person.name for person, point in known if snapshot.answers(point) and snapshot.value(point) is True]
    others = [name for name in home if name != who.name]
    if not who.name and len(home) == 1:
        return None
    return Reason.of(Code.OTHERS_HOME, count=float(len(others))) if others else None


def _inside(signs: list[str]) -> Reason | None:
    return Reason.of(Code.SOMEONE_INSIDE, detail=", ".join(dict.fromkeys(signs))) if signs else None


def together(reasons: Collection[Reason]) -> Reason | None:
    """The first of these, with everything else that is so for the same reason; None where there are none."""
    first = next(iter(reasons), None)
    if first is None:
        return None
    same = [str(reason.get("entity")) for reason in reasons if reason.code is first.code and reason.get("entity")]
    return first.with_facts(entity=", ".join(same)) if same else first
