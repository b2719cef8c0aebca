"""Whether anybody is home, from persons alone: the plain rule under every belief to come."""

from collections.abc import Mapping

from thermo_edge.home.house import Attribute, House, Point
from thermo_edge.home.snapshot import Presence, Reading


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
