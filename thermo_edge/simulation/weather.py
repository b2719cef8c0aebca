"""Weather that is plausible for a year in the north: seasons, days, and slow wandering from a seed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np


@dataclass(frozen=True, slots=True)
class Climate:
    """A place: mean of the year, °C, swing of seasons and days, K, latitude in degrees; the seed of its wander."""

    mean: float = 10.0
    seasons: float = 8.0
    days: float = 3.0
    latitude: float = 52.4
    seed: int = 1


def outdoor(climate: Climate, at: datetime) -> float:
    """Outdoor temperature, °C. Coldest in late January and before sunrise; the wander has periods of days."""
    hours = at.timestamp() / 3600.0
    day = at.astimezone(UTC).timetuple().tm_yday
    season = -climate.seasons * np.cos(2.0 * np.pi * (day - 22) / 365.0)
    daily = -climate.days * np.cos(2.0 * np.pi * (hours % 24.0 - 3.5) / 24.0)
    phase = _phases(climate.seed, 3)
    wander = sum(
        size * np.sin(2.0 * np.pi * hours / period + shift)
        for size, period, shift in zip((2.4, 1.5, 0.8), (191.0, 67.0, 29.0), phase, strict=True)
    )
    return float(climate.mean + season + daily + wander)


def sunshine(climate: Climate, at: datetime) -> float:
    """Sun on vertical glass, W/m², facades averaged: clear sky by elevation, dimmed by slow clouds."""
    hours = at.timestamp() / 3600.0
    day = at.astimezone(UTC).timetuple().tm_yday
    declination = np.deg2rad(-23.44 * np.cos(2.0 * np.pi * (day + 10) / 365.0))
    latitude, angle = np.deg2rad(climate.latitude), np.deg2rad(15.0 * (hours % 24.0 - 12.0))
    sine = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(angle)
    phase = _phases(climate.seed + 1, 2)
    clouds = 0.55 + 0.25 * np.sin(2.0 * np.pi * hours / 53.0 + phase[0]) + 0.2 * np.sin(hours / 2.7 + phase[1])
    return float(350.0 * max(sine, 0.0) ** 0.7 * (1.0 - 0.8 * min(max(clouds, 0.0), 1.0)))


@lru_cache(maxsize=64)
def _phases(seed: int, count: int) -> tuple[float, ...]:
    return tuple(np.random.default_rng(seed).uniform(0.0, 2.0 * np.pi, count).tolist())
