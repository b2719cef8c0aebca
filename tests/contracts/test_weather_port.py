"""The fake weather and the simulated one keep the contract that the real Home Assistant keeps."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from tests.builders import MORNING
from tests.contracts.weather_contract import WeatherContract
from tests.fakes import FakeWeather
from thermo_edge.home.weather import WeatherHour
from thermo_edge.ports import Weather
from thermo_edge.simulation.family import family_weather
from thermo_edge.simulation.forecaster import SimulatedWeather


class TestFakeWeather(WeatherContract):
    @pytest.fixture
    def now(self) -> datetime:
        return MORNING

    @pytest.fixture
    def weather(self) -> Weather:
        return FakeWeather([WeatherHour(MORNING + timedelta(hours=number), 4.0, 0.5) for number in range(48)])


class TestSimulatedWeather(WeatherContract):
    @pytest.fixture
    def now(self) -> datetime:
        return MORNING

    @pytest.fixture
    def weather(self) -> Weather:
        return SimulatedWeather(family_weather(1), seed=1)

    def test_its_error_grows_with_what_it_looks_ahead(self) -> None:
        sky = family_weather(2)
        weather = SimulatedWeather(sky, seed=2)
        near, far = [], []
        for day in range(60):
            told = weather.forecast(MORNING + timedelta(days=day)).hours
            off = [hour.temperature - float(sky.outside(hour.at).temperature[0]) for hour in told]
            near.append(off[1])
            far.append(off[40])
        assert np.std(near) < 0.9
        assert 1.4 < np.std(far) < 3.0
        assert np.mean(near) == pytest.approx(np.mean(far), abs=0.8)  # the place's own difference
