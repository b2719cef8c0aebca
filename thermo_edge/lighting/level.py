"""How bright and how warm the light of an hour is: by the sun's elevation, and by the clock late at night."""

from datetime import datetime
from typing import NamedTuple

from thermo_edge.home.comfort import Lighting
from thermo_edge.home.house import Device
from thermo_edge.home.snapshot import Snapshot

SUN_LOW, SUN_HIGH = -6.0, 10.0
"""Degrees: the end of civil twilight, and where daylight is no longer golden."""

EVENING_BRIGHTNESS, EVENING_COLOUR = 0.7, 0.25
"""The share of the day that light keeps while the sun is down and nobody thinks of bed yet."""

LATE = ((21.5, 23.0), (5.5, 7.0))
"""Local hours: it grows late between the first two, and early between the others."""

DAYLIGHT_HOURS = ((7.0, 9.0), (17.0, 20.0))
"""Where nobody knows the sun: it rises between the first two local hours and sets between the others."""

_STEP_LEVEL, _STEP_KELVIN = 1.0, 50.0


class Level(NamedTuple):
    """A brightness in % and a colour temperature in K."""

    brightness: float
    kelvin: float


def level(snapshot: Snapshot, liking: Lighting) -> Level:
    """The light that suits this moment, between the room's day and its night."""
    sun, late = daytime(snapshot), lateness(snapshot)
    bright = (EVENING_BRIGHTNESS + (1.0 - EVENING_BRIGHTNESS) * sun) * (1.0 - late)
    cold = (EVENING_COLOUR + (1.0 - EVENING_COLOUR) * sun) * (1.0 - late)
    brightness = liking.night + (liking.day - liking.night) * bright
    kelvin = liking.night_colour + (liking.day_colour - liking.night_colour) * cold
    return Level(max(1.0, _to(brightness, _STEP_LEVEL)), _to(kelvin, _STEP_KELVIN))


def white(device: Device, kelvin: float) -> float | None:
    """The nearest white that a lamp can show; None for one that cannot tune it."""
    return min(max(kelvin, device.colours[0]), device.colours[1]) if device.colours else None


def daytime(snapshot: Snapshot) -> float:
    """How much of a day it is, 0 to 1; 0 by a clock that cannot be trusted."""
    if snapshot.clock_behind:
        return 0.0
    if snapshot.sun is None:
        return _within(snapshot.local, DAYLIGHT_HOURS)
    return _smooth((snapshot.sun.elevation - SUN_LOW) / (SUN_HIGH - SUN_LOW))


def lateness(snapshot: Snapshot) -> float:
    """How late at night it is, 0 to 1; 0 by a clock that cannot be trusted."""
    if snapshot.clock_behind:
        return 0.0
    (begin, full), (end, over) = LATE
    return 1.0 - _within(snapshot.local, ((end, over), (begin, full)))


def _within(local: datetime, hours: tuple[tuple[float, float], tuple[float, float]]) -> float:
    """Rises from 0 to 1 over the first pair of hours of a day, and falls back over the second."""
    hour = local.hour + local.minute / 60.0 + local.second / 3600.0
    (rise, up), (fall, down) = hours
    return _smooth((hour - rise) / (up - rise)) * (1.0 - _smooth((hour - fall) / (down - fall)))


def _smooth(part: float) -> float:
    """From 0 to 1 without a corner at either end."""
    part = min(max(part, 0.0), 1.0)
    return part * part * (3.0 - 2.0 * part)


def _to(value: float, step: float) -> float:
    return round(value / step) * step
