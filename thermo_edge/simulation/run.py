"""Lives through a scenario on the real loop, with any history, and says what the household got."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Announce, Controller
from thermo_edge.home.house import Attribute, Domain, EntityId, Failsafe, Mode, PlaceId
from thermo_edge.home.memory import Watch
from thermo_edge.home.reason import Refused
from thermo_edge.home.turn import Actor, ActorKind, Outcome, Verdict
from thermo_edge.ports import Desk, History
from thermo_edge.simulation import household, mishaps, parts
from thermo_edge.simulation.family import Kind, family_weather
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.measure import Meter, Report
from thermo_edge.simulation.plant import Outside
from thermo_edge.simulation.scenarios import Befalls, Change, Scenario
from thermo_edge.simulation.variants import Variant
from thermo_edge.simulation.witness import Witness
from thermo_edge.simulation.world import Sky

HOUSEHOLD = Actor(ActorKind.PERSON, "Household")
STEP = timedelta(minutes=5)
"""Of the world, in a scenario; a turn over everything is as often."""

_DEAD = timedelta(seconds=40)
"""How long this program takes to be there again."""


class Due(Protocol):
    """The timetable of jobs."""

    @property
    def due(self) -> datetime: ...

    def run_due(self) -> None: ...


class Loop(Protocol):
    """The real program, but for its page: what `Build` makes."""

    @property
    def controller(self) -> Controller: ...

    @property
    def desk(self) -> Desk: ...

    @property
    def timetable(self) -> Due: ...

    @property
    def history(self) -> History: ...


Build = Callable[[SteppedClock, SimulatedHome, History, Announce], Loop]
"""Wires the real loop to a home and a history."""

Look = Callable[[SimulatedHome], None]
"""Looks at the home after each step of its world."""

Open = Callable[[], History]
"""Opens the history as it is kept; called again after each death, before the old one is closed."""


@dataclass
class Run:
    """One home lived in, with a program that may act in everything."""

    scenario: Scenario
    build: Build
    open_history: Open
    seed: int = 1
    plant: Kind = "lumped"
    grain: timedelta = STEP
    variant: Variant | None = None
    look: Look | None = None
    clock: SteppedClock = field(init=False)
    home: SimulatedHome = field(init=False)
    loop: Loop = field(init=False)
    meter: Meter = field(init=False)

    def __post_init__(self) -> None:
        zone = household.house().zone
        self._start = self.scenario.start.replace(tzinfo=zone)
        self.clock = SteppedClock(self._start)
        made = parts.make(
            self.clock.now(),
            seed=self.seed,
            plant=self.plant,
            sky=Shifted(family_weather(self.seed), self.scenario.warmer) if self.scenario.warmer else None,
            spells=self.scenario.spells,
            baby=self.scenario.baby,
            habits=self.scenario.habits,
            grain=self.grain,
            variant=self.variant or Variant(covers=self.scenario.covers),
        )
        self.home = SimulatedHome(self.clock, made)
        self.home.people.hand = _Hand(self)
        self.meter = Meter(self.home)
        self._waiting = sorted(self.scenario.changes, key=lambda change: change.after)
        self._wrongs: list[tuple[str, Domain, str]] = []
        self._armings: list[tuple[Watch | None, str]] = []
        self._steps = self.home.steps
        self._begin()
        self._allow()
        self.meter.notices.clear()  # of setting it up

    # --- the program ------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        history = Witness(self.open_history(), self.meter.turn)
        self.loop = self.build(self.clock, self.home, history, self.meter.announce)
        self.home.open(self.loop.controller.state.house, self.loop.controller.hear)
        self._work()

    def restart(self) -> None:
        """The program dies without a word, and starts again with what the history kept."""
        dead = self.loop.history
        self.home.close()
        self.home.advance(_DEAD)
        self._begin()
        dead.close()

    def _allow(self) -> None:
        """Let it act in everything; bare switches are protected first."""
        desk, house = self.loop.desk, self.home.house
        for place in house.places:
            domains = [Domain.SECURITY] if house.room(place) is None else [Domain.CLIMATE, Domain.LIGHTING]
            for domain in [Domain.CLIMATE] if house.source(place) else domains:
                desk.set_mode(place, domain, Mode.SUGGEST, HOUSEHOLD)
                for device in house.devices:
                    if device.place == place and device.domain is domain and device.failsafe is Failsafe.AUTOMATION:
                        desk.protect(device.entity, HOUSEHOLD)
                self._work()
                desk.set_mode(place, domain, Mode.ACT, HOUSEHOLD)
        self._work()

    def _work(self) -> None:
        while self.loop.controller.work():
            pass

    # --- time ---------------------------------------------------------------------------------------------------------

    def days(self, days: float) -> None:
        self.go_on(timedelta(days=days))

    def go_on(self, by: timedelta) -> None:
        """Let time pass on the real loop."""
        end = self.clock.now() + by
        while (now := self.clock.now()) < end:
            change = self._waiting[0] if self._waiting else None
            at = self._wall(change.after) if change else end
            if change is not None and at <= now:
                self._waiting.pop(0)
                self._befall(change)
                continue
            wake = self.loop.controller.wake
            until = min(end, at, self.loop.timetable.due, max(wake, now) if wake else end)
            if until > now:
                self.home.pass_on(until - now)
            self._turn(wake)

    def _turn(self, wake: datetime | None) -> None:
        if self.home.steps != self._steps:
            self._steps = self.home.steps
            self.meter.sample(self.grain.total_seconds())
            if self.look is not None:
                self.look(self.home)
        self.loop.timetable.run_due()
        if wake is not None and self.clock.now() >= wake:
            self.loop.controller.tick()
        self._work()
        if self._wrongs or self._armings:
            self._mind()
        self._trust_again()

    def _trust_again(self) -> None:
        """Where corrections made the program step back by itself, this household lets it act again at once."""
        state = self.loop.controller.state
        for standing in state.memory.trust.values():
            if standing.fell is not None:
                fell = standing.fell
                self.loop.desk.set_mode(fell.place, fell.domain, fell.was, HOUSEHOLD)
                self.meter.fallbacks += 1
                self._work()

    def report(self) -> Report:
        return self.meter.report(self.scenario, self.seed, self.plant, self._start)

    def _wall(self, after: timedelta) -> datetime:
        """When the wall clock shows so much after the start."""
        return (self._start.replace(tzinfo=None) + after).replace(tzinfo=self._start.tzinfo).astimezone(UTC)

    # --- what people say and what befalls them ------------------------------------------------------------------------

    def _mind(self) -> None:
        wrongs, self._wrongs = self._wrongs, []
        armings, self._armings = self._armings, []
        desk = self.loop.desk
        for room, domain, who in wrongs:
            number = self._latest(PlaceId(room), domain)
            if number is not None:
                desk.judge(number, Verdict.WRONG, "", Actor(ActorKind.PERSON, who))
                self.meter.wrongs += 1
        for watch, who in armings:
            try:
                if watch is None:
                    desk.disarm(Actor(ActorKind.PERSON, who))
                else:
                    desk.arm(watch, Actor(ActorKind.PERSON, who))
            except Refused as refused:
                self.meter.refusals[refused.reason.code] += 1
        self._work()

    def _latest(self, place: PlaceId, domain: Domain) -> int | None:
        records = self.loop.history.decisions(30, place)
        acted = (r for r in records if r.decision.request.domain is domain and r.decision.outcome is Outcome.ACTED)
        return next((record.number for record in acted), None)

    def wrong(self, room: str, domain: Domain, who: str) -> None:
        self._wrongs.append((room, domain, who))

    def arm(self, watch: Watch | None, who: str) -> None:
        self._armings.append((watch, who))

    def _befall(self, change: Change) -> None:
        home, target, value = self.home, change.target, change.value
        on = value is True
        match change.what:
            case Befalls.SILENT:
                home.silence(EntityId(target), on)
            case Befalls.UNAVAILABLE:
                mishaps.unavailable(home, EntityId(target), on)
            case Befalls.FROZEN:
                mishaps.freeze(home, EntityId(target), on)
            case Befalls.STUCK:
                mishaps.jam(home, target, float(value) if isinstance(value, int | float) and not on else None)
            case Befalls.WINDOW:
                mishaps.forget_window(home, target, on)
            case Befalls.SMOKE | Befalls.LEAK:
                home.tell(household.sensor(target, Attribute(change.what.value)), on)
            case Befalls.LINK:
                home.reach(on)
            case Befalls.INTRUDER:
                mishaps.intrude(home)
            case Befalls.RESTART:
                self.restart()
            case Befalls.POWER:
                self._mains_fail()
        self._work()

    def _mains_fail(self) -> None:
        """Without mains the hub is gone and this program dead; both are back with the mains."""
        mishaps.mains(self.home, on=False)
        self.home.close()
        back = next(change for change in self._waiting if change.what is Befalls.POWER)
        self._waiting.remove(back)
        self.home.advance(self._wall(back.after) - self.clock.now())
        mishaps.mains(self.home, on=True)
        self.restart()


class _Hand:
    """What people tell the desk waits until the house has done its turn."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def wrong(self, room: str, domain: Domain, who: str) -> None:
        self._run.wrong(room, domain, who)

    def arm(self, watch: Watch | None, who: str) -> None:
        self._run.arm(watch, who)


@dataclass(frozen=True)
class Shifted:
    """The same weather, so many kelvin warmer."""

    sky: Sky
    kelvin: float

    def outside(self, moment: datetime) -> Outside:
        found = self.sky.outside(moment)
        return Outside(
            found.temperature + self.kelvin,
            found.moisture,
            found.wind,
            found.beam,
            found.diffuse,
            found.elevation,
            found.azimuth,
        )
