"""The devices of the virtual home, and how Home Assistant discovers them over MQTT."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

ROOMS = ("living_room", "kitchen", "bedroom", "hallway")

EntityOptions = tuple[str, str, dict[str, Any]]
"""Component, key ("" is the device itself), discovery options."""


@dataclass
class Device:
    """One physical device: its state (the JSON payload) and its entities."""

    slug: str
    model: str
    area: str
    state: dict[str, Any]
    entities: list[EntityOptions]
    available: bool = True
    faults: dict[str, Any] = field(default_factory=dict)
    holds: dict[str, float] = field(default_factory=dict)  # key → monotonic end
    published: dict[str, Any] = field(default_factory=dict)

    def held(self, key: str) -> bool:
        """True while a control message keeps the simulation off this key."""
        return self.holds.get(key, 0.0) > time.monotonic()

    def put(self, key: str, value: Any) -> None:
        """Set a state key, unless it is held."""
        if not self.held(key):
            self.state[key] = value


def title(slug: str) -> str:
    """living_room → Living Room (the names that Home Assistant gives its areas)."""
    return slug.replace("_", " ").title()


def sensor(key: str, device_class: str | None, unit: str | None, **extra: Any) -> EntityOptions:
    """Discovery options of a numeric sensor."""
    options: dict[str, Any] = {"state_class": "measurement", **extra}
    if device_class:
        options["device_class"] = device_class
    if unit:
        options["unit_of_measurement"] = unit
    return ("sensor", key, options)


def binary(key: str, device_class: str) -> EntityOptions:
    """Discovery options of a binary sensor whose JSON value is a boolean."""
    template = f"{{{{ 'ON' if value_json.{key} else 'OFF' }}}}"
    return ("binary_sensor", key, {"device_class": device_class, "value_template": template})


BATTERY = sensor("battery", "battery", "%", entity_category="diagnostic")
LINK = sensor("linkquality", None, "lqi", entity_category="diagnostic", enabled_by_default=False)

LIGHT: EntityOptions = (
    "light",
    "",
    {
        "schema": "json",
        "brightness": True,
        "brightness_scale": 254,
        "supported_color_modes": ["color_temp"],
        "min_mireds": 153,
        "max_mireds": 454,
    },
)

RADIATOR: EntityOptions = (
    "climate",
    "",
    {
        "modes": ["off", "heat"],
        "mode_state_topic": "~",
        "mode_state_template": "{{ value_json.system_mode }}",
        "mode_command_topic": "~/set/system_mode",
        "temperature_state_topic": "~",
        "temperature_state_template": "{{ value_json.occupied_heating_setpoint }}",
        "temperature_command_topic": "~/set/occupied_heating_setpoint",
        "current_temperature_topic": "~",
        "current_temperature_template": "{{ value_json.local_temperature }}",
        "action_topic": "~",
        "action_template": (
            "{% set m = {'idle': 'idle', 'heat': 'heating', 'off': 'off'} %}{{ m[value_json.running_state] }}"
        ),
        "min_temp": 5,
        "max_temp": 30,
        "temp_step": 0.5,
        "temperature_unit": "C",
    },
)


def room_devices(room: str) -> list[Device]:
    """What every room has."""
    return [
        Device(
            f"{room}_climate_sensor",
            "VH-TH1",
            room,
            {"temperature": 20.0, "humidity": 45.0, "battery": 97, "linkquality": 120},
            [sensor("temperature", "temperature", "°C"), sensor("humidity", "humidity", "%"), BATTERY, LINK],
        ),
        Device(
            f"{room}_motion",
            "VH-PIR1",
            room,
            {"occupancy": False, "illuminance": 0, "battery": 91, "linkquality": 110},
            [binary("occupancy", "motion"), sensor("illuminance", "illuminance", "lx"), BATTERY, LINK],
        ),
        Device(
            f"{room}_light",
            "VH-BULB1",
            room,
            {"state": "OFF", "brightness": 200, "color_temp": 370, "color_mode": "color_temp", "linkquality": 140},
            [LIGHT, LINK],
        ),
    ]


def heating_devices() -> list[Device]:
    """Two radiator valves and an electric heater behind a plug."""
    valves = [
        Device(
            f"{room}_radiator",
            "VH-TRV1",
            room,
            {
                "system_mode": "heat",
                "occupied_heating_setpoint": 20.0,
                "local_temperature": 20.0,
                "running_state": "idle",
                "pi_heating_demand": 0,
                "battery": 88,
                "linkquality": 100,
            },
            [RADIATOR, sensor("pi_heating_demand", None, "%", icon="mdi:valve"), BATTERY, LINK],
        )
        for room in ("living_room", "kitchen")
    ]
    plug = Device(
        "bedroom_heater",
        "VH-PLUG1",
        "bedroom",
        {"state": "OFF", "power": 0.0, "energy": 0.0, "linkquality": 130},
        [
            ("switch", "", {"device_class": "outlet"}),
            sensor("power", "power", "W"),
            sensor("energy", "energy", "kWh", state_class="total_increasing"),
            LINK,
        ],
    )
    return [*valves, plug]


def contacts() -> list[Device]:
    """Windows and the front door."""
    places = (("living_room_window", "window"), ("bedroom_window", "window"), ("front_door", "door"))
    return [
        Device(
            slug,
            "VH-CONTACT1",
            "hallway" if slug == "front_door" else slug.removesuffix("_window"),
            {"open": False, "battery": 95, "linkquality": 105},
            [binary("open", kind), BATTERY, LINK],
        )
        for slug, kind in places
    ]


def house_devices() -> list[Device]:
    """What belongs to no room."""
    station = {"temperature": 5.0, "humidity": 80.0, "wind_speed": 3.0, "illuminance": 0, "cloud_cover": 50}
    return [
        Device("living_room_co2", "VH-CO2", "living_room", {"co2": 500}, [sensor("co2", "carbon_dioxide", "ppm")]),
        Device(
            "weather_station",
            "VH-WX1",
            "outdoor",
            station,
            [
                sensor("temperature", "temperature", "°C"),
                sensor("humidity", "humidity", "%"),
                sensor("wind_speed", "wind_speed", "m/s"),
                sensor("illuminance", "illuminance", "lx"),
                sensor("cloud_cover", None, "%", icon="mdi:weather-cloudy"),
            ],
        ),
        Device(
            "smart_meter",
            "VH-P1",
            "hallway",
            {"power": 200.0, "energy": 1234.0},
            [sensor("power", "power", "W"), sensor("energy", "energy", "kWh", state_class="total_increasing")],
        ),
        *(
            Device(f"{person}_phone", "VH-PHONE", "", {"presence": "home"}, [("device_tracker", "", {**PHONE})])
            for person in ("alice", "bob")
        ),
    ]


PHONE = {"value_template": "{{ value_json.presence }}", "source_type": "gps"}


def build_devices() -> dict[str, Device]:
    """All devices of the home."""
    rooms = [device for room in ROOMS for device in room_devices(room)]
    everything = [*rooms, *heating_devices(), *contacts(), *house_devices()]
    return {device.slug: device for device in everything}


def discovery(device: Device, base: str, prefix: str) -> list[tuple[str, dict[str, Any]]]:
    """The (topic, payload) pairs that make Home Assistant create the device."""
    out = []
    for component, key, options in device.entities:
        object_id = f"{device.slug}_{key}" if key else device.slug
        payload: dict[str, Any] = {
            "~": f"{base}/{device.slug}",
            "unique_id": f"{base}_{object_id}",
            # Home Assistant reads default_entity_id since 2025.10, object_id until early 2026.
            "object_id": object_id,
            "default_entity_id": f"{component}.{object_id}",
            # No name: Home Assistant uses the device's.
            "name": title(key) if key else None,
            "availability": [{"topic": f"{base}/bridge/state"}, {"topic": "~/availability"}],
            "availability_mode": "all",
            "device": {
                "identifiers": [f"{base}_{device.slug}"],
                "name": title(device.slug),
                "manufacturer": "Virtual Home",
                "model": device.model,
                **({"suggested_area": title(device.area)} if device.area else {}),
            },
            "origin": {"name": "virtual_home", "sw_version": "1.0"},
        }
        if component != "climate":  # which has a topic for each value
            payload["state_topic"] = "~"
        if component == "sensor":
            payload["value_template"] = f"{{{{ value_json.{key} }}}}"
        if component == "switch":
            payload |= {"command_topic": "~/set/state", "payload_on": "ON", "payload_off": "OFF"}
            payload["value_template"] = "{{ value_json.state }}"
        if component == "light":
            payload["command_topic"] = "~/set"
        payload |= options
        out.append((f"{prefix}/{component}/{base}_{device.slug}/{key or 'main'}/config", payload))
    return out
