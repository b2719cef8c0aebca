"""What gives and takes heat: radiators, floors, electric heaters, air conditioners; a boiler or heat pump shared."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from thermo_edge.simulation.plant import Array

ROOM = 20.0
"""°C that flow temperatures and powers are laid out for."""

RADIATOR_EXPONENT = 1.3
"""Heat goes with the 1.3th power of the temperature above the room (EN 442)."""

LOOP_SECONDS = 300.0
"""How long a source at its least power takes to warm its water through while nobody draws."""

_SPLIT_SINK = 36.0  # °C that the air an air conditioner heats with must be condensed at
_CARNOT = 0.38  # of the Carnot cycle that a small air conditioner reaches
_COIL_BELOW, _FINS_ABOVE = 10.0, 12.0  # K that its coil is colder than the room, its fins warmer than outdoors

_STILL = 1e-3  # W: less is nothing


def heat_pump_cop(outdoor: Array, flow: Array) -> Array:
    """Heat for each unit of electricity of an air-source heat pump, from °C outdoors and of the water it makes.

    6.81 − 0.121·ΔT + 0.000630·ΔT², fitted to tests for lifts of 15 to 60 K (Staffell, Brett, Brandon and Hawkes 2012).
    """
    lift = _within(flow - outdoor, 15.0, 75.0)
    return 6.81 - 0.121 * lift + 0.000630 * lift * lift


def cooling_ratio(outdoor: Array, room: Array) -> Array:
    """Heat removed for each unit of electricity by an air conditioner: a fixed share of the Carnot cycle, at most 7."""
    cold = room - _COIL_BELOW + 273.15
    lift = np.maximum(outdoor + _FINS_ABOVE + 273.15 - cold, 1.0)
    return np.minimum(_CARNOT * cold / lift, 7.0)


def _within(value: Array, least: float | Array, most: float | Array) -> Array:
    """np.clip takes several times as long on the small arrays of one home."""
    return np.minimum(np.maximum(value, least), most)


@dataclass(frozen=True)
class Source:
    """What makes the heat that rooms share; all (homes,)."""

    pump: Array  # 1: a heat pump, 0: a boiler
    cap: Array  # W at most; a heat pump's is at 7 °C outdoors
    least: Array  # W, below which it can only go on and off
    efficiency: Array  # of a boiler, 0..1
    flow: Array  # °C of the water on the coldest day
    coldest: Array  # °C outdoors that it is laid out for
    compensated: Array  # 1: the water is cooler on milder days, 0: always `flow`

    def water(self, outdoor: Array, told: Array | None = None) -> tuple[Array, Array]:
        """Temperature of the flow, °C, and the share of its design power that a fully open emitter gives with it.

        `told`: what it was set to, in place of its own curve; an emitter then gives by EN 442.
        """
        if told is not None:
            over = np.maximum(told - ROOM, 0.0) / (self.flow - ROOM)
            return np.maximum(told, ROOM), over**RADIATOR_EXPONENT
        part = _within((ROOM + 2.0 - outdoor) / (ROOM - self.coldest), 0.2, 1.0)
        part = 1.0 - self.compensated * (1.0 - part)
        return ROOM + (self.flow - ROOM) * part ** (1.0 / RADIATOR_EXPONENT), part

    def most(self, outdoor: Array) -> Array:
        """W that it can make now: a heat pump loses 2 % of its power at 7 °C for each kelvin below that."""
        if not self._pumps:
            return self.cap
        return self.cap * (1.0 - self.pump * _within(0.02 * (7.0 - outdoor), -0.2, 0.6))

    def ratio(self, outdoor: Array, flow: Array) -> Array:
        """Heat for each unit of electricity or, for a boiler, of fuel."""
        if not self._pumps:
            return self.efficiency
        return self.efficiency + self.pump * (heat_pump_cop(outdoor, flow) - self.efficiency)

    @cached_property
    def _pumps(self) -> bool:
        return bool((self.pump > 0.0).any())


class Running(NamedTuple):
    """How emitters and their source stand. (homes, rooms), and (homes,) for the two of the source."""

    emitted: Array  # W into the rooms
    removed: Array  # W out of the rooms
    loop: Array  # J in the source's water above what it needs
    firing: Array  # 1 while the source runs, else 0


class Emission(NamedTuple):
    """What came of a step: how all stands after it, and means over it; (homes, rooms) but `fired`."""

    running: Running
    given: Array  # W into the rooms, mean
    taken: Array  # W out of the rooms, mean
    electricity: Array  # W drawn, fuel included, mean
    fired: Array  # (homes,) W made by the shared source, mean


@dataclass(frozen=True)
class Emitters:
    """The emitters of homes, one for each room, and a cooler where `cooling` is more than nothing; (homes, rooms)."""

    power: Array  # W of heat at full demand, with water at its design temperature
    lag: Array  # s until 63 % of a change is given
    to_air: Array  # 0..1 of the heat goes into the air
    to_floor: Array  # 0..1 goes into the floor
    shared: Array  # 1: hangs on the source, 0: makes its own heat of electricity
    split: Array  # 1: of what makes its own, a reversible air conditioner, 0: a bare heater
    cooling: Array  # W removed at full demand
    cooling_lag: Array  # s
    source: Source

    @cached_property
    def to_surfaces(self) -> Array:
        """0..1 that is radiated to all surfaces: what is left."""
        return 1.0 - self.to_air - self.to_floor

    @cached_property
    def _cools(self) -> bool:
        return bool((self.cooling > 0.0).any())

    @cached_property
    def _splits(self) -> bool:
        return bool((self.split > 0.0).any())

    @cached_property
    def nothing(self) -> Array:
        return np.zeros(self.power.shape)

    def at_rest(self) -> Running:
        return Running(self.nothing, self.nothing, self.nothing[:, 0], self.nothing[:, 0])

    def step(
        self,
        then: Running,
        heating: Array,
        cooling: Array,
        outdoor: Array,
        air: Array,
        seconds: float,
        told: Array | None = None,
    ) -> Emission:
        """After `seconds` with demands 0..1 held. Rooms that ask the source for more than it has get the same share."""
        flow, part = self.source.water(outdoor, told)
        open_ = _within(heating, 0.0, 1.0)
        hung, own = self._hung * open_ * part[:, None], self._alone * open_
        wanted = np.maximum(hung.sum(axis=1), _STILL)
        drawn = np.minimum(wanted, self.source.most(outdoor))
        loop, firing, fired = self._fire(then, drawn, seconds)
        fuel = fired / self.source.ratio(outdoor, flow)
        electricity = hung * (fuel / wanted)[:, None] + self._driven(own, outdoor)
        sent = own + hung * (drawn / wanted)[:, None]
        emitted, given = _lagged(then.emitted, sent, self.lag, seconds)
        removed = taken = self.nothing
        if self._cools and (cooling.any() or then.removed.max() > _STILL):
            removed, taken = _lagged(then.removed, self.cooling * _within(cooling, 0.0, 1.0), self.cooling_lag, seconds)
            electricity = electricity + taken / cooling_ratio(outdoor[:, None], air)
        return Emission(Running(emitted, removed, loop, firing), given, taken, electricity, fired)

    @cached_property
    def _hung(self) -> Array:
        return self.power * self.shared

    @cached_property
    def _alone(self) -> Array:
        return self.power * (1.0 - self.shared)

    def _driven(self, asked: Array, outdoor: Array) -> Array:
        if not self._splits:
            return asked
        return asked / (1.0 + self.split * (heat_pump_cop(outdoor, np.array(_SPLIT_SINK)) - 1.0)[:, None])

    def _fire(self, then: Running, drawn: Array, seconds: float) -> tuple[Array, Array, Array]:
        """The source meets what is drawn, out of its water too: where less is drawn than its least, it goes on and off.

        Returns the loop, whether it fires, and W made, so that made − drawn is what the loop gained.
        """
        full = self.source.least * LOOP_SECONDS
        burning = then.firing * np.maximum(drawn, self.source.least)
        short = drawn - then.loop / seconds
        fired = _within(burning, short, short + full / seconds)
        asked = drawn > _STILL
        fired *= asked
        loop = np.maximum(then.loop + (fired - drawn) * seconds, 0.0)
        goes_on = np.maximum(loop <= 0.0, then.firing * (loop < full * (1.0 - 1e-9)))
        return loop, np.multiply(asked, goes_on, dtype=float), fired


def _lagged(then: Array, target: Array, lag: Array, seconds: float) -> tuple[Array, Array]:
    """A first-order lag, exactly: its value after `seconds` with the target held, and its mean meanwhile."""
    keep = np.exp(-seconds / lag)
    return target + (then - target) * keep, target + (then - target) * (1.0 - keep) * lag / seconds
