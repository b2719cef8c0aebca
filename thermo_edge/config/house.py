"""Settings become the house as data."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from thermo_edge.config import covers, energy, flow, learning, savings
from thermo_edge.config.kinds import DAYS
from thermo_edge.config.settings import (
    AlarmSettings,
    BandSettings,
    DeviceSettings,
    HeatSourceSettings,
    LampSettings,
    LightingSettings,
    PersonSettings,
    RoomSettings,
    Settings,
    minutes,
)
from thermo_edge.home.comfort import Band, Comfort, Lighting, Limits, Warm
from thermo_edge.home.energy import EUR
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

SENSORS = {
    "temperature": Attribute.TEMPERATURE,
    "surface": Attribute.SURFACE,
    "humidity": Attribute.HUMIDITY,
    "illuminance": Attribute.ILLUMINANCE,
    "co2": Attribute.CO2,
    "motion": Attribute.MOTION,
    "presence": Attribute.PRESENCE,
    "windows": Attribute.OPEN,
    "doors": Attribute.DOOR,
    "locks": Attribute.LOCKED,
    "smoke": Attribute.SMOKE,
    "gas": Attribute.GAS,
    "leaks": Attribute.LEAK,
}

ALARM = PlaceId("alarm")
"""The alarm as a place with a mode of its own."""


def house(settings: Settings, zone: ZoneInfo) -> House:
    """The house that these settings describe, in its time zone."""
    outdoor = settings.outdoor_temperature
    return House(
        name=settings.name,
        zone=zone,
        zone_of_home=not settings.time_zone,
        currency=settings.currency or EUR,
        currency_of_home=not settings.currency,
        rooms=tuple(_room(PlaceId(name), room) for name, room in settings.rooms.items()),
        sources=tuple(_source(PlaceId(name), source) for name, source in settings.heat_sources.items()),
        persons=tuple(_person(PersonId(name), who) for name, who in settings.persons.items()),
        outdoor=Sensor(Point(EntityId(outdoor), Attribute.TEMPERATURE)) if outdoor else None,
        hold=timedelta(hours=settings.holds.person_hours),
        automation_hold=timedelta(hours=settings.holds.automation_hours),
        light_hold=timedelta(hours=settings.holds.lamp_hours),
        location=_location(settings),
        alarm=_alarm(settings.alarm) if settings.alarm else None,
        weather=EntityId(settings.weather) if settings.weather else None,
        price=Sensor(Point(EntityId(settings.price), Attribute.PRICE)) if settings.price else None,
        electricity=energy.electricity(settings.electricity),
        calendars=tuple(EntityId(calendar) for calendar in settings.calendars),
        others=(
            *covers.sky(settings.weather, settings.wind, [room.covers for room in settings.rooms.values()]),
            *savings.sensors(settings.savings),
            *learning.buttons(settings.learning),
        ),
        measuring=savings.measuring(settings.savings),
        window_delay=timedelta(seconds=settings.window_delay),
        away_setback=settings.away_setback,
        learning=learning.learning(settings.learning),
    )


def _person(name: PersonId, who: PersonSettings) -> Person:
    return Person(
        id=name,
        name=who.name or _title(name),
        entity=EntityId(who.entity) if who.entity else None,
        user=who.user,
        alarm_clock=EntityId(who.alarm_clock) if who.alarm_clock else None,
        visible_to=None if who.visible_to == "everyone" else frozenset(PersonId(other) for other in who.visible_to),
    )


def _room(place: PlaceId, room: RoomSettings) -> Room:
    stale = minutes(room.stale_after) if room.stale_after else None
    sensors = [
        Sensor(Point(EntityId(entity), attribute), place, stale if attribute is Attribute.TEMPERATURE else None)
        for name, attribute in SENSORS.items()
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
        lights=tuple(_lamp(place, lamp) for lamp in room.lamps),
        lighting=_lighting(room.lighting),
        covers=tuple(covers.device(place, cover) for cover in room.covers),
    )


def _lamp(place: PlaceId, lamp: LampSettings) -> Device:
    colours = (lamp.warmest, lamp.coldest) if lamp.warmest and lamp.coldest else None
    return Device(
        entity=EntityId(lamp.entity),
        place=place,
        kind=DeviceKind.LIGHT,
        heats=False,
        dims=lamp.dims,
        colours=colours,
        minimum_on=timedelta(0),
        minimum_off=timedelta(0),
        writes_per_hour=lamp.messages,
    )


def _lighting(light: LightingSettings) -> Lighting:
    return Lighting(light.dark, light.day, light.night, light.day_colour, light.night_colour, minutes(light.off_after))


def _location(settings: Settings) -> Location | None:
    if settings.latitude is None or settings.longitude is None:
        return None
    return Location(settings.latitude, settings.longitude)


def _alarm(alarm: AlarmSettings) -> AlarmSystem:
    def device(entity: str, kind: DeviceKind) -> Device:
        siren = kind is DeviceKind.SIREN
        return Device(
            entity=EntityId(entity),
            place=ALARM,
            kind=kind,
            heats=False,
            minimum_on=timedelta(0),
            minimum_off=timedelta(0),
            writes_per_hour=60,
            failsafe=Failsafe(alarm.siren_off) if siren else Failsafe.NONE,
            failsafe_after=minutes(alarm.siren_minutes),
        )

    return AlarmSystem(
        id=ALARM,
        name=alarm.name,
        named="name" in alarm.model_fields_set,
        panel=device(alarm.panel, DeviceKind.PANEL) if alarm.panel else None,
        sirens=tuple(device(siren, DeviceKind.SIREN) for siren in alarm.sirens),
        ceiling=alarm.at_most,
        entry_delay=timedelta(seconds=alarm.entry_delay),
        exit_delay=timedelta(seconds=alarm.exit_delay),
        siren_for=minutes(alarm.siren_minutes),
        lights=alarm.lights,
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
        power=device.power,
        cooling_power=device.cooling_power,
        cooling_cop=device.cooling_cop,
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
    return HeatSource(
        place,
        source.name or _title(place),
        device,
        source.at_most,
        on,
        off,
        energy.tariff(source.tariff) if source.tariff else None,
        source.efficiency,
        energy.pump(source.pump),
        source.power_cap,
        flow.device(place, source.flow),
        source.start_cost,
    )


def _band(band: BandSettings) -> Band:
    return Band(band.low, band.high)


def _title(identifier: str) -> str:
    return identifier.replace("_", " ").capitalize()
