"""The benchmark of the closed loop: its policies, the one that knows, and its figures."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import numpy as np
import pytest

from tests.bench.looped import asked_of
from thermo_edge.app.plain_policies import constant, earlier
from thermo_edge.app.planning import rules_only
from thermo_edge.app.simulate import in_memory
from thermo_edge.bench.loop import LoopOptions, bench_loop, live
from thermo_edge.bench.loop_homes import HOMES, STARTS
from thermo_edge.bench.loop_oracle import STEPS, Oracle
from thermo_edge.bench.loop_policies import (
    ON_OFF,
    ORACLE,
    OURS,
    POLICIES,
    in_scenarios,
    without_lamps,
)
from thermo_edge.bench.loop_rows import Lived, best_beside, rows, saving
from thermo_edge.cli import main
from thermo_edge.climate.recent import quarter
from thermo_edge.errors import SettingsError
from thermo_edge.home.comfort import Warm
from thermo_edge.simulation import household
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.run import Run
from thermo_edge.simulation.scenarios import SCENARIOS
from thermo_edge.simulation.variants import Variant

HOUSE = household.house()


def lived(cold: float, energy: float) -> Lived:
    rooms = dict.fromkeys(ROOMS, cold)
    return Lived(rooms, rooms, 0.0, energy, 0.3 * energy, 10.0)


# --- homes and policies -------------------------------------------------------------------------------------------


def test_there_are_twenty_homes_of_many_kinds_and_both_plants() -> None:
    assert len(HOMES) == 20
    assert {home.heats for home in HOMES.values()} == {"radiator", "floor", "electric"}
    assert {home.plant for home in HOMES.values()} == {"lumped", "layered"}
    assert len({(home.heats, home.seed) for home in HOMES.values()}) == 20


def test_comfort_at_all_hours_is_no_matter_of_who_is_home() -> None:
    house = constant(HOUSE)
    assert all(room.comfort.warm_at(datetime(2026, 1, 13, 3)) for room in house.rooms)  # noqa: DTZ001
    assert house.away_setback == 0.0


def test_hours_that_begin_earlier_reach_into_the_day_before() -> None:
    early = Warm(frozenset({0}), time(2), time(9))
    room = HOUSE.rooms[0]
    comfort = type(room.comfort)(hours=(early, Warm(frozenset({2}), time(21), time(7))))
    house = type(HOUSE)(name="", zone=HOUSE.zone, rooms=(type(room)(room.id, "", room.sensors, room.devices, comfort),))
    moved = earlier(timedelta(hours=3))(house).rooms[0].comfort
    sunday, monday, wednesday = (datetime(2026, 1, day) for day in (11, 12, 14))  # noqa: DTZ001
    assert moved.warm_at(sunday.replace(hour=23, minute=30))
    assert moved.warm_at(monday.replace(hour=1))
    assert not moved.warm_at(monday.replace(hour=23, minute=30))
    assert moved.warm_at(wednesday.replace(hour=18))
    assert not moved.warm_at(wednesday.replace(hour=17, minute=59))


def test_names_that_there_are_not_are_refused_in_words() -> None:
    with pytest.raises(SettingsError, match="no policy is called magic"):
        bench_loop(True, LoopOptions(policies=("magic",)))
    with pytest.raises(SettingsError, match="no home is called palace"):
        bench_loop(True, LoopOptions(homes=("palace",), policies=("setback",)))


# --- figures --------------------------------------------------------------------------------------------------------


def test_a_scenario_can_be_lived_by_any_of_them_with_its_light(capsys: pytest.CaptureFixture[str]) -> None:
    build, fitted = in_scenarios("on-off")
    made = Run(SCENARIOS["winter-week"], build, in_memory(), variant=fitted(Variant()))
    house = made.loop.controller.state.house
    assert house.away_setback == 0.0 and all(room.comfort.hours == () for room in house.rooms)
    assert any(room.lights for room in house.rooms)
    assert main(["simulate", "winter-week", "--policy", "magic"]) != 0
    assert "there are rule, on-off, constant" in capsys.readouterr().err


def test_ours_is_held_against_the_cheapest_that_is_no_colder() -> None:
    ours, setback = lived(0.5, 90.0), lived(9.0, 60.0)
    found = {OURS: ours, "setback": setback, "preheat-6h": lived(0.55, 100.0), ON_OFF: lived(0.0, 120.0)}
    assert best_beside(found, 14) == pytest.approx(0.9)
    assert best_beside({OURS: ours, "setback": setback}, 14) is None


def test_what_is_saved_is_a_share_of_what_can_be() -> None:
    found = {OURS: lived(0.5, 90.0), ORACLE: lived(0.4, 80.0), ON_OFF: lived(0.0, 120.0)}
    assert saving(found, 14) == pytest.approx(75.0)
    assert saving({**found, ORACLE: lived(0.4, 119.0)}, 14) is None
    dear = {name: replace(each, cost=10.0 * each.energy) for name, each in found.items()}
    dearer = {**dear, OURS: replace(ours := dear[OURS], cost=ours.cost + 100.0)}
    assert saving(dearer, 14, "cost") == pytest.approx(50.0)


def test_a_share_of_next_to_nothing_is_not_told() -> None:
    found = {OURS: lived(0.0, 2.0), ORACLE: lived(0.0, 1.0), ON_OFF: lived(0.0, 4.0)}
    assert (saving(found, 14), best_beside(found, 14)) == (None, None)
    assert saving(found, 1) == pytest.approx(200.0 / 3.0)
    assert best_beside(found, 1) == pytest.approx(0.5)


def test_rows_tell_ours_and_the_others_of_each_home_and_of_all() -> None:
    found = rows([("r1 winter", {OURS: lived(0.5, 90.0), ON_OFF: lived(0.52, 120.0)})] * 2, 7)
    first = found[0]
    assert (first.value, first.target, first.baselines) == (0.5, 0.5, {ON_OFF: 0.52})
    assert {row.measure for row in found if row.measure.startswith("all")} == {
        "all: too cold, mean room, median home",
        "all: too cold, mean room, worst home",
        "all: energy ÷ least of the others as comfortable, 2 of 2 homes",
    }
    alone = rows([("r1 winter", {ON_OFF: lived(0.52, 120.0), ORACLE: lived(0.1, 80.0)})], 7)[0]
    assert alone.measure == f"r1 winter: too cold while somebody is home, mean room: {ON_OFF}"
    assert (alone.value, alone.target, alone.baselines) == (0.52, None, {ORACLE: 0.1})
    assert rows([("r1 winter", {OURS: lived(0.5, 90.0)})], 4, limit=1.75)[0].target == 1.75


def test_days_before_those_that_count_are_taken_off() -> None:
    first = Lived({"hall": 3.0}, {"hall": 4.0}, 1.0, 50.0, 10.0, 20.0, {"aired": 1.0}, 8.0)
    whole = Lived({"hall": 3.5}, {"hall": 5.0}, 1.5, 90.0, 19.0, 15.0, {"aired": 1.25}, 7.0)
    assert whole.after(first, 0.5) == Lived({"hall": 0.5}, {"hall": 1.0}, 0.5, 40.0, 9.0, 10.0, {"aired": 0.25}, 6.0)


def test_more_of_what_can_be_saved_is_wanted_after_a_fortnight() -> None:
    homes = [("r1 winter", {OURS: lived(0.5, 90.0), ORACLE: lived(0.4, 80.0), ON_OFF: lived(0.0, 120.0)})] * 2
    assert [rows(homes, 14, after)[-1].target for after in (0, 14)] == [40.0, 70.0]


# --- lives ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_day_of_setback_costs_less_than_one_of_comfort_and_is_colder() -> None:
    day = {name: live(HOMES["e2"], "winter", name, 1, rules_only) for name in ("setback", "constant")}
    assert day["setback"].energy < day["constant"].energy
    assert day["setback"].mean > day["constant"].mean


@pytest.mark.slow
def test_the_oracle_foretells_what_comes_where_no_window_is_opened() -> None:
    home = HOMES["f1"]
    run = Run(
        home.scenario("winter"),
        POLICIES["setback"].build(rules_only),
        in_memory(),
        home.seed,
        home.plant,
        variant=home.variant(),
    )
    run.home.forgotten.update(household.WINDOWS)
    for machine in run.home.machines.values():
        machine.stuck = True  # nothing is heated
    run.days(0.25)
    at = quarter(run.clock.now())
    foretold = Oracle(run.home)(at, asked_of(run.home.house))
    run.days(0.5)
    came = run.home.air
    for each, air in zip(foretold.rooms, came, strict=True):
        assert each.free[STEPS // 2 - 1] == pytest.approx(air, abs=0.4), each.room
        assert (each.heating >= 0.0).all()
        assert np.sum(each.heating) > 0.3
    assert STARTS["winter"].hour == 0
    assert all(not room.lights for room in without_lamps(run.home.house).rooms)


def test_a_policy_may_live_with_thermostats_that_do_not_say_what_they_do() -> None:
    found = [POLICIES[name].fitted(Variant()) for name in ("plan-wordless", OURS)]
    assert [each.wordless for each in found] == [True, False]
