"""The filters on whole arrays against the plain recursions that they stand for."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from thermo_edge.occupancy.filters import Grid, faded, smoothed

HALVES, FADES = (2.0, 40.0), (3.0, 90.0)
LONG = 41


def grid(starts: set[int]) -> Grid:
    marks = np.array([place == 0 or place in starts for place in range(LONG)])
    return Grid(5.0, np.maximum.accumulate(np.where(marks, np.arange(LONG), 0)))


STARTS = st.sets(st.integers(1, LONG - 1), max_size=3)


@given(arrays(float, (LONG, 2), elements=st.floats(-50.0, 50.0) | st.just(np.nan)), STARTS)
def test_smoothed(values: np.ndarray, starts: set[int]) -> None:
    found = smoothed(values, HALVES, grid(starts))
    for room in range(2):
        for place, half in enumerate(HALVES):
            weight, held = 1.0 - 0.5 ** (5.0 / half), np.nan
            for at in range(LONG):
                held = np.nan if at in starts else held
                value = values[at, room]
                if np.isfinite(value):
                    held = held + weight * (value - held) if np.isfinite(held) else value
                np.testing.assert_allclose(found[at, room, place], held, atol=1e-9)


@given(arrays(float, (LONG, 2), elements=st.sampled_from([0.0, 0.0, 0.3, 1.0])), STARTS)
def test_faded(on: np.ndarray, starts: set[int]) -> None:
    found = faded(on, FADES, grid(starts))
    for room in range(2):
        for place, fade in enumerate(FADES):
            held = 0.0
            for at in range(LONG):
                held = max(0.0 if at in starts else held * np.exp(-5.0 / fade), on[at, room])
                np.testing.assert_allclose(found[at, room, place], held, atol=1e-9)
