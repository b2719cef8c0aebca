"""A hall and a study with lamps, in the whole core, around a home whose lamps behave as real ones do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tests.builders import ANNA, a_house
from tests.fakes import FakeHome
from tests.rig import Rig
from thermo_edge.clock import SteppedClock
from thermo_edge.home.comfort import Lighting
from thermo_edge.home.house import (
    Attribute,
    Device,
    DeviceKind,
    Domain,
    EntityId,
    House,
    Location,
    Mode,
    PlaceId,
    Point,
    Room,
    Sensor,
    Value,
)
from thermo_edge.home.memory import Modes
from thermo_edge.home.snapshot import NOWHERE, Origin, Quality
from thermo_edge.home.turn import Command, Decision
from thermo_edge.ports import History

HALL, STUDY = PlaceId("hall"), PlaceId("study")
HALL_LAMP, DESK_LAMP, BOARD_LAMP = EntityId("light.hall"), EntityId("light.desk"), EntityId("light.board")
HALL_MOTION = Point(EntityId("binary_sensor.hall_motion"), Attribute.MOTION)
HALL_LUX = Point(EntityId("sensor.hall_lux"), Attribute.ILLUMINANCE)
STUDY_MOTION = Point(EntityId("binary_sensor.study_motion"), Attribute.MOTION)
STUDY_PRESENCE = Point(EntityId("binary_sensor.study_presence"), Attribute.PRESENCE)
LAMPS = (HALL_LAMP, DESK_LAMP, BOARD_LAMP)

EVENING = datetime(2026, 1, 14, 18, 0, tzinfo=UTC)  # 19:00 in Amsterdam: the sun has been down for two hours
NIGHT = datetime(2026, 1, 15, 1, 0, tzinfo=UTC)
NOON = datetime(2026, 6, 21, 11, 30, tzinfo=UTC)

AMSTERDAM = Location(52.37, 4.9)
LIKING = Lighting(off_after=timedelta(minutes=5), dim_for=timedelta(seconds=30))


def on(entity: EntityId) -> Point:
    return Point(entity, Attribute.ON)


def brightness(entity: EntityId) -> Point:
    return Point(entity, Attribute.BRIGHTNESS)


def colour(entity: EntityId) -> Point:
    return Point(entity, Attribute.COLOUR)


def lamp(entity: EntityId, place: PlaceId, **more: object) -> Device:
    """A lamp that dims and tunes its white, as the settings make it."""
    zero = timedelta(0)
    made = Device(
        entity,
        place,
        DeviceKind.LIGHT,
        heats=False,
        dims=True,
        colours=(2200.0, 6500.0),
        minimum_on=zero,
        minimum_off=zero,
        writes_per_hour=120,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def lit_house(lux: bool = True, **more: object) -> House:
    """A hall with a motion and a light sensor, and a study with two lamps that only sees people."""
    light = (Sensor(HALL_LUX, HALL),) if lux else ()
    hall = Room(HALL, "Hall", (Sensor(HALL_MOTION, HALL), *light), lights=(lamp(HALL_LAMP, HALL),), lighting=LIKING)
    lamps = (lamp(DESK_LAMP, STUDY), lamp(BOARD_LAMP, STUDY, dims=False, colours=None))
    seeing = (Sensor(STUDY_MOTION, STUDY), Sensor(STUDY_PRESENCE, STUDY))
    study = Room(STUDY, "Study", seeing, lights=lamps, lighting=LIKING)
    house = a_house(hall, study, location=AMSTERDAM)
    return replace(house, **more)  # type: ignore[arg-type]


@dataclass
class Bulb:
    """A lamp as it truly is."""

    on: bool = False
    brightness: float = 100.0
    kelvin: float | None = 4000.0  # None: it shines in a colour


class LampHome(FakeHome):
    """A home whose lamps have no brightness while they are off, remember their last one, and go on when dimmed."""

    def __init__(self, clock: SteppedClock, house: House) -> None:
        super().__init__(clock, house)
        self.bulbs = {entity: Bulb() for entity in LAMPS}
        self.lit_unasked: list[EntityId] = []  # by a brightness or a colour alone

    def send(self, commands: Sequence[Command]) -> None:
        switched = {c.point.entity for c in commands if c.point.attribute is Attribute.ON}
        for command in commands:
            bulb = self.bulbs.get(command.point.entity)
            alone = command.point.attribute is not Attribute.ON and command.point.entity not in switched
            if bulb is not None and alone and not bulb.on:
                self.lit_unasked.append(command.point.entity)
        super().send(commands)

    def say(self, point: Point, value: Value | None, origin: Origin = NOWHERE, quality: Quality = Quality.GOOD) -> None:
        bulb = self.bulbs.get(point.entity)
        if bulb is None or quality is not Quality.GOOD:
            super().say(point, value, origin, quality)
            return
        if point.attribute is Attribute.ON:
            bulb.on = value is True
        elif point.attribute is Attribute.BRIGHTNESS:
            bulb.on, bulb.brightness = True, float(value or 0.0)
        elif point.attribute is Attribute.COLOUR:
            bulb.on, bulb.kelvin = True, float(value or 0.0)
        self.tell(point.entity, origin)

    def tell(self, entity: EntityId, origin: Origin = NOWHERE) -> None:
        """A lamp says how it is, in one message as it really comes."""
        bulb, device = self.bulbs[entity], self._house.device(entity)
        dials: list[tuple[Point, float | None]] = []
        dials += [(brightness(entity), bulb.brightness)] if device is not None and device.dims else []
        dials += [(colour(entity), bulb.kelvin)] if device is not None and device.colours else []
        for point, value in dials:
            told = value if bulb.on else None
            quality = Quality.GOOD if told is not None else Quality.UNKNOWN
            known = self.readings.get(point)
            if known is None or (known.value, known.quality) != (told, quality):
                super().say(point, told, origin, quality)
        known = self.readings.get(on(entity))
        if known is None or not known.good or known.value is not bulb.on:
            super().say(on(entity), bulb.on, origin)


class LampRig(Rig):
    """Both rooms empty and dark, everything answering, lighting allowed to act."""

    home: LampHome

    def __init__(
        self,
        house: House | None = None,
        start: datetime = EVENING,
        mode: Mode = Mode.ACT,
        history: History | None = None,
        empty_for: timedelta = timedelta(hours=1),
    ) -> None:
        self._empty_for = empty_for
        super().__init__(house or lit_house(), start - empty_for, mode, history)

    def _start(self, memory: object) -> None:
        if not isinstance(self.home, LampHome):
            self.home = LampHome(self.clock, self.house)
        super()._start(memory)  # type: ignore[arg-type]

    def everything_answers(self, temperature: float = 20.2) -> None:
        for point in (HALL_MOTION, STUDY_MOTION, STUDY_PRESENCE):
            self.home.say(point, False)
        self.home.say(ANNA, True)
        for entity in LAMPS:
            self.home.tell(entity)
        self.settle()
        self.clock.advance(self._empty_for)
        self.home.say(HALL_LUX, 3.0)
        self.settle()

    def allow(self, mode: Mode) -> None:
        modes = Modes({(place, Domain.LIGHTING): mode for place in self.house.places})
        self.controller._state = replace(self.state, memory=replace(self.memory, modes=modes))
        self.home.refresh()
        self.settle()

    # --- people -------------------------------------------------------------------------------------------------

    def sees(self, point: Point, somebody: bool) -> None:
        """A sensor begins or ends to see somebody."""
        self.home.say(point, somebody)
        self.settle()

    def passes(self, point: Point = HALL_MOTION, seconds: float = 20.0) -> None:
        """Somebody moves for a moment."""
        self.sees(point, True)
        self.pass_time(seconds)
        self.sees(point, False)

    def pass_time(self, seconds: float, step: float = 5.0) -> None:
        """Time passes; nothing is reported, and the program looks only when it is due."""
        until = self.clock.now() + timedelta(seconds=seconds)
        while self.clock.now() < until:
            self.clock.advance(min(timedelta(seconds=step), until - self.clock.now()))
            self.controller.tick()
            self.settle()

    def at_wall(self, entity: EntityId, turned_on: bool) -> None:
        """Somebody presses the switch at the wall, and the home does not know who."""
        self.home.knob(on(entity), turned_on)
        self.settle()

    def in_app(self, point: Point, value: Value) -> None:
        """Anna uses the home's app."""
        self.home.person(point, value)
        self.settle()

    # --- looking ------------------------------------------------------------------------------------------------

    def bulb(self, entity: EntityId = HALL_LAMP) -> Bulb:
        return self.home.bulbs[entity]

    def decisions(self, entity: EntityId = HALL_LAMP) -> list[Decision]:
        """Everything that was decided about a lamp, oldest first."""
        records = self.history.decisions(500)
        return [record.decision for record in reversed(records) if record.decision.request.point.entity == entity]
