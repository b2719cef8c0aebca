"""Numbers and times in the attributes of energy sensors: their units, and what cannot be. Pure; never raises."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from thermo_edge.home import units
from thermo_edge.home.energy import EnergyEntity
from thermo_edge.home.house import Attribute

KEYS: Mapping[EnergyEntity, tuple[str, ...]] = {
    EnergyEntity.PRICE: (
        *("price_per_kwh", "price_ct_per_kwh", "price_eur_per_mwh", "per_kwh", "total", "value_inc_vat", "total_price"),
        *("value", "price", "electricity_price", "unit_rate", "rate", "cost"),
    ),
    EnergyEntity.SURPLUS: ("surplus", "value", "power", "watts", "watt"),
    EnergyEntity.CARBON: ("carbon_intensity", "carbonIntensity", "intensity", "value", "forecast"),
}
"""What rows call the value, the most telling name first."""

_NAMED: Mapping[str, float] = {
    "price_per_kwh": 1.0,
    "per_kwh": 1.0,
    "price_ct_per_kwh": 0.01,
    "price_eur_per_mwh": 0.001,
}
"""Names that say their unit, whatever the sensor's own is."""

_POSSIBLE: Mapping[EnergyEntity, tuple[float, float]] = {
    EnergyEntity.PRICE: (-1000.0, 10_000.0),
    EnergyEntity.SURPLUS: (-1e6, 1e6),
    EnergyEntity.CARBON: (0.0, 3000.0),
}


class Scale(NamedTuple):
    """What values are multiplied by; None: the sensor's unit is none that it can have."""

    factor: float | None


def scale(attributes: Mapping[object, object], what: EnergyEntity) -> Scale:
    """By the sensor's unit of measurement; none is taken for the stored one."""
    told = attributes.get("unit_of_measurement")
    unit = told.strip() if isinstance(told, str) else ""
    if what is EnergyEntity.PRICE:
        found = units.price_scale(unit)
        in_cents = attributes.get("price_in_cents") is True and found == 1.0  # the unit does not say so itself
        return Scale(0.01 if in_cents else found)
    if what is EnergyEntity.SURPLUS:
        return Scale(units.to_stored(Attribute.POWER, 1.0, unit))
    return Scale(_carbon(unit.replace(" ", "").lower()))


def _carbon(unit: str) -> float | None:
    if not unit or (unit.startswith("g") and unit.endswith("/kwh")) or (unit.startswith("kg") and "/mwh" in unit):
        return 1.0
    return 1000.0 if unit.startswith("kg") and unit.endswith("/kwh") else None


def number(told: object, by: Scale, what: EnergyEntity, key: str = "") -> float | None:
    """In the stored unit; None for what is no number, and for one that cannot be."""
    factor = _NAMED.get(key, by.factor)
    if factor is None or isinstance(told, bool) or not isinstance(told, int | float | str):
        return None
    try:
        found = float(told) * factor
    except (ValueError, OverflowError):
        return None
    low, high = _POSSIBLE[what]
    return round(found, 6) if math.isfinite(found) and low <= found <= high else None


def moment(told: object) -> datetime | None:
    """A time written in ISO 8601, perhaps without a zone, or as seconds or milliseconds since 1970."""
    if isinstance(told, bool):
        return None
    try:
        if isinstance(told, int | float):
            seconds = told / 1000.0 if told > 1e11 else float(told)
            found = datetime.fromtimestamp(seconds, UTC)
        elif isinstance(told, str):
            found = datetime.fromisoformat(told.strip())
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return found if 1971 < found.year < 9000 else None
