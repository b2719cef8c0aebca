"""How far forecasts were off at this home: a lasting bias, and the spread by how far ahead they looked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, sqrt

from thermo_edge.home.weather import WeatherForecast

FADES = timedelta(hours=6)
"""A difference of now is gone to 1/e after so long."""

LEADS = (0.0, 3.0, 6.0, 12.0, 24.0, 48.0)
"""Hours ahead that spreads are given for; between them they go straight."""

FORECAST = (0.4, 0.9, 1.2, 1.5, 1.9, 2.4)
"""K, of a forecast that was corrected to the thermometer here, before this home has shown its own."""

CLIMATOLOGY = (0.4, 1.2, 1.8, 2.5, 3.1, 3.6)
"""K, of the mean of the last days, led on from now."""

_BIAS_WEIGHT = 4.0  # days of pairs that weigh as much as the belief that there is no bias
_SPREAD_WEIGHT = 20.0  # pairs that weigh as much as the spread believed before
_PER_DAY = 4  # pairs of a day that say something of their own
_WILD = 8.0  # K; more is a thermometer in the sun, or a forecast of another place's front


@dataclass(frozen=True, slots=True)
class Error:
    """What is known of a home's forecasts. `bias` (K) is what the home is warmer than foretold, in the mean."""

    bias: float = 0.0
    spread: tuple[float, ...] = FORECAST  # K, at LEADS
    days: float = 0.0  # that it was learned from


UNKNOWN = Error()


def spread_at(spreads: tuple[float, ...], lead: timedelta) -> float:
    """K, so far ahead."""
    hours = max(lead / timedelta(hours=1), 0.0)
    for (before, low), (after, high) in zip(
        zip(LEADS, spreads, strict=True), zip(LEADS[1:], spreads[1:], strict=True), strict=False
    ):
        if hours <= after:
            return low + (hours - before) / (after - before) * (high - low)
    return spreads[-1]


def learned(forecasts: Iterable[WeatherForecast], measured: Mapping[datetime, float]) -> Error:
    """From past forecasts, and what the thermometer here said at whole UTC hours, °C.

    The bias is the mean error after the middle eight tenths are kept, drawn to nothing while days are few. Spreads are
    of what remains once bias and the difference of the forecast's own hour are taken off, as they are in use.
    """
    runs = [run for each in forecasts if (run := _errors(each, measured))]
    flat = sorted(error for run in runs for lead, error in run if 0.0 <= lead <= 24.0)
    if not flat:
        return UNKNOWN
    cut = len(flat) // 10
    kept = flat[cut : len(flat) - cut]
    days = len(runs) / _PER_DAY
    bias = sum(kept) / len(kept) * days / (days + _BIAS_WEIGHT)
    squares: list[list[float]] = [[] for _ in LEADS]
    for run in runs:
        now = run[0][1] - bias if run[0][0] <= 1.0 else 0.0
        for lead, error in run:
            left = error - bias - now * exp(-lead / (FADES / timedelta(hours=1)))
            if lead > 1.0:
                squares[_nearest(lead)].append(left * left)
    spread = [_blend(prior, found) for prior, found in zip(FORECAST, squares, strict=True)]
    for number in range(1, len(spread)):  # what lies further ahead is no surer
        spread[number] = max(spread[number], spread[number - 1])
    return Error(bias, tuple(spread), days)


def _errors(forecast: WeatherForecast, measured: Mapping[datetime, float]) -> list[tuple[float, float]]:
    """Hours ahead, and measured less foretold."""
    found = []
    for hour in forecast.hours:
        value = measured.get(hour.at)
        if value is not None and abs(value - hour.temperature) <= _WILD:
            found.append(((hour.at - forecast.made) / timedelta(hours=1), value - hour.temperature))
    return [(lead, error) for lead, error in found if lead >= -0.5]


def _nearest(lead: float) -> int:
    return min(range(1, len(LEADS)), key=lambda number: abs(LEADS[number] - lead))


def _blend(prior: float, squares: list[float]) -> float:
    weight = len(squares) / 4.0  # errors of neighbouring hours are much the same
    return sqrt((prior * prior * _SPREAD_WEIGHT + weight * _mean(squares)) / (_SPREAD_WEIGHT + weight))


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
