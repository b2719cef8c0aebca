"""Home Assistant's forecasts in written rows: units, conditions, holes, days, and whatever else comes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.home_assistant.forecast import CLOUDS, Units, daily, hourly, kinds
from tests.integrations.home_assistant.test_translate import JSON

NOW = datetime(2026, 1, 14, 9, 20, tzinfo=UTC)
TOP = NOW.replace(minute=0)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = timedelta(hours=1)


def row(hour: float, temperature: Any = 4.0, **more: Any) -> dict[str, Any]:
    return {"datetime": (TOP + hour * HOUR).isoformat(), "temperature": temperature, **more}


def test_american_units() -> None:
    units = Units.of({"temperature_unit": "°F", "wind_speed_unit": "mph", "precipitation_unit": "in"}, "°F")
    told = hourly([row(0, 50.0, wind_speed=10.0, precipitation=0.1, cloud_coverage=25, humidity=70)], units, NOW)
    (hour,) = told.hours
    assert hour.temperature == pytest.approx(10.0)
    assert hour.wind == pytest.approx(4.47, abs=0.01)
    assert hour.precipitation == pytest.approx(2.54)
    assert (hour.cloud, hour.humidity, told.odd) == (0.25, 70.0, 0)


def test_units_that_the_entity_does_not_tell_are_home_assistants() -> None:
    assert Units.of({}, "°F").temperature == "°F"
    assert hourly([row(0, 50.0)], Units.of({}, "°F"), NOW).hours[0].temperature == pytest.approx(10.0)
    assert hourly([row(0, 50.0)], Units(temperature="°R"), NOW).odd == 1


def test_values_that_cannot_be_are_left_out_and_counted() -> None:
    rows = [row(0, 451.0), row(1, "warm"), row(2, None), row(3, 5.0, humidity=400, wind_speed=-3), row(4, float("nan"))]
    told = hourly(rows, Units(), NOW)
    assert told.odd == 5
    (hour,) = told.hours
    assert (hour.temperature, hour.humidity, hour.wind) == (5.0, None, None)


def test_conditions_are_clouds_where_no_cover_is_told() -> None:
    told = hourly([row(0, condition="rainy"), row(1, condition="sunny"), row(2, condition="exceptional")], Units(), NOW)
    assert [hour.cloud for hour in told.hours] == [CLOUDS["rainy"], CLOUDS["sunny"], None]


def test_order_repeats_holes_and_what_is_past_or_far() -> None:
    rows = [row(4, 8.0), row(0, 4.0), row(0, 4.5), row(-5), row(80), {"datetime": "2026-01-14T12:00:00"}, {}, 3]
    told = hourly(rows, Units(), NOW)
    assert [(hour.at - TOP) / HOUR for hour in told.hours] == [0, 1, 2, 3, 4]
    assert [hour.temperature for hour in told.hours] == pytest.approx([4.5, 5.375, 6.25, 7.125, 8.0])


def test_days_become_hours_from_dawn_to_the_afternoon() -> None:
    days = [
        {"datetime": (TOP + timedelta(days=n)).isoformat(), "temperature": 10.0, "templow": 2.0, "condition": "cloudy"}
        for n in range(-1, 3)
    ]
    told = daily(days, Units(), AMSTERDAM, NOW)
    local = {hour.at.astimezone(AMSTERDAM).hour: hour.temperature for hour in told.hours}
    assert len(told.hours) >= 48
    assert (local[5], local[15]) == pytest.approx((2.0, 10.0))
    assert local[10] == pytest.approx(6.0, abs=0.1)
    assert {hour.cloud for hour in told.hours} == {0.9}


def test_a_day_of_which_only_the_highest_is_told() -> None:
    days = [{"datetime": (TOP + timedelta(days=n)).isoformat(), "temperature": 10.0} for n in range(-1, 3)]
    told = daily(days, Units(), AMSTERDAM, NOW)
    assert min(hour.temperature for hour in told.hours) == pytest.approx(3.0)


def test_the_kinds_that_an_entity_has() -> None:
    assert kinds({"supported_features": 3}) == ("hourly", "daily")
    assert kinds({"supported_features": 1}) == ("daily",)
    assert kinds({}) == ()


@given(JSON, JSON, JSON)
def test_whatever_comes_nothing_is_raised(rows: Any, a: Any, b: Any) -> None:
    units = Units.of({"temperature_unit": a, "wind_speed_unit": b}, "°C")
    for given_rows in (rows, [{"datetime": NOW.isoformat(), "temperature": a, "templow": b, "condition": rows}]):
        for told in (hourly(given_rows, units, NOW), daily(given_rows, units, AMSTERDAM, NOW)):
            assert all(-60.0 <= hour.temperature <= 60.0 for hour in told.hours)


@given(st.datetimes(), st.integers(-2, 2))
def test_any_time_is_survived(at: datetime, offset: int) -> None:
    text = at.isoformat() + f"{offset:+03d}:00"
    assert len(daily([{"datetime": text, "temperature": 4.0}], Units(), AMSTERDAM, NOW).hours) <= 60
