"""Makes probabilities honest on later data: a curve in two numbers, or a monotone staircase.

`platt`: J. Platt, Probabilistic outputs for support vector machines (1999), with the targets and the safe Newton steps
of H.-T. Lin, C.-J. Lin and R. C. Weng, Machine Learning 68 (2007). `isotonic`: pool adjacent violators, M. Ayer et
al., Annals of Mathematical Statistics 26 (1955). Which when: A. Niculescu-Mizil and R. Caruana, ICML 2005: the
staircase needs about a thousand samples.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from thermo_edge.learning.closed import Floats, logistic, sigmoid


@dataclass(frozen=True, slots=True)
class Platt:
    """probability = sigmoid(slope · score + shift); slope 1 and shift 0 change nothing."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, score: ArrayLike) -> Floats:
        return sigmoid(self.slope * np.asarray(score, np.float64) + self.shift)


def platt(score: ArrayLike, label: ArrayLike, weights: ArrayLike | None = None, strength: float = 10.0) -> Platt:
    """Fit the curve to scores (log odds) and labels 0 or 1; `strength` samples hold it to what changes nothing.

    The slope never turns negative: a model that is wrong way round is not mended by calibration.
    """
    at, truth, weight = _known(score, label, weights)
    if not len(at):
        return Platt()
    yes, no = float(weight @ truth), float(weight @ (1.0 - truth))
    softened = truth * (yes + 1.0) / (yes + 2.0) + (1.0 - truth) / (no + 2.0)
    features = np.column_stack([at, np.ones_like(at)])
    found = logistic(features, softened[:, None], [[1.0], [0.0]], strength, weight)
    if found[0, 0] < 0.0:
        found = logistic(features, softened[:, None], [[0.0], [0.0]], [[np.inf], [strength]], weight)
    return Platt(float(found[0, 0]), float(found[1, 0]))


@dataclass(frozen=True, slots=True)
class Isotonic:
    """Straight lines between the steps; flat beyond the first and the last."""

    score: tuple[float, ...]
    probability: tuple[float, ...]

    def __call__(self, score: ArrayLike) -> Floats:
        return np.asarray(np.interp(np.asarray(score, np.float64), self.score, self.probability))


def isotonic(score: ArrayLike, label: ArrayLike, weights: ArrayLike | None = None) -> Isotonic | None:
    """The best rising staircase through labels 0..1; nothing where there are no samples."""
    at, truth, weight = _known(score, label, weights)
    if not len(at):
        return None
    places, group = np.unique(at, return_inverse=True)
    mass = np.bincount(group, weight)
    mean = np.bincount(group, weight * truth) / mass
    blocks: list[tuple[float, float, int]] = []
    for middle, much in zip(mean, mass, strict=True):
        blocks.append((float(middle), float(much), 1))
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            (low, first, count), (high, second, more) = blocks[-2:]
            blocks[-2:] = [((low * first + high * second) / (first + second), first + second, count + more)]
    steps = np.repeat([each[0] for each in blocks], [each[2] for each in blocks])
    edges = np.flatnonzero(np.r_[True, np.diff(steps) != 0] | np.r_[np.diff(steps) != 0, True])
    return Isotonic(tuple(places[edges].tolist()), tuple(steps[edges].tolist()))


def _known(score: ArrayLike, label: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats, Floats]:
    at, truth = np.asarray(score, np.float64), np.asarray(label, np.float64)
    weight = np.ones_like(at) if weights is None else np.asarray(weights, np.float64)
    known = np.isfinite(at) & np.isfinite(truth) & (weight > 0)
    return at[known], truth[known], weight[known]
