"""Alarm clocks and calendars of simulated households: mostly right about what comes, and sometimes not."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.simulation.indoors import STEP, STEPS

Values = NDArray[np.floating[Any]]

_EARLIEST, _LATEST = 4 * 60 // STEP, 11 * 60 // STEP
_LONG = 120 // STEP  # outings that are worth an entry


def alarm(rng: np.random.Generator, asleep: Values, weekday: int) -> Values:
    """Minutes until the next alarm clock rings, (times,), of a home that `asleep` says when it slept; NaN: none set."""
    days = len(asleep) // STEPS
    rings = []
    for day in range(days):
        morning = asleep[day * STEPS + _EARLIEST : day * STEPS + _LATEST]
        wakes = np.flatnonzero(np.diff(morning) < 0.0)
        workday = (weekday + day) % 7 < 5
        if len(wakes) and rng.random() < (0.9 if workday else 0.15):
            rings.append(day * STEPS + _EARLIEST + float(wakes[0]) - rng.uniform(0.0, 3.0))
        elif rng.random() < 0.05:
            rings.append(day * STEPS + float(rng.uniform(_EARLIEST, _LATEST)))
    at = np.arange(len(asleep), dtype=float)
    when = np.append(rings, np.inf)
    until = (when[np.searchsorted(when, at)] - at) * STEP
    return np.where(until < 24.0 * 60.0, until, np.nan)


def calendar(rng: np.random.Generator, home: Values) -> Values:
    """1 where the calendar says that everybody is out, (times,), of a home that `home` says when anybody was there."""
    busy = np.zeros(len(home))
    edges = np.flatnonzero(np.diff(np.concatenate([[1.0], home, [1.0]])))
    for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=False):
        if end - begin >= _LONG and rng.random() < 0.6:
            early, late = rng.normal(0.0, 20.0 / STEP, 2)
            busy[max(0, int(begin + early)) : max(0, int(end + late))] = 1.0
    for _ in range(rng.poisson(len(home) / STEPS * 0.04)):
        begin = int(rng.integers(len(home)))
        busy[begin : begin + int(rng.integers(12, 60))] = 1.0
    return busy
