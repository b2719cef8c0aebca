"""The heating plan that stands until the next one: what every room gets, what comes of it, and why."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from thermo_edge.home.house import PlaceId
from thermo_edge.home.reason import Reason
from thermo_edge.home.weather import Foretold


@dataclass(frozen=True, slots=True)
class Span:
    """The steps from `first` up to, without, `end`, and what decides in them."""

    first: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Ready:
    """When heating starts for a warmer time, and when the room is there, give or take `margin`."""

    start: datetime
    ready: datetime
    margin: timedelta
    target: float  # °C


@dataclass(frozen=True)
class RoomPlan:
    """One room. Values of step k hold from `at + k·step`; temperatures are those at its end, °C.

    `cool` is empty where nothing cools. `kelvin`: what a band one kelvin lower would save over the whole plan, in
    currency (the shadow prices of its comfort, as far as they are money). `began`: °C when it was made; None: not
    known. `push`: K above where it is going that make a thermostat heat in full.
    """

    room: PlaceId
    heat: tuple[float, ...]  # share of full heat
    cool: tuple[float, ...]
    temperature: tuple[float, ...]
    tenth: tuple[float, ...]  # it is colder with probability 0.1
    ninetieth: tuple[float, ...]  # it is warmer with probability 0.1
    set_point: tuple[float, ...]  # for a device with a loop of its own
    spans: tuple[Span, ...] = ()
    ready: tuple[Ready, ...] = ()
    kelvin: float = 0.0
    began: float | None = None
    push: float = 0.0

    def reason(self, step: int) -> Reason | None:
        return next((span.reason for span in self.spans if span.first <= step < span.end), None)

    def until(self, step: int) -> int:
        """The step in which something else begins to decide."""
        return next((span.end for span in self.spans if span.first <= step < span.end), len(self.heat))


@dataclass(frozen=True, slots=True)
class Planned:
    """What the plan wants of a room now."""

    heat: float  # share of full heat
    cool: float
    set_point: float  # °C
    reason: Reason
    most: float = -math.inf  # °C, the upper edge of the band that holds without a plan
    held: float | None = None  # °C, where it heats only so much that the room stays as warm as it is
    share: float = 0.0  # of full heat that holds it, by the plan
    least: float = -math.inf  # °C, the lower edge of that band
    behind: float = 0.0  # K that its thermostat is set higher, for what the room lacks of where it is to go


class Instead(StrEnum):
    """What else could have been done."""

    HOLD = "hold"  # every room at its comfort all the time
    LATER = "later"  # every heating ahead of time half an hour later


@dataclass(frozen=True, slots=True)
class Alternative:
    """The plan beside which ours is seen; discomfort is expected K·h of all rooms together."""

    what: Instead
    cost: float
    energy: float  # kWh bought
    discomfort: float


@dataclass(frozen=True, slots=True)
class Around:
    """What the plan expects around the rooms, in its steps: °C outdoors, W/m² of sun on level ground, price per kWh.

    Empty is what nothing is known of.
    """

    outdoor: tuple[float, ...] = ()
    sun: tuple[float, ...] = ()
    price: tuple[float, ...] = ()


NOTHING_AROUND = Around()


@dataclass(frozen=True)
class Plan:
    """All rooms of a heat source. `cap_price`: what one more kW would save in each step; empty without a cap.

    `weather`: what the outdoors ahead rest on, and `forecast` when that was asked for, where it is one. `learned`: what
    each room has taught its forecast.
    """

    at: datetime
    step: timedelta
    rooms: tuple[RoomPlan, ...]
    cost: float  # currency
    energy: float  # kWh bought
    discomfort: float  # expected K·h
    alternatives: tuple[Alternative, ...] = ()
    left_out: tuple[tuple[PlaceId, Reason], ...] = ()
    notes: tuple[Reason, ...] = ()
    cap_price: tuple[float, ...] = ()
    weather: Foretold | None = None
    forecast: datetime | None = None
    learned: tuple[tuple[PlaceId, Reason], ...] = ()
    around: Around = NOTHING_AROUND

    def room(self, place: PlaceId) -> RoomPlan | None:
        return self._rooms.get(place)

    @cached_property
    def _rooms(self) -> dict[PlaceId, RoomPlan]:
        return {room.room: room for room in self.rooms}

    def index(self, now: datetime) -> int | None:
        """The step that this time lies in; None outside the plan."""
        index = (now - self.at) // self.step
        return index if self.rooms and 0 <= index < len(self.rooms[0].heat) else None

    def time(self, step: int) -> datetime:
        """When a step begins."""
        return self.at + step * self.step
