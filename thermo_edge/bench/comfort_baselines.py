"""Plainer ways to say what people will want: PMV, the adaptive band, and their own smoothed frequencies."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.adaptive import EN_16798
from thermo_edge.climate.pmv import pmv
from thermo_edge.climate.preference import Prior, probabilities
from thermo_edge.learning.comfort_votes import Votes

Floats = NDArray[np.float64]

USUAL_OUTDOORS, USUAL_VELOCITY, USUAL_HUMIDITY, USUAL_ACTIVITY, USUAL_CLOTHING = 20.0, 0.1, 50.0, 1.2, 0.7
"""What stands in where a recording does not say it."""

_STEPS = 60


@dataclass(frozen=True, slots=True)
class Curve:
    """P of a vote from a signed distance to neutral: an ordinal logit with a slope, a shift and a width."""

    slope: float
    shift: float
    width: float

    def __call__(self, distance: Floats) -> Floats:
        """(n,) → (n, 3)."""
        return probabilities(Prior(slope=self.slope, width=self.width), self.shift - distance)


def by_pmv(votes: Votes) -> Floats:
    """The predicted mean vote of each (n,), kept to the range of its scale; 0 where it cannot be known."""
    vote = pmv(
        votes.air,
        votes.radiant,
        np.maximum(_known(votes.velocity, USUAL_VELOCITY), 0.0),
        _known(votes.humidity, USUAL_HUMIDITY),
        np.maximum(_known(votes.activity, USUAL_ACTIVITY), 0.7),
        np.maximum(_known(votes.clothing, USUAL_CLOTHING), 0.0),
    )
    return np.asarray(np.clip(np.nan_to_num(vote), -3.0, 3.0))


def by_adaptive(votes: Votes) -> Floats:
    """K above the middle of the adaptive band of EN 16798-1, category II, (n,)."""
    return np.asarray(votes.temperature - EN_16798[2].neutral(_known(votes.outdoor_mean, USUAL_OUTDOORS)))


Distance = Callable[[Votes], Floats]

BASELINES: dict[str, tuple[Distance, Curve]] = {
    "PMV": (by_pmv, Curve(0.6924, -0.4749, 1.2727)),
    "adaptive band": (by_adaptive, Curve(0.2651, -2.6023, 1.3072)),
}
"""By name: what it goes by, and its curve as fitted to the ASHRAE votes that are not kept apart."""

FREQUENCIES = np.array([0.306, 0.520, 0.174])
"""Shares of cooler, fine and warmer among the same votes."""

SMOOTHING = (1.0, 3.0, 10.0)
"""Votes with these shares that are added before somebody's own are counted: the best of the three is compared with."""


def calibrated(votes: Votes) -> dict[str, tuple[Distance, Curve]]:
    """The baselines with curves of this file's votes that are not kept apart; as shipped where it has too few."""
    taught = votes.of(~votes.apart)
    if len(taught) < 1000:
        return BASELINES
    return {name: (distance, fit_curve(distance(taught), taught.want)) for name, (distance, _) in BASELINES.items()}


def fit_curve(distance: Floats, want: NDArray[np.int64]) -> Curve:
    """Maximum likelihood by Newton's method with differences; the likelihood is concave in these numbers."""
    at, wants = distance[np.isfinite(distance)], want[np.isfinite(distance)]

    def cost(numbers: Floats) -> float:
        slope, centre, width = np.exp(numbers[0]), numbers[1], np.exp(numbers[2])
        told = Curve(float(slope), float(centre), float(width))(at)
        return -float(np.log(np.maximum(told[np.arange(len(at)), wants], 1e-12)).mean())

    found, now = np.array([np.log(0.3), 0.0, 0.3]), np.inf
    for _ in range(_STEPS):
        slope, bend = _differences(cost, found)
        values, vectors = np.linalg.eigh(bend)
        step = np.clip(vectors @ ((vectors.T @ slope) / np.maximum(np.abs(values), 1e-3)), -0.5, 0.5)
        tried = next((t for t in (found - 0.5**k * step for k in range(20)) if cost(t) < now), None)
        if tried is None:
            break
        gained, found, now = now - cost(tried), tried, cost(tried)
        if gained < 1e-9:
            break
    return Curve(round(float(np.exp(found[0])), 4), round(float(found[1]), 4), round(float(np.exp(found[2])), 4))


def frequencies(want: NDArray[np.int64], shares: Floats, smoothing: float) -> Floats:
    """P of each vote (3,) by how often somebody gave it so far."""
    counted = np.bincount(want, minlength=3) + smoothing * shares
    return np.asarray(counted / counted.sum())


def _differences(cost: Callable[[Floats], float], at: Floats, step: float = 1e-3) -> tuple[Floats, Floats]:
    """Slopes and bends by central differences."""
    units = step * np.eye(len(at))
    slope = np.array([(cost(at + u) - cost(at - u)) / (2 * step) for u in units])
    bend = [
        [(cost(at + u + v) - cost(at + u - v) - cost(at - u + v) + cost(at - u - v)) / (4 * step**2) for v in units]
        for u in units
    ]
    return slope, np.array(bend)


def _known(values: Floats, usual: float) -> Floats:
    return np.where(np.isfinite(values), values, usual)
