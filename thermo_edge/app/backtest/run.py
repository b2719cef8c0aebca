"""Replays a house's own past on the real loop, day by day, and counts what would have been right."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Generic, Protocol, TypeVar

from thermo_edge.app import planning
from thermo_edge.app.backtest.readings import Telling, day, known, points
from thermo_edge.app.backtest.reckoning import Reckoning, Said
from thermo_edge.app.backtest.world import NoHome, PastHistory, PastWeather
from thermo_edge.app.core import UNHURRIED
from thermo_edge.app.occupancy import Occupancy
from thermo_edge.app.outdoors import Outdoors
from thermo_edge.app.planning import Planning
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Controller, begin
from thermo_edge.control.cycle import Cause, Ports
from thermo_edge.control.hindsight import STEP
from thermo_edge.control.state import State
from thermo_edge.errors import HistoryTooShort, OtherHouse, ReplayFailed
from thermo_edge.home.forecast import Known, RegimeSpan
from thermo_edge.home.heard import Changes, Synced
from thermo_edge.home.hindsight import Hindsight
from thermo_edge.home.house import COMMANDED, EntityId, House
from thermo_edge.home.memory import Memory, Modes, Turn
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.turn import US, in_force
from thermo_edge.jobs import Timetable
from thermo_edge.ports import History

LEAST = timedelta(days=1)
"""A shorter history says nothing about how people live."""

WARMS_UP = timedelta(days=1)
"""So long before what is counted the replay begins, where there is history: usual gaps and dwell times are learned."""

MOST_SAID = 20_000
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Lasts(Protocol):
    @property
    def since(self) -> datetime: ...

    @property
    def until(self) -> datetime: ...


T = TypeVar("T", bound=_Lasts)


class _Standing(Generic[T]):
    """Of what people did, what stands at a time that only goes on; heard a stretch late, as their devices are."""

    def __init__(self, all_: Iterable[T]) -> None:
        self._coming = sorted(all_, key=lambda each: each.since, reverse=True)
        self._standing: list[T] = []

    def at(self, now: datetime) -> list[T]:
        while self._coming and self._coming[-1].since + STEP <= now:
            self._standing.append(self._coming.pop())
        self._standing = [each for each in self._standing if each.until > now]
        return self._standing


class Replay:
    """One replay. It steps through the past and can reach nothing; see ADR 0022 for what it can and cannot know."""

    def __init__(self, past: History, house: House, start: datetime, counts_from: datetime, thermal: planning.Find):
        self._past, self._house = past, house
        said = said_since(past, house, start - _DAY)
        self._clock = SteppedClock(start)
        self.reckoning = Reckoning(house, said, counts_from)
        self._holds, self._wishes = _Standing(said.holds), _Standing(said.wishes)
        declared = (each for each in past.regimes(MOST_SAID) if each.known is Known.DECLARED)
        self._regimes: _Standing[RegimeSpan] = _Standing(declared)
        bare = frozenset(device.entity for device in house.devices if device.bare)
        modes = Modes(observe_everything=True)
        memory = Memory(modes=modes, protections=dict.fromkeys(bare, start), taste=past.memory().taste)
        history = PastHistory(past, self._clock, memory, self._look)
        self._controller = Controller(
            begin(house, memory, start, "backtest"), Ports(self._clock, NoHome(), history), every=STEP
        )
        self._timetable = self._jobs(history, thermal)
        self._telling, self._late, self._bare = Telling(house), tuple[Reading, ...](), bare
        self._sent = 0

    def _jobs(self, history: PastHistory, thermal: planning.Find) -> Timetable:
        """What is reckoned beside the house, as in the living program."""
        controller, clock = self._controller, self._clock
        outside = Outdoors(controller, history, clock, PastWeather(history))
        jobs = [*Occupancy(controller, history, clock).jobs(UNHURRIED.occupancy)]
        if thermal is not planning.rules_only:
            plans = Planning(controller, history, clock, outside, thermal)
            jobs += [outside.job(UNHURRIED.weather), *plans.jobs()]
        return Timetable(jobs, clock, lambda: self._house.zone, lambda: True)

    def go_on(self, end: datetime, progress: Callable[[datetime], None], stop: Callable[[], bool]) -> datetime:
        """Replay up to then, or until told to stop. Returns how far it came."""
        while (now := self._clock.now()) < end and not stop():
            for at, stretch in day(self._past, self._house, now, min(now + _DAY, end)):
                if known(stretch):
                    self._step(at + STEP, self._telling.readings(stretch))
                else:
                    self._clock.advance(at + STEP - self._clock.now())
                    self.reckoning.missing += STEP if at >= self.reckoning.counts_from else timedelta(0)
            progress(self._clock.now())
        return self._clock.now()

    def _step(self, until: datetime, told: Sequence[Reading]) -> None:
        """Let the time pass; then sensors are heard, and what devices were told a stretch ago."""
        self._pass_on(until)
        devices = tuple(each for each in told if each.point.attribute in COMMANDED)
        sensors = tuple(each for each in told if each.point.attribute not in COMMANDED)
        self.reckoning.told(told, until)
        if self._controller.state.link.ready:
            self._controller.hear(Changes((*self._late, *sensors)))
        else:
            self._controller.hear(Synced((*sensors, *devices), protected=self._bare))
        self._late = devices
        self._controller.tick()
        self._work()
        self._stand(until)
        self._timetable.run_due()
        self._work()
        self.reckoning.settle(until)

    def _pass_on(self, until: datetime) -> None:
        """What waits for its time is looked at in its time, once a minute at most."""
        while (wake := self._controller.wake) is not None and wake < until and self._controller.state.link.ready:
            self._clock.advance(max(wake - self._clock.now(), timedelta(minutes=1)))
            if self._clock.now() >= until:
                break
            self._controller.tick()
            self._work()
        self._clock.advance(max(until - self._clock.now(), timedelta(0)))

    def _work(self) -> None:
        while self._controller.work():
            pass
        failed = self._controller.state.troubles.get("turn")  # the loop would go on, as a house must
        if self._sent or failed is not None:
            raise ReplayFailed(f"The replay ends at {self._clock.now()}: {self._sent} commands, {failed}")

    def _stand(self, now: datetime) -> None:
        """What people held, wished and declared stands as it stood; the replay does not guess at it again."""
        holds = {each.point: each for each in self._holds.at(now)}
        wishes = {each.room: each for each in self._wishes.at(now)}
        declared = {each.regime: each for each in self._regimes.at(now)}
        memory = self._controller.state.memory
        detected = {kind: span for kind, span in memory.regimes.items() if span.known is not Known.DECLARED}
        regimes = {**detected, **declared}
        if (memory.holds, memory.wishes, memory.regimes) == (holds, wishes, regimes):
            return

        def put(state: State, _now: datetime) -> tuple[State, Cause]:
            stood = replace(state.memory, holds=holds, wishes=wishes, regimes=regimes)
            return replace(state, memory=stood), Cause("", frozenset(state.house.places))

        self._controller.call("past", US, put)

    def _look(self, turn: Turn) -> None:
        self._sent += len(turn.commands)
        self.reckoning.turn(turn)


def backtest(
    past: History,
    house: House,
    days: int,
    thermal: planning.Find = planning.rules_only,
    progress: Callable[[datetime], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Hindsight:
    """What would have been done in the last days of this history, and what of it would have been right.

    It only reads. Raises HistoryTooShort or OtherHouse where there is nothing to say.
    """
    end = past.newest()
    if end is None:
        raise HistoryTooShort(timedelta(0))
    end = _EPOCH + (end - _EPOCH) // STEP * STEP
    oldest, unheard = first(past, house, end - days * _DAY - WARMS_UP, end)
    begun = max(oldest, end - days * _DAY)
    if end - begun < LEAST:
        raise HistoryTooShort(end - begun)
    start = max(oldest, begun - WARMS_UP)
    replay = Replay(past, house, start, begun, thermal)
    came = replay.go_on(end, progress, stop)
    replay.reckoning.settle(came, over=True)
    return replace(replay.reckoning.result(begun, max(came, begun)), unheard=unheard)


def first(past: History, house: House, begin: datetime, end: datetime) -> tuple[datetime, tuple[EntityId, ...]]:
    """When the history of this house begins, not before `begin`, and what it knows nothing of.

    Raises OtherHouse where it knows nothing of any.
    """
    named = points(house)
    days = {point: found[0].at for point in named if (found := past.samples(point, begin, end, _DAY))}
    if not days:
        raise OtherHouse(len({point.entity for point in named}))
    on = min(days.values())
    hours = [past.samples(point, on, min(on + _DAY, end), STEP) for point, at in days.items() if at == on]
    heard = {point.entity for point in days}
    unheard = tuple(sorted({point.entity for point in named} - heard))
    return min((found[0].at for found in hours if found), default=on), unheard


def said_since(past: History, house: House, begin: datetime) -> Said:
    """What people did and said since then, oldest first; of devices that the house has no longer, nothing."""
    words = ((past.decision(word.decision), word) for word in in_force(past.feedbacks(MOST_SAID)) if word.at >= begin)
    return Said(
        [h for h in reversed(past.holds(MOST_SAID)) if h.until >= begin and house.device(h.point.entity)],
        [w for w in reversed(past.wishes(MOST_SAID)) if w.until >= begin and house.room(w.room)],
        [(record, word) for record, word in words if record is not None],
    )
