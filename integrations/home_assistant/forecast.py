"""Home Assistant's forecasts into ours: units, conditions as clouds, days as hours. Pure; never raises."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import pairwise

from thermo_edge.home import units
from thermo_edge.home.house import Attribute
from thermo_edge.home.weather import WeatherForecast, WeatherHour, filled

CLOUDS: Mapping[str, float] = {
    "clear-night": 0.05,
    "sunny": 0.05,
    "windy": 0.3,
    "partlycloudy": 0.5,
    "windy-variant": 0.7,
    "cloudy": 0.9,
    "fog": 0.9,
    "hail": 0.9,
    "lightning": 0.9,
    "rainy": 0.95,
    "lightning-rainy": 1.0,
    "pouring": 1.0,
    "snowy": 0.95,
    "snowy-rainy": 1.0,
}
"""The share of the sky that each of Home Assistant's conditions covers, where no cover is told."""

AHEAD = timedelta(hours=54)
"""What lies further ahead is left out."""

COLDEST, WARMEST = time(5), time(15)
"""Local times of a day's two extremes."""

SWING = 7.0
"""K from the lowest to the highest of a day of which only the highest is told."""

_WIND: Mapping[str, float] = {"m/s": 1.0, "km/h": 1 / 3.6, "mph": 0.44704, "kn": 0.514444, "ft/s": 0.3048}
_RAIN: Mapping[str, float] = {"mm": 1.0, "cm": 10.0, "in": 25.4}

_POSSIBLE = {"temperature": (-60.0, 60.0), "cloud": (0.0, 1.0), "humidity": (0.0, 100.0), "wind": (0.0, 80.0)}
_POSSIBLE["precipitation"] = (0.0, 300.0)


@dataclass(frozen=True, slots=True)
class Units:
    """In what a weather entity tells its forecast; names that are not known make their values odd."""

    temperature: str = "°C"
    wind: str = "km/h"
    rain: str = "mm"

    @classmethod
    def of(cls, attributes: Mapping[str, object], temperature: str) -> "Units":
        """As the entity's state says; `temperature` is Home Assistant's own, where that says nothing."""

        def said(name: str, otherwise: str) -> str:
            value = attributes.get(name)
            return value if isinstance(value, str) else otherwise

        return cls(
            said("temperature_unit", temperature), said("wind_speed_unit", "km/h"), said("precipitation_unit", "mm")
        )


def kinds(attributes: Mapping[str, object]) -> tuple[str, ...]:
    """The kinds of forecast that an entity has, the best first."""
    features = attributes.get("supported_features")
    flags = features if isinstance(features, int) else 0
    return tuple(kind for kind, flag in (("hourly", 2), ("daily", 1)) if flags & flag)


def hourly(rows: object, told_in: Units, now: datetime) -> WeatherForecast:
    """From rows of hours."""
    reading = _Reading(told_in)
    hours = [hour for at, row in _rows(rows) if (hour := reading.hour(at, row, row.get("temperature"))) is not None]
    return _within(hours, now, reading.odd)


def daily(rows: object, told_in: Units, zone: tzinfo, now: datetime) -> WeatherForecast:
    """From rows of days: from each day's lowest before dawn to its highest in the afternoon, as a wave goes."""
    reading = _Reading(told_in)
    knots: list[WeatherHour] = []
    for at, row in _rows(rows):
        high = reading.hour(at, row, row.get("temperature"), rain_hours=24.0)
        if high is None:
            continue
        low = reading.temperature(row["templow"]) if row.get("templow") is not None else None
        day = at.astimezone(zone).date()
        for when, value in (
            (COLDEST, low if low is not None else high.temperature - SWING),
            (WARMEST, high.temperature),
        ):
            moment = datetime.combine(day, when, zone).astimezone(now.tzinfo)
            knots.append(
                WeatherHour(moment, value, high.cloud, high.humidity, high.wind, high.precipitation),
            )
    return _within(_waves(sorted(knots, key=lambda knot: knot.at)), now, reading.odd)


def _waves(knots: list[WeatherHour]) -> Iterable[WeatherHour]:
    """Whole hours between the extremes; before the first and after the last there is nothing."""
    for before, after in pairwise(knots):
        length = after.at - before.at
        if not timedelta(0) < length <= timedelta(hours=20):
            continue
        at = before.at.replace(minute=0, second=0, microsecond=0)
        at += timedelta(hours=at < before.at)
        while at < after.at:
            part = 0.5 - 0.5 * math.cos(math.pi * ((at - before.at) / length))
            value = before.temperature + part * (after.temperature - before.temperature)
            near = before if part < 0.5 else after
            yield WeatherHour(at, value, near.cloud, near.humidity, near.wind, near.precipitation)
            at += timedelta(hours=1)


class _Reading:
    """Reads values, and counts those that cannot be."""

    def __init__(self, told_in: Units) -> None:
        self._told_in = told_in
        self.odd = 0

    def hour(
        self, at: datetime, row: Mapping[object, object], temperature: object, rain_hours: float = 1.0
    ) -> WeatherHour | None:
        degrees = self.temperature(temperature)
        if degrees is None:
            return None
        cover = self._value("cloud", row.get("cloud_coverage"), lambda value: value / 100.0)
        condition = row.get("condition")
        if cover is None and isinstance(condition, str):
            cover = CLOUDS.get(condition)
        wind, rain = _WIND.get(self._told_in.wind), _RAIN.get(self._told_in.rain)
        return WeatherHour(
            at,
            degrees,
            cover,
            self._value("humidity", row.get("humidity")),
            self._value("wind", row.get("wind_speed"), lambda value: value * (wind or math.nan)),
            self._value(
                "precipitation", row.get("precipitation"), lambda value: value * (rain or math.nan) / rain_hours
            ),
        )

    def temperature(self, value: object) -> float | None:
        unit = self._told_in.temperature

        def stored(degrees: float) -> float:
            found = units.to_stored(Attribute.TEMPERATURE, degrees, unit)
            return math.nan if found is None else found

        return self._value("temperature", value, stored)

    def _value(self, name: str, value: object, convert: Callable[[float], float] = float) -> float | None:
        if value is None:
            return None
        low, high = _POSSIBLE[name]
        number = math.nan
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            try:
                number = convert(float(value))
            except (ValueError, OverflowError):
                number = math.nan
        if not low <= number <= high:  # what is no number neither
            self.odd += 1
            return None
        return round(number, 3)


def _rows(rows: object) -> Iterable[tuple[datetime, Mapping[object, object]]]:
    """What is a row with a time that has a zone."""
    for row in rows if isinstance(rows, list) else []:
        told = row.get("datetime") if isinstance(row, Mapping) else None
        if not isinstance(told, str):
            continue
        try:
            at = datetime.fromisoformat(told)
        except ValueError:
            continue
        if at.tzinfo is not None and 1971 < at.year < 9000:
            yield at, row


def _within(hours: Iterable[WeatherHour], now: datetime, odd: int) -> WeatherForecast:
    """From the hour of now on; in UTC."""
    first, last = now - timedelta(hours=1), now + AHEAD
    known = []
    for hour in hours:
        try:
            at = hour.at.astimezone(now.tzinfo)
        except OverflowError:
            continue
        if first <= at <= last:
            known.append(WeatherHour(at, hour.temperature, hour.cloud, hour.humidity, hour.wind, hour.precipitation))
    return WeatherForecast(now, filled(known), odd)
