"""The fake home and the simulated home keep the contract that the real Home Assistant keeps."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import (
    BEDROOM_T,
    HEATER,
    LIVING,
    LIVING_T,
    LIVING_WINDOW,
    MORNING,
    RADIATOR,
    a_house,
    bedroom,
    heater,
    living,
)
from tests.contracts.home_contract import HomeContract
from tests.fakes import FakeHome
from thermo_edge.clock import SteppedClock
from thermo_edge.home.house import Attribute, EntityId, House, PlaceId, Point, Sensor, Value
from thermo_edge.simulation import household
from thermo_edge.simulation.home import SimulatedHome

NOWHERE = EntityId("sensor.nowhere")


class FakeWorld:
    """The fake home, moved by its own verbs."""

    def __init__(self) -> None:
        more = Sensor(Point(NOWHERE, Attribute.TEMPERATURE), LIVING)
        room = living()
        self.house = a_house(replace(room, sensors=(*room.sensors, more)), bedroom())
        self.clock = SteppedClock(MORNING)
        self.home = FakeHome(self.clock, self.house)
        self.thermometer, self.thermostat, self.bare, self.missing = LIVING_T, RADIATOR, heater(), NOWHERE
        self.home.say(LIVING_T, 20.0)
        self.home.say(BEDROOM_T, 20.0)
        self.home.say(LIVING_WINDOW, False)
        self.home.thermostat(RADIATOR, 20.0)
        self.home.say(Point(HEATER, Attribute.ON), False)

    def measure(self, point: Point, value: float) -> None:
        self.home.say(point, value)

    def person_sets(self, point: Point, value: Value) -> str:
        self.home.person(point, value)
        return "user-anna"

    def breathe(self) -> None:
        self.clock.advance(timedelta(seconds=1))


class SimulatedWorld:
    """The simulated home, moved by its physics and its people."""

    def __init__(self) -> None:
        self.clock = SteppedClock(MORNING)
        self.home = SimulatedHome(self.clock, people=False)
        self.house = self._house()
        self.thermometer = household.thermometer("living")
        self.thermostat = household.heater("living")
        bare = self.house.device(household.heater(household.SWITCHED))
        assert bare is not None
        self.bare, self.missing = bare, NOWHERE

    @staticmethod
    def _house() -> House:
        house = household.house()
        more = Sensor(Point(NOWHERE, Attribute.TEMPERATURE), PlaceId("living"))
        first = replace(house.rooms[0], sensors=(*house.rooms[0].sensors, more))
        return replace(house, rooms=(first, *house.rooms[1:]))

    def measure(self, point: Point, value: float) -> None:
        self.home.tell(point, value)

    def person_sets(self, point: Point, value: Value) -> str:
        self.home.person_sets(point, value)
        return "user-anna"

    def breathe(self) -> None:
        self.home.advance(timedelta(seconds=1))


class TestFakeHome(HomeContract):
    @pytest.fixture
    def world(self) -> Iterator[FakeWorld]:
        world = FakeWorld()
        yield world
        world.home.close()


class TestSimulatedHome(HomeContract):
    @pytest.fixture
    def world(self) -> Iterator[SimulatedWorld]:
        world = SimulatedWorld()
        yield world
        world.home.close()
