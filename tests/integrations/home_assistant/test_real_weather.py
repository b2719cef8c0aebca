"""The real Home Assistant's forecasts, by the hour and by the day, keep the contract of a weather."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from integrations.home_assistant.weather import HomeAssistantWeather
from tests.contracts.weather_contract import WeatherContract
from tests.instance.harness import Person, eventually
from tests.instance.house import virtual_house
from tests.integrations.home_assistant.conftest import Adapter
from thermo_edge.clock import SystemClock
from thermo_edge.errors import HomeRefused
from thermo_edge.home.house import EntityId
from thermo_edge.ports import Weather

pytestmark = pytest.mark.homeassistant


def told_by(adapter: Adapter, entity: str) -> HomeAssistantWeather:
    house = replace(virtual_house(), weather=EntityId(entity))
    home, _ = adapter(house)
    return HomeAssistantWeather(lambda: home, lambda: house)


class TestHourly(WeatherContract):
    @pytest.fixture
    def now(self) -> datetime:
        return SystemClock().now().astimezone(UTC)

    @pytest.fixture
    def weather(self, adapter: Adapter) -> Iterator[Weather]:
        weather = told_by(adapter, "weather.home_weather")
        eventually(lambda: (told := weather.forecast(SystemClock().now())) and told.odd, "a forecast", 20)
        yield weather

    def test_units_clouds_holes_and_what_cannot_be(self, weather: Weather, now: datetime) -> None:
        told = weather.forecast(now)
        assert told is not None
        begin = now.replace(minute=0, second=0, microsecond=0)
        by_hour = {round((hour.at - begin) / timedelta(hours=1)): hour for hour in told.hours}
        assert by_hour[20].temperature == pytest.approx(9.0, abs=0.3)  # in the hole
        assert by_hour[2].wind == pytest.approx(5.0, abs=0.1)
        assert (by_hour[5].cloud, by_hour[30].cloud) == (0.9, 0.05)
        assert told.odd == 1
        assert by_hour[3].humidity == 80.0


class TestDaily(WeatherContract):
    @pytest.fixture
    def now(self) -> datetime:
        return SystemClock().now().astimezone(UTC)

    @pytest.fixture
    def weather(self, adapter: Adapter, anna: Person) -> Iterator[Weather]:
        """The service has nothing by the hour just now."""
        anna.call("input_boolean.turn_on", "input_boolean.vacation")
        weather = told_by(adapter, "weather.home_weather")
        eventually(lambda: (told := weather.forecast(SystemClock().now())) and told.odd == 0, "a forecast by day", 20)
        yield weather
        anna.call("input_boolean.turn_off", "input_boolean.vacation")

    def test_days_become_hours(self, weather: Weather, now: datetime) -> None:
        told = weather.forecast(now)
        assert told is not None
        assert min(hour.temperature for hour in told.hours) == pytest.approx(1.0, abs=0.2)
        assert max(hour.temperature for hour in told.hours) == pytest.approx(9.0, abs=0.2)


def test_an_unknown_entity_is_refused(adapter: Adapter) -> None:
    with pytest.raises(HomeRefused, match=r"weather\.nowhere"):
        told_by(adapter, "weather.nowhere").forecast(SystemClock().now())
