"""What a home saves: days run in two ways, adjusted for their weather, and the difference with a 90 % interval."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from thermo_edge.home.savings import Design, Interval, LeftOut, Measure, Saving, Source, Way
from thermo_edge.learning.savings_fit import Array, Fitted, fit, t_quantile

LEVEL = 0.90
FEWEST = {Design.ALTERNATING: 6, Design.MATCHED: 12}
"""Days of each way that are compared at least; of before and after twice as many, for both are one long block."""

COUNTS_OF_A_BLOCK = 1.5
"""Calendar days for one that is compared, where days take turns: the first of three is washed out."""

FREEDOM = 5
"""Degrees of freedom that must be left."""

PAIR = 3
"""Days of ours that may come before the first plain one: their block."""

WINDOWS = 6.0
"""Hours with a window open that make a day another kind of day."""

KNOWN = 0.9
"""Share of the days that must know a covariate for it to be used; the others are then left out."""

BEYOND = 0.1
"""Of the range of degree hours, by how much a day may lie outside the other side's weather."""

_NAN = math.nan


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day from night to night. What is not known is NaN; `way` is None where it was not the same all day.

    Sums over its `hours` (23 to 25 where clocks change): energy in kWh, degree hours in K·h below the base, sun in
    kWh/m², `occupied` in hours, cold and warm in K·h while somebody was home, `windows` in hours open.
    """

    day: date
    way: Way | None
    energy: float = _NAN
    money: float = _NAN
    degree_hours: float = _NAN
    sun: float = _NAN
    occupied: float = _NAN
    cold: float = _NAN
    warm: float = _NAN
    holds: float = 0.0
    windows: float = 0.0
    hours: float = 24.0
    normal: bool = True


_MEASURES = {
    Measure.ENERGY: "energy",
    Measure.MONEY: "money",
    Measure.COLD: "cold",
    Measure.WARM: "warm",
    Measure.HOLDS: "holds",
}


def alternating(rows: Sequence[DayRow], source: Source = Source.METER) -> Saving:
    """Days of ours against days of the plain way that took turns with them. `rows` rise by day, with any gaps."""
    return _compared(rows, Design.ALTERNATING, source)


def matched(rows: Sequence[DayRow], source: Source = Source.METER) -> Saving:
    """Days since the program acts against days before, of the weather that both have seen."""
    return _compared(rows, Design.MATCHED, source)


def compared(rows: Sequence[DayRow], design: Design) -> tuple[list[DayRow], Array, dict[LeftOut, int]]:
    """The days that can be compared, their covariates (days, k), and how many were left out."""
    left: Counter[LeftOut] = Counter()
    kept, lines = _usable(rows, design, left)
    if design is Design.MATCHED:
        near = _alike(kept, lines)
        left[LeftOut.OTHER_WEATHER] += int((~near).sum())
        kept, lines = [row for row, is_near in zip(kept, near, strict=True) if is_near], lines[near]
    return kept, lines, {why: count for why, count in left.items() if count}


def saving(rows: Sequence[DayRow], source: Source = Source.METER, turns: bool = False) -> Saving:
    """By days that took turns where there are any or are to be (`turns`), else before against after."""
    first = next((number for number, row in enumerate(rows) if row.way is Way.PLAIN), None)
    if first is not None:
        return alternating(rows[max(first - PAIR, 0) :], source)
    return alternating(rows[-PAIR:], source) if turns and rows else matched(rows, source)


def _compared(rows: Sequence[DayRow], design: Design, source: Source) -> Saving:
    kept, lines, left = compared(rows, design)
    ours = sum(row.way is Way.OURS for row in kept)
    days = [row.day for row in rows] or [date.min]
    few = max(FEWEST[design], math.ceil((lines.shape[1] + 2 + FREEDOM) / 2))
    lacking = max(few - ours, 0) + max(few - (len(kept) - ours), 0)
    counts = COUNTS_OF_A_BLOCK if design is Design.ALTERNATING else 1.0
    missing = math.ceil(lacking * counts)
    told = (design, days[0], days[-1], ours, len(kept) - ours, source, left)
    if missing:
        before = design is Design.MATCHED and len(kept) - ours < few
        return Saving(*told, missing=missing, before_lacks=before)
    less, usual = _measured(kept, lines)
    return Saving(*told, less=less, usual=usual) if less else Saving(*told, missing=few)


def _usable(rows: Sequence[DayRow], design: Design, left: Counter[LeftOut]) -> tuple[list[DayRow], Array]:
    """The days that can be compared, with their covariates (days, k); the first is the cold where that is known."""
    by_weather = design is Design.MATCHED
    other = Way.OBSERVED if by_weather else Way.PLAIN
    kept: list[tuple[DayRow, DayRow | None]] = []
    before: DayRow | None = None
    for row in rows:
        yesterday = before if before is not None and (row.day - before.day).days == 1 else None
        before = row
        if row.way not in (Way.OURS, other):
            continue
        if not row.normal:
            left[LeftOut.NOT_NORMAL] += 1
        elif row.windows > WINDOWS:
            left[LeftOut.WINDOWS] += 1
        elif not _sound(row.energy) or not 20.0 <= row.hours <= 28.0 or (by_weather and not _sound(row.degree_hours)):
            left[LeftOut.GAP] += 1
        elif yesterday is None or yesterday.way is not row.way:
            left[LeftOut.CHANGED] += 1
        else:
            kept.append((row, yesterday))
    lines = np.array([_covariates(row, yesterday) for row, yesterday in kept]).reshape(len(kept), 4)
    used = [k for k in range(4) if len(kept) and np.isfinite(lines[:, k]).mean() >= KNOWN]
    lines = lines[:, used]
    known = np.isfinite(lines).all(axis=1)
    left[LeftOut.GAP] += int((~known).sum())
    return [row for (row, _), is_known in zip(kept, known, strict=True) if is_known], lines[known]


def _covariates(row: DayRow, yesterday: DayRow | None) -> list[float]:
    cold_before = _daily(yesterday.degree_hours, yesterday) if yesterday is not None else _NAN
    today = [_daily(value, row) for value in (row.degree_hours, row.sun, row.occupied)]
    return [today[0], cold_before if math.isfinite(cold_before) else today[0], *today[1:]]


def _sound(value: float) -> bool:
    return math.isfinite(value) and value >= 0.0


def _daily(value: float, row: DayRow) -> float:
    """For 24 hours."""
    return value * 24.0 / row.hours


def _alike(kept: Sequence[DayRow], lines: Array) -> NDArray[np.bool_]:
    """Whether both sides have seen such weather: nobody knows what the other way would have done in other weather."""
    near = np.ones(len(kept), dtype=bool)
    ours = np.array([row.way is Way.OURS for row in kept], dtype=bool)
    if not lines.shape[1] or ours.all() or not ours.any():
        return near
    cold = lines[:, 0]
    low, high = max(cold[ours].min(), cold[~ours].min()), min(cold[ours].max(), cold[~ours].max())
    slack = BEYOND * (cold.max() - cold.min())
    return np.asarray((cold >= low - slack) & (cold <= high + slack))


def _measured(kept: Sequence[DayRow], lines: Array) -> tuple[dict[Measure, Interval], float | None]:
    """Everything that all of these days know."""
    days = np.array([row.day.toordinal() for row in kept], dtype=np.int64)
    ours = np.array([float(row.way is Way.OURS) for row in kept])
    spread = lines.std(axis=0)
    scaled = (lines - lines.mean(axis=0))[:, spread > 1e-9] / spread[spread > 1e-9]
    columns = np.column_stack([np.ones(len(kept)), scaled, ours])
    found: dict[Measure, Interval] = {}
    usual = None
    for measure, name in _MEASURES.items():
        values = np.array([_daily(getattr(row, name), row) for row in kept])
        if not np.isfinite(values).all():
            continue
        fitted = fit(values, columns, days)
        found[measure] = _less(fitted, _floor(measure, values, ours))
        if measure is Measure.ENERGY:
            usual = float(fitted.beta[0])
            share = _share(fitted)
            found |= {Measure.SHARE: share} if share is not None else {}
    return found, usual


def _less(fitted: Fitted, floor: float) -> Interval:
    value, error = fitted.contrast(_last(fitted))
    half = max(t_quantile((1.0 + LEVEL) / 2.0, fitted.freedom) * error, floor)
    return Interval(value, value - half, value + half)


def _floor(measure: Measure, values: Array, ours: Array) -> float:
    """Days without any event prove no rate of nought: three in so many days may still come (the rule of three)."""
    if measure is not Measure.HOLDS:
        return 0.0
    return 3.0 / min(ours.sum(), (1.0 - ours).sum()) if not values.any() else 0.0


def _share(fitted: Fitted) -> Interval | None:
    """Of a plain day's energy, by the delta method; None where hardly anything was used."""
    plain = float(fitted.beta[0])
    less, error = fitted.contrast(_last(fitted))
    if plain <= 0.5 or plain < 2.0 * error:
        return None
    share = less / plain
    weights = _last(fitted) / plain
    weights[0] -= share / plain
    _, error = fitted.contrast(weights)
    half = t_quantile((1.0 + LEVEL) / 2.0, fitted.freedom) * error
    return Interval(share, share - half, share + half)


def _last(fitted: Fitted) -> Array:
    """Plain less ours: minus the last coefficient."""
    weights = np.zeros(len(fitted.beta))
    weights[-1] = -1.0
    return weights
