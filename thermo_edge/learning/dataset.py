"""What may teach: a house's history week by week, without what broken sensors said and times that were not normal."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from thermo_edge.climate import recent
from thermo_edge.climate.features import Array, Signals
from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.house import House, Point, Room
from thermo_edge.learning.past import Kept

DAY, WEEK = timedelta(days=1), timedelta(days=7)

POSSIBLE = {
    "target": (0.0, 45.0),
    "neighbours": (0.0, 45.0),
    "outdoor": (-50.0, 55.0),
    "sun": (0.0, 1400.0),
    "heating": (0.0, 1.0),
    "cooling": (0.0, 1.0),
    "set_point": (5.0, 30.0),
}
"""What each signal can be; a set-point above what anybody is offered is a slip or a test."""

SPIKE = {"target": 2.5, "neighbours": 2.5, "outdoor": 6.0}
"""K that a reading may lie off the middle of the five around it."""

APART, ALIKE = 1.5, 0.5
"""K: two rooms so far apart that change places within a step, each to where the other was give or take so much."""

_REGIMES = 500
_AROUND = 2

Key = TypeVar("Key", bound=Hashable)
Marks = NDArray[np.bool_]


def read(history: Kept, house: House, end: datetime, days: int) -> dict[Room, Signals]:
    """Each room's clean signals of so many days before `end`, a whole quarter; read a week at a time."""
    begin, steps = end - days * DAY, days * (DAY // recent.STEP)

    def samples(point: Point) -> Iterator[tuple[datetime, float]]:
        since = begin
        while since < end:
            until = min(since + WEEK, end)
            yield from ((each.at, each.mean) for each in history.samples(point, since, until, recent.STEP))
            since = until

    found = recent.rooms(recent.Frame(house, end, steps), samples, history.forecasts(begin))
    return clean(found, quarantined(history.regimes(_REGIMES), begin, steps))


def quarantined(spans: Iterable[RegimeSpan], begin: datetime, steps: int) -> Marks:
    """(steps,) which of the steps from `begin` on lie in a time that was not normal."""
    marks = np.zeros(steps, bool)
    for span in spans:
        first = (span.since - begin) // recent.STEP
        last = -((begin - span.until) // recent.STEP)
        marks[max(first, 0) : max(last, 0)] = True
    return marks


def clean(rooms: Mapping[Key, Signals], without: Marks) -> dict[Key, Signals]:
    """The same with NaN for what cannot be believed, and in the target for times that are `without` (times,)."""
    found = {key: _by_itself(signals) for key, signals in rooms.items()}
    mixed = swapped([each.target for each in found.values()])
    return {
        key: replace(signals, target=np.where(without | marks, np.nan, signals.target))
        for (key, signals), marks in zip(found.items(), mixed, strict=True)
    }


def swapped(targets: Iterable[Array]) -> list[Marks]:
    """Of rooms (times,) each: when two thermometers stood in each other's room, as far as it shows.

    Two rooms that were apart and change places within a step have been mixed up, until they change back; without that
    the longer part of the history counts.
    """
    lines = [np.asarray(each, float) for each in targets]
    marks = [np.zeros(len(line), bool) for line in lines]
    for one in range(len(lines)):
        for other in range(one):
            for first, last in _mixed(lines[one], lines[other]):
                marks[one][first:last] = marks[other][first:last] = True
    return marks


# --- one room -----------------------------------------------------------------------------------------------------


def _by_itself(signals: Signals) -> Signals:
    lines: dict[str, Any] = {}
    for name, (least, most) in POSSIBLE.items():
        line = np.asarray(getattr(signals, name), float)
        with np.errstate(invalid="ignore"):
            lines[name] = np.where((line >= least) & (line <= most), line, np.nan)
    for name, most in SPIKE.items():
        lines[name] = np.where(spikes(lines[name], most), np.nan, lines[name])
    for name in ("target", "outdoor"):
        lines[name] = np.where(recent.stuck(lines[name]), np.nan, lines[name])
    return replace(signals, **lines)


def spikes(line: Array, most: float) -> Marks:
    """(times,) which readings lie off the middle of those around them; a real fall goes on for longer."""
    if not np.isfinite(line).any():
        return np.zeros(len(line), bool)
    around = sliding_window_view(np.pad(line, _AROUND, constant_values=np.nan), 2 * _AROUND + 1)
    ordered, count = np.sort(around, axis=1), np.isfinite(around).sum(axis=1)  # what is not known comes last
    rows = np.arange(len(line))
    middle = 0.5 * (ordered[rows, np.maximum(count - 1, 0) // 2] + ordered[rows, count // 2 * (count > 0)])
    with np.errstate(invalid="ignore"):
        return np.asarray((count > 2) & (np.abs(line - middle) > most))


# --- two rooms ----------------------------------------------------------------------------------------------------


def _mixed(one: Array, other: Array) -> Iterator[tuple[int, int]]:
    """Stretches from and to an exchange."""
    with np.errstate(invalid="ignore"):
        apart = np.abs(one[:-1] - other[:-1]) > APART
        crossed = (np.abs(one[1:] - other[:-1]) < ALIKE) & (np.abs(other[1:] - one[:-1]) < ALIKE)
    at = (np.flatnonzero(apart & crossed) + 1).tolist()
    yield from zip(at[::2], at[1::2], strict=False)
    if len(at) % 2:
        yield (at[-1], len(one)) if at[-1] > len(one) // 2 else (0, at[-1])
