"""Every night: each room learns and is judged on later days; what is better serves, and what has become worse goes."""

import logging
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from thermo_edge.climate import recent
from thermo_edge.control.controller import Controller
from thermo_edge.errors import ModelError, StoreError
from thermo_edge.home.heard import Trouble
from thermo_edge.home.house import House, PlaceId
from thermo_edge.home.reason import Code, Reason
from thermo_edge.learning.climate_at_home import Base, RoomLearned
from thermo_edge.learning.climate_night import SHOWN, Night, Way, night
from thermo_edge.learning.dataset import read
from thermo_edge.learning.room_files import MemoryFiles
from thermo_edge.learning.room_shelf import Kept, RoomCard, RoomShelf
from thermo_edge.learning.room_shelf import Nights as Remembered
from thermo_edge.learning.trial import Outcome
from thermo_edge.ports import Clock, History

LOG = logging.getLogger(__name__)

AT = time(2, 30)
"""Before the history is tidied."""

MISSED = timedelta(hours=26)
"""After so long without a night, as when the computer was off, it is done by day."""

SPAN = 30
"""Days of history that are read."""

REGRETS = 3
"""Nights on end that what serves may be worse than the base; then it goes."""

RESTS = timedelta(days=7)
"""After something was withdrawn, by a person or the night, nothing new serves for so long."""

TOLD_FOR = timedelta(days=2)
"""So long a notice of that stands."""

NIGHT = "the night"


class Nights:
    """What rooms have taught, beside the house. All but `told` may take long: for threads of their own."""

    def __init__(self, controller: Controller, history: History, clock: Clock, shelf: RoomShelf | None = None) -> None:
        self._controller, self._history, self._clock = controller, history, clock
        self._shelf = shelf or RoomShelf(MemoryFiles())
        self._busy = threading.Lock()
        self._tried = datetime.min.replace(tzinfo=UTC)
        self._kept: dict[PlaceId, Kept | None] = {}
        self._seen: dict[PlaceId, object] = {}

    def learned(self, base: Base) -> Mapping[PlaceId, RoomLearned]:
        """What serves now; read again where a night, or a person's command, has changed it."""
        for room in self._controller.state.house.rooms:
            stamp = self._shelf.stamp(room.id)
            if room.id not in self._kept or self._seen[room.id] != stamp:
                self._seen[room.id] = stamp
                self._kept[room.id] = self._shelf.serving(room.id, base.version)
        return {room: kept.learned for room, kept in self._kept.items() if kept is not None}

    def told(self, house: House) -> tuple[tuple[PlaceId, Reason], ...]:
        """For people: of each room that has been looked at, since when it has taught its forecast, and what for."""
        return tuple((room.id, _told(house, self._kept[room.id])) for room in house.rooms if room.id in self._kept)

    def catch_up(self, base: Base) -> None:
        """Do a night that was missed, the very first too."""
        last, now = self._shelf.nights().at or self._tried, self._clock.now()
        if abs(now - last) > MISSED and abs(now - self._tried) > MISSED:
            self.learn(base)

    def learn(self, base: Base) -> None:
        """Do a night; a second one meanwhile does nothing."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            self._learn(base)
        except StoreError as error:
            LOG.warning("the past of the rooms could not be read, and nothing was learned: %s", error)
        except ModelError as error:
            LOG.warning("nothing was learned: %s", error)
        finally:
            self._busy.release()

    def _learn(self, base: Base) -> None:
        house, now = self._controller.state.house, self._clock.now()
        self._tried = now  # whatever happens, it is not tried again before the next night
        regretted = dict(self._shelf.nights().regretted)
        serving = self.learned(base)
        for room, signals in read(self._history, house, recent.quarter(now), SPAN).items():
            found = night(base, signals, serving.get(room.id))
            regretted[room.id] = regretted.get(room.id, 0) + 1 if found.regrets else 0
            if self._settled(base, room.id, found, regretted[room.id] >= REGRETS, now):
                regretted[room.id] = 0
            level = logging.DEBUG if found.trial.outcome is Outcome.TOO_LITTLE else logging.INFO
            LOG.log(level, "%s learned (%s): %s, gain %.3f", room.id, found.way, found.trial.outcome, found.trial.gain)
        self._shelf.remember(Remembered(now.astimezone(UTC), regretted))
        self.learned(base)

    def _settled(self, base: Base, room: PlaceId, found: Night, regrets: bool, now: datetime) -> bool:
        """Whether something else serves now."""
        gone = self._shelf.withdrawn(room)
        if gone is not None and now - gone.at >= TOLD_FOR:
            self._controller.hear(_notice(room, mended=True))
        if regrets:
            self._shelf.roll_back(room, who=NIGHT, at=now.astimezone(UTC), why=Code.LEARNED_BACK.value)
            self._controller.hear(_notice(room))
        elif found.trial.outcome is Outcome.BETTER and (gone is None or now - gone.at >= RESTS):
            self._promote(base, room, found, now)
        else:
            return False
        return True

    def _promote(self, base: Base, room: PlaceId, found: Night, now: datetime) -> None:
        former = self._kept.get(room)
        card = RoomCard(
            room,
            base.version,
            now.astimezone(UTC),
            round(found.challenger.days, 2),
            found.way.value,
            found.trial,
            former.version if former is not None else None,
        )
        self._shelf.promote(card, found.challenger, who=NIGHT, why=found.trial.reason.code.value)


def _notice(room: PlaceId, mended: bool = False) -> Trouble:
    reason = Reason.of(Code.LEARNED_BACK, room=room, count=float(REGRETS))
    return Trouble(f"learned:{room}", reason, mended=mended)


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
