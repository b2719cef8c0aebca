"""Simple people for training homes, on arrays: when they are in, what they set, open, draw and use."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from thermo_edge.simulation.plant import Array, Flags

QUARTER = 900.0
"""s; people do something new at most every quarter of an hour."""

WEEK = 7


@dataclass(frozen=True)
class Habits:
    """What is usual in homes; hours of the local day. (homes,) where nothing else is said."""

    persons: NDArray[np.int_]
    wake: Array
    leave: Array
    back: Array
    sleep: Array
    works: Flags  # is out between `leave` and `back` on weekdays
    saves: Flags  # sets back while out
    comfort: Array  # (homes, rooms) °C
    setback: Array  # (homes, rooms) °C
    by_day: Array  # (homes, rooms) share of the people in each room while awake
    by_night: Array  # (homes, rooms) the same asleep
    away: Flags  # (homes, days) nobody all day
    airs: Array  # openings of a window in a day
    shades: Array  # 0..1 of the sun that shades keep out when drawn
    base: Array  # (homes, rooms) W of what always runs

    def inside(self, hour: float, day: int, free: Flags) -> Flags:
        """Whether people are at home; `free`: (homes,) it is a weekend there."""
        out = self.works & ~free & (hour >= self.leave) & (hour < self.back)
        return ~(out | self.away[:, day])

    def awake(self, hour: float) -> Flags:
        return (hour >= self.wake) & (hour < self.sleep)

    def set_point(self, hour: float, day: int, free: Flags) -> Array:
        """°C that the schedule says (homes, rooms): comfort from before waking; setback asleep and, in some, out."""
        early = hour + 0.75
        wanted = (early >= self.wake) & (hour < self.sleep - 0.25)
        out = self.works & ~free & (hour >= self.leave) & (early < self.back)
        return np.where((wanted & ~(out & self.saves) & ~self.away[:, day])[:, None], self.comfort, self.setback)


def draw_habits(rng: np.random.Generator, floor: Array, days: int) -> Habits:
    """`floor`: (homes, rooms) m². Days away come alone and, in every fourth home, as a holiday."""
    homes, rooms = int(floor.shape[0]), int(floor.shape[1])
    comfort = rng.uniform(19.0, 22.5, (homes, 1)) + rng.normal(0.0, 0.8, (homes, rooms))
    setback = np.where(rng.random((homes, 1)) < 0.25, 0.0, rng.uniform(1.0, 4.0, (homes, 1)))
    away = rng.random((homes, days)) < 0.05
    start, length = rng.integers(0, max(days - 1, 1), homes), rng.integers(3, 14, homes)
    on = np.arange(days)
    holiday = (on >= start[:, None]) & (on < (start + length)[:, None]) & (rng.random((homes, 1)) < 0.25)
    wake = rng.uniform(5.3, 8.0, homes)
    return Habits(
        persons=rng.integers(1, 6, homes),
        wake=wake,
        leave=wake + rng.uniform(0.7, 2.0, homes),
        back=rng.uniform(13.0, 18.5, homes),
        sleep=rng.uniform(21.0, 23.9, homes),
        works=rng.random(homes) < 0.65,
        saves=rng.random(homes) < 0.5,
        comfort=comfort,
        setback=comfort - setback,
        by_day=rng.dirichlet(np.full(rooms, 1.2), homes),
        by_night=rng.dirichlet(np.full(rooms, 0.4), homes),
        away=away | holiday,
        airs=rng.uniform(0.0, 2.0, homes),
        shades=np.where(rng.random(homes) < 0.8, rng.uniform(0.4, 0.85, homes), 0.0),
        base=floor * rng.uniform(0.5, 3.0, (homes, rooms)),
    )


class Doing(NamedTuple):
    """What people do in a quarter of an hour; (homes, rooms) but `shades`."""

    people: Array
    appliances: Array  # W
    windows: Array  # 0..1
    shades: Array  # (homes, 1) 0..1


class Routine:
    """Lives through the quarters of hours in order; moves on a Generator of its own."""

    def __init__(self, rng: np.random.Generator, habits: Habits) -> None:
        self._rng, self._habits = rng, habits
        shape = habits.comfort.shape
        self._where, self._burst, self._wide = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        self._quarters = np.zeros(shape)  # that windows stay open

    def become(self, habits: Habits) -> None:
        self._habits = habits

    def step(self, hour: float, day: int, free: Flags, air: Array, outdoor: Array, beam: Array) -> Doing:
        """`air`: (homes, rooms) °C; outdoors (homes,): °C and W/m² of direct sun."""
        habits, rng = self._habits, self._rng
        shape = air.shape
        inside, awake = habits.inside(hour, day, free), habits.awake(hour)
        places = np.where(awake[:, None], habits.by_day, habits.by_night)
        moves = (rng.random(len(inside)) < 0.15)[:, None]
        moved = np.where(moves, rng.multinomial(habits.persons, places), self._where)
        self._where = np.where(inside[:, None], np.where(moved.sum(axis=1, keepdims=True) > 0.0, moved, places), 0.0)
        active = (inside & awake)[:, None]
        starts = active & (rng.random(shape) < 0.03)
        self._burst = np.where(starts, rng.exponential(500.0, shape), self._burst * 0.7)
        self._air(active, hour, air, outdoor)
        hot = (air.max(axis=1) > 23.0) & (beam > 150.0)
        return Doing(
            people=self._where,
            appliances=habits.base + 45.0 * self._where * awake[:, None] + self._burst,
            windows=np.where(self._quarters > 0.0, self._wide, 0.0),
            shades=(habits.shades * hot)[:, None],
        )

    def _air(self, active: Flags, hour: float, air: Array, outdoor: Array) -> None:
        habits, rng = self._habits, self._rng
        morning = np.abs(hour - habits.wake - 0.5) < 0.5
        chance = habits.airs / 60.0 * (0.5 + 6.0 * morning)
        refreshing = (air > 24.0) & (outdoor[:, None] < air - 1.0)
        chance = np.where(refreshing, 0.06 * (air - 24.0), chance[:, None])
        opens = (self._quarters <= 0.0) & active & (rng.random(air.shape) < chance)
        length = np.where(refreshing, rng.integers(4, 40, air.shape), rng.integers(1, 4, air.shape))
        self._wide = np.where(opens, rng.uniform(0.15, 1.0, air.shape), self._wide)
        left = np.where(opens, length, np.maximum(self._quarters - 1.0, 0.0))
        self._quarters = np.where(air < 20.0, np.minimum(left, 1.0), left)
