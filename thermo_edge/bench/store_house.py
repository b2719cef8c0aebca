"""A made-up year of a home with 200 entities for the benchmark of the store, plausible in kinds, cadence and noise."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.home.house import Attribute, EntityId, Point, Value
from thermo_edge.home.snapshot import Reading

Array = NDArray[Any]
Draw = Callable[[Array, np.random.Generator, float, float], Array]
"""Values at these seconds of a day, given how warm the season is (-1..1) and what is particular to this sensor."""

DAY_SECONDS = 86400.0


@dataclass(frozen=True, slots=True)
class Meter:
    """A sensor of numbers that reports every so many seconds."""

    point: Point
    every: float
    draw: Draw
    offset: float


@dataclass(frozen=True, slots=True)
class Toggle:
    """A sensor that only speaks when something changes."""

    point: Point
    a_day: int


def _wave(seconds: Array, peak_hour: float) -> Array:
    return np.cos((seconds / 3600.0 - peak_hour) / 24.0 * 2 * math.pi)


def _temperature(seconds: Array, rng: np.random.Generator, season: float, offset: float) -> Array:
    heating = 0.25 * np.sin(seconds / 1200.0 * 2 * math.pi + offset) * (season < 0.3)
    slow = 20.0 + 2.5 * season + offset + 0.8 * _wave(seconds, 17.0)
    return np.round(slow + heating + rng.normal(0, 0.03, seconds.size), 1 if offset > 0 else 2)


def _humidity(seconds: Array, rng: np.random.Generator, season: float, offset: float) -> Array:
    walk = np.clip(np.cumsum(rng.normal(0, 0.15, seconds.size)), -8, 8)
    return np.round(45 + 10 * season + 3 * offset + 4 * _wave(seconds, 6.0) + walk, 1)


def _co2(seconds: Array, rng: np.random.Generator, _season: float, offset: float) -> Array:
    people = np.clip(_wave(seconds, 1.0 if offset > 0 else 20.0), 0, 1)
    return np.round(450 + 500 * people + rng.normal(0, 6, seconds.size))


def _illuminance(seconds: Array, rng: np.random.Generator, season: float, offset: float) -> Array:
    sun = np.clip(_wave(seconds, 13.0) + 0.35 * season, 0, None)
    clouds = np.clip(1 + np.cumsum(rng.normal(0, 0.05, seconds.size)) / 10, 0.3, 1.5)
    return np.round(400 * (1 + abs(offset)) * sun * clouds + 80 * ((seconds > 64800) & (seconds < 82800)))


def _power(seconds: Array, rng: np.random.Generator, _season: float, offset: float) -> Array:
    on = np.repeat(rng.random(seconds.size // 20 + 1) < 0.25, 20)[: seconds.size]
    return np.round(2.0 + on * (60 + 900 * abs(offset)) * (1 + rng.normal(0, 0.02, seconds.size)), 1)


def _energy(seconds: Array, rng: np.random.Generator, _season: float, offset: float) -> Array:
    return np.round(1000 + 100 * offset + np.cumsum(rng.gamma(1.0, 0.005, seconds.size)), 3)


def _battery(seconds: Array, _rng: np.random.Generator, season: float, offset: float) -> Array:
    return np.full(seconds.size, float(round(70 + 10 * season + offset)))


_METERS: tuple[tuple[Attribute, int, float, Draw], ...] = (
    (Attribute.TEMPERATURE, 40, 240.0, _temperature),
    (Attribute.HUMIDITY, 25, 300.0, _humidity),
    (Attribute.CO2, 10, 60.0, _co2),
    (Attribute.ILLUMINANCE, 15, 120.0, _illuminance),
    (Attribute.POWER, 15, 60.0, _power),
    (Attribute.ENERGY, 5, 60.0, _energy),
    (Attribute.BATTERY, 20, 21600.0, _battery),
)
_TOGGLES: tuple[tuple[Attribute, int, int], ...] = (
    (Attribute.MOTION, 30, 80),
    (Attribute.OPEN, 20, 12),
    (Attribute.ON, 8, 8),
    (Attribute.PRESENCE, 4, 4),
)
"""With the eight devices of the rooms that are heated, 200 entities."""


def meters(rng: np.random.Generator) -> list[Meter]:
    return [
        Meter(Point(EntityId(f"sensor.{attribute}_{number}"), attribute), every, draw, float(rng.normal(0, 0.7)))
        for attribute, count, every, draw in _METERS
        for number in range(count)
    ]


def toggles() -> list[Toggle]:
    return [
        Toggle(Point(EntityId(f"binary_sensor.{attribute}_{number}"), attribute), a_day)
        for attribute, count, a_day in _TOGGLES
        for number in range(count)
    ]


class Household:
    """Hands out its readings a day at a time, in the order of time."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self.meters = meters(self._rng)
        self.toggles = toggles()

    def day(self, start: datetime) -> Iterator[Reading]:
        """Some 75,000 readings."""
        season = -math.cos((start.timetuple().tm_yday - 15) / 365.0 * 2 * math.pi)
        seconds: list[Array] = []
        sources: list[NDArray[np.int_]] = []
        values: list[Array] = []
        for number, meter in enumerate(self.meters):
            times = self._times(meter.every)
            seconds.append(times)
            values.append(meter.draw(times, self._rng, season, meter.offset))
            sources.append(np.full(times.size, number))
        for number, toggle in enumerate(self.toggles, len(self.meters)):
            times = np.sort(self._rng.normal(0.6, 0.2, toggle.a_day).clip(0.01, 0.99) * DAY_SECONDS)
            seconds.append(times)
            values.append((np.arange(times.size) + 1.0) % 2)
            sources.append(np.full(times.size, number))
        return self._in_order(start, np.concatenate(seconds), np.concatenate(sources), np.concatenate(values))

    def _times(self, every: float) -> Array:
        count = int(DAY_SECONDS / every)
        return (np.arange(count) + self._rng.random(count) * 0.9) * every

    def _in_order(self, start: datetime, seconds: Array, sources: NDArray[np.int_], values: Array) -> Iterator[Reading]:
        points = [meter.point for meter in self.meters] + [toggle.point for toggle in self.toggles]
        order = np.argsort(seconds)
        meters_end = len(self.meters)
        rows = zip(seconds[order].tolist(), sources[order].tolist(), values[order].tolist(), strict=True)
        for second, source, number in rows:
            at = start + timedelta(seconds=second)
            value: Value = number if source < meters_end else _state(points[source].attribute, number)
            yield Reading(points[source], value, at, at)


def _state(attribute: Attribute, number: float) -> Value:
    if attribute is Attribute.PRESENCE:
        return "present" if number else "absent"
    return bool(number)
