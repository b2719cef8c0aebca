"""The virtual home as a House: what a household would write into the settings for it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from thermo_edge.home.house import (
    Attribute,
    Device,
    DeviceKind,
    EntityId,
    Failsafe,
    House,
    Person,
    PersonId,
    PlaceId,
    Point,
    Room,
    Sensor,
)

LIVING, KITCHEN, BEDROOM = PlaceId("living_room"), PlaceId("kitchen"), PlaceId("bedroom")

LIVING_T = Point(EntityId("sensor.living_room_climate_sensor_temperature"), Attribute.TEMPERATURE)
KITCHEN_T = Point(EntityId("sensor.kitchen_climate_sensor_temperature"), Attribute.TEMPERATURE)
BEDROOM_T = Point(EntityId("sensor.bedroom_climate_sensor_temperature"), Attribute.TEMPERATURE)
LIVING_WINDOW = Point(EntityId("binary_sensor.living_room_window_open"), Attribute.OPEN)
LIVING_MOTION = Point(EntityId("binary_sensor.living_room_motion_occupancy"), Attribute.MOTION)
OUTDOOR_T = Point(EntityId("sensor.weather_station_temperature"), Attribute.TEMPERATURE)
ALICE = EntityId("person.alice")
MISSING = EntityId("sensor.nowhere_temperature")

LIVING_VALVE = Device(EntityId("climate.living_room_radiator"), LIVING, DeviceKind.THERMOSTAT)
KITCHEN_VALVE = Device(EntityId("climate.kitchen_radiator"), KITCHEN, DeviceKind.THERMOSTAT)
HEATER = Device(
    EntityId("switch.bedroom_heater"),
    BEDROOM,
    DeviceKind.DUTY,
    failsafe=Failsafe.AUTOMATION,
    failsafe_after=timedelta(minutes=10),
)


def virtual_house(*more: Sensor) -> House:
    """Three heated rooms, a person, the outdoors; and one sensor that Home Assistant does not have."""
    missing = Sensor(Point(MISSING, Attribute.TEMPERATURE), KITCHEN)
    living = (Sensor(LIVING_T, LIVING), Sensor(LIVING_WINDOW, LIVING), Sensor(LIVING_MOTION, LIVING), *more)
    return House(
        "Virtual Home",
        ZoneInfo("Europe/Amsterdam"),
        (
            Room(LIVING, "Living Room", living, (LIVING_VALVE,)),
            Room(KITCHEN, "Kitchen", (Sensor(KITCHEN_T, KITCHEN), missing), (KITCHEN_VALVE,)),
            Room(BEDROOM, "Bedroom", (Sensor(BEDROOM_T, BEDROOM),), (HEATER,)),
        ),
        persons=(Person(PersonId("alice"), "Alice", ALICE),),
        outdoor=Sensor(OUTDOOR_T),
    )
