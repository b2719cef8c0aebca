"""Whether anybody is home or in a room, from persons and motion alone: the plain rules under every belief to come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from thermo_edge.home.house import Attribute, House, Point, Room
from thermo_edge.home.snapshot import Presence, Reading

STUCK = timedelta(hours=6)
"""A sensor that has seen somebody for so long without a break has stuck."""

MOVING = timedelta(hours=1)
"""A motion sensor that says so for so long without saying it again has died while it did."""

HEARD = timedelta(days=1)
"""A calm sensor that has said nothing for so long may be dead: its calm is no evidence."""


def anybody_home(house: House, latest: Mapping[Point, Reading]) -> Presence:
    """One at home is enough for present; absent needs every person to be known and away."""
    if not house.persons:
        return Presence.UNKNOWN
    unknown = False
    for person in house.persons:
        reading = latest.get(Point(person.entity, Attribute.PRESENCE)) if person.entity else None
        if reading is None or not reading.good:
            unknown = True
        elif reading.value is True:
            return Presence.PRESENT
    return Presence.UNKNOWN if unknown else Presence.ABSENT


class InRoom(NamedTuple):
    """Whether anybody is in a room, and when they last gave a sign of it."""

    presence: Presence
    sign: datetime | None


def in_room(room: Room, latest: Mapping[Point, Reading], seen: Mapping[Point, datetime], now: datetime) -> InRoom:
    """Present while a sensor sees somebody and for a while after; absent only if every sensor answers and is calm.

    `seen`: when each sensor last saw somebody. One that comes back calm after a fault has seen nobody, and is evidence
    of absence only once it has been calm for as long as that takes.
    """
    sensors = (*room.sensing(Attribute.MOTION), *room.sensing(Attribute.PRESENCE))
    known = [latest.get(sensor.point) for sensor in sensors]
    awake = [reading for reading in known if reading is not None and reading.good and not _dead(reading, now)]
    signs = [now if reading.value is True else seen.get(reading.point) for reading in awake]
    sign = max((at for at in signs if at is not None), default=None)
    if sign is not None and now - sign < room.lighting.off_after:
        return InRoom(Presence.PRESENT, sign)
    if not awake or len(awake) < len(sensors):
        return InRoom(Presence.UNKNOWN, sign)
    calm = all(now - reading.at >= room.lighting.off_after for reading in awake)
    return InRoom(Presence.ABSENT if calm else Presence.UNKNOWN, sign)


def _dead(reading: Reading, now: datetime) -> bool:
    """Whether what this sensor said last is too old to be so."""
    if reading.value is not True:
        return now - reading.reported > HEARD
    return now - reading.at > STUCK or (reading.point.attribute is Attribute.MOTION and now - reading.reported > MOVING)
