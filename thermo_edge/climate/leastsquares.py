"""Nonlinear least squares in a few parameters, with numpy alone (Levenberg 1944, Marquardt 1963)."""

from collections.abc import Callable

import numpy as np

from thermo_edge.climate.series import Array

_DIFFERENCE = 1e-4


def marquardt(residuals: Callable[[Array], Array], begin: Array, steps: int = 20) -> Array:
    """The parameters (p,) at a minimum of the sum of squares, from `begin`.

    `residuals` takes many sets of parameters at once: (k, p) → (k, r). Slopes are differences forward. It ends after
    `steps`, or when a step gains less than a thousandth. What is not finite counts as worse.
    """
    found: Array = begin.astype(np.float64)
    damping = 1e-2
    many = np.concatenate([[found], found + _DIFFERENCE * np.eye(len(found))])
    for _ in range(steps):
        told = residuals(many)
        now, slope = told[0], (told[1:] - told[0]).T / _DIFFERENCE
        cost = float(now @ now)
        gradient, curvature = slope.T @ now, slope.T @ slope
        scale = np.diag(np.maximum(np.diag(curvature), 1e-12))
        dampings = damping * np.array([0.1, 1.0, 10.0, 100.0, 1000.0])
        tried = np.array([found - _solve(curvature + each * scale, gradient) for each in dampings])
        with np.errstate(over="ignore", invalid="ignore"):
            costs = (residuals(tried) ** 2).sum(axis=1)
        costs = np.where(np.isfinite(costs), costs, np.inf)
        best = int(np.argmin(costs))
        if costs[best] >= cost:
            return found
        found, damping = tried[best], float(np.clip(dampings[best], 1e-6, 1e6))
        many = np.concatenate([[found], found + _DIFFERENCE * np.eye(len(found))])
        if cost - costs[best] < 1e-3 * cost:
            return found
    return found


def _solve(matrix: Array, right: Array) -> Array:
    try:
        return np.asarray(np.linalg.solve(matrix, right))
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(matrix, right, rcond=None)[0])
