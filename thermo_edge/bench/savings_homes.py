"""Simulated homes that are run in two ways under the same weather, so that the true saving of each is known."""

from dataclasses import dataclass, fields, replace

import numpy as np

from thermo_edge.simulation.building import Building
from thermo_edge.simulation.climate import MadeWeather
from thermo_edge.simulation.draw import draw_dwelling, draw_places
from thermo_edge.simulation.family import BUILD
from thermo_edge.simulation.living import DAY, QUARTERS, Life, Play, Quarter
from thermo_edge.simulation.plant import Array, Flags, Indoor, Inputs, Outside
from thermo_edge.simulation.routine import WEEK, Habits, draw_habits
from thermo_edge.simulation.shell import Sunshine
from thermo_edge.simulation.sun import global_horizontal
from thermo_edge.simulation.thermostats import draw_thermometers, draw_thermostats

SETTLING = 3
NIGHT = 12
"""Quarters after midnight at which a day begins, and the way changes: three o'clock."""

_FIRST, _YEARS, _AUTUMN = 17_897, 5, 273  # 1 January 2019 in days since 1970; homes begin in autumn or early winter
_BEGINS_WITHIN = 75
_THURSDAY = 3
_BASE = 15.5
_ROOMS = 2


@dataclass(frozen=True)
class Ways(Habits):
    """The same people, whose set-points are eased by night and while they are out on days that are ours."""

    ours: Flags  # (homes, days)
    eased: Array  # (homes,) K

    def set_point(self, hour: float, day: int, free: Flags) -> Array:
        """°C; before three o'clock the day before still holds."""
        plain = super().set_point(hour, day, free)
        ours = self.ours[:, day if hour >= NIGHT / 4.0 else max(day - 1, 0)]
        resting = ~(self.inside(hour, day, free) & self.awake(hour))
        lower = np.where(ours & resting, self.eased, np.where(ours, 0.15 * self.eased, 0.0))
        return np.asarray(np.maximum(plain - lower[:, None], 12.0))


@dataclass(frozen=True)
class Metered(Building):
    """A building whose energy is counted; `used`: Wh by home, up to now."""

    used: Array

    def step_under(
        self, sunshine: Sunshine, indoor: Indoor, outside: Outside, inputs: Inputs, seconds: float
    ) -> Indoor:
        after = super().step_under(sunshine, indoor, outside, inputs, seconds)
        self.used[:] += after.electricity.sum(axis=1) * (seconds / 3600.0)
        return after


@dataclass(frozen=True)
class Lived:
    """Days from night to night, (homes, days) each."""

    energy: Array  # kWh
    cold: Array  # K·h below comfort while somebody was in and awake
    degree_hours: Array  # K·h below the base
    sun: Array  # kWh/m²
    occupied: Array  # h


@dataclass(frozen=True)
class Homes:
    """Everything that is the same whichever way they are run."""

    seed: int
    homes: int
    days: int
    eased: Array  # (homes,) K

    @classmethod
    def draw(cls, homes: int, days: int, seed: int) -> "Homes":
        """A tenth of the homes save nothing, and some spend more than before."""
        rng = np.random.default_rng([seed, 5])
        eased = np.where(rng.random(homes) < 0.1, 0.0, rng.uniform(-0.5, 3.0, homes))
        return cls(seed, homes, days, eased)

    def live(self, ours: Flags) -> Lived:
        """`ours`: (homes, days) which of the days are run our way. The same seed is the same weather and people."""
        drawn, sky = (np.random.default_rng(child) for child in np.random.SeedSequence(self.seed).spawn(2))
        year = sky.integers(0, _YEARS, self.homes)
        first = _FIRST + (year * 365.25).astype(int) + _AUTUMN + sky.integers(0, _BEGINS_WITHIN, self.homes)
        places = replace(draw_places(sky, self.homes), offset=first * DAY)
        coldest, hottest = places.mean - places.seasons - 8.0, places.mean + places.seasons + places.days + 4.0
        dwelling = draw_dwelling(drawn, self.homes, _ROOMS, places.mean, coldest, hottest)
        whole = SETTLING + self.days + 1
        building = BUILD["layered"](dwelling)
        parts = {each.name: getattr(building, each.name) for each in fields(building)}
        metered = Metered(**{**parts, "room_air": None}, used=np.zeros(self.homes))
        habits = draw_habits(drawn, dwelling.floor, whole)
        run = np.concatenate((np.zeros((self.homes, SETTLING), bool), ours, ours[:, -1:]), axis=1)
        ways = Ways(**{each.name: getattr(habits, each.name) for each in fields(habits)}, ours=run, eased=self.eased)
        nobody_plays = Play(np.zeros((self.homes, whole), bool), np.zeros((self.homes, whole), bool))
        weekday = (first + _THURSDAY) % WEEK
        thermometers = draw_thermometers(drawn, self.homes, _ROOMS)
        thermostats = draw_thermostats(drawn, self.homes, _ROOMS)
        weather = MadeWeather(places, int(sky.integers(2**31)))
        life = Life(metered, weather, ways, thermometers, thermostats, nobody_plays, weekday, drawn)
        record = _Record(metered, ways, whole * QUARTERS)
        for day in range(whole):
            life.live(day, record.keep)
        return record.lived(SETTLING, self.days)


class _Record:
    def __init__(self, building: Metered, habits: Habits, quarters: int) -> None:
        self._building, self._habits, self._number = building, habits, 0
        homes = len(building.used)
        self._lines = {each.name: np.zeros((quarters, homes)) for each in fields(Lived)}
        self._before: Array = np.zeros(homes)

    def keep(self, number: int, quarter: Quarter) -> None:
        at, hour = self._number, number / 4.0
        self._number += 1
        used = self._building.used
        people = quarter.people.sum(axis=1) > 0.0
        awake = people & self._habits.awake(hour)
        below = np.maximum(self._habits.comfort - 0.5 - quarter.felt, 0.0).sum(axis=1)
        self._lines["energy"][at] = (used - self._before) / 1000.0
        self._lines["cold"][at] = below * awake / 4.0
        self._lines["degree_hours"][at] = np.maximum(_BASE - quarter.outside.temperature, 0.0) / 4.0
        self._lines["sun"][at] = global_horizontal(quarter.outside) / 4000.0
        self._lines["occupied"][at] = people / 4.0
        self._before = used.copy()

    def lived(self, first: int, days: int) -> Lived:
        begin = first * QUARTERS + NIGHT
        return Lived(
            **{
                name: line[begin : begin + days * QUARTERS].reshape(days, QUARTERS, -1).sum(axis=1).T
                for name, line in self._lines.items()
            }
        )
