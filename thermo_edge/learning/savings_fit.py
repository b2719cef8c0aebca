"""A line through days that remember the day before: coefficients with a covariance that small samples deserve."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

ROUNDS = 4
"""Of estimating how much a day's error is that of the day before."""

MOST = 0.9
"""More memory than this cannot be told from a trend with some weeks of days."""

_LEVERAGE = 0.95


@dataclass(frozen=True)
class Fitted:
    """`beta` (k,), its `covariance` (k, k), and the degrees of freedom that are left."""

    beta: Array
    covariance: Array
    freedom: int

    def contrast(self, weights: Array) -> tuple[float, float]:
        """A weighted sum of coefficients and its standard error."""
        variance = float(weights @ self.covariance @ weights)
        return float(weights @ self.beta), float(np.sqrt(max(variance, 0.0)))


def fit(values: Array, columns: Array, days: NDArray[np.int64]) -> Fitted:
    """Generalised least squares with AR(1) errors, over days that may have gaps.

    `values` (n,), `columns` (n, k) with n > k, `days` (n,) rising day numbers. The autocorrelation is estimated from
    residuals and corrected for the k columns, since fitting makes residuals forget. The covariance is the larger of the
    model's and the heteroscedasticity-consistent HC3 (MacKinnon and White 1985), coefficient by coefficient: demand
    varies more on cold days, and a small sample flatters either.
    """
    count, width = columns.shape
    memory = 0.0
    beta: Array = np.asarray(np.linalg.pinv(columns) @ values, dtype=np.float64)
    apart = np.abs(days[:, None] - days[None, :]).astype(np.float64)
    root: Array = np.eye(count)
    for _ in range(ROUNDS):
        memory = _memory(values - columns @ beta, days, width)
        root = np.asarray(np.linalg.cholesky(memory**apart + 1e-9 * np.eye(count)), dtype=np.float64)
        beta = np.asarray(np.linalg.pinv(_white(root, columns)) @ _white(root, values), dtype=np.float64)
    left = _white(root, values - columns @ beta)
    return Fitted(beta, _covariance(_white(root, columns), left), count - width)


def _white(root: Array, values: Array) -> Array:
    """Without their autocorrelation."""
    return np.asarray(np.linalg.solve(root, values), dtype=np.float64)


def _memory(residuals: Array, days: NDArray[np.int64], width: int) -> float:
    """The correlation of neighbouring days, 0 to MOST."""
    total, count = float(residuals @ residuals), len(residuals)
    next_to = np.flatnonzero(np.diff(days) == 1)
    if total <= 1e-12 or len(next_to) < 3:
        return 0.0
    together = float(residuals[next_to] @ residuals[next_to + 1]) * count / len(next_to)
    return float(np.clip(together / total + width / count, 0.0, MOST))


def _covariance(columns: Array, residuals: Array) -> Array:
    count, width = columns.shape
    inverse = np.linalg.pinv(columns.T @ columns)
    model = inverse * float(residuals @ residuals) / max(count - width, 1)
    leverage = np.minimum(np.einsum("ij,jk,ik->i", columns, inverse, columns), _LEVERAGE)
    scores = columns * (residuals / (1.0 - leverage))[:, None]
    robust = inverse @ (scores.T @ scores) @ inverse
    grown = np.sqrt(np.maximum(np.diag(robust) / np.maximum(np.diag(model), 1e-300), 1.0))
    return np.asarray(model * np.outer(grown, grown), dtype=np.float64)


def t_quantile(share: float, freedom: int) -> float:
    """Student's t: the value below which `share` lies, 0.5 < share < 1, for 3 degrees of freedom or more.

    The expansion in 1/freedom of Abramowitz and Stegun (1964), 26.7.5: within 0.4 % of the table at 0.95.
    """
    z = NormalDist().inv_cdf(share)
    terms = (
        z,
        (z**3 + z) / 4.0,
        (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0,
        (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0,
        (79.0 * z**9 + 776.0 * z**7 + 1482.0 * z**5 - 1920.0 * z**3 - 945.0 * z) / 92160.0,
    )
    return float(sum(term / freedom**power for power, term in enumerate(terms)))
