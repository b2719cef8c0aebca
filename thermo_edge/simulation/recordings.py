"""Recordings of simulated households for learning and judging occupancy: sensors as homes have them, and the truth."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.simulation import instruments as made
from thermo_edge.simulation import motion
from thermo_edge.simulation.appointments import alarm, calendar
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.households import Lives, live
from thermo_edge.simulation.indoors import STEP, Indoors, indoors
from thermo_edge.simulation.people import (
    AWAY,
    BATH,
    BEDROOM,
    HALL,
    KIDS,
    KITCHEN,
    LIVING,
    ROOM_COUNT,
    Doing,
    Kind,
)

BATCH = 20
"""Homes that are simulated together."""

Values = NDArray[np.floating[Any]]
Minutes = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sensed:
    """One sensor; `kind` is named as in the recordings of real homes, `room` is None where it tells of no room."""

    name: str
    kind: str  # temperature, humidity, co2, illuminance, power, motion, door, contact, pressure, lamp, person
    room: str | None = None


@dataclass(frozen=True, eq=False)
class Household:
    """A home on a grid of STEP minutes; time k is the end of step k, local midnight of `weekday` its beginning.

    `values` (times, sensors): the last reading in the step, or whether it was on at any time in it; NaN is unknown.
    `changes`: of what is on or off, (n, 2) of seconds since the beginning and level; empty for what measures.
    `truth` (times, rooms) and `home`, `asleep` (times,) are 1 or 0; asleep: somebody is home and all who are sleep.
    """

    weekday: int
    sensors: tuple[Sensed, ...]
    values: Values
    changes: tuple[Values, ...]
    rooms: tuple[str, ...]
    truth: Values
    home: Values
    asleep: Values
    alarm: Values | None = None  # minutes until an alarm clock rings, NaN where none is set
    busy: Values | None = None  # 1 where a calendar says that everybody is out

    @property
    def hour(self) -> Values:
        """Local hour of the day at each time, (times,)."""
        return np.asarray((np.arange(len(self.home)) + 1) * STEP / 60.0 % 24.0)

    @property
    def day(self) -> Values:
        """The number of the local day of each time, from nought."""
        return np.asarray((np.arange(len(self.home)) + 1) * STEP // (24 * 60))


def household_recordings(homes: int, days: int, seed: int) -> Iterator[Household]:
    """Homes one after the other, made in batches; the same arguments give the same homes."""
    for number, first in enumerate(range(0, homes, BATCH)):
        count = min(BATCH, homes - first)
        once = int(np.random.default_rng([seed, number]).integers(2**31))
        lives = live(count, days, once)
        rooms = indoors(lives, once)
        for home in range(count):
            yield _Home(lives, rooms, home, np.random.default_rng([once, home, 3])).recorded()


@dataclass(frozen=True)
class _Kit:
    """How likely each kind of sensor is in a room of this home, 0..1, and what goes wrong there."""

    motion: float
    temperature: float
    co2: float
    light: float
    contacts: float
    seats: float
    lamps: float
    power: float
    door: bool
    phones: bool
    stuck: float  # chance of each sensor to be stuck at some time
    pet: float  # chance that a motion sensor sees it when it stirs

    @classmethod
    def draw(cls, rng: np.random.Generator) -> "_Kit":
        def one(*ways: tuple[float, float]) -> float:
            return float(rng.choice([value for value, _ in ways], p=[share for _, share in ways]))

        return cls(
            motion=one((0.0, 0.2), (0.5, 0.3), (1.0, 0.5)),
            temperature=one((0.0, 0.25), (0.5, 0.3), (1.0, 0.45)),
            co2=one((0.0, 0.5), (0.35, 0.3), (1.0, 0.2)),
            light=one((0.0, 0.5), (0.4, 0.3), (1.0, 0.2)),
            contacts=one((0.0, 0.5), (0.4, 0.3), (0.9, 0.2)),
            seats=one((0.0, 0.65), (0.4, 0.25), (0.9, 0.1)),
            lamps=one((0.0, 0.45), (0.5, 0.3), (1.0, 0.25)),
            power=one((0.0, 0.6), (0.5, 0.4)),
            door=bool(rng.random() < 0.6),
            phones=bool(rng.random() < 0.6),
            stuck=one((0.0, 0.75), (0.06, 0.25)),
            pet=one((0.0, 0.7), (0.15, 0.15), (0.6, 0.15)),
        )


class _Home:
    """One home of a batch, and the sensors that were put into it."""

    def __init__(self, lives: Lives, rooms: Indoors, home: int, rng: np.random.Generator) -> None:
        self._lives, self._indoors, self._at, self._rng = lives, rooms, home, rng
        self._where, self._doing = lives.where[home], lives.doing[home]
        self._there = np.stack([(self._where == room).any(axis=0) for room in range(ROOM_COUNT)])
        up = self._doing != Doing.SLEEPS
        self._awake = np.stack([((self._where == room) & up).any(axis=0) for room in range(ROOM_COUNT)])
        self._office = bool(lives.office[home])
        self._kit = _Kit.draw(rng)
        self._sensors: list[Sensed] = []
        self._values: list[Values] = []
        self._changes: list[Values] = []

    def recorded(self) -> Household:
        rooms = np.flatnonzero(self._lives.rooms[self._at])
        for room in rooms.tolist():
            self._measuring(room)
            self._contacts(room)
        self._motion(rooms.tolist())
        if not self._sensors:
            self._measure("temperature", int(rooms[0]))
            self._measure("humidity", int(rooms[0]))
        if not self._office:
            self._door()
            self._phones()
        end = slice(STEP - 1, None, STEP)
        sensed = [room for room in rooms.tolist() if any(each.room == ROOMS[room] for each in self._sensors)]
        lives, at = self._lives, self._at
        anybody = (self._where != AWAY).any(axis=0)
        awake = ((self._where != AWAY) & (self._doing != Doing.SLEEPS)).any(axis=0)
        home, asleep = anybody[end].astype(float), (anybody & ~awake)[end].astype(float)
        rng = self._rng
        return Household(
            int(lives.weekday[at]),
            tuple(self._sensors),
            np.stack(self._values, axis=1).astype(np.float32),
            tuple(self._changes),
            tuple(ROOMS[room] for room in sensed),
            self._there[sensed][:, end].T.astype(float),
            home,
            asleep,
            alarm(rng, asleep, int(lives.weekday[at])) if rng.random() < 0.4 and not self._office else None,
            calendar(rng, home) if rng.random() < 0.4 else None,
        )

    # --- what measures ------------------------------------------------------------------------------------------

    def _measuring(self, room: int) -> None:
        rng, kit = self._rng, self._kit
        if rng.random() < kit.temperature:
            self._measure("temperature", room)
            if rng.random() < 0.8:
                self._measure("humidity", room)
        if rng.random() < kit.co2:
            self._measure("co2", room)
        if rng.random() < kit.light:
            self._measure("illuminance", room)
        if rng.random() < kit.power and room in (LIVING, KITCHEN, KIDS):
            self._measure("power", room)

    def _measure(self, kind: str, room: int) -> None:
        source = {"illuminance": "light"}.get(kind, kind)
        true: Values = getattr(self._indoors, source)[self._at, room]
        if kind == "power" and room == KITCHEN:
            phase, turn = self._rng.uniform(0, 60), self._rng.uniform(40, 90)
            true = true + 70.0 * ((np.arange(len(true)) * STEP + phase) % turn < 0.35 * turn)
        stuck = bool(self._rng.random() < 0.5 * self._kit.stuck)
        self._add(kind, room, made.measured(self._rng, kind, true, stuck), np.empty((0, 2)))

    # --- what is on or off --------------------------------------------------------------------------------------

    def _contacts(self, room: int) -> None:
        rng, kit = self._rng, self._kit
        if rng.random() < kit.lamps:
            lamp = np.repeat(self._indoors.lamp[self._at, room], STEP)
            self._switch("lamp", room, lamp)
        if rng.random() < kit.contacts and room in (KITCHEN, BATH, LIVING, HALL):
            for _ in range(int(rng.integers(1, 5))):
                self._switch("contact", room, made.used(rng, self._awake[room], float(rng.uniform(0.01, 0.12))))
        if rng.random() < 0.5 * kit.contacts and room in (BATH, BEDROOM, KIDS):
            self._switch("contact", room, made.toggled(rng, self._there[room], float(rng.uniform(0.3, 0.95))))
        if rng.random() < kit.seats and room in (LIVING, BEDROOM, KIDS):
            lies = Doing.RESTS if room == LIVING else Doing.SLEEPS
            who = rng.random(len(self._where)) < (0.6 if room == LIVING else 0.9)
            sits = ((self._where == room) & (self._doing == lies) & who[:, None]).any(axis=0)
            self._switch("pressure", room, made.pressed(rng, sits))

    def _motion(self, rooms: list[int]) -> None:
        rng, kit = self._rng, self._kit
        chosen = [room for room in rooms if rng.random() < kit.motion]
        if not chosen:
            return
        minutes = self._where.shape[1]
        keen = np.exp(rng.uniform(np.log(0.35), np.log(1.6), (1, ROOM_COUNT, 1)))
        seen = motion.caught(self._where[None], self._doing[None], rng.random((1, ROOM_COUNT, minutes)) / keen)[0]
        animal = made.pets(rng, ROOM_COUNT, minutes) if kit.pet else np.zeros((ROOM_COUNT, minutes), dtype=bool)
        animal &= rng.random(animal.shape) < kit.pet
        radar = rng.random() < 0.12
        hold = int(rng.choice([0, 1, 2, 2, 5]))
        for room in chosen:
            on = seen[room] | animal[room]
            if radar:
                on = seen[room] | (self._there[room] & (rng.random(minutes) < 0.9))
            if not self._office:
                on |= rng.random(minutes) < float(rng.choice([0.0, 0.0, 1e-4]))
            on = made.held(on, hold)
            self._switch("motion", room, made.stuck_on(rng, on) if rng.random() < kit.stuck else on)

    def _door(self) -> None:
        if self._kit.door:
            on = made.outer_door(self._rng, self._where == AWAY)
            self._switch("door", HALL if self._rng.random() < 0.5 else None, on)

    def _phones(self) -> None:
        rng = self._rng
        if not self._kit.phones:
            return
        kinds = self._lives.people.kind[self._at]
        old = np.isin(kinds, (Kind.WORKER, Kind.RETIRED)) | ((kinds == Kind.PUPIL) & (rng.random(len(kinds)) < 0.3))
        people: list[int] = np.flatnonzero(old & (rng.random(len(kinds)) < 0.9)).tolist()
        swapped = rng.random() < 0.1
        for number, person in enumerate(people):
            away = self._where[person] == AWAY
            if swapped and len(people) > 1:
                other = self._where[people[(number + 1) % len(people)]] == AWAY
                away = np.where(np.arange(len(away)) // (3 * 1440) % 2 == 0, away, other)
            said = made.phone(rng, away, bool(rng.random() < 0.06))
            at = said[STEP - 1 :: STEP]
            self._add("person", None, at, made.changes(np.nan_to_num(said) > 0.5))

    # --- helpers ------------------------------------------------------------------------------------------------

    def _switch(self, kind: str, room: int | None, on: Minutes) -> None:
        self._add(kind, room, made.absent(self._rng, made.by_step(on)), made.changes(on))

    def _add(self, kind: str, room: int | None, values: Values, changes: Values) -> None:
        place = ROOMS[room] if room is not None else None
        number = sum(each.kind == kind and each.room == place for each in self._sensors)
        name = " ".join(filter(None, (place, kind, str(number + 1) if number else "")))
        self._sensors.append(Sensed(name, kind, place))
        self._values.append(values)
        self._changes.append(changes)
