"""What supplies a plan: prices as they are foretold, guessed or not known, the roof, the cap, COPs and fuels."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pytest

from tests.builders import MORNING, a_house, bedroom, living, radiator
from thermo_edge.app.supplied import Facts, Supplied, assumed, electricity, power, supplied, surplus
from thermo_edge.climate.tariff import FLAT, by_stretches
from thermo_edge.home.comfort import Warm
from thermo_edge.home.energy import Electricity, EnergyEntity, HeatPump, Rate, Stretch, Tariff, Told
from thermo_edge.home.house import HeatSource, House, PlaceId
from thermo_edge.home.reason import Code

HOUR, STEP = timedelta(hours=1), timedelta(minutes=15)
STEPS = 192


def hours(values: Sequence[float], begin: datetime = MORNING) -> tuple[Stretch, ...]:
    return tuple(Stretch(begin + n * HOUR, begin + (n + 1) * HOUR, value) for n, value in enumerate(values))


def facts(house: House | None = None, now: float | None = None, **told: Told) -> Facts:
    known = {EnergyEntity(name): each for name, each in told.items()}
    return Facts(house or a_house(), MORNING, STEP, STEPS, np.full(STEPS, 5.0), now, known)


def paying(**own: object) -> House:
    return a_house(electricity=replace(Electricity(), **own))  # type: ignore[arg-type]


def codes(of: Supplied) -> list[Code]:
    return [note.code for note in of.notes]


# --- prices -----------------------------------------------------------------------------------------------------------


def test_stretches_become_means_of_steps_with_nan_where_nothing_is_told() -> None:
    five = timedelta(minutes=5)
    ahead = (Stretch(MORNING, MORNING + five, 3.0), Stretch(MORNING + five, MORNING + 3 * five, 6.0))
    found = by_stretches((*ahead, *hours([1.0], MORNING + HOUR)), MORNING, STEP, 9)
    np.testing.assert_array_equal(found, [5.0, *[np.nan] * 3, *[1.0] * 4, np.nan])
    assert np.isnan(by_stretches((), MORNING, STEP, 3)).all()


def test_missing_tomorrow_is_as_today_and_said() -> None:
    day = [0.1 + 0.01 * n for n in range(24)]
    today = hours(day, MORNING - 10 * HOUR)  # 23:00 UTC is midnight
    found = electricity(facts(price=Told(MORNING, day[10], today)))
    assert found.guessed == tuple(range(4 * 14, STEPS))
    np.testing.assert_allclose(found.each[:56], np.repeat(day[10:], 4))
    np.testing.assert_allclose(found.each[56 : 56 + 40], np.repeat(day[:10], 4))  # of this morning
    assert found.note.code is Code.PRICE_COURSE
    assert (found.note.get("least"), found.note.get("at")) == (0.2, MORNING.timestamp())


def test_an_hour_left_out_is_guessed_alone() -> None:
    day = [0.30] * 10 + [0.10] + [0.25] * 10 + [0.20] * 3 + [0.30] * 24
    told = hours(day, MORNING)
    found = electricity(facts(price=Told(MORNING, day[0], (*told[:10], *told[11:]))))
    assert found.guessed == (40, 41, 42, 43)
    np.testing.assert_allclose(found.each[44:92], np.repeat(day[11:23], 4))
    assert (found.note.get("least"), found.note.get("most")) == (0.2, 0.3)
    assert found.note.get("at") == (MORNING + 21 * HOUR).timestamp()
    assert found.note.get("after") == 24 * 3600.0


def test_all_told_is_not_guessed_and_what_the_sensor_leaves_out_is_added() -> None:
    found = electricity(facts(paying(added=0.1), price=Told(MORNING, 0.2, hours([0.2, 0.4] * 24))))
    assert found.guessed == ()
    np.testing.assert_allclose(found.each[:8], [0.3] * 4 + [0.5] * 4)


@pytest.mark.parametrize(
    ("house", "price", "each", "code"),
    [
        (paying(), 0.25, 0.25, Code.PRICE_STAYS),
        (paying(added=0.1), 0.25, 0.35, Code.PRICE_STAYS),
        (paying(tariff=Tariff(0.4)), None, 0.4, Code.PRICE_STAYS),
        (paying(tariff=Tariff(0.4)), -0.01, 0.4, Code.PRICE_STAYS),
        (paying(), None, FLAT, Code.PRICE_UNKNOWN),
        (paying(), 0.0, FLAT, Code.PRICE_UNKNOWN),
    ],
)
def test_without_a_forecast_it_is_flat_and_said(house: House, price: float | None, each: float, code: Code) -> None:
    for told in (
        {},
        {"price": Told(MORNING, price)},
        {"price": Told(MORNING, price, hours([9.0], MORNING - 30 * HOUR))},
    ):
        found = electricity(facts(house, price, **told))
        np.testing.assert_allclose(found.each, each)
        assert (found.note.code, found.guessed) == (code, ())


def test_rates_hold_by_the_local_clock_where_no_entity_tells() -> None:
    tariff = Tariff(0.4, (Rate(Warm(frozenset(range(7)), time(22), time(6)), 0.2),))
    night = replace(facts(paying(tariff=tariff)), begin=datetime(2026, 10, 24, 20, tzinfo=UTC))  # 22:00, and 25 hours
    found = electricity(night)
    np.testing.assert_allclose(found.each[: 4 * 9 + 4], [0.2] * 36 + [0.4] * 4)
    assert found.note.code is Code.PRICE_COURSE


def test_in_a_small_currency_comfort_weighs_as_much_as_in_a_large_one() -> None:
    yen = supplied(facts(price=Told(MORNING, 30.0, hours([30.0] * 48))), None, (living(),), np.zeros(STEPS), 1.0)
    assert yen.weights.discomfort == pytest.approx(30.0 / FLAT)
    euro = supplied(facts(price=Told(MORNING, 0.9, hours([0.9] * 48))), None, (living(),), np.zeros(STEPS), 1.0)
    assert euro.weights.discomfort == 1.0


# --- the rest ---------------------------------------------------------------------------------------------------------


def test_a_surplus_fades_within_an_hour_or_goes_by_what_is_foretold() -> None:
    fading = surplus(facts(surplus=Told(MORNING, 2000.0)))
    np.testing.assert_allclose(fading[:5], [2.0, 1.5, 1.0, 0.5, 0.0])
    assert not fading[5:].any()
    foretold = surplus(facts(surplus=Told(MORNING, 2000.0, hours([1000.0, 3000.0, -500.0]))))
    np.testing.assert_allclose(foretold[:12], [2.0, 1.75, 1.5, 1.25, *[3.0] * 4, *[0.0] * 4])
    assert not surplus(facts(surplus=Told(MORNING - 2 * HOUR, 2000.0))).any()
    assert not surplus(facts(surplus=Told(MORNING, -700.0))).any()


def test_a_house_shares_its_cap_and_a_source_has_its_own() -> None:
    house = paying(cap=6.0, feed_in=0.08, carbon="sensor.grid")
    source = HeatSource(PlaceId("pump"), "Pump", pump=HeatPump(((-7.0, 2.0), (13.0, 4.0))), cap=2.0)
    grid = Told(MORNING, 300.0)
    found = supplied(facts(house, carbon=grid), source, (living(),), np.full(STEPS, 1.0), 0.5)
    assert (found.supply.cap, found.supply.feed_in, found.supply.co2_cost) == (2.0, 0.08, 0.1)
    np.testing.assert_allclose(found.supply.cop, 3.2)
    np.testing.assert_allclose(found.supply.co2, 0.3)
    assert supplied(facts(house), None, (living(),), np.zeros(STEPS), 0.5).supply.cap == 3.0
    expected = [Code.PRICE_UNKNOWN, Code.COP_AHEAD, Code.POWER_LIMIT, Code.CARBON_COUNTS]
    assert codes(found) == expected


def test_a_boiler_burns_its_own_fuel_and_what_cools_there_runs_on_electricity() -> None:
    boiler = HeatSource(PlaceId("boiler"), "Boiler", tariff=Tariff(0.1), efficiency=0.9)
    cooler = radiator(cools=True, cooling_cop=3.0)
    house = paying(tariff=Tariff(0.3), cap=6.0)
    found = supplied(facts(house), boiler, (living(devices=(cooler,)),), np.ones(STEPS), 0.0)
    assert (found.supply.cap, found.supply.surplus.any()) == (None, np.False_)
    np.testing.assert_allclose(found.supply.price / found.supply.cop, 0.1 / 0.9)
    np.testing.assert_allclose(found.supply.price / found.supply.cooling_cop, 0.3 / 3.0)
    assert codes(found) == [Code.PRICE_OF_SOURCE]


def test_power_is_what_devices_have_or_assumed() -> None:
    told = living(devices=(radiator(power=2.0), radiator(cools=True, heats=False, cooling_power=1.2, power=None)))
    assert (power(told), assumed(told)) == ((2.0, 1.2), False)
    assert (power(bedroom()), assumed(bedroom())) == ((1.5, 0.0), True)
    half = living(devices=(radiator(power=2.0), radiator()))
    assert (power(half), assumed(half)) == ((1.5, 0.0), True)


def test_a_shared_source_is_planned_by_its_minimum_time_and_what_a_start_costs() -> None:
    boiler = HeatSource(PlaceId("boiler"), "Boiler", minimum_on=timedelta(minutes=20), start_cost=0.05)
    for source in (boiler, replace(boiler, tariff=Tariff(0.1))):
        found = supplied(facts(), source, (living(),), np.zeros(STEPS), 1.0).supply
        assert (found.minimum_on, found.start_cost) == (timedelta(minutes=20), 0.05)
    alone = supplied(facts(), None, (living(),), np.zeros(STEPS), 1.0).supply
    assert (alone.minimum_on, alone.start_cost) == (timedelta(0), 0.0)
