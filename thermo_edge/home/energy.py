"""What energy costs the household and where it comes from, as it described it, and what is told of it ahead."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from thermo_edge.home.comfort import Warm

CURRENCY = re.compile(r"[A-Z]{3}")
"""What names a currency: an ISO 4217 code by its form."""

EUR = "EUR"
"""Where nobody names another."""


class EnergyEntity(StrEnum):
    """What an entity tells about the house's electricity; the unit belongs to it."""

    PRICE = "price"  # currency per kWh
    SURPLUS = "surplus"  # W of the roof's that are fed in now
    CARBON = "carbon"  # g CO₂ per kWh of the grid


@dataclass(frozen=True, slots=True)
class Rate:
    """A price that holds in these local hours, currency per kWh; hours that end where they begin are a whole day."""

    hours: Warm
    price: float


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a kilowatt-hour costs by the local clock: the first rate whose hours it is, else `price`."""

    price: float | None = None
    rates: tuple[Rate, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it says anything."""
        return self.price is not None or bool(self.rates)

    def at(self, local: datetime) -> float | None:
        """Currency per kWh at this local time; None where nothing is said of it."""
        return next((rate.price for rate in self.rates if rate.hours.covers(local)), self.price)


@dataclass(frozen=True, slots=True)
class HeatPump:
    """How much heat a heat pump makes of a kWh: by `points` (°C outdoors, COP) rising, else a `share` of Carnot."""

    points: tuple[tuple[float, float], ...] = ()
    flow: float = 45.0  # °C of its water at −10 °C outdoors
    share: float = 0.45


@dataclass(frozen=True, slots=True)
class Electricity:
    """The house's. `tariff` is for when no price entity tells; `added` is what that entity leaves out, per kWh."""

    tariff: Tariff = Tariff()
    added: float = 0.0
    feed_in: float = 0.0  # currency per kWh fed in
    surplus: str | None = None  # the entities that tell these
    carbon: str | None = None
    carbon_price: float = 0.1  # currency per kg CO₂
    cap: float | None = None  # kW that all electric heating and cooling together may draw


@dataclass(frozen=True, slots=True)
class Stretch:
    """A value that holds from `start` up to, without, `end`."""

    start: datetime
    end: datetime
    value: float


@dataclass(frozen=True, slots=True)
class Told:
    """What an entity tells: its value now, and what it foretells in stretches rising in time that never overlap.

    `odd` counts values and times that cannot be and were left out.
    """

    made: datetime
    value: float | None = None
    ahead: tuple[Stretch, ...] = ()
    odd: int = 0
