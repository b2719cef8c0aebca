"""Learning at home in closed form: a few thousand weights around what was learned elsewhere, with numpy alone.

Both updates are the most probable weights under a Gaussian prior whose middle is the weights given (maximum a
posteriori): C. M. Bishop, Pattern Recognition and Machine Learning (2006), sections 3.1.4 and 3.3 for the linear one,
4.3.3 (iteratively reweighted least squares) and 4.5 for the logistic one. The prior's strength is counted in samples
of unit size: at 100 it takes about a hundred samples to move a weight half-way.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_STEPS = 50
_HALVINGS = 30
_TOLERANCE = 1e-9


def ridge(
    features: ArrayLike,
    targets: ArrayLike,
    prior: ArrayLike,
    strength: ArrayLike,
    weights: ArrayLike | None = None,
) -> Floats:
    """Linear weights (features, outputs) for features (samples, features) and targets (samples, outputs).

    `strength` is one number, one for each output, or (features, outputs); infinite keeps the prior. A target that is
    not finite, or has no weight, says nothing. `weights` is (samples,) or (samples, outputs).
    """
    x, y, middle, strengths, counted = _checked(features, targets, prior, strength, weights)
    found = middle.copy()
    for output in range(y.shape[1]):
        free, used = np.isfinite(strengths[:, output]), counted[:, output] > 0
        if not used.any() or not free.any():
            continue
        rows, weight = x[np.ix_(used, free)], counted[used, output]
        left = y[used, output] - x[used] @ middle[:, output]
        curvature = (rows * weight[:, None]).T @ rows + np.diag(strengths[free, output])
        found[free, output] += _solve(curvature, rows.T @ (weight * left))
    return found


def logistic(
    features: ArrayLike,
    labels: ArrayLike,
    prior: ArrayLike,
    strength: ArrayLike,
    weights: ArrayLike | None = None,
) -> Floats:
    """Logistic weights (features, outputs), one independent yes or no for each output; shapes as in `ridge`.

    Labels lie in 0..1. Newton's method with halved steps: it ends at the one minimum, separable data included, as long
    as the strength is above nothing.
    """
    x, y, middle, strengths, counted = _checked(features, labels, prior, strength, weights)
    given = counted > 0
    if ((y[given] < 0) | (y[given] > 1)).any():
        raise ValueError("labels lie in 0..1")
    found = middle.copy()
    for output in range(y.shape[1]):
        free, used = np.isfinite(strengths[:, output]), given[:, output]
        if used.any() and free.any():
            rows, offset = x[np.ix_(used, free)], x[np.ix_(used, ~free)] @ middle[~free, output]
            found[free, output] = _newton(
                rows, offset, y[used, output], counted[used, output], middle[free, output], strengths[free, output]
            )
    return found


def sigmoid(score: ArrayLike) -> Floats:
    """The logistic function, without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * np.asarray(score, np.float64))))


def log_loss(score: ArrayLike, label: ArrayLike) -> Floats:
    """What a logistic score costs for each sample, in nats; exact also where the probability rounds to 0 or 1."""
    at, truth = np.asarray(score, np.float64), np.asarray(label, np.float64)
    return np.asarray(np.logaddexp(0.0, at) - truth * at)


# --- helpers ------------------------------------------------------------------------------------------------------


def _newton(x: Floats, offset: Floats, y: Floats, weight: Floats, middle: Floats, strength: Floats) -> Floats:
    def cost(at: Floats) -> float:
        with np.errstate(
            over="ignore", invalid="ignore"
        ):  # a step too far costs too much or nothing known, and is halved
            lost = weight @ log_loss(x @ at + offset, y) + 0.5 * strength @ (at - middle) ** 2
        return float(lost)

    found, now = middle.copy(), cost(middle)
    for _ in range(_STEPS):
        chance = sigmoid(x @ found + offset)
        slope = x.T @ (weight * (chance - y)) + strength * (found - middle)
        curvature = (x * (weight * chance * (1.0 - chance))[:, None]).T @ x + np.diag(strength)
        step = _solve(curvature, slope)
        for halving in range(_HALVINGS):
            tried = found - step * 0.5**halving
            then = cost(tried)
            if then <= now:
                break
        else:
            return found
        found, gained, now = tried, now - then, then
        if gained <= _TOLERANCE * (1.0 + abs(now)):
            return found
    return found


def _solve(curvature: Floats, slope: Floats) -> Floats:
    """Least squares where features repeat each other and nothing holds them."""
    try:
        solved = np.linalg.solve(curvature, slope)
        if np.isfinite(solved).all():
            return np.asarray(solved)
    except np.linalg.LinAlgError:
        pass
    return np.asarray(np.linalg.lstsq(curvature, slope, rcond=None)[0])


def _checked(
    features: ArrayLike, targets: ArrayLike, prior: ArrayLike, strength: ArrayLike, weights: ArrayLike | None
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    x, y = np.asarray(features, np.float64), np.asarray(targets, np.float64)
    middle = np.asarray(prior, np.float64)
    if x.ndim != 2 or y.ndim != 2 or len(x) != len(y) or middle.shape != (x.shape[1], y.shape[1]):
        raise ValueError(f"features {x.shape}, targets {y.shape} and prior {middle.shape} do not belong together")
    strengths = np.array(np.broadcast_to(np.asarray(strength, np.float64), middle.shape))
    counted = np.ones_like(y) if weights is None else np.asarray(weights, np.float64)
    counted = np.array(np.broadcast_to(counted[:, None] if counted.ndim == 1 else counted, y.shape))
    if not np.isfinite(middle).all() or (strengths < 0).any() or np.isnan(strengths).any():
        raise ValueError("the prior must be finite, and its strength not negative")
    if not np.isfinite(counted).all() or (counted < 0).any():
        raise ValueError("weights of samples are finite and not negative")
    known = np.asarray(np.isfinite(x).all(axis=1))
    counted[~known] = 0.0
    counted[~np.isfinite(y)] = 0.0
    return np.where(known[:, None], x, 0.0), np.where(np.isfinite(y), y, 0.0), middle, strengths, counted
