"""A plain six-room home: its plant, and the same home as its household would describe it."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from thermo_edge.home.comfort import Band, Comfort, Warm
from thermo_edge.home.house import (
    Attribute,
    Device,
    DeviceKind,
    EntityId,
    Failsafe,
    House,
    Person,
    PersonId,
    PlaceId,
    Point,
    Room,
    Sensor,
)
from thermo_edge.simulation.thermal import Plant

ROOMS = ("living", "kitchen", "bedroom", "kids", "bath", "hall")
NAMES = ("Living room", "Kitchen", "Bedroom", "Mia's room", "Bathroom", "Hall")
SWITCHED = "bath"  # has a bare electric heater
WINDOWS = ("living", "kitchen", "bedroom", "kids", "bath")

_WALLS = ((0, 1, 45.0), (0, 5, 40.0), (1, 5, 30.0), (2, 5, 25.0), (3, 5, 25.0), (4, 5, 20.0), (2, 3, 15.0))
"""Inner walls: two rooms and W/K between them."""

_DAYS = frozenset(range(7))
_WORK = frozenset(range(5))
_FREE = _DAYS - _WORK


def plant() -> Plant:
    """Its rooms as one home of the arrays: a house of the 1990s with radiators, and an electric heater in the bath."""
    size = np.array([[28.0, 14.0, 15.0, 12.0, 7.0, 10.0]])  # m² of floor
    neighbours = np.zeros((1, 6, 6))
    for one, other, conductance in _WALLS:
        neighbours[0, one, other] = neighbours[0, other, one] = conductance
    return Plant(
        air=size * 45e3,
        mass=size * 320e3,
        coupling=size * 9.0,
        loss=size * 1.3,
        wall_loss=size * 0.8,
        neighbours=neighbours,
        power=np.array([[2200.0, 1200.0, 1200.0, 1000.0, 1000.0, 700.0]]),
        lag=np.array([[900.0, 900.0, 900.0, 900.0, 120.0, 900.0]]),
        glass=np.array([[4.0, 1.5, 2.0, 1.5, 0.4, 0.3]]),
    )


def thermometer(room: str) -> Point:
    return Point(EntityId(f"sensor.{room}_temperature"), Attribute.TEMPERATURE)


def contact(room: str) -> Point:
    return Point(EntityId(f"binary_sensor.{room}_window"), Attribute.OPEN)


def heater(room: str) -> EntityId:
    return EntityId(f"switch.{room}_heater" if room == SWITCHED else f"climate.{room}_radiator")


OUTDOOR = Point(EntityId("sensor.outdoor_temperature"), Attribute.TEMPERATURE)
ANNA, BEN = EntityId("person.anna"), EntityId("person.ben")


def house() -> House:
    """The home as settings would say it."""
    return House(
        name="Demo home",
        zone=ZoneInfo("Europe/Amsterdam"),
        rooms=tuple(_room(room, name) for room, name in zip(ROOMS, NAMES, strict=True)),
        persons=(Person(PersonId("anna"), "Anna", ANNA, "user-anna"), Person(PersonId("ben"), "Ben", BEN, "user-ben")),
        outdoor=Sensor(OUTDOOR),
    )


def _room(room: str, name: str) -> Room:
    place = PlaceId(room)
    sensors = [Sensor(thermometer(room), place)]
    if room in WINDOWS:
        sensors.append(Sensor(contact(room), place))
    kind = DeviceKind.DUTY if room == SWITCHED else DeviceKind.THERMOSTAT
    failsafe = Failsafe.AUTOMATION if room == SWITCHED else Failsafe.NONE
    device = Device(heater(room), place, kind, failsafe=failsafe, cycle=timedelta(minutes=20))
    return Room(place, name, tuple(sensors), (device,), _COMFORT[room])


def _hours(*spans: tuple[frozenset[int], int, int]) -> tuple[Warm, ...]:
    return tuple(Warm(days, time(start // 100, start % 100), time(end // 100, end % 100)) for days, start, end in spans)


_COMFORT = {
    "living": Comfort(
        Band(20.5, 21.5), Band(17.0, 19.0), _hours((_WORK, 630, 830), (_WORK, 1630, 2230), (_FREE, 730, 2300))
    ),
    "kitchen": Comfort(
        Band(19.0, 20.0), Band(17.0, 18.0), _hours((_WORK, 630, 830), (_WORK, 1700, 2000), (_FREE, 800, 2000))
    ),
    "bedroom": Comfort(Band(18.0, 19.0), Band(16.5, 18.0), _hours((_DAYS, 2100, 730))),
    "kids": Comfort(Band(19.5, 20.5), Band(17.5, 19.0), _hours((_DAYS, 630, 800), (_DAYS, 1500, 2030))),
    "bath": Comfort(Band(21.5, 22.5), Band(18.0, 19.0), _hours((_DAYS, 600, 800), (_DAYS, 2000, 2200))),
    "hall": Comfort(Band(17.0, 18.0), Band(15.5, 17.0), _hours((_DAYS, 600, 2300))),
}
