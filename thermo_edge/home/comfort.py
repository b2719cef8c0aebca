"""How a room should be: its warmth, its light, and the limits that hold whatever anybody wishes."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

TOO_WARM = 1.0
"""K above its band from which on a heated room counts as too warm."""


@dataclass(frozen=True, slots=True)
class Band:
    """Comfortable temperatures, °C, both ends included."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def lowered(self, kelvin: float) -> "Band":
        return Band(self.low - kelvin, self.high - kelvin)

    def above(self, celsius: float) -> "Band":
        """As wide, and nowhere colder than this."""
        return self if self.low >= celsius else self.lowered(self.low - celsius)


@dataclass(frozen=True, slots=True)
class Warm:
    """Local hours on some weekdays (Monday is 0) in which a room is wanted comfortable; may run past midnight."""

    days: frozenset[int]
    start: time
    end: time

    def covers(self, local: datetime) -> bool:
        """Whether this local time lies in the hours; an interval past midnight belongs to the day it starts on."""
        clock, day = local.time(), local.weekday()
        if self.start < self.end:
            return day in self.days and self.start <= clock < self.end
        return (day in self.days and clock >= self.start) or ((day - 1) % 7 in self.days and clock < self.end)


@dataclass(frozen=True, slots=True)
class Comfort:
    """What a room should feel like: `comfort` in its warm hours, `setback` outside them, no hours meaning always."""

    comfort: Band = Band(20.0, 21.0)
    setback: Band = Band(17.0, 18.5)
    hours: tuple[Warm, ...] = ()
    cool_above: float = 26.0

    def warm_at(self, local: datetime) -> bool:
        return not self.hours or any(hours.covers(local) for hours in self.hours)


@dataclass(frozen=True, slots=True)
class Limits:
    """Temperatures, °C, that hold whatever anybody wishes or predicts."""

    frost: float = 6.0  # below it heat comes on
    overheat: float = 28.0  # above it heat goes off
    lowest: float = 7.0  # no set-point below
    highest: float = 25.0  # no set-point above; safe for days
    safe: float = 16.0  # the set-point of a room that cannot be seen


@dataclass(frozen=True, slots=True)
class Lighting:
    """How a room likes its light: brightness in %, colour temperature in K, by day and by night."""

    dark: float = 60.0  # lx, below it a lamp is worth its light
    day: float = 100.0
    night: float = 25.0
    day_colour: float = 4500.0
    night_colour: float = 2400.0
    off_after: timedelta = timedelta(minutes=5)  # without a sign of anybody
    dim_for: timedelta = timedelta(seconds=30)  # dimmed before it goes out, so that whoever is there can wave
