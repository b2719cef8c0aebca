"""What every plant of the simulation is: pure steps on arrays of homes and rooms, whatever it is made of inside.

Arrays are float64 and shaped (homes,), (homes, rooms) or (homes, rooms, windows' facades) as each line says. One home
runs live and thousands are generated for training by the same code.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outside:
    """Outdoors at one moment, all (homes,)."""

    temperature: Array  # °C
    moisture: Array  # g of water per kg of dry air
    wind: Array  # m/s
    beam: Array  # direct normal irradiance, W/m²
    diffuse: Array  # diffuse horizontal irradiance, W/m²
    elevation: Array  # of the sun, degrees above the horizon
    azimuth: Array  # of the sun, degrees clockwise from north


@dataclass(frozen=True, slots=True)
class Inputs:
    """What people and devices do to the rooms meanwhile, all (homes, rooms)."""

    heating: Array  # 0..1 of each emitter's power that is asked for
    cooling: Array  # 0..1 of each cooler's power that is asked for
    people: Array  # persons in the room, may be a fraction of the time
    appliances: Array  # W of lamps and appliances, all of it becomes heat
    vapour: Array  # g of water per hour beside what people give off (showers, cooking, laundry)
    windows: Array  # 0..1, how far windows are open
    shades: Array  # 0..1, how much of the sun shades keep out
    flow: Array | None = None  # (homes,) °C that the source's water is set to; None: by its own curve


@dataclass(frozen=True, slots=True)
class Indoor:
    """The state of the rooms; all (homes, rooms) but `nodes`, whose last axis is the plant's own."""

    air: Array  # °C
    operative: Array  # °C, as people feel it: air and surfaces
    moisture: Array  # g of water per kg of dry air
    co2: Array  # ppm
    daylight: Array  # lx at the sensor, without lamps
    emitted: Array  # W of heat that emitters give now, after their lag
    removed: Array  # W of heat that coolers take now
    electricity: Array  # W drawn by heating and cooling: heat through the COP of what makes it
    nodes: Array  # (homes, nodes), what else this plant remembers


class Plant(Protocol):
    """A building with its emitters, for many homes at once. Frozen; every method is pure."""

    @property
    def homes(self) -> int: ...

    @property
    def rooms(self) -> int: ...

    def begin(self, temperature: float, outside: Outside) -> Indoor:
        """All of it at one temperature in °C, fresh air, nothing running."""

    def step(self, indoor: Indoor, outside: Outside, inputs: Inputs, seconds: float) -> Indoor:
        """The state after `seconds` (1 to 900), with everything given held meanwhile. Stable at any such step."""


def relative_humidity(moisture: Array, temperature: Array) -> Array:
    """% from g/kg and °C, at 1013 hPa (Magnus formula; Alduchov and Eskridge 1996)."""
    saturated = 6.1094 * np.exp(17.625 * temperature / (temperature + 243.04))  # hPa
    vapour = moisture * 1013.25 / (622.0 + moisture)
    return np.clip(100.0 * vapour / saturated, 0.0, 100.0)
