"""What rooms have taught, beside the house: what serves, what people are told of it, and nights in this process."""

import logging
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from thermo_edge.control.controller import Controller
from thermo_edge.errors import ModelError, StoreError
from thermo_edge.home.heard import Trouble
from thermo_edge.home.house import House, PlaceId
from thermo_edge.home.learning import Fate, NightOutcome
from thermo_edge.home.reason import Code, Reason
from thermo_edge.learning import network_step, occupancy_step
from thermo_edge.learning.climate_at_home import Base, RoomLearned
from thermo_edge.learning.climate_night import SHOWN, Way
from thermo_edge.learning.climate_own import OwnNetwork
from thermo_edge.learning.climate_step import REGRETS
from thermo_edge.learning.night_ground import Ground
from thermo_edge.learning.night_here import Deaf, Here, Listener, here
from thermo_edge.learning.night_steps import chosen, run
from thermo_edge.learning.occupancy_days import Days
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.parent import Outcome
from thermo_edge.learning.report import Report
from thermo_edge.learning.room_files import MemoryFiles
from thermo_edge.learning.room_shelf import Kept, RoomShelf
from thermo_edge.ports import Clock, History

LOG = logging.getLogger(__name__)

AT = time(2, 30)
"""Before the history is tidied."""

MISSED = timedelta(hours=26)
"""After so long without a night, as when the computer was off, it is done by day."""

TOLD_FOR = timedelta(days=2)
"""So long a notice of what was put back stands."""


class Nights:
    """What rooms have taught. All but `told` may take long: for threads of their own.

    `beside`: a child does the nights, and here is only read what it puts on the shelf. `network`: the home's own.
    """

    def __init__(
        self,
        controller: Controller,
        history: History,
        clock: Clock,
        shelf: RoomShelf | None = None,
        beside: bool = False,
        network: OwnNetwork | None = None,
    ) -> None:
        self._controller, self._history, self._clock = controller, history, clock
        self.shelf = shelf or RoomShelf(MemoryFiles())
        self.beside, self.network = beside, network
        self.listener: Listener = Deaf()
        self._busy = threading.Lock()
        self._tried = datetime.min.replace(tzinfo=UTC)
        self._kept: dict[PlaceId, Kept | None] = {}
        self._seen: dict[PlaceId, object] = {}

    def learned(self, base: Base) -> Mapping[PlaceId, RoomLearned]:
        """What serves now; read again where a night, or a person's command, has changed it."""
        for room in self._controller.state.house.rooms:
            stamp = base.version, self.shelf.stamp(room.id)
            if room.id not in self._kept or self._seen[room.id] != stamp:
                self._seen[room.id] = stamp
                self._kept[room.id] = self.shelf.serving(room.id, base.version)
        return {room: kept.learned for room, kept in self._kept.items() if kept is not None}

    def told(self, house: House) -> tuple[tuple[PlaceId, Reason], ...]:
        """For people: of each room that has been looked at, since when it has taught its forecast, and what for."""
        return tuple((room.id, _told(house, self._kept[room.id])) for room in house.rooms if room.id in self._kept)

    def catch_up(self, base: Base) -> None:
        """Do a night that was missed, the very first too."""
        last, now = self.shelf.nights().at or self._tried, self._clock.now()
        if abs(now - last) > MISSED and abs(now - self._tried) > MISSED:
            self.learn(base)

    def learn(self, base: Base) -> None:
        """Do a night here, all of it but what has its own time; a second one meanwhile does nothing."""
        if self.beside or not self._busy.acquire(blocking=False):
            return
        try:
            now = self._clock.now()
            self._tried = now  # whatever happens, it is not tried again before the next night
            house = self._controller.state.house
            self.mend(now)

            def work(watch: Here) -> None:
                past, own = Days(self._history), OwnShelf()
                ground = Ground(
                    house, self._history, now, watch, self.shelf, own, past, climate=base, network=self.network
                )
                run(ground, watch, chosen([occupancy_step.NAME]))

            here(self, "climate", work)
            self.learned(base)
        except (StoreError, ModelError) as error:
            LOG.warning("nothing was learned: %s", error)
        finally:
            self._busy.release()

    # --- night_here.Listener --------------------------------------------------------------------------------------

    @property
    def stopping(self) -> bool:
        return self.listener.stopping

    def heard(self, report: Report) -> None:
        if report.outcome is not None:
            self.hear(report.outcome)
        self.listener.heard(report)

    def ended(self, outcome: Outcome) -> None:
        self.listener.ended(outcome)

    # --- notices --------------------------------------------------------------------------------------------------

    def hear(self, outcome: NightOutcome) -> None:
        """Tell people, calmly, that something was put back."""
        if outcome.fate is Fate.ROLLED_BACK and outcome.place:
            self._controller.hear(_notice(PlaceId(outcome.place)))
        elif outcome.fate is Fate.ROLLED_BACK and outcome.model == network_step.NAME:
            self._controller.hear(_network_notice())

    def mend(self, now: datetime) -> None:
        """Take such a notice away once it has stood for long enough."""
        for room in self._controller.state.house.rooms:
            gone = self.shelf.withdrawn(room.id)
            if gone is not None and now - gone.at >= TOLD_FOR:
                self._controller.hear(_notice(room.id, mended=True))
        gone_network = self.network.withdrawn() if self.network is not None else None
        if gone_network is not None and now - gone_network >= TOLD_FOR:
            self._controller.hear(_network_notice(mended=True))


def _notice(room: PlaceId, mended: bool = False) -> Trouble:
    reason = Reason.of(Code.LEARNED_BACK, room=room, count=float(REGRETS))
    return Trouble(f"learned:{room}", reason, mended=mended)


def _network_notice(mended: bool = False) -> Trouble:
    return Trouble("learned:network", Reason.of(Code.NETWORK_BACK, count=float(REGRETS)), mended=mended)


def _told(house: House, kept: Kept | None) -> Reason:
    if kept is None:
        return Reason(Code.LEARNED_NOT_YET)
    verdict = kept.card.verdict
    name = SHOWN[Way(kept.card.way)]
    errors = verdict.error(name)
    return Reason.of(
        Code.LEARNED_HERE,
        day=f"{house.local(kept.card.made):%Y-%m-%d}",
        what=name,
        count=float(verdict.blocks),
        before=f"{errors[0]:.2f}" if errors is not None else None,
        now=f"{errors[1]:.2f}" if errors is not None else None,
        share=verdict.gain,
    )
