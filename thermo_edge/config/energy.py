"""The settings of what energy costs and where it comes from, and how they become part of the house."""

from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from thermo_edge.config import energy_fitting
from thermo_edge.config.kinds import DAYS, Celsius, Clock, Day, Entity, Part, weekdays
from thermo_edge.home.comfort import Warm
from thermo_edge.home.energy import Electricity, HeatPump, Rate, Tariff

A = TypeVar("A", bound=Part)

Price = Annotated[float, Field(ge=-1000.0, le=10_000.0, allow_inf_nan=False)]
Kilowatts = Annotated[float, Field(gt=0.0, le=100.0, allow_inf_nan=False)]


class RateSettings(Part):
    """A price that holds in some local hours; they may run past midnight, and from = to is a whole day."""

    days: Annotated[list[Day], BeforeValidator(weekdays)] = Field([*DAYS], description="mon-fri, sat, or all")
    start: Clock = Field(alias="from", description="local time, such as 22:00")
    end: Clock = Field(alias="to", description="local time, such as 06:00")
    price: Price = Field(description="currency per kWh, taxes and fees included")


class TariffSettings(Part):
    """What a kilowatt-hour costs: always the same, or by the hour."""

    price: Price | None = Field(None, description="currency per kWh at all times that no rate below names")
    rates: list[RateSettings] = Field([], description="prices by the hour")

    @model_validator(mode="after")
    def _sensible(self) -> "TariffSettings":
        return fitted(self, energy_fitting.of_tariff(self.model_dump(by_alias=True)))


class ElectricitySettings(Part):
    """What the house's electricity costs and where it comes from."""

    price: Price | None = Field(
        None, description="currency per kWh, at all times that no rate below names and the price entity says nothing"
    )
    rates: list[RateSettings] = Field([], description="prices by the hour, for when the price entity says nothing")
    added: Price = Field(0.0, description="taxes and fees that the price entity leaves out, currency per kWh")
    feed_in: Price = Field(0.0, description="what is paid for electricity fed in, currency per kWh")
    surplus: Entity | None = Field(None, description="what tells the power that the roof feeds in, W or kW")
    power_cap: Kilowatts | None = Field(
        None, description="all electric heating and cooling is planned below it, kW; a plan is no fuse; empty: no limit"
    )
    co2: Entity | None = Field(None, description="what tells the CO₂ intensity of the grid, g/kWh")
    co2_price: float = Field(0.1, ge=0.0, le=1000.0, description="what a kg of CO₂ is worth to you, in currency")

    @model_validator(mode="after")
    def _sensible(self) -> "ElectricitySettings":
        return fitted(self, energy_fitting.of_electricity(self.model_dump(by_alias=True)))


class CopSettings(Part):
    """A point of a heat pump's data sheet."""

    outdoor: Celsius = Field(description="outdoors, °C")
    cop: float = Field(ge=1.0, le=10.0, description="kWh of heat for each kWh of electricity there")


class HeatPumpSettings(Part):
    """How much heat a heat pump makes of electricity."""

    cop: list[CopSettings] = Field(
        [], description="two points or more of its data sheet; none: by the flow temperature"
    )
    flow: float = Field(45.0, ge=25.0, le=75.0, description="temperature of its water at -10 °C outdoors, °C")
    share: float = Field(0.45, ge=0.2, le=0.7, description="what it reaches of the ideal (Carnot) heat pump, 0 to 1")

    @model_validator(mode="after")
    def _sensible(self) -> "HeatPumpSettings":
        return fitted(self, energy_fitting.of_pump(self.model_dump()))


def fitted(part: A, faults: energy_fitting.Faults) -> A:
    """The part, or a ValueError of its faults."""
    found = tuple(faults)
    if found:
        raise ValueError("; ".join(found))
    return part


def tariff(settings: TariffSettings | ElectricitySettings) -> Tariff:
    rates = [
        Rate(Warm(frozenset(DAYS.index(day) for day in rate.days), rate.start, rate.end), rate.price)
        for rate in settings.rates
    ]
    return Tariff(settings.price, tuple(rates))


def electricity(settings: ElectricitySettings | None) -> Electricity:
    """The house's; nothing said is nothing known."""
    if settings is None:
        return Electricity()
    return Electricity(
        tariff(settings),
        settings.added,
        settings.feed_in,
        settings.surplus,
        settings.co2,
        settings.co2_price,
        settings.power_cap,
    )


def pump(settings: HeatPumpSettings | None) -> HeatPump | None:
    if settings is None:
        return None
    points = tuple(sorted((point.outdoor, point.cop) for point in settings.cop))
    return HeatPump(points, settings.flow, settings.share)
