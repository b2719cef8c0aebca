"""Many homes lived in, a day at a time: weather, people, thermostats and now and then somebody who plays with them."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from thermo_edge.simulation.building import Building
from thermo_edge.simulation.climate import Weather
from thermo_edge.simulation.plant import Array, Flags, Inputs, Outside
from thermo_edge.simulation.routine import QUARTER, WEEK, Habits, Routine
from thermo_edge.simulation.thermostats import TOO_WARM, Thermometers, Thermostats

DAY = 86_400.0
QUARTERS = 96
"""In a day."""

PARTS = 3
"""In a quarter: thermostats look every five minutes."""

PART = QUARTER / PARTS


class Quarter(NamedTuple):
    """What was in a quarter of an hour: (homes, rooms), or (homes,) in `outside`."""

    outside: Outside
    felt: Array  # °C at thermometers, at its end
    set_point: Array  # °C
    heating: Array  # 0..1, mean
    cooling: Array  # 0..1, mean
    people: Array
    windows: Array


@dataclass(frozen=True)
class Play:
    """On which days of which homes heat follows from chance: by levels of heat, or by jumps of the set-point."""

    levels: Flags  # (homes, days)
    jumps: Flags  # (homes, days)

    @classmethod
    def draw(cls, rng: np.random.Generator, homes: int, days: int, share: float) -> "Play":
        """Three of five such days have levels."""
        thrown = rng.random((homes, days))
        return cls(thrown < 0.6 * share, (thrown >= 0.6 * share) & (thrown < share))


class Life:
    """The homes as they stand; `live` takes them through one more day."""

    def __init__(
        self,
        building: Building,
        weather: Weather,
        habits: Habits,
        thermometers: Thermometers,
        thermostats: Thermostats,
        play: Play,
        weekday: NDArray[np.int_],
        rng: np.random.Generator,
    ) -> None:
        """`weekday`: (homes,) of the first day, Monday 0. The weather's time zero is the homes' first midnight."""
        self._building, self._weather, self._habits = building, weather, habits
        self._thermometers, self._thermostats = thermometers, thermostats
        self._play, self._weekday, self._rng = play, weekday, rng
        self._routine = Routine(rng, habits)
        self._asked = thermostats.begin()
        self._state = building.begin(19.0, _column(weather.at(np.zeros(1)), 0))
        self._felt = self._state.air
        shape = self._felt.shape
        self._level, self._jump = np.full(shape, -1.0), np.zeros(shape)

    def become(self, building: Building, weather: Weather, habits: Habits) -> None:
        """From now on all is so; what stores heat keeps it, so the new building stores it in as many places."""
        self._building, self._weather, self._habits = building, weather, habits
        self._routine.become(habits)

    def live(self, day: int, keep: Callable[[int, Quarter], None]) -> None:
        """`keep` is called with the number of each quarter of the day and what was in it."""
        sky = _by_time(self._weather.at(day * DAY + (np.arange(QUARTERS) + 0.5) * QUARTER))
        free = (self._weekday + day) % WEEK >= 5
        for quarter in range(QUARTERS):
            if quarter % 4 == 0:
                self._toss(day)
            outside = Outside(*(column[quarter] for column in sky))
            keep(quarter, self._quarter(quarter * 24.0 / QUARTERS, day, free, outside))

    def _toss(self, day: int) -> None:
        """Each hour of a day of play: another level of heat, a third of them none; or another set-point, or none."""
        shape = self._level.shape
        level = np.maximum(self._rng.uniform(-0.5, 1.0, shape), 0.0)
        self._level = np.where(self._play.levels[:, day, None], level, -1.0)
        jump = np.where(self._rng.random(shape) < 0.3, self._rng.uniform(-4.0, 4.0, shape), self._jump)
        self._jump = np.where(self._play.jumps[:, day, None], jump, 0.0)

    def _quarter(self, hour: float, day: int, free: Flags, outside: Outside) -> Quarter:
        state, felt, building = self._state, self._felt, self._building
        doing = self._routine.step(hour, day, free, state.air, outside.temperature, outside.beam)
        set_point = self._habits.set_point(hour, day, free) + self._jump
        sunshine = building.shell.sunshine(outside, doing.shades)
        heating, cooling = np.zeros(state.air.shape), np.zeros(state.air.shape)
        played = self._level >= 0.0
        for _ in range(PARTS):
            self._asked = self._thermostats.step(self._asked, felt, set_point, PART)
            heat = np.where(played, self._level * (felt < TOO_WARM), self._asked.heating)
            cold = np.where(played, 0.0, self._asked.cooling * self._cools)
            inputs = Inputs(heat, cold, doing.people, doing.appliances, heat, doing.windows, doing.shades)
            state = building.step_under(sunshine, state, outside, inputs, PART)
            felt = self._thermometers.follow(felt, state, PART)
            heating += heat / PARTS
            cooling += cold / PARTS
        self._state, self._felt = state, felt
        return Quarter(outside, felt, set_point, heating, cooling, doing.people, doing.windows)

    @property
    def _cools(self) -> Flags:
        return self._building.emitters.cooling > 0.0


def _by_time(outside: Outside) -> list[Array]:
    """(times, homes) each, so that a time's homes lie together."""
    return [np.ascontiguousarray(getattr(outside, each.name).T) for each in fields(outside)]


def _column(outside: Outside, number: int) -> Outside:
    return Outside(*(getattr(outside, each.name)[:, number] for each in fields(outside)))
