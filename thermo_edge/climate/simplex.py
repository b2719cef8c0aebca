"""Weights that are not negative and sum to one, by least squares or absolute errors; many small problems at once."""

import numpy as np

from thermo_edge.climate.series import Array

_STEPS = 300
_REWEIGHTINGS = 20


def projected(weights: Array) -> Array:
    """The nearest point of the simplex for each row of (…, m) (Duchi et al. 2008, ICML)."""
    ordered = -np.sort(-weights, axis=-1)
    count = np.arange(1, weights.shape[-1] + 1)
    over = (np.cumsum(ordered, axis=-1) - 1.0) / count
    last = (ordered > over).sum(axis=-1, keepdims=True) - 1
    found: Array = np.maximum(weights - np.take_along_axis(over, last, axis=-1), 0.0)
    return found


def simplex_weights(told: Array, truth: Array, prior: Array, pull: float | Array, absolute: bool = True) -> Array:
    """Weights (h, m) of m forecasts for each of h problems, held near a prior.

    `told` (n, m, h), `truth` (n, h); what is not finite does not count. Minimised is the mean square error, or the mean
    absolute one (iteratively reweighted: Holland and Welsch 1977), plus `pull` (h,) times the mean square error of the
    best member times the squared distance to `prior` (h, m), which lies on the simplex. Without a row it is the prior.
    """
    errors = told - truth[:, None, :]
    use: Array = np.isfinite(errors).all(axis=1)
    errors = np.where(use[:, None, :], errors, 0.0).transpose(2, 0, 1)  # h, n, m
    rows = use.T.astype(np.float64)
    number = np.maximum(rows.sum(axis=1), 1.0)
    weights = projected(np.asarray(prior, np.float64))
    for _ in range(_REWEIGHTINGS if absolute else 1):
        if absolute:
            missed = np.abs(np.einsum("hnm,hm->hn", errors, weights))
            typical = (missed * rows).sum(axis=1) / number
            importance = rows * (typical[:, None] + 1e-9) / np.maximum(missed, 0.05 * typical[:, None] + 1e-9)
        else:
            importance = rows
        gram = np.einsum("hn,hni,hnj->hij", importance / number[:, None], errors, errors)
        weights = _minimum(gram, prior, pull * np.einsum("hii->hi", gram).min(axis=1), weights)
    return weights


def _minimum(gram: Array, prior: Array, pull: Array, begin: Array) -> Array:
    """Of wᵀGw + pull·|w − prior|² on the simplex, by accelerated projected steps (Beck and Teboulle 2009)."""
    steep = np.linalg.eigvalsh(gram)[:, -1] + pull + 1e-12
    weights, ahead, pace = begin, begin, 1.0
    for _ in range(_STEPS):
        slope = np.einsum("hij,hj->hi", gram, ahead) + pull[:, None] * (ahead - prior)
        then = projected(ahead - slope / steep[:, None])
        quicker = (1.0 + np.sqrt(1.0 + 4.0 * pace**2)) / 2.0
        ahead = then + (pace - 1.0) / quicker * (then - weights)
        moved = float(np.abs(then - weights).max())
        weights, pace = then, quicker
        if moved < 1e-5:
            break
    return weights
