"""Heat in rooms, a pure step on arrays (homes × rooms): air, walls, neighbours, emitters that lag, sun, windows."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]

Flags = NDArray[np.bool_]

AIR_CHANGE = 150.0
"""W/K that an open window adds to a room's loss."""


@dataclass(frozen=True)
class Plant:
    """What the rooms are made of. All arrays are (homes, rooms), `neighbours` is (homes, rooms, rooms), symmetric."""

    air: Array  # J/K, air and furniture
    mass: Array  # J/K, walls
    coupling: Array  # W/K between air and walls
    loss: Array  # W/K from air to outdoors
    wall_loss: Array  # W/K from walls to outdoors
    neighbours: Array  # W/K between the airs of rooms
    power: Array  # W of heat at full demand
    lag: Array  # s until an emitter gives 63 % of what is asked
    glass: Array  # m² of window, as seen by the sun


@dataclass(frozen=True)
class Thermal:
    """Temperatures in °C and emitted heat in W, all (homes, rooms)."""

    air: Array
    mass: Array
    heat: Array


@dataclass(frozen=True)
class Weather:
    """Outdoors, (homes,): temperature in °C and sunshine on glass in W/m²."""

    outdoor: Array
    sun: Array


def at_rest(plant: Plant, temperature: float) -> Thermal:
    """All of it at one temperature, nothing heating."""
    even = np.full(plant.air.shape, temperature)
    return Thermal(even, even.copy(), np.zeros(plant.air.shape))


def step(
    plant: Plant, state: Thermal, weather: Weather, demand: Array, gains: Array, windows: Flags, seconds: float
) -> Thermal:
    """The state after `seconds`.

    `demand` 0..1, `gains` in W (people, appliances) and `windows` (bool) are (homes, rooms). Implicit Euler, so that
    any step is stable: (I − dt·A)·x' = x + dt·b, with x the temperatures of air and walls.
    """
    keep = np.exp(-seconds / plant.lag)
    heat = keep * state.heat + (1.0 - keep) * demand * plant.power
    given = (state.heat + heat) / 2.0
    loss = plant.loss + AIR_CHANGE * windows
    outdoor, sun = weather.outdoor[:, None], weather.sun[:, None]
    to_air = given + gains + 0.4 * plant.glass * sun + loss * outdoor
    to_mass = 0.6 * plant.glass * sun + plant.wall_loss * outdoor
    right = _right_side(plant, state, to_air, to_mass, seconds)
    solved: Array = np.linalg.solve(_matrix(plant, loss, seconds), right)[..., 0]
    rooms = plant.air.shape[1]
    return replace(state, air=solved[:, :rooms], mass=solved[:, rooms:], heat=heat)


def _matrix(plant: Plant, loss: Array, seconds: float) -> Array:
    homes, rooms = plant.air.shape
    matrix = np.zeros((homes, 2 * rooms, 2 * rooms))
    own = np.arange(rooms)
    between = plant.neighbours
    matrix[:, :rooms, :rooms] = -seconds * between / plant.air[..., None]
    matrix[:, own, own] = 1.0 + seconds * (loss + plant.coupling + between.sum(axis=2)) / plant.air
    matrix[:, own, own + rooms] = -seconds * plant.coupling / plant.air
    matrix[:, own + rooms, own] = -seconds * plant.coupling / plant.mass
    matrix[:, own + rooms, own + rooms] = 1.0 + seconds * (plant.coupling + plant.wall_loss) / plant.mass
    return matrix


def _right_side(plant: Plant, state: Thermal, to_air: Array, to_mass: Array, seconds: float) -> Array:
    air, mass = state.air + seconds * to_air / plant.air, state.mass + seconds * to_mass / plant.mass
    return np.concatenate((air, mass), axis=1)[..., None]
