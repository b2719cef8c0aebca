"""Once a minute: ask the learned side who is where, and tell the house; every night: learn from its last weeks."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from thermo_edge.control import believed
from thermo_edge.control.controller import Controller
from thermo_edge.control.state import State
from thermo_edge.errors import ModelError, StoreError
from thermo_edge.home.forecast import Belief
from thermo_edge.home.heard import Believed
from thermo_edge.home.house import Attribute, House, Point
from thermo_edge.home.presence import Presence
from thermo_edge.jobs import Job
from thermo_edge.learning.night_ground import Ground
from thermo_edge.learning.night_here import Deaf, Here, Listener, here
from thermo_edge.learning.occupancy_base import shipped
from thermo_edge.learning.occupancy_days import Days
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.occupancy_serving import Asked, Serving
from thermo_edge.learning.occupancy_step import occupancy_night
from thermo_edge.learning.probe import Backend, backend, probe
from thermo_edge.learning.room_files import MemoryFiles
from thermo_edge.learning.room_shelf import RoomShelf
from thermo_edge.occupancy.gather import Gatherer
from thermo_edge.occupancy.usual import HALF_HOUR, SPAN, Usual, learned
from thermo_edge.ports import Clock, History

LOG = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
AGAIN = timedelta(hours=6)
"""How often what is usual is learned anew."""

NIGHTLY = time(3, 50)
"""After the history is tidied, and before anybody gets up."""

RETRY = timedelta(hours=1)
"""A model that did not answer is asked again after this."""

_GRID = timedelta(minutes=5)
_DAY = timedelta(days=1)
_REGIMES = 500
_NEW: object = object()  # nothing was read of the shelf yet

Find = Callable[[], Serving]
"""Looks for a model that this machine can run; it may take a minute."""


def rules_only() -> Serving:
    """Without a model: plain rules now, and what is usual for the hours ahead."""
    return Serving()


def shipped_model(folder: Path) -> Find:
    """The model that came with the program, where this machine can run it; `folder` keeps what was found out."""

    def find() -> Serving:
        base = shipped()
        if base is None or backend(probe("onnxruntime", folder)) is not Backend.MODELS:
            return Serving()
        return Serving(base, base.shelved.card.version, base.config)

    return find


class Occupancy:
    """The learned side beside the house. `look` and `learn` are for threads of their own.

    A second one of the same meanwhile does nothing. `shelf` keeps what the home taught; `beside`: a child teaches.
    """

    def __init__(
        self,
        controller: Controller,
        history: History,
        clock: Clock,
        find: Find = rules_only,
        shelf: OwnShelf | None = None,
        beside: bool = False,
    ) -> None:
        self._controller, self._history, self._clock, self._find = controller, history, clock, find
        self._shelf, self._days = shelf or OwnShelf(), Days(history)
        self._beside, self._stamp = beside, _NEW
        self.listener: Listener = Deaf()
        self._busy, self._learning = threading.Lock(), threading.Lock()
        self._failed: datetime | None = None
        self._serving: Serving | None = None
        self._gatherer: Gatherer | None = None
        self._usual, self._learned = Usual(), datetime.min.replace(tzinfo=UTC)

    def jobs(self, every: timedelta = EVERY) -> tuple[Job, ...]:
        """For the timetable."""
        looks = Job("occupancy", self.look, every=every, dated=True, slow=True)
        nightly = Job("occupancy at home", self.learn, daily=NIGHTLY, dated=True, slow=True)
        return (looks,) if self._beside else (looks, nightly)

    def look(self) -> None:
        """Reckon once, and tell the house."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            self._look()
        except StoreError as error:
            LOG.warning("what is usual could not be read: %s", error)
        finally:
            self._busy.release()

    def learn(self) -> None:
        """Learn from the last weeks what this home's own truth adds to the model; it serves where it is better."""
        if not self._learning.acquire(blocking=False):
            return
        try:
            self._learn()
        except StoreError as error:
            LOG.warning("the last weeks could not be read, and nothing is learned from them: %s", error)
        except ModelError as error:
            LOG.warning("what this home taught about who is where could not be learned or kept: %s", error)
        finally:
            self._learning.release()

    def _learn(self) -> None:
        house, now = self._controller.state.house, self._clock.now()
        with self._busy:
            serving, gatherer = self._serving, self._gatherer
            if serving is None or serving.base is None or gatherer is None or gatherer.house != house:
                return
            today = gatherer.signals(now)

        def work(watch: Here) -> None:
            rooms = RoomShelf(MemoryFiles())
            night = Ground(house, self._history, now, watch, rooms, self._shelf, self._days, None, serving, today)
            occupancy_night(night)

        here(self.listener, "occupancy", work)
        with self._busy:
            if self._serving is serving:  # it has not failed meanwhile
                self._serving = self._with_own(serving)

    def _with_own(self, serving: Serving) -> Serving:
        """The same with what the home has taught, read again where a night or a person has changed that."""
        stamp = self._shelf.stamp()
        if serving.base is None or stamp == self._stamp:
            return serving
        self._stamp = stamp
        return replace(serving, own=self._shelf.load(serving.base, serving.version, serving.config))

    def _found(self, now: datetime) -> Serving:
        """What serves; after a failure plain rules do for a while, then the model is looked for again."""
        if self._serving is None or (self._failed is not None and abs(now - self._failed) >= RETRY):
            self._serving, self._failed = self._find(), None
            self._stamp = self._shelf.stamp() if self._serving.own is not None else _NEW
        self._serving = self._with_own(self._serving)
        return self._serving

    def _look(self) -> None:
        state, now = self._controller.state, self._clock.now()
        if not state.link.ready:
            return
        serving = self._found(now)
        gatherer = self._gathered(state.house, now)
        gatherer.add(state.senses.latest, state.senses.seen, now)
        if now - self._learned >= AGAIN:
            self._usual, self._learned = self._from_history(state.house, now), now
        asked = asked_of(state, gatherer, now)
        try:
            told = serving.answer(asked, self._usual)
        except ModelError as error:
            LOG.warning("the model of occupancy does not answer, and plain rules go on for an hour: %s", error)
            self._serving, self._failed = Serving(), now
            told = self._serving.answer(asked, self._usual)
        self._controller.hear(Believed(told))

    def _gathered(self, house: House, now: datetime) -> Gatherer:
        """The ring of the last day; after other settings, or at the start, from what the history kept."""
        if self._gatherer is None or self._gatherer.house != house:
            self._gatherer = Gatherer(house)
            self._gatherer.seed(lambda point: self._samples(point, now, _DAY, _GRID), now - EVERY)
        return self._gatherer

    def _from_history(self, house: House, now: datetime) -> Usual:
        spans = self._history.regimes(_REGIMES)
        begin = now - SPAN
        return learned(
            house,
            lambda point: ((at, mean) for at, mean in self._samples(point, now, SPAN, HALF_HOUR) if at >= begin),
            spans,
            now,
        )

    def _samples(
        self, point: Point, now: datetime, span: timedelta, step: timedelta
    ) -> Iterable[tuple[datetime, float]]:
        return [(each.at, each.mean) for each in self._history.samples(point, now - span, now, step)]


def asked_of(state: State, gatherer: Gatherer, now: datetime) -> Asked:
    """What the learned side is asked: by the rule's belief, clocks and calendars of this moment."""
    found = believed.evidence(state.house, state.senses, state.memory, None, now)
    belief = believed.belief(found, state.memory)
    return Asked(
        signals=gatherer.signals(now),
        at=now,
        at_home=belief.home.home,
        alarm=next_alarm(state, now),
        busy=next_busy(state, now),
        away_since=belief.home.since if belief.home.presence is Presence.ABSENT else None,
        asleep_since=_asleep_since(belief, state, now),
    )


def next_alarm(state: State, now: datetime) -> datetime | None:
    """The first alarm clock that rings within a day."""
    times = [
        _moment(value)
        for person in state.house.persons
        if person.alarm_clock and (value := _number(state, Point(person.alarm_clock, Attribute.NEXT_ALARM))) is not None
    ]
    return min((at for at in times if at is not None and timedelta(0) <= at - now <= _DAY), default=None)


def next_busy(state: State, now: datetime) -> tuple[datetime, datetime] | None:
    """The next time, or the present one, in which a calendar says that everybody is out."""
    found: list[tuple[datetime, datetime]] = []
    for entity in state.house.calendars:
        begin, end = (
            _number(state, Point(entity, attribute)) for attribute in (Attribute.CALENDAR_START, Attribute.CALENDAR_END)
        )
        first, last = (_of_wall(state.house, told) if told is not None else None for told in (begin, end))
        if first is not None and last is not None:
            found.append((first, last))
    return min((span for span in found if span[1] > now and span[0] - now <= _DAY), default=None)


def _moment(seconds: float) -> datetime | None:
    """None for one outside all years."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _of_wall(house: House, seconds: float) -> datetime | None:
    """What the home's wall clock shows, as UTC; some calendars let their last entry end in the year 9999."""
    shown = _moment(seconds)
    try:
        return shown.replace(tzinfo=house.zone).astimezone(UTC) if shown is not None else None
    except OverflowError:
        return None


def _number(state: State, point: Point) -> float | None:
    reading = state.senses.latest.get(point)
    value = reading.value if reading is not None and reading.good else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _asleep_since(belief: Belief, state: State, now: datetime) -> datetime | None:
    """People who sleep have done so since the last sign of anybody."""
    if belief.home.asleep < 0.5:
        return None
    signs = [known.sign for known in state.memory.occupancy.rooms.values() if known.sign is not None]
    return min(max(signs, default=now), now)
