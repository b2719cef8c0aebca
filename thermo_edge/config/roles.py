"""What one entity is, by what Home Assistant says of it and by its name; pure, a row per kind."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from thermo_edge.config import vocabulary as words
from thermo_edge.config.cover_fitting import of_cover
from thermo_edge.config.proposal import Role, Why
from thermo_edge.home.inventory import Inventory, Item

HEATS = frozenset({"heat", "heat_cool", "auto"})
COOLS = frozenset({"cool", "heat_cool"})

ENTITY = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")

ENTRANCES = frozenset({"door", "garage", "gate"})
_SHADES = frozenset({"awning", "blind", "shade", "shutter"})

_DEGREES = frozenset({"°C", "°F", "K"})


class Evidence(NamedTuple):
    """A role and how sure it is."""

    role: Role
    confidence: float
    why: Why = Why.CLASS


class Sight(NamedTuple):
    """An entity as it is looked at: its names in one plain line without its area's, and what is on its device."""

    item: Item
    text: str
    area: str  # plain; empty where it has none
    on_device: frozenset[str]  # domains and device classes of the other entities of its device
    outside: bool
    fahrenheit: bool


def look(item: Item, inventory: Inventory) -> Sight:
    """Everything that tells about an entity."""
    area = inventory.area(item.area)
    where = words.plain(area.name) if area else ""
    whole = " | ".join(words.plain(name) for name in (item.name, item.device_name, item.id.partition(".")[2]))
    text = whole.replace(where, " ") if where else whole
    others = (other for other in inventory.on_device(item) if other.id != item.id)
    kinds = frozenset(kind for other in others for kind in (other.domain, other.kind) if kind)
    outside = bool(words.OUTSIDE.search(where) or words.OUTSIDE.search(text))
    return Sight(item, text, where, kinds, outside, inventory.fahrenheit)


def judge(item: Item, inventory: Inventory) -> Evidence | None:
    """Its best role; None for what is of no use here."""
    if item.technical or item.hidden or ENTITY.fullmatch(item.id) is None:
        return None
    rule = _DOMAINS.get(item.domain)
    return rule(look(item, inventory)) if rule else None


# --- what measures ------------------------------------------------------------------------------------------------


def _sensor(sight: Sight) -> Evidence | None:
    item = sight.item
    if item.unit and _price(sight):
        return _price(sight)
    if item.kind == "temperature" or (item.kind is None and item.unit in _DEGREES and words.WARMTH.search(sight.text)):
        return _temperature(sight) if item.unit in _DEGREES else None
    if item.kind == "humidity" and item.unit == "%":
        return None if sight.outside else _of_air(sight, Role.HUMIDITY)
    if item.kind == "illuminance" and item.unit in ("lx", "lux", "klx"):
        return None if sight.outside else Evidence(Role.ILLUMINANCE, 0.9)
    if item.kind == "carbon_dioxide" and item.unit == "ppm":
        return None if sight.outside or words.MACHINE.search(sight.text) else Evidence(Role.CO2, 0.95)
    return None


def _temperature(sight: Sight) -> Evidence | None:
    if sight.outside:
        usable = not (words.WATER.search(sight.text) or words.RECKONED.search(sight.text))
        usable = usable and not words.MACHINE.search(sight.text) and not words.EARTH.search(sight.text)
        return Evidence(Role.OUTDOOR, 0.9) if usable else None
    found = _of_air(sight, Role.TEMPERATURE)
    if found is None or sight.item.number is None:
        return found
    celsius = _celsius(sight.item.number, sight.item.unit)
    return found if -10.0 <= celsius <= 45.0 else Evidence(Role.TEMPERATURE, 0.4, Why.ODD_VALUE)


def _celsius(value: float, unit: str | None) -> float:
    return (value - 32.0) / 1.8 if unit == "°F" else value - 273.15 if unit == "K" else value


def _of_air(sight: Sight, role: Role) -> Evidence | None:
    """Of the air in a room; not of a machine, of water, a wall or a flower pot, and of nothing that was reckoned."""
    kinds = (words.THING, words.MACHINE, words.WATER, words.EARTH, words.RECKONED, words.VEHICLE, words.SURFACE)
    if any(pattern.search(sight.text) for pattern in kinds) or sight.item.domain != "sensor":
        return None
    if sight.item.members:
        return None  # its members speak for themselves
    for signs, confidence, why in _PLACES_OF_SENSORS:
        if signs & sight.on_device:
            return Evidence(role, confidence, why)
    if "climate" in sight.on_device and words.VALVE.search(f"{sight.text} {words.plain(sight.item.model)}"):
        return Evidence(role, 0.6, Why.VALVE)
    if sight.item.kind is None:
        return Evidence(role, 0.6, Why.NAME)
    return Evidence(role, 0.95 if sight.item.measured else 0.9)


_PLACES_OF_SENSORS = (
    (frozenset({"light", "outlet", "power", "current"}), 0.35, Why.WARMS_ITSELF),
    (frozenset({"smoke", "carbon_monoxide", "moisture"}), 0.7, Why.DETECTOR),
    (frozenset({"window", "door", "opening", "lock"}), 0.6, Why.AT_CONTACT),
)


def _price(sight: Sight) -> Evidence | None:
    unit = sight.item.unit or ""
    if not words.PER_KWH.match(unit) or words.NO_PRICE.search(sight.text):
        return None
    if words.CENTS.match(unit):
        return Evidence(Role.PRICE, 0.5, Why.CENTS)
    return Evidence(Role.PRICE, 0.85) if words.PRICE.search(sight.text) else Evidence(Role.PRICE, 0.6, Why.NAME)


# --- what is on or off ----------------------------------------------------------------------------------------------


def _binary(sight: Sight) -> Evidence | None:
    if sight.item.members:
        return None
    rule = _KINDS.get(sight.item.kind or "")
    return rule(sight) if rule else None


def _motion(sight: Sight) -> Evidence | None:
    if sight.outside or words.BELL.search(sight.text):
        return None
    if "camera" in sight.on_device:
        return Evidence(Role.MOTION, 0.5, Why.CAMERA)
    if words.PRESENCE_SENSOR.search(f"{sight.text} {words.plain(sight.item.model)}"):
        return Evidence(Role.PRESENCE, 0.9)
    return Evidence(Role.MOTION, 0.95)


def _occupancy(sight: Sight) -> Evidence | None:
    found = _motion(sight)
    return Evidence(Role.MOTION, 0.8, Why.OCCUPANCY) if found == Evidence(Role.MOTION, 0.95) else found


def _presence(sight: Sight) -> Evidence | None:
    """Of a device in a room; where there is none, it is somebody's being at home."""
    if sight.item.device is None or sight.outside or "device_tracker" in sight.on_device:
        return None
    return Evidence(Role.PRESENCE, 0.85)


def _window(sight: Sight) -> Evidence | None:
    if "climate" in sight.on_device:
        return Evidence(Role.WINDOW, 0.5, Why.GUESSED)
    if words.THING.search(sight.text) or words.VEHICLE.search(sight.text):
        return None
    if words.DOOR.search(sight.text) and not words.WINDOW.search(sight.text):
        return Evidence(Role.DOOR, 0.8)
    return Evidence(Role.WINDOW, 0.95)


def _door(sight: Sight) -> Evidence | None:
    if words.THING.search(sight.text) or words.VEHICLE.search(sight.text):
        return None
    if words.WINDOW.search(sight.text) and not words.DOOR.search(sight.text):
        return Evidence(Role.WINDOW, 0.85)
    if words.OUTER_DOOR.search(sight.text):
        return Evidence(Role.DOOR, 0.95)
    if words.ENTRANCE.search(sight.area):
        return Evidence(Role.DOOR, 0.8)
    return Evidence(Role.DOOR, 0.5, Why.INNER_DOOR)


def _opening(sight: Sight) -> Evidence | None:
    if words.THING.search(sight.text):
        return None
    if words.WINDOW.search(sight.text):
        return Evidence(Role.WINDOW, 0.9)
    return _door(sight) if words.DOOR.search(sight.text) else Evidence(Role.WINDOW, 0.5, Why.WHICH_OPENING)


def _leak(sight: Sight) -> Evidence | None:
    return None if words.EARTH.search(sight.text) or sight.outside else Evidence(Role.LEAK, 0.95)


def _by_name(sight: Sight) -> Evidence | None:
    """A binary sensor without a device class, as old integrations have them."""
    if words.THING.search(sight.text) or words.BELL.search(sight.text) or sight.outside:
        return None
    named = (
        (words.SMOKE, Role.SMOKE),
        (words.LEAK, Role.LEAK),
        (words.WINDOW, Role.WINDOW),
        (words.MOTION, Role.MOTION),
    )
    return next((Evidence(role, 0.6, Why.NAME) for pattern, role in named if pattern.search(sight.text)), None)


Rule = Callable[[Sight], Evidence | None]

_KINDS: Mapping[str, Rule] = {
    "motion": _motion,
    "occupancy": _occupancy,
    "presence": _presence,
    "window": _window,
    "door": _door,
    "opening": _opening,
    "garage_door": lambda _sight: Evidence(Role.DOOR, 0.6, Why.GARAGE),
    "smoke": lambda _sight: Evidence(Role.SMOKE, 0.95),
    "gas": lambda _sight: Evidence(Role.GAS, 0.95),
    "carbon_monoxide": lambda _sight: Evidence(Role.GAS, 0.95),
    "moisture": _leak,
    "": _by_name,
}


# --- what acts ------------------------------------------------------------------------------------------------------


def _climate(sight: Sight) -> Evidence | None:
    away = (words.THING, words.VEHICLE, words.WATER)
    if sight.outside or any(pattern.search(sight.text) for pattern in away):
        return None
    return Evidence(Role.HEATING, 0.95) if sight.item.modes & (HEATS | COOLS) else None


def _switch(sight: Sight) -> Evidence | None:
    """A bare switch or plug says nothing of what hangs on it but by its name."""
    if sight.outside:
        return None
    if words.SOURCE.search(sight.text) and not words.NO_HEATER.search(sight.text):
        return Evidence(Role.HEAT_SOURCE, 0.5, Why.SHARED)
    if words.HEATER.search(sight.text) and not words.NO_HEATER.search(sight.text) and "climate" not in sight.on_device:
        return Evidence(Role.HEATING, 0.6, Why.SWITCH)
    return None


def _light(sight: Sight) -> Evidence | None:
    if sight.outside:
        return None
    odd = words.NO_LAMP.search(sight.text) or "camera" in sight.on_device
    return Evidence(Role.LAMP, 0.4, Why.ODD_LAMP) if odd else Evidence(Role.LAMP, 0.9)


def _cover(sight: Sight) -> Evidence | None:
    """What shades a window; never what somebody comes in by. It is listed without a grant to move it."""
    refused = sight.item.kind in ENTRANCES or any(of_cover({"entity": sight.item.id}))
    if sight.item.members or sight.outside or refused:
        return None
    if sight.item.kind in _SHADES:
        return Evidence(Role.COVER, 0.9)
    return Evidence(Role.COVER, 0.6, Why.NAME) if words.SHADE.search(sight.text) else None


def _lock(sight: Sight) -> Evidence | None:
    return None if words.LOCK_OF_THING.search(sight.text) else Evidence(Role.LOCK, 0.9)


def _siren(sight: Sight) -> Evidence | None:
    return Evidence(Role.SIREN, 0.4, Why.NAME) if words.BELL.search(sight.text) else Evidence(Role.SIREN, 0.85)


def _weather(sight: Sight) -> Evidence:
    """One with an hourly forecast is worth more."""
    hourly = sight.item.features & 2
    return Evidence(Role.WEATHER, 0.9 if hourly else 0.8)


def _person(sight: Sight) -> Evidence:
    """One without a phone or another tracker is an account rather than somebody to reckon with."""
    unknown = sight.item.state == "unknown"
    return Evidence(Role.PERSON, 0.6, Why.NOWHERE) if unknown else Evidence(Role.PERSON, 0.95)


_DOMAINS: Mapping[str, Rule] = {
    "sensor": _sensor,
    "binary_sensor": _binary,
    "climate": _climate,
    "switch": _switch,
    "light": _light,
    "lock": _lock,
    "cover": _cover,
    "siren": _siren,
    "weather": _weather,
    "input_number": _price,
    "number": _price,
    "person": _person,
    "alarm_control_panel": lambda _sight: Evidence(Role.PANEL, 0.9),
}
