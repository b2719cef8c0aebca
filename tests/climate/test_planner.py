"""The plan: it warms in time, within its limits, for little, says why, and takes bad input for what it is."""

from dataclasses import replace

import numpy as np
import pytest

from tests.builders import BEDROOM, LIVING, MORNING, minutes
from tests.climate.plans import (
    QUARTER,
    STEPS,
    a_programme,
    an_outlook,
    heat_of,
    impulse,
    inside_of,
    outlook_of,
    planned,
    problem_of,
)
from tests.test_architecture import modules_after
from thermo_edge.bench.plan_cases import a_corner, aim, best_of_all
from thermo_edge.climate.plan_rows import LEFTOVER
from thermo_edge.climate.planner import Unfit, plan, together
from thermo_edge.climate.programme import Weights, cooled_above
from thermo_edge.climate.set_points import FULL, OVER
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.plan import Instead, Plan
from thermo_edge.home.reason import Code
from thermo_edge.simulation import valves


def codes(made: Plan, room: int = 0) -> list[Code]:
    return [span.reason.code for span in made.rooms[room].spans]


def test_a_room_is_heated_just_in_time_and_says_for_when() -> None:
    made = planned(outlook_of(an_outlook()), problem_of(a_programme(warm=12)))
    heat, inside = heat_of(made)[0], np.array(made.rooms[0].temperature)
    assert heat[:4].max() == 0.0
    assert np.all(inside[12:] >= 19.95)
    (ready,) = made.rooms[0].ready
    assert ready.start > MORNING + minutes(60)
    assert abs(ready.ready - (MORNING + 13 * QUARTER)) <= QUARTER
    assert ready.target == 20.0
    ahead = next(span.reason for span in made.rooms[0].spans if span.reason.code is Code.PREHEAT)
    assert ahead.get("target") == 20.0
    assert ahead.get("until") == ready.ready.timestamp()
    assert codes(made)[0] is Code.COASTING
    assert Code.COMFORT_NOW in codes(made)


def test_a_less_certain_forecast_makes_a_less_certain_time_and_an_earlier_start() -> None:
    sure, unsure = (
        planned(outlook_of(an_outlook(spread=np.full(STEPS, spread))), problem_of(a_programme(warm=12)))
        for spread in (0.05, 0.5)
    )
    assert sure.rooms[0].ready[0].margin < unsure.rooms[0].ready[0].margin
    assert sure.rooms[0].temperature[13] < unsure.rooms[0].temperature[13]
    width = [made.rooms[0].ninetieth[5] - made.rooms[0].tenth[5] for made in (sure, unsure)]
    assert width[0] < width[1]


def test_heat_is_stored_while_it_is_cheap() -> None:
    price = np.where(np.arange(STEPS) < 8, 0.05, 0.6)
    made = planned(outlook_of(an_outlook()), problem_of(a_programme(warm=12), price=price))
    assert heat_of(made)[0, :8].sum() > heat_of(made)[0, 8:].sum()
    assert Code.CHEAP_NOW in codes(made)
    assert made.rooms[0].temperature[7] > 20.5


def test_heat_is_stored_while_the_grid_is_clean() -> None:
    grid = np.where(np.arange(STEPS) < 8, 0.05, 0.6)
    early = []
    for worth in (0.0, 2.0):
        made = planned(outlook_of(an_outlook()), problem_of(a_programme(warm=12), co2=grid, co2_cost=worth))
        early.append(heat_of(made)[0, :8].sum() / heat_of(made).sum())
    assert early[0] < 0.2 and early[1] > 0.4


def test_energy_of_the_roof_is_used_first() -> None:
    roof = np.where((np.arange(STEPS) >= 4) & (np.arange(STEPS) < 8), 2.0, 0.0)
    made = planned(outlook_of(an_outlook()), problem_of(a_programme(warm=12), surplus=roof, feed_in=0.05))
    assert heat_of(made)[0, 4:8].min() > 0.5
    assert made.energy < 0.25 * 2.0 * heat_of(made).sum()


def test_a_cap_is_shared_and_named() -> None:
    outlook = outlook_of(an_outlook(), an_outlook(BEDROOM))
    made = planned(outlook, problem_of(a_programme(warm=12), a_programme(BEDROOM, warm=12), cap=2.5))
    assert (2.0 * heat_of(made).sum(axis=0)).max() <= 2.5 + 1e-3
    assert Code.POWER_CAPPED in codes(made, 0) + codes(made, 1)
    assert max(made.cap_price) > 0.0


def test_what_cannot_be_reached_gets_all_there_is_and_says_so() -> None:
    made = planned(outlook_of(an_outlook(free=5.0)), problem_of(a_programme()))
    assert heat_of(made).min() > 0.99
    assert codes(made) == [Code.NOT_REACHED]


def test_an_empty_room_may_be_three_kelvin_colder_and_no_more() -> None:
    alone = a_programme(occupied=np.full(STEPS, 0.02))
    made = planned(outlook_of(an_outlook(free=np.linspace(19.0, 14.0, STEPS))), problem_of(alone))
    assert 16.9 <= min(made.rooms[0].temperature) <= 17.3
    deeper = replace(alone, away=np.full(STEPS, 5.0))
    made = planned(outlook_of(an_outlook(free=np.linspace(19.0, 14.0, STEPS))), problem_of(deeper))
    assert 14.9 <= min(made.rooms[0].temperature) <= 15.4


def test_it_does_not_coast_into_the_end_of_its_horizon() -> None:
    made = planned(outlook_of(an_outlook()), problem_of(a_programme()))
    assert made.rooms[0].temperature[-1] >= 20.0


def test_starts_that_cost_something_become_fewer() -> None:
    wave = np.where(np.arange(STEPS) % 4 < 2, 0.2, 0.3)
    starts = []
    for cost in (0.0, 2.0):
        made = planned(outlook_of(an_outlook()), problem_of(a_programme(), price=wave, start_cost=cost))
        starts.append(float(np.maximum(np.diff(heat_of(made)[0]), 0.0).sum()))
    assert starts[1] < starts[0]


def test_to_start_now_costs_a_start_too() -> None:
    """Or every plan would begin at once; only a source that runs already goes on for nothing."""
    outlook = outlook_of(an_outlook(free=18.5, heating=impulse(gain=30.0)))
    resting, running = (
        planned(outlook, problem_of(a_programme(warm=12), start_cost=0.1, running=runs)) for runs in (False, True)
    )
    assert heat_of(resting)[0, :6].max() == 0.0
    assert resting.cost > running.cost


def test_a_short_run_of_the_source_takes_along_what_is_wanted_soon() -> None:
    """Two rooms a quarter of an hour apart: one run of half an hour instead of two short ones."""
    first, second = a_programme(warm=4), a_programme(BEDROOM, warm=6)
    quick = impulse(gain=40.0, hours=8.0)
    outlook = outlook_of(an_outlook(heating=quick, free=19.5), an_outlook(BEDROOM, heating=quick, free=19.5))
    apart = planned(outlook, problem_of(first, second))
    made = planned(outlook, problem_of(first, second, minimum_on=minutes(30)))
    assert np.flatnonzero(heat_of(apart)[1])[0] >= np.flatnonzero(heat_of(made)[1])[0]
    assert Code.CO_HEATED in codes(made, 0) + codes(made, 1)
    assert heat_of(made).sum() == pytest.approx(heat_of(apart).sum(), abs=0.02)


def test_a_room_is_cooled_before_it_is_too_warm() -> None:
    sunny = np.linspace(21.0, 26.0, STEPS)
    outlook = outlook_of(an_outlook(free=sunny, cooling=-impulse()))
    made = planned(outlook, problem_of(a_programme(high=np.full(STEPS, 24.0), cooling_power=2.0)))
    assert max(made.rooms[0].temperature) <= 24.05
    assert heat_of(made).max() == 0.0
    assert Code.COOLED_AHEAD in codes(made)


def sunny(cold: float) -> FloatArray:
    """A cold morning of two hours before the sun takes the room four kelvin above its band, (STEPS,) °C."""
    return np.concatenate([np.full(8, cold), np.linspace(cold, 25.5, 4), np.full(STEPS - 12, 25.5)])


def test_a_sunny_afternoon_forbids_no_warm_morning() -> None:
    made = planned(outlook_of(an_outlook(free=sunny(18.8))), problem_of(a_programme(warm=4)))
    assert min(made.rooms[0].temperature[4:]) >= 19.9
    assert max(made.rooms[0].temperature) <= 25.5 + LEFTOVER


def test_who_wants_it_cooler_later_is_not_left_with_the_heat_of_the_morning() -> None:
    high = np.where(np.arange(STEPS) < 12, 25.5, 21.5)
    cooler = a_programme(warm=4, high=high, most=np.full(STEPS, 25.5))
    made = planned(outlook_of(an_outlook(free=sunny(18.8))), problem_of(cooler))
    assert heat_of(made).sum() == 0.0


def test_heat_and_cold_never_come_together_even_for_nothing() -> None:
    outlook = outlook_of(an_outlook(cooling=-impulse()))
    free = problem_of(a_programme(cooling_power=2.0), price=np.full(STEPS, -0.2), surplus=np.full(STEPS, 9.0))
    made = planned(outlook, free)
    assert (
        not made.rooms[0].cool
        or max(min(h, c) for h, c in zip(made.rooms[0].heat, made.rooms[0].cool, strict=True)) <= 0.0
    )


def test_the_alternatives_are_what_they_are_called() -> None:
    made = planned(outlook_of(an_outlook()), problem_of(a_programme(warm=12)))
    found = {each.what: each for each in made.alternatives}
    assert found[Instead.HOLD].cost > made.cost
    assert found[Instead.LATER].energy < made.energy
    assert found[Instead.LATER].discomfort > made.discomfort
    assert made.rooms[0].kelvin > 0.0


def test_a_degree_less_saves_no_more_than_the_heat_there_is() -> None:
    short = planned(outlook_of(an_outlook(free=5.0)), problem_of(a_programme()))
    assert 0.0 < short.rooms[0].kelvin < short.cost
    warm = planned(outlook_of(an_outlook(free=25.0)), problem_of(a_programme()))
    assert warm.rooms[0].kelvin == 0.0
    assert codes(warm) == [Code.RESTING]


def test_no_reason_promises_a_temperature_that_is_not_foreseen() -> None:
    made = planned(outlook_of(an_outlook(free=12.0)), problem_of(a_programme(warm=8)))
    promises = [span.reason for span in made.rooms[0].spans if span.reason.code is Code.PREHEAT]
    for reason in promises:
        until = next(k for k in range(STEPS) if (MORNING + (k + 1) * QUARTER).timestamp() == reason.get("until"))
        assert made.rooms[0].temperature[until] >= float(reason.get("target") or 0.0) - 0.1
    assert Code.FULL_HEAT in codes(made) or Code.NOT_REACHED in codes(made)
    assert all(span.reason.get("until") for span in made.rooms[0].spans if span.reason.code is Code.FULL_HEAT)


def test_what_is_missed_in_the_morning_is_not_promised_for_the_evening() -> None:
    hours = np.where((np.arange(STEPS) >= 6) & (np.arange(STEPS) < 8) | (np.arange(STEPS) >= 20), 20.0, 16.5)
    wanted = a_programme(low=hours, away=np.where(hours > 17.0, 3.0, 0.0))
    made = planned(outlook_of(an_outlook(free=17.0)), problem_of(wanted))
    assert max(made.rooms[0].temperature[6:8]) < 19.9
    first = made.rooms[0].spans[0].reason
    assert first.code is Code.NOT_REACHED
    assert first.get("until") == (MORNING + 8 * QUARTER).timestamp()


def test_no_reason_heats_a_room_for_a_temperature_that_it_has() -> None:
    cooling = np.linspace(20.6, 12.0, STEPS)
    made = planned(outlook_of(an_outlook(free=cooling, heating=impulse(gain=6.0))), problem_of(a_programme()))
    inside = made.rooms[0].temperature
    said = [(span.first, span.reason) for span in made.rooms[0].spans]
    assert Code.KEPT_AHEAD in codes(made)
    assert not [first for first, reason in said if reason.code is Code.PREHEAT and inside[max(first - 1, 0)] >= 20.0]


def test_a_thermostat_is_set_where_the_plan_goes_and_to_the_lower_edge_while_it_rests() -> None:
    programme = a_programme(warm=12)
    room = planned(outlook_of(an_outlook()), problem_of(programme)).rooms[0]
    full = [k for k in range(STEPS) if room.heat[k] >= FULL]
    part = [k for k in range(STEPS) if 0.0 < room.heat[k] < FULL]
    assert all(room.set_point[k] >= room.temperature[k] for k in full)
    assert (room.heat[0], room.set_point[0]) == (0.0, 17.0)
    assert max(room.set_point[k] for k in part) <= programme.most.max()
    assert max(room.set_point) <= programme.most.max() + OVER


def test_a_bare_switch_keeps_its_own_swing_from_the_lower_edge_up_to_the_middle_of_the_band() -> None:
    quick = outlook_of(an_outlook(heating=impulse(gain=12.0, hours=1.0), spread=np.zeros(STEPS)))
    even, swings, wild = (planned(quick, problem_of(a_programme(cycle=cycle))).rooms[0] for cycle in (0.0, 2 / 3, 40.0))
    assert min(even.temperature[12:]) == pytest.approx(20.0 + Weights().least_margin, abs=0.05)
    swing = 2 / 3 * 12.0 * (1.0 - np.exp(-0.25)) / 4.0
    assert min(swings.temperature[12:]) == pytest.approx(20.0 + swing, abs=0.05)
    assert min(wild.temperature[12:]) == pytest.approx(20.75, abs=0.05)


def test_a_valve_that_the_plan_wants_to_heat_in_full_stands_well_open_until_the_end() -> None:
    """Its own loop closes it before its set-point, and it feels the radiator beside it."""
    room = planned(outlook_of(an_outlook()), problem_of(a_programme(warm=12))).rooms[0]
    full = [k for k in range(STEPS) if room.heat[k] >= FULL]
    valve = valves.Valves(np.ones((1, 1)), np.zeros((1, 1)))
    for k in full:
        air, wanted = np.array([[room.temperature[k]]]), np.array([[room.set_point[k]]])
        held = valves.step(valve, wanted, np.array([[True]]), np.array([[False]]), air)
        assert held.opening[0, 0] >= FULL, (k, room.set_point[k], room.temperature[k])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("rooms", "steps", "levels"), [(1, 4, 7), (2, 2, 9)])
def test_no_plan_on_a_grid_is_better(seed: int, rooms: int, steps: int, levels: int) -> None:
    outlook, problem = a_corner(steps, seed, rooms)
    ours = aim(outlook, problem, heat_of(planned(outlook, problem)))
    assert ours <= best_of_all(outlook, problem, levels) + 1e-3


# --- bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"free": np.array([np.nan] + [17.0] * (STEPS - 1))}, Code.NO_OUTLOOK),
        ({"heating": impulse(STEPS - 1)}, Code.NO_OUTLOOK),
        ({"spread": np.full(STEPS, np.inf)}, Code.NO_OUTLOOK),
        ({"heating": np.zeros(STEPS)}, Code.NO_RESPONSE),
        ({"heating": -impulse()}, Code.NO_RESPONSE),
    ],
)
def test_a_room_that_cannot_be_planned_is_left_out_with_a_reason(broken: dict[str, object], code: Code) -> None:
    outlook = outlook_of(an_outlook(), replace(an_outlook(BEDROOM), **broken))  # type: ignore[arg-type]
    made = planned(outlook, problem_of(a_programme(), a_programme(BEDROOM)))
    assert [room.room for room in made.rooms] == [LIVING]
    assert [(place, reason.code) for place, reason in made.left_out] == [(BEDROOM, code)]


def test_rooms_without_a_heater_a_forecast_or_a_programme_are_left_out() -> None:
    made = planned(
        outlook_of(an_outlook(), an_outlook(BEDROOM)), problem_of(a_programme(), a_programme(BEDROOM, power=0.0))
    )
    assert made.left_out[0][1].code is Code.NO_RESPONSE
    made = planned(outlook_of(an_outlook()), problem_of(a_programme(), a_programme(BEDROOM)))
    assert made.left_out[0][1].code is Code.NO_OUTLOOK
    made = planned(outlook_of(an_outlook(), an_outlook(BEDROOM)), problem_of(a_programme()))
    assert made.left_out[0][0] == BEDROOM


def test_without_rooms_sense_or_time_there_is_no_plan_and_a_reason() -> None:
    assert isinstance(plan(outlook_of(), problem_of()), Unfit)
    lossy = plan(outlook_of(an_outlook()), problem_of(a_programme(), cop=np.full(STEPS, np.nan)))
    assert isinstance(lossy, Unfit)
    assert lossy.reason.code is Code.PLAN_UNFIT
    hasty = replace(problem_of(a_programme()), weights=Weights(time_limit=0.0))
    late = plan(outlook_of(an_outlook()), hasty)
    assert isinstance(late, Unfit)
    assert late.reason.code is Code.PLAN_LATE


def test_missing_prices_are_guessed() -> None:
    price = np.where(np.arange(STEPS) < 4, 0.2, np.nan)
    made = planned(outlook_of(an_outlook()), problem_of(a_programme(), price=price))
    assert made.notes[1].get("since") == (MORNING + 4 * QUARTER).timestamp()
    assert made.cost == pytest.approx(0.2 * made.energy, rel=0.01)


def test_guessed_prices_are_said() -> None:
    made = planned(outlook_of(an_outlook()), problem_of(a_programme(), guessed=tuple(range(8, STEPS))))
    assert [note.code for note in made.notes] == [Code.PLAN_INSTEAD, Code.PRICE_GUESSED]
    assert made.notes[1].get("since") == (MORNING + 8 * QUARTER).timestamp()


def test_an_hour_without_a_price_is_said_and_what_follows_it_is_known() -> None:
    price = np.full(STEPS, 0.2)
    price[8:12] = np.nan
    made = planned(outlook_of(an_outlook()), problem_of(a_programme(), price=price))
    assert [note.code for note in made.notes] == [Code.PLAN_INSTEAD, Code.PRICE_HOLE]
    assert made.notes[1].get("since") == (MORNING + 8 * QUARTER).timestamp()
    assert made.notes[1].get("until") == (MORNING + 12 * QUARTER).timestamp()


def test_the_plans_of_several_sources_are_one() -> None:
    one = planned(outlook_of(an_outlook()), problem_of(a_programme()))
    other = planned(outlook_of(an_outlook(BEDROOM)), problem_of(a_programme(BEDROOM)))
    both = together([one, other])
    assert both is not None
    assert [room.room for room in both.rooms] == [LIVING, BEDROOM]
    assert both.cost == pytest.approx(one.cost + other.cost)
    assert together([]) is None


def test_two_days_are_planned_with_hours_on_the_second() -> None:
    steps = 192
    made = planned(outlook_of(an_outlook(steps=steps)), problem_of(a_programme(warm=150, steps=steps)))
    assert len(made.rooms[0].heat) == steps
    assert len(set(made.rooms[0].heat[148:152])) == 1
    assert min(made.rooms[0].temperature[155:]) >= 19.9
    assert inside_of(outlook_of(an_outlook(steps=steps)), made).max() <= 21.6


def test_the_solver_is_loaded_by_the_first_plan_only() -> None:
    loaded = modules_after("import thermo_edge.climate.planner, thermo_edge.climate.policy")
    assert not [name for name in loaded if name.split(".")[0] in ("highspy", "scipy")]


def test_a_room_is_cooled_from_its_own_threshold_on_and_not_from_where_heating_ends() -> None:
    made = a_programme(cooling_power=2.0)
    assert cooled_above(made, 26.0, np.full(STEPS, 25.0)).cooling_power == 0.0
    hot = cooled_above(made, 26.0, np.full(STEPS, 28.0))
    assert (hot.cooling_power, hot.high.max()) == (2.0, 26.0)
    assert (hot.most >= hot.high).all()
    none = a_programme()
    assert cooled_above(none, 26.0, np.full(STEPS, 28.0)) is none
