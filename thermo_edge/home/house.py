"""What the house is: rooms, devices, people and limits, as the household described them."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import NamedTuple, NewType
from zoneinfo import ZoneInfo

EntityId = NewType("EntityId", str)
PlaceId = NewType("PlaceId", str)
"""A room, or a shared heat source: what has a mode."""

PersonId = NewType("PersonId", str)

Value = float | str | bool
"""Numbers in SI-near units (°C, %, lx, ppm, W, kWh), words for modes, truth for switches."""


class Attribute(StrEnum):
    """What of an entity is meant; the unit belongs to it."""

    TEMPERATURE = "temperature"  # °C
    HUMIDITY = "humidity"  # % relative
    ILLUMINANCE = "illuminance"  # lx
    CO2 = "co2"  # ppm
    POWER = "power"  # W
    ENERGY = "energy"  # kWh
    PRICE = "price"  # currency per kWh
    BATTERY = "battery"  # %
    MOTION = "motion"
    OPEN = "open"
    PRESENCE = "presence"
    SET_POINT = "set_point"  # °C
    HVAC_MODE = "hvac_mode"  # off, heat, cool, …
    HVAC_ACTION = "hvac_action"  # idle, heating, cooling, …
    ON = "on"


COMMANDED = frozenset({Attribute.SET_POINT, Attribute.HVAC_MODE, Attribute.ON})
"""The attributes that somebody can set: only these are attributed and held."""


class Point(NamedTuple):
    """One attribute of one entity: what is read, commanded and held."""

    entity: EntityId
    attribute: Attribute


class Domain(StrEnum):
    """A thing the house can do, with a mode of its own in every room."""

    CLIMATE = "climate"


class Mode(IntEnum):
    """How far the program may go by itself; ordered, so that the lower of two is `min`."""

    OBSERVE = 0
    SUGGEST = 1
    ASK = 2
    ACT = 3


@dataclass(frozen=True, slots=True)
class Band:
    """Comfortable temperatures, °C, both ends included."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def lowered(self, kelvin: float) -> "Band":
        return Band(self.low - kelvin, self.high - kelvin)


@dataclass(frozen=True, slots=True)
class Warm:
    """Local hours on some weekdays (Monday is 0) in which a room is wanted comfortable; may run past midnight."""

    days: frozenset[int]
    start: time
    end: time

    def covers(self, local: datetime) -> bool:
        """Whether this local time lies in the hours; an interval past midnight belongs to the day it starts on."""
        clock, day = local.time().replace(tzinfo=None), local.weekday()
        if self.start < self.end:
            return day in self.days and self.start <= clock < self.end
        return (day in self.days and clock >= self.start) or ((day - 1) % 7 in self.days and clock < self.end)


@dataclass(frozen=True, slots=True)
class Comfort:
    """What a room should feel like: `comfort` in its warm hours, `setback` outside them, no hours meaning always."""

    comfort: Band = Band(20.0, 21.0)
    setback: Band = Band(17.0, 18.5)
    hours: tuple[Warm, ...] = ()
    cool_above: float = 26.0

    def warm_at(self, local: datetime) -> bool:
        return not self.hours or any(hours.covers(local) for hours in self.hours)


@dataclass(frozen=True, slots=True)
class Limits:
    """Temperatures, °C, that hold whatever anybody wishes or predicts."""

    frost: float = 6.0  # below it heat comes on
    overheat: float = 28.0  # above it heat goes off
    lowest: float = 7.0  # no set-point below
    highest: float = 25.0  # no set-point above; safe for days
    safe: float = 16.0  # the set-point of a room that cannot be seen


class DeviceKind(StrEnum):
    """How a device takes heat or cold from us."""

    THERMOSTAT = "thermostat"  # has a loop of its own: takes a set-point
    DUTY = "duty"  # a bare switch or valve: is on or off


class Failsafe(StrEnum):
    """What turns a bare switch off when this program dies."""

    NONE = "none"
    OWN_TIMER = "own_timer"  # the device's, promised by the household
    AUTOMATION = "automation"  # one that we made in Home Assistant and tested


@dataclass(frozen=True, slots=True)
class Device:
    """Something that heats or cools a room, or the switch of a shared heat source."""

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

    @property
    def switch(self) -> Point:
        """The point that starts and stops it."""
        return Point(self.entity, Attribute.ON if self.kind is DeviceKind.DUTY else Attribute.HVAC_MODE)

    @property
    def set_point(self) -> Point:
        return Point(self.entity, Attribute.SET_POINT)


@dataclass(frozen=True, slots=True)
class Sensor:
    """Something that tells about a room (or, without a room, about the outdoors or the house)."""

    point: Point
    room: PlaceId | None = None
    stale_after: timedelta | None = None  # None: from its learned cadence


@dataclass(frozen=True, slots=True)
class HeatSource:
    """A boiler or pump that several devices share: its minimum times bind them together; it has a mode of its own."""

    id: PlaceId
    name: str
    device: Device | None = None  # where it is switched itself
    ceiling: Mode = Mode.ACT
    minimum_on: timedelta = timedelta(minutes=10)
    minimum_off: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who lives here; `user` is their Home Assistant user, by which their changes are known."""

    id: PersonId
    name: str
    entity: EntityId | None = None
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A room with what measures and what heats it, in the order of preference."""

    id: PlaceId
    name: str
    sensors: tuple[Sensor, ...] = ()
    devices: tuple[Device, ...] = ()
    comfort: Comfort = Comfort()
    limits: Limits = Limits()
    ceiling: Mode = Mode.ACT  # the most that the settings allow here

    def sensing(self, attribute: Attribute) -> tuple[Sensor, ...]:
        return tuple(sensor for sensor in self.sensors if sensor.point.attribute is attribute)


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
        found = self._rooms.get(place) or self._sources.get(place)
        return found.ceiling if found else Mode.OBSERVE

    def place_name(self, place: PlaceId) -> str:
        found = self._rooms.get(place) or self._sources.get(place)
        return found.name if found else str(place)

    @cached_property
    def places(self) -> tuple[PlaceId, ...]:
        """Every room and every shared heat source."""
        return (*(room.id for room in self.rooms), *(source.id for source in self.sources))

    @cached_property
    def devices(self) -> tuple[Device, ...]:
        return tuple(self._devices.values())

    @cached_property
    def sensors(self) -> tuple[Sensor, ...]:
        """Every sensor of the house, persons and outdoors included."""
        people = (Sensor(Point(p.entity, Attribute.PRESENCE)) for p in self.persons if p.entity)
        inside = (sensor for room in self.rooms for sensor in room.sensors)
        return (*inside, *((self.outdoor,) if self.outdoor else ()), *people)

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
        in_rooms = {device.entity: device for room in self.rooms for device in room.devices}
        return in_rooms | {source.device.entity: source.device for source in self.sources if source.device}

    @cached_property
    def _places_of(self) -> dict[EntityId, frozenset[PlaceId]]:
        everywhere = frozenset(self.places)
        found: dict[EntityId, frozenset[PlaceId]] = {}
        for sensor in self.sensors:
            here = frozenset({sensor.room}) if sensor.room else everywhere
            found[sensor.point.entity] = found.get(sensor.point.entity, frozenset()) | here
        for device in self.devices:
            here = frozenset({device.place, device.source} if device.source else {device.place})
            found[device.entity] = found.get(device.entity, frozenset()) | here
        return found
