"""Water and carbon dioxide in the air of rooms: balances that lose nothing, with stores that take up moisture."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from thermo_edge.simulation.plant import Array

OUTDOOR_CO2 = 420.0
"""ppm"""

CO2_PER_PERSON = 0.0050 * 3600.0
"""l/h of an adult at rest (ASTM D6245: 0.0052 l/s at 1.2 met)."""

VAPOUR_PER_PERSON = 55.0
"""g/h, a mean of sleep and light work (ASHRAE Fundamentals, chapter 18: 45 W latent when seated)."""

AIR_DENSITY = 1.2
"""kg/m³"""


def saturated(temperature: Array) -> Array:
    """The most water that air can hold, g/kg, from °C at 1013 hPa (Magnus formula; Alduchov and Eskridge 1996)."""
    pressure = 6.1094 * np.exp(17.625 * temperature / (temperature + 243.04))  # hPa
    return 622.0 * pressure / (1013.25 - pressure)


_BREATH = CO2_PER_PERSON / 3.6 * AIR_DENSITY  # ppm·kg/s of each person

_COIL = float(saturated(np.array(10.0)))
"""g/kg that a cooler's wet coil leaves in the air."""

_COLD_CORNER = 0.25 * 0.062
"""How far the coldest surface is on the way from indoors to outdoors (EN ISO 13788 asks for less, against mould), times
the share of moisture that saturated air at 20 °C loses with each kelvin."""

_WETTING = 0.6
"""kg/s of air per m³ of room that touches what is wet, times the square of the share by which it holds more than the
coldest surface allows: the wetter the air, the more of the room is cold enough. A guess that keeps rooms below 100 %.
"""


def solve(matrix: Array, right: Array) -> Array:
    """Solve small systems: `matrix` (..., n, n), `right` (..., n). One and two unknowns go without LAPACK's calls."""
    unknowns = right.shape[-1]
    if unknowns == 1:
        return right / matrix[..., 0]
    if unknowns == 2:
        determinant = matrix[..., 0, 0] * matrix[..., 1, 1] - matrix[..., 0, 1] * matrix[..., 1, 0]
        first = (right[..., 0] * matrix[..., 1, 1] - right[..., 1] * matrix[..., 0, 1]) / determinant
        second = (right[..., 1] * matrix[..., 0, 0] - right[..., 0] * matrix[..., 1, 0]) / determinant
        return np.stack((first, second), axis=-1)
    solved: Array = np.linalg.solve(matrix, right[..., None])[..., 0]
    return solved


@dataclass(frozen=True)
class RoomAir:
    """The air of rooms and what lies around in them and takes up moisture; all (homes, rooms) but `doors`."""

    mass: Array  # kg of air
    store: Array  # g of water taken up for each 1 of relative humidity
    film: Array  # kg/s of air that exchanges its moisture with the store
    doors: Array  # (homes, rooms, rooms) kg/s between rooms, symmetric, each way

    @cached_property
    def _passing(self) -> Array:
        own = np.eye(self.doors.shape[-1])
        passing: Array = own * self.doors.sum(axis=-1)[..., None] - self.doors
        return passing

    @cached_property
    def _wet(self) -> Array:
        return _WETTING / AIR_DENSITY * self.mass

    def step(self, then: "Carried", given: "Given", seconds: float) -> "Carried":
        """What the air carries after `seconds`: implicit, so that nothing is lost and any step is stable."""
        held = self.mass / seconds
        saturation = saturated(given.air)
        # The store, at the room's temperature, is eliminated: filled' = (kept·filled + film·moisture') / (kept + pull).
        kept = self.store / seconds
        pull = self.film * saturation
        back = self.film * kept / (kept + pull)
        cold = saturation * np.exp(_COLD_CORNER * (given.outdoor[:, None] - given.air))
        over = np.maximum(then.moisture / cold - 1.0, 0.0)
        wetting = self._wet * over * over
        matrix = np.empty((*held.shape[:1], 2, *self.doors.shape[1:]))
        matrix[:] = self._passing[:, None]
        renewed = held + given.fresh
        diagonal = matrix.reshape(*matrix.shape[:2], -1)[..., :: held.shape[1] + 1]
        diagonal += renewed[:, None]
        diagonal[:, 1] += back + wetting
        right = np.empty((*matrix.shape[:2], held.shape[1]))
        right[:, 0] = held * then.co2 + OUTDOOR_CO2 * given.fresh + _BREATH * given.people
        vapour = (VAPOUR_PER_PERSON * given.people + given.vapour) / 3600.0
        right[:, 1] = held * then.moisture + given.fresh * given.moisture[:, None] + vapour
        right[:, 1] += back * saturation * then.filled + wetting * cold
        if given.coil is not None:
            drying = given.coil * (then.moisture > _COIL)
            diagonal[:, 1] += drying
            right[:, 1] += drying * _COIL
        solved = solve(matrix, right)
        co2, moisture = solved[:, 0], solved[:, 1]
        return Carried(moisture, co2, (kept * then.filled + self.film * moisture) / (kept + pull))


class Carried(NamedTuple):
    """What the air of rooms and its stores hold, (homes, rooms)."""

    moisture: Array  # g/kg
    co2: Array  # ppm
    filled: Array  # relative humidity, 0..1, that the store is in balance with


class Given(NamedTuple):
    """What happens to the air meanwhile, (homes, rooms) but the two of outdoors, (homes,)."""

    air: Array  # °C
    fresh: Array  # kg/s from outdoors
    coil: Array | None  # kg/s through coolers; None: nothing is cooled
    people: Array
    vapour: Array  # g/h
    outdoor: Array  # °C
    moisture: Array  # g/kg outdoors
