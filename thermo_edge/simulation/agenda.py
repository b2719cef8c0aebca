"""What a day brings to one live home, as events in time: people move, and motion sensors see them or not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from thermo_edge.simulation import motion
from thermo_edge.simulation.days import DAY, Day, Plan, chances, plan
from thermo_edge.simulation.people import AWAY, ROOM_COUNT, Doing, Households


class What(IntEnum):
    """What happens; `who` says to whom or where."""

    MIDNIGHT = 0  # a new local day
    MOVES = 1  # who: minute of the plan that now holds
    SEES = 2  # who: room; value: motion or calm
    LOOKS = 3  # who: person, who looks whether the light is right
    PHONE = 4  # who: person; value: it is here
    DOOR = 5  # value: open
    LOCK = 6  # value: locked
    WINDOW = 7  # who: room; value: open
    OBEYS = 8  # a device does what it was told a while ago
    LAPSES = 9  # a bare switch that nobody renews goes off
    ARMS = 10  # who: person, who sees to the alarm as it now is to be


class Event(NamedTuple):
    """At unix seconds; `order` keeps those of one moment in the order in which they were made."""

    at: float
    order: int
    what: What
    who: int = 0
    value: bool = False
    more: object = None


@dataclass(frozen=True)
class Spell:
    """Some days out of the ordinary, counted from the first of a simulation; `person`: -1 for all."""

    kind: str  # "free", "gone", "party", "ill", or "shift"
    first: int
    days: int = 1
    person: int = -1
    hours: float = 0.0  # of a shift


@dataclass(frozen=True)
class Calendar:
    """Which spells a household has; `began` is day 0."""

    began: date
    spells: tuple[Spell, ...] = ()

    def day(self, households: Households, on: date) -> Day:
        """The kind of day it is for one live home."""
        number = (on - self.began).days
        now = [spell for spell in self.spells if spell.first <= number < spell.first + spell.days]

        away = [spell for spell in now if spell.kind == "gone"]
        first, last = any(spell.first == number for spell in away), any(_last(spell) == number for spell in away)
        begin = _DEPARTS if first else 0.0

        def any_of(kind: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
            return np.array([any(spell.kind == kind for spell in now)])

        ill = np.zeros((1, households.persons), dtype=bool)
        shift = np.zeros((1, households.persons))
        for spell in now:
            rows = slice(None) if spell.person < 0 else slice(spell.person, spell.person + 1)
            if spell.kind == "ill":
                ill[0, rows] = True
            elif spell.kind == "shift":
                shift[0, rows] = spell.hours
        return Day(
            weekday=np.array([on.weekday()]),
            free=any_of("free"),
            gone_from=np.array([begin if away else np.inf]),
            gone_until=np.array([_RETURNS if last and not first else np.inf]),
            party=any_of("party"),
            ill=ill,
            shift=shift,
        )


_DEPARTS, _RETURNS = 570.0, 1020.0
"""Minutes of the day at which a household that goes away leaves and comes back."""


def _last(spell: Spell) -> int:
    return spell.first + spell.days - 1


@dataclass(frozen=True)
class Residents:
    """Who lives in one live home, and how their days are made: the same for the same seed and day."""

    households: Households
    calendar: Calendar
    zone: ZoneInfo
    seed: int
    lively: bool = True  # False: nobody is ever there

    def plan(self, on: date) -> Plan:
        rng = np.random.default_rng([self.seed, 0, on.toordinal()])
        shape = (1, self.households.persons, DAY)
        if not self.lively:
            return Plan(np.full(shape, AWAY), np.full(shape, int(Doing.OUT)))
        return plan(self.households, self.calendar.day(self.households, on), chances(self.households.persons, [rng]))

    def events(self, on: date, made: Plan) -> list[Event]:
        """All of the day, in no order, the next midnight last."""
        rng = np.random.default_rng([self.seed, 1, on.toordinal()])
        clock = wall(on, self.zone)
        differs = (np.diff(made.where[0], axis=1) != 0) | (np.diff(made.doing[0], axis=1) != 0)
        moves = np.concatenate(([0], np.flatnonzero(differs.any(axis=0)) + 1))
        times = ((int(minute), clock.at(60.0 * minute)) for minute in moves)
        found = [Event(at, 0, What.MOVES, minute) for minute, at in times if at is not None]
        seen = motion.caught(made.where, made.doing, rng.random((1, ROOM_COUNT, DAY)))[0]
        within = rng.random((ROOM_COUNT, DAY))  # whoever comes in is seen at once
        seconds = np.floor(np.where(motion.entered(made.where)[0], 1.0 + 4.0 * within, 50.0 * within))
        for room in range(ROOM_COUNT):
            found += _seen(clock, room, motion.stretches(seen[room], seconds[room]))
        return [*found, Event(clock.end, 0, What.MIDNIGHT)]


def _seen(clock: "Wall", room: int, stretches: Iterable[tuple[float, float]]) -> list[Event]:
    found: list[Event] = []
    for begin, end in stretches:
        on, off = clock.at(begin), clock.at(end)
        if on is not None and off is not None and off > on:
            found += [Event(on, 0, What.SEES, room, value=True), Event(off, 0, What.SEES, room, value=False)]
    return found


@dataclass(frozen=True)
class Wall:
    """A local day's wall clock in unix seconds; `hours` is None on a day of 24 hours."""

    begin: float
    end: float
    hours: tuple[float, ...] | None = field(default=None)

    def at(self, second: float) -> float | None:
        """When the wall clock shows this second of the day, the first time; None where it is skipped."""
        if self.hours is None:
            return self.begin + second
        hour = int(second // 3600)
        if hour >= len(self.hours) - 1:
            return self.hours[-1] + second - 3600.0 * (len(self.hours) - 1)
        if self.hours[hour + 1] <= self.hours[hour]:
            return None
        return self.hours[hour] + second - 3600.0 * hour


def wall(on: date, zone: ZoneInfo) -> Wall:
    """The wall clock of a local day, of 23, 24 or 25 hours."""
    begin = datetime.combine(on, time(), zone).timestamp()
    end = datetime.combine(on + timedelta(days=1), time(), zone).timestamp()
    if end - begin == 86_400.0:
        return Wall(begin, end)
    return Wall(begin, end, tuple(datetime.combine(on, time(hour), zone).timestamp() for hour in range(24)))
