"""A building is a shell, emitters and room air around a fabric that stores heat: the order of things within a step."""

from dataclasses import dataclass
from math import ceil
from typing import NamedTuple, Protocol

import numpy as np

from thermo_edge.simulation.emitters import Emitters, Running
from thermo_edge.simulation.moist import OUTDOOR_CO2, Carried, Given, RoomAir, saturated
from thermo_edge.simulation.plant import Array, Indoor, Inputs, Outside, relative_humidity
from thermo_edge.simulation.shell import Shell, Sunshine

LONGEST = 300.0
"""s that are computed at once; longer steps are cut into equal parts."""

AIR_HEAT = 1006.0
"""J/(kg·K)"""

HEAT_PER_PERSON = 75.0
"""W that warms the room (ASHRAE Fundamentals, chapter 18: 70 W sensible when seated, 75 W at light work)."""

_APPLIANCES_TO_AIR = 0.7
_COIL_LIFT = 10.0  # K between the room and the air from a cooler


class Heat(NamedTuple):
    """What a fabric gets for a step; (homes, rooms), W, but `outdoor`, (homes, 1), and `drawn`."""

    outdoor: Array  # °C
    drawn: Array  # W/K that air from outdoors carries
    air: Array  # to the air; less than nothing when cooled
    surfaces: Array  # to all surfaces
    floor: Array
    sun: Array  # through windows
    walls: Array  # on outer faces of walls
    roof: Array  # on the outer face of the roof


class Fabric(Protocol):
    """What stores heat in homes. Frozen and pure; linear in temperatures and heat, all conductances positive."""

    @property
    def nodes(self) -> int:
        """Temperatures of a home beside the rooms' air."""

    @property
    def shape(self) -> tuple[int, int]:
        """Homes and rooms."""

    def warm(self, air: Array, nodes: Array, heat: Heat, seconds: float) -> tuple[Array, Array]:
        """Air and nodes, °C, after `seconds`."""

    def radiant(self, nodes: Array) -> Array:
        """The mean temperature of the surfaces of each room, °C (homes, rooms)."""


class _State(NamedTuple):
    """All that lasts from one part of a step to the next."""

    air: Array
    fabric: Array
    carried: Carried
    running: Running


@dataclass(frozen=True)
class Building:
    """Implements Plant. Its `nodes` are the fabric's, what the rooms' stores of moisture hold, and the source's two."""

    shell: Shell
    emitters: Emitters
    room_air: RoomAir | None  # None: moisture and CO₂ stay as they were, which saves a third of the time
    fabric: Fabric

    @property
    def homes(self) -> int:
        return self.fabric.shape[0]

    @property
    def rooms(self) -> int:
        return self.fabric.shape[1]

    def begin(self, temperature: float, outside: Outside) -> Indoor:
        """All of it at one temperature in °C, air as outdoors (but not wetter than 60 %), nothing running."""
        air = np.full(self.fabric.shape, float(temperature))
        moisture = np.minimum(air * 0.0 + outside.moisture[:, None], 0.6 * saturated(air))
        fabric = np.full((self.homes, self.fabric.nodes), float(temperature))
        carried = Carried(moisture, np.full(air.shape, OUTDOOR_CO2), relative_humidity(moisture, air) / 100.0)
        state = _State(air, fabric, carried, self.emitters.at_rest())
        nothing = np.zeros(air.shape)
        return self._shown(state, self.shell.sunshine(outside, nothing).daylight, nothing)

    def step(self, indoor: Indoor, outside: Outside, inputs: Inputs, seconds: float) -> Indoor:
        """The state after `seconds` (1 to 900), with everything given held meanwhile."""
        return self.step_under(self.shell.sunshine(outside, inputs.shades), indoor, outside, inputs, seconds)

    def step_under(
        self, sunshine: Sunshine, indoor: Indoor, outside: Outside, inputs: Inputs, seconds: float
    ) -> Indoor:
        """The same with the sun's part known already, for who steps more often than the weather changes."""
        parts = max(ceil(seconds / LONGEST), 1)
        state, electricity = self._remembered(indoor), np.zeros(indoor.air.shape)
        for _ in range(parts):
            state, drawn = self._part(state, outside, inputs, sunshine, seconds / parts)
            electricity = electricity + drawn / parts
        return self._shown(state, sunshine.daylight, electricity)

    def _part(
        self, then: _State, outside: Outside, inputs: Inputs, sunshine: Sunshine, seconds: float
    ) -> tuple[_State, Array]:
        outdoor = outside.temperature
        emission = self.emitters.step(
            then.running, inputs.heating, inputs.cooling, outdoor, then.air, seconds, inputs.flow
        )
        drawn = self.shell.drawn(outside, then.air, inputs.windows)
        fresh = drawn + self.shell.fresh
        bodies = (0.5 * HEAT_PER_PERSON) * inputs.people  # half of it warms the air, half is radiated
        emitters = self.emitters
        heat = Heat(
            outdoor=outdoor[:, None],
            drawn=AIR_HEAT * (fresh - self.shell.heat_kept),
            air=bodies + _APPLIANCES_TO_AIR * inputs.appliances + emitters.to_air * emission.given - emission.taken,
            surfaces=bodies + (1.0 - _APPLIANCES_TO_AIR) * inputs.appliances + emitters.to_surfaces * emission.given,
            floor=emitters.to_floor * emission.given,
            sun=sunshine.inside,
            walls=sunshine.walls,
            roof=sunshine.roof,
        )
        air, fabric = self.fabric.warm(then.air, then.fabric, heat, seconds)
        carried = then.carried
        if self.room_air is not None:
            cooled = emission.taken
            coil = None if cooled is emitters.nothing else cooled / (AIR_HEAT * _COIL_LIFT)
            given = Given(air, fresh, coil, inputs.people, inputs.vapour, outdoor, outside.moisture)
            carried = self.room_air.step(carried, given, seconds)
        return _State(air, fabric, carried, emission.running), emission.electricity

    def _remembered(self, indoor: Indoor) -> _State:
        fabric, rooms = self.fabric.nodes, self.rooms
        nodes = indoor.nodes
        filled, loop, firing = nodes[:, fabric : fabric + rooms], nodes[:, -2], nodes[:, -1]
        return _State(
            indoor.air,
            nodes[:, :fabric],
            Carried(indoor.moisture, indoor.co2, filled),
            Running(indoor.emitted, indoor.removed, loop, firing),
        )

    def _shown(self, state: _State, daylight: Array, electricity: Array) -> Indoor:
        running = state.running
        source = running.loop[:, None], running.firing[:, None]
        return Indoor(
            air=state.air,
            operative=(state.air + self.fabric.radiant(state.fabric)) / 2.0,
            moisture=state.carried.moisture,
            co2=state.carried.co2,
            daylight=daylight,
            emitted=running.emitted,
            removed=running.removed,
            electricity=electricity,
            nodes=np.concatenate((state.fabric, state.carried.filled, *source), axis=1),
        )
