"""The settings of how savings are measured, and how they become part of the house."""

from pydantic import Field

from thermo_edge.config.kinds import Entity, Identifier, Part
from thermo_edge.home.house import Attribute, EntityId, Point, Sensor
from thermo_edge.home.savings import EnergyMeter, Measuring


class MeterSettings(Part):
    """Something that counts energy and never goes back but to nought."""

    entity: Entity = Field(description="a sensor that counts kWh (Wh, MWh) of heating or cooling")
    source: Identifier | None = Field(
        None, description="the heat source whose fuel it counts, by its id, for its price; empty: electricity"
    )


class SavingsSettings(Part):
    """How it is measured what the program saves."""

    alternate: bool = Field(
        False,
        description="true: on blocks of three days, drawn by lot, the house is run by hours, setback and presence "
        "alone, without the plan and what was learned, so that days can be compared; safety stays as it is. About "
        "half of what would be saved is then not saved: it can be ended at any time",
    )
    meters: list[MeterSettings] = Field(
        [], description="what counts the energy of heating and cooling; none: full power times how long it ran"
    )


def measuring(settings: SavingsSettings) -> Measuring:
    return Measuring(settings.alternate, tuple(EnergyMeter(each.entity, each.source) for each in settings.meters))


def sensors(settings: SavingsSettings) -> tuple[Sensor, ...]:
    """What is read for it."""
    return tuple(Sensor(Point(EntityId(each.entity), Attribute.ENERGY)) for each in settings.meters)
