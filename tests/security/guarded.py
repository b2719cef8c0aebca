"""A guarded house under test: hall with the front door, two inner rooms, two people, a siren, and maybe a panel."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from tests.builders import MORNING
from tests.fakes import FakeHome
from tests.rig import Rig
from thermo_edge.clock import SteppedClock
from thermo_edge.control.codes import Codes
from thermo_edge.control.desk import HouseDesk
from thermo_edge.home.heard import Changes
from thermo_edge.home.house import (
    AlarmSystem,
    Attribute,
    Device,
    DeviceKind,
    Domain,
    EntityId,
    Failsafe,
    House,
    Mode,
    Person,
    PersonId,
    PlaceId,
    Point,
    Room,
    Sensor,
    Value,
)
from thermo_edge.home.memory import Guarding, Memory, SecurityMemory, Watch
from thermo_edge.home.snapshot import NOWHERE, Origin, Quality, Reading
from thermo_edge.home.turn import Actor, ActorKind, Command
from thermo_edge.ports import History

ALARM = PlaceId("alarm")
HALL, LIVING, BEDROOM = PlaceId("hall"), PlaceId("living"), PlaceId("bedroom")


def _point(name: str, attribute: Attribute) -> Point:
    return Point(EntityId(name), attribute)


DOOR = _point("binary_sensor.front_door", Attribute.DOOR)
LOCK = _point("lock.front_door", Attribute.LOCKED)
HALL_MOTION = _point("binary_sensor.hall_motion", Attribute.MOTION)
WINDOW = _point("binary_sensor.living_window", Attribute.OPEN)
MOTION = _point("binary_sensor.living_motion", Attribute.MOTION)
SMOKE = _point("binary_sensor.living_smoke", Attribute.SMOKE)
GAS = _point("binary_sensor.living_gas", Attribute.GAS)
LEAK = _point("binary_sensor.living_leak", Attribute.LEAK)
BEDROOM_WINDOW = _point("binary_sensor.bedroom_window", Attribute.OPEN)
BEDROOM_MOTION = _point("binary_sensor.bedroom_motion", Attribute.MOTION)
SENSORS = (
    DOOR, LOCK, HALL_MOTION, WINDOW, MOTION, SMOKE, GAS, LEAK, BEDROOM_WINDOW, BEDROOM_MOTION,
)  # fmt: skip
ANNA, BEN = _point("person.anna", Attribute.PRESENCE), _point("person.ben", Attribute.PRESENCE)
LAMP = _point("light.living", Attribute.ON)
SIREN = _point("siren.hall", Attribute.ON)
PANEL = _point("alarm_control_panel.house", Attribute.ALARM)

WHO = Actor(ActorKind.PERSON, "Anna")
CODE = "4711"

_AT_ONCE = {"minimum_on": timedelta(0), "minimum_off": timedelta(0), "writes_per_hour": 60, "heats": False}


def siren() -> Device:
    return Device(
        SIREN.entity,
        ALARM,
        DeviceKind.SIREN,
        failsafe=Failsafe.AUTOMATION,
        failsafe_after=timedelta(minutes=3),
        **_AT_ONCE,  # type: ignore[arg-type]
    )


def panel() -> Device:
    return Device(PANEL.entity, ALARM, DeviceKind.PANEL, **_AT_ONCE)  # type: ignore[arg-type]


def guarded_house(with_panel: bool = False, **more: object) -> House:
    """A hall one leaves by, a living room and a bedroom."""

    def room(place: PlaceId, *points: Point, **lights: object) -> Room:
        sensors = tuple(Sensor(point, place) for point in points)
        return replace(Room(place, str(place).capitalize(), sensors), **lights)  # type: ignore[arg-type]

    lamp = Device(LAMP.entity, LIVING, DeviceKind.LIGHT, **_AT_ONCE)  # type: ignore[arg-type]
    alarm = AlarmSystem(ALARM, "Alarm", panel() if with_panel else None, (siren(),))
    return House(
        "Test",
        rooms=(
            room(HALL, DOOR, LOCK, HALL_MOTION),
            room(LIVING, WINDOW, MOTION, SMOKE, GAS, LEAK, lights=(lamp,)),
            room(BEDROOM, BEDROOM_WINDOW, BEDROOM_MOTION),
        ),
        persons=(
            Person(PersonId("anna"), "Anna", ANNA.entity, "user-anna"),
            Person(PersonId("ben"), "Ben", BEN.entity, "user-ben"),
        ),
        alarm=replace(alarm, **more),  # type: ignore[arg-type]
    )


class PanelHome(FakeHome):
    """A home whose alarm panel may take its time, and whose siren is silenced from outside when nobody promises it."""

    def __init__(self, clock: SteppedClock, house: House) -> None:
        super().__init__(clock, house)
        self.arms_by: tuple[str, ...] = ()  # what the panel says on its way
        self.lasts: dict[EntityId, timedelta] = {}  # until when a bare switch may stay on
        self.sounded: list[tuple[timedelta, bool]] = []

    def say(self, point: Point, value: Value | None, origin: Origin = NOWHERE, quality: Quality = Quality.GOOD) -> None:
        if point == PANEL and origin.context and value != "disarmed":
            for word in self.arms_by:
                super().say(point, word, origin)
                value = word
        if point == SIREN:  # one that answers nobody is out of everybody's reach: its time does not count
            self.sounded.append((self.passed(), value is True and quality is Quality.GOOD))
        super().say(point, value, origin, quality)

    def renew(self, devices: object) -> None:
        super().renew(devices)  # type: ignore[arg-type]
        for device in devices:  # type: ignore[attr-defined]
            self.lasts[device.entity] = self.passed() + device.failsafe_after

    def passed(self) -> timedelta:
        """The time that really passed, wherever the clocks stand."""
        return self._clock._passed

    def guard(self) -> None:
        """The automation at the home: off with what nobody has promised any more, whoever lives."""
        reading = self.readings.get(SIREN)
        if reading is None or reading.value is not True:
            return
        if self.passed() >= self.lasts.get(SIREN.entity, self.passed()):
            self.say(SIREN, False)

    def deliver(self, reading: Reading) -> None:
        """A message as it comes, whatever is so."""
        if self._hear is not None and self.reachable:
            self._hear(Changes((reading,)))


class Guarded(Rig):
    """The guarded house, calm and answering; everybody is out, the alarm and the lamps may act."""

    home: PanelHome
    watched = False  # the home looks after the siren at all times, not only when it cannot hear us

    def __init__(
        self,
        with_panel: bool = False,
        mode: Mode = Mode.ACT,
        code: str = CODE,
        history: History | None = None,
        start: datetime = MORNING,
        **more: object,
    ) -> None:
        self.codes = Codes(code)
        super().__init__(guarded_house(with_panel, **more), start=start, history=history, begun=False)
        self.everybody_out()
        self.clock.advance(timedelta(minutes=10))
        self.allow_all(mode)

    def _start(self, memory: Memory) -> None:
        if not isinstance(self.home, PanelHome):
            self.home = PanelHome(self.clock, self.house)
        super()._start(memory)
        self.desk = HouseDesk(self.controller, self.clock, self.history, self.codes)

    def everybody_out(self) -> None:
        for point in SENSORS:
            self.home.say(point, point is LOCK)
        self.home.say(ANNA, False)
        self.home.say(BEN, False)
        self.home.say(LAMP, False)
        self.home.say(SIREN, False)
        if self.house.alarm is not None and self.house.alarm.panel is not None:
            self.home.say(PANEL, "disarmed")
        self.home.sounded.clear()
        self.settle()

    def allow_all(self, mode: Mode) -> None:
        self.allow(mode)
        memory = self.memory
        places = {(room.id, Domain.LIGHTING): mode for room in self.house.rooms}
        places |= {(ALARM, Domain.SECURITY): mode}
        modes = replace(memory.modes, places={**memory.modes.places, **places})
        self.controller._state = replace(self.state, memory=replace(memory, modes=modes))
        self.tick()

    def arm(self, watch: Watch, bypass: Collection[EntityId] = (), who: Actor = WHO) -> None:
        """Arm by the desk, and take in what the panel says."""
        self.desk.arm(watch, who, bypass=bypass)
        self.settle()

    def disarm(self) -> None:
        self.desk.disarm(WHO, CODE)
        self.settle()

    @property
    def security(self) -> SecurityMemory:
        return self.memory.security

    @property
    def guarding(self) -> Guarding:
        return self.security.state

    def pass_(self, seconds: float, step: float = 1.0) -> None:
        """Time passes, second by second, as the live program's does."""
        while seconds > 0:
            self.clock.advance(timedelta(seconds=min(step, seconds)))
            seconds -= step
            if self.watched or not self.home.reachable:
                self.home.guard()
            self.controller.tick()
            self.controller.post(self.controller.renew)
            self.settle()

    def restart(self, after: timedelta = timedelta(seconds=30)) -> None:
        """The program dies without a word and starts again; meanwhile the home looks after the siren."""
        self.home._hear = None
        while after > timedelta(0):
            step = min(after, timedelta(seconds=10))
            self.clock.advance(step)
            after -= step
            self.home.guard()
        super().restart(timedelta(0))

    def trip(self, point: Point) -> None:
        self.home.say(point, point.attribute is not Attribute.LOCKED)
        self.settle()

    def calm(self, point: Point) -> None:
        self.home.say(point, point.attribute is Attribute.LOCKED)
        self.settle()

    def lose(self, point: Point, quality: Quality = Quality.UNAVAILABLE) -> None:
        self.home.say(point, None, quality=quality)
        self.settle()

    def posted(self, prefix: str) -> list[str]:
        """The keys of notices that stand and begin so."""
        return [key for key in self.memory.notices if key.startswith(prefix)]

    def sirens(self) -> list[bool]:
        return [command.value is True for command in self.commands(SIREN)]

    def commands(self, point: Point) -> list[Command]:
        return [command for _, command in self.home.sent if command.point == point]

    def sounding_for(self) -> timedelta:
        """How long the siren has sounded in all."""
        total, since = timedelta(0), None
        for at, on in [*self.home.sounded, (self.home.passed(), False)]:
            if on and since is None:
                since = at
            if not on and since is not None:
                total, since = total + (at - since), None
        return total
