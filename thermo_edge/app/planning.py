"""Every quarter of an hour: what the rooms will do, a plan of heating for the next day, and the house is told."""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from thermo_edge.app.energy import EnergyAhead
from thermo_edge.app.imagining import away, changed
from thermo_edge.app.nights import AT as NIGHT
from thermo_edge.app.nights import Nights
from thermo_edge.app.outdoors import Outdoors
from thermo_edge.app.plan_ground import Known, noted, programme, supplies
from thermo_edge.app.quarters import Quarters
from thermo_edge.climate import recent
from thermo_edge.climate.features import Signals
from thermo_edge.climate.following import begun
from thermo_edge.climate.loops import looped, loops, reckoned
from thermo_edge.climate.planner import Unfit, plan, together
from thermo_edge.climate.programme import Problem
from thermo_edge.climate.thermal import Outlook
from thermo_edge.control.controller import Controller
from thermo_edge.control.plan_view import plan_view
from thermo_edge.control.state import State, snapshot
from thermo_edge.errors import ModelError, StoreError
from thermo_edge.home.heard import PlanMade
from thermo_edge.home.house import House, PlaceId, Point, Room
from thermo_edge.home.plan import Plan
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.view import PlanView
from thermo_edge.home.what_if import Ask, Change, Imagined
from thermo_edge.jobs import Job
from thermo_edge.learning.climate_at_home import Base, RoomLearned
from thermo_edge.learning.climate_served import Served
from thermo_edge.learning.climate_serving import AskedRoom, outlook
from thermo_edge.ports import Clock, Energy, History

LOG = logging.getLogger(__name__)

EVERY = timedelta(minutes=15)
PATIENCE = 8.0
"""Seconds that a person's question waits for a plan that is being made."""

RETRY = timedelta(hours=1)
"""After how long a model that failed, or was not there, is looked for again."""

_NEVER = datetime.min.replace(tzinfo=UTC)

Find = Callable[[], Base | None]
"""Looks for the model that serves and that this machine can run; the first time may take a minute."""

Foresight = Callable[[datetime, Sequence[AskedRoom]], Outlook]
"""Says what rooms will do in the model's place: something that knows the truth, to see what a plan could be worth."""


def rules_only() -> Base | None:
    """No model: the plain rule stands."""
    return None


def shipped_model(folder: Path) -> Find:
    """The home's own model where one serves, else the one that came with the program, where this machine can run it.

    `folder` is the program's data folder: own models lie there, and what was found out about this machine.
    """
    return Served(folder)


class Planning:
    """Makes plans beside the house. `look` is for a thread of its own; a second one meanwhile does nothing."""

    def __init__(
        self,
        controller: Controller,
        history: History,
        clock: Clock,
        outdoors: Outdoors,
        find: Find = rules_only,
        foresight: Foresight | None = None,
        energy: Energy | None = None,
        nights: Nights | None = None,
    ) -> None:
        self._controller, self._history, self._clock = controller, history, clock
        self._outdoors, self._find, self._foresight = outdoors, find, foresight
        self._energy = EnergyAhead(controller, energy)
        self._nights = nights or Nights(controller, history, clock)
        self._past = Quarters(history)
        self._busy = threading.Lock()
        self._looking = threading.Lock()
        self._trying = threading.Lock()  # one at a time, so that many never keep the house from its own plan
        self._base: Base | None = None
        self._again = _NEVER

    def jobs(self, every: timedelta = EVERY) -> tuple[Job, ...]:
        """For the timetable."""
        plans = Job("plan", self.look, every=every, dated=True, slow=True)
        nightly = Job("learn", self.night, daily=NIGHT, dated=True, slow=True)
        return (plans,) if self._nights.beside else (plans, nightly)

    def night(self) -> None:
        """Learn from the history, and let serve what was better on later days."""
        if self._base is not None and self._foresight is None:
            self._nights.learn(self._base)

    def look(self) -> None:
        """Make one plan, and tell the house. What people try meanwhile is waited for, and goes on after it."""
        if not self._looking.acquire(blocking=False):
            return
        try:
            if self._busy.acquire(timeout=PATIENCE):
                self._look_alone()
        finally:
            self._looking.release()

    def _look_alone(self) -> None:
        try:
            self._look()
        except StoreError as error:
            LOG.warning("the past of the rooms could not be read, and there is no new plan: %s", error)
        except ModelError as error:
            LOG.warning("the thermal model does not answer, and plain rules go on: %s", error)
            self._base, self._again = None, self._clock.now() + RETRY
            self._controller.hear(PlanMade(None))
        finally:
            self._busy.release()

    def _look(self) -> None:
        state, now = self._controller.state, self._clock.now()
        if now >= self._again:
            self._base = self._find()  # which is another one where one was promoted, or put back
            self._again = self._again if self._base is not None else now + RETRY
        if self._base is None or not state.link.ready:
            return
        if self._foresight is None and not self._nights.beside:
            self._nights.catch_up(self._base)
        known, house = self._known(self._base, state, now), state.house
        made = self._plan(self._base, known)
        learned = (*self._nights.told(house), *loops(house, state.memory.climate.thermostats))
        learned = (*reckoned(house, known.seen), *learned)
        self._controller.hear(PlanMade(replace(made, learned=learned) if made is not None else None))

    def imagine(self, change: Change) -> Imagined:
        """The next day as it is planned now, and as it would be; nothing is told to the house. Raises Refused."""
        state, now, base = self._controller.state, self._clock.now(), self._base
        if base is None:
            raise Refused(Reason(Code.NO_FORECAST))
        other = changed(state, change, now)
        if not self._trying.acquire(timeout=PATIENCE):
            raise Refused(Reason(Code.BUSY))
        try:
            return self._imagine(base, change, state, other, now)
        finally:
            self._trying.release()

    def _imagine(self, base: Base, change: Change, state: State, other: State, now: datetime) -> Imagined:
        if not self._busy.acquire(timeout=PATIENCE):
            raise Refused(Reason(Code.BUSY))
        try:
            known = self._known(base, state, now)
            span = away(change, now) if change.ask is Ask.AWAY else None
            facts = replace(known, state=other, seen=snapshot(other, now, timedelta(0)), away=span)
            made, then = (self._plan(base, each) for each in (known, facts))
        except (StoreError, ModelError) as error:
            LOG.warning("what would be cannot be said: %s", error)
            raise Refused(Reason(Code.NO_FORECAST)) from error
        finally:
            self._busy.release()
        before, after = _seen(known, made), _seen(facts, then)
        if before is None or after is None:
            raise Refused(Reason(Code.NO_FORECAST))
        return Imagined(change, before, after)

    def _known(self, base: Base, state: State, now: datetime) -> Known:
        begin = recent.quarter(now)
        signals = self._signals(state.house, begin, base.config.past + 96)
        return Known(state, snapshot(state, now, timedelta(0)), begin, signals, self._energy.ask(state.house, now))

    def _plan(self, base: Base, known: Known) -> Plan | None:
        steps = base.config.ahead
        outside = self._outdoors.outlook(steps + 1)
        sky = recent.ahead(known.state.house, outside, known.begin, steps)
        learned = self._nights.learned(base)
        asked = [
            AskedRoom(
                room.id,
                signals,
                sky,
                any(each.heats for each in room.devices),
                any(each.cools for each in room.devices),
                learned.get(room.id, RoomLearned()),
            )
            for room, signals in known.signals.items()
        ]
        found = self._foresight(known.begin, asked) if self._foresight else outlook(base, known.begin, asked)
        found = looped(found, known.state.house, known.state.memory.climate.thermostats)
        made, without = [], list[tuple[PlaceId, Reason]]()
        for rooms, each in supplies(known, steps, outside):
            programmes = tuple(programme(known, room, steps, found) for room in rooms)
            one = plan(_only(found, rooms), Problem(programmes, each.supply, each.weights))
            if isinstance(one, Unfit):
                LOG.info("no plan: %s", one.reason.code)
                without += one.left_out
            else:
                made.append(replace(one, notes=(*one.notes, *each.notes)))
        whole = together(made)
        if whole is None:
            return None
        whole = replace(whole, left_out=(*whole.left_out, *without))
        return noted(begun(whole, known.seen), known, outside)

    def _signals(self, house: House, end: datetime, steps: int) -> dict[Room, Signals]:
        begin = end - steps * recent.STEP

        def samples(point: Point) -> Iterable[tuple[datetime, float]]:
            return self._past.means(point, begin, end)

        return recent.rooms(recent.Frame(house, end, steps), samples, self._history.forecasts(begin))


def _seen(known: Known, made: Plan | None) -> PlanView | None:
    memory = replace(known.state.memory, plan=made)
    return plan_view(replace(known.state, memory=memory), known.seen)


def _only(found: Outlook, rooms: Iterable[Room]) -> Outlook:
    wanted = {room.id for room in rooms}
    return replace(found, rooms=tuple(each for each in found.rooms if each.room in wanted))
