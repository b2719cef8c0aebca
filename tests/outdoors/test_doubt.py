"""When a forecast is not believed: beside the thermometer here, and by itself."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thermo_edge.home.units import fahrenheit
from thermo_edge.home.weather import Foretold, WeatherForecast, WeatherHour
from thermo_edge.outdoors.doubt import (
    CALM,
    COLDEST,
    LIMIT,
    UNJUDGED,
    WARMEST,
    Fits,
    Pair,
    Verdict,
    impossible,
    judged,
    pairs,
)
from thermo_edge.outdoors.weather import MOST, Known, outlook

NOW = datetime(2026, 3, 20, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def day(*differences: float, level: float = 5.0) -> tuple[Pair, ...]:
    """What was foretold less what was measured, hour by hour, the last at NOW."""
    first = NOW - (len(differences) - 1) * HOUR
    return tuple(Pair(first + n * HOUR, level + by, level) for n, by in enumerate(differences))


def test_too_warm_is_known_after_hours() -> None:
    assert judged(day(12.0, 12.0)) == UNJUDGED, "two hours are nothing"
    assert judged(day(12.0, 12.0, 12.0)) == Verdict(Fits.FAR, 17.0, 5.0)
    assert judged(day(*[0.0] * 18, 0.0, 0.0, 0.0, 12.0, 12.0, 12.0)).fits is Fits.AS_TOLD
    assert judged(day(*[0.0] * 18, 0.0, 0.0, 12.0, 12.0, 12.0, 12.0)).fits is Fits.FAR


def test_too_cold_is_known_after_most_of_a_day_because_the_sun_may_be_on_the_thermometer() -> None:
    sunny = [0.0] * 6 + [-10.0] * 12 + [0.0] * 6
    assert judged(day(*sunny)).fits is Fits.AS_TOLD
    assert judged(day(*[-12.0] * 17)).fits is Fits.AS_TOLD
    assert judged(day(*[-12.0] * 24)) == Verdict(Fits.FAR, -7.0, 5.0)


def test_it_is_believed_again_once_it_is_well_within_the_limit() -> None:
    within = LIMIT - CALM / 2
    assert judged(day(*[within] * 24)).fits is Fits.AS_TOLD
    assert judged(day(*[within] * 24), before=Fits.FAR).fits is Fits.FAR
    assert judged(day(*[LIMIT - CALM] * 24), before=Fits.FAR).fits is Fits.AS_TOLD


@pytest.mark.parametrize("sun", [0.0, 10.0])
def test_fahrenheit_that_says_celsius_is_known_in_the_sun_too(sun: float) -> None:
    true = [5.0 + 4.0 * float(np.sin(n / 24.0 * 2.0 * np.pi)) for n in range(24)]
    told = [Pair(NOW + n * HOUR, fahrenheit(at), at + (sun if 2 < n < 14 else 0.0)) for n, at in enumerate(true)]
    assert judged(told).fits is Fits.FAHRENHEIT
    assert judged(told[:10]).fits in (Fits.FAHRENHEIT, Fits.FAR)
    hot = [Pair(each.at, each.foretold, -20.0) for each in told]
    assert judged(hot).fits is Fits.FAR, "a broken thermometer says nothing of a unit"


def test_the_newest_forecast_of_each_hour_is_held_beside_what_was_measured() -> None:
    old = WeatherForecast(NOW - 20 * HOUR, tuple(WeatherHour(NOW + (n - 20) * HOUR, 1.0) for n in range(48)))
    new = WeatherForecast(NOW - 5 * HOUR, tuple(WeatherHour(NOW + (n - 5) * HOUR, 2.0) for n in range(48)))
    measured = {NOW - n * HOUR: 3.0 for n in range(30) if n != 2}
    found = pairs([new, old], measured, NOW)
    told = {(NOW - each.at) / HOUR: each.foretold for each in found}
    assert told == {**{float(n): 1.0 for n in range(8, 21)}, **{float(n): 2.0 for n in (0, 1, 3, 4, 5)}}


def test_what_no_weather_does_is_impossible() -> None:
    def told(*degrees: float) -> list[WeatherHour]:
        return [WeatherHour(NOW + n * HOUR, each) for n, each in enumerate(degrees)]

    assert impossible(told(5.0, 7.0, 30.0)) is None
    assert impossible(told(5.0, 7.0, WARMEST + 0.1)) == (5.0, WARMEST + 0.1)
    assert impossible(told(COLDEST - 0.1, -40.0)) == (COLDEST - 0.1, -40.0)
    assert impossible(told(5.0, 31.0, 5.0)) == (5.0, 31.0)
    assert impossible([WeatherHour(NOW, 0.0), WeatherHour(NOW + 4 * HOUR, 28.0)]) is None
    assert impossible([]) is None


def test_what_is_not_believed_is_not_used_and_a_wrong_thermometer_leads_only_so_far() -> None:
    forecast = WeatherForecast(NOW, tuple(WeatherHour(NOW + n * HOUR, 25.0) for n in range(48)))
    ahead = outlook(Known(NOW, -20.0, None, forecast, (10.0,) * 24, fits=Fits.FAR))
    assert ahead is not None and ahead.foretold is Foretold.CLIMATOLOGY
    assert ahead.temperature[0] == pytest.approx(10.0 - MOST, abs=0.1)
    wild = WeatherForecast(NOW, tuple(WeatherHour(NOW + n * HOUR, 5.0 + 30.0 * (n == 9)) for n in range(48)))
    refused = outlook(Known(NOW, 5.0, None, wild, (10.0,) * 24))
    assert refused is not None and refused.foretold is Foretold.CLIMATOLOGY


def test_in_the_sun_and_in_silence_the_last_hours_say_that_it_is_fahrenheit() -> None:
    forecast = WeatherForecast(NOW, tuple(WeatherHour(NOW + n * HOUR, 41.0) for n in range(48)))
    for measured in (None, 15.0, 5.0):
        ahead = outlook(Known(NOW, measured, None, forecast, fits=Fits.FAHRENHEIT))
        assert ahead is not None and ahead.temperature[-1] == pytest.approx(5.0, abs=0.1)
    mended = WeatherForecast(NOW, tuple(WeatherHour(NOW + n * HOUR, 5.0) for n in range(48)))
    ahead = outlook(Known(NOW, 5.0, None, mended, fits=Fits.FAHRENHEIT))
    assert ahead is not None and ahead.temperature[-1] == pytest.approx(5.0, abs=0.1)


@given(
    st.integers(min_value=0, max_value=2**32 - 1),
    st.floats(min_value=-40.0, max_value=40.0),
    st.floats(min_value=0.0, max_value=10.0),
    st.integers(min_value=0, max_value=30),
    st.sampled_from([Fits.AS_TOLD, Fits.FAHRENHEIT]),
)
def test_a_plausible_forecast_near_the_air_is_never_refused(
    seed: int, level: float, sun: float, many: int, before: Fits
) -> None:
    """Errors of up to 5 K, any weather, and a thermometer that the sun makes warmer for up to sixteen hours."""
    rng = np.random.default_rng(seed)
    true = np.clip(level + np.cumsum(rng.normal(0.0, 1.0, many + 48)), -45.0, 45.0)
    told = true + rng.uniform(-5.0, 5.0, len(true))
    begin, first = NOW - many * HOUR, int(rng.integers(0, 24))
    hours = tuple(WeatherHour(begin + n * HOUR, float(each)) for n, each in enumerate(told))
    sunny = [(n - first) % 24 < 16 for n in range(many + 1)]
    known = tuple(
        Pair(hour.at, hour.temperature, float(true[n]) + (sun if sunny[n] else 0.0))
        for n, hour in enumerate(hours[: many + 1])
    )[-24:]
    assert judged(known, before).fits is Fits.AS_TOLD
    assert impossible(hours) is None
    ahead = outlook(Known(NOW, known[-1].measured, None, WeatherForecast(NOW, hours[many:])))
    assert ahead is not None and ahead.foretold is Foretold.FORECAST
