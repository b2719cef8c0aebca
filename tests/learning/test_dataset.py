"""What may teach: what broken sensors said, and times that were not normal, do not."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.learning.warm_rooms import lived
from thermo_edge.climate.features import Array, Signals
from thermo_edge.climate.recent import stuck
from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.learning.dataset import clean, quarantined, swapped

DAYS = 5
TIMES = DAYS * 96
NOTHING = np.zeros(TIMES, bool)
ROOM = replace(lived(DAYS), set_point=np.full(TIMES, 20.0), outdoor=4.0 + np.sin(np.arange(TIMES) / 15.3))
OTHER = replace(ROOM, target=ROOM.target - 3.0)


def same(one: Array, other: Array) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True))


def cleaned(room: Signals) -> Signals:
    return clean({"one": room}, NOTHING)["one"]


def test_a_sound_history_stays_as_it_is() -> None:
    found = clean({"one": ROOM, "other": OTHER}, NOTHING)
    for name, room in (("one", ROOM), ("other", OTHER)):
        assert all(same(getattr(found[name], each.name), getattr(room, each.name)) for each in fields(Signals))


@settings(max_examples=20, deadline=None)
@given(some.integers(0, 2**32 - 1))
def test_planted_nonsense_goes_nothing_is_made_up_and_twice_is_as_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    target, set_point, heating = ROOM.target.copy(), ROOM.set_point.copy(), ROOM.heating.copy()
    spikes = rng.choice(np.arange(3, TIMES - 3, 7), 9, replace=False)
    target[spikes] += rng.choice([-1, 1], 9) * rng.uniform(6.0, 200.0, 9)
    planted = rng.integers(0, TIMES, 60)
    set_point[planted] = 32.0
    heating[planted] = rng.uniform(1.5, 9.0)
    found = cleaned(replace(ROOM, target=target, set_point=set_point, heating=heating))
    assert np.isnan(found.target[spikes]).all()
    assert np.isnan(found.set_point[planted]).all() and np.isnan(found.heating[planted]).all()
    kept = np.isfinite(found.target)
    assert same(found.target[kept], ROOM.target[kept]) and kept.mean() > 0.9
    again = cleaned(found)
    assert all(same(getattr(again, each.name), getattr(found, each.name)) for each in fields(Signals))


@settings(max_examples=20, deadline=None)
@given(some.integers(0, TIMES - 96), some.integers(96, 300))
def test_a_stuck_thermometer_does_not_teach(begin: int, long: int) -> None:
    target = ROOM.target.copy()
    target[begin : begin + long] = 20.5
    found = cleaned(replace(ROOM, target=target))
    assert np.isnan(found.target[begin : begin + long]).all()
    assert np.isfinite(found.target[: max(begin - 5, 0)]).all()


def test_a_calm_night_is_no_stuck_thermometer() -> None:
    line = ROOM.target.copy()
    line[100:150] = 20.5
    assert not stuck(line).any()


@settings(max_examples=20, deadline=None)
@given(some.integers(10, 200), some.integers(30, 200))
def test_two_thermometers_that_changed_rooms_are_found_out_until_they_change_back(first: int, long: int) -> None:
    last = first + long
    one, other = ROOM.target.copy(), OTHER.target.copy()
    one[first:last], other[first:last] = OTHER.target[first:last], ROOM.target[first:last]
    found = clean({"one": replace(ROOM, target=one), "other": replace(OTHER, target=other)}, NOTHING)
    for name in ("one", "other"):
        assert np.isnan(found[name].target[first:last]).all()
        assert np.isfinite(found[name].target[last + 3 :]).all()


def test_rooms_that_stay_changed_keep_the_longer_part() -> None:
    one, other = ROOM.target.copy(), OTHER.target.copy()
    one[400:], other[400:] = OTHER.target[400:], ROOM.target[400:]
    marks = swapped([one, other])
    assert all(mark[400:].all() and not mark[:400].any() for mark in marks)


def test_a_quarantined_time_teaches_nothing() -> None:
    begin = datetime(2026, 1, 5, tzinfo=UTC)
    away = RegimeSpan(Regime.VACATION, Known.DECLARED, begin + timedelta(days=1), begin + timedelta(days=3))
    marks = quarantined([away], begin, TIMES)
    assert marks[96 : 3 * 96].all() and not marks[:96].any() and not marks[3 * 96 :].any()
    found = clean({"one": ROOM}, marks)["one"]
    assert np.isnan(found.target[marks]).all() and np.isfinite(found.target[~marks]).all()
    assert quarantined([replace(away, since=begin - timedelta(days=9))], begin, TIMES)[: 3 * 96].all()
