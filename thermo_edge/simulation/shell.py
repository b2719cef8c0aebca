"""The shell of homes: how much sun, daylight and air from outdoors comes into the rooms."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from thermo_edge.simulation.moist import AIR_DENSITY
from thermo_edge.simulation.plant import Array, Outside
from thermo_edge.simulation.sun import BEAM_EFFICACY, DIFFUSE_EFFICACY, Planes, through_glass

ROOF = -1
"""The last plane of a home is its roof."""

_DIFFUSE_GLASS = 0.87
"""Transmission of diffuse light by double glazing, relative to light that comes straight."""

_STACK, _WIND = 1.45e-4, 1.74e-4
"""(l/s)²/cm⁴ for each K and each (m/s)²: a house of one storey with some shelter (ASHRAE Fundamentals, chapter 16)."""


class Sunshine(NamedTuple):
    """W, and lx at the sensors; all (homes, rooms)."""

    inside: Array  # W through the windows
    walls: Array  # W taken up by outer faces of walls
    roof: Array  # W taken up by the outer face of the roof
    daylight: Array  # lx


@dataclass(frozen=True)
class Shell:
    """What lies between rooms and the weather; (homes, rooms) where nothing else is said."""

    planes: Planes  # facades, and the roof as the last one
    glass: Array  # (homes, rooms, planes) m² of window times its g-value: W inside for each W/m²
    light: Array  # (homes, rooms, planes) lx at the sensor for each lx on the plane
    dark: Array  # (homes, rooms, planes) m² of opaque face times its absorptance
    leak: Array  # cm² of leakage area
    opening: Array  # m², all windows fully open
    fresh: Array  # kg/s by fans
    heat_kept: Array  # kg/s of that air whose heat is recovered

    def sunshine(self, outside: Outside, shades: Array) -> Sunshine:
        """What comes of the sun now; exactly nothing while it is below the horizon."""
        if outside.elevation.max() <= 0.0:
            nothing = np.zeros(shades.shape)
            return Sunshine(nothing, nothing, nothing, nothing)
        beam, diffuse, cosine = self.planes.irradiance(outside)
        straight = beam * through_glass(cosine)
        scattered = _DIFFUSE_GLASS * diffuse
        let_in = 1.0 - shades
        on_dark = beam + diffuse
        return Sunshine(
            let_in * (self.glass @ (straight + scattered)[..., None])[..., 0],
            (self.dark[..., :ROOF] @ on_dark[:, :ROOF, None])[..., 0],
            self.dark[..., ROOF] * on_dark[:, None, ROOF],
            let_in * (self.light @ (BEAM_EFFICACY * straight + DIFFUSE_EFFICACY * scattered)[..., None])[..., 0],
        )

    def drawn(self, outside: Outside, air: Array, windows: Array) -> Array:
        """Air from outdoors through leaks and windows, kg/s (homes, rooms), beside what fans bring.

        Leaks: ASHRAE's basic model. Windows, of one side: A/2·√(0.001·v² + 0.0035·h·|ΔT| + 0.01) with h = 1 m
        (EN 15242, after de Gids and Phaff 1982).
        """
        apart = np.abs(air - outside.temperature[:, None])
        wind = (outside.wind * outside.wind)[:, None]
        flow = 1e-3 * AIR_DENSITY * self.leak * np.sqrt(_STACK * apart + _WIND * wind)
        if windows.any():
            speed = np.sqrt(0.001 * wind + 0.0035 * apart + 0.01)
            flow += 0.5 * AIR_DENSITY * self.opening * windows * speed
        return flow
