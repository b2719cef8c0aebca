"""What a regression is told of a room: of the moment, and of the way to each horizon. NaN is unknown."""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from thermo_edge.climate.series import DAY, Array, Outlook, ThermalSeries

Index = NDArray[np.intp]

LAGS = (1, 2, 4, 8, 12, 24, 48, DAY)

WAYS = 8
"""Columns of `of_way`."""


class Futures(NamedTuple):
    """The outlooks of N moments, (N, DAY) each; a plan that is not known is NaN."""

    outdoor: Array
    sun: Array
    heat: Array
    set_point: Array


def one_future(future: Outlook, planned: bool) -> Futures:
    """Of a single moment."""
    unknown = np.full(DAY, np.nan)
    heat = future.heat if planned and future.heat is not None else unknown
    set_point = future.set_point if planned and future.set_point is not None else unknown
    return Futures(future.outdoor[None], future.sun[None], heat[None], set_point[None])


def past_futures(series: ThermalSeries, at: Index, upto: int, planned: bool) -> Futures:
    """What came after moments of the past, as far as it is known before `upto`: the weather, and the plan if wanted."""

    def ahead(column: Array) -> Array:
        padded = np.concatenate([column[:upto], np.full(DAY + 1, np.nan)])
        return np.asarray(sliding_window_view(padded, DAY)[at + 1])

    unknown = np.full((len(at), DAY), np.nan)
    heat, set_point = (ahead(series.heat), ahead(series.set_point)) if planned else (unknown, unknown)
    return Futures(ahead(series.outdoor), ahead(series.sun), heat, set_point)


def of_moment(series: ThermalSeries, at: Index) -> Array:
    """(len(at), …): lags, the weather, the heating, the neighbours and the clock at those indices."""
    now = series.target[at]
    beside = mean(series.neighbours, axis=0) if len(series.neighbours) else np.full(len(series), np.nan)
    clock = 2 * np.pi * series.local[at] / 24
    columns = [now - back(series.target, at, lag) for lag in LAGS]
    columns += [
        now - trailing(series.target, at, DAY),
        series.outdoor[at] - now,
        trailing(series.outdoor, at, DAY) - now,
        series.sun[at],
        trailing(series.sun, at, 24),
        series.heat[at],
        trailing(series.heat, at, 4),
        trailing(series.heat, at, 24),
        trailing(series.heat, at, DAY),
        series.set_point[at] - now,
        beside[at] - now,
        beside[at] - back(beside, at, 4),
        np.sin(clock),
        np.cos(clock),
        np.sin(2 * clock),
        np.cos(2 * clock),
    ]
    return np.column_stack(columns)


def of_way(series: ThermalSeries, at: Index, horizon: int, futures: Futures) -> Array:
    """(len(at), …): the weather to come as far as `horizon` steps, what the days before did then, and the plan."""
    now = series.target[at]
    told = Futures(*(column[:, :horizon] for column in futures))
    return np.column_stack(
        [
            told.outdoor[:, -1] - series.outdoor[at],
            mean(told.outdoor, axis=1) - now,
            told.sun[:, -1],
            mean(told.sun, axis=1),
            same_change(series.target, at, horizon, 1),
            same_change(series.target, at, horizon, 2),
            mean(told.heat, axis=1),
            told.set_point[:, -1] - now,
        ]
    )


def ways_of_one(series: ThermalSeries, index: int, horizons: Index, future: Futures) -> Array:
    """(len(horizons), …): `of_way` of a single moment at once."""
    at = np.full(len(horizons), index)
    now = series.target[index]
    upto = horizons - 1
    days = [same_change(series.target, at, horizons, days) for days in (1, 2)]
    return np.column_stack(
        [
            future.outdoor[0, upto] - series.outdoor[index],
            _so_far(future.outdoor[0])[upto] - now,
            future.sun[0, upto],
            _so_far(future.sun[0])[upto],
            *days,
            _so_far(future.heat[0])[upto],
            future.set_point[0, upto] - now,
        ]
    )


def _so_far(column: Array) -> Array:
    """The mean of what is known up to each step."""
    known = np.isfinite(column)
    number = np.cumsum(known)
    return np.where(number > 0, np.cumsum(np.where(known, column, 0.0)) / np.maximum(number, 1), np.nan)


def same_change(column: Array, at: Index, horizon: int | Index, days: int) -> Array:
    """By how much it changed within as many steps so many days before."""
    return back(column, at, days * DAY - horizon) - back(column, at, days * DAY)


def back(column: Array, at: Index, steps: int | Index) -> Array:
    """The value so many steps before each index; NaN before the beginning."""
    then = at - steps
    return np.where(then >= 0, column[np.maximum(then, 0)], np.nan)


def trailing(column: Array, at: Index, steps: int) -> Array:
    """The mean of what is known of the last `steps` steps up to each index, itself included."""
    known = np.isfinite(column)
    total = np.concatenate([[0.0], np.cumsum(np.where(known, column, 0.0))])
    number = np.concatenate([[0], np.cumsum(known)])
    begin = np.maximum(at + 1 - steps, 0)
    count = number[at + 1] - number[begin]
    return np.where(count > 0, (total[at + 1] - total[begin]) / np.maximum(count, 1), np.nan)


def mean(values: Array, axis: int) -> Array:
    """Of what is known along an axis; NaN where nothing is."""
    known = np.isfinite(values)
    number = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)
