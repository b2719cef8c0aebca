"""The whole core around a fake home: the live program's controller, desk and turn, on a clock that a test moves."""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.builders import BEDROOM_T, HEATER, LIVING_T, LIVING_WINDOW, MORNING, RADIATOR, a_house
from tests.fakes import FakeHome
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Controller, begin
from thermo_edge.control.cycle import Curious, Ports
from thermo_edge.control.desk import HouseDesk
from thermo_edge.control.state import State
from thermo_edge.home.house import Attribute, Domain, EntityId, House, Mode, Point, Value
from thermo_edge.home.memory import Memory, Modes
from thermo_edge.home.turn import Actor, ActorKind, Decision, Notice
from thermo_edge.ports import History
from thermo_edge.store.memory_history import MemoryHistory

ANNA_ACTS = Actor(ActorKind.PERSON, "Anna")
SET_POINT = Point(RADIATOR, Attribute.SET_POINT)
SWITCH = Point(HEATER, Attribute.ON)


class Rig:
    """A house under test. By default two rooms at 20.2 °C in mode act, everything answering."""

    def __init__(
        self,
        house: House | None = None,
        start: datetime = MORNING,
        mode: Mode = Mode.ACT,
        history: History | None = None,
        begun: bool = True,
        curious: Curious | None = None,
    ) -> None:
        self.clock = SteppedClock(start)
        self.house = house or a_house()
        self.home = FakeHome(self.clock, self.house)
        self.history = history or MemoryHistory()
        self.curious = curious
        self.notices: dict[str, Notice] = {}
        self._start(self.history.memory())
        if begun:
            self.everything_answers()
            self.allow(mode)

    def _start(self, memory: Memory) -> None:
        state = begin(self.house, memory, self.clock.now(), "this", self.history.newest())
        ports = Ports(self.clock, self.home, self.history, self.curious)
        self.controller = Controller(state, ports, self._announce)
        self.desk = HouseDesk(self.controller, self.clock, self.history)
        self.home.open(self.house, self.controller.hear)
        self.settle()

    def _announce(self, posts: object, clears: object) -> None:
        assert isinstance(posts, list)
        assert isinstance(clears, list)
        self.notices |= {notice.key: notice for notice in posts}
        for key in clears:
            self.notices.pop(key, None)

    def everything_answers(self, temperature: float = 20.2) -> None:
        """Plausible first readings of the default house."""
        self.home.say(LIVING_T, temperature)
        self.home.say(BEDROOM_T, temperature)
        self.home.say(LIVING_WINDOW, False)
        self.home.thermostat(RADIATOR, 19.0)
        self.home.say(SWITCH, False)
        self.settle()

    def allow(self, mode: Mode) -> None:
        """Set every place to a mode, with every bare switch protected, and let minimum times pass."""
        memory = self.state.memory
        modes = Modes({(place, Domain.CLIMATE): mode for place in self.house.places})
        protections = {device.entity: self.clock.now() for device in self.house.devices}
        changed = replace(memory, modes=modes, protections=protections, trust={}, record={})
        self.controller._state = replace(self.state, memory=changed)
        self.home.refresh()
        self.settle()

    @property
    def state(self) -> State:
        return self.controller.state

    @property
    def memory(self) -> Memory:
        return self.state.memory

    def settle(self) -> None:
        """Let the house take everything in."""
        while self.controller.work():
            pass

    def tick(self) -> None:
        """A full turn now."""
        self.controller.due()
        self.controller.tick()
        self.settle()

    def wait(self, by: timedelta, step: timedelta = timedelta(minutes=1)) -> None:
        """Time passes; thermometers go on reporting what they said last."""
        while by > timedelta(0):
            self.clock.advance(min(step, by))
            by -= step
            self.report()
            self.controller.tick()
            self.settle()

    def report(self) -> None:
        """What answers reports again."""
        for point, reading in list(self.home.readings.items()):
            if reading.good and point.attribute is Attribute.TEMPERATURE and point.entity not in self.silent:
                self.home.readings[point] = reading._replace(reported=self.clock.now())
        self.home.refresh()

    silent: frozenset[EntityId] = frozenset()

    def restart(self, after: timedelta = timedelta(seconds=30)) -> None:
        """The program dies without a word and starts again with what the history kept."""
        self.home.close()
        self.clock.advance(after)
        self._start(self.history.memory())

    def decision(self, point: Point) -> Decision:
        """The latest about a point."""
        records = self.history.decisions(200)
        return next(record.decision for record in records if record.decision.request.point == point)

    def sent(self, point: Point) -> list[Value]:
        """Every value that was sent to a point."""
        return [command.value for _, command in self.home.sent if command.point == point]
