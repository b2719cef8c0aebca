"""What every weather keeps to: subclass `WeatherContract` and give it the fixtures `weather` and `now`."""

import itertools
from datetime import datetime, timedelta

import pytest

from thermo_edge.home.weather import HOLE
from thermo_edge.ports import Weather

AN_HOUR = timedelta(hours=1)


class WeatherContract:
    """The port's promises."""

    @pytest.fixture
    def weather(self) -> Weather:
        raise NotImplementedError

    @pytest.fixture
    def now(self) -> datetime:
        raise NotImplementedError

    def test_it_tells_a_day_ahead_in_order_and_from_now_on(self, weather: Weather, now: datetime) -> None:
        told = weather.forecast(now)
        assert told is not None
        assert told.made == now
        times = [hour.at for hour in told.hours]
        assert all(later - earlier <= HOLE for earlier, later in itertools.pairwise(times))
        assert all(later > earlier for earlier, later in itertools.pairwise(times))
        assert now - AN_HOUR <= times[0] <= now + AN_HOUR
        assert times[-1] >= now + 24 * AN_HOUR
        assert all(at.utcoffset() == timedelta(0) for at in times)

    def test_what_it_tells_is_possible_and_in_the_stored_units(self, weather: Weather, now: datetime) -> None:
        told = weather.forecast(now)
        assert told is not None
        for hour in told.hours:
            assert -60.0 <= hour.temperature <= 60.0
            assert hour.cloud is None or 0.0 <= hour.cloud <= 1.0
            assert hour.humidity is None or 0.0 <= hour.humidity <= 100.0
            assert hour.wind is None or 0.0 <= hour.wind <= 80.0
            assert hour.precipitation is None or hour.precipitation >= 0.0

    def test_asked_again_at_once_it_says_the_same(self, weather: Weather, now: datetime) -> None:
        first, second = weather.forecast(now), weather.forecast(now)
        assert first == second
