"""Whether what is said to change a decision does: the whole turn is run again on a house in which it is so."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from thermo_edge.app.core import Core
from thermo_edge.app.simulate import around, in_memory
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Announce
from thermo_edge.control.cycle import Cause, Ports, turn
from thermo_edge.control.otherwise import differs, otherwise
from thermo_edge.control.state import State
from thermo_edge.control.wondering import Wonder
from thermo_edge.home.house import Attribute, Domain, Mode, PlaceId, Point, Room
from thermo_edge.home.memory import Modes
from thermo_edge.home.otherwise import Otherwise
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Reading, Snapshot
from thermo_edge.home.turn import Decision, DecisionRecord
from thermo_edge.ports import History
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.run import Run
from thermo_edge.simulation.scenarios import Scenario
from thermo_edge.store.memory_history import MemoryHistory

_DEGREES = frozenset({Code.IF_COLDER, Code.IF_WARMER})
_LIGHT = frozenset({Code.IF_DARKER, Code.IF_BRIGHTER})


@dataclass
class Checked:
    """How many were told by kind, and how many of those that can be brought about did change the decision."""

    told: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """0..1; 1 where nothing could be tried."""
        return sum(self.changed.values()) / max(sum(self.tried.values()), 1) if self.tried else 1.0


class _Deaf:
    """A home that takes everything and does nothing."""

    def open(self, *_: object) -> None: ...

    def refresh(self) -> None: ...

    def send(self, commands: object) -> None: ...

    def renew(self, devices: object) -> None: ...

    def protect(self, device: object) -> None: ...

    def close(self) -> None: ...


def checked(run: Run, days: float, every: timedelta = timedelta(hours=3)) -> Checked:
    """Live on, and every so often try each thing that is said of each room."""
    found = Checked()
    for _ in range(round(timedelta(days=days) / every)):
        run.go_on(every)
        state, now = run.loop.controller.state, run.clock.now()
        for room in state.house.rooms:
            for each in otherwise(state, now, timedelta(0), room.id):
                _try(found, state, now, room, each.domain, each.what, _point(each))
    return found


def checked_stored(scenario: Scenario, days: float, seed: int = 3) -> Checked:
    """Live on, and try what is kept with each new decision in the state of the turn that made it."""
    found = Checked()

    def build(clock: SteppedClock, home: SimulatedHome, history: History, announce: Announce) -> Core:
        return around(home.house, clock, home, history, announce, curious=_Judge(history, found))

    Run(scenario, build, in_memory(), seed).days(days)
    return found


class _Judge:
    """Implements cycle.Curious: has each new decision wondered about at once, and tries what is kept with it then."""

    def __init__(self, history: History, found: Checked) -> None:
        self._history, self._found = history, found
        self._wonder = Wonder(history)

    def take(self, state: State, snapshot: Snapshot, new: Sequence[DecisionRecord]) -> None:
        self._wonder.take(state, snapshot, new)
        while self._wonder.one():
            pass
        for record in filter(None, [self._history.decision(each.number) for each in new]):
            request = record.decision.request
            room = state.house.room(request.place)
            for each in record.otherwise if room is not None else ():
                assert room is not None
                _try(self._found, state, snapshot.at, room, request.domain, each.what, request.point)


def _try(found: Checked, state: State, now: datetime, room: Room, domain: Domain, what: Reason, point: Point) -> None:
    """Bring it about, where a reading can, and run the whole turn again."""
    found.told[what.code.value] += 1
    made = _made(state, now, room, domain, what)
    if made is None:
        return
    found.tried[what.code.value] += 1
    before = _turned(state, now, room.id, point)
    found.changed[what.code.value] += differs(before, _turned(*made, room.id, point))


def _point(each: Otherwise) -> Point:
    decision = each.now or each.then
    assert decision is not None  # they differ, so one of them is there
    return decision.request.point


def _turned(state: State, at: datetime, place: PlaceId, point: Point) -> Decision | None:
    """What the turn itself decides last about a point, in a house of which nothing is kept."""
    ports = Ports(SteppedClock(at), _Deaf(), MemoryHistory())
    _, done = turn(replace(state, leapt=timedelta(0)), ports, (), Cause("what if", frozenset({place})))
    about = [decision for decision in done.decisions if decision.request.point == point]
    return about[-1] if about else None


def _made(state: State, now: datetime, room: Room, domain: Domain, what: Reason) -> tuple[State, datetime] | None:
    """The house in which it is so, told by its sensors and its people; None where that takes more than a reading."""
    code = what.code
    if code in _DEGREES:
        value = what.get("temperature")
        point = next((sensor.point for sensor in room.thermometers if sensor.point in state.senses.latest), None)
        return (_read(state, {point: value}), now) if point is not None and isinstance(value, float) else None
    if code in _LIGHT:
        lux = what.get("lux")
        sensor = next((each.point for each in room.sensing(Attribute.ILLUMINANCE)), None)
        return (_read(state, {sensor: lux}), now) if sensor is not None and isinstance(lux, float) else None
    if code is Code.IF_ALLOWED:
        modes = Modes({**state.memory.modes.places, (room.id, domain): Mode.ACT})
        return replace(state, memory=replace(state.memory, modes=modes)), now
    if code is Code.IF_LET_GO:
        holds = {point: hold for point, hold in state.memory.holds.items() if hold.place != room.id}
        wishes = {place: wish for place, wish in state.memory.wishes.items() if place != room.id}
        return replace(state, memory=replace(state.memory, holds=holds, wishes=wishes)), now
    if code is Code.IF_LATER:
        told = what.get("until")
        at = datetime.fromtimestamp(told, UTC) if isinstance(told, float) else None
        return (_fresh(state, at), at) if at is not None else None
    return None


def _read(state: State, values: Mapping[Point, float]) -> State:
    """Its sensors say so."""

    def said(readings: Mapping[Point, Reading]) -> dict[Point, Reading]:
        known = {point: value for point, value in values.items() if point in readings}
        return {**readings, **{point: readings[point]._replace(value=value) for point, value in known.items()}}

    senses = state.senses
    return replace(state, senses=replace(senses, latest=said(senses.latest), good=said(senses.good)))


def _fresh(state: State, at: datetime) -> State:
    """All sensors have said the same again until then."""

    def again(readings: Mapping[Point, Reading]) -> dict[Point, Reading]:
        return {point: reading._replace(reported=at) for point, reading in readings.items()}

    senses = state.senses
    return replace(state, senses=replace(senses, latest=again(senses.latest), good=again(senses.good)))
