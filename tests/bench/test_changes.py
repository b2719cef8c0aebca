"""Homes that change and histories that are poisoned: what is measured is what it is called."""

from dataclasses import replace

import numpy as np
import pytest

from tests.learning.warm_rooms import HalfKnowing, lived
from thermo_edge.bench.changes import Room, believed, no_worse, told, until
from thermo_edge.bench.changing_homes import BROKEN_DAYS, MOVED, TURNS, broken, homes, planted, swapped, turned
from thermo_edge.bench.occupancy_changes import later, spliced
from thermo_edge.bench.remembering import Remembering
from thermo_edge.bench.simulated_homes import recording
from thermo_edge.learning.climate_at_home import DAY, look_back
from thermo_edge.simulation.recordings import household_recordings

DAYS = 12
HOUSE = {"one": lived(DAYS), "other": replace(lived(DAYS), target=lived(DAYS).target - 4.0)}


def test_a_night_reads_nothing_that_comes_later_and_nothing_that_was_not_normal() -> None:
    marks = np.arange(DAYS * DAY) // DAY == 3
    found = until(HOUSE, 5, marks)["one"]
    assert found.times == 5 * DAY
    assert np.isnan(found.target[3 * DAY : 4 * DAY]).all() and np.isfinite(found.target[: 3 * DAY]).all()


def test_a_broken_thermometer_is_stuck_and_then_another_one() -> None:
    found = broken(HOUSE["one"], 2)
    stuck = slice(2 * DAY, (2 + BROKEN_DAYS) * DAY)
    assert np.isnan(believed({"one": found})["one"].target[stuck]).all()
    after = found.target[stuck.stop :] - HOUSE["one"].target[stuck.stop :]
    assert -1.5 < after.mean() < -0.5
    np.testing.assert_array_equal(found.target[: stuck.start], HOUSE["one"].target[: stuck.start])


def test_poison_stays_in_its_days_and_is_seen_there() -> None:
    rng, span = np.random.default_rng(1), slice(4 * DAY, 6 * DAY)
    mixed = swapped(HOUSE, 4, 6)
    assert np.isnan(believed(mixed)["one"].target[span]).all()
    house = planted(
        {name: replace(room, set_point=np.full(room.times, 20.0)) for name, room in HOUSE.items()}, 4, 6, rng
    )
    hot = house["one"].set_point == MOVED
    assert 0.2 < hot[span].mean() < 0.5 and not hot[: span.start].any() and not hot[span.stop :].any()
    assert np.isnan(believed(house)["one"].set_point[hot]).all()


def room(*shares: float) -> Room:
    one = np.full(6, 0.5)
    found = Room(one, {night: share * one for night, share in zip((0, 7, 14), shares, strict=True)})
    found.known, found.alone = dict.fromkeys((0, 7, 14), one), dict.fromkeys((0, 7, 14), 1.2 * one)
    return found


def test_it_is_near_from_the_night_on_from_which_it_stays_so() -> None:
    assert told("a job", [room(1.3, 1.2, 1.05)])[1].value == 14.0
    assert told("a job", [room(1.0, 1.2, 1.0)])[1].value == 14.0
    late = told("a job", [room(1.0, 1.0, 1.2)])[1]
    assert np.isnan(late.value) and not late.kept
    assert told("a job", [room(1.3, 1.2, 1.0)])[0].value == pytest.approx(1.3)


def test_promotions_are_counted_against_their_parents() -> None:
    one = np.full(6, 0.5)
    row = no_worse([(one, one), (1.01 * one, one), (1.2 * one, one), (0.9 * one, one)], "here")
    assert (row.value, dict(row.baselines), row.kept) == (0.75, {"within nothing": 0.5}, False)
    assert no_worse([], "here").kept


def test_who_remembers_says_the_same() -> None:
    wise = Remembering(HalfKnowing())
    for _ in range(2):
        one, other = (look_back(base, HOUSE["one"], 5 * DAY, True) for base in (wise, HalfKnowing()))
        np.testing.assert_array_equal(one.told, other.told)
    assert len(wise.known) == len(one.at)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TURNS))
def test_homes_are_the_same_until_they_change(name: str) -> None:
    (before,), (after,) = homes(1, 3, 5), turned(TURNS[name], 1, 3, 5, on=2)
    first, other = before["room 0"], after["room 0"]
    np.testing.assert_array_equal(first.target[: 2 * DAY - 1], other.target[: 2 * DAY - 1])
    assert np.abs(first.target[2 * DAY :] - other.target[2 * DAY :]).max() > 0.05
    assert np.isfinite(other.target).all()


def test_a_life_that_comes_later_is_the_same_life() -> None:
    (home,) = household_recordings(1, 3, seed=8)
    whole = recording(home, "a home")
    moved = later(whole, 9)
    steps = 9 * 3600 // whole.step
    np.testing.assert_array_equal(moved.truth[steps:], whole.truth[:-steps])
    for one, other in zip(whole.events, moved.events, strict=True):
        assert len(one) == len(other) and (np.diff(other[:, 0]) >= 0.0).all()
        inside = one[:, 0] < whole.times[-1] - 9 * 3600
        assert np.isin(one[inside, 0] + 9 * 3600, other[:, 0]).all()
    found = spliced(whole, moved, 2)
    cut = 2 * 86400 // whole.step
    np.testing.assert_array_equal(found.home, np.concatenate([whole.home[:cut], moved.home[cut:]]))
    assert all((np.diff(each[:, 0]) >= 0.0).all() for each in found.events)
