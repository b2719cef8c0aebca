"""Boosted trees of the change until each judged horizon, told what the ridge regression is told (scikit-learn)."""

from importlib.util import find_spec
from typing import Any

import numpy as np

from thermo_edge.bench.forecast_measure import HORIZONS
from thermo_edge.climate.baselines import LEAST_ROWS, between, later
from thermo_edge.climate.regressors import of_moment, of_way, one_future, past_futures
from thermo_edge.climate.series import DAY, Array, Outlook, ThermalSeries


def sklearn_is_here() -> bool:
    """Whether scikit-learn is installed."""
    return find_spec("sklearn") is not None


class BoostedTrees:
    """Histogram gradient boosting (Friedman 2001; Ke et al. 2017), made anew each night on the trailing days."""

    name = "boosted trees"

    def __init__(self, days: int = 30, planned: bool = False, seed: int = 0) -> None:
        self._days, self._planned, self._seed = days, planned, seed
        self._trees: dict[int, Any] = {}

    def fit(self, series: ThermalSeries, upto: int) -> None:
        from sklearn.ensemble import HistGradientBoostingRegressor

        self._trees = {}
        at = np.arange(max(0, upto - self._days * DAY), upto)
        moment, futures = of_moment(series, at), past_futures(series, at, upto, self._planned)
        for horizon in HORIZONS:
            change = later(series.target[:upto], at + horizon) - series.target[at]
            use = np.isfinite(change)
            if use.sum() < LEAST_ROWS:
                continue
            features = np.column_stack([moment, of_way(series, at, horizon, futures)])[use]
            features = np.where(np.isfinite(features).any(axis=0), features, 0.0)  # columns without a word
            trees = HistGradientBoostingRegressor(
                learning_rate=0.12,
                max_iter=40,
                max_leaf_nodes=15,
                min_samples_leaf=20,
                l2_regularization=1.0,
                max_bins=63,
                random_state=self._seed,
            )
            self._trees[horizon] = trees.fit(features, change[use])

    def predict(self, series: ThermalSeries, index: int, future: Outlook) -> Array:
        last = series.last(index)
        if not self._trees or not np.isfinite(series.target[index]):
            return np.full(DAY, last)
        at = np.array([index])
        moment, futures = of_moment(series, at), one_future(future, self._planned)
        changes = [
            float(trees.predict(np.column_stack([moment, of_way(series, at, horizon, futures)]))[0])
            for horizon, trees in self._trees.items()
        ]
        return last + between(tuple(self._trees), np.array(changes))
