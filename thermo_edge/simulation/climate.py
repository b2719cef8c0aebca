"""Weather for simulation: what any weather answers, and one made from a seed, a pure function of time."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from math import pi

import numpy as np

from thermo_edge.simulation import sun
from thermo_edge.simulation.moist import saturated
from thermo_edge.simulation.plant import Array, Outside

_DAY = 86_400.0
_GRID = 300.0  # s between the knots that a live home's weather is drawn from
_KNOTS = int(_DAY / _GRID) + 1
_YEAR = 365.2425 * _DAY
_NEW_YEAR = 946_684_800.0  # 1 January 2000, unix seconds
_COLDEST = 0.055  # of the year, on the northern half of the globe


class Weather(ABC):
    """The weather over homes as a function of time: the same answer to the same question, in any order."""

    def __init__(self) -> None:
        self._days: dict[float, Array] = {}

    @property
    @abstractmethod
    def homes(self) -> int: ...

    @abstractmethod
    def at(self, times: Array) -> Outside:
        """At unix seconds (times,), with fields shaped (homes, times)."""

    def outside(self, moment: datetime) -> Outside:
        """At one aware moment, with fields shaped (homes,), for a live home.

        Between knots of five minutes it goes straight, which makes it quick when asked again and again for a day.
        """
        when = moment.timestamp()
        midnight = when - when % _DAY
        knots = self._days.get(midnight)
        if knots is None:
            knots = self._remember(midnight)
        whole, part = divmod((when - midnight) / _GRID, 1.0)
        before = knots[int(whole)]
        now = before + part * (knots[int(whole) + 1] - before)
        now[-1] %= 360.0
        return Outside(*now)

    def _remember(self, midnight: float) -> Array:
        day = self.at(midnight + _GRID * np.arange(_KNOTS))
        knots = np.stack([getattr(day, each.name) for each in fields(day)])
        knots[-1] = np.unwrap(knots[-1], period=360.0)
        if len(self._days) > 1:
            self._days.clear()
        self._days[midnight] = np.ascontiguousarray(np.moveaxis(knots, 2, 0))
        return self._days[midnight]


@dataclass(frozen=True)
class Places:
    """Where homes stand and what is usual there, all (homes,)."""

    latitude: Array  # degrees
    longitude: Array  # degrees, east positive
    mean: Array  # °C over the year
    seasons: Array  # K from the mean to the middle of summer
    days: Array  # K from a day's mean to its warmest, under a mean sky
    wander: Array  # K, standard deviation of what passes within days to weeks
    clouds: Array  # 0..1, usual cover
    wind: Array  # m/s, mean
    dryness: Array  # K of the dew point below the day's mean temperature, under a mean sky
    offset: Array = field(default_factory=lambda: np.zeros(1))  # s that each home's clock is ahead of the time asked


@dataclass(frozen=True)
class _Wander:
    """A Gaussian process with the spectrum of an AR(1) process, as waves of random phase: variance 1 at every home."""

    pulsation: Array  # rad/s (waves,)
    weights: Array  # (2·waves, homes), of sines and cosines

    @classmethod
    def of(cls, rng: np.random.Generator, memory: float, offset: Array, waves: int = 16) -> "_Wander":
        """`memory`: hours until the correlation has fallen to 1/e; `offset`: (homes,) s ahead."""
        relative = np.geomspace(0.15, 12.0, waves) * rng.uniform(0.9, 1.1, waves)
        size = np.sqrt(relative / (1.0 + relative**2))
        size *= np.sqrt(2.0 / (size**2).sum())
        pulsation = relative / (memory * 3600.0)
        phase = rng.uniform(0.0, 2.0 * pi, (len(offset), waves)) + offset[:, None] * pulsation
        return cls(pulsation, np.concatenate((size * np.cos(phase), size * np.sin(phase)), axis=1).T)

    def at(self, times: Array) -> Array:
        """(homes, times)"""
        angle = times[:, None] * self.pulsation
        return (np.concatenate((np.sin(angle), np.cos(angle)), axis=1) @ self.weights).T


class MadeWeather(Weather):
    """Seasons, days, lows and highs passing, clouds, wind and humidity at places, from a seed."""

    def __init__(self, places: Places, seed: int) -> None:
        super().__init__()
        self._places = places
        self._seed = seed

    @property
    def homes(self) -> int:
        return len(self._places.latitude)

    @cached_property
    def _waves(self) -> tuple[_Wander, ...]:
        rng = np.random.default_rng(self._seed)
        offset = np.broadcast_to(self._places.offset, (self.homes,))
        return tuple(_Wander.of(rng, hours, offset) for hours in (60.0, 10.0, 0.8, 8.0))

    def at(self, times: Array) -> Outside:
        times = np.asarray(times, float)
        here = {each.name: getattr(self._places, each.name)[:, None] for each in fields(self._places)}
        passing, cover, puffs, gusts = (waves.at(times) for waves in self._waves)
        local = times + here["offset"]
        elevation, azimuth = sun.position(local, here["latitude"], here["longitude"])
        year = (local - _NEW_YEAR) / _YEAR + np.where(here["latitude"] < 0.0, 0.5, 0.0)
        season = -np.cos(2.0 * pi * (year - _COLDEST))
        daily = np.sin(2.0 * pi * (local / _DAY + here["longitude"] / 360.0 - 9.0 / 24.0))  # warmest at three
        usual = np.log(here["clouds"] / (1.0 - here["clouds"])) - 0.4 * season + 2.5 * cover
        slow = _squash(usual)
        beam, diffuse = sun.through_clouds(elevation, _squash(usual + 1.2 * puffs))
        # A clear sky makes days wide, and winters cold but summers warm.
        level = here["mean"] + here["seasons"] * season + here["wander"] * (1.0 - 0.25 * season) * passing
        level += 3.5 * season * (0.5 - slow)
        swing = here["days"] * (1.4 - 0.8 * slow) * (0.8 + 0.3 * season)
        temperature = level + swing * daily
        dew = level - here["dryness"] * (1.4 - 0.8 * slow)
        moisture = np.minimum(saturated(dew), saturated(temperature))
        wind = np.minimum(here["wind"] * np.exp(0.5 * gusts - 0.125) * (1.0 + 0.2 * daily), 25.0)
        return Outside(temperature, moisture, wind, beam, diffuse, elevation, azimuth)


def _squash(value: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-value))
