"""Units that homes report in, to the ones that are stored: °C, W, kWh, lx, ppm, %, currency per kWh."""

import re
from collections.abc import Callable, Mapping

from thermo_edge.home.house import Attribute

_KEEP: Callable[[float], float] = float


def celsius(fahrenheit: float) -> float:
    """Of °F."""
    return (fahrenheit - 32.0) / 1.8


_UNITS: Mapping[Attribute, Mapping[str, Callable[[float], float]]] = {
    Attribute.TEMPERATURE: {
        "°C": _KEEP,
        "C": _KEEP,
        "°F": celsius,
        "F": celsius,
        "K": lambda value: value - 273.15,
    },
    Attribute.HUMIDITY: {"%": _KEEP},
    Attribute.ILLUMINANCE: {"lx": _KEEP, "lux": _KEEP, "klx": lambda value: value * 1000.0},
    Attribute.CO2: {"ppm": _KEEP},
    Attribute.POWER: {
        "W": _KEEP,
        "kW": lambda value: value * 1e3,
        "MW": lambda value: value * 1e6,
        "mW": lambda value: value / 1e3,
    },
    Attribute.ENERGY: {
        "kWh": _KEEP,
        "Wh": lambda value: value / 1e3,
        "MWh": lambda value: value * 1e3,
        "J": lambda value: value / 3.6e6,
        "kJ": lambda value: value / 3.6e3,
        "MJ": lambda value: value / 3.6,
        "GJ": lambda value: value / 3.6e-3,
    },
    Attribute.BATTERY: {"%": _KEEP},
    Attribute.WIND: {
        "m/s": _KEEP,
        "km/h": lambda value: value / 3.6,
        "mph": lambda value: value * 0.44704,
        "ft/s": lambda value: value * 0.3048,
        "kn": lambda value: value * 0.514444,
    },
    Attribute.CLOUD: {"%": _KEEP},
}


_DEGREES = frozenset({Attribute.SURFACE, Attribute.SET_POINT, Attribute.FLOW})
_PER = {"kwh": 1.0, "mwh": 1e-3, "wh": 1e3}
_CENTS = re.compile(r"ct|cts|c|¢|cents?|(euro|us)?cents?|öre|ore|øre|p|pence|gr|rp\.|分", re.IGNORECASE)
_CURRENCY = re.compile(r"[^\W\d_]{1,4}|\w{0,3}[€$£¥₩₹₺₽₴₪฿]|zł|kč|kr\.?", re.IGNORECASE)
_NO_CURRENCY = frozenset({"w", "kw", "mw", "wh", "kwh", "mwh", "v", "a", "k", "f", "lx", "ppm", "hz", "s", "min", "h"})


def price_scale(unit: str | None) -> float | None:
    """What a price in this unit is multiplied by to be currency per kWh; None for a unit that no price has."""
    if not unit or not unit.strip():
        return 1.0
    money, slash, energy = unit.replace(" ", "").partition("/")
    per = _PER.get(energy.lower()) if slash else 1.0
    if per is None or money.lower() in _NO_CURRENCY:
        return None
    if _CENTS.fullmatch(money):
        return per / 100.0
    return per if not money or _CURRENCY.fullmatch(money) else None


def to_stored(attribute: Attribute, value: float, unit: str | None) -> float | None:
    """The value in the stored unit; None for a unit that this attribute cannot have. No unit: taken as stored."""
    if attribute is Attribute.PRICE:
        scale = price_scale(unit)
        return None if scale is None else value * scale
    known = _UNITS.get(Attribute.TEMPERATURE if attribute in _DEGREES else attribute)
    if known is None or not unit:
        return value
    convert = known.get(unit)
    return convert(value) if convert else None


def fahrenheit(celsius: float) -> float:
    """For homes that set thermostats in °F."""
    return celsius * 1.8 + 32.0
