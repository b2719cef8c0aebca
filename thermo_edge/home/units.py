"""Units that homes report in, to the ones that are stored: °C, W, kWh, lx, ppm, %."""

from collections.abc import Callable, Mapping

from thermo_edge.home.house import Attribute

_KEEP: Callable[[float], float] = float

_UNITS: Mapping[Attribute, Mapping[str, Callable[[float], float]]] = {
    Attribute.TEMPERATURE: {
        "°C": _KEEP,
        "C": _KEEP,
        "°F": lambda value: (value - 32.0) / 1.8,
        "F": lambda value: (value - 32.0) / 1.8,
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
}


def to_stored(attribute: Attribute, value: float, unit: str | None) -> float | None:
    """The value in the stored unit; None for a unit that this attribute cannot have. No unit: taken as stored."""
    known = _UNITS.get(Attribute.TEMPERATURE if attribute is Attribute.SET_POINT else attribute)
    if known is None or not unit:
        return value
    convert = known.get(unit)
    return convert(value) if convert else None


def fahrenheit(celsius: float) -> float:
    """For homes that set thermostats in °F."""
    return celsius * 1.8 + 32.0
