"""What a forecast of occupancy looks at: what is usual then, what is so now and since when, and a day ago."""

from dataclasses import dataclass

import numpy as np

from thermo_edge.occupancy.climatology import Climatology
from thermo_edge.occupancy.signals import Array

CERTAIN = 0.995
"""No belief counts for more than this, nor for less than its opposite."""

FADES = (15.0, 60.0, 240.0)
"""Minutes in which what began just now becomes ordinary."""

NAMES = (
    "usual on this weekday",
    "usual in this half of the week",
    "usual on any day",
    "usual now",
    "now",
    *(f"now, begun within {fade:g} min" for fade in FADES),
    *(f"begun within {fade:g} min" for fade in FADES),
    "now where then is usual",
    "a day before then",
    "a week before then",
    "hour sin",
    "hour cos",
    "half-day sin",
    "half-day cos",
    "weekend",
    "the house now",
    "alarm clock",
    "calendar",
    "knows of a clock or a calendar",
)

DAY = 24.0 * 60.0


@dataclass(frozen=True)
class Known:
    """What is known at each time of a grid, all (times,): beliefs as probabilities, local hour and weekday."""

    step: float  # minutes
    hour: Array
    weekday: Array
    belief: Array
    house: Array  # the belief that anybody is home; the same as `belief` where that is the question
    alarm: Array | None = None  # minutes until the next alarm clock rings, NaN where none is set
    busy: Array | None = None  # 1 where a calendar says that people are out at that time of the grid, NaN unknown
    reach: float = float("inf")  # minutes of the past that whoever is asked will know; what is older counts for nothing


def logit(probability: Array) -> Array:
    """Log-odds of a probability, never more certain than CERTAIN."""
    bounded = np.clip(probability, 1.0 - CERTAIN, CERTAIN)
    return np.asarray(np.log(bounded / (1.0 - bounded)))


def features(known: Known, usual: Climatology, hours: float) -> Array:
    """(times, NAMES): for the forecast so many hours ahead of each time, from its past and what is usual only."""
    then_hour, then_day = later(known.hour, known.weekday, hours)
    then = logit(usual.at(then_hour, then_day))
    now = logit(usual.at(known.hour, known.weekday)[:, 1])
    state = 2.0 * np.clip(known.belief, 1.0 - CERTAIN, CERTAIN) - 1.0
    fresh = np.exp(-_since(known)[:, None] / np.asarray(FADES))
    angle = 2.0 * np.pi * then_hour / 24.0
    parts = [
        *then.T,
        now,
        state,
        *(fresh * state[:, None]).T,
        *fresh.T,
        state * then[:, 1],
        _back(known, hours, 1),
        _back(known, hours, 7),
        np.sin(angle),
        np.cos(angle),
        np.sin(2 * angle),
        np.cos(2 * angle),
        (then_day >= 5).astype(float),
        2.0 * known.house - 1.0,
        *_told(known, hours),
    ]
    return np.stack(parts, axis=1)


def later(hour: Array, weekday: Array, hours: float) -> tuple[Array, Array]:
    """Local hour and weekday so many hours later, on a clock that does not change."""
    total = hour + hours
    return total % 24.0, (weekday + total // 24.0) % 7.0


def _since(known: Known) -> Array:
    """Minutes since the belief last changed sides."""
    side = known.belief >= 0.5
    place = np.arange(len(side))
    changed = np.where(np.concatenate([[False], side[1:] != side[:-1]]), place, 0)
    since: Array = (place - np.maximum.accumulate(changed)) * known.step
    return np.minimum(since, known.reach)


def _back(known: Known, hours: float, days: int) -> Array:
    """What was believed so many days before the time that is forecast, −1..1; nought where that is not known yet."""
    ahead, back = round(hours * 60.0 / known.step), round(days * DAY / known.step)
    place = np.arange(len(known.belief)) + ahead - back
    seen = (place >= 0) & (place <= np.arange(len(known.belief))) & ((back - ahead) * known.step < known.reach)
    return np.where(seen, 2.0 * known.belief[np.clip(place, 0, len(known.belief) - 1)] - 1.0, 0.0)


def _told(known: Known, hours: float) -> tuple[Array, Array, Array]:
    """Alarm clock and calendar: whether the clock will have rung by then, and whether people are said to be out."""
    nothing = np.zeros(len(known.belief))
    rung, out, knows = nothing, nothing, nothing
    if known.alarm is not None:
        has = np.isfinite(known.alarm)
        rung = np.where(has, np.tanh((hours * 60.0 - np.nan_to_num(known.alarm)) / 60.0), 0.0)
        knows = has.astype(float)
    if known.busy is not None:
        place = np.minimum(np.arange(len(nothing)) + round(hours * 60.0 / known.step), len(nothing) - 1)
        there = known.busy[place]
        out, knows = np.where(np.isfinite(there), np.nan_to_num(there), 0.0), np.maximum(knows, np.isfinite(there))
    return rung, out, knows
