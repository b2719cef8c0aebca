"""A recording: what the sensors of a home said on a regular grid of times, and who really was where."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

DAY = 86400
WEEK = 7 * DAY


class Kind(StrEnum):
    """What a sensor tells."""

    TEMPERATURE = "temperature"  # °C
    HUMIDITY = "humidity"  # % relative
    CO2 = "co2"  # ppm
    ILLUMINANCE = "illuminance"  # lx
    POWER = "power"  # W
    MOTION = "motion"
    DOOR = "door"  # a door to the outdoors
    CONTACT = "contact"  # an inner door, a cupboard, a tap, a flush
    PRESSURE = "pressure"  # a mat in a bed or a seat
    LAMP = "lamp"
    PERSON = "person"  # a phone or the like says that somebody is home

    @property
    def speaks_of_changes(self) -> bool:
        """Whether it is on or off and speaks when that changes; the others measure."""
        return self not in _MEASURING


_MEASURING = frozenset({Kind.TEMPERATURE, Kind.HUMIDITY, Kind.CO2, Kind.ILLUMINANCE, Kind.POWER})


class State(IntEnum):
    """Of the home as a whole; the columns of every array of home probabilities."""

    AWAY = 0
    AWAKE = 1
    ASLEEP = 2


@dataclass(frozen=True, slots=True)
class Sensor:
    """One thing that is sensed; `room` is None where it tells of the home as a whole, or of no room with a truth."""

    name: str
    kind: Kind
    room: str | None = None


@dataclass(frozen=True, eq=False)
class Recording:
    """One home on a grid of T times.

    `times` are unix seconds, `step` apart. `values` (T, S) holds for measuring sensors the mean of (t - step, t], or
    the last value while it is fresh; for the others 1 where they were on at any instant of (t - step, t], else 0; NaN
    is unknown. `events[s]` (n, 2) holds unix seconds and the new level of each change of sensor s, empty for those that
    measure. `truth` (T, R) is 1 where somebody was in the room at that instant, 0 where nobody, NaN where nobody knows.
    `home` (T,) holds a State or NaN. `run` (T,) numbers the runs of the recording, -1 between them.
    """

    name: str
    zone: str
    step: int
    times: Array
    sensors: tuple[Sensor, ...]
    values: Array
    events: tuple[Array, ...]
    rooms: tuple[str, ...]
    truth: Array
    home: Array
    run: Array

    def __len__(self) -> int:
        return len(self.times)

    @cached_property
    def local(self) -> Array:
        """Seconds since the local week began, Monday 00:00, at each time: what the clock on the wall says."""
        return (self.times + _offsets(self.times, self.zone) - 4 * DAY) % WEEK

    @cached_property
    def day(self) -> Array:
        """The number of the local day of each time."""
        return (self.times + _offsets(self.times, self.zone)) // DAY

    @cached_property
    def anybody(self) -> Array:
        """1 where somebody was home, 0 where nobody, NaN where unknown."""
        return np.where(np.isnan(self.home), np.nan, (self.home != State.AWAY).astype(float))

    @cached_property
    def asleep(self) -> Array:
        """1 where the home was asleep, 0 where it was not, NaN where unknown."""
        return np.where(np.isnan(self.home), np.nan, (self.home == State.ASLEEP).astype(float))

    def part(self, start: int, stop: int) -> "Recording":
        """The times from `start` to before `stop`, with the events that were known by then."""
        span = slice(start, stop)
        first, last = self.times[span][0] - self.step, self.times[span][-1]
        return replace(
            self,
            times=self.times[span],
            values=self.values[span],
            events=tuple(e[(e[:, 0] > first) & (e[:, 0] <= last)] for e in self.events),
            truth=self.truth[span],
            home=self.home[span],
            run=self.run[span],
        )

    def blind(self) -> "Recording":
        """The same without the truth: what a contender may see."""
        return replace(self, truth=np.full_like(self.truth, np.nan), home=np.full_like(self.home, np.nan))


@dataclass(frozen=True, slots=True)
class Trial:
    """A recording to learn from and one to be judged on: `whole` runs through, what counts begins at index `start`."""

    train: Recording
    whole: Recording
    start: int


def split(recording: Recording, share: float) -> Trial:
    """By time, never at random: the first `share` of it (of its runs, where it has some) trains."""
    if recording.run.max(initial=0) > 0:
        first = round(share * (int(recording.run.max()) + 1))
        start = int(np.argmax(recording.run == first))
    else:
        start = round(share * len(recording))
    return Trial(recording.part(0, start), recording, start)


def _offsets(times: Array, zone: str) -> Array:
    """Seconds that local time is ahead of UTC; asked once a quarter, since zones only change on the quarter hour."""
    quarters, back = np.unique(times // 900, return_inverse=True)
    at = ZoneInfo(zone)
    told = [datetime.fromtimestamp(int(q) * 900, UTC).astimezone(at).utcoffset() for q in quarters]
    return np.array([int(offset.total_seconds()) if offset else 0 for offset in told], dtype=np.int64)[back]
