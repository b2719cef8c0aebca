"""Whether the days that judge were usual here: another life judges nothing until it has lasted a fortnight."""

from dataclasses import dataclass

import numpy as np

from thermo_edge.climate.features import Array, Signals
from thermo_edge.home.reason import Code, Reason
from thermo_edge.learning.climate_at_home import DAY

AGO, FIRST = 7, 3
"""A day is compared with usual ones so many days before it and earlier, and is usual where these are fewer than that:
beside its own week a slow beginning would make itself usual."""

BEYOND = 1.0
"""K that the mean of a day may lie beyond those of the days that it is compared with."""

FEWEST = 2
"""Of the days that judge so many must have been unusual: a single one judges little."""

BELIEVED = 14
"""So many unusual days in what is read are no visit: the life here has changed, and may be learned."""


@dataclass(frozen=True)
class Unusual:
    """`days` of those that judge, on which it was `mean` °C; on usual days it was from `least` to `most`."""

    days: int
    mean: float
    least: float
    most: float

    @property
    def reason(self) -> Reason:
        """For a sentence."""
        return Reason.of(
            Code.TRIAL_UNUSUAL,
            count=self.days,
            temperature=self.mean,
            low=self.least,
            high=self.most,
            fortnight=BELIEVED,
        )


def unusual(signals: Signals, cut: int) -> Unusual | None:
    """Of the days from the index `cut` on, whole days before the end; None where they may judge.

    It looks at the mean temperature alone: guests, a vacation, an open window and a thermometer that hangs elsewhere
    all show there, and the weather outdoors hardly does.
    """
    means = _means(signals)
    usual = _usual(means)
    strange = np.isfinite(means) & ~usual
    judging = strange[len(means) - (signals.times - cut) // DAY :]
    if judging.sum() < FEWEST or strange.sum() >= BELIEVED:
        return None
    mean = float(means[len(means) - len(judging) :][judging].mean())
    known = means[usual]
    return Unusual(int(judging.sum()), mean, float(known.min()), float(known.max()))


def _means(signals: Signals) -> Array:
    """Of each day before the end, oldest first; NaN where less than half of it is known."""
    days = signals.times // DAY
    line = signals.target[signals.times - days * DAY :].reshape(days, DAY)
    known = np.isfinite(line)
    count = known.sum(axis=1)
    total = np.where(known, line, 0.0).sum(axis=1)
    return np.where(count >= DAY // 2, total / np.maximum(count, 1), np.nan)


def _usual(means: Array) -> np.ndarray:
    """Which days were like usual ones before them."""
    found = np.zeros(len(means), bool)
    for day in np.flatnonzero(np.isfinite(means)):
        before = means[: max(0, day - AGO)][found[: max(0, day - AGO)]]
        near = before.size < FIRST or before.min() - BEYOND <= means[day] <= before.max() + BEYOND
        found[day] = near
    return found
