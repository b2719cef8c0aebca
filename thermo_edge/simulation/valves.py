"""Thermostats with a loop of their own: valves beside radiators, which move when it is worth it, or room relays."""

from dataclasses import dataclass, replace

import numpy as np

from thermo_edge.simulation.plant import Array, Flags

GAIN = 1.0
"""Share of its travel for each kelvin that is missing."""

HYSTERESIS = 0.06
"""A smaller change of the opening is not worth the battery."""

_RADIATOR_WARMS = 0.8
"""K that a fully open valve measures too much, from the radiator beside it."""


SWITCHING = 0.25
"""K beside its set-point at which a relay goes on and off."""


@dataclass(frozen=True)
class Valves:
    """All (homes, rooms)."""

    opening: Array  # 0..1
    off_by: Array  # K that its thermometer is wrong
    relays: bool = False  # fully open or closed, with thermometers that no radiator warms

    @classmethod
    def closed(cls, off_by: Array, relays: bool = False) -> "Valves":
        return cls(np.zeros(off_by.shape), off_by, relays)


def measured(valves: Valves, air: Array) -> Array:
    """°C as the valves see it."""
    return air + valves.off_by + (0.0 if valves.relays else _RADIATOR_WARMS) * valves.opening


def step(valves: Valves, set_point: Array, heats: Flags, stuck: Flags, air: Array) -> Valves:
    """Their next move. `heats`: switched on; `stuck`: does not move whatever it is told."""
    if valves.relays:
        missing = set_point - measured(valves, air)
        held = np.where(missing >= SWITCHING, 1.0, np.where(missing <= -SWITCHING, 0.0, valves.opening)) * heats
        return replace(valves, opening=np.where(stuck, valves.opening, held))
    wanted = np.clip(0.1 + GAIN * (set_point - measured(valves, air)), 0.0, 1.0) * heats
    worth = (np.abs(wanted - valves.opening) > HYSTERESIS) | ((wanted == 0.0) != (valves.opening == 0.0))
    return replace(valves, opening=np.where(worth & ~stuck, wanted, valves.opening))
