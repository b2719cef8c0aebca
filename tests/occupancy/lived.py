"""A hall with the outer door, a living room and a bedroom, lived in by two people with phones, in the whole core."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.builders import LIVING, a_house
from tests.rig import Rig
from thermo_edge.home.comfort import Lighting
from thermo_edge.home.forecast import Belief, RoomBelief
from thermo_edge.home.house import (
    Attribute,
    Device,
    DeviceKind,
    Domain,
    EntityId,
    House,
    Mode,
    Person,
    PersonId,
    PlaceId,
    Point,
    Room,
    Sensor,
)
from thermo_edge.home.memory import Modes
from thermo_edge.home.presence import Presence
from thermo_edge.ports import History

HALL, BED = PlaceId("hall"), PlaceId("bed")
HALL_MOTION = Point(EntityId("binary_sensor.hall_motion"), Attribute.MOTION)
LIVING_MOTION = Point(EntityId("binary_sensor.living_motion"), Attribute.MOTION)
BED_MOTION = Point(EntityId("binary_sensor.bed_motion"), Attribute.MOTION)
DOOR = Point(EntityId("binary_sensor.front_door"), Attribute.DOOR)
ANNA = Point(EntityId("person.anna"), Attribute.PRESENCE)
BEN = Point(EntityId("person.ben"), Attribute.PRESENCE)
LIVING_LAMP = Point(EntityId("light.living"), Attribute.ON)
SENSORS = (HALL_MOTION, LIVING_MOTION, BED_MOTION)

MIDNIGHT = datetime(2026, 1, 11, 23, 0, tzinfo=UTC)
"""Of a Monday in Amsterdam."""


def lived_house(**more: object) -> House:
    """Three rooms and two persons."""
    hall = Room(HALL, "Hall", (Sensor(HALL_MOTION, HALL), Sensor(DOOR, HALL)), lighting=Lighting())
    lamp = Device(LIVING_LAMP.entity, LIVING, DeviceKind.LIGHT, heats=False, writes_per_hour=120)
    lamp = replace(lamp, minimum_on=timedelta(0), minimum_off=timedelta(0))
    living = Room(LIVING, "Living room", (Sensor(LIVING_MOTION, LIVING),), lights=(lamp,))
    bed = Room(BED, "Bedroom", (Sensor(BED_MOTION, BED),))
    people = (Person(PersonId("anna"), "Anna", ANNA.entity, "user-anna"), Person(PersonId("ben"), "Ben", BEN.entity))
    return replace(replace(a_house(hall, living, bed), persons=people), **more)  # type: ignore[arg-type]


class Lived(Rig):
    """Everything answers; `at` names the time by day and hour, `until` lets it pass."""

    def __init__(self, house: House | None = None, history: History | None = None) -> None:
        super().__init__(house or lived_house(), MIDNIGHT, Mode.ACT, history)

    def everything_answers(self, temperature: float = 20.2) -> None:
        for point in (*SENSORS, DOOR, LIVING_LAMP):
            self.home.say(point, False)
        for point in (ANNA, BEN):
            self.home.say(point, True)
        self.settle()

    def allow(self, mode: Mode) -> None:
        modes = Modes({(place, Domain.LIGHTING): mode for place in self.house.places})
        self.controller._state = replace(self.state, memory=replace(self.memory, modes=modes))
        self.settle()

    def until(self, day: int, hour: float, step: float = 5.0) -> None:
        """Nothing stirs until that local hour of that day, the first being 0."""
        goal = MIDNIGHT + timedelta(days=day, hours=hour)
        while self.clock.now() < goal:
            self.clock.advance(min(timedelta(minutes=step), goal - self.clock.now()))
            self.home.refresh()
            self.controller.tick()
            self.settle()

    def stirs(self, *points: Point, seconds: float = 30.0) -> None:
        """Somebody moves past these sensors, one after the other."""
        for point in points:
            self.home.say(point, True)
            self.settle()
            self.clock.advance(timedelta(seconds=seconds))
            self.home.say(point, False)
            self.settle()

    def lives(self, day: int, begin: float, end: float, *points: Point) -> None:
        """Somebody moves about, every quarter of an hour."""
        hour = begin
        while hour < end:
            self.until(day, hour)
            self.stirs(*(points or SENSORS))
            hour += 0.25
        self.until(day, end)

    def leaves(self, *phones: Point) -> None:
        """By the door, phones in the pocket."""
        self.stirs(HALL_MOTION)
        self.stirs(DOOR)
        self.clock.advance(timedelta(minutes=3))
        for phone in phones:
            self.home.say(phone, False)
        self.settle()

    def comes(self, *phones: Point) -> None:
        for phone in phones:
            self.home.say(phone, True)
        self.stirs(DOOR, HALL_MOTION)

    @property
    def belief(self) -> Belief:
        from thermo_edge.control.state import snapshot

        found = snapshot(self.state, self.clock.now(), timedelta(0)).belief
        assert found is not None
        return found

    def room(self, place: PlaceId) -> RoomBelief:
        return self.belief.rooms[place]

    @property
    def presence(self) -> Presence:
        return self.belief.home.presence

    def trust(self, point: Point) -> float:
        return self.memory.occupancy.trust[point.entity].trust
