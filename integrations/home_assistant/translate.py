"""Home Assistant's words into ours and back: states into readings, commands into actions. Pure; never raises."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from integrations.home_assistant.state import EntityState
from thermo_edge.home import units
from thermo_edge.home.house import WATCHED, Attribute, Device, DeviceKind, EntityId, House, Point, Value
from thermo_edge.home.snapshot import Quality, Reading, Takes
from thermo_edge.home.turn import Command

Judged = tuple[Value | None, Quality]

_UNKNOWN: Judged = (None, Quality.UNKNOWN)
_TRUTHS = WATCHED | {Attribute.CALENDAR, Attribute.MOTION, Attribute.PRESENCE, Attribute.ON, Attribute.TAMPER}
_WORDS = frozenset({Attribute.HVAC_MODE, Attribute.HVAC_ACTION, Attribute.ALARM})

_TRUE = frozenset({"on", "open", "opening", "locked"})
_FALSE = frozenset({"off", "closed", "closing", "unlocked", "unlocking", "locking", "jammed"})

_CLIMATE: Mapping[Attribute, str] = {
    Attribute.TEMPERATURE: "current_temperature",
    Attribute.HUMIDITY: "current_humidity",
    Attribute.SET_POINT: "temperature",
    Attribute.FLOW: "temperature",
    Attribute.HVAC_ACTION: "hvac_action",
}
"""Where a thermostat keeps them; its state is the mode."""

_WEATHER: Mapping[Attribute, tuple[str, str]] = {
    Attribute.TEMPERATURE: ("temperature", "temperature_unit"),
    Attribute.HUMIDITY: ("humidity", ""),
    Attribute.WIND: ("wind_speed", "wind_speed_unit"),
    Attribute.CLOUD: ("cloud_coverage", ""),
}
"""Where a weather entity keeps what it is like now, and the unit of that; empty: %."""

SET_POSITION = 4
"""Of a cover's supported features: it takes a position."""

ENTRANCES = frozenset({"door", "garage", "gate"})
"""Covers that let somebody in: they are never moved."""

NO_SWITCHES = ("cover.", "lock.", "alarm_control_panel.")
"""What turning on would open: never done, whatever the settings call a switch."""

_UNMOVED = ENTRANCES | {"awning"}
"""For some makers an awning that is open is out, for others it is in: raised from a storm it could be torn off."""

_SWITCHED = frozenset({"switch", "input_boolean", "light", "fan", "siren"})
"""Domains with turn_on and turn_off of their own."""

MAXIMUM_WORD = 255


@dataclass(frozen=True, slots=True)
class Call:
    """An action for one entity."""

    domain: str
    service: str
    entity: str
    data: Mapping[str, float | str]


_OF_KIND: Mapping[DeviceKind, frozenset[Attribute]] = {
    DeviceKind.THERMOSTAT: frozenset(
        {Attribute.TEMPERATURE, Attribute.SET_POINT, Attribute.HVAC_MODE, Attribute.HVAC_ACTION}
    ),
    DeviceKind.DUTY: frozenset({Attribute.ON}),
    DeviceKind.SIREN: frozenset({Attribute.ON}),
    DeviceKind.PANEL: frozenset({Attribute.ALARM}),
    DeviceKind.COVER: frozenset({Attribute.POSITION}),
    DeviceKind.FLOW: frozenset({Attribute.FLOW}),
}
"""What is read of a device; a lamp tells as much as it can do."""


def _of_device(device: Device) -> frozenset[Attribute]:
    if device.kind is not DeviceKind.LIGHT:
        return _OF_KIND[device.kind]
    dims = {Attribute.BRIGHTNESS} if device.dims else set[Attribute]()
    tunes = {Attribute.COLOUR} if device.colours else set[Attribute]()
    return frozenset({Attribute.ON, Attribute.EFFECT} | dims | tunes)


def wanted(house: House) -> dict[EntityId, frozenset[Attribute]]:
    """What the house reads of each entity."""
    found: dict[EntityId, frozenset[Attribute]] = {}
    of_devices = ((device.entity, _of_device(device)) for device in house.devices)
    of_sensors = ((sensor.point.entity, frozenset({sensor.point.attribute})) for sensor in house.sensors)
    for entity, attributes in (*of_devices, *of_sensors):
        found[entity] = found.get(entity, frozenset()) | attributes
    return found


def readings(
    state: EntityState, entity: EntityId, attributes: Iterable[Attribute], temperature_unit: str
) -> tuple[Reading, ...]:
    """The readings of an entity, under the id that the house knows it by."""
    return tuple(
        Reading(
            Point(entity, attribute),
            value,
            state.changed if _is_state(state, attribute) else state.updated,
            state.reported,
            quality,
            state.origin,
        )
        for attribute in sorted(attributes)
        for value, quality in (judge(state, attribute, temperature_unit),)
    )


def judge(state: EntityState, attribute: Attribute, temperature_unit: str) -> Judged:
    """The value of one attribute and what it is worth."""
    if state.state == "unavailable" or state.attributes.get("restored") is True:
        return None, Quality.UNAVAILABLE
    if state.domain in ("climate", "water_heater"):
        return _of_climate(state, attribute, temperature_unit)
    if state.domain == "weather" and attribute in _WEATHER:
        name, unit_name = _WEATHER[attribute]
        unit = state.attributes.get(unit_name) if unit_name else "%"
        fallback = temperature_unit if attribute is Attribute.TEMPERATURE else None
        return _number(attribute, state.attributes.get(name), unit or fallback)
    if state.state in ("unknown", ""):
        return _UNKNOWN
    if attribute in _OF_LIGHT:
        return _of_light(state, attribute)
    if attribute is Attribute.POSITION:
        return _of_cover(state)
    if attribute in _MOMENTS:
        return _moment(state, attribute)
    if attribute in _TRUTHS:
        return _truth(state, attribute)
    if attribute in _WORDS:
        return _word(state.state)
    return _number(attribute, state.state, state.attributes.get("unit_of_measurement"))


_MOMENTS: Mapping[Attribute, str] = {
    Attribute.NEXT_ALARM: "",
    Attribute.PRESSED: "",
    Attribute.CALENDAR_START: "start_time",
    Attribute.CALENDAR_END: "end_time",
}
"""What is a time: by the name of the attribute that tells it; empty: the state does."""


def _moment(state: EntityState, attribute: Attribute) -> Judged:
    """A time as seconds: in UTC where it comes with a zone; a calendar's has none and is on the home's wall clock."""
    name = _MOMENTS[attribute]
    told = state.attributes.get(name) if name else state.state
    if not isinstance(told, str):
        return _UNKNOWN
    try:
        time = datetime.fromisoformat(told)
    except ValueError:
        return _UNKNOWN
    if not name and time.tzinfo is None:
        return _UNKNOWN
    wall = time.replace(tzinfo=UTC) if name else time
    return wall.timestamp(), Quality.GOOD


_OF_LIGHT = frozenset({Attribute.BRIGHTNESS, Attribute.COLOUR, Attribute.EFFECT})
_NO_STATE = _OF_LIGHT | {Attribute.POSITION}


def _of_light(state: EntityState, attribute: Attribute) -> Judged:
    """A lamp that is off, or shines in a colour, has no brightness or no colour temperature to tell."""
    if attribute is Attribute.EFFECT:
        effect = state.attributes.get("effect")
        return _word(effect) if isinstance(effect, str) and effect else ("none", Quality.GOOD)
    if attribute is Attribute.BRIGHTNESS:
        level, quality = _number(attribute, state.attributes.get("brightness"), None)
        return (round(float(level) / 2.55, 2), quality) if isinstance(level, float) else _UNKNOWN
    if state.attributes.get("color_mode") not in (None, "color_temp"):
        return _UNKNOWN
    return _number(attribute, state.attributes.get("color_temp_kelvin"), None)


def _of_cover(state: EntityState) -> Judged:
    """% open. On its way a cover is nowhere that counts; one without positions is open or closed."""
    if state.state in ("opening", "closing"):
        return _UNKNOWN
    told = state.attributes.get("current_position")
    if told is not None:
        return _number(Attribute.POSITION, told, None)
    ends = {"open": 100.0, "closed": 0.0}
    return (ends[state.state], Quality.GOOD) if state.state in ends else _UNKNOWN


def _is_state(state: EntityState, attribute: Attribute) -> bool:
    """Whether it is the state itself that tells this attribute, so that the time of its change is known exactly."""
    if state.domain in ("climate", "water_heater"):
        return attribute in (Attribute.HVAC_MODE, Attribute.ON)
    return state.domain != "weather" and attribute not in _NO_STATE and not _MOMENTS.get(attribute)


def _of_climate(state: EntityState, attribute: Attribute, temperature_unit: str) -> Judged:
    if attribute is Attribute.HVAC_MODE:
        return _word(state.state)
    if attribute is Attribute.ON:
        return _UNKNOWN if state.state in ("unknown", "") else (state.state != "off", Quality.GOOD)
    name = _CLIMATE.get(attribute)
    if name is None:
        return _UNKNOWN
    value = state.attributes.get(name)
    if attribute is Attribute.HVAC_ACTION:
        return _word(value)
    return _number(attribute, value, "%" if attribute is Attribute.HUMIDITY else temperature_unit)


def _word(value: object) -> Judged:
    if isinstance(value, str) and value not in ("unknown", "") and len(value) <= MAXIMUM_WORD:
        return value, Quality.GOOD
    return _UNKNOWN


def _truth(state: EntityState, attribute: Attribute) -> Judged:
    if attribute is Attribute.PRESENCE and state.domain in ("person", "device_tracker", "group"):
        return state.state in ("home", "on"), Quality.GOOD
    if state.state in _TRUE:
        return True, Quality.GOOD
    if state.state in _FALSE:
        return False, Quality.GOOD
    return _UNKNOWN


def _number(attribute: Attribute, value: object, unit: object) -> Judged:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return _UNKNOWN
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return _UNKNOWN
    stored = units.to_stored(attribute, number, unit if isinstance(unit, str) else None)
    if stored is None or not math.isfinite(stored):
        return (number if math.isfinite(number) else None), Quality.IMPOSSIBLE
    return stored, Quality.GOOD


def takes(state: EntityState, temperature_unit: str) -> Takes:
    """What set-points a thermostat takes, by its own account. Where people read °F, it is whole degrees at best."""
    in_fahrenheit = temperature_unit == "°F"
    low, high = (
        found if isinstance(found, float) and quality is Quality.GOOD else None
        for found, quality in (
            _number(Attribute.SET_POINT, state.attributes.get(name), temperature_unit)
            for name in ("min_temp", "max_temp")
        )
    )
    step, _ = _number(Attribute.POWER, state.attributes.get("target_temp_step"), None)
    kelvin = step if isinstance(step, float) and 0.05 <= step <= 5.0 else None
    if in_fahrenheit:
        kelvin = max(kelvin or 0.0, 1.0) / 1.8
    sensible = low is None or high is None or low < high
    return Takes(low if sensible else None, high if sensible else None, kelvin)


# --- the way back ------------------------------------------------------------------------------------------------


NUMBERS = frozenset({"number", "input_number"})

HALF = 50.0
"""% open, from which on a cover without positions is opened."""

SHUT = 10.0
"""% open; up to here it is closed."""

PANEL = {
    "disarmed": "alarm_disarm",
    "armed_home": "alarm_arm_home",
    "armed_night": "alarm_arm_night",
    "armed_away": "alarm_arm_away",
    "triggered": "alarm_trigger",
}
"""The actions that bring an alarm panel to a state."""

DIALS = {Attribute.BRIGHTNESS: "brightness_pct", Attribute.COLOUR: "color_temp_kelvin"}
"""What else a lamp may be told when it is on or goes on."""


def light(commands: Sequence[Command], entity: str, state: EntityState | None) -> Call | None:
    """One action for everything that a lamp is told at once. One that is off is only adjusted if it is turned on."""
    values = {command.point.attribute: command.value for command in commands}
    if values.get(Attribute.ON) is False:
        return turn(entity, on=False)
    lit = state is not None and state.state == "on"
    if not lit and values.get(Attribute.ON) is not True:
        return None
    data: dict[str, float | str] = {}
    for attribute, name in DIALS.items():
        value = values.get(attribute)
        if isinstance(value, int | float) and math.isfinite(value):
            data[name] = round(value)
    return Call("light", "turn_on", entity, data)


def call(command: Command, entity: str, state: EntityState | None, temperature_unit: str) -> Call | None:
    """The action that does what the command says, for the entity's id of now; None where there is none."""
    attribute, value = command.point.attribute, command.value
    domain = entity.partition(".")[0]
    if domain == "light":
        return light((command,), entity, state)
    if attribute is Attribute.ALARM:
        service = PANEL.get(str(value))
        return Call(domain, service, entity, {}) if service and domain == "alarm_control_panel" else None
    if attribute is Attribute.SET_POINT and domain == "climate":
        celsius = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
        if not math.isfinite(celsius):
            return None
        return Call(domain, "set_temperature", entity, {"temperature": _set_point(celsius, state, temperature_unit)})
    if attribute is Attribute.HVAC_MODE and domain == "climate":
        return Call(domain, "set_hvac_mode", entity, {"hvac_mode": value}) if isinstance(value, str) else None
    if attribute is Attribute.POSITION and domain == "cover":
        return _cover(value, entity, state)
    if attribute is Attribute.FLOW:
        return _flow(value, entity, state, temperature_unit)
    if attribute is Attribute.ON and isinstance(value, bool) and not entity.startswith(NO_SWITCHES):
        return turn(entity, value)
    return None


def _flow(value: Value, entity: str, state: EntityState | None, temperature_unit: str) -> Call | None:
    """A number takes it in its own unit, whatever has a set-point in the home's."""
    domain = entity.partition(".")[0]
    if isinstance(value, bool | str) or not math.isfinite(value):
        return None
    if domain in ("climate", "water_heater"):
        return Call(domain, "set_temperature", entity, {"temperature": _water(value, state, temperature_unit)})
    if domain not in NUMBERS:
        return None
    unit = state.attributes.get("unit_of_measurement") if state is not None else None
    return Call(domain, "set_value", entity, {"value": round(units.fahrenheit(value), 1) if unit == "°F" else value})


def _cover(value: Value, entity: str, state: EntityState | None) -> Call | None:
    """To a position, or where it takes none, to an end. What somebody comes in by is not moved.

    Where it takes none it is not closed for something between: the guard has let it be lowered, and no more.
    """
    if isinstance(value, bool | str) or not math.isfinite(value) or not 0.0 <= value <= 100.0:
        return None
    attributes: Mapping[str, object] = state.attributes if state is not None else {}
    if str(attributes.get("device_class", "")).lower() in _UNMOVED:
        return None
    features = attributes.get("supported_features")
    if isinstance(features, int) and not features & SET_POSITION:
        if SHUT < value < HALF:
            return None
        return Call("cover", "open_cover" if value >= HALF else "close_cover", entity, {})
    return Call("cover", "set_cover_position", entity, {"position": round(value)})


def turn(entity: str, on: bool) -> Call:
    """The action that turns an entity on or off, or opens or closes a valve."""
    domain = entity.partition(".")[0]
    if domain == "valve":
        return Call(domain, "open_valve" if on else "close_valve", entity, {})
    return Call(domain if domain in _SWITCHED else "homeassistant", "turn_on" if on else "turn_off", entity, {})


def _set_point(celsius: float, state: EntityState | None, temperature_unit: str) -> float:
    """In the home's unit. The house thinks in steps of °C; where the unit is another, the device's own step is kept."""
    if temperature_unit != "°F":
        return celsius
    step = _step(state)
    return round(round(units.fahrenheit(celsius) / step) * step, 2)


def _water(celsius: float, state: EntityState | None, temperature_unit: str) -> float:
    """The same, never above what was asked for: it may be the most that a floor stands."""
    if temperature_unit != "°F":
        return celsius
    step = _step(state)
    return round(math.floor(units.fahrenheit(celsius) / step + 1e-6) * step, 2)


def _step(state: EntityState | None) -> float:
    """°F between two set-points of a thermostat."""
    step = state.attributes.get("target_temp_step") if state else None
    return float(step) if isinstance(step, int | float) and not isinstance(step, bool) and 0.05 <= step <= 5 else 0.1
