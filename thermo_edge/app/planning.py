"""Every quarter of an hour: what the rooms will do, a plan of heating for the next day, and the house is told."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from thermo_edge.app.energy import EnergyAhead
from thermo_edge.app.imagining import away, changed
from thermo_edge.app.nights import AT as NIGHT
from thermo_edge.app.nights import Nights
from thermo_edge.app.outdoors import Outdoors
from thermo_edge.app.supplied import (
    POWER,
    Facts,
    Supplied,
    assumed,
    electricity,
    on_electricity,
    place_of,
    power,
    supplied,
    surplus,
)
from thermo_edge.climate import recent
from thermo_edge.climate.features import Signals
from thermo_edge.climate.following import begun
from thermo_edge.climate.loops import looped, loops
from thermo_edge.climate.planner import Unfit, plan, together
from thermo_edge.climate.programme import (
    Problem,
    RoomProgramme,
    by_source,
    cooled_above,
    occupied_ahead,
    room_programme,
)
from thermo_edge.climate.targets import target
from thermo_edge.climate.thermal import FloatArray, Outlook
from thermo_edge.control.controller import Controller
from thermo_edge.control.plan_view import plan_view
from thermo_edge.control.state import State, snapshot
from thermo_edge.errors import ModelError, StoreError
from thermo_edge.home.energy import EnergyEntity, Told
from thermo_edge.home.heard import PlanMade
from thermo_edge.home.house import DeviceKind, House, Point, Room
from thermo_edge.home.plan import Around, Plan
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.view import PlanView
from thermo_edge.home.weather import OutdoorOutlook
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

_DAY = 96
"""Steps."""

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


@dataclass(frozen=True)
class Known:
    """What a plan is made from."""

    state: State
    seen: Snapshot
    begin: datetime
    signals: Mapping[Room, Signals]
    told: Mapping[EnergyEntity, Told]
    away: tuple[datetime, datetime] | None = None  # nobody is home then, whatever is believed


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
        made = self._plan(self._base, self._known(self._base, state, now))
        learned = (*self._nights.told(state.house), *loops(state.house, state.memory.climate.thermostats))
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
        made = []
        for rooms, each in _supplies(known, steps, outside):
            programmes = tuple(_programme(known, room, steps, found) for room in rooms)
            one = plan(_only(found, rooms), Problem(programmes, each.supply, each.weights))
            if isinstance(one, Unfit):
                LOG.info("no plan: %s", one.reason.code)
            else:
                made.append(replace(one, notes=(*one.notes, *each.notes)))
        whole = together(made)
        return _noted(begun(whole, known.seen), known, outside) if whole is not None else None

    def _signals(self, house: House, end: datetime, steps: int) -> dict[Room, Signals]:
        begin = end - steps * recent.STEP

        def samples(point: Point) -> Iterable[tuple[datetime, float]]:
            return [(each.at, each.mean) for each in self._history.samples(point, begin, end, recent.STEP)]

        return recent.rooms(recent.Frame(house, end, steps), samples, self._history.forecasts(begin))


def _seen(known: Known, made: Plan | None) -> PlanView | None:
    memory = replace(known.state.memory, plan=made)
    return plan_view(replace(known.state, memory=memory), known.seen)


def _only(found: Outlook, rooms: Iterable[Room]) -> Outlook:
    wanted = {room.id for room in rooms}
    return replace(found, rooms=tuple(each for each in found.rooms if each.room in wanted))


def _programme(known: Known, room: Room, steps: int, foreseen: Outlook) -> RoomProgramme:
    memory = known.state.memory
    wanted = target(known.seen, room, memory.wishes.get(room.id), memory.taste)
    heats, cools = power(room)
    occupied = _occupied(known, room, steps)
    found = room_programme(
        known.state.house,
        room,
        known.begin,
        recent.STEP,
        steps,
        wanted,
        occupied,
        heats,
        cools,
        memory.taste,
        known.seen.sense(room.id).dry,
    )
    bare = [each.cycle / recent.STEP for each in room.devices if each.heats and each.kind is DeviceKind.DUTY]
    found, own = replace(found, cycle=max(bare, default=0.0)), foreseen.of(room.id)
    return found if own is None else cooled_above(found, room.comfort.cool_above, own.free)


def _occupied(known: Known, room: Room, steps: int) -> FloatArray:
    """P that somebody is in the room, or where nothing tells of the room that anybody is home."""
    found = _believed(known, room, steps)
    if known.away is None:
        return found
    first, last = ((at - known.begin) / recent.STEP for at in known.away)
    each = np.arange(steps)
    return np.where((each >= first) & (each < last), 0.0, found)


def _believed(known: Known, room: Room, steps: int) -> FloatArray:
    belief = known.seen.belief
    learned = belief.learned if belief is not None else None
    if belief is None or learned is None:
        return np.ones(steps)
    if room.seeing and room.id in learned.rooms:
        return occupied_ahead(belief.rooms[room.id].probability, learned.rooms[room.id], recent.STEP, steps)
    return occupied_ahead(belief.home.home, learned.home, recent.STEP, steps) if learned.home else np.ones(steps)


def _supplies(known: Known, steps: int, outside: OutdoorOutlook | None) -> Iterator[tuple[tuple[Room, ...], Supplied]]:
    """The rooms that are planned together, with what supplies them."""
    house = known.state.house
    outdoor = np.array(outside.temperature[:steps]) if outside is not None else None
    facts = Facts(house, known.begin, recent.STEP, steps, outdoor, _price(known), known.told)
    groups = [(place_of(house, source), rooms) for source, rooms in by_source(house)]
    drawn = [sum(sum(power(room)) for room in rooms) if on_electricity(source) else 0.0 for source, rooms in groups]
    whole, roof = sum(drawn) or 1.0, surplus(facts)
    for (source, rooms), part in zip(groups, drawn, strict=True):
        yield rooms, supplied(facts, source, rooms, roof * (part / whole), part / whole)


def _price(known: Known) -> float | None:
    """Currency per kWh, where the sensor tells it."""
    house = known.state.house
    point = house.price.point if house.price is not None else None
    reading = known.state.senses.latest.get(point) if point is not None else None
    now = reading.value if reading is not None and reading.good else None
    return float(now) if isinstance(now, int | float) and not isinstance(now, bool) else None


def _noted(made: Plan, known: Known, outside: OutdoorOutlook | None) -> Plan:
    """With what else it rests on: the weather, and what full heat is taken for."""
    unknown = [room for room in known.signals if assumed(room)]
    taken = Code.POWER_ASSUMED if len(unknown) == len(known.signals) else Code.POWER_PARTLY
    told = Reason.of(taken, watt=1000.0 * POWER, count=float(len(unknown)))
    notes = (*made.notes, told) if unknown else made.notes
    made = replace(made, notes=notes, around=_around(known, outside))
    return replace(made, weather=outside.foretold, forecast=outside.made) if outside is not None else made


def _around(known: Known, outside: OutdoorOutlook | None) -> Around:
    """Of the first day, rounded: it is kept with the plan, and only looked at."""
    facts = Facts(known.state.house, known.begin, recent.STEP, _DAY, None, _price(known), known.told)
    price = electricity(facts)
    return Around(
        outdoor=tuple(round(each, 1) for each in outside.temperature[:_DAY]) if outside is not None else (),
        sun=tuple(round(each) for each in outside.sun[:_DAY]) if outside is not None else (),
        price=tuple(round(float(each), 4) for each in price.each) if price.note.code is not Code.PRICE_UNKNOWN else (),
    )
