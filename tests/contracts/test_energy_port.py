"""The fake energy, the simulated one and Home Assistant's over a written answer keep one contract."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from integrations.home_assistant.energy import HomeAssistantEnergy
from integrations.home_assistant.home import HomeAssistantHome
from tests.builders import MORNING, a_house
from tests.contracts.energy_contract import EnergyContract
from tests.fakes import FakeEnergy
from thermo_edge.errors import HomeRefused
from thermo_edge.home.energy import EnergyEntity, Stretch
from thermo_edge.home.house import EntityId
from thermo_edge.ports import Energy
from thermo_edge.simulation.household import PRICE
from thermo_edge.simulation.market import SimulatedEnergy, price

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = timedelta(hours=1)


class TestFakeEnergy(EnergyContract):
    @pytest.fixture
    def now(self) -> datetime:
        return MORNING

    @pytest.fixture
    def entity(self) -> EntityId:
        return EntityId("sensor.price")

    @pytest.fixture
    def energy(self) -> Energy:
        return FakeEnergy(price=[Stretch(MORNING + n * HOUR, MORNING + (n + 1) * HOUR, 0.2 + n) for n in range(20)])


class TestSimulatedEnergy(EnergyContract):
    @pytest.fixture
    def now(self) -> datetime:
        return MORNING

    @pytest.fixture
    def entity(self) -> EntityId:
        return PRICE.entity

    @pytest.fixture
    def energy(self) -> Energy:
        return SimulatedEnergy(PRICE.entity, AMSTERDAM)

    @pytest.mark.parametrize(("day", "hours"), [(14, 24), (29, 23)])  # the clocks go forward on 29 March
    def test_tomorrow_is_told_from_one_oclock_on(self, energy: Energy, day: int, hours: int) -> None:
        before = datetime(2026, 3, day, 12, 59, tzinfo=AMSTERDAM)
        today = energy.told(PRICE.entity, EnergyEntity.PRICE, before).ahead
        both = energy.told(PRICE.entity, EnergyEntity.PRICE, before + timedelta(minutes=1)).ahead
        assert (len(today), len(both)) == (hours, hours + 24)
        assert both[:hours] == today

    def test_days_differ_and_evenings_are_dear(self) -> None:
        days = [[price(datetime(2026, 1, day, hour, tzinfo=AMSTERDAM)) for hour in range(24)] for day in range(1, 29)]
        assert len({tuple(day) for day in days}) == 28
        assert all(max(day[17:21]) == max(day) for day in days)
        assert 0.22 < sum(map(sum, days)) / (28 * 24) < 0.31


class Answering:
    """The only part of the home that energy is read through, with Nord Pool's sensor in it."""

    def state(self, entity: EntityId) -> Mapping[str, object]:
        if entity != "sensor.price":
            raise HomeRefused(f"Home Assistant has no {entity}.")
        local = MORNING.astimezone(AMSTERDAM).replace(hour=0)
        times = [(local + n * HOUR).isoformat() for n in range(25)]
        rows = [{"start": times[n], "end": times[n + 1], "value": float(n)} for n in range(24)]
        return {"state": "10.0", "attributes": {"unit_of_measurement": "öre/kWh", "raw_today": rows}}


class TestHomeAssistantEnergy(EnergyContract):
    @pytest.fixture
    def now(self) -> datetime:
        return MORNING

    @pytest.fixture
    def entity(self) -> EntityId:
        return EntityId("sensor.price")

    @pytest.fixture
    def energy(self) -> Energy:
        return HomeAssistantEnergy(lambda: cast(HomeAssistantHome, Answering()), a_house)
