"""What the house is: rooms, devices, people and limits, as the household described them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import NamedTuple, NewType
from zoneinfo import ZoneInfo

from thermo_edge.home.comfort import Comfort, Lighting, Limits
from thermo_edge.home.energy import EUR, Electricity, HeatPump, Tariff
from thermo_edge.home.flow import Flow
from thermo_edge.home.learning_hours import Learning
from thermo_edge.home.location import Location as Location  # noqa: PLC0414 - told here too
from thermo_edge.home.savings import Measuring
from thermo_edge.home.shading import Shade

EntityId = NewType("EntityId", str)
PlaceId = NewType("PlaceId", str)
"""A room, or a shared heat source: what has a mode."""

PersonId = NewType("PersonId", str)

Value = float | str | bool
"""Numbers in SI-near units (°C, %, lx, ppm, W, kWh), words for modes, truth for switches."""


class Attribute(StrEnum):
    """What of an entity is meant; the unit belongs to it."""

    TEMPERATURE = "temperature"  # °C
    SURFACE = "surface"  # °C of a wall, a floor or a pane
    HUMIDITY = "humidity"  # % relative
    ILLUMINANCE = "illuminance"  # lx
    CO2 = "co2"  # ppm
    POWER = "power"  # W
    ENERGY = "energy"  # kWh
    PRICE = "price"  # currency per kWh
    BATTERY = "battery"  # %
    MOTION = "motion"
    OPEN = "open"  # a window, or what else stands open to the outdoors: heating pauses
    DOOR = "door"  # a door to the outdoors that people go through; open is True
    LOCKED = "locked"
    PRESENCE = "presence"
    SMOKE = "smoke"
    GAS = "gas"
    LEAK = "leak"
    TAMPER = "tamper"
    SET_POINT = "set_point"  # °C
    HVAC_MODE = "hvac_mode"  # off, heat, cool, …
    HVAC_ACTION = "hvac_action"  # idle, heating, cooling, …
    ON = "on"
    BRIGHTNESS = "brightness"  # %, of a lamp that is on
    COLOUR = "colour"  # colour temperature, K
    EFFECT = "effect"  # the name of a light effect that runs, "none" otherwise
    NEXT_ALARM = "next_alarm"  # when a person's alarm clock rings next, UTC seconds
    CALENDAR = "calendar"  # something is on now
    CALENDAR_START = "calendar_start"  # of what is on now or comes next, seconds on the home's wall clock
    CALENDAR_END = "calendar_end"
    POSITION = "position"  # % that a cover is open
    FLOW = "flow"  # °C of a heat source's water, as it is set
    WIND = "wind"  # m/s
    CLOUD = "cloud"  # % of the sky
    PRESSED = "pressed"  # when a button was pressed last, UTC seconds
    ALARM = "alarm"  # what an alarm panel says: disarmed, arming, armed_away, pending, triggered, …


_CLIMATE = {Attribute.SET_POINT, Attribute.HVAC_MODE, Attribute.FLOW}
_LIGHT = {Attribute.ON, Attribute.BRIGHTNESS, Attribute.COLOUR}
COMMANDED = frozenset({*_CLIMATE, *_LIGHT, Attribute.POSITION, Attribute.ALARM})
"""The attributes that somebody can set: only these are attributed and held."""

HAZARDS = frozenset({Attribute.SMOKE, Attribute.GAS, Attribute.LEAK})
"""What is told whoever is home and whatever is armed."""

WATCHED = HAZARDS | {Attribute.OPEN, Attribute.DOOR, Attribute.MOTION, Attribute.LOCKED, Attribute.TAMPER}
"""What the alarm looks at."""

CALENDARS = (Attribute.CALENDAR, Attribute.CALENDAR_START, Attribute.CALENDAR_END)
"""What is read of a calendar."""


class Point(NamedTuple):
    """One attribute of one entity: what is read, commanded and held."""

    entity: EntityId
    attribute: Attribute


class Domain(StrEnum):
    """A thing the house can do, with a mode of its own in every room."""

    CLIMATE = "climate"
    LIGHTING = "lighting"
    SECURITY = "security"


class Mode(IntEnum):
    """How far the program may go by itself; ordered, so that the lower of two is `min`."""

    OBSERVE = 0
    SUGGEST = 1
    ASK = 2
    ACT = 3


class DeviceKind(StrEnum):
    """How a device takes what we want of it."""

    THERMOSTAT = "thermostat"  # has a loop of its own: takes a set-point
    DUTY = "duty"  # a bare switch or valve: is on or off
    LIGHT = "light"
    COVER = "cover"  # a blind, shutter or awning: takes a position
    FLOW = "flow"  # the water of a shared heat source: takes a temperature
    SIREN = "siren"
    PANEL = "panel"  # an alarm panel


_DOMAINS = {
    DeviceKind.LIGHT: Domain.LIGHTING,
    DeviceKind.SIREN: Domain.SECURITY,
    DeviceKind.PANEL: Domain.SECURITY,
}


_SWITCHES = {
    DeviceKind.THERMOSTAT: Attribute.HVAC_MODE,
    DeviceKind.PANEL: Attribute.ALARM,
    DeviceKind.COVER: Attribute.POSITION,
    DeviceKind.FLOW: Attribute.FLOW,
}
"""What starts and stops a device, where that is no plain on and off."""


class Failsafe(StrEnum):
    """What turns a bare switch off when this program dies."""

    NONE = "none"
    OWN_TIMER = "own_timer"  # the device's, promised by the household
    AUTOMATION = "automation"  # one that we made in Home Assistant and tested


@dataclass(frozen=True)
class Device:
    """What heats, cools, lights or shades a room, the switch of a shared heat source, a siren or an alarm panel."""

    entity: EntityId
    place: PlaceId
    kind: DeviceKind
    heats: bool = True
    cools: bool = False
    source: PlaceId | None = None  # the shared heat source it draws on
    step: float = 0.5  # K, of its set-point
    dead_band: float = 0.3  # K; a smaller change of set-point is not worth a message
    minimum_on: timedelta = timedelta(minutes=5)
    minimum_off: timedelta = timedelta(minutes=5)
    cycle: timedelta = timedelta(minutes=20)  # of a duty device: one on and one off
    writes_per_hour: int = 12
    failsafe: Failsafe = Failsafe.NONE
    failsafe_after: timedelta = timedelta(minutes=10)
    dims: bool = False  # a light that takes a brightness
    colours: tuple[float, float] | None = None  # K, the warmest and the coldest white of a light that takes one
    power: float | None = None  # kW of full heat, where the household knows it
    cooling_power: float | None = None  # kW of full cold
    cooling_cop: float | None = None  # kWh of cold for each kWh of electricity
    ceiling: Mode = Mode.ACT  # the most that the settings allow it, beside what they allow its place
    shade: Shade | None = None  # a cover that may shade; None: it is only looked at
    flow: Flow | None = None  # what the water of a heat source may be set to

    @property
    def domain(self) -> Domain:
        """What it serves."""
        return _DOMAINS.get(self.kind, Domain.CLIMATE)

    @property
    def bare(self) -> bool:
        """Whether it stays on for ever once it is on: something outside this program must turn it off if we die."""
        return self.kind in (DeviceKind.DUTY, DeviceKind.SIREN)

    @cached_property
    def switch(self) -> Point:
        """The point that starts and stops it."""
        return Point(self.entity, _SWITCHES.get(self.kind, Attribute.ON))

    @cached_property
    def set_point(self) -> Point:
        return Point(self.entity, Attribute.SET_POINT)


@dataclass(frozen=True, slots=True)
class Sensor:
    """Something that tells about a room (or, without a room, about the outdoors or the house)."""

    point: Point
    room: PlaceId | None = None
    stale_after: timedelta | None = None  # None: from its learned cadence


@dataclass(frozen=True, slots=True)
class AlarmSystem:
    """The house's alarm: a place with a mode of its own. Without a panel the program is the panel."""

    id: PlaceId
    name: str
    panel: Device | None = None
    sirens: tuple[Device, ...] = ()
    ceiling: Mode = Mode.ACT
    entry_delay: timedelta = timedelta(seconds=30)
    exit_delay: timedelta = timedelta(seconds=60)
    siren_for: timedelta = timedelta(minutes=3)  # the longest that a siren sounds
    lights: bool = True  # lamps go on at a smoke or intrusion alarm
    named: bool = True  # a person gave it its name; otherwise it is called so in the language of who reads


@dataclass(frozen=True, slots=True)
class HeatSource:
    """A boiler or pump that several devices share: its minimum times bind them together; it has a mode of its own."""

    id: PlaceId
    name: str
    device: Device | None = None  # where it is switched itself
    ceiling: Mode = Mode.ACT
    minimum_on: timedelta = timedelta(minutes=10)
    minimum_off: timedelta = timedelta(minutes=10)
    tariff: Tariff | None = None  # of its own fuel; None: it runs on the house's electricity
    efficiency: float = 1.0  # heat for each kWh, of what is no heat pump
    pump: HeatPump | None = None
    cap: float | None = None  # kW that it may draw
    flow: Device | None = None  # where the temperature of its water is set
    start_cost: float = 0.0  # currency that each start is taken to cost


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who lives here; `user` is their Home Assistant user, by which their changes are known."""

    id: PersonId
    name: str
    entity: EntityId | None = None
    user: str | None = None
    alarm_clock: EntityId | None = None  # tells when it rings next
    visible_to: frozenset[PersonId] | None = frozenset()  # who else may see whether they are home; None: everyone


@dataclass(frozen=True)
class Room:
    """A room with what measures and what heats it, in the order of preference."""

    id: PlaceId
    name: str
    sensors: tuple[Sensor, ...] = ()
    devices: tuple[Device, ...] = ()  # what heats or cools it
    comfort: Comfort = Comfort()
    limits: Limits = Limits()
    ceiling: Mode = Mode.ACT  # the most that the settings allow here
    lights: tuple[Device, ...] = ()
    lighting: Lighting = Lighting()
    covers: tuple[Device, ...] = ()

    def sensing(self, attribute: Attribute) -> tuple[Sensor, ...]:
        return self._sensing.get(attribute, ())

    @cached_property
    def thermometers(self) -> tuple[Sensor, ...]:
        """What tells its temperature: its own sensors, then those built into what heats and cools it."""
        points = (Point(device.entity, Attribute.TEMPERATURE) for device in self.devices)
        return (*self.sensing(Attribute.TEMPERATURE), *(Sensor(point, self.id) for point in points))

    @cached_property
    def seeing(self) -> tuple[Point, ...]:
        """What tells of people in it."""
        return tuple(s.point for s in (*self.sensing(Attribute.MOTION), *self.sensing(Attribute.PRESENCE)))

    @cached_property
    def _sensing(self) -> dict[Attribute, tuple[Sensor, ...]]:
        found: dict[Attribute, tuple[Sensor, ...]] = {}
        for sensor in self.sensors:
            found[sensor.point.attribute] = (*found.get(sensor.point.attribute, ()), sensor)
        return found


@dataclass(frozen=True)
class House:
    """All of it."""

    name: str = "Home"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    rooms: tuple[Room, ...] = ()
    sources: tuple[HeatSource, ...] = ()
    persons: tuple[Person, ...] = ()
    outdoor: Sensor | None = None
    hold: timedelta = timedelta(hours=4)  # how long a person's change is left alone
    automation_hold: timedelta = timedelta(hours=1)  # how long another automation's is
    window_delay: timedelta = timedelta(seconds=60)
    away_setback: float = 3.0  # K; the most that a belief of absence may cost
    zone_of_home: bool = False  # the settings name no time zone: the home's own is used once it tells
    light_hold: timedelta = timedelta(hours=2)  # how long a person's change of a lamp is left alone
    location: Location | None = None
    alarm: AlarmSystem | None = None
    weather: EntityId | None = None  # that tells the forecast
    price: Sensor | None = None  # of electricity
    electricity: Electricity = field(default_factory=Electricity)
    others: tuple[Sensor, ...] = ()  # of the house, of no room
    calendars: tuple[EntityId, ...] = ()  # whose entries mean that everybody is out
    fahrenheit: bool = False  # people here read °F
    currency: str = EUR  # of all prices and costs, ISO 4217
    currency_of_home: bool = False  # the settings name none: the home's own is used once it tells
    measuring: Measuring = field(default_factory=Measuring)  # of what it saves
    learning: Learning = field(default_factory=Learning)  # when it may learn from its own past

    def local(self, now: datetime) -> datetime:
        return now.astimezone(self.zone)

    def room(self, place: PlaceId) -> Room | None:
        """The room of that id; None for a heat source or an unknown id."""
        return self._rooms.get(place)

    def source(self, place: PlaceId) -> HeatSource | None:
        return self._sources.get(place)

    def device(self, entity: EntityId) -> Device | None:
        return self._devices.get(entity)

    def ceiling(self, place: PlaceId) -> Mode:
        """The most that the settings allow in a place; observe for an unknown one."""
        found = self._place(place)
        return found.ceiling if found else Mode.OBSERVE

    def place_name(self, place: PlaceId) -> str:
        found = self._place(place)
        return found.name if found else str(place)

    def _place(self, place: PlaceId) -> "Room | HeatSource | AlarmSystem | None":
        alarm = self.alarm if self.alarm and self.alarm.id == place else None
        return self._rooms.get(place) or self._sources.get(place) or alarm

    @cached_property
    def places(self) -> tuple[PlaceId, ...]:
        """Every room, every shared heat source, and the alarm."""
        alarm = (self.alarm.id,) if self.alarm else ()
        return (*(room.id for room in self.rooms), *(source.id for source in self.sources), *alarm)

    @cached_property
    def devices(self) -> tuple[Device, ...]:
        return tuple(self._devices.values())

    @cached_property
    def sensors(self) -> tuple[Sensor, ...]:
        """Every sensor of the house, persons and outdoors included."""
        people = (Sensor(Point(p.entity, Attribute.PRESENCE)) for p in self.persons if p.entity)
        inside = (sensor for room in self.rooms for sensor in room.sensors)
        about = (sensor for sensor in (self.outdoor, self.price) if sensor)
        clocks = (Sensor(Point(p.alarm_clock, Attribute.NEXT_ALARM)) for p in self.persons if p.alarm_clock)
        entries = (Sensor(Point(entity, attribute)) for entity in self.calendars for attribute in CALENDARS)
        return (*inside, *about, *self.others, *people, *clocks, *entries)

    @cached_property
    def entities(self) -> frozenset[EntityId]:
        """Every entity that the house reads or commands."""
        return frozenset(sensor.point.entity for sensor in self.sensors) | frozenset(self._devices)

    def members(self, source: PlaceId) -> tuple[Device, ...]:
        """The devices that draw on a shared heat source."""
        return tuple(device for device in self._devices.values() if device.source == source)

    def places_of(self, entity: EntityId) -> frozenset[PlaceId]:
        """The places that a change of this entity concerns; all of them for what belongs to no room."""
        return self._places_of.get(entity, frozenset())

    @cached_property
    def _rooms(self) -> dict[PlaceId, Room]:
        return {room.id: room for room in self.rooms}

    @cached_property
    def _sources(self) -> dict[PlaceId, HeatSource]:
        return {source.id: source for source in self.sources}

    @cached_property
    def _devices(self) -> dict[EntityId, Device]:
        in_rooms = [device for room in self.rooms for device in (*room.devices, *room.lights, *room.covers)]
        shared = [device for source in self.sources for device in (source.device, source.flow)]
        alarm = (*self.alarm.sirens, self.alarm.panel) if self.alarm else ()
        return {device.entity: device for device in (*in_rooms, *shared, *alarm) if device is not None}

    @cached_property
    def _places_of(self) -> dict[EntityId, frozenset[PlaceId]]:
        everywhere, nowhere = frozenset(self.places), frozenset[PlaceId]()
        guarded = frozenset({self.alarm.id}) if self.alarm else nowhere
        found: dict[EntityId, frozenset[PlaceId]] = {}
        for sensor in self.sensors:
            here = frozenset({sensor.room}) if sensor.room else everywhere
            here = nowhere if sensor.point.attribute is Attribute.ENERGY else here  # a meter alone wakes no turn
            here = here | guarded if sensor.point.attribute in WATCHED else here
            found[sensor.point.entity] = found.get(sensor.point.entity, nowhere) | here
        for device in self.devices:
            here = frozenset({device.place, device.source} if device.source else {device.place})
            found[device.entity] = found.get(device.entity, nowhere) | here
        return found
