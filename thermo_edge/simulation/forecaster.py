"""A weather service for simulated homes: it knows what will be, and errs the more the further ahead it looks."""

from datetime import UTC, datetime, timedelta

import numpy as np

from thermo_edge.home.weather import WeatherForecast, WeatherHour, filled
from thermo_edge.simulation import sun
from thermo_edge.simulation.moist import saturated
from thermo_edge.simulation.plant import Array, Outside
from thermo_edge.simulation.world import Sky

AHEAD = 48
"""Hours."""

OFF_TEMPERATURE = 2.2
"""K, the error's standard deviation far ahead; half of it 12 hours ahead, as short-range forecasts have it."""

OFF_CLOUD = 0.35
"""Of the sky, far ahead."""

OFF_PLACE = 0.8
"""K, what the place of the forecast is warmer or colder than the home, for good."""

_REACHES = 17.0  # hours until about 1/e of the error is still to come
_KNOT = 6 * 3600.0  # s: errors go straight between moments so far apart
_LOW = 5.0  # degrees: below it nobody can tell the clouds by the sun


class SimulatedWeather:
    """`ports.Weather` for a sky: what it says of a moment comes nearer the truth as the moment does."""

    def __init__(self, sky: Sky, seed: int = 1) -> None:
        self._sky = sky
        self._seed = seed
        self._place = float(np.random.default_rng([seed, 11]).normal(0.0, OFF_PLACE))

    def forecast(self, now: datetime) -> WeatherForecast:
        begin = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        times = [begin + timedelta(hours=number) for number in range(AHEAD + 1)]
        outside = [self._sky.outside(at) for at in times]
        lead = np.array([max((at - now) / timedelta(hours=1), 0.0) for at in times])
        grown = np.sqrt(1.0 - np.exp(-lead / _REACHES))
        seconds = np.array([at.timestamp() for at in times])
        off = OFF_TEMPERATURE * grown * self._wander(seconds, 12) + self._place
        cover = np.clip(_covers(outside) + OFF_CLOUD * grown * self._wander(seconds, 13), 0.0, 1.0)
        told = zip(times, outside, off, cover, strict=True)
        return WeatherForecast(now, filled([_hour(at, known, error, cloud) for at, known, error, cloud in told]))

    def _wander(self, seconds: Array, kind: int) -> Array:
        """An error of variance about 1 that belongs to the moment it is about, whenever that is foretold."""
        first, last = int(seconds[0] // _KNOT), int(seconds[-1] // _KNOT) + 1
        knots = np.array(
            [np.random.default_rng([self._seed, kind, number]).standard_normal() for number in range(first, last + 1)]
        )
        between: Array = np.sqrt(1.5) * np.interp(seconds, _KNOT * np.arange(first, last + 1), knots)
        return between


def _hour(at: datetime, outside: Outside, error: float, cloud: float) -> WeatherHour:
    temperature = float(outside.temperature[0])
    humidity = 100.0 * float(outside.moisture[0]) / float(saturated(np.array(temperature)))
    wind = float(outside.wind[0])
    return WeatherHour(at, round(temperature + error, 1), round(float(cloud), 2), round(min(humidity, 100.0)), wind)


def _covers(outside: list[Outside]) -> Array:
    """The cover of the sky that explains what comes through; at night, what lies between evening and morning."""
    elevation = np.array([float(one.elevation[0]) for one in outside])
    level = np.array([float(sun.global_horizontal(one)[0]) for one in outside])
    share = np.clip(1.0 - level / np.maximum(sun.clear_sky(elevation), 1.0), 0.0, 0.75)
    cover = (share / 0.75) ** (1.0 / 3.4)
    seen = np.flatnonzero(elevation > _LOW)
    if not len(seen):
        return np.full(len(outside), 0.6)
    filled_in: Array = np.interp(np.arange(len(outside)), seen, cover[seen])
    return filled_in
