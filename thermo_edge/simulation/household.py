"""The six-room home as its household would describe it: rooms, sensors, heating, lamps, doors, the alarm."""

from collections.abc import Collection
from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from thermo_edge.home.comfort import Band, Comfort, Lighting, Warm
from thermo_edge.home.house import (
    AlarmSystem,
    Attribute,
    Device,
    DeviceKind,
    EntityId,
    Failsafe,
    HeatSource,
    House,
    Location,
    Person,
    PersonId,
    PlaceId,
    Point,
    Room,
    Sensor,
)
from thermo_edge.simulation.family import LATITUDE, LONGITUDE, ROOMS

NAMES = ("Living room", "Kitchen", "Bedroom", "Mia’s room", "Bathroom", "Hall")
SWITCHED = "bath"
"""Has a bare electric heater; the other rooms have radiators on the boiler."""

WINDOWS = ("living", "kitchen", "bedroom", "kids", "bath")
COOLED = ("living", "bedroom")
HUNG = tuple(room for room in ROOMS if room != SWITCHED)
MEASURED = {
    Attribute.HUMIDITY: ("living", "bedroom", "bath"),
    Attribute.CO2: ("living", "bedroom"),
    Attribute.SMOKE: ("kitchen", "hall"),
    Attribute.LEAK: ("kitchen", "bath"),
    Attribute.POWER: ("living", "kitchen"),
}
"""What is measured in some rooms only; temperature, light and motion are in all."""

BOILER, ALARM = PlaceId("boiler"), PlaceId("alarm")
PEOPLE = ("anna", "ben", "mia")
ANNA, BEN, MIA = (EntityId(f"person.{name}") for name in PEOPLE)
OUTDOOR = Point(EntityId("sensor.outdoor_temperature"), Attribute.TEMPERATURE)
PRICE = Point(EntityId("sensor.electricity_price"), Attribute.PRICE)
FRONT_DOOR = Point(EntityId("binary_sensor.front_door"), Attribute.DOOR)
FRONT_LOCK = Point(EntityId("lock.front_door"), Attribute.LOCKED)
SIREN = EntityId("switch.siren")
PANEL = EntityId("alarm_control_panel.house")

_BINARY = frozenset({Attribute.MOTION, Attribute.SMOKE, Attribute.LEAK})
_WHITES = (2200.0, 6500.0)

_DAYS = frozenset(range(7))
_WORK = frozenset(range(5))
_FREE = _DAYS - _WORK


def sensor(room: str, attribute: Attribute) -> Point:
    """The point that measures this in a room."""
    kind = "binary_sensor" if attribute in _BINARY else "sensor"
    return Point(EntityId(f"{kind}.{room}_{attribute}"), attribute)


def thermometer(room: str) -> Point:
    return sensor(room, Attribute.TEMPERATURE)


def contact(room: str) -> Point:
    return Point(EntityId(f"binary_sensor.{room}_window"), Attribute.OPEN)


def heater(room: str) -> EntityId:
    return EntityId(f"switch.{room}_heater" if room == SWITCHED else f"climate.{room}_radiator")


def cooler(room: str) -> EntityId:
    return EntityId(f"climate.{room}_cooler")


def bare_cooler(room: str) -> EntityId:
    return EntityId(f"switch.{room}_cooler")


def lamp(room: str, name: str = "ceiling") -> EntityId:
    return EntityId(f"light.{room}_{name}")


def house(
    panel: bool = False,
    switched: Collection[str] = (SWITCHED,),
    cooled: Collection[str] = COOLED,
    hung: Collection[str] = HUNG,
    bare_cold: bool = False,
) -> House:
    """The home as settings would say it. `panel`: the home has an alarm panel, else the program is the panel.

    `switched`: rooms whose heater is a bare switch, the others have thermostats, `hung` ones on the boiler.
    `bare_cold`: coolers are bare switches.
    """
    persons = tuple(Person(PersonId(name), name.title(), EntityId(f"person.{name}"), f"user-{name}") for name in PEOPLE)
    return House(
        name="Demo home",
        zone=ZoneInfo("Europe/Amsterdam"),
        rooms=tuple(
            _room(
                room,
                name,
                (*_heating(room, room in switched, room in hung), *_cooling(room, room in cooled, bare_cold)),
            )
            for room, name in zip(ROOMS, NAMES, strict=True)
        ),
        sources=(HeatSource(BOILER, "Boiler"),) if hung else (),
        persons=persons,
        outdoor=Sensor(OUTDOOR),
        location=Location(LATITUDE, LONGITUDE),
        alarm=_alarm(panel),
        weather=EntityId("weather.home"),
        price=Sensor(PRICE),
    )


def _alarm(panel: bool) -> AlarmSystem:
    siren = Device(SIREN, ALARM, DeviceKind.SIREN, heats=False, failsafe=Failsafe.OWN_TIMER)
    found = Device(PANEL, ALARM, DeviceKind.PANEL, heats=False) if panel else None
    return AlarmSystem(ALARM, "Alarm", found, (siren,), named=False)


def _room(room: str, name: str, climate: tuple[Device, ...]) -> Room:
    place = PlaceId(room)
    lighting = Lighting(night=10.0, off_after=timedelta(minutes=3)) if room in ("hall", "bath") else Lighting()
    return Room(
        place,
        name,
        tuple(_sensors(room, place)),
        climate,
        _COMFORT[room],
        lights=_lights(room, place),
        lighting=lighting,
    )


def _sensors(room: str, place: PlaceId) -> list[Sensor]:
    everywhere = (Attribute.TEMPERATURE, Attribute.ILLUMINANCE, Attribute.MOTION)
    found = [*everywhere, *(attribute for attribute, rooms in MEASURED.items() if room in rooms)]
    points = [sensor(room, attribute) for attribute in found]
    points += [contact(room)] if room in WINDOWS else []
    points += [FRONT_DOOR, FRONT_LOCK] if room == "hall" else []
    return [Sensor(point, place) for point in points]


def _heating(room: str, switched: bool, hung: bool) -> tuple[Device, ...]:
    place = PlaceId(room)
    if switched:
        return (_bare(Device(heater(room), place, DeviceKind.DUTY)),)
    return (Device(heater(room), place, DeviceKind.THERMOSTAT, source=BOILER if hung else None),)


def _cooling(room: str, cooled: bool, bare: bool) -> tuple[Device, ...]:
    if not cooled:
        return ()
    place = PlaceId(room)
    if bare:
        return (_bare(Device(bare_cooler(room), place, DeviceKind.DUTY, heats=False, cools=True)),)
    return (Device(cooler(room), place, DeviceKind.THERMOSTAT, heats=False, cools=True),)


def _bare(device: Device) -> Device:
    return replace(device, failsafe=Failsafe.AUTOMATION, cycle=timedelta(minutes=20))


def _lights(room: str, place: PlaceId) -> tuple[Device, ...]:
    ceiling = Device(lamp(room), place, DeviceKind.LIGHT, heats=False, writes_per_hour=120)
    if room == "hall":
        return (ceiling,)
    ceiling = replace(ceiling, dims=True, colours=None if room == "bath" else _WHITES)
    more = replace(ceiling, entity=lamp(room, "floor"), colours=None)
    return (ceiling, more) if room == "living" else (ceiling,)


def _hours(*spans: tuple[frozenset[int], int, int]) -> tuple[Warm, ...]:
    return tuple(Warm(days, time(start // 100, start % 100), time(end // 100, end % 100)) for days, start, end in spans)


_COMFORT = {
    "living": Comfort(
        Band(20.5, 21.5), Band(17.0, 19.0), _hours((_WORK, 630, 830), (_WORK, 1500, 2230), (_FREE, 730, 2300))
    ),
    "kitchen": Comfort(
        Band(19.0, 20.0), Band(17.0, 18.0), _hours((_WORK, 630, 830), (_WORK, 1700, 2000), (_FREE, 800, 2000))
    ),
    "bedroom": Comfort(Band(18.0, 19.0), Band(16.5, 18.0), _hours((_DAYS, 2100, 730))),
    "kids": Comfort(Band(19.5, 20.5), Band(17.5, 19.0), _hours((_DAYS, 630, 800), (_DAYS, 1500, 2030))),
    "bath": Comfort(Band(21.5, 22.5), Band(18.0, 19.0), _hours((_DAYS, 600, 800), (_DAYS, 2000, 2200))),
    "hall": Comfort(Band(17.0, 18.0), Band(15.5, 17.0), _hours((_DAYS, 600, 2300))),
}
