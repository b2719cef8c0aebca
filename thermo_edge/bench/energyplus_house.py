"""A mapped EnergyPlus model as the program sees it and as EnergyPlus is wired: one room for each zone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from thermo_edge.app.energyplus import Actuator, Output, Wired, Wiring
from thermo_edge.bench.energyplus_map import EnergyPlusMap, RoomMap
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
        by_set_point = mapped.rooms[room.id].switch is None
        found.append(Heater(room.devices[0], by_set_point, relay=relays))
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
    energies: list[Output] = []
    own = []
    for room in rooms:
        own.append(tuple(range(len(energies), len(energies) + len(room.energy))))
        energies += [Output(each.variable, each.key) for each in room.energy]
    energies += [Output(each.variable, each.key) for each in mapped.energy]
    readings = [*(Output("Zone Mean Air Temperature", room.zone) for room in rooms), _OUTDOORS]
    readings += [Output(mapped.supply.variable, mapped.supply.key)] if mapped.supply else []
    held = [(Actuator(_ZONE, "Cooling Setpoint", room.zone), _UNCOOLED, _UNCOOLED) for room in rooms]
    switched = [room.zone for room in rooms if room.switch is not None]
    held += [(Actuator(_ZONE, "Heating Setpoint", zone), BEGINS, _WANTED) for zone in switched]
    wired = Wired(
        tuple(room.zone for room in rooms),
        tuple(_actuator(room) for room in rooms),
        tuple(held),
        tuple(readings),
        tuple(energies),
        mapped.air,
        mapped.step,
    )
    return Wiring(wired, tuple(own), mapped.supply is not None)


def somebody(mapped: EnergyPlusMap) -> Callable[[datetime], bool]:
    """Whether anybody is home at a local time."""
    hours = _hours(mapped.home)
    return lambda local: not hours or any(each.covers(local) for each in hours)


def _actuator(room: RoomMap) -> tuple[Actuator, float]:
    if room.switch is not None:
        return Actuator(room.schedule, "Schedule Value", room.switch), 1.0
    if room.set_point == "zone":
        return Actuator(_ZONE, "Heating Setpoint", room.zone), BEGINS
    assert room.set_point is not None
    return Actuator(room.schedule, "Schedule Value", room.set_point), BEGINS


def _room(place: PlaceId, room: RoomMap) -> Room:
    source = PlaceId(room.source) if room.source else None
    device = _thermostat(place, source) if room.switch is None else _switch(place, source)
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
