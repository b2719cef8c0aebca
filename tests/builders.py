"""Short ways to say what a test is about; every default is a plausible winter morning."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from thermo_edge.home.comfort import Comfort
from thermo_edge.home.house import (
    Attribute,
    Device,
    DeviceKind,
    Domain,
    EntityId,
    Failsafe,
    HeatSource,
    House,
    Person,
    PersonId,
    PlaceId,
    Point,
    Room,
    Sensor,
    Value,
)
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import NOWHERE, Origin, Quality, Reading
from thermo_edge.home.turn import Command, Decision, Outcome, Priority, Request

MORNING = datetime(2026, 1, 14, 9, 0, tzinfo=UTC)

LIVING, BEDROOM = PlaceId("living"), PlaceId("bedroom")
LIVING_T = Point(EntityId("sensor.living_temperature"), Attribute.TEMPERATURE)
BEDROOM_T = Point(EntityId("sensor.bedroom_temperature"), Attribute.TEMPERATURE)
LIVING_WINDOW = Point(EntityId("binary_sensor.living_window"), Attribute.OPEN)
RADIATOR = EntityId("climate.living_radiator")
HEATER = EntityId("switch.bedroom_heater")
ANNA = Point(EntityId("person.anna"), Attribute.PRESENCE)


def radiator(place: PlaceId = LIVING, entity: EntityId = RADIATOR, **more: object) -> Device:
    """A valve with a loop of its own."""
    return replace(Device(entity, place, DeviceKind.THERMOSTAT), **more)  # type: ignore[arg-type]


def heater(place: PlaceId = BEDROOM, entity: EntityId = HEATER, **more: object) -> Device:
    """A bare electric heater behind a switch."""
    device = Device(entity, place, DeviceKind.DUTY, failsafe=Failsafe.AUTOMATION)
    return replace(device, **more)  # type: ignore[arg-type]


def living(**more: object) -> Room:
    """A living room with a thermometer, a window contact and a radiator valve."""
    room = Room(LIVING, "Living room", (Sensor(LIVING_T, LIVING), Sensor(LIVING_WINDOW, LIVING)), (radiator(),))
    return replace(room, **more)  # type: ignore[arg-type]


def bedroom(**more: object) -> Room:
    """A bedroom with a thermometer and a bare heater."""
    room = Room(BEDROOM, "Bedroom", (Sensor(BEDROOM_T, BEDROOM),), (heater(),), Comfort())
    return replace(room, **more)  # type: ignore[arg-type]


def a_house(*rooms: Room, sources: tuple[HeatSource, ...] = (), **more: object) -> House:
    """Two rooms and one inhabitant, in Amsterdam."""
    anna = Person(PersonId("anna"), "Anna", ANNA.entity, "user-anna")
    house = House("Test", ZoneInfo("Europe/Amsterdam"), rooms or (living(), bedroom()), sources, (anna,))
    return replace(house, **more)  # type: ignore[arg-type]


def reading(
    point: Point,
    value: Value | None,
    at: datetime = MORNING,
    quality: Quality = Quality.GOOD,
    origin: Origin = NOWHERE,
    reported: datetime | None = None,
) -> Reading:
    """A reading, reported when it was taken."""
    return Reading(point, value, at, reported or at, quality, origin)


def a_request(
    point: Point,
    value: Value,
    place: PlaceId = LIVING,
    priority: Priority = Priority.COMFORT,
    code: Code = Code.WARM_HOURS,
    aim: float | None = 20.5,
) -> Request:
    """Something a rule wants."""
    return Request(point, value, place, Domain.CLIMATE, priority, Reason.of(code, target=aim), aim)


def a_decision(point: Point, value: Value, outcome: Outcome = Outcome.ACTED, **more: object) -> Decision:
    """What became of a request."""
    return Decision(a_request(point, value, **more), outcome)  # type: ignore[arg-type]


class ForgedCommand(Command):
    """A command that no guard has seen: only adapters are tested with it."""

    __slots__ = ("_number", "_request")

    def __init__(self, number: int, request: Request) -> None:
        self._number = number
        self._request = request

    @property
    def number(self) -> int:
        return self._number

    @property
    def point(self) -> Point:
        return self._request.point

    @property
    def value(self) -> Value:
        return self._request.value

    @property
    def request(self) -> Request:
        return self._request


def forged(entity: str, attribute: Attribute, value: Value, number: int = 1) -> Command:
    """A command for adapter tests."""
    return ForgedCommand(number, a_request(Point(EntityId(entity), attribute), value))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
