"""What is known now: readings with their quality, and how good the connection and the clock are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from thermo_edge.home.forecast import Belief, RegimeSpan
from thermo_edge.home.house import EntityId, House, PlaceId, Point, Value
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Reason


class Quality(StrEnum):
    """What a reading is worth. Only GOOD ones are used; the others are facts about health."""

    GOOD = "good"
    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"
    MISSING = "missing"  # the home does not have this entity
    IMPOSSIBLE = "impossible"  # outside what is physically possible
    SPIKE = "spike"  # a jump that nothing has confirmed yet


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


class Takes(NamedTuple):
    """What set-points a thermostat takes, by its own account: °C, and K between two of them; None: it does not say."""

    low: float | None = None
    high: float | None = None
    step: float | None = None


class Trip(NamedTuple):
    """A sensor that the alarm watches was seen to go from calm to not: both readings were good. A fault is no trip."""

    point: Point
    at: datetime


class Sun(NamedTuple):
    """Where the sun stands, in degrees: above the horizon, and clockwise from north."""

    elevation: float
    azimuth: float


@dataclass(frozen=True, slots=True)
class RoomSense:
    """What is known of a room. `temperature` (°C) is None where nothing fresh tells it: the room is blind."""

    temperature: float | None = None
    at: datetime | None = None  # of that temperature's last report
    silent: timedelta | None = None  # since its first thermometer last reported; None: never
    usual: timedelta | None = None  # between two of its reports, as far as learned
    window_open: bool = False
    illuminance: float | None = None  # lx, lamps included
    presence: Presence = Presence.UNKNOWN  # of anybody in the room
    sign: datetime | None = None  # when somebody last gave a sign of being here
    dry: float | None = None  # °C below which it is too damp, of a room that has been so for long
    radiant: float = 0.0  # K by which it feels colder than its air is; below 0: warmer


@dataclass(frozen=True)
class Snapshot:
    """Everything a turn may look at.

    `latest` holds what was heard last of every point, bad readings too; `good` the last good one, however old.
    """

    at: datetime
    house: House
    latest: Mapping[Point, Reading]
    good: Mapping[Point, Reading]
    link: Link
    rooms: Mapping[PlaceId, RoomSense] = field(default_factory=dict)
    presence: Presence = Presence.UNKNOWN  # of anybody in the house
    protected: frozenset[EntityId] = frozenset()  # bare switches whose switch-off from outside stands ready
    clock_behind: timedelta = timedelta(0)  # more than nothing: the time of day cannot be trusted
    primary: bool = True  # False: an older program has this home
    sun: Sun | None = None  # None: nobody has told where the house is
    trips: tuple[Trip, ...] = ()  # since the last turn
    takes: Mapping[EntityId, Takes] = field(default_factory=dict)  # of thermostats
    groups: Mapping[EntityId, frozenset[EntityId]] = field(default_factory=dict)  # of lamps, with their members
    belief: Belief | None = None  # who is where; None: nobody has reckoned it
    regime: RegimeSpan | None = None  # None: a normal time

    @property
    def local(self) -> datetime:
        return self.house.local(self.at)

    def value(self, point: Point) -> Value | None:
        """The last good value, however old."""
        reading = self.good.get(point)
        return reading.value if reading is not None else None

    def number(self, point: Point) -> float | None:
        value = self.value(point)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def answers(self, point: Point) -> bool:
        """Whether what was heard last of this point was good."""
        reading = self.latest.get(point)
        return reading is not None and reading.quality is Quality.GOOD

    def sense(self, place: PlaceId) -> RoomSense:
        try:
            return self.rooms[place]
        except KeyError:
            return _BLIND


_BLIND = RoomSense()
