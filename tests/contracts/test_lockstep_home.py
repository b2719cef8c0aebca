"""The home around a building that goes on step by step keeps the contract of all homes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.builders import MORNING, minutes
from tests.contracts.home_contract import HomeContract
from tests.simulation.stepped import FakeBuilding, a_stepped_house
from thermo_edge.clock import SteppedClock
from thermo_edge.home.house import Attribute, EntityId, Point, Sensor, Value
from thermo_edge.simulation.lockstep import Heater, LockstepHome, thermometer

NOWHERE = EntityId("sensor.nowhere")


class LockstepWorld:
    """Moved by its own voice: what it measures is not what the building would."""

    def __init__(self) -> None:
        house = a_stepped_house()
        more = Sensor(Point(NOWHERE, Attribute.TEMPERATURE), house.rooms[0].id)
        first = replace(house.rooms[0], sensors=(*house.rooms[0].sensors, more))
        self.house = replace(house, rooms=(first, *house.rooms[1:]))
        self.clock = SteppedClock(MORNING)
        heaters = [Heater(room.devices[0], by_set_point=number == 0) for number, room in enumerate(house.rooms)]
        self.home = LockstepHome(self.clock, self.house, FakeBuilding(), heaters, lambda _: True, minutes(5))
        self.thermometer, self.thermostat = thermometer(house.rooms[0].id), house.rooms[0].devices[0].entity
        self.bare, self.missing = house.rooms[1].devices[0], NOWHERE

    def measure(self, point: Point, value: float) -> None:
        self.home.voice.report(point, value, self.clock.now())
        self.home.voice.speak()

    def person_sets(self, point: Point, value: Value) -> str:
        self.home.person_sets(point, value)
        return "user-household"

    def breathe(self) -> None:
        self.home.pass_on(minutes(1))


class TestLockstepHome(HomeContract):
    @pytest.fixture
    def world(self) -> Iterator[LockstepWorld]:
        world = LockstepWorld()
        yield world
        world.home.close()
