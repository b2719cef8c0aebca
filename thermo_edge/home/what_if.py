"""What a person asks of the next day before saying yes, and the answer: the day as planned, and as it would be then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from thermo_edge.home.house import PlaceId
from thermo_edge.home.taste import Doing

if TYPE_CHECKING:
    from thermo_edge.home.view import PlanView


class Ask(StrEnum):
    """The kinds of change that can be tried."""

    TARGET = "target"  # another temperature in a room until a time
    HOURS = "hours"  # a room's warm hours begin and end earlier or later
    ALONE = "alone"  # a room is left to its thermostat as it is set now
    AWAY = "away"  # nobody is home for a time
    LASTING = "lasting"  # a room is kept warmer or cooler than the settings say, whenever something is so


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be otherwise. Of the fields only those of its kind count.

    `place` None: the whole house, for AWAY only. `target` °C, `shift` earlier (negative) or later; `offset` K from the
    settings whenever `doing` is so.
    """

    ask: Ask
    place: PlaceId | None = None
    target: float | None = None
    shift: timedelta = timedelta(0)
    since: datetime | None = None
    until: datetime | None = None
    doing: Doing | None = None
    offset: float = 0.0


@dataclass(frozen=True)
class Imagined:
    """Both days from the same moment, by the same forecasts and prices; discomfort is each by its own comfort."""

    change: Change
    before: "PlanView"
    after: "PlanView"
