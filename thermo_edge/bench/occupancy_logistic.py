"""Logistic regression on plain sensor values, by Newton's method: a small room rarely needs more."""

import numpy as np

from thermo_edge.bench.baselines import home_states, target_times, targets
from thermo_edge.bench.contender import HORIZONS, Belief, Moments, Outlook, silent
from thermo_edge.bench.recordings.recording import DAY, WEEK, Array, Recording

RIDGE = 1.0
ROUNDS = 30
LAGS = (120, 300, 600, 1200, 1800)
"""Seconds over which values are compared with themselves."""
LONG_AGO = 12 * 3600
"""Seconds after which a switch's last word no longer counts as later."""


def plain_features(recording: Recording) -> Array:
    """(T, F): measured values as they are; of switches whether they were on, and how long ago (log of minutes)."""
    columns = []
    index = np.arange(len(recording))
    for number, sensor in enumerate(recording.sensors):
        value = recording.values[:, number]
        columns.append(value)
        if sensor.kind.speaks_of_changes:
            last = np.maximum.accumulate(np.where(value > 0, index, -1))
            since = np.where(last < 0, LONG_AGO, (index - last) * recording.step)
            columns.append(np.log1p(np.minimum(since, LONG_AGO) / 60))
    return np.column_stack(columns)


def change_features(recording: Recording) -> Array:
    """(T, F): how much each measured value changed over each of LAGS; NaN before the beginning."""
    columns = [n for n, sensor in enumerate(recording.sensors) if not sensor.kind.speaks_of_changes]
    value = recording.values[:, columns]
    found = []
    for lag in LAGS:
        steps = min(max(1, lag // recording.step), len(value))
        before = np.concatenate([np.full((steps, len(columns)), np.nan), value[: len(value) - steps]])
        found.append(value - before)
    return np.column_stack(found)


def clock_features(local: Array) -> Array:
    """(..., 5): the hour of the day as two harmonics, and whether it is the weekend, from seconds of the week."""
    turn = 2 * np.pi * (local % DAY) / DAY
    waves = [np.sin(turn), np.cos(turn), np.sin(2 * turn), np.cos(2 * turn)]
    return np.stack([*waves, (local >= 5 * WEEK / 7).astype(float)], axis=-1)


class Scale:
    """Brings features to mean 0 and spread 1 as the training data had them; unknown values become the mean."""

    def __init__(self, features: Array) -> None:
        seen = np.isfinite(features).any(axis=0)
        filled = np.where(seen, features, 0.0)
        self._mean = np.nanmean(filled, axis=0)
        spread = np.nanstd(filled, axis=0)
        self._spread = np.where(spread > 1e-9, spread, 1.0)

    def __call__(self, features: Array) -> Array:
        scaled: Array = np.nan_to_num((features - self._mean) / self._spread)
        return np.clip(scaled, -6, 6)


def fit_logistic(features: Array, truth: Array) -> Array:
    """Weights (F + 1,), the last one free of the ridge; NaN where truth is never known (Hastie 2009, 4.4.1)."""
    use = np.isfinite(truth)
    if not use.any():
        return np.full(features.shape[1] + 1, np.nan)
    x = np.column_stack([features[use], np.ones(int(use.sum()))])
    y = truth[use]
    ridge = np.diag([RIDGE] * features.shape[1] + [1e-3])
    weights = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        p = sigmoid(x @ weights)
        slope = x.T @ (y - p) - ridge @ weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights + np.clip(step, -5, 5)
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def sigmoid(logits: Array) -> Array:
    p: Array = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return p


class Logistic:
    """One regression for each room and the home now, and one for each horizon with the clock beside.

    With changes, it also sees how measured values moved, without which no room is known from its climate.
    """

    def __init__(self, changes: bool = False) -> None:
        self.name = "logistic regression, with changes" if changes else "logistic regression"
        self._changes = changes

    def fit(self, train: Recording) -> None:
        features, truth = self._features(train), targets(train)
        self._scale = Scale(features)
        scaled = self._scale(features)
        self._now = np.array([fit_logistic(scaled, column) for column in truth.T])
        origins = np.arange(0, len(train), max(1, 300 // train.step))
        clocks = clock_features(target_times(train, origins))
        self._later = np.array(
            [
                [fit_logistic(np.column_stack([scaled[origins], clocks[:, h]]), column) for column in later.T]
                for h, later in enumerate(later_truth(truth[:, :-1], origins, train.step))
            ]
        )

    def now(self, recording: Recording) -> Belief:
        said = _apply(self._scale(self._features(recording)), self._now)
        return Belief(said[:, :-2], home_states(said[:, -2], said[:, -1]))

    def ahead(self, recording: Recording, origins: Array) -> Outlook:
        scaled = self._scale(self._features(recording))[origins]
        clocks = clock_features(target_times(recording, origins))
        said = [_apply(np.column_stack([scaled, clocks[:, h]]), self._later[h]) for h in range(len(HORIZONS))]
        whole = np.stack(said, axis=1)
        return Outlook(whole[:, :, :-1], whole[:, :, -1])

    def moments(self, _recording: Recording, origins: Array) -> Moments:
        return silent(origins)

    def _features(self, recording: Recording) -> Array:
        plain = plain_features(recording)
        return np.column_stack([plain, change_features(recording)]) if self._changes else plain


def later_truth(truth: Array, origins: Array, step: int) -> list[Array]:
    """For each horizon (O, C): what was true then, NaN beyond the end."""
    found = []
    for minutes in HORIZONS:
        when = origins + minutes * 60 // step
        later = truth[np.minimum(when, len(truth) - 1)].copy()
        later[when >= len(truth)] = np.nan
        found.append(later)
    return found


def _apply(features: Array, weights: Array) -> Array:
    return sigmoid(features @ weights[:, :-1].T + weights[:, -1])
