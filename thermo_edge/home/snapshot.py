"""What is known now: readings with their quality, and how good the connection and the clock are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from thermo_edge.home.house import EntityId, House, Point, Value
from thermo_edge.home.reason import Reason


class Quality(StrEnum):
    """What a reading is worth. Only GOOD ones are used; the others are facts about health."""

    GOOD = "good"
    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"
    MISSING = "missing"  # the home does not have this entity
    IMPOSSIBLE = "impossible"  # outside what is physically possible
    SPIKE = "spike"  # a jump that nothing has confirmed yet


class Presence(StrEnum):
    """Three values: not knowing is not the same as nobody."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Origin(NamedTuple):
    """Where the home says a change came from: the action's context, what caused that, and whose it was."""

    context: str | None = None
    parent: str | None = None
    user: str | None = None


NOWHERE = Origin()


class Reading(NamedTuple):
    """A point's value. `at` is when it took it, `reported` when the device last said so."""

    point: Point
    value: Value | None
    at: datetime
    reported: datetime
    quality: Quality = Quality.GOOD
    origin: Origin = NOWHERE

    @property
    def good(self) -> bool:
        return self.quality is Quality.GOOD


class Called(NamedTuple):
    """Somebody called an action at the home: who, and for which entities."""

    origin: Origin
    entities: tuple[EntityId, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """The connection to the home. `ready` is: up, and everything read again since it came up."""

    ready: bool
    since: datetime
    why: Reason | None = None  # not ready because of this


@dataclass(frozen=True)
class Snapshot:
    """Everything a turn may look at."""

    at: datetime
    house: House
    readings: Mapping[Point, Reading]
    link: Link
    clock_behind: timedelta = timedelta(0)  # more than nothing: the time of day cannot be trusted
    primary: bool = True  # False: an older program has this home

    @property
    def local(self) -> datetime:
        return self.house.local(self.at)

    def value(self, point: Point) -> Value | None:
        """The value if there is a good one."""
        reading = self.readings.get(point)
        return reading.value if reading is not None and reading.quality is Quality.GOOD else None

    def number(self, point: Point) -> float | None:
        value = self.value(point)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def silence(self, point: Point) -> timedelta | None:
        """Since the device last reported a good value; None if it never did."""
        reading = self.readings.get(point)
        if reading is None or reading.quality is not Quality.GOOD:
            return None
        return max(timedelta(0), self.at - reading.reported)
