"""Many drawn households lived minute by minute for weeks, with what is out of the ordinary in real ones."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.simulation.days import DAY, Day, chances, plan
from thermo_edge.simulation.people import (
    AWAY,
    BEDROOM,
    KIDS,
    KITCHEN,
    LIVING,
    ROOM_COUNT,
    Doing,
    Households,
    Kind,
    Whole,
    drawn,
)
from thermo_edge.simulation.plant import Array, Flags
from thermo_edge.simulation.routine import WEEK

PERSONS = 7
"""Rows for people in every home; those beyond the household are guests."""

Small = NDArray[np.int8]

_OFFICES = 0.1
_STUDIOS, _OPEN_PLANS = 0.07, 0.3
_DEPARTS, _RETURNS = 570.0, 1020.0  # minutes of the day


@dataclass(frozen=True)
class Lives:
    """Where everybody was and what they did; (homes, persons, minutes), room indices of `people`, −1 away."""

    people: Households
    weekday: Whole  # (homes,) of the first day, Monday 0
    where: Small
    doing: Small
    office: Flags  # (homes,) one room in which people work: LIVING; away is anywhere else
    rooms: Flags  # (homes, rooms) that there are

    @property
    def minutes(self) -> int:
        return int(self.where.shape[2])


def live(homes: int, days: int, seed: int) -> Lives:
    """The same arguments give the same lives."""
    rng = np.random.default_rng([seed, 1])
    people = _with_evening_guests(drawn(homes, PERSONS, seed))
    weekday = rng.integers(0, WEEK, homes)
    spells = _Spells.draw(rng, people, days)
    shape = (homes, PERSONS, days * DAY)
    where, doing = np.empty(shape, np.int8), np.empty(shape, np.int8)
    generators = [np.random.default_rng([seed, home, 12]) for home in range(homes)]
    for number in range(days):
        day = spells.day(number, weekday)
        made = plan(people, day, chances(PERSONS, generators))
        at = slice(number * DAY, (number + 1) * DAY)
        where[..., at], doing[..., at] = made.where, made.doing
    _go_out_at_any_time(rng, where, doing)
    _keep_other_hours(rng, where, doing)
    office = rng.random(homes) < _OFFICES
    rooms = np.ones((homes, ROOM_COUNT), dtype=bool)
    _work_at_home(rng, people, weekday, where, doing)
    _merge_rooms(rng, where, rooms)
    _go_to_the_office(rng, office, where, doing, rooms)
    return Lives(people, weekday, where, doing, office, rooms)


def _with_evening_guests(people: Households) -> Households:
    guest = people.kind == Kind.GUEST
    return replace(
        people,
        leaves=np.where(guest, 18.8, people.leaves),
        returns=np.where(guest, 23.2, people.returns),
        sleeps=np.where(guest, 23.9, people.sleeps),
    )


@dataclass(frozen=True)
class _Spells:
    """Holidays, parties, illness and shifts of every home and day."""

    gone: Flags  # (homes, days)
    free: Flags  # (homes, days)
    party: Flags  # (homes, days)
    ill: NDArray[np.bool_]  # (homes, persons, days)
    shift: NDArray[np.floating[Any]]  # (homes, persons, days)

    @classmethod
    def draw(cls, rng: np.random.Generator, people: Households, days: int) -> "_Spells":
        homes, persons = people.homes, people.persons
        on = np.arange(days)
        begin, length = rng.integers(0, days, homes), rng.integers(2, 11, homes)
        gone = (on >= begin[:, None]) & (on < (begin + length)[:, None]) & (rng.random((homes, 1)) < 0.3)
        ill = rng.random((homes, persons, days)) < 0.006
        ill |= np.roll(ill, 1, axis=2)
        shifts = (rng.random((homes, persons)) < 0.12)[..., None] * rng.choice([-2.0, 3.0, 6.0], (homes, persons, 1))
        week = (on // WEEK + rng.integers(0, 2, homes)[:, None]) % 2
        return cls(
            gone,
            rng.random((homes, days)) < 0.03,
            (rng.random((homes, days)) < 0.035) & ~gone,
            ill & ~gone[:, None],
            shifts * np.where(rng.random((homes, 1)) < 0.5, 1.0, week)[:, None, :],
        )

    def day(self, number: int, weekday: Whole) -> Day:
        gone = self.gone[:, number]
        first = gone & (~self.gone[:, number - 1] if number else np.zeros_like(gone))
        last = gone & ~first & (~self.gone[:, number + 1] if number + 1 < self.gone.shape[1] else np.zeros_like(gone))
        return Day(
            weekday=(weekday + number) % WEEK,
            free=self.free[:, number],
            gone_from=np.where(gone, np.where(first, _DEPARTS, 0.0), np.inf),
            gone_until=np.where(last, _RETURNS, np.inf),
            party=self.party[:, number],
            ill=self.ill[..., number],
            shift=self.shift[..., number],
        )


def _work_at_home(rng: np.random.Generator, people: Households, weekday: Whole, where: Small, doing: Small) -> None:
    """Some work at a desk at home on workdays that they do not go out, with a break now and then."""
    homes, persons, minutes = where.shape
    minute, number = np.arange(minutes) % DAY, np.arange(minutes) // DAY
    child = ((people.kind == Kind.PUPIL) | (people.kind == Kind.BABY)).any(axis=1)
    does = (people.kind == Kind.WORKER) & (rng.random((homes, persons)) < 0.5)
    for home, person in zip(*np.nonzero(does), strict=True):
        desk = int(rng.choice([LIVING, BEDROOM, KITCHEN])) if child[home] else KIDS
        begin, end = rng.uniform(500, 580), rng.uniform(960, 1080)
        workday = (weekday[home] + number) % WEEK < 5
        pause = (minute + int(rng.integers(90))) % int(rng.integers(45, 120)) < int(rng.integers(3, 12))
        rests = np.isin(doing[home, person], (Doing.RESTS, Doing.MOVES)) & (where[home, person] != AWAY)
        at = workday & (minute >= begin) & (minute < end) & ~pause & rests
        where[home, person, at], doing[home, person, at] = desk, Doing.RESTS


def _go_out_at_any_time(rng: np.random.Generator, where: Small, doing: Small) -> None:
    """Errands, visits and walks that follow no plan, of one or of all; some homes have many and some none."""
    homes, persons, minutes = (int(size) for size in where.shape)
    often: Array = rng.gamma(1.0, 0.5, homes)  # outings a day
    for home in range(homes):
        length = float(np.exp(rng.uniform(np.log(20.0), np.log(200.0))))
        share = min(float(often[home]) * length / DAY, 0.3)
        together = stretches(rng, minutes, 0.5 * share, length)
        for person in range(persons):
            out = together | stretches(rng, minutes, 0.5 * share, length)
            out &= (doing[home, person] != Doing.SLEEPS) & (where[home, person] != AWAY)
            where[home, person, out], doing[home, person, out] = AWAY, Doing.OUT


def _keep_other_hours(rng: np.random.Generator, where: Small, doing: Small) -> None:
    """Some rise early and some late, and a few live by night: the whole home's days lie that much earlier or later."""
    homes = len(where)
    moved = np.where(rng.random(homes) < 0.04, rng.uniform(240.0, 720.0, homes), rng.normal(0.0, 55.0, homes))
    for home, minutes in enumerate(moved.astype(int).tolist()):
        where[home], doing[home] = np.roll(where[home], minutes, axis=1), np.roll(doing[home], minutes, axis=1)


def _merge_rooms(rng: np.random.Generator, where: Small, rooms: Flags) -> None:
    """Kitchens that are part of the living room, and homes of one room and a bath."""
    kind = rng.random(len(where))
    for home in range(len(where)):
        lost: tuple[int, ...] = () if kind[home] > _STUDIOS + _OPEN_PLANS else (KITCHEN,)
        lost = (KITCHEN, BEDROOM, KIDS) if kind[home] < _STUDIOS else lost
        if lost:
            where[home][np.isin(where[home], lost)] = LIVING
            rooms[home, list(lost)] = False


def _go_to_the_office(rng: np.random.Generator, office: Flags, where: Small, doing: Small, rooms: Flags) -> None:
    """Turned round: who is out is at work, in one room, but for lunch and for what takes them elsewhere."""
    minute = np.arange(where.shape[2]) % DAY
    number = np.arange(where.shape[2]) // DAY
    for home in np.flatnonzero(office):
        lunch, takes = 720 + rng.normal(0, 25, number[-1] + 1), rng.uniform(20, 70)
        at_lunch = (minute >= lunch[number]) & (minute < lunch[number] + takes)
        much = rng.uniform(0.05, 0.5)
        for person in range(where.shape[1]):
            out = (where[home, person] == AWAY) & (minute > 360) & (minute < 1140)
            elsewhere = stretches(rng, where.shape[2], much, 45.0)
            there = out & ~at_lunch & ~elsewhere & (person < 4)
            where[home, person] = np.where(there, LIVING, AWAY)
            doing[home, person] = np.where(there, Doing.RESTS, Doing.OUT)
        rooms[home] = np.arange(ROOM_COUNT) == LIVING
    doing[office] = np.where(
        (doing[office] == Doing.RESTS) & (rng.random(doing[office].shape) < 0.15), int(Doing.MOVES), doing[office]
    )


def stretches(rng: np.random.Generator, minutes: int, share: float, length: float) -> NDArray[np.bool_]:
    """Random stretches of time, `share` of it, of exponential length."""
    begin = rng.integers(0, minutes, rng.poisson(minutes * share / length))
    edges = np.zeros(minutes + 1)
    np.add.at(edges, begin, 1.0)
    np.add.at(edges, np.minimum(begin + rng.exponential(length, len(begin)).astype(int) + 1, minutes), -1.0)
    return np.asarray(np.cumsum(edges[:-1]) > 0.0)
