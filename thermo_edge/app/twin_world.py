"""The real loop around a twin of this house: a day of its recording lived again by a program that may act."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from thermo_edge.app.backtest.readings import Telling, day
from thermo_edge.app.backtest.world import PastWeather
from thermo_edge.app.nights import Nights
from thermo_edge.app.outdoors import Outdoors
from thermo_edge.app.planning import EVERY, Planning
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Controller, begin
from thermo_edge.control.cycle import Cause, Ports
from thermo_edge.control.state import State
from thermo_edge.home.house import Domain, House, Mode, PlaceId, Point
from thermo_edge.home.memory import ClimateMemory, Memory, Modes, Turn
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
from thermo_edge.learning.twin_trial import Lived
from thermo_edge.ports import Sample
from thermo_edge.simulation.twin_home import GRAIN, RoomTwin, TwinHome
from thermo_edge.store.memory_history import MemoryHistory

STEPS = timedelta(days=1) // timedelta(minutes=15)
_MOST_SAID = 2000
_WEATHER = timedelta(minutes=30)
TOO_WARM = 1.0
"""K above its band from which on a heated room is too warm."""

_HEATS = 0.1


class Continued(MemoryHistory):
    """A history that goes on otherwise from a moment on."""

    def __init__(self, before: Kept, since: datetime, memory: Memory) -> None:
        super().__init__(memory)
        self._before, self._since = before, since

    def samples(self, point: Point, start: datetime, end: datetime, step: timedelta) -> tuple[Sample, ...]:
        old = self._before.samples(point, start, min(end, self._since), step) if start < self._since else ()
        new = super().samples(point, max(start, self._since), end, step) if end > self._since else ()
        return (*old, *new)

    def forecasts(self, since: datetime) -> tuple[WeatherForecast, ...]:
        known = (each for each in self._before.forecasts(since) if each.made <= self._since)
        return (*known, *(each for each in super().forecasts(since) if each.made > self._since))


@dataclass
class TwinWorld:
    """The house of the twin, and all that its days are made from. `end`: that of the recordings, a whole quarter."""

    history: Kept
    house: House
    base: Base
    twins: Mapping[PlaceId, RoomTwin]
    end: datetime
    every: timedelta = EVERY

    def __post_init__(self) -> None:
        self.house = house_of(self.house, frozenset(self.twins))

    def live(self, back: int, member: int, learned: Mapping[PlaceId, RoomLearned]) -> dict[PlaceId, Lived]:
        """The day that ended `back` days before the end, by one member of each twin and with what rooms have taught."""
        start = self.end - (back + 1) * timedelta(days=1)
        steps = next(iter(self.twins.values())).recording.times
        clock = SteppedClock(start)
        home = TwinHome(clock, self.house, self.twins, member, steps - (back + 1) * STEPS, STEPS)
        return _Day(self, clock, home, start, learned).lived()


@dataclass
class _Counts:
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

    def __init__(self, before: Kept, since: datetime, memory: Memory, counts: _Counts) -> None:
        super().__init__(before, since, memory)
        self._counts = counts

    def keep(self, turn: Turn) -> tuple[DecisionRecord, ...]:
        new = super().keep(turn)
        self._counts.turn(turn)
        return new


class _Day:
    """One day of one program."""

    def __init__(
        self,
        world: TwinWorld,
        clock: SteppedClock,
        home: TwinHome,
        start: datetime,
        learned: Mapping[PlaceId, RoomLearned],
    ) -> None:
        self._world, self._clock, self._home, self._start = world, clock, home, start
        self._counts, house = _Counts(), world.house
        self._rooms = [room for room in house.rooms if room.id in world.twins]
        memory = remembered(house, world.history.memory(), start)
        history = _Seen(world.history, start, memory, self._counts)
        state = begin(house, memory, start, "twin")
        self._controller = Controller(state, Ports(clock, home, history), self._announce, every=GRAIN)
        outside = Outdoors(self._controller, history, clock, PastWeather(history))
        nights = Nights(self._controller, history, clock, _shelf(world.base, start, learned))
        plans = Planning(self._controller, history, clock, outside, lambda: world.base, nights=nights)
        jobs = outside.job(_WEATHER), Job("plan", plans.look, every=world.every, dated=True)
        self._timetable = Timetable(jobs, clock, house.zone, lambda: True)
        self._wishes = [each for each in world.history.wishes(_MOST_SAID) if house.room(each.room) is not None]

    def lived(self) -> dict[PlaceId, Lived]:
        house, home = self._world.house, self._home
        telling = Telling(house)
        home.open(house, self._controller.hear)
        home.refresh()
        sums = {room.id: [0.0, 0.0, 0.0] for room in self._rooms}
        for _, stretch in day(self._world.history, house, self._start, self._start + timedelta(days=1)):
            self._turn()
            home.step(telling.readings(stretch))
            for room in self._rooms:
                band = room.comfort.comfort if room.comfort.warm_at(self._local()) else room.comfort.setback
                air, heat, hours = home.air(room.id), home.heat(room.id), GRAIN / timedelta(hours=1)
                sums[room.id][0] += max(band.low - air, 0.0) * hours
                sums[room.id][1] += max(air - band.high - TOO_WARM, 0.0) * hours * (heat > _HEATS)
                sums[room.id][2] += heat * hours
        home.close()
        sent = Counter(house.places_of(command.point.entity) for command in home.commands)
        return {
            room: Lived(
                cold=cold,
                warm=warm,
                heat=heat,
                switching=float(sum(count for places, count in sent.items() if room in places)),
                alarms=float(self._counts.refused[room] + self._counts.alarms[room]),
            )
            for room, (cold, warm, heat) in sums.items()
        }

    def _turn(self) -> None:
        self._work()
        self._stand()
        self._timetable.run_due()
        self._controller.tick()
        self._work()

    def _work(self) -> None:
        while self._controller.work():
            pass

    def _local(self) -> datetime:
        return self._world.house.local(self._clock.now())

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
                        self._counts.alarms[room.id] += 1


# --- helpers ------------------------------------------------------------------------------------------------------


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
