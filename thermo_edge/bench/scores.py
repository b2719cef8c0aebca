"""Scores of probabilities against what was true, each with where it comes from; arrays in, numbers out.

Truth is 1, 0 or NaN for unknown; what is unknown, and where a contender says nothing (NaN), does not count.
"""

from typing import NamedTuple

import numpy as np

from thermo_edge.bench.recordings.recording import Array

LEAST = 1e-6
"""Probabilities are kept this far from 0 and 1 in the log loss: one sure mistake must not be infinite."""

BINS = 10
STUCK_AFTER = 3 * 3600
"""Seconds after the true end from which a belief in somebody counts as stuck."""


class PerDay(NamedTuple):
    """Sums for each day of a score that is a mean: `total` over `weight`. What bootstraps draw from."""

    total: Array
    weight: Array

    @property
    def mean(self) -> float:
        weight = float(self.weight.sum())
        return float(self.total.sum()) / weight if weight else float("nan")


def known(p: Array, truth: Array) -> Array:
    """Where both are said."""
    return np.isfinite(p) & np.isfinite(truth)


def right(p: Array, truth: Array) -> Array:
    """1 where the likelier side is the true one, for each row; their mean is the accuracy."""
    return _where(known(p, truth), (p >= 0.5) == (truth > 0.5))


def brier(p: Array, truth: Array) -> Array:
    """Squared errors; their mean is the Brier score (Brier 1950, Monthly Weather Review 78)."""
    return _where(known(p, truth), (p - truth) ** 2)


def log_loss(p: Array, truth: Array) -> Array:
    """Negative log likelihood in nats, for each row (Good 1952, the logarithmic rule)."""
    sure = np.clip(p, LEAST, 1 - LEAST)
    return _where(known(p, truth), -np.where(truth > 0.5, np.log(sure), np.log1p(-sure)))


def balanced_accuracy(p: Array, truth: Array) -> float:
    """Mean of the shares found of the occupied and of the empty (Brodersen 2010). NaN where only one of them occurs."""
    use = known(p, truth)
    said, real = p[use] >= 0.5, truth[use] > 0.5
    if not real.any() or real.all():
        return float("nan")
    return float((said[real].mean() + (~said[~real]).mean()) / 2)


class Reliability(NamedTuple):
    """For each of BINS equal bins of probability: the mean said, the share true, and how many."""

    said: Array
    true: Array
    number: Array

    @property
    def error(self) -> float:
        """Expected calibration error: the mean distance of both, by count (Naeini 2015, AAAI)."""
        if not self.number.sum():
            return float("nan")
        return float(np.nansum(np.abs(self.said - self.true) * self.number) / self.number.sum())


def reliability(p: Array, truth: Array) -> Reliability:
    """The reliability diagram (Murphy and Winkler 1977); empty bins are NaN."""
    use = known(p, truth)
    said, real = p[use], truth[use]
    bin_of = np.minimum((said * BINS).astype(int), BINS - 1)
    count = np.bincount(bin_of, minlength=BINS)
    with np.errstate(invalid="ignore"):
        sums = (np.bincount(bin_of, weights=weights, minlength=BINS) / count for weights in (said, real))
        return Reliability(next(sums), next(sums), count)


class Errors(NamedTuple):
    """How a belief of one room went wrong over a recording; hours and counts, not yet by day."""

    hours: float
    """That could be judged."""
    false_on: float
    false_off: float
    false_on_episodes: int
    false_off_episodes: int
    stuck: float
    """Hours believed occupied more than STUCK_AFTER after the true end."""


def errors(p: Array, truth: Array, step: int) -> Errors:
    """Of one column of a belief, thresholded at one half; `step` in seconds. Unknown rows end an episode."""
    use = known(p, truth)
    believed = p >= 0.5
    on, off = use & believed & (truth < 0.5), use & ~believed & (truth > 0.5)
    since = _steps_since_end(truth) * step
    stuck = on & (since > STUCK_AFTER)
    hours = step / 3600
    return Errors(
        float(use.sum()) * hours,
        float(on.sum()) * hours,
        float(off.sum()) * hours,
        _episodes(on),
        _episodes(off),
        float(stuck.sum()) * hours,
    )


def lights_out(p: Array, truth: Array, awake: Array) -> int:
    """How often a light that follows the belief would have gone out over somebody who is there and awake."""
    there = known(p, truth) & (truth > 0.5) & awake
    believed = p >= 0.5
    return int(np.sum(there[1:] & there[:-1] & believed[:-1] & ~believed[1:]))


class Timing(NamedTuple):
    """How well a moment was foretold, minutes."""

    error: float
    """Median of the distances of the median."""
    coverage: float
    """Share of true moments inside the 80 % interval."""
    origins: int


def timing(quantiles: Array, real: Array) -> Timing:
    """`quantiles` (O, 3) and `real` (O,) are minutes from the origins; NaN does not count."""
    use = np.isfinite(quantiles).all(axis=1) & np.isfinite(real)
    if not use.any():
        return Timing(float("nan"), float("nan"), 0)
    low, middle, high = quantiles[use].T
    inside = (real[use] >= low) & (real[use] <= high)
    return Timing(float(np.median(np.abs(middle - real[use]))), float(inside.mean()), int(use.sum()))


def by_day(score: Array, day: Array) -> PerDay:
    """Sums of a score for each day; rows that are NaN do not count. `score` may have more columns than `day`."""
    columns = score.reshape(len(day), -1)
    use = np.isfinite(columns)
    _, number = np.unique(day, return_inverse=True)
    total = np.bincount(number, weights=np.where(use, columns, 0.0).sum(axis=1))
    return PerDay(total, np.bincount(number, weights=use.sum(axis=1)))


def interval(days: PerDay, draws: int, seed: int = 0) -> tuple[float, float] | None:
    """95 % interval of the mean: days drawn with replacement as blocks (Efron 1979; Künsch 1989). None below 3 days."""
    return _interval(days.total, days.weight, draws, seed)


def ratio_interval(ours: PerDay, theirs: PerDay, draws: int, seed: int = 0) -> tuple[float, float] | None:
    """The same for the ratio of two means over the same rows, the days drawn together."""
    return _interval(ours.total, theirs.total, draws, seed)


def _interval(above: Array, below: Array, draws: int, seed: int) -> tuple[float, float] | None:
    held = (above != 0) | (below != 0)
    above, below = above[held], below[held]
    if len(above) < 3 or not draws:
        return None
    drawn = np.random.default_rng(seed).integers(0, len(above), (draws, len(above)))
    bottom = below[drawn].sum(axis=1)
    ratios = above[drawn].sum(axis=1)[bottom > 0] / bottom[bottom > 0]
    if not ratios.size:
        return None
    low, high = np.percentile(ratios, (2.5, 97.5))
    return float(low), float(high)


def _where(use: Array, score: Array) -> Array:
    return np.where(use, score, np.nan)


def _episodes(wrong: Array) -> int:
    return int(np.sum(wrong & ~np.concatenate([[False], wrong[:-1]])))


def _steps_since_end(truth: Array) -> Array:
    """Steps since the truth was last occupied or unknown; whole numbers."""
    index = np.arange(len(truth))
    begun = np.where(truth < 0.5, -1, index)
    return index - np.maximum.accumulate(begun)
