"""The weather to come, as a home is told it, and the outdoors as the house then expects them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

HOLE = timedelta(hours=4)
"""The longest way between two told moments that is filled by going straight: three hours lack."""

_HOUR = timedelta(hours=1)
_OPTIONAL = ("cloud", "humidity", "wind", "precipitation")


@dataclass(frozen=True, slots=True)
class WeatherHour:
    """What is foretold for a moment; None is what is not told."""

    at: datetime
    temperature: float  # °C
    cloud: float | None = None  # share of the sky, 0..1
    humidity: float | None = None  # %
    wind: float | None = None  # m/s
    precipitation: float | None = None  # mm in the hour


@dataclass(frozen=True, slots=True)
class WeatherForecast:
    """Hours to come, rising in time, holes of up to three hours filled; longer holes stay holes.

    `made` is when it was asked for; `odd` counts values that cannot be and were left out.
    """

    made: datetime
    hours: tuple[WeatherHour, ...]
    odd: int = 0


class Foretold(StrEnum):
    """What the expectation rests on."""

    FORECAST = "forecast"
    CLIMATOLOGY = "climatology"  # of the last days
    NOW = "now"  # that it stays as it is


@dataclass(frozen=True, slots=True)
class OutdoorOutlook:
    """The outdoors ahead at this home, in steps from `at`; each value is of the middle of its step."""

    at: datetime
    step: timedelta
    temperature: tuple[float, ...]  # °C
    spread: tuple[float, ...]  # K, one standard deviation of its error
    sun: tuple[float, ...]  # W/m² on level ground; zeros where nobody has told where the house is
    foretold: Foretold
    made: datetime | None = None  # the forecast, where one is used

    def middles(self) -> tuple[datetime, ...]:
        """The moments that the values are of."""
        return tuple(self.at + (number + 0.5) * self.step for number in range(len(self.temperature)))


def filled(hours: Iterable[WeatherHour]) -> tuple[WeatherHour, ...]:
    """In order of time, the last word on each moment, with short holes filled by going straight."""
    known = sorted({hour.at: hour for hour in hours}.values(), key=lambda hour: hour.at)
    found: list[WeatherHour] = []
    for hour in known:
        if found and _HOUR < hour.at - found[-1].at <= HOLE:
            before = found[-1]
            at = before.at + _HOUR
            while at < hour.at:
                found.append(_between(before, hour, at))
                at += _HOUR
        found.append(hour)
    for name in _OPTIONAL:
        found = _mended(found, name)
    return tuple(found)


def between(hours: tuple[WeatherHour, ...], at: datetime) -> WeatherHour | None:
    """What is foretold for any moment; None in a long hole, and more than an hour before or after what is told."""
    after = next((number for number, hour in enumerate(hours) if hour.at >= at), None)
    if after is None:
        return hours[-1] if hours and at - hours[-1].at <= _HOUR else None
    later = hours[after]
    if after == 0:
        return later if later.at - at <= _HOUR else None
    before = hours[after - 1]
    return _between(before, later, at) if later.at - before.at <= HOLE else None


def _between(before: WeatherHour, after: WeatherHour, at: datetime) -> WeatherHour:
    part = (at - before.at) / (after.at - before.at)
    straight = {name: _straight(getattr(before, name), getattr(after, name), part) for name in _OPTIONAL}
    return WeatherHour(at, before.temperature + part * (after.temperature - before.temperature), **straight)


def _straight(before: float | None, after: float | None, part: float) -> float | None:
    if before is None or after is None:
        return None
    return before + part * (after - before)


def _mended(hours: list[WeatherHour], name: str) -> list[WeatherHour]:
    """The same with short holes of one quantity filled."""
    told = [number for number, hour in enumerate(hours) if getattr(hour, name) is not None]
    mended = list(hours)
    for first, second in pairwise(told):
        before, after = hours[first], hours[second]
        if second - first > 1 and after.at - before.at <= HOLE:
            for number in range(first + 1, second):
                part = (hours[number].at - before.at) / (after.at - before.at)
                value = _straight(getattr(before, name), getattr(after, name), part)
                mended[number] = replace(mended[number], **{name: value})  # type: ignore[arg-type]
    return mended
