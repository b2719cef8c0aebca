"""Rooms that go by one thermometer: it hangs in one of them."""

from collections.abc import Mapping

from thermo_edge.home.house import House, Point, Room


def sharing(house: House) -> Mapping[Point, tuple[Room, ...]]:
    """By the thermometer that each goes by first, rooms with a device of their own; as the settings name them."""
    by: dict[Point, list[Room]] = {}
    for room in house.rooms:
        for sensor in room.thermometers[:1] if room.devices else ():
            by.setdefault(sensor.point, []).append(room)
    return {point: tuple(rooms) for point, rooms in by.items() if len(rooms) > 1}
