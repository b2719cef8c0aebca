"""Plant two: walls, floors and ceilings in layers whose surfaces radiate to each other, inner walls, the ground."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from thermo_edge.simulation.building import AIR_HEAT, Building, Heat
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.lumped import remembered
from thermo_edge.simulation.moist import AIR_DENSITY, solve
from thermo_edge.simulation.plant import Array

BLOCKS = (
    *("star", "furniture", "floor", "screed", "slab", "soil"),
    *("ceiling", "ceiling core", "roof", "wall", "masonry", "outer masonry", "leaf"),
)
"""The nodes of each room after its air. In the star all surfaces meet that radiate to each other: it stores nothing."""

_RADIATION = 5.1  # W/(m²·K), black-body exchange at 20 °C times 0.9
_TO_WALL, _TO_FLOOR, _TO_CEILING = 2.5, 2.0, 2.0  # W/(m²·K) of convection (EN ISO 13791, between its extremes)
_OUTER_FILM = 25.0
_LIGHT_THINGS = 8e3  # J/(m²·K) of floor that follow the air within minutes
_PLASTER = 15e3  # J/(m²·K) of a finish
_LEAF = 60e3  # J/(m²·K) of the outer leaf of a wall, a third of it for a roof
_SOIL, _SOIL_DOWN = 1.0e6, 2.0  # J/(m²·K) of half a metre, and W/(m²·K) from its middle to the deep
_PIPES = 600.0  # s
_SUN = {"star": 0.2, "furniture": 0.2, "floor": 0.5}  # the rest warms the air
_LEAST = 1.0  # J/K of a node that a room does not have

Places = NDArray[np.int_]


class _Step(NamedTuple):
    """What depends on the length of a step only."""

    kept: Array  # (homes, all) W/K: capacity over seconds
    inverse: Array  # (homes, all, all) K/W
    toward: Array  # (homes, all, rooms) its columns of the airs, lying together
    among: Array  # (homes, rooms, rooms) of those the rows of the airs


@dataclass(frozen=True)
class Layered:
    """Implements Fabric. A network of `all` nodes, the rooms' airs first; J/K and W/K."""

    rooms: int
    capacity: Array  # (homes, all)
    joined: Array  # (homes, all, all) conductances as a matrix: what leaves a node less what comes to it
    outdoor: Array  # (homes, all) to the air outdoors
    deep: Array  # (homes, all) W of heat from the deep ground, relative to 0 °C
    _steps: dict[float, _Step] = field(default_factory=dict, compare=False, repr=False)

    @property
    def nodes(self) -> int:
        return int(self.capacity.shape[1]) - self.rooms

    @property
    def shape(self) -> tuple[int, int]:
        return self.capacity.shape[0], self.rooms

    def warm(self, air: Array, nodes: Array, heat: Heat, seconds: float) -> tuple[Array, Array]:
        """Implicit Euler, with an inverse for each length of step.

        Air from outdoors changes from step to step, on the few diagonal places of the airs, and is added by Woodbury's
        formula: (M + E·D·Eᵀ)⁻¹·b = y − M⁻¹·E·(1 + D·EᵀM⁻¹E)⁻¹·D·y, with y = M⁻¹·b.
        """
        s = remembered(self._steps, seconds, self._prepare)
        rooms = self.rooms
        right = s.kept * np.concatenate((air, nodes), axis=1)
        right += self.outdoor * heat.outdoor
        right += self.deep
        by_room = right[:, : rooms * (1 + len(BLOCKS))].reshape(len(right), -1, rooms)
        by_room[:, 0] += heat.air + (1.0 - sum(_SUN.values())) * heat.sun + heat.drawn * heat.outdoor
        by_room[:, _at("star")] += heat.surfaces + _SUN["star"] * heat.sun
        by_room[:, _at("furniture")] += _SUN["furniture"] * heat.sun
        by_room[:, _at("floor")] += _SUN["floor"] * heat.sun
        by_room[:, _at("screed")] += heat.floor
        by_room[:, _at("leaf")] += heat.walls
        by_room[:, _at("roof")] += heat.roof
        free = (s.inverse @ right[..., None])[..., 0]
        changed = heat.drawn[..., None] * s.among + np.eye(rooms)
        drain = solve(changed, heat.drawn * free[:, :rooms])
        warmed = free - (s.toward @ drain[..., None])[..., 0]
        return warmed[:, :rooms], warmed[:, rooms:]

    def radiant(self, nodes: Array) -> Array:
        first = (_at("star") - 1) * self.rooms
        return nodes[:, first : first + self.rooms]

    def _prepare(self, seconds: float) -> _Step:
        kept = self.capacity / seconds
        inverse = np.linalg.inv(self.joined + np.eye(self.capacity.shape[1]) * kept[:, None])
        toward = np.ascontiguousarray(inverse[:, :, : self.rooms])
        return _Step(kept, inverse, toward, toward[:, : self.rooms])


def _at(block: str) -> int:
    return 1 + BLOCKS.index(block)


class _Network:
    """Nodes and conductances in the making."""

    def __init__(self, homes: int, rooms: int, walls: int) -> None:
        self.rooms = rooms
        nodes = rooms * (1 + len(BLOCKS)) + 3 * walls
        self.capacity = np.full((homes, nodes), _LEAST)
        self.joined = np.zeros((homes, nodes, nodes))
        self.outdoor, self.deep = np.zeros((homes, nodes)), np.zeros((homes, nodes))

    def block(self, name: str) -> Places:
        start = 0 if name == "air" else _at(name) * self.rooms
        return np.arange(start, start + self.rooms)

    def store(self, nodes: Places, joules: Array) -> None:
        self.capacity[:, nodes] = np.maximum(joules, _LEAST)

    def join(self, one: Places, other: Places, watts: Array) -> None:
        for a, b in ((one, other), (other, one)):
            self.joined[:, a, a] += watts
            self.joined[:, a, b] -= watts

    def to_outdoors(self, nodes: Places, watts: Array) -> None:
        self.outdoor[:, nodes] += watts
        self.joined[:, nodes, nodes] += watts

    def to_deep(self, nodes: Places, watts: Array, temperature: Array) -> None:
        self.deep[:, nodes] += watts * temperature
        self.joined[:, nodes, nodes] += watts


def layered(dwelling: Dwelling) -> Building:
    """The homes as plant two."""
    pairs = [(a, b) for a, b in _pairs(dwelling.floor.shape[1]) if (dwelling.inner[:, a, b] > 0.0).any()]
    homes, rooms = dwelling.floor.shape
    net = _Network(homes, rooms, len(pairs))
    _add_air(net, dwelling)
    _add_walls(net, dwelling)
    _add_floors(net, dwelling)
    _add_ceilings(net, dwelling)
    for number, (one, other) in enumerate(pairs):
        _add_inner_wall(net, dwelling, number, one, other)
    fabric = Layered(net.rooms, net.capacity, net.joined, net.outdoor, net.deep)
    given = dwelling.emitters
    # What a screed delays is computed here, and is no more a lag of its pipes.
    pipes = np.where(given.to_floor > 0.5, np.minimum(given.lag, _PIPES), given.lag)
    return Building(dwelling.shell(), replace(given, lag=pipes), dwelling.room_air(), fabric)


def _pairs(rooms: int) -> Iterator[tuple[int, int]]:
    return ((a, b) for a in range(rooms) for b in range(a + 1, rooms))


def _add_air(net: _Network, d: Dwelling) -> None:
    air, star, furniture = net.block("air"), net.block("star"), net.block("furniture")
    net.store(air, d.volume * AIR_DENSITY * AIR_HEAT + _LIGHT_THINGS * d.floor)
    net.capacity[:, star] = 0.0
    net.store(furniture, (d.furniture[:, None] + 8e3) * d.floor)
    net.join(air, furniture, 2.5 * d.floor)
    net.join(star, furniture, 3.0 * d.floor)
    window = d.u_window[:, None] * d.glazing
    net.to_outdoors(air, 0.45 * window)
    net.to_outdoors(star, 0.55 * window)
    for one, other in _pairs(net.rooms):
        net.join(air[[one]], air[[other]], AIR_HEAT * d.doors[:, one, other, None])


def _add_walls(net: _Network, d: Dwelling) -> None:
    area, structure = d.facades, d.structure[:, None]
    wall, masonry, outer, leaf = (net.block(name) for name in ("wall", "masonry", "outer masonry", "leaf"))
    net.join(net.block("air"), wall, _TO_WALL * area)
    net.join(net.block("star"), wall, _RADIATION * area)
    # What resists beyond films, plaster and the two halves of the masonry is insulation, before the outer leaf.
    left = np.maximum(1.0 / d.u_wall - (1.0 / (_TO_WALL + _RADIATION) + 0.16 + 1.0 / _OUTER_FILM), 0.03)[:, None]
    for node, joules in ((wall, _PLASTER), (masonry, 0.5 * structure), (outer, 0.5 * structure), (leaf, _LEAF)):
        net.store(node, joules * area)
    net.join(wall, masonry, area / 0.06)
    net.join(masonry, outer, area / (0.1 + 0.15 * left))
    net.join(outer, leaf, area / (0.85 * left))
    net.to_outdoors(leaf, _OUTER_FILM * area)


def _add_floors(net: _Network, d: Dwelling) -> None:
    area, structure = d.floor, d.structure[:, None]
    floor, screed, slab, soil = (net.block(name) for name in ("floor", "screed", "slab", "soil"))
    net.join(net.block("air"), floor, _TO_FLOOR * area)
    net.join(net.block("star"), floor, _RADIATION * area)
    for node, joules in ((floor, _PLASTER), (screed, 0.5 * structure), (slab, 0.6 * structure)):
        net.store(node, joules * area)
    net.store(soil, _SOIL * d.ground)
    net.join(floor, screed, area / 0.06)
    net.join(screed, slab, area / 0.12)
    left = np.maximum(1.0 / d.u_ground - (1.0 / (_TO_FLOOR + _RADIATION) + 0.18 + 1.0 / _SOIL_DOWN), 0.1)[:, None]
    net.join(slab, soil, d.ground / left)
    net.to_deep(soil, _SOIL_DOWN * d.ground, d.below[:, None])


def _add_ceilings(net: _Network, d: Dwelling) -> None:
    area, structure = d.floor, d.structure[:, None]
    ceiling, core, roof = (net.block(name) for name in ("ceiling", "ceiling core", "roof"))
    net.join(net.block("air"), ceiling, _TO_CEILING * area)
    net.join(net.block("star"), ceiling, _RADIATION * area)
    net.store(ceiling, _PLASTER * area)
    net.store(core, 0.4 * structure * area)
    net.store(roof, _LEAF / 3.0 * d.roof)
    net.join(ceiling, core, area / 0.08)
    left = np.maximum(1.0 / d.u_roof - (1.0 / (_TO_CEILING + _RADIATION) + 0.08 + 1.0 / _OUTER_FILM), 0.05)[:, None]
    net.join(core, roof, d.roof / left)
    net.to_outdoors(roof, _OUTER_FILM * d.roof)


def _add_inner_wall(net: _Network, d: Dwelling, number: int, one: int, other: int) -> None:
    """Two faces and a core, with the films about 2 W/(m²·K) from room to room."""
    first = net.rooms * (1 + len(BLOCKS)) + 3 * number
    face, core, back = (np.array([first + node]) for node in range(3))
    area = d.inner[:, one, other, None]
    net.store(core, 0.7 * d.structure[:, None] * area)
    for surface, room in ((face, one), (back, other)):
        net.store(surface, _PLASTER * area)
        net.join(net.block("air")[[room]], surface, _TO_WALL * area)
        net.join(net.block("star")[[room]], surface, _RADIATION * area)
        net.join(surface, core, area / 0.12)
