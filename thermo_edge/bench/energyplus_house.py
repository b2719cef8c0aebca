"""A mapped EnergyPlus model as the program sees it and as EnergyPlus is wired: one room for each zone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from thermo_edge.app.energyplus import Actuator, Guided, Output, Wired, Wiring
from thermo_edge.bench.energyplus_map import ActuatorMap, Energy, EnergyPlusMap, RoomMap
from thermo_edge.config.kinds import DAYS
from thermo_edge.config.settings import BandSettings, HoursSettings
from thermo_edge.errors import SettingsError
from thermo_edge.home.comfort import Band, Comfort, Warm
from thermo_edge.home.house import (
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
from thermo_edge.simulation.epw import Year
from thermo_edge.simulation.lockstep import Heater, thermometer

BEGINS = 18.0
"""°C of all set-points while EnergyPlus warms up: as cold as the first midnight is."""

_UNCOOLED, _WANTED = 40.0, 35.0
"""°C of the zones' cooling set-points: heating is judged, and two set-points that cross stop EnergyPlus; and of the
heating set-points where a switch alone is to say whether there is heat."""

_ZONE = "Zone Temperature Control"

_AIRED = "Zone Air System Sensible Heating Energy"
"""J that the air of a zone is brought, whatever heats it: radiant heat is not in it."""

_OUTDOORS = Output("Site Outdoor Air Drybulb Temperature", "Environment")


def house(mapped: EnergyPlusMap, year: Year) -> House:
    """Raises SettingsError where neither map nor weather say a time zone that there is."""
    sources = sorted({room.source for room in mapped.rooms.values() if room.source})
    others = (Sensor(Point(EntityId("sensor.supply_temperature"), Attribute.TEMPERATURE)),) if mapped.supply else ()
    return House(
        name=mapped.name,
        zone=_zone(mapped, year),
        rooms=tuple(_room(PlaceId(name), room) for name, room in mapped.rooms.items()),
        sources=tuple(HeatSource(PlaceId(name), name) for name in sources),
        persons=(Person(PersonId("household"), "Household", EntityId("person.household"), "user-household"),),
        outdoor=Sensor(Point(EntityId("sensor.outdoor_temperature"), Attribute.TEMPERATURE)),
        location=Location(year.latitude, year.longitude),
        weather=EntityId("weather.home"),
        others=others,
    )


def heaters(house: House, mapped: EnergyPlusMap, relays: bool) -> tuple[Heater, ...]:
    """In the order of the rooms. `relays`: on/off room thermostats hang in every room instead of what is there."""
    found = []
    for room in house.rooms:
        let = mapped.rooms[room.id].let
        none, full = (0.0, 1.0) if let is None else (let.closed, let.open)
        found.append(Heater(room.devices[0], let is None, relay=relays, none=none, full=full))
    return tuple(found)


def with_relays(house: House) -> House:
    """The same with room thermostats in place of bare switches."""
    rooms = [
        replace(room, devices=(replace(_thermostat(room.id, device.source), power=device.power),))
        for room in house.rooms
        for device in room.devices
    ]
    return replace(house, rooms=tuple(rooms))


def wiring(mapped: EnergyPlusMap) -> Wiring:
    """What EnergyPlus is asked and told for these rooms."""
    rooms = tuple(mapped.rooms.values())
    felt = tuple(not room.energy for room in rooms)
    outputs = [output for each in mapped.energies if (output := _output(each))]
    meters = [each.meter for each in mapped.energies if each.meter is not None]
    outputs += [Output(_AIRED, room.zone) for room in rooms if not room.energy]
    counted = _places(mapped.energies, len(outputs))
    own, first = [], 0
    for room in rooms:
        own.append(counted[first : first + len(room.energy)] or (outputs.index(Output(_AIRED, room.zone)),))
        first += len(room.energy)
    readings = [*(Output("Zone Mean Air Temperature", room.zone) for room in rooms), _OUTDOORS]
    readings += [Output(mapped.supply.variable, mapped.supply.key)] if mapped.supply else []
    held = [(Actuator(_ZONE, "Cooling Setpoint", room.zone), _UNCOOLED, _UNCOOLED) for room in rooms]
    lets = [(number, room.zone, let.closed) for number, room in enumerate(rooms) if (let := room.let) is not None]
    held += [(Actuator(_ZONE, "Heating Setpoint", zone), BEGINS, _WANTED) for _, zone, _ in lets]
    wired = Wired(
        tuple(room.zone for room in rooms),
        tuple((_actuator(room.told, room.schedule), room.let.open if room.let else BEGINS) for room in rooms),
        tuple(held),
        tuple(readings),
        tuple(outputs),
        mapped.air,
        mapped.step,
        tuple(meters),
        tuple((_actuator(each), each.value) for each in mapped.hold),
        tuple(Guided(number, BEGINS, closed) for number, _, closed in lets),
        tuple(number for number, room in enumerate(rooms) if room.set_point not in (None, "zone")),
    )
    return Wiring(wired, tuple(own), counted, felt, mapped.supply is not None)


def somebody(mapped: EnergyPlusMap) -> Callable[[datetime], bool]:
    """Whether anybody is home at a local time."""
    hours = _hours(mapped.home)
    return lambda local: not hours or any(each.covers(local) for each in hours)


def _actuator(told: ActuatorMap, schedule: str | None = None) -> Actuator:
    component = told.component or schedule
    assert component is not None, "with_classes has found it"
    return Actuator(component, told.control, told.key)


def _output(energy: Energy) -> Output | None:
    return Output(energy.variable, energy.key) if energy.variable is not None and energy.key is not None else None


def _places(energies: Sequence[Energy], outputs: int) -> tuple[int, ...]:
    """Where each is among the outputs, or the meters after them."""
    found, variables, meters = [], 0, outputs
    for each in energies:
        found.append(variables if each.meter is None else meters)
        variables, meters = (variables + 1, meters) if each.meter is None else (variables, meters + 1)
    return tuple(found)


def _room(place: PlaceId, room: RoomMap) -> Room:
    source = PlaceId(room.source) if room.source else None
    device = _thermostat(place, source) if room.let is None else _switch(place, source)
    assert room.comfort is not None, "with_weeks has put it"
    assert room.setback is not None
    return Room(
        place,
        room.name or place.replace("_", " ").capitalize(),
        (Sensor(thermometer(place), place),),
        (replace(device, power=room.power),),
        Comfort(_band(room.comfort), _band(room.setback), _hours(room.hours)),
    )


def _thermostat(place: PlaceId, source: PlaceId | None) -> Device:
    return Device(EntityId(f"climate.{place}"), place, DeviceKind.THERMOSTAT, source=source)


def _switch(place: PlaceId, source: PlaceId | None) -> Device:
    entity, cycle = EntityId(f"switch.{place}"), timedelta(minutes=20)
    return Device(entity, place, DeviceKind.DUTY, source=source, failsafe=Failsafe.AUTOMATION, cycle=cycle)


def _band(band: BandSettings) -> Band:
    return Band(band.low, band.high)


def _hours(spans: Sequence[HoursSettings]) -> tuple[Warm, ...]:
    return tuple(Warm(frozenset(DAYS.index(day) for day in span.days), span.start, span.end) for span in spans)


def _zone(mapped: EnergyPlusMap, year: Year) -> ZoneInfo:
    """The weather's own standard time all the year, as EnergyPlus runs."""
    name = mapped.zone or f"Etc/GMT{-year.zone:+.0f}"
    try:
        if mapped.zone is None and year.zone % 1.0:
            raise ZoneInfoNotFoundError
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        fault = f"the weather is {year.zone:g} h ahead of UTC: write zone: such as Asia/Kolkata in the map"
        raise SettingsError(year.name, (fault,)) from None
