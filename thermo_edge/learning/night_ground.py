"""What a step of the night works with: the house and its past, the shelves, and who is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from thermo_edge.climate.features import Signals
from thermo_edge.home.house import House, PlaceId
from thermo_edge.home.learning import NightOutcome
from thermo_edge.learning.climate_at_home import Base, RoomLearned
from thermo_edge.learning.climate_own import OwnNetwork
from thermo_edge.learning.occupancy_days import Days
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.occupancy_serving import Serving
from thermo_edge.learning.past import Kept
from thermo_edge.learning.room_shelf import RoomShelf
from thermo_edge.learning.twin_trial import TwinVerdict
from thermo_edge.occupancy.signals import HouseSignals


class TimeUp(Exception):
    """The night's budget is used up: what was not reached comes first the next time."""


class Watch(Protocol):
    """Who is told how a night goes."""

    def at(self, share: float, place: str = "", loss: float | None = None) -> None:
        """So much of this step, 0..1, is done, and now it is about this place.

        Call it between any two seconds of work: it raises TimeUp, or Stopped where somebody asked for the end.
        """

    def note(self, text: str) -> None:
        """A line for the log; raises as `at` does."""

    def say(self, outcome: NightOutcome) -> None:
        """What came of a model; call it after the shelf has it."""

    def measure(self, name: str, value: float, at: int = 0) -> None:
        """A figure for whoever looks at trainings, such as "climate/living/gain"; `at`: the epoch, or the like."""

    def done(self, key: str) -> bool:
        """Whether this night, before it was stopped or killed, has finished what is named so."""

    def finish(self, key: str) -> None:
        """It is finished; a night that goes on leaves it out."""


class TwinCheck(Protocol):
    """Lives days again in the twin of this house: with all that serves, and with what is to serve in its place."""

    def __call__(
        self,
        history: Kept,
        house: House,
        end: datetime,
        signals: Mapping[PlaceId, Signals],
        base: Base,
        before: Mapping[PlaceId, RoomLearned],
        after: Mapping[PlaceId, RoomLearned],
        *,
        progress: Callable[[str], None],
    ) -> Mapping[PlaceId, TwinVerdict]:
        """A verdict for each room in `after`."""


@dataclass(frozen=True)
class Ground:
    """One night. What is missing here (a base model, a day) is not learned from; that is no fault."""

    house: House
    history: Kept
    now: datetime
    watch: Watch
    rooms: RoomShelf
    own: OwnShelf
    days: Days
    climate: Base | None = None
    occupancy: Serving | None = None
    today: HouseSignals | None = None  # the last day as the live house saw it; None: as the history has it
    network: OwnNetwork | None = None  # where the home's own network is kept; None: none is trained
    check: TwinCheck | None = None  # None: the later days alone decide what serves
    seed: int = 0


class Step(NamedTuple):
    """A row of the night. `run` may raise ModelError or StoreError: then the night says so and goes on.

    It must leave the shelves whole at any moment, and may be killed at any.
    """

    name: str
    run: "Run"


class Run(Protocol):
    """What a step does."""

    def __call__(self, ground: Ground, /) -> None: ...
