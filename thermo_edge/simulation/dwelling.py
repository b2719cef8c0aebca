"""Homes as a surveyor would describe them, from which either plant is built."""

from dataclasses import dataclass

import numpy as np

from thermo_edge.simulation.emitters import Emitters
from thermo_edge.simulation.moist import AIR_DENSITY, RoomAir
from thermo_edge.simulation.plant import Array
from thermo_edge.simulation.shell import ROOF, Shell
from thermo_edge.simulation.sun import Planes

_FRAMES = 0.75  # of a window is glass
_GLASS_LIGHT = 0.70  # transmission of light by double glazing and its dirt
_REFLECTED = 0.5  # mean reflectance of a room's surfaces
_ABSORBED = 0.6  # of the sun, by walls and roofs
_TAKEN_UP = (
    120.0  # g of water for each m² of furnished floor and each 1 of relative humidity, with walls and ceiling ×3
)
_FILM = 1.5e-3  # kg/s of air for each m² of floor


@dataclass(frozen=True)
class Dwelling:
    """Homes of the same rooms, beside each other in the same way. Planes are facades, then the roof as the last."""

    floor: Array  # (homes, rooms) m²
    height: Array  # (homes,) m
    azimuth: Array  # (homes, planes) degrees clockwise from north
    tilt: Array  # (homes, planes) degrees from the horizontal
    horizon: Array  # (homes, planes) degrees of elevation that houses and trees hide
    window: Array  # (homes, rooms, planes) m²
    wall: Array  # (homes, rooms, planes) m² that are not window; of the roof, what lies over the room
    ground: Array  # (homes, rooms) m² of floor on the ground
    inner: Array  # (homes, rooms, rooms) m² of walls between rooms, symmetric
    doors: Array  # (homes, rooms, rooms) kg/s of air between rooms, each way, symmetric
    u_wall: Array  # (homes,) W/(m²·K), as are the next three
    u_window: Array
    u_roof: Array
    u_ground: Array
    g_value: Array  # (homes,) of the sun on a window comes in
    structure: Array  # (homes,) J/(m²·K) of what walls, floors and ceilings store
    furniture: Array  # (homes,) J/(m²·K) of floor
    leak: Array  # (homes, rooms) cm²
    opening: Array  # (homes, rooms) m² of windows, fully open
    fresh: Array  # (homes, rooms) kg/s by fans
    recovered: Array  # (homes,) 0..1 of the heat of that air
    sensor: Array  # (homes, rooms) light where the sensor is, relative to the room's mean
    below: Array  # (homes,) °C deep in the ground
    emitters: Emitters

    @property
    def volume(self) -> Array:
        """m³ (homes, rooms)"""
        return self.floor * self.height[:, None]

    @property
    def facades(self) -> Array:
        """m² of opaque outer wall (homes, rooms), without the roof; at least a bit, so that the wall is a store."""
        area: Array = np.maximum(self.wall[..., :ROOF].sum(axis=-1), 0.5)
        return area

    @property
    def roof(self) -> Array:
        """m² (homes, rooms)"""
        return self.wall[..., ROOF]

    @property
    def glazing(self) -> Array:
        """m² of window (homes, rooms)"""
        area: Array = self.window.sum(axis=-1)
        return area

    @property
    def loss(self) -> Array:
        """W/K of heat that goes through walls, windows, roof and floor (homes, rooms), without air."""
        areas = (self.wall[..., :ROOF].sum(axis=-1), self.glazing, self.roof, self.ground)
        values = (self.u_wall, self.u_window, self.u_roof, self.u_ground)
        loss: Array = np.sum([area * value[:, None] for area, value in zip(areas, values, strict=True)], axis=0)
        return loss

    def shell(self) -> Shell:
        """Daylight: the flux through the windows, spread over the surfaces of a square room that reflect it."""
        surfaces = 2.0 * self.floor + 4.0 * np.sqrt(self.floor) * self.height[:, None]
        lit = self.sensor * _FRAMES * _GLASS_LIGHT / (surfaces * (1.0 - _REFLECTED))
        return Shell(
            planes=Planes.of(self.azimuth, self.tilt, self.horizon),
            glass=self.window * _FRAMES * self.g_value[:, None, None],
            light=self.window * lit[..., None],
            dark=self.wall * _ABSORBED,
            leak=self.leak,
            opening=self.opening,
            fresh=self.fresh,
            heat_kept=self.fresh * self.recovered[:, None],
        )

    def room_air(self) -> RoomAir:
        return RoomAir(
            mass=self.volume * AIR_DENSITY,
            store=3.0 * _TAKEN_UP * self.floor,
            film=_FILM * self.floor,
            doors=self.doors,
        )
