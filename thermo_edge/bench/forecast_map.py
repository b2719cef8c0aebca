"""A map of a recording of temperatures: which column is which room, the weather, the heating, and in what units."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from thermo_edge.bench.recordings.mapping import SHIPPED, Part, Seconds, Table, Words, Zone, find_map, read_as

SHIPPED_FORECASTS = SHIPPED / "forecast"

Id = Annotated[tuple[str, ...], BeforeValidator(lambda value: value if isinstance(value, list) else [value])]
"""The column (wide), or what stands in the sensor columns (events); several are averaged."""

Celsius = Literal["°C", "C", "°F", "F", "K"]
DELTAS = {"°C": 1.0, "C": 1.0, "K": 1.0, "°F": 1.8, "F": 1.8}
"""How many of a unit make a difference of one kelvin."""


class Column(Part):
    """Where a quantity stands. `stale`: for how long a value holds; left out, what is usual for the quantity."""

    id: Id
    unit: str = ""
    stale: Seconds | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"id": value}


class Temperature(Column):
    """Of a room, the outdoors or a thermostat's wish."""

    unit: Celsius = "°C"


class Sunshine(Column):
    """Global irradiance on the horizontal."""

    unit: Literal["W/m²", "W/m2", "kW/m²", "kW/m2"] = "W/m²"


class Heating(Column):
    """How much heat is given: a share, a power with what is `full`, or how warm the radiator is.

    In °C, °F or K it is the temperature of the radiator, and `full` is how far above the room it is at full heat.
    """

    unit: Literal["", "%", "W", "kW", "°C", "C", "°F", "F", "K"] = ""
    full: float | None = Field(None, gt=0)
    words: dict[str, float] = Field(default_factory=lambda: {"on": 1.0, "off": 0.0, "ON": 1.0, "OFF": 0.0})

    @model_validator(mode="after")
    def _whole(self) -> "Heating":
        if self.unit not in ("", "%") and self.full is None:
            raise ValueError(f"heat in {self.unit} needs full: what it is at full heat")
        return self


class Room(Part):
    """One temperature that is forecast; the other rooms are its neighbours."""

    name: str
    target: Temperature
    heat: Heating | None = None
    set_point: Temperature | None = None
    others: dict[str, Column] = Field(default_factory=dict)


class Place(Part):
    """Degrees, north and east positive."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class ForecastMap(Table):
    """What a recording of temperatures means."""

    layout: Literal["wide", "events"] = "wide"
    name: str = ""
    zone: Zone = "UTC"
    untidy: Literal["refuse", "mend"] = "refuse"
    """Times out of order or told twice with other values: a fault, or sorted and averaged."""
    sensor: Words = ()
    value: str | None = None
    stale: Seconds = 2700
    rooms: tuple[Room, ...] = Field(min_length=1)
    outdoor: Temperature | None = None
    sun: Sunshine | None = None
    location: Place | None = None
    """Without a column of the sun: a clear sky at this place stands in for it."""

    @model_validator(mode="after")
    def _complete(self) -> "ForecastMap":
        if self.layout == "events" and not (self.sensor and self.value):
            raise ValueError("the layout events needs sensor: and value:, the columns of what is told and how much")
        names = [room.name for room in self.rooms]
        if len(set(names)) != len(names):
            raise ValueError("two rooms have one name")
        return self


def read_forecast_map(name: str) -> ForecastMap:
    """Of a file, or the shipped one of that name. Raises SettingsError with every fault and its line."""
    return read_as(find_map(name, SHIPPED_FORECASTS), ForecastMap, SHIPPED_FORECASTS)
