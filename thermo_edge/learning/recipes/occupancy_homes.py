"""Simulated households as the occupancy model sees them: rows of numbers with what was true, now and ahead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.occupancy import ahead, climatology
from thermo_edge.occupancy.ahead import Known
from thermo_edge.occupancy.features import OccupancyConfig, of_house, of_rooms
from thermo_edge.occupancy.signals import Array, HouseSignals, RoomSignals, freshness, moisture
from thermo_edge.simulation.indoors import STEP, STEPS
from thermo_edge.simulation.recordings import Household, household_recordings

Half = NDArray[np.float16]

ROOM, HOME, ASLEEP = range(3)

SETTLING = STEPS // 2
"""Times at the beginning that say little, because nothing is known of the past."""

LONGEST_HISTORY = 21
"""Days that what is usual is learned from, at most."""

_ANALOG = {"temperature": "temperature", "co2": "co2", "illuminance": "light", "power": "power"}
_EVENTS = {"motion": "motion", "door": "door", "contact": "contact", "pressure": "seat", "lamp": "lamp"}

_LEFT = ("door", "contact", "lamp")


def signals(home: Household) -> HouseSignals:
    """What its sensors say, by room; a sensor that belongs to no room has a place of its own."""
    rooms: dict[str, RoomSignals] = {}
    places = [each.room or f"({each.name})" for each in home.sensors]
    for place in dict.fromkeys(
        place for place, each in zip(places, home.sensors, strict=True) if each.kind != "person"
    ):
        rooms[place] = _room(home, [column for column, other in enumerate(places) if other == place])
    persons = [home.values[:, column] for column, each in enumerate(home.sensors) if each.kind == "person"]
    weekday = (home.weekday + home.day) % 7
    share = np.mean(persons, axis=0) if persons else None
    return HouseSignals(float(STEP), home.hour, weekday.astype(float), rooms, share)


def _room(home: Household, columns: Sequence[int]) -> RoomSignals:
    def of(kind: str) -> list[Array]:
        return [home.values[:, column].astype(float) for column in columns if home.sensors[column].kind == kind]

    mean: dict[str, Array] = {}
    events: dict[str, Array] = {}
    stirs: dict[str, Array] = {}
    for kind, name in _ANALOG.items():
        for value in of(kind):
            mean[name] = value
    for temperature, humidity in zip(of("temperature"), of("humidity"), strict=False):
        mean["moisture"] = moisture(temperature, humidity)
    for column in columns:
        if name := _EVENTS.get(home.sensors[column].kind, ""):
            value, stirred = home.values[:, column].astype(float), _stirred(home, column)
            events[name] = np.fmax(events[name], value) if name in events else value
            stirs[name] = np.fmax(stirs[name], stirred) if name in stirs else stirred
    return RoomSignals(mean, dict(mean), events, stirs)


def _stirred(home: Household, column: int) -> Array:
    """How fresh the last sign of somebody in each step is: being on where people do not leave it so, or changing."""
    changes, times = home.changes[column], 60.0 * STEP * (np.arange(len(home.home)) + 1)
    if not len(changes):
        return np.zeros(len(times))
    last = np.searchsorted(changes[:, 0], times, side="right") - 1
    age = np.where(last >= 0, times - changes[np.maximum(last, 0), 0], np.inf)
    left = home.sensors[column].kind in _LEFT
    on = (last >= 0) & (changes[np.maximum(last, 0), 1] > 0.0) & (not left)
    return np.where(on, 1.0, np.where(age < 60.0 * STEP, freshness(np.minimum(age, 60.0 * STEP) / 60.0), 0.0))


@dataclass(frozen=True)
class Seen:
    """A home's numbers at all times and the truth of each target; `numbers` by place: rooms in order, then the house.

    `label` (times, rooms + 2): rooms, home, asleep; asleep is NaN where nobody was home.
    """

    home: Household
    numbers: Array  # (times, rooms + 1, features)
    label: Array

    @property
    def targets(self) -> Iterator[tuple[int, int, int]]:
        """(kind of target, place among the numbers, column of the label)."""
        rooms = len(self.home.rooms)
        yield from ((ROOM, place, place) for place in range(rooms))
        yield HOME, rooms, rooms
        yield ASLEEP, rooms, rooms + 1


def seen(home: Household, config: OccupancyConfig) -> Seen:
    """All numbers of a home."""
    house = signals(home)
    rooms = of_rooms(house, config, home.rooms) if home.rooms else np.zeros((house.times, 0, 0))
    whole = of_house(house, config)[:, None]
    numbers = np.concatenate([rooms, whole], axis=1) if home.rooms else whole
    asleep = np.where(home.home > 0.0, home.asleep, np.nan)
    return Seen(home, numbers, np.column_stack([home.truth, home.home, asleep]))


@dataclass(frozen=True)
class Rows:
    """Questions and answers of many homes: `target` (n,), and of the other two the shape that the network asks."""

    numbers: Half  # (n, features), or (n, horizons, features)
    target: NDArray[np.int8]
    label: Half  # (n,), or (n, horizons); NaN where unknown

    @classmethod
    def together(cls, parts: Sequence["Rows"]) -> "Rows":
        return cls(*(np.concatenate([getattr(one, name) for one in parts]) for name in ("numbers", "target", "label")))

    def __len__(self) -> int:
        return len(self.target)


def rows_now(one: Seen, times: int, rng: np.random.Generator) -> Rows:
    """So many random times of each target of a home."""
    parts = []
    for kind, place, column in one.targets:
        at = rng.integers(SETTLING, len(one.label), times)
        at = at[np.isfinite(one.label[at, column])]
        target = np.full(len(at), kind, np.int8)
        parts.append(Rows(_half(one.numbers[at, place]), target, _half(one.label[at, column])))
    return Rows.together(parts)


def rows_ahead(
    one: Seen, beliefs: Mapping[int, Array], config: OccupancyConfig, days: int, times: int, seed: int
) -> Rows:
    """Forecasts from random times of so many random days of each target, each with 0 to 21 days of history.

    `beliefs`: by column of the label, (times,) P that the model gives. What is usual comes from the truth of those
    days, or from the beliefs, as in a home that nobody asks.
    """
    rng = np.random.default_rng([seed, 7])
    parts = []
    for kind, _, column in one.targets:
        for day in rng.integers(0, len(one.label) // STEPS - 1, days).tolist():
            history = min(day, int(rng.integers(0, LONGEST_HISTORY + 1)))
            taught = one.label[:, column] if rng.random() < 0.6 else beliefs[column]
            at = day * STEPS + rng.integers(0, STEPS, times)
            numbers, label = forecasts(one, beliefs, column, config.horizons, at, (day - history, day), taught)
            parts.append(Rows(_half(numbers), np.full(times, kind, np.int8), _half(label)))
    return Rows.together(parts)


def forecasts(
    one: Seen,
    beliefs: Mapping[int, Array],
    column: int,
    horizons: Sequence[float],
    at: NDArray[np.integer[Any]],
    taught_on: tuple[int, int],
    taught: Array | None = None,
) -> tuple[Array, Array]:
    """What forecasts from times `at` look at (n, horizons, NAMES), and what came true (n, horizons).

    What is usual is learned on the days from the first of `taught_on` to before the second, from `taught`, or the
    truth; nothing before the first is known at all.
    """
    first, last = taught_on[0] * STEPS, taught_on[1] * STEPS
    home, truth = one.home, one.label[:, column]
    weekday = ((home.weekday + home.day) % 7).astype(float)
    told = truth if taught is None else taught
    usual = climatology.learn(home.hour[first:last], weekday[first:last], told[first:last], float(STEP))
    end = int(at.max()) + 1
    part = slice(first, end + STEPS)
    known = Known(
        float(STEP),
        home.hour[part],
        weekday[part],
        _until(beliefs[column][part], end - first),
        _until(beliefs[len(home.rooms)][part], end - first),
        home.alarm[part] if home.alarm is not None else None,
        home.busy[part] if home.busy is not None else None,
    )
    numbers = np.stack([ahead.features(known, usual, hours)[at - first] for hours in horizons], axis=1)
    later = np.stack([at + round(hours * 60.0 / STEP) for hours in horizons], axis=1)
    return numbers, np.where(later < len(truth), truth[np.minimum(later, len(truth) - 1)], np.nan)


def _until(belief: Array, end: int) -> Array:
    """Nothing of it after `end` may be known; those times are there for the calendar."""
    return np.where(np.arange(len(belief)) < end, belief, 0.5)


def homes(count: int, days: int, seed: int, config: OccupancyConfig) -> Iterator[Seen]:
    """Homes with their numbers, one at a time."""
    for home in household_recordings(count, days, seed):
        yield seen(home, config)


def _half(values: Array) -> Half:
    return values.astype(np.float16)
