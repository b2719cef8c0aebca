"""What the rooms of lived-in households are like every five minutes: air, light, lamps and what plugs draw."""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.simulation import gains
from thermo_edge.simulation.building import Building
from thermo_edge.simulation.climate import MadeWeather
from thermo_edge.simulation.days import DAY
from thermo_edge.simulation.draw import draw_dwelling, draw_places
from thermo_edge.simulation.households import Lives
from thermo_edge.simulation.lumped import lumped
from thermo_edge.simulation.people import AWAY, ROOM_COUNT, Doing
from thermo_edge.simulation.plant import Array, Flags, Indoor, Inputs, Outside, relative_humidity
from thermo_edge.simulation.thermostats import Thermometers, draw_thermometers, draw_thermostats

STEP = 5
"""Minutes."""

STEPS = DAY // STEP

_FIRST, _YEARS = 17_897, 6  # homes begin somewhere in 2019 to 2024; days since 1970
_COLD_SNAP, _HOT_SPELL = 8.0, 4.0  # K, as the homes of training have them
_SCREEN = 60.0  # W while somebody works at a desk


@dataclass(frozen=True)
class Indoors:
    """All (homes, rooms, steps), the state at the end of each step."""

    temperature: NDArray[np.floating[Any]]  # °C at thermometers
    humidity: NDArray[np.floating[Any]]  # % relative there
    co2: NDArray[np.floating[Any]]  # ppm
    light: NDArray[np.floating[Any]]  # lx with lamps
    lamp: NDArray[np.bool_]
    power: NDArray[np.floating[Any]]  # W at plugs


def indoors(lives: Lives, seed: int) -> Indoors:
    """Random homes around the lives, in seasons and places of their own."""
    rng = np.random.default_rng([seed, 2])
    homes = len(lives.weekday)
    places = replace(draw_places(rng, homes), offset=(_FIRST + rng.integers(0, int(_YEARS * 365), homes)) * 86_400.0)
    weather = MadeWeather(places, int(rng.integers(2**31)))
    coldest = places.mean - places.seasons - _COLD_SNAP
    hottest = places.mean + places.seasons + places.days + _HOT_SPELL
    building = lumped(draw_dwelling(rng, homes, ROOM_COUNT, places.mean, coldest, hottest))
    rooms = _Rooms(building, weather, rng)
    days = lives.minutes // DAY
    for day in range(days):
        rooms.live(day, _Doings.of(lives, day))
    return rooms.kept()


@dataclass(frozen=True)
class _Doings:
    """What people do in each step of a day; (steps, homes, rooms) or (steps, homes)."""

    people: NDArray[np.floating[Any]]
    appliances: NDArray[np.floating[Any]]
    vapour: NDArray[np.floating[Any]]
    awake: NDArray[np.bool_]  # somebody is there and awake
    there: NDArray[np.bool_]
    home: NDArray[np.bool_]
    all_asleep: NDArray[np.bool_]

    @classmethod
    def of(cls, lives: Lives, day: int) -> "_Doings":
        at = slice(day * DAY, (day + 1) * DAY)
        where = lives.where[..., at].transpose(2, 0, 1)
        doing = lives.doing[..., at].transpose(2, 0, 1)
        homes, persons = where.shape[1:]
        flat = (-1, persons)
        kind = np.broadcast_to(lives.people.kind, where.shape)
        given = gains.given(kind.reshape(flat), where.reshape(flat), doing.reshape(flat))

        def mean(values: Array) -> NDArray[np.floating[Any]]:
            return np.asarray(values.reshape(STEPS, STEP, homes, -1).mean(axis=1))

        last_where, last_doing = where[STEP - 1 :: STEP], doing[STEP - 1 :: STEP]
        here = last_where[..., None] == np.arange(ROOM_COUNT)
        awake = (here & (last_doing != Doing.SLEEPS)[..., None]).any(axis=2)
        works = (here & (last_doing == Doing.RESTS)[..., None]).any(axis=2)
        home = (last_where != AWAY).any(axis=2)
        return cls(
            mean(given.people),
            mean(given.appliances) + _SCREEN * works,
            mean(given.vapour),
            awake,
            here.any(axis=2),
            home,
            home & ~awake.any(axis=2),
        )


class _Rooms:
    """The homes as they stand, with people who heat, air and light them."""

    def __init__(self, building: Building, weather: MadeWeather, rng: np.random.Generator) -> None:
        homes = building.homes
        shape = (homes, ROOM_COUNT)
        self._building, self._weather, self._rng = building, weather, rng
        self._thermometers: Thermometers = draw_thermometers(rng, *shape)
        self._thermostats = draw_thermostats(rng, *shape)
        self._asked = self._thermostats.begin()
        self._state: Indoor = building.begin(19.0, _column(weather.at(np.zeros(1)), 0))
        self._felt = self._state.air
        self._comfort = rng.uniform(19.0, 22.0, (homes, 1)) + rng.normal(0.0, 0.7, shape)
        self._setback = np.where(rng.random((homes, 1)) < 0.3, 0.0, rng.uniform(1.0, 4.0, (homes, 1)))
        self._airs = rng.uniform(0.0, 2.0, (homes, 1))
        self._open: Flags = np.zeros(shape, dtype=bool)
        self._lamp: Flags = np.zeros(shape, dtype=bool)
        self._dark = np.exp(rng.uniform(np.log(40.0), np.log(350.0), shape))  # lx
        self._tidy = np.where(rng.random(shape) < 0.6, rng.uniform(0.1, 0.6, shape), rng.uniform(0.0, 0.03, shape))
        self._lamp_light = np.exp(rng.uniform(np.log(40.0), np.log(300.0), shape))
        self._kept: list[list[Array]] = []

    def live(self, day: int, doings: _Doings) -> None:
        sky = self._weather.at(day * 86_400.0 + (np.arange(STEPS) + 0.5) * 60.0 * STEP)
        for step in range(STEPS):
            self._step(step * STEP / 60.0, step, _column(sky, step), doings)

    def _step(self, hour: float, step: int, outside: Outside, doings: _Doings) -> None:
        seconds, rng = 60.0 * STEP, self._rng
        awake, there = doings.awake[step], doings.there[step]
        resting = (doings.all_asleep[step] | ~doings.home[step])[:, None]
        set_point = self._comfort - self._setback * resting
        self._asked = self._thermostats.step(self._asked, self._felt, set_point, seconds)
        self._air(awake, there, hour, outside)
        nothing = np.zeros(self._felt.shape)
        inputs = Inputs(
            self._asked.heating,
            nothing,
            doings.people[step],
            doings.appliances[step],
            doings.vapour[step],
            self._open * 0.5,
            nothing,
        )
        self._state = self._building.step(self._state, outside, inputs, seconds)
        self._felt = self._thermometers.follow(self._felt, self._state, seconds)
        chance = rng.random((2, *awake.shape))
        lit = self._lamp | (awake & (self._state.daylight < self._dark) & (chance[0] < 0.6))
        off = (~there & (chance[1] < self._tidy)) | (there & ~awake & (chance[1] < 0.8))
        off |= awake & (self._state.daylight > 4.0 * self._dark) & (chance[1] < 0.1)
        off |= doings.all_asleep[step][:, None] & (chance[1] < 0.3)
        self._lamp = lit & ~off
        light = self._state.daylight + self._lamp_light * self._lamp
        power = doings.appliances[step]
        told = [self._felt, self._state.moisture, self._state.co2, light, self._lamp, power]
        self._kept.append([value.astype(np.float32) for value in told])

    def _air(self, awake: Flags, there: Flags, hour: float, outside: Outside) -> None:
        hot = (self._felt > 24.5) & (outside.temperature[:, None] < self._felt - 1.0)
        chance = self._airs * np.where(7.0 <= hour < 9.0, 0.02, 0.003) + 0.1 * hot
        opens = awake & (self._rng.random(awake.shape) < chance)
        closes = self._rng.random(awake.shape) < np.where(hot, 0.01, np.where(there, 0.25, 0.15))
        self._open = (self._open & ~closes) | opens

    def kept(self) -> Indoors:
        columns = [np.stack(part, axis=-1) for part in zip(*self._kept, strict=True)]
        temperature, moisture, co2, light, lamp, power = columns
        humidity = relative_humidity(moisture, temperature)
        return Indoors(temperature, humidity, co2, light, lamp.astype(bool), power)


def _column(outside: Outside, number: int) -> Outside:
    return Outside(*(getattr(outside, each.name)[:, number] for each in fields(outside)))
