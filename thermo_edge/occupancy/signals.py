"""What a house's sensors say on a regular grid of time: the input of everything that is learned about occupancy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]

ANALOG = ("temperature", "moisture", "co2", "light", "power")
"""Kinds whose values move: °C, g/kg, ppm, lx, W. Of several sensors in a room the mean and the highest are given."""

EVENTS = ("motion", "door", "contact", "seat", "lamp")
"""Kinds that are on or off: motion and presence, outer doors, other contacts and appliances, beds and chairs, lamps."""


@dataclass(frozen=True)
class RoomSignals:
    """A room: each array is (times,), NaN where nothing is known. A kind that the room lacks is not in the mapping."""

    mean: Mapping[str, Array] = field(default_factory=dict)  # of ANALOG
    highest: Mapping[str, Array] = field(default_factory=dict)  # of ANALOG
    events: Mapping[str, Array] = field(default_factory=dict)  # of EVENTS: 1 where it was on in the step, else 0
    stirs: Mapping[str, Array] = field(default_factory=dict)  # of EVENTS: `freshness` of what showed somebody, else 0


@dataclass(frozen=True)
class HouseSignals:
    """A house: `step` in minutes, local hours 0..24 and weekday 0..6 (Monday is 0) of each time, and its rooms."""

    step: float
    hour: Array
    weekday: Array
    rooms: Mapping[str, RoomSignals]
    persons: Array | None = None  # share of the persons whose phones or trackers say home, NaN where unknown
    began: Array | None = None  # True where a new recording begins: nothing before it counts

    @property
    def times(self) -> int:
        return len(self.hour)

    def until(self, end: int) -> "HouseSignals":
        """Only the first `end` times."""
        return self.part(0, end)

    def part(self, begin: int, end: int) -> "HouseSignals":
        """Only the times from `begin` to before `end`."""
        span = slice(begin, end)
        rooms = {
            name: RoomSignals(*({kind: values[span] for kind, values in part.items()} for part in _parts(room)))
            for name, room in self.rooms.items()
        }
        persons = self.persons[span] if self.persons is not None else None
        began = self.began[span] if self.began is not None else None
        return HouseSignals(self.step, self.hour[span], self.weekday[span], rooms, persons, began)


def joined(parts: Sequence[HouseSignals]) -> HouseSignals:
    """One after the other, each a recording of its own unless its `began` says otherwise; all have the same step."""
    names = list(dict.fromkeys(name for part in parts for name in part.rooms))
    lines = [[_parts(part.rooms.get(name, RoomSignals())) for part in parts] for name in names]
    rooms = {
        name: RoomSignals(*(_one(mine, parts, place) for place in range(4)))
        for name, mine in zip(names, lines, strict=True)
    }
    unknown = [np.full(part.times, np.nan) for part in parts]
    persons = [none if part.persons is None else part.persons for part, none in zip(parts, unknown, strict=True)]
    return HouseSignals(
        parts[0].step,
        np.concatenate([part.hour for part in parts]),
        np.concatenate([part.weekday for part in parts]),
        rooms,
        np.concatenate(persons) if any(part.persons is not None for part in parts) else None,
        np.concatenate([np.arange(part.times) == 0 if part.began is None else part.began for part in parts]),
    )


def _one(
    room: Sequence[tuple[Mapping[str, Array], ...]], parts: Sequence[HouseSignals], place: int
) -> dict[str, Array]:
    """The lines of one mapping of a room; what one part does not have is unknown in it."""
    kinds = dict.fromkeys(kind for mine in room for kind in mine[place])
    missing = 0.0 if place == 3 else np.nan  # no sign is no sign
    return {
        kind: np.concatenate(
            [mine[place].get(kind, np.full(part.times, missing)) for mine, part in zip(room, parts, strict=True)]
        )
        for kind in kinds
    }


def _parts(room: RoomSignals) -> tuple[Mapping[str, Array], ...]:
    return room.mean, room.highest, room.events, room.stirs


LONG = 960.0
"""Minutes in which the memory of what stirred last fades to 37 %."""


def freshness(age: Array) -> Array:
    """How fresh something is that happened so many minutes before the end of a step: it tells what came last in it."""
    return np.asarray(np.exp(-np.maximum(age, 0.0) / LONG))


def moisture(temperature: Array, humidity: Array) -> Array:
    """Water in the air, g/kg, from °C and % relative (Magnus formula; Alduchov and Eskridge 1996), at 1013 hPa."""
    vapour = humidity / 100.0 * 6.1094 * np.exp(17.625 * temperature / (temperature + 243.04))
    return 622.0 * vapour / (1013.25 - vapour)
