"""What a room does without heat, said by plain means that were fitted to the room alone: grey-box and ridge."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.baselines import ANCHORS, LEAST_ROWS, between, line
from thermo_edge.climate.features import Array, Signals, Sky
from thermo_edge.climate.greybox import GreyBox
from thermo_edge.climate.regressors import WAYS, Futures, Index, of_moment, of_way, ways_of_one
from thermo_edge.climate.series import DAY, STEP, Outlook, ThermalSeries, room

Indices = NDArray[np.integer[Any]]

HORIZONS = tuple(anchor for anchor in ANCHORS if anchor >= 4)
"""Steps ahead of the regressions: they are taught by moments an hour apart."""

EVERY = 4  # steps between those

_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
_HALF = timedelta(minutes=7.5)


@dataclass(frozen=True)
class PlainFree:
    """Fits of one room. `theta` of the grey-box; regressions (HORIZONS, features): `slope`s about `centre`, `shift`."""

    theta: Array | None = None
    centre: Array | None = None
    slope: Array | None = None
    shift: Array | None = None  # (HORIZONS,)


def fit(signals: Signals, at: Indices, change: Array, effect: Array, upto: int) -> PlainFree:
    """Of what came before the index `upto`.

    `at` (n,) are moments an hour apart, `change` (n, DAY) K from then, `effect` (n, DAY) of it by heat and cold; NaN
    where unknown.
    """
    series, moments = series_of(signals.part(0, upto)), at.astype(np.intp)
    grey = GreyBox()
    grey.fit(series, upto)
    moment = of_moment(series, moments)
    weather = _futures(_recorded(signals.part(0, upto), at))
    lines = []
    for horizon in HORIZONS:
        left = (change - effect)[:, horizon - 1]
        use = np.isfinite(left) & np.isfinite(series.target[moments])
        if use.sum() < LEAST_ROWS:
            return PlainFree(grey.theta)
        rows = np.column_stack([moment, of_way(series, moments, horizon, weather)])
        lines.append(line(rows[use], left[use], horizon // EVERY))
    return PlainFree(
        grey.theta,
        np.stack([each.centre for each in lines]),
        np.stack([each.weights / each.scale for each in lines]),
        np.array([each.shift for each in lines]),
    )


def tell(plain: PlainFree, signals: Signals, at: Indices, sky: Sky) -> Array:
    """(n, 2, DAY) K from the temperature at each of `at`, with no heat after it, by grey-box and ridge; NaN: nothing.

    `sky` (n, DAY). Nothing after a moment is looked at but its weather.
    """
    series, moments = series_of(signals), at.astype(np.intp)
    told = np.full((len(at), 2, DAY), np.nan)
    if plain.theta is not None:
        told[:, 0] = _by_grey(plain.theta, series, moments, sky)
    if plain.slope is not None and plain.centre is not None and plain.shift is not None:
        told[:, 1] = _by_ridge(plain.centre, plain.slope, plain.shift, series, moments, _futures(sky))
    return told


def series_of(signals: Signals) -> ThermalSeries:
    """As plain forecasters read a room; its day of the week is not known."""
    hours = timedelta(hours=float(signals.hour[-1])) + _HALF
    return room(
        "room",
        _MONDAY + hours - (signals.times - 1) * STEP,
        signals.target,
        outdoor=signals.outdoor,
        sun=signals.sun,
        heat=signals.heating - np.nan_to_num(signals.cooling),
        set_point=signals.set_point,
        neighbours=signals.neighbours[None],
    )


# --- helpers ------------------------------------------------------------------------------------------------------


def _by_grey(theta: Array, series: ThermalSeries, at: Index, sky: Sky) -> Array:
    grey, nothing = GreyBox(theta=theta), np.zeros(DAY)
    told = np.full((len(at), DAY), np.nan)
    for row, index in enumerate(at.tolist()):
        if np.isfinite(series.target[index]):
            found = grey.predict(series, index, Outlook(sky.outdoor[row], sky.sun[row], nothing))
            told[row] = found - series.target[index]
    return told


def _by_ridge(centre: Array, slope: Array, shift: Array, series: ThermalSeries, at: Index, weather: Futures) -> Array:
    moment = np.broadcast_to(of_moment(series, at)[:, None], (len(at), len(HORIZONS), centre.shape[1] - WAYS))
    away = np.concatenate([moment, _ways(series, at, weather)], axis=-1) - centre
    found = shift + (np.where(np.isfinite(away), away, 0.0) * slope).sum(axis=-1)
    told = np.array([between(HORIZONS, row) for row in found]).reshape(len(at), DAY)
    return np.where(np.isfinite(series.target[at])[:, None], told, np.nan)


def _ways(series: ThermalSeries, at: Index, weather: Futures) -> Array:
    """(n, HORIZONS, WAYS), moment by moment where they are fewer than the horizons: the living house asks for one."""
    if len(at) < len(HORIZONS):
        ahead = np.array(HORIZONS)
        each = [
            ways_of_one(series, i, ahead, Futures(*(c[row : row + 1] for c in weather))) for row, i in enumerate(at)
        ]
        return np.stack(each) if each else np.empty((0, len(HORIZONS), WAYS))
    return np.stack([of_way(series, at, horizon, weather) for horizon in HORIZONS], axis=1)


def _recorded(signals: Signals, at: Indices) -> Sky:
    ahead = at[:, None] + np.arange(1, DAY + 1)
    outdoor, sun = (signals.of(name, ahead) for name in ("outdoor", "sun"))
    return Sky(outdoor, sun, signals.of("hour", ahead), signals.of("weekend", ahead))


def _futures(sky: Sky) -> Futures:
    unknown = np.full(sky.outdoor.shape, np.nan)
    return Futures(sky.outdoor, sky.sun, unknown, unknown)
