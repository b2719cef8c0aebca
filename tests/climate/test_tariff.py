"""Prices without gaps, and what a heat pump makes of a kilowatt-hour."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from thermo_edge.climate.tariff import (
    FLAT,
    by_clock,
    carnot_cop,
    cooling_cop,
    flow_temperature,
    prices,
    pump_cop,
    told_until,
)
from thermo_edge.home.comfort import Warm
from thermo_edge.home.energy import HeatPump, Rate, Tariff
from thermo_edge.home.flow import Flow

HOUR = timedelta(hours=1)
NAN = np.nan


def test_what_is_not_told_yet_is_as_it_was_at_that_time_of_the_last_known_day() -> None:
    past = np.arange(24.0)
    known = np.concatenate([100.0 + np.arange(6.0), np.full(42, NAN)])
    found, guessed = prices(known, past, HOUR)
    assert guessed == tuple(range(6, 48))
    assert told_until(guessed, 48) == 6
    assert found[:6].tolist() == known[:6].tolist()
    assert found[6:24].tolist() == past[6:].tolist()
    assert found[24:30].tolist() == known[:6].tolist()


def test_without_any_price_it_is_flat_and_said() -> None:
    found, guessed = prices(np.full(4, NAN), np.array([]), HOUR)
    assert (found.tolist(), guessed, told_until(guessed, 4)) == ([FLAT] * 4, (0, 1, 2, 3), 0)


def test_all_known_is_not_guessed() -> None:
    found, guessed = prices(np.array([0.1, 0.2]), np.array([]), HOUR)
    assert (found.tolist(), guessed, told_until(guessed, 2)) == ([0.1, 0.2], (), 2)


def test_only_the_hole_is_guessed_where_an_hour_is_left_out() -> None:
    found, guessed = prices(np.array([0.1, NAN, 0.3, 0.4, NAN]), np.full(24, 0.2), HOUR)
    assert (found.tolist(), guessed) == ([0.1, 0.2, 0.3, 0.4, 0.2], (1, 4))
    assert told_until(guessed, 5) == 4
    assert told_until((1,), 5) == 5


def test_rates_follow_the_wall_clock_also_on_the_night_of_its_change() -> None:
    rates = Tariff(0.4, (Rate(Warm(frozenset(range(7)), time(22, 0), time(7, 0)), 0.2),))
    at = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)  # 22:00 in Amsterdam; the night has an hour more
    found = by_clock(rates, ZoneInfo("Europe/Amsterdam"), at, HOUR, 12)
    assert found.tolist() == [0.2] * 10 + [0.4] * 2


def test_a_heat_pump_does_better_in_mild_weather_and_with_a_cooler_flow() -> None:
    outdoor = np.array([-15.0, -5.0, 5.0, 15.0])
    cops = carnot_cop(outdoor, flow_temperature(outdoor))
    assert np.all(np.diff(cops) > 0)
    assert 1.0 <= cops[0] <= cops[-1] <= 7.0
    assert 2.8 < carnot_cop(np.array([7.0]), np.array([35.0]))[0] < 4.5
    assert np.all(carnot_cop(outdoor, np.full(4, 35.0)) > carnot_cop(outdoor, np.full(4, 55.0)))
    assert np.all(np.diff(cooling_cop(np.array([25.0, 35.0, 45.0]))) < 0)


def test_water_that_we_set_cooler_makes_more_heat_of_a_kilowatt_hour() -> None:
    outdoor, pump = np.array([-10.0, 5.0]), HeatPump(flow=55.0)
    floor = pump_cop(pump, outdoor, Flow(design=35.0))
    assert (floor > pump_cop(pump, outdoor) + 0.3).all()
    np.testing.assert_allclose(floor, pump_cop(HeatPump(flow=35.0), outdoor))
    held = pump_cop(pump, outdoor, Flow(lowest=35.0, design=35.0))
    assert held[1] < floor[1] and held[0] == floor[0]
    points = HeatPump(points=((-7.0, 2.6), (7.0, 4.1)))
    np.testing.assert_array_equal(pump_cop(points, outdoor, Flow()), pump_cop(points, outdoor))
