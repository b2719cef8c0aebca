"""How damp a room's coldest surface is, and what keeps mould away: a little more warmth, or airing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from thermo_edge.home.comfort import Comfort, Limits

FRSI = 0.7
"""Temperature factor of the coldest corner where nobody declared one: the least that DIN 4108-2 allows."""

CRITICAL = 0.8
"""Relative humidity of a surface from which mould grows (ISO 13788, DIN 4108-2)."""

DRIED = 0.75
"""Relative humidity of a surface that was damp, over hours, below which it is dry again."""

MOST = 1.5
"""K that a damp room is kept warmer than its setback at most: beyond it warmth only hides vapour, and airing helps."""

DRIER = 0.9
"""Outdoor over indoor vapour pressure up to which airing helps."""


@dataclass(frozen=True, slots=True)
class Damp:
    """What the coldest surface is like now, and what it needs.

    `lowest`: room °C from which it is dry enough at this much vapour; `airs`: airing dries the room.
    """

    surface: float  # °C
    humidity: float  # 0..1 at the surface
    lowest: float
    airs: bool

    @property
    def critical(self) -> bool:
        return self.humidity >= CRITICAL


def saturation(celsius: float) -> float:
    """Saturated vapour pressure, Pa (ISO 13788:2012, equations (E.7) and (E.8))."""
    a, b = (17.269, 237.3) if celsius >= 0.0 else (21.875, 265.5)
    return 610.5 * math.exp(a * celsius / (b + celsius))


def saturated_at(pascal: float) -> float:
    """°C at which vapour of this pressure is saturated (ISO 13788:2012, equations (E.9) and (E.10))."""
    logarithm = math.log(max(pascal, 1.0) / 610.5)
    a, b = (17.269, 237.3) if logarithm >= 0.0 else (21.875, 265.5)
    return b * logarithm / (a - logarithm)


def damp(
    inside: float, humidity: float, outside: float, outside_humidity: float | None = None, frsi: float = FRSI
) -> Damp | None:
    """From °C and % RH indoors and °C (and % RH) outdoors; None where a reading cannot be true.

    A sensor that says 0 % or more than 100 % is broken. Without the outdoor humidity its air is taken as saturated.
    """
    given = (inside, humidity, outside, frsi)
    if not all(map(math.isfinite, given)) or not 0.0 < humidity <= 100.0 or not 0.0 < frsi <= 1.0:
        return None
    if not -40.0 <= inside <= 50.0 or not -60.0 <= outside <= 60.0:
        return None
    surface = outside + frsi * (inside - outside)
    vapour = humidity / 100.0 * saturation(inside)
    needed = saturated_at(vapour / CRITICAL)
    lowest = outside + (needed - outside) / frsi if outside < inside else needed
    known = outside_humidity is not None and math.isfinite(outside_humidity) and 0.0 < outside_humidity <= 100.0
    outdoors = saturation(outside) * (outside_humidity / 100.0 if known and outside_humidity is not None else 1.0)
    return Damp(surface, min(vapour / saturation(surface), 1.0), lowest, outdoors <= DRIER * vapour)


def kept(hours: Sequence[Damp], long: int, before: bool, comfort: Comfort, limits: Limits) -> float | None:
    """°C below which a room is not let fall, from its last `long` hours as far as they are known; None: as ever.

    It begins when all of them were critical, and ends (`before`: it is so already) when they are dry again in the mean.
    Never warmer than its comfort.
    """
    if not hours or (len(hours) < long and not before):
        return None
    mean = sum(hour.humidity for hour in hours) / len(hours)
    if mean < DRIED if before else not all(hour.critical for hour in hours):
        return None
    needed = sum(hour.lowest for hour in hours) / len(hours)
    most = min(comfort.setback.low + MOST, comfort.comfort.low, limits.highest)
    found = math.floor(min(needed, most) * 10.0 + 0.5) / 10.0
    return found if found > comfort.setback.low else None
