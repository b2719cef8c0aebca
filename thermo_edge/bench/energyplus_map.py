"""A map says how an EnergyPlus model is lived in: zones as rooms, what heats them, what is counted, who is home."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from thermo_edge.bench.recordings.mapping import Part, Zone, find_map, read_as
from thermo_edge.config.kinds import Identifier
from thermo_edge.config.settings import BandSettings, HoursSettings

SHIPPED = Path(__file__).resolve().parent / "maps" / "energyplus"
EXAMPLE = "midrise_flats"
"""The shipped map that is taken where none is named."""

OF_SCHEDULES = "Schedule Value"


class Energy(Part):
    """What counts, in J: an output variable with its key, or a meter, as EnergyPlus writes them."""

    variable: str | None = None
    key: str | None = None
    meter: str | None = None
    fuel: Literal["gas", "electricity"] | None = None
    """Left out: gas where its name says so, else electricity."""

    @model_validator(mode="after")
    def _one_of_them(self) -> "Energy":
        variable = self.variable is not None and self.key is not None
        if variable == (self.meter is not None) or (self.variable is None) != (self.key is None):
            raise ValueError("write either variable: and key:, or meter:")
        return self

    @property
    def paid(self) -> Literal["gas", "electricity"]:
        """By whose price."""
        return self.fuel or ("gas" if "naturalgas" in f"{self.variable or self.meter}".lower() else "electricity")


class ActuatorMap(Part):
    """An actuator as EnergyPlus names it; with `key` alone the schedule of that name."""

    component: str | None = None
    control: str = OF_SCHEDULES
    key: str

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"key": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _named(self) -> "ActuatorMap":
        if self.component is None and self.control != OF_SCHEDULES:
            raise ValueError("write component: too; without it key: is the name of a schedule")
        return self

    @property
    def schedule(self) -> str | None:
        """The name of the schedule that it is."""
        return self.key if self.component is None else None


class Valve(ActuatorMap):
    """What lets heat be, with its values."""

    open: float = 1.0
    closed: float = 0.0


class Held(ActuatorMap):
    """What stands at a value from the first step of the warm-up on."""

    value: float


class RoomMap(Part):
    """One zone."""

    zone: str
    name: str = ""
    set_point: str | None = None
    """`zone`: its own thermostat's; else the name of the schedule that holds its heating set-point."""
    switch: str | None = None
    """The name of a schedule that lets its heat be (1) or not (0): the room then has a bare switch."""
    valve: Valve | None = None
    """The same with any actuator and any values."""
    schedule: str | None = Field(None, pattern=r"(?i)^schedule:[a-z]+(:[a-z]+)?$")
    """Of which class the schedule of `set_point` or `switch` is; left out: as the model has it."""
    source: Identifier | None = None
    """The shared heat source it draws on."""
    power: float | None = Field(None, gt=0.0, le=100.0)
    """kW of full heat, if the program is to be told."""
    energy: tuple[Energy, ...] = ()
    """What its heating takes; left out: that is known of the whole home only."""
    comfort: BandSettings | None = None
    setback: BandSettings | None = None
    hours: tuple[HoursSettings, ...] = ()
    """When it is to be comfortable; left out: always."""
    comfort_schedule: str | None = None
    """In place of these three: the schedule of the model that says how warm it should be at least, °C."""

    @model_validator(mode="after")
    def _one_way(self) -> "RoomMap":
        if sum(way is not None for way in (self.set_point, self.switch, self.valve)) != 1:
            raise ValueError(
                "write either set_point: zone (or a schedule's name), or switch: a schedule's name, or valve:"
            )
        if self.comfort_schedule is None and (self.comfort is None or self.setback is None):
            raise ValueError("write comfort: and setback:, or comfort_schedule: a schedule's name")
        if self.comfort_schedule is not None and (self.comfort or self.setback or self.hours):
            raise ValueError("comfort_schedule: says it all: leave out comfort:, setback: and hours:")
        return self

    @property
    def let(self) -> Valve | None:
        """What lets its heat be, where no set-point asks for it."""
        return Valve(key=self.switch) if self.switch is not None else self.valve

    @property
    def told(self) -> ActuatorMap:
        """What is told how it is to be heated."""
        if self.set_point == "zone":
            return ActuatorMap(component="Zone Temperature Control", control="Heating Setpoint", key=self.zone)
        return self.let or ActuatorMap(key=str(self.set_point))


class Supply(Part):
    """An output variable in °C: what the heat source sends out."""

    variable: str
    key: str


class Prices(Part):
    """Of a kWh."""

    gas: float = Field(0.11, ge=0.0)
    electricity: float = Field(0.30, ge=0.0)


class Occupied(Part):
    """A schedule of the model that says who is home: somebody, while it is above a value."""

    schedule: str
    above: float = 0.0

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"schedule": value} if isinstance(value, str) else value


class EnergyPlusMap(Part):
    """All of it. `model` and `weather` are what is taken where none is named: a file, or a part of a packaged name."""

    name: str
    model: str | None = None
    weather: str | None = None
    zone: Zone | None = None
    """The home's time zone, where the weather's is not one of whole hours."""
    home: tuple[HoursSettings, ...] = ()
    """When somebody is home; left out: always."""
    occupied: Occupied | None = None
    """In place of `home`."""
    rooms: Mapping[Identifier, RoomMap] = Field(min_length=1)
    energy: tuple[Energy, ...] = ()
    """What the heating of the whole home takes beside that of its rooms."""
    hold: tuple[Held, ...] = ()
    """What else is to stand still, such as the hours of a central fan."""
    supply: Supply | None = None
    prices: Prices = Prices()
    step: Literal[1, 2, 3, 4, 5, 6, 10] = 5
    """Minutes of EnergyPlus's zone time step; bare switches are on or off for whole ones."""
    air: float = Field(1.0, ge=1.0, le=30.0)
    """How many times its air alone a zone's air with furniture and the like stores; 1: as the model has it."""

    @model_validator(mode="after")
    def _fits_together(self) -> "EnergyPlusMap":
        if not self.energies:
            raise ValueError("nothing is counted: write energy: for rooms, or for the whole home")
        if self.occupied is not None and self.home:
            raise ValueError("write either home: or occupied:")
        twice = [name for name, count in Counter(self._taken()).items() if count > 1]
        if twice:
            each = "each room needs its own; with a shared set-point write set_point: zone"
            raise ValueError(f"{', '.join(twice)} is named twice: {each}")
        return self

    @property
    def energies(self) -> tuple[Energy, ...]:
        """All that counts: of each room, then of the whole home."""
        return (*(each for room in self.rooms.values() for each in room.energy), *self.energy)

    def _taken(self) -> Iterator[str]:
        for room in self.rooms.values():
            yield f"zone {room.zone.upper()}"
        for each in (*(room.told for room in self.rooms.values()), *self.hold):
            yield " / ".join((each.component or "schedule", each.control, each.key)).upper()


def read_energyplus_map(name: str) -> EnergyPlusMap:
    """A file, or a shipped map by its name. Raises SettingsError with every fault and its line."""
    return read_as(find_map(name, SHIPPED), EnergyPlusMap, SHIPPED)
