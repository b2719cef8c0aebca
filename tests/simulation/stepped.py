"""A building for tests that does nothing by itself, and a house of two rooms around it."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

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
from thermo_edge.simulation.lockstep import Stands, thermometer

WARM, SWITCHED = PlaceId("warm"), PlaceId("switched")


class FakeBuilding:
    """As warm as a test says; remembers what was asked of it."""

    def __init__(self) -> None:
        self.stands = Stands((20.0, 20.0), 5.0, (0.0, 0.0))
        self.asked: list[tuple[float, ...]] = []

    def step(self, asked: Sequence[float]) -> Stands:
        self.asked.append(tuple(asked))
        return self.stands

    def close(self) -> None:
        """Nothing is open."""


def a_stepped_house() -> House:
    """One room with a thermostat, one with a bare switch, one person."""
    thermostat = Device(EntityId("climate.warm"), WARM, DeviceKind.THERMOSTAT)
    switch = Device(
        EntityId("switch.switched"),
        SWITCHED,
        DeviceKind.DUTY,
        failsafe=Failsafe.AUTOMATION,
        failsafe_after=timedelta(hours=1),
    )
    rooms = [
        Room(place, place, (Sensor(thermometer(place), place),), (device,))
        for place, device in ((WARM, thermostat), (SWITCHED, switch))
    ]
    return House(
        zone=ZoneInfo("UTC"),
        rooms=tuple(rooms),
        persons=(Person(PersonId("household"), "Household", EntityId("person.household"), "user-household"),),
        outdoor=Sensor(Point(EntityId("sensor.outdoor_temperature"), Attribute.TEMPERATURE)),
    )
