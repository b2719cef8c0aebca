"""Time-weighted means, against reckoning them the slow way."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thermo_edge.store.weigh import Stretch, Weigher, merged

STEP = 10
changes = st.lists(
    st.tuples(st.integers(-30, 130), st.none() | st.integers(-9, 9).map(float)),
    max_size=12,
    unique_by=lambda one: one[0],
).map(sorted)


def _slowly(values: list[tuple[int, float | None]], end: int, holds: int | None) -> dict[int, list[float]]:
    """What was known in each single moment, by stretch."""
    found: dict[int, list[float]] = {}
    for moment in range(end):
        before = [(at, value) for at, value in values if at <= moment]
        if before:
            at, value = before[-1]
            if value is not None and (holds is None or moment < at + holds):
                found.setdefault(moment // STEP, []).append(value)
    return found


@given(changes, st.integers(1, 100), st.none() | st.integers(1, 60))
def test_it_is_the_mean_over_time(values: list[tuple[int, float | None]], end: int, holds: int | None) -> None:
    weigher = Weigher(0, STEP, end, holds)
    for at, value in values:
        weigher.value(at, value)
    made = weigher.done()
    expected = _slowly(values, end, holds)
    single = {each.index + more: each for each in made for more in range(each.span)}
    assert sorted(single) == sorted(expected)
    assert sum(each.span for each in made) == len(expected)
    for index, moments in expected.items():
        stretch = single[index]
        assert math.isclose(stretch.mean, sum(moments) / len(moments), abs_tol=1e-9)
        assert (stretch.low, stretch.high, stretch.known) == (min(moments), max(moments), len(moments))
    counted = [at for at, value in values if value is not None and 0 <= at < end]
    assert sum(each.count for each in made) == len(counted)


@given(changes, st.integers(1, 100))
def test_merging_changes_nothing(values: list[tuple[int, float | None]], end: int) -> None:
    weigher = Weigher(0, STEP, end, None)
    for at, value in values:
        weigher.value(at, value)
    made = weigher.done()
    packed = merged(made, STEP)
    assert _spread(packed) == _spread(made)
    assert len(packed) <= len(made)
    assert sum(each.count for each in packed) == sum(each.count for each in made)


def _spread(stretches: list[Stretch]) -> list[tuple[int, int, float]]:
    return [(each.index + more, each.known, each.mean) for each in stretches for more in range(each.span)]


def test_aggregates_weigh_by_what_is_known_of_them() -> None:
    weigher = Weigher(0, 20, 40, None)
    weigher.stretch(0, 10, 1.0, 10.0, 8.0, 12.0, 3)
    weigher.stretch(10, 20, 0.5, 40.0, 40.0, 40.0, 1)
    weigher.stretch(35, 60, 1.0, 7.0, 7.0, 7.0, 1)
    assert weigher.done() == [Stretch(0, 1, 15, 20.0, 8.0, 40.0, 4), Stretch(1, 1, 5, 7.0, 7.0, 7.0, 1)]


def test_a_value_that_was_taken_earlier_ends_when_it_would_have() -> None:
    weigher = Weigher(0, 10, 40, 25)
    weigher.resume(0, -10, 5.0)
    assert [(each.index, each.known) for each in weigher.done()] == [(0, 10), (1, 5)]


@pytest.mark.parametrize("numbers", [(0.1, 0.7, 0.3), (1e12, -1e12, 5.0)])
def test_a_mean_never_leaves_its_extremes(numbers: tuple[float, ...]) -> None:
    weigher = Weigher(0, 9, 9, None)
    for at, number in enumerate(numbers):
        weigher.value(at * 3, number)
    (stretch,) = weigher.done()
    assert stretch.low <= stretch.mean <= stretch.high
