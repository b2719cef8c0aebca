"""Whether anybody is home or in a room, from persons and motion alone: the plain rules under every belief to come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from thermo_edge.home.house import Attribute, House, Point, Room
from thermo_edge.home.snapshot import Presence, Reading

STUCK = timedelta(hours=6)
"""A motion sensor that has seen somebody for so long without a break has stuck."""


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


def in_room(room: Room, latest: Mapping[Point, Reading], now: datetime) -> InRoom:
    """Present while a sensor sees somebody and for a while after; absent only if every sensor answers and is calm."""
    sensors = (*room.sensing(Attribute.MOTION), *room.sensing(Attribute.PRESENCE))
    known = [latest.get(sensor.point) for sensor in sensors]
    seen = [reading for reading in known if reading is not None and reading.good]
    awake = [reading for reading in seen if not (reading.value is True and now - reading.at > STUCK)]
    signs = [now if reading.value is True else reading.at for reading in awake]
    sign = max(signs, default=None)
    if sign is not None and now - sign < room.lighting.off_after:
        return InRoom(Presence.PRESENT, sign)
    if not awake or len(awake) < len(sensors):
        return InRoom(Presence.UNKNOWN, sign)
    return InRoom(Presence.ABSENT, sign)
