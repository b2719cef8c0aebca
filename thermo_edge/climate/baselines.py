"""Plain forecasts of a room's temperature: as it is, as yesterday went, and a ridge regression made anew each night."""

from dataclasses import dataclass

import numpy as np

from thermo_edge.climate.regressors import (
    Index,
    of_moment,
    of_way,
    one_future,
    past_futures,
    same_change,
    ways_of_one,
)
from thermo_edge.climate.series import DAY, Array, Outlook, ThermalSeries

ANCHORS = (1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96)
"""Steps ahead that have a regression of their own; between them the forecast is a straight line."""

STRENGTHS = np.array([1.0, 10.0, 100.0, 1000.0])
LEAST_ROWS = DAY // 2
"""Moments with a known outcome that a regression needs; below that the room is said to stay as it is."""


class Persistence:
    """It stays as warm as it is."""

    name = "persistence"

    def fit(self, series: ThermalSeries, upto: int) -> None:
        """Nothing to learn."""

    def predict(self, series: ThermalSeries, index: int, _: Outlook) -> Array:
        return np.full(DAY, series.last(index))


class SameChange:
    """It changes as it did a day before at these times; where that is unknown it stays."""

    name = "same change as yesterday"

    def fit(self, series: ThermalSeries, upto: int) -> None:
        """Nothing to learn."""

    def predict(self, series: ThermalSeries, index: int, _: Outlook) -> Array:
        changes = same_change(series.target, np.full(DAY, index), np.arange(1, DAY + 1), 1)
        return series.last(index) + np.where(np.isfinite(changes), changes, 0.0)


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A linear model of the change until one horizon."""

    centre: Array
    scale: Array
    weights: Array
    shift: float

    def at(self, features: Array) -> float:
        scaled = (features - self.centre) / self.scale
        return self.shift + float(np.where(np.isfinite(scaled), scaled, 0.0) @ self.weights)


class NightlyRidge:
    """Ridge regression of the change until each horizon, on the trailing days (Hoerl and Kennard 1970).

    The strength of each horizon is the one that did best on the last fifth of those days. With `planned` it also
    learns from, and is told, what the heating will do.
    """

    name = "ridge"

    def __init__(self, days: int = 30, planned: bool = False) -> None:
        self._days = days
        self._planned = planned
        self._lines: dict[int, Line] = {}

    def fit(self, series: ThermalSeries, upto: int) -> None:
        self._lines = {}
        at = np.arange(max(0, upto - self._days * DAY), upto)
        moment = of_moment(series, at)
        futures = past_futures(series, at, upto, self._planned)
        for horizon in ANCHORS:
            change = later(series.target[:upto], at + horizon) - series.target[at]
            use = np.isfinite(change)
            if use.sum() < LEAST_ROWS:
                continue
            features = np.column_stack([moment, of_way(series, at, horizon, futures)])
            self._lines[horizon] = line(features[use], change[use], horizon)

    def predict(self, series: ThermalSeries, index: int, future: Outlook) -> Array:
        last = series.last(index)
        if not self._lines or not np.isfinite(series.target[index]):
            return np.full(DAY, last)
        horizons = np.array(list(self._lines))
        moment = np.repeat(of_moment(series, np.array([index])), len(horizons), axis=0)
        ways = ways_of_one(series, index, horizons, one_future(future, self._planned))
        rows = np.column_stack([moment, ways])
        changes = [line.at(row) for line, row in zip(self._lines.values(), rows, strict=True)]
        return last + between(tuple(self._lines), np.array(changes))


def between(horizons: tuple[int, ...], changes: Array) -> Array:
    """(DAY,) changes from those at some horizons, in straight lines that begin at no change now."""
    return np.asarray(np.interp(np.arange(1, DAY + 1), (0, *horizons), np.concatenate([[0.0], changes])))


def later(known: Array, at: Index) -> Array:
    """The values at indices, NaN beyond the end."""
    return np.where(at < len(known), known[np.minimum(at, len(known) - 1)], np.nan) if len(known) else at * np.nan


# --- ridge --------------------------------------------------------------------------------------------------------


def line(features: Array, change: Array, horizon: int) -> Line:
    """Of rows in order of time, so many of which lie within a horizon; the last fifth chooses the strength."""
    centre, scale = _scaling(features)
    scaled = (features - centre) / scale
    scaled = np.where(np.isfinite(scaled), scaled, 0.0)
    cut = len(change) - max(1, len(change) // 5)
    strength = 10.0
    if cut - horizon >= LEAST_ROWS // 2:
        first = slice(0, cut - horizon)  # what began before the cut and ended after it would give it away
        tried = _weights(scaled[first], change[first], STRENGTHS)
        shifts = change[first].mean() - scaled[first].mean(axis=0) @ tried
        errors = np.abs(scaled[cut:] @ tried + shifts - change[cut:, None]).mean(axis=0)
        strength = float(STRENGTHS[int(np.argmin(errors))])
    weights = _weights(scaled, change, np.array([strength]))[:, 0]
    return Line(centre, scale, weights, float(change.mean() - scaled.mean(axis=0) @ weights))


def _scaling(features: Array) -> tuple[Array, Array]:
    known = np.isfinite(features)
    number = np.maximum(known.sum(axis=0), 1)
    centre = np.where(known, features, 0.0).sum(axis=0) / number
    spread = np.sqrt((np.where(known, features - centre, 0.0) ** 2).sum(axis=0) / number)
    return centre, np.where(spread > 1e-6, spread, np.inf)


def _weights(x: Array, y: Array, strengths: Array) -> Array:
    """(features, strengths): one decomposition serves all strengths."""
    x = x - x.mean(axis=0)
    values, vectors = np.linalg.eigh(x.T @ x)
    turned = vectors.T @ (x.T @ (y - y.mean()))
    weights: Array = vectors @ (turned[:, None] / (np.maximum(values, 0.0)[:, None] + strengths))
    return weights
