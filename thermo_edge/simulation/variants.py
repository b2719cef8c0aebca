"""Homes to live in instead of the family's own: another dwelling, other devices, the same rooms and people."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np

from thermo_edge.simulation import household
from thermo_edge.simulation.draw import ELECTRIC, FLOOR, RADIATOR, draw_dwelling
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.family import ROOMS, Maker, family_dwelling

MEAN, COLDEST, HOTTEST = 10.4, -8.0, 30.0
"""°C where the family lives: of the year, and what heating and cooling are laid out for."""

KINDS = {"radiator": RADIATOR, "floor": FLOOR, "electric": ELECTRIC}
_PUMPED = {"radiator": 50.0, "floor": 35.0}  # °C of a heat pump's water on the coldest day


@dataclass(frozen=True)
class Variant:
    """A home of the rooms of `ROOMS`. `relays`: its thermostats go on and off at a hysteresis, else they are valves.

    `wordless`: they never tell what they do.
    """

    dwelling: Dwelling = field(default_factory=family_dwelling)
    switched: Collection[str] = (household.SWITCHED,)  # rooms with a bare switch
    relays: bool = False
    covers: Collection[str] = ()  # rooms whose windows have shutters with a motor
    wordless: bool = False
    flow: bool = False  # the temperature of the water can be set

    @property
    def cooled(self) -> tuple[str, ...]:
        """Rooms with an air conditioner."""
        return tuple(room for room, power in zip(ROOMS, self.dwelling.emitters.cooling[0], strict=True) if power > 0.0)

    @property
    def hung(self) -> tuple[str, ...]:
        """Rooms that the shared source heats."""
        return tuple(room for room, shared in zip(ROOMS, self.dwelling.emitters.shared[0], strict=True) if shared > 0.0)

    @property
    def electric(self) -> tuple[bool, ...]:
        """Of each room, whether its heat is made of electricity and not of gas."""
        emitters = self.dwelling.emitters
        pump = bool(emitters.source.pump[0] > 0.0)
        return tuple(pump or not shared for shared in emitters.shared[0] > 0.0)


def drawn(kind: str, source: Maker, seed: int, cooled: bool = False) -> Dwelling:
    """A home as `simulation.draw` makes them, in the family's climate; `kind` is one of KINDS.

    `source` says what heats the water of radiators and floors. `cooled`: its own coolers stay, else it has none.
    """
    rng = np.random.default_rng([seed, 17])
    mean, coldest, hottest = (np.array([value]) for value in (MEAN, COLDEST, HOTTEST))
    dwelling = draw_dwelling(rng, 1, len(ROOMS), mean, coldest, hottest, np.eye(4)[KINDS[kind]])
    emitters = dwelling.emitters
    pump = source == "heat pump" and kind in _PUMPED
    changed = replace(
        emitters.source,
        pump=np.array([float(pump)]),
        flow=np.array([_PUMPED[kind]]) if pump else emitters.source.flow,
        compensated=np.maximum(emitters.source.compensated, float(pump)),
    )
    cooling = emitters.cooling if cooled else np.zeros(emitters.cooling.shape)
    return replace(dwelling, emitters=replace(emitters, source=changed, cooling=cooling))
