"""The outdoors ahead: corrected to the home's thermometer, led on where nothing is told, lit by the sun."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from thermo_edge.home.house import Location
from thermo_edge.home.snapshot import Sun
from thermo_edge.home.weather import Foretold, WeatherForecast, WeatherHour, between, filled
from thermo_edge.outdoors import sky
from thermo_edge.outdoors.error import CLIMATOLOGY, FORECAST, UNKNOWN, Error, learned, spread_at
from thermo_edge.outdoors.weather import MOST, Known, outlook, usual

NOW = datetime(2026, 3, 20, 9, 7, tzinfo=UTC)
TOP = NOW.replace(minute=0)
HERE = Location(52.3, 4.9)
HOUR = timedelta(hours=1)


def forecast(level: float = 5.0, cloud: float | None = 0.5, hours: int = 48, made: datetime = NOW) -> WeatherForecast:
    return WeatherForecast(made, tuple(WeatherHour(TOP + n * HOUR, level, cloud) for n in range(hours + 1)))


def test_the_difference_of_now_fades_and_the_lasting_one_stays() -> None:
    ahead = outlook(Known(NOW, 9.0, HERE, forecast(), error=Error(bias=1.0)))
    assert ahead is not None
    assert (ahead.foretold, ahead.made) == (Foretold.FORECAST, NOW)
    assert ahead.at == NOW.replace(minute=0)
    assert len(ahead.temperature) == len(ahead.spread) == len(ahead.sun) == 192
    assert ahead.temperature[0] == pytest.approx(9.0, abs=0.05)
    assert ahead.temperature[24] == pytest.approx(6.0 + 3.0 / np.e, abs=0.1)
    assert ahead.temperature[-1] == pytest.approx(6.0, abs=0.05)
    assert list(ahead.spread) == sorted(ahead.spread)


def test_a_thermometer_in_the_sun_is_believed_so_far_only() -> None:
    ahead = outlook(Known(NOW, 35.0, HERE, forecast()))
    assert ahead is not None
    assert ahead.temperature[0] <= 5.0 + MOST


def test_an_old_forecast_says_nothing() -> None:
    old = forecast(made=NOW - timedelta(hours=13))
    means = tuple(10.0 + 5.0 * float(np.sin((hour - 9) / 24.0 * 2.0 * np.pi)) for hour in range(24))
    ahead = outlook(Known(NOW, 4.0, HERE, old, means))
    assert ahead is not None
    assert ahead.foretold is Foretold.CLIMATOLOGY
    assert ahead.temperature[0] == pytest.approx(4.0, abs=0.2)
    assert ahead.temperature[96] == pytest.approx(10.0 - 6.0 / np.e, abs=0.4)
    assert ahead.spread[96] == pytest.approx(CLIMATOLOGY[4], abs=0.1)


def test_a_long_hole_and_the_end_are_led_on_by_what_is_usual() -> None:
    hours = forecast(hours=10).hours
    holed = WeatherForecast(NOW, (*hours[:3], *hours[9:]))
    ahead = outlook(Known(NOW, 5.0, HERE, holed, (8.0,) * 24))
    assert ahead is not None
    assert ahead.temperature[4] == pytest.approx(5.0, abs=0.1)
    assert 5.0 < ahead.temperature[20] < 6.5
    assert ahead.temperature[20] < ahead.temperature[-1] < 8.0
    assert ahead.spread[-1] > FORECAST[-1]


def test_nothing_is_known_of_nothing() -> None:
    assert outlook(Known(NOW)) is None
    ahead = outlook(Known(NOW, 4.0))
    assert ahead is not None
    assert ahead.foretold is Foretold.NOW
    assert set(ahead.sun) == {0.0}


def test_holes_of_three_hours_are_filled_and_longer_ones_are_not() -> None:
    told = [WeatherHour(TOP + n * HOUR, float(n), 0.1 * n if n != 5 else None) for n in (0, 1, 5, 6, 12)]
    hours = filled(reversed(told))
    assert [(hour.at - TOP) / HOUR for hour in hours] == [0, 1, 2, 3, 4, 5, 6, 12]
    assert [hour.temperature for hour in hours] == [0, 1, 2, 3, 4, 5, 6, 12]
    assert between(hours, TOP + 3.5 * HOUR) == WeatherHour(TOP + 3.5 * HOUR, 3.5)
    assert between(hours, TOP + 9 * HOUR) is None
    assert between(hours, TOP + 14 * HOUR) is None
    mended = filled(WeatherHour(TOP + n * HOUR, 0.0, 0.1 * n if n != 2 else None) for n in range(4))
    assert mended[2].cloud == pytest.approx(0.2)


def test_what_is_usual_needs_half_a_day_and_goes_round_midnight() -> None:
    seen = [(TOP.replace(hour=hour), float(hour)) for hour in range(6, 20)]
    means = usual(seen)
    assert len(means) == 24
    assert means[12] == 12.0
    assert 6.0 < means[1] < 19.0
    assert usual(seen[:11]) == ()


def test_errors_are_learned_from_what_was_foretold_and_measured() -> None:
    rng = np.random.default_rng(1)
    past, measured = [], {}
    for quarter in range(4 * 40):
        made = TOP + quarter * 6 * HOUR
        hours = tuple(WeatherHour(made + n * HOUR, 5.0) for n in range(48))
        past.append(WeatherForecast(made, hours))
    for hour in range(24 * 42):
        measured[TOP + hour * HOUR] = 6.5 + float(rng.normal(0.0, 0.5))
    error = learned(past, measured)
    assert error.bias == pytest.approx(1.5, abs=0.25)
    assert all(low <= high for low, high in zip(error.spread, error.spread[1:], strict=False))
    assert error.spread[-1] < 1.0 < FORECAST[-1]
    assert learned(past[:2], measured).bias < 0.3  # half a day says little
    assert learned([], measured) is UNKNOWN
    assert spread_at(FORECAST, 18 * HOUR) == pytest.approx((FORECAST[3] + FORECAST[4]) / 2)
    assert spread_at(FORECAST, 99 * HOUR) == FORECAST[-1]


# --- sun ------------------------------------------------------------------------------------------------------------


def test_the_sun_is_as_strong_as_it_should_be() -> None:
    assert sky.on_ground(Sun(60.0, 180.0), 0.0) == pytest.approx(807.0, abs=5.0)
    assert sky.on_ground(Sun(60.0, 180.0), 1.0) == pytest.approx(0.4 * 807.0, abs=5.0)
    assert sky.on_ground(Sun(-3.0, 180.0), 0.0) == 0.0
    assert 0.5 < sky.through(None) < 0.7


def test_the_days_sun_is_on_the_grid() -> None:
    ahead = outlook(Known(NOW, 5.0, HERE, forecast(cloud=0.0)))
    assert ahead is not None
    assert max(ahead.sun[:40]) == pytest.approx(520.0, abs=60.0)  # the equinox in Amsterdam
    assert min(ahead.sun) == 0.0


def test_a_forecast_that_is_in_fahrenheit_and_says_celsius_is_seen_through_by_the_thermometer() -> None:
    told = WeatherForecast(NOW, tuple(WeatherHour(NOW + n * HOUR, 41.0 + 0.7 * n) for n in range(20)))
    ahead = outlook(Known(NOW, 5.0, HERE, told), 48)
    assert ahead is not None
    assert ahead.temperature[0] == pytest.approx(5.0, abs=0.3) and ahead.temperature[-1] == pytest.approx(9.7, abs=0.3)
    for measured in (35.0, -20.0, None):
        as_told = outlook(Known(NOW, measured, HERE, told), 48)
        assert as_told is not None and as_told.temperature[-1] > 45.0, "a hot day, a broken thermometer, and none"
