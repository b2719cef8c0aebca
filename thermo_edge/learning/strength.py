"""How much to believe the home's own data: chosen on later days, never on the days that were learned from.

Rolling origin over blocks of days (L. J. Tashman, International Journal of Forecasting 16, 2000) and the rule of one
standard error (L. Breiman et al., Classification and Regression Trees, 1984, section 3.4.3) on the differences between
blocks: the strongest prior that is not clearly worse than the best.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from thermo_edge.learning.closed import Floats, log_loss, logistic, ridge

GRID = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, math.inf)

Fit = Callable[[ArrayLike, ArrayLike, ArrayLike, ArrayLike, ArrayLike | None], Floats]
Loss = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Choice:
    """For each output the chosen strength, its mean loss on later days, and that of the prior left as it was.

    Where there were too few days the strength is infinite and both losses are not a number.
    """

    strength: Floats
    loss: Floats
    prior_loss: Floats
    blocks: int


def squared(predicted: Floats, target: Floats) -> Floats:
    """The squared error of each."""
    return np.asarray((predicted - target) ** 2)


def choose_ridge(
    features: ArrayLike,
    targets: ArrayLike,
    prior: ArrayLike,
    days: ArrayLike,
    weights: ArrayLike | None = None,
    grid: Sequence[float] = GRID,
    block: int = 1,
) -> Choice:
    """The strength for `closed.ridge`; `days` (samples,) counts the day of each sample, `block` days are one block."""
    return _choose(ridge, squared, features, targets, prior, days, weights, grid, block)


def choose_logistic(
    features: ArrayLike,
    labels: ArrayLike,
    prior: ArrayLike,
    days: ArrayLike,
    weights: ArrayLike | None = None,
    grid: Sequence[float] = GRID,
    block: int = 1,
) -> Choice:
    """The strength for `closed.logistic`; see `choose_ridge`."""
    return _choose(logistic, log_loss, features, labels, prior, days, weights, grid, block)


# --- helpers ------------------------------------------------------------------------------------------------------


def _choose(
    fit: Fit,
    loss: Loss,
    features: ArrayLike,
    targets: ArrayLike,
    prior: ArrayLike,
    days: ArrayLike,
    weights: ArrayLike | None,
    grid: Sequence[float],
    block: int,
) -> Choice:
    x, y, middle = (np.asarray(each, np.float64) for each in (features, targets, prior))
    counted = np.ones_like(y) if weights is None else np.asarray(weights, np.float64)
    counted = np.broadcast_to(counted[:, None] if counted.ndim == 1 else counted, y.shape)
    candidates = sorted({*grid, math.inf})
    of_block = np.asarray(days, np.int64)
    of_block = (of_block - of_block.min()) // block if len(of_block) else of_block
    later = np.unique(of_block)[1:]
    shape = (len(later), len(candidates), y.shape[1])
    losses = np.full(shape, np.nan)
    for row, at in enumerate(later):
        learn, judge = of_block < at, of_block == at
        for column, strength in enumerate(candidates):
            found = fit(x[learn], y[learn], middle, strength, counted[learn])
            losses[row, column] = _mean_loss(loss, x[judge], y[judge], found, counted[judge])
    return _pick(losses, np.asarray(candidates))


def _mean_loss(loss: Loss, x: Floats, y: Floats, found: Floats, counted: Floats) -> Floats:
    known = np.asarray(np.isfinite(x).all(axis=1))[:, None] & np.isfinite(y) & (counted > 0)
    each = loss(np.where(np.isfinite(x), x, 0.0) @ found, np.where(known, y, 0.0))
    weight = np.where(known, counted, 0.0)
    total = weight.sum(axis=0)
    return np.where(total > 0, (weight * each).sum(axis=0) / np.where(total > 0, total, 1.0), np.nan)


def _pick(losses: Floats, candidates: Floats) -> Choice:
    """Per output; blocks in which an output was never judged do not count, and two are the fewest that decide."""
    outputs = losses.shape[2]
    strength, chosen, untouched = np.full(outputs, math.inf), np.full(outputs, np.nan), np.full(outputs, np.nan)
    judged = 0
    for output in range(outputs):
        table: Floats = losses[np.isfinite(losses[:, :, output]).all(axis=1), :, output]
        judged = max(judged, len(table))
        if len(table) < 2:
            continue
        best = int(table.mean(axis=0).argmin())
        worse = table - table[:, [best]]
        error = worse.std(axis=0, ddof=1) / math.sqrt(len(table))
        pick = max(index for index in range(len(candidates)) if worse[:, index].mean() <= error[index] + 1e-15)
        strength[output], chosen[output] = candidates[pick], table[:, pick].mean()
        untouched[output] = table[:, -1].mean()
    return Choice(strength, chosen, untouched, judged)
