"""Keeps the nights of learning: begins them when it is time, hears how they go, and answers people who ask."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from thermo_edge.app.learning_back import put_back
from thermo_edge.app.learning_progress import heard_of, why_ended
from thermo_edge.control.controller import Controller
from thermo_edge.control.quiet import stirring
from thermo_edge.errors import ModelError, TrainingFailed
from thermo_edge.home.house import EntityId, House
from thermo_edge.home.learning import LearningView, NightOutcome, Phase, judged, latest
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.turn import US, Actor
from thermo_edge.jobs import Job
from thermo_edge.learning import night_files
from thermo_edge.learning.climate_own import OwnNetwork
from thermo_edge.learning.night_here import Listener
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.parent import Outcome, Result
from thermo_edge.learning.report import Report
from thermo_edge.learning.room_shelf import RoomShelf
from thermo_edge.learning.window import Due, Past, due, window
from thermo_edge.ports import Clock

LOG = logging.getLogger(__name__)

EVERY = timedelta(seconds=5)
"""So soon a press of a button is acted on."""

LOOK = timedelta(minutes=3)
"""So often it is looked whether the house is quiet and the machine fit."""


class Runner(Protocol):
    """Does a night somewhere, one at a time."""

    def start(self, house: House, listener: Listener) -> None:
        """Returns when it has begun. Raises ModelError or TrainingFailed."""

    def stop(self) -> None:
        """Ask it to end; returns at once."""


@dataclass(frozen=True)
class Shelves:
    """Where what was learned is put back; `told` hears what came of a model, `mend` looks after notices."""

    rooms: RoomShelf
    own: OwnShelf
    told: Callable[[NightOutcome], None] = lambda _: None
    mend: Callable[[datetime], None] = lambda _: None
    network: OwnNetwork | None = None


class Keeper:
    """Implements control.learning_desk.Learner and learning.night_here.Listener.

    With a `folder`, that of the night's files, it goes by the window of the settings; without one nights come from
    elsewhere, as in simulations, and here they are only heard of and asked for.
    """

    def __init__(
        self,
        controller: Controller,
        clock: Clock,
        runner: Runner,
        shelves: Shelves,
        folder: Path | None = None,
        unfit: Callable[[], Reason | None] = lambda: None,
    ) -> None:
        self._controller, self._clock, self._runner = controller, clock, runner
        self._shelves, self._folder, self._unfit = shelves, folder, unfit
        self._lock = threading.RLock()
        self._view = LearningView(Phase.IDLE, clock.now())
        self._tried: datetime | None = None
        self._waits: tuple[datetime, Reason] | None = None
        self._next = datetime.min.replace(tzinfo=UTC)
        self._answered: dict[EntityId, datetime] = {}
        self._stamp: object = None
        self._mine = False
        self.stopping = False
        self._read()

    def jobs(self) -> tuple[Job, ...]:
        """For the timetable."""
        return (Job("learning", self.look, every=EVERY, dated=True),)

    # --- for people -----------------------------------------------------------------------------------------------

    def view(self) -> LearningView:
        return replace(self._view, settings=self._controller.state.house.learning)

    def now(self, who: Actor) -> None:
        """A person's word counts at any time of day; it only waits for a machine that is hot."""
        unfit = self._unfit()
        if unfit is not None and unfit.code is Code.NIGHT_HOT:
            raise Refused(unfit)
        why = self._begin(who)
        if why is not None:
            raise Refused(why)

    def stop(self, who: Actor) -> None:
        with self._lock:
            if self._view.phase not in (Phase.RUNNING, Phase.STOPPING):
                raise Refused(Reason(Code.NO_NIGHT_RUNS))
            self._view = replace(self._view, phase=Phase.STOPPING, who=who)
            self.stopping = True
        self._runner.stop()

    def roll_back(self, who: Actor) -> None:
        shelves = self._shelves
        try:
            gone = put_back(shelves.rooms, shelves.own, who, self._clock.now(), shelves.network)
        except ModelError as error:
            raise Refused(Reason.of(Code.NIGHT_FAILED, detail=str(error))) from error
        if not gone:
            raise Refused(Reason(Code.NOTHING_TO_ROLL_BACK))
        for outcome in gone:
            LOG.info("%s: put back by %s", outcome.key, who.name or who.kind.value)
        with self._lock:
            self._view = replace(self._view, outcomes=latest((*self._view.outcomes, *gone)))

    # --- for the timetable ----------------------------------------------------------------------------------------

    def look(self) -> None:
        """At buttons at once, and now and then whether it is time for a night."""
        self._buttons()
        now = self._clock.now()
        if self._folder is None or timedelta(0) <= self._next - now <= LOOK:
            return
        self._next = now + LOOK
        self._shelves.mend(now)
        if self._view.phase not in (Phase.RUNNING, Phase.STOPPING):
            self._read()
            self._timely(self._folder, now)

    def _timely(self, folder: Path, now: datetime) -> None:
        state = self._controller.state
        local, wants = state.house.local(now), state.house.learning
        skipped = night_files.read_skipped(folder)
        past = Past(self._view.last, self._tried, skipped.at if skipped is not None else None)
        found, span = due(wants, local, past), window(wants, local)
        if self._waits is not None and (span is None or span.end.timestamp() != self._waits[0].timestamp()):
            night_files.skip(folder, now, self._waits[1])
            LOG.info("no night of learning: %s", self._waits[1].code)
            self._rest(self._waits[1])
            self._waits = None
        elif found is Due.NOTHING:
            self._waits = None
            self._rest(self._view.why if self._view.phase is not Phase.WAITING else None, on=wants.on)
        else:
            why = self._unfit() or (stirring(state, now) if found is Due.NIGHT else None)
            why = why or self._begin(None)
            if why is not None and span is not None:
                self._waits = span.end, why
                with self._lock:
                    self._view = replace(self._view, phase=Phase.WAITING, at=now, why=why)

    def _rest(self, why: Reason | None, on: bool = True) -> None:
        with self._lock:
            phase = Phase.IDLE if on else Phase.OFF
            self._view = replace(self._view, phase=phase, at=self._clock.now(), why=why)

    def _begin(self, who: Actor | None) -> Reason | None:
        """Begin a night; why it cannot be had."""
        with self._lock:
            if self._view.phase in (Phase.RUNNING, Phase.STOPPING):
                return Reason(Code.NIGHT_BUSY)
            now, before = self._clock.now(), self._view
            self._view = replace(_begun(before, now), who=who)
            self.stopping, self._mine = False, True
        try:
            self._runner.start(self._controller.state.house, self)
        except (ModelError, TrainingFailed) as error:
            why = Reason.of(Code.NIGHT_FAILED, detail=str(error))
            with self._lock:
                self._view, self._mine = replace(before, why=why), False
            return why
        self._waits = None
        return None

    def _buttons(self) -> None:
        state = self._controller.state
        wants = state.house.learning
        for button, verb in ((wants.train, self.now), (wants.roll_back, self.roll_back)):
            press = state.pressed.get(EntityId(button)) if button is not None else None
            if button is None or press is None or self._answered.get(EntityId(button)) == press.at:
                continue
            self._answered[EntityId(button)] = press.at
            try:
                verb(press.who)
            except Refused as refused:
                LOG.info("%s was pressed, and nothing came of it: %s", button, refused)
                with self._lock:
                    self._view = replace(self._view, why=refused.reason)

    # --- what a night says ----------------------------------------------------------------------------------------

    def heard(self, report: Report) -> None:
        now = self._clock.now()
        with self._lock:
            if report.event == "begun" and self._view.phase not in (Phase.RUNNING, Phase.STOPPING):
                self._view = _begun(self._view, now)
            self._view = heard_of(self._view, report, now)
        if report.outcome is not None:
            self._shelves.told(report.outcome)

    def ended(self, outcome: Outcome) -> None:
        now = self._clock.now()
        with self._lock:
            who = self._view.who or US
            why = why_ended(outcome, who)
            busy = outcome.result is Result.UNUSABLE
            self._tried = self._tried if busy else now
            self._view = replace(
                self._view, phase=Phase.IDLE, at=now, why=why, name="", place="", left=None, loss=None, begun=None
            )
            if outcome.result is Result.DONE:
                self._view = replace(self._view, last=now, share=1.0)
            self.stopping = False
            self._read(tell=False)
            self._mine = False
        if why is not None:
            LOG.info("the night of learning ended: %s %s", outcome.result, outcome.text)

    def _read(self, tell: bool = True) -> None:
        """What came of the last night, that of a person's command beside this program too."""
        if self._folder is None or (stamp := night_files.stamp(self._folder)) == self._stamp:
            return
        first, self._stamp = self._stamp is None and not self._mine, stamp
        record = night_files.read_record(self._folder)
        if record is None:
            return
        known = {(each.key, each.at) for each in self._view.outcomes}
        new = [each for each in record.outcomes if (each.key, each.at) not in known]
        with self._lock:
            why = None if record.whole else Reason(Code.NIGHT_TIME_UP)
            outcomes = latest((*self._view.outcomes, *record.outcomes))
            past = judged((*night_files.read_points(self._folder), *self._view.past))
            self._view = replace(self._view, outcomes=outcomes, past=past, last=record.at, why=self._view.why or why)
        if tell and not first:
            for each in new:
                self._shelves.told(each)


def _begun(view: LearningView, now: datetime) -> LearningView:
    blank = replace(view, step=0, of=0, share=0.0, left=None, log=(), told=())
    return replace(blank, phase=Phase.RUNNING, at=now, why=None, begun=now, who=None)
