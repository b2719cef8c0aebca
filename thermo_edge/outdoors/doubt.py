"""Whether a forecast can be believed: beside the home's own thermometer over the last hours, and by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from thermo_edge.home.units import celsius
from thermo_edge.home.weather import WeatherForecast, WeatherHour, between

LIMIT = 8.0
"""K in the mean of hours that no service errs by so short ahead: 1 to 2 K are usual, 5 K a valley full of cold air."""

CALM = 2.0
"""K below the limit from which on a forecast that was not believed is believed again."""

FAR = 15.0
"""K that no forecast is too warm by: in °F it would be so from −20 °C on."""

USABLE = timedelta(hours=12)
"""An older forecast says nothing any more."""

DAY = timedelta(hours=24)

COLDEST, WARMEST = -60.0, 55.0
"""°C that a forecast may tell; weather is not known beyond."""

JUMP = 25.0
"""K that the air outdoors never changes by in an hour."""

_LAST = 6  # pairs: a forecast that is too warm is known after hours, and one hour of fog or Foehn is nothing
_LEAST = 3  # pairs that say anything
_ROUND = 18  # pairs that are a day: the sun is on no thermometer for three quarters of them
_HOUR = timedelta(hours=1)


class Fits(StrEnum):
    """What the last hours say of a forecast."""

    AS_TOLD = "as_told"
    FAHRENHEIT = "fahrenheit"  # in °F, though it says °C
    FAR = "far"  # not of this place, or not in °C: not to be used


@dataclass(frozen=True, slots=True)
class Pair:
    """What was foretold for a moment, and what was measured then; °C."""

    at: datetime
    foretold: float
    measured: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """`foretold`, `measured`: °C, the middle of the hours that were judged; None where too few were."""

    fits: Fits = Fits.AS_TOLD
    foretold: float | None = None
    measured: float | None = None


UNJUDGED = Verdict()


def pairs(forecasts: Iterable[WeatherForecast], measured: Mapping[datetime, float], now: datetime) -> tuple[Pair, ...]:
    """Of the last day, oldest first: the newest forecast of each time beside °C at whole UTC hours."""
    told = sorted(forecasts, key=lambda each: each.made)
    found = []
    for at in sorted(at for at in measured if now - DAY <= at <= now):
        made = [each for each in told if at - USABLE <= each.made <= at]
        hour = between(made[-1].hours, at) if made else None
        if hour is not None:
            found.append(Pair(at, hour.temperature, measured[at]))
    return tuple(found)


def judged(known: Sequence[Pair], before: Fits = Fits.AS_TOLD) -> Verdict:
    """By the pairs of a day, oldest first. The sun makes a thermometer too warm and never too cold.

    So a forecast is too warm where the last hours say so, and too cold only where three quarters of a day do.
    """
    limit = LIMIT - CALM if before is Fits.FAR else LIMIT
    far = _far(known, limit)
    if far is None:
        return UNJUDGED
    foretold, measured = median(each.foretold for each in far), median(each.measured for each in far)
    if foretold - measured > FAR:
        as_celsius = [Pair(each.at, celsius(each.foretold), each.measured) for each in known]
        if _far(as_celsius, LIMIT) is None and _quarter(as_celsius) <= LIMIT:
            return Verdict(Fits.FAHRENHEIT, foretold, measured)
    return Verdict(Fits.FAR, foretold, measured)


def another(before: WeatherForecast, after: WeatherForecast, now: datetime, measured: float | None) -> bool:
    """Whether it suddenly says quite another thing of the same hours, and what is measured now: °C.

    It is another service then, or one that was mended, and is not held to what was foretold before.
    """
    here = between(after.hours, now)
    if measured is None or here is None or abs(here.temperature - measured) > LIMIT - CALM:
        return False
    both = [(hour, between(before.hours, hour.at)) for hour in after.hours if now <= hour.at <= now + USABLE]
    apart = [abs(hour.temperature - other.temperature) for hour, other in both if other is not None]
    return bool(apart) and median(apart) > LIMIT


def impossible(hours: Sequence[WeatherHour]) -> tuple[float, float] | None:
    """Two temperatures of a forecast that no weather has, lower and higher; None: it may be true."""
    degrees = [hour.temperature for hour in hours]
    if degrees and not COLDEST <= min(degrees) <= max(degrees) <= WARMEST:
        return min(degrees), max(degrees)
    for before, after in pairwise(hours):
        if after.at - before.at <= _HOUR and abs(after.temperature - before.temperature) > JUMP:
            first, second = sorted((before.temperature, after.temperature))
            return first, second
    return None


def _far(known: Sequence[Pair], limit: float) -> Sequence[Pair] | None:
    """The pairs that show a forecast to be too warm or too cold; None: none do."""
    last = known[-_LAST:]
    if len(last) >= _LEAST and median(each.foretold - each.measured for each in last) > limit:
        return last
    return known if len(known) >= _ROUND and _quarter(known) > limit else None


def _quarter(known: Sequence[Pair]) -> float:
    """K that it was warmer than foretold for three quarters of the time."""
    return sorted(each.measured - each.foretold for each in known)[len(known) // 4]
