"""Plant one: a room is air, inner mass and outer wall, joined to the air of its neighbours."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np

from thermo_edge.simulation.building import AIR_HEAT, Building, Heat
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.moist import AIR_DENSITY, solve
from thermo_edge.simulation.plant import Array

_OUTER_FILM = 25.0  # W/(m²·K) between an outer face and the weather (EN ISO 6946)
_WALL_COUPLING = 4.5  # W/(m²·K) from the air to the middle of what a wall stores
_INNER_COUPLING = 3.5  # the same for floors, ceilings and inner walls
_INNER_U = 2.0  # of a light wall between rooms
_LIGHT_THINGS = 12e3  # J/(m²·K) of floor that follow the air within minutes: EN ISO 52016 has 10 kJ
_SUN_TO_AIR, _SUN_TO_INNER, _SUN_TO_WALL = 0.10, 0.65, 0.25
_KEPT = 16

Made = TypeVar("Made")


def remembered(known: dict[float, Made], seconds: float, make: Callable[[float], Made]) -> Made:
    """What was made for this length of step, made now if it is new; few lengths are kept."""
    found = known.get(seconds)
    if found is None:
        if len(known) >= _KEPT:
            known.clear()
        found = known[seconds] = make(seconds)
    return found


class _Step(NamedTuple):
    """What depends on the length of a step only; capacities over seconds and conductances in W/K."""

    air: Array
    inner: Array
    wall: Array
    inner_sum: Array  # of the inner mass and all that it is joined to
    wall_sum: Array
    by_inner: Array  # 0..1 of a change of the inner mass that is a change of the air
    by_wall: Array
    matrix: Array  # (homes, rooms, rooms) of the airs, inner mass and wall eliminated, without air from outdoors


@dataclass(frozen=True)
class Lumped:
    """Implements Fabric. J/K and W/K, (homes, rooms) where nothing else is said; nodes: inner masses, then walls."""

    air: Array  # J/K, with light things
    inner: Array  # J/K of floors, inner walls and furniture
    wall: Array  # J/K of outer walls and roof
    air_inner: Array
    air_wall: Array
    air_outdoor: Array  # windows
    inner_ground: Array
    wall_outdoor: Array
    between: Array  # (homes, rooms, rooms) between airs, symmetric
    below: Array  # (homes, 1) °C of the ground
    sunned_wall: Array  # 0..1 of what the sun leaves on outer walls gets to the middle of the wall
    sunned_roof: Array  # the same of the roof
    _steps: dict[float, _Step] = field(default_factory=dict, compare=False, repr=False)

    @property
    def nodes(self) -> int:
        return 2 * int(self.air.shape[1])

    @property
    def shape(self) -> tuple[int, int]:
        homes, rooms = self.air.shape
        return homes, rooms

    def warm(self, air: Array, nodes: Array, heat: Heat, seconds: float) -> tuple[Array, Array]:
        """Implicit Euler: stable at any step, and nowhere does more heat make anything colder."""
        s = remembered(self._steps, seconds, self._prepare)
        rooms = air.shape[1]
        to_inner = s.inner * nodes[:, :rooms] + self._from_ground + heat.floor + _SUN_TO_INNER * heat.sun
        to_inner += self._seen_inner * heat.surfaces
        to_wall = s.wall * nodes[:, rooms:] + self.wall_outdoor * heat.outdoor + _SUN_TO_WALL * heat.sun
        to_wall += self._seen_wall * heat.surfaces + self.sunned_wall * heat.walls + self.sunned_roof * heat.roof
        right = s.air * air + s.by_inner * to_inner + s.by_wall * to_wall + heat.air + _SUN_TO_AIR * heat.sun
        right += (self.air_outdoor + heat.drawn) * heat.outdoor
        matrix = s.matrix.copy()
        matrix.reshape(len(matrix), -1)[:, :: rooms + 1] += heat.drawn
        warmed = solve(matrix, right)
        inner = to_inner / s.inner_sum + s.by_inner * warmed
        return warmed, np.concatenate((inner, to_wall / s.wall_sum + s.by_wall * warmed), axis=1)

    def radiant(self, nodes: Array) -> Array:
        rooms = self.air.shape[1]
        return self._seen_inner * nodes[:, :rooms] + self._seen_wall * nodes[:, rooms:]

    def varied(self, rng: np.random.Generator, by: float) -> "Lumped":
        """Rooms whose masses and couplings are others, by so much as the standard deviation of their logarithm."""

        def other(values: Array) -> Array:
            return values * np.exp(by * rng.standard_normal(values.shape))

        return replace(
            self,
            air=other(self.air),
            inner=other(self.inner),
            wall=other(self.wall),
            air_inner=other(self.air_inner),
            air_wall=other(self.air_wall),
            air_outdoor=other(self.air_outdoor),
            _steps={},
        )

    @cached_property
    def _seen_wall(self) -> Array:
        """0..1 of the surfaces that a body in the room sees are outer walls."""
        return self.air_wall / (self.air_wall + self.air_inner)

    @cached_property
    def _seen_inner(self) -> Array:
        return 1.0 - self._seen_wall

    @cached_property
    def _from_ground(self) -> Array:
        return self.inner_ground * self.below

    def _prepare(self, seconds: float) -> _Step:
        inner, wall, air = self.inner / seconds, self.wall / seconds, self.air / seconds
        inner_sum = inner + self.air_inner + self.inner_ground
        wall_sum = wall + self.air_wall + self.wall_outdoor
        by_inner, by_wall = self.air_inner / inner_sum, self.air_wall / wall_sum
        own = air + self.air_outdoor + self.between.sum(axis=2)
        own += self.air_inner * (1.0 - by_inner) + self.air_wall * (1.0 - by_wall)
        matrix = own[:, None] * np.eye(own.shape[1]) - self.between
        return _Step(air, inner, wall, inner_sum, wall_sum, by_inner, by_wall, matrix)


def lumped(dwelling: Dwelling) -> Building:
    """The homes as plant one."""
    d = dwelling
    walls, roof, floor = d.facades, d.roof, d.floor
    inner_walls = d.inner.sum(axis=2)
    inner = floor + np.maximum(floor - roof, 0.0) + inner_walls
    out_wall = 1.0 / np.maximum(1.0 / d.u_wall - 1.0 / _WALL_COUPLING, 0.05)[:, None]
    out_roof = 1.0 / np.maximum(1.0 / d.u_roof - 1.0 / _WALL_COUPLING, 0.05)[:, None]
    structure = d.structure[:, None]
    fabric = Lumped(
        air=d.volume * AIR_DENSITY * AIR_HEAT + _LIGHT_THINGS * floor,
        # A wall between rooms is heated from both sides: half of it belongs to each.
        inner=structure * (floor + 0.5 * (inner - floor)) + d.furniture[:, None] * floor,
        wall=structure * (walls + 0.4 * roof),
        air_inner=_INNER_COUPLING * inner,
        air_wall=_WALL_COUPLING * (walls + roof),
        air_outdoor=d.u_window[:, None] * d.glazing,
        inner_ground=d.u_ground[:, None] * d.ground,
        wall_outdoor=out_wall * walls + out_roof * roof,
        between=_INNER_U * d.inner + AIR_HEAT * d.doors,
        below=d.below[:, None],
        sunned_wall=np.minimum(out_wall / _OUTER_FILM, 1.0),
        sunned_roof=np.minimum(out_roof / _OUTER_FILM, 1.0),
    )
    return Building(d.shell(), d.emitters, d.room_air(), fabric)
