"""The real loop in a twin of this house: a program that may act lives through a stretch of the recording again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from thermo_edge.app.backtest.world import PastWeather
from thermo_edge.app.nights import Nights
from thermo_edge.app.occupancy import Occupancy
from thermo_edge.app.outdoors import Outdoors
from thermo_edge.app.planning import EVERY, Planning
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Controller, begin
from thermo_edge.control.cycle import Cause, Ports
from thermo_edge.control.state import State
from thermo_edge.home.house import Domain, House, Mode, PlaceId, Point
from thermo_edge.home.memory import ClimateMemory, Memory, Modes, Turn
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.turn import US, DecisionRecord, Notice, Outcome, Severity
from thermo_edge.home.weather import WeatherForecast
from thermo_edge.jobs import Job, Timetable
from thermo_edge.learning.climate_at_home import Base, RoomLearned
from thermo_edge.learning.past import Kept
from thermo_edge.learning.room_files import MemoryFiles
from thermo_edge.learning.room_shelf import Nights as Remembered
from thermo_edge.learning.room_shelf import RoomCard, RoomShelf
from thermo_edge.learning.trial import Outcome as Judged
from thermo_edge.learning.trial import Verdict
from thermo_edge.ports import Energy, Sample, Weather
from thermo_edge.simulation.twin_home import GRAIN, TwinHome
from thermo_edge.store.memory_history import MOST_READINGS, MemoryHistory

_MOST_SAID = 2000
_WEATHER = timedelta(minutes=30)
_EXPECTS = timedelta(hours=12)
"""How often who is usually home is read again: it takes weeks of history."""


class Continued(MemoryHistory):
    """A history that goes on otherwise from a moment on."""

    def __init__(self, before: Kept, since: datetime, memory: Memory, readings: int = MOST_READINGS) -> None:
        super().__init__(memory, readings)
        self._before, self._since = before, since

    def samples(self, point: Point, start: datetime, end: datetime, step: timedelta) -> tuple[Sample, ...]:
        old = self._before.samples(point, start, min(end, self._since), step) if start < self._since else ()
        new = super().samples(point, max(start, self._since), end, step) if end > self._since else ()
        return (*old, *new)

    def forecasts(self, since: datetime) -> tuple[WeatherForecast, ...]:
        known = (each for each in self._before.forecasts(since) if each.made <= self._since)
        return (*known, *(each for each in super().forecasts(since) if each.made > self._since))


@dataclass(frozen=True)
class Program:
    """Who heats, and what it takes the house for. Without a `base` it is the plain rule.

    `learned`: what rooms have taught; `expects`: it reckons who will be home as well.
    """

    house: House
    base: Base | None = None
    learned: Mapping[PlaceId, RoomLearned] = field(default_factory=dict)
    every: timedelta = EVERY
    energy: Energy | None = None
    expects: bool = False


@dataclass
class Counts:
    """What the loop did, by room."""

    refused: Counter[PlaceId] = field(default_factory=Counter)
    alarms: Counter[PlaceId] = field(default_factory=Counter)
    _last: dict[Point, str] = field(default_factory=dict)

    def turn(self, turn: Turn) -> None:
        for decision in turn.decisions:
            point, because = decision.request.point, decision.because
            code = because.code if decision.outcome is Outcome.REFUSED and because else ""
            if code and self._last.get(point) != code:
                self.refused[decision.request.place] += 1
            self._last[point] = code


class _Seen(Continued):
    """The same, and somebody looks at each turn."""

    def __init__(self, before: Kept, since: datetime, memory: Memory, readings: int, counts: Counts) -> None:
        super().__init__(before, since, memory, readings)
        self._counts = counts

    def keep(self, turn: Turn) -> tuple[DecisionRecord, ...]:
        new = super().keep(turn)
        self._counts.turn(turn)
        return new


class Living:
    """One program in one twin, from `start` on. `weather`: else it is told no newer forecast than at `start`."""

    def __init__(
        self,
        past: Kept,
        program: Program,
        clock: SteppedClock,
        home: TwinHome,
        rooms: Iterable[PlaceId],
        weather: Weather | None = None,
        readings: int = MOST_READINGS,
    ) -> None:
        self._clock, self._home, self._start = clock, home, clock.now()
        self.counts, house = Counts(), program.house
        self._rooms = [room for room in house.rooms if room.id in frozenset(rooms)]
        memory = remembered(house, past.memory(), self._start)
        history = _Seen(past, self._start, memory, readings, self.counts)
        state = begin(house, memory, self._start, "twin")
        self._controller = Controller(state, Ports(clock, home, history), self._announce, every=GRAIN)
        outside = Outdoors(self._controller, history, clock, weather or PastWeather(history))
        jobs = [outside.job(_WEATHER)]
        if program.expects:
            jobs += Occupancy(self._controller, history, clock, beside=True).jobs(_EXPECTS)
        if (base := program.base) is not None:
            nights = Nights(self._controller, history, clock, _shelf(base, self._start, program.learned), beside=True)
            plans = Planning(
                self._controller, history, clock, outside, lambda: base, energy=program.energy, nights=nights
            )
            jobs.append(Job("plan", plans.look, every=program.every, dated=True))
        self._timetable = Timetable(jobs, clock, lambda: house.zone, lambda: True)
        self._wishes = [each for each in past.wishes(_MOST_SAID) if house.room(each.room) is not None]

    def steps(self, told: Iterable[Sequence[Reading]]) -> Iterator[None]:
        """Live through a step of GRAIN for each of what was told in one; whoever asks for the next may look between."""
        self._home.open(self._controller.state.house, self._controller.hear)
        self._home.refresh()
        for readings in told:
            self._turn()
            self._home.step(readings)
            yield
        self._home.close()

    def _turn(self) -> None:
        self._work()
        self._stand()
        self._timetable.run_due()
        self._controller.tick()
        self._work()

    def _work(self) -> None:
        while self._controller.work():
            pass

    def _stand(self) -> None:
        """What people had wished stands as it stood."""
        now = self._clock.now()
        wishes = {each.room: each for each in self._wishes if each.since <= now < each.until}
        if wishes == self._controller.state.memory.wishes:
            return

        def put(state: State, _now: datetime) -> tuple[State, Cause]:
            return replace(state, memory=replace(state.memory, wishes=wishes)), Cause("", frozenset(wishes))

        self._controller.call("past", US, put)

    def _announce(self, posts: Sequence[Notice], _clears: Sequence[str]) -> None:
        for notice in posts:
            if notice.severity is not Severity.INFO:
                for room in self._rooms:
                    entities = {each.entity for each in room.devices} | {each.point.entity for each in room.sensors}
                    if not notice.entities or entities & set(notice.entities):
                        self.counts.alarms[room.id] += 1


def house_of(house: House, rooms: frozenset[PlaceId]) -> House:
    """The house as a twin can be it: what heats rooms that have one, and all that tells of it and of people."""
    kept = tuple(
        replace(room, lights=(), covers=(), ceiling=Mode.ACT, devices=room.devices if room.id in rooms else ())
        for room in house.rooms
    )
    sources = tuple(replace(each, flow=None, device=None, ceiling=Mode.ACT) for each in house.sources)
    return replace(house, rooms=kept, sources=sources, alarm=None, others=(), calendars=())


def remembered(house: House, kept: Memory, now: datetime) -> Memory:
    """What the program knows as such a day begins: it may act, and has learned of taste and thermostats what it has."""
    modes = Modes({(place, Domain.CLIMATE): Mode.ACT for place in house.places})
    bare = dict.fromkeys((each.entity for each in house.devices if each.bare), now)
    climate = ClimateMemory(thermostats=kept.climate.thermostats)
    return Memory(modes=modes, protections=bare, taste=kept.taste, climate=climate)


def _shelf(base: Base, now: datetime, learned: Mapping[PlaceId, RoomLearned]) -> RoomShelf:
    """Serves just this; its night was done."""
    shelf = RoomShelf(MemoryFiles())
    for room, each in learned.items():
        card = RoomCard(room, base.version, now.astimezone(UTC), each.days, "all", Verdict(Judged.BETTER, 0))
        shelf.promote(card, each, who="twin", why="")
    shelf.remember(Remembered(now.astimezone(UTC)))
    return shelf
