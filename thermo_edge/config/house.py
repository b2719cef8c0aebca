"""Settings become the house as data."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from thermo_edge.config.settings import (
    DAYS,
    BandSettings,
    DeviceSettings,
    HeatSourceSettings,
    RoomSettings,
    Settings,
    minutes,
)
from thermo_edge.home.house import (
    Attribute,
    Band,
    Comfort,
    Device,
    DeviceKind,
    EntityId,
    Failsafe,
    HeatSource,
    House,
    Limits,
    Person,
    PersonId,
    PlaceId,
    Point,
    Room,
    Sensor,
    Warm,
)

_SENSORS = {
    "temperature": Attribute.TEMPERATURE,
    "humidity": Attribute.HUMIDITY,
    "illuminance": Attribute.ILLUMINANCE,
    "co2": Attribute.CO2,
    "motion": Attribute.MOTION,
    "windows": Attribute.OPEN,
}


def house(settings: Settings, zone: ZoneInfo) -> House:
    """The house that these settings describe, in its time zone."""
    outdoor = settings.outdoor_temperature
    return House(
        name=settings.name,
        zone=zone,
        zone_of_home=not settings.time_zone,
        rooms=tuple(_room(PlaceId(name), room) for name, room in settings.rooms.items()),
        sources=tuple(_source(PlaceId(name), source) for name, source in settings.heat_sources.items()),
        persons=tuple(
            Person(PersonId(name), who.name or _title(name), EntityId(who.entity) if who.entity else None, who.user)
            for name, who in settings.persons.items()
        ),
        outdoor=Sensor(Point(EntityId(outdoor), Attribute.TEMPERATURE)) if outdoor else None,
        hold=timedelta(hours=settings.holds.person_hours),
        automation_hold=timedelta(hours=settings.holds.automation_hours),
        window_delay=timedelta(seconds=settings.window_delay),
        away_setback=settings.away_setback,
    )


def _room(place: PlaceId, room: RoomSettings) -> Room:
    stale = minutes(room.stale_after) if room.stale_after else None
    sensors = [
        Sensor(Point(EntityId(entity), attribute), place, stale if attribute is Attribute.TEMPERATURE else None)
        for name, attribute in _SENSORS.items()
        for entity in getattr(room, name)
    ]
    hours = tuple(Warm(frozenset(DAYS.index(day) for day in span.days), span.start, span.end) for span in room.hours)
    return Room(
        id=place,
        name=room.name or _title(place),
        sensors=tuple(sensors),
        devices=tuple(_device(place, device) for device in room.heating),
        comfort=Comfort(_band(room.comfort), _band(room.setback), hours, room.cool_above),
        limits=Limits(**room.limits.model_dump()),
        ceiling=room.at_most,
    )


def _device(place: PlaceId, device: DeviceSettings) -> Device:
    return Device(
        entity=EntityId(device.entity),
        place=place,
        kind=DeviceKind.DUTY if device.bare else DeviceKind.THERMOSTAT,
        heats=device.heats,
        cools=device.cools,
        source=PlaceId(device.source) if device.source else None,
        step=device.step,
        dead_band=device.dead_band,
        minimum_on=minutes(device.minimum_on),
        minimum_off=minutes(device.minimum_off),
        cycle=minutes(device.cycle),
        writes_per_hour=device.messages,
        failsafe=Failsafe(device.switch_off) if device.bare else Failsafe.NONE,
        failsafe_after=minutes(device.switch_off_after),
    )


def _source(place: PlaceId, source: HeatSourceSettings) -> HeatSource:
    on, off = minutes(source.minimum_on), minutes(source.minimum_off)
    device = (
        Device(
            entity=EntityId(source.switch),
            place=place,
            kind=DeviceKind.DUTY,
            minimum_on=on,
            minimum_off=off,
            failsafe=Failsafe(source.switch_off),
            failsafe_after=minutes(source.switch_off_after),
        )
        if source.switch
        else None
    )
    return HeatSource(place, source.name or _title(place), device, source.at_most, on, off)


def _band(band: BandSettings) -> Band:
    return Band(band.low, band.high)


def _title(identifier: str) -> str:
    return identifier.replace("_", " ").capitalize()
