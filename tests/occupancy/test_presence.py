"""Presence that does not flicker: it ends as slowly as it lasted, and never lasts without a sign."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from thermo_edge.occupancy.presence import Patience, steady

STEP = 5.0


def run(probability: list[float], seen: list[float] | None = None) -> list[bool]:
    p = np.array(probability)[:, None]
    sight = np.full(p.shape, np.nan) if seen is None else np.array(seen)[:, None]
    return [bool(value) for value in steady(p, sight, STEP)[:, 0]]


def test_a_short_stay_ends_soon() -> None:
    assert run([0.9, 0.1, 0.1, 0.1]) == [True, True, False, False]


def test_a_long_stay_survives_as_long_a_quiet() -> None:
    there = run([0.9] * 8 + [0.1] * 8)
    assert there[:15] == [True] * 15 and not there[15]


def test_no_quiet_is_survived_for_longer_than_the_most() -> None:
    there = run([0.9] * 100 + [0.1] * 20)
    assert sum(there) == 100 + int(Patience().most / STEP) - 1


def test_doubt_alone_does_not_end_it() -> None:
    assert all(run([0.9] + [0.4] * 30))


def test_where_a_sensor_sees_nobody_it_ends_whatever_is_believed() -> None:
    there = run([0.9] * 60, [1.0] + [0.0] * 59)
    assert there[29] and not any(there[32:])


def test_unknown_changes_nothing() -> None:
    assert run([0.9, np.nan, np.nan, np.nan]) == [True] * 4


@given(arrays(float, (40, 2), elements=st.floats(0.0, 1.0)))
def test_it_is_there_whenever_it_is_likely(p: np.ndarray) -> None:
    there = steady(p, np.full(p.shape, np.nan), STEP)
    assert there[p >= Patience().rises].all()


@given(arrays(float, (40, 1), elements=st.floats(0.0, 1.0)), st.integers(1, 39))
def test_it_does_not_know_the_future(p: np.ndarray, cut: int) -> None:
    nobody = np.full(p.shape, np.nan)
    assert (steady(p, nobody, STEP)[:cut] == steady(p[:cut], nobody[:cut], STEP)).all()
