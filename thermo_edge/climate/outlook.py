"""What may be expected of the weather and the heating in the next day: a forecast, or what the last days were like."""

import numpy as np

from thermo_edge.climate.series import DAY, Array, Outlook, ThermalSeries

DAYS_OF_CLIMATE = 3
FADE = 24.0
"""Steps after which 1/e is left of how far the present is from what is usual."""


def recorded_outlook(series: ThermalSeries, index: int, weather: bool = True, plan: bool = False) -> Outlook:
    """The outlook at `index` of a recording. `weather`: the later outdoor temperatures and sun of the recording itself
    stand in for the forecast of a weather service, which is a perfect one; else it is what the last days were like.
    `plan`: what the heating and the set-points will do is known, otherwise it is not.
    """
    after = slice(index + 1, index + 1 + DAY)
    outdoor, sun = usual(series.outdoor, index, fading=True), usual(series.sun, index)
    if weather:
        outdoor, sun = _first(series.outdoor[after], outdoor), _first(series.sun[after], sun)
    if not plan:
        return Outlook(outdoor, sun)
    return Outlook(
        outdoor, sun, _first(series.heat[after], usual(series.heat, index)), _padded(series.set_point[after])
    )


def usual(column: Array, index: int, fading: bool = False) -> Array:
    """What the DAY steps after `index` are like by the same times of the last DAYS_OF_CLIMATE days; (DAY,).

    `fading`: how far the last value is from what was usual is added, and fades. Where nothing is known of a time it is
    the last value; NaN where nothing is known at all.
    """
    past = column[max(0, index + 1 - DAYS_OF_CLIMATE * DAY) : index + 1]
    known = np.flatnonzero(np.isfinite(past))
    if not known.size:
        return np.full(DAY, np.nan)
    whole = np.full(DAYS_OF_CLIMATE * DAY, np.nan)
    whole[len(whole) - len(past) :] = past
    days = whole.reshape(DAYS_OF_CLIMATE, DAY)
    number = np.isfinite(days).sum(axis=0)
    mean = np.where(number > 0, np.nansum(days, axis=0) / np.maximum(number, 1), np.nan)
    last = float(past[known[-1]])
    if fading and np.isfinite(mean[-1]):
        mean = mean + (last - mean[-1]) * np.exp(-np.arange(1, DAY + 1) / FADE)
    return np.where(np.isfinite(mean), mean, last)


def filled(column: Array) -> Array:
    """Holes bridged in a straight line, ends held; zeros where nothing is known."""
    known = np.flatnonzero(np.isfinite(column))
    if not known.size:
        return np.zeros_like(column)
    return np.interp(np.arange(len(column)), known, column[known])


def _padded(column: Array) -> Array:
    return np.concatenate([column, np.full(DAY - len(column), np.nan)])


def _first(told: Array, otherwise: Array) -> Array:
    told = _padded(told)
    return np.where(np.isfinite(told), told, otherwise)
