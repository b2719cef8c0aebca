"""The real Home Assistant keeps the contract of a Home."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from integrations.home_assistant.home import HomeAssistantHome
from tests.contracts.home_contract import HomeContract
from tests.instance.harness import HomeAssistant, Person
from tests.instance.house import HEATER, LIVING_T, LIVING_VALVE, MISSING, virtual_house
from tests.integrations.home_assistant.conftest import QUICK
from thermo_edge.clock import SystemClock
from thermo_edge.home.house import Point, Value

pytestmark = pytest.mark.homeassistant


@dataclass
class RealWorld:
    """The virtual home behind a real Home Assistant."""

    instance: HomeAssistant
    person: Person
    home: HomeAssistantHome

    house = virtual_house()
    thermometer = LIVING_T
    thermostat = LIVING_VALVE.entity
    bare = HEATER
    missing = MISSING

    def measure(self, point: Point, value: float) -> None:
        device = point.entity.removeprefix("sensor.").removesuffix("_temperature")
        self.instance.set(device, temperature=value)

    def person_sets(self, point: Point, value: Value) -> str:
        self.person.call("climate.set_temperature", point.entity, temperature=value)
        return self.person.user

    def breathe(self) -> None:
        time.sleep(0.02)


class TestRealHome(HomeContract):
    @pytest.fixture
    def world(self, home_assistant: HomeAssistant, program: tuple[str, str], anna: Person) -> Iterator[RealWorld]:
        home = HomeAssistantHome(home_assistant.url, program[0], SystemClock(), "contract", QUICK)
        yield RealWorld(home_assistant, anna, home)
        home.close()
        home_assistant.control(device="living_room_climate_sensor", set={})
