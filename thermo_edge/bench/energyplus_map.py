"""A map says how an EnergyPlus model is lived in: zones as rooms, what heats them, what is counted, who is home."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from thermo_edge.bench.recordings.mapping import Part, Zone, find_map, read_as
from thermo_edge.config.kinds import Identifier
from thermo_edge.config.settings import BandSettings, HoursSettings

SHIPPED = Path(__file__).resolve().parent / "maps" / "energyplus"
EXAMPLE = "midrise_flats"
"""The shipped map that is taken where none is named."""


class Energy(Part):
    """An output variable in J, with its key as EnergyPlus writes it."""

    variable: str
    key: str
    fuel: Literal["gas", "electricity"] = "electricity"


class RoomMap(Part):
    """One zone."""

    zone: str
    name: str = ""
    set_point: str | None = None
    """`zone`: its own thermostat's; else the name of the schedule that holds its heating set-point."""
    switch: str | None = None
    """The name of a schedule that lets its heat be (1) or not (0): the room then has a bare switch."""
    schedule: Literal["Schedule:Compact", "Schedule:Constant", "Schedule:Year", "Schedule:File"] = "Schedule:Compact"
    """Of which class that schedule is."""
    source: Identifier | None = None
    """The shared heat source it draws on."""
    power: float | None = Field(None, gt=0.0, le=100.0)
    """kW of full heat, if the program is to be told."""
    energy: tuple[Energy, ...] = Field(min_length=1)
    """What its heating takes."""
    comfort: BandSettings
    setback: BandSettings
    hours: tuple[HoursSettings, ...] = ()
    """When it is to be comfortable; left out: always."""

    @model_validator(mode="after")
    def _one_way(self) -> "RoomMap":
        if (self.set_point is None) == (self.switch is None):
            raise ValueError("write either set_point: zone (or a schedule's name) or switch: a schedule's name")
        return self


class Supply(Part):
    """An output variable in °C: what the heat source sends out."""

    variable: str
    key: str


class Prices(Part):
    """Of a kWh."""

    gas: float = Field(0.11, ge=0.0)
    electricity: float = Field(0.30, ge=0.0)


class EnergyPlusMap(Part):
    """All of it. `model` and `weather` are what is taken where none is named: a file, or a part of a packaged name."""

    name: str
    model: str | None = None
    weather: str | None = None
    zone: Zone | None = None
    """The home's time zone, where the weather's is not one of whole hours."""
    home: tuple[HoursSettings, ...] = ()
    """When somebody is home; left out: always."""
    rooms: Mapping[Identifier, RoomMap] = Field(min_length=1)
    energy: tuple[Energy, ...] = ()
    """What the heating of the whole home takes beside that of its rooms."""
    supply: Supply | None = None
    prices: Prices = Prices()
    step: Literal[1, 2, 3, 4, 5, 6, 10] = 5
    """Minutes of EnergyPlus's zone time step; bare switches are on or off for whole ones."""
    air: float = Field(1.0, ge=1.0, le=30.0)
    """How many times its air alone a zone's air with furniture and the like stores; 1: as the model has it."""


def read_energyplus_map(name: str) -> EnergyPlusMap:
    """A file, or a shipped map by its name. Raises SettingsError with every fault and its line."""
    return read_as(find_map(name, SHIPPED), EnergyPlusMap, SHIPPED)
