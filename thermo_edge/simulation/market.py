"""What energy costs simulated homes: gas always the same, electricity by the hour, told a day ahead from 13:00 on."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache

import numpy as np

from thermo_edge.errors import HomeRefused
from thermo_edge.home.energy import EnergyEntity, Stretch, Told
from thermo_edge.home.house import EntityId

GAS = 0.11
"""€/kWh"""

MEAN = 0.26
"""€/kWh of electricity, of all hours of many days, before the dear evening."""

PUBLISHED = 13
"""The local hour from which on tomorrow's prices are told."""

_LEVEL, _SWING, _LEAST = 0.04, 0.35, 0.02  # €/kWh from day to day, of the logarithm, €/kWh
_HOUR = timedelta(hours=1)


def price(local: datetime) -> float:
    """€/kWh of electricity in this local hour: dear in the evening, cheap at noon and at night, each day another."""
    level, swing = _day(local.date().toordinal())
    wave = 0.06 * float(np.cos((local.hour - 19.0) / 24.0 * 4.0 * np.pi)) + (0.04 if 17 <= local.hour < 21 else 0.0)
    return round(max(level + swing * wave, _LEAST), 3)


@lru_cache(maxsize=64)
def _day(ordinal: int) -> tuple[float, float]:
    """How dear a day is, and how far its hours lie apart: wind and sun."""
    level, swing = np.random.default_rng([ordinal, 23]).standard_normal(2)
    return MEAN + _LEVEL * float(level), float(np.exp(_SWING * swing))


class SimulatedEnergy:
    """`ports.Energy` of a home whose one sensor tells that price in the zone of its market."""

    def __init__(self, entity: EntityId, zone: tzinfo) -> None:
        self._entity, self._zone = entity, zone

    def told(self, entity: EntityId, what: EnergyEntity, now: datetime) -> Told:
        if entity != self._entity or what is not EnergyEntity.PRICE:
            raise HomeRefused(f"The simulated home has no {entity}.")
        local = now.astimezone(self._zone)
        days = 1 + (local.hour >= PUBLISHED)
        begin = datetime.combine(local.date(), time(), self._zone).astimezone(UTC)
        end = datetime.combine(local.date() + timedelta(days=days), time(), self._zone).astimezone(UTC)
        hours = [begin + number * _HOUR for number in range(round((end - begin) / _HOUR))]
        ahead = [Stretch(at, at + _HOUR, price(at.astimezone(self._zone))) for at in hours]
        return Told(now, price(local), tuple(ahead))
