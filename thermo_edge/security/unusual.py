"""How usual it is that a sensor is disturbed at a time of day: counted over the days before, no model."""

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

QUARTERS = 96
"""Of a day."""

AROUND = 3
"""Quarters before and after that count as the same time of day."""

FEWEST = 14
"""Days before anything is called rare."""

_RARE, _SELDOM = 1 / 20, 1 / 5

Marks = NDArray[np.bool_]


class Surprise(StrEnum):
    """How unusual something was; `NEW`: too few days are known to say."""

    USUAL = "usual"
    SELDOM = "seldom"
    RARE = "rare"
    NEW = "new"


def begins(active: NDArray[Any]) -> Marks:
    """(steps,) where it becomes active; what is not known (NaN) is neither the one nor the other."""
    now = np.asarray(active, float)
    before = np.concatenate([[np.nan], now[:-1]])
    return np.asarray((now > 0.0) & (before <= 0.0))


def alike(marks: Marks, known: Marks, quarter: int) -> tuple[int, int]:
    """Of days that are `known` (days,), and on how many of them a mark (days, QUARTERS) lies near a quarter.

    Midnight is crossed: the quarters before belong to the day before, where that is there.
    """
    line = marks.reshape(-1)
    total = same = 0
    for day in np.flatnonzero(known).tolist():
        at = day * QUARTERS + quarter
        total += 1
        same += bool(line[max(at - AROUND, 0) : at + AROUND + 1].any())
    return total, same


def surprise(days: int, same: int) -> Surprise:
    """By the share of days, counted so that few days do not make anything rare."""
    if days < FEWEST:
        return Surprise.NEW
    share = (same + 0.5) / (days + 1.0)
    if share < _RARE:
        return Surprise.RARE
    return Surprise.SELDOM if share < _SELDOM else Surprise.USUAL


def height(days: int, same: int) -> float:
    """0 for what happens daily to 1 for what was not seen in a year; logarithmic, as surprise is."""
    share = (same + 0.5) / (days + 1.0)
    return float(np.clip(np.log(share) / np.log(1 / 366), 0.0, 1.0))
