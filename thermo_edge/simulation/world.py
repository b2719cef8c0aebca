"""The physical side of one live home: its plant, its weather, and what devices and people do to it between steps."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, Protocol

import numpy as np

from thermo_edge.home.house import DeviceKind, EntityId
from thermo_edge.simulation import household, valves
from thermo_edge.simulation.devices import Machine
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.gains import Given
from thermo_edge.simulation.plant import Array, Indoor, Inputs, Outside, Plant, relative_humidity
from thermo_edge.simulation.valves import Valves

LUMENS_PER_M2 = 220.0
"""Of the ceiling lamps together, at 100 %."""

_REACHES = 0.5
"""The share of a lamp's light that falls where people and sensors are."""

_HEATING, _COOLING, _PEOPLE, _APPLIANCES, _VAPOUR, _WINDOWS, _SHADES = range(7)
_COOLER_GAIN = 0.8  # of an air conditioner's power for each kelvin above its set-point
_DAY = 86_400.0


class Sky(Protocol):
    """Any weather."""

    def outside(self, moment: datetime) -> Outside: ...


class Used(NamedTuple):
    """kWh since the beginning, (rooms,) but the last two."""

    heating: Array  # gas of the boiler for the radiators, electricity of the bare heater
    cooling: Array
    heat: Array  # of warmth that emitters gave
    lamps: float
    appliances: float


class World:
    """Inputs may change at any moment; the plant is stepped by their means."""

    def __init__(
        self,
        plant: Plant,
        sky: Sky,
        floor: Array,
        start: datetime,
        temperature: float,
        seed: int,
        relays: bool = False,
    ) -> None:
        self.plant, self._sky, self._floor = plant, sky, floor
        self.outside = sky.outside(start)
        self.indoor: Indoor = plant.begin(temperature, self.outside)
        rng = np.random.default_rng([seed, 5])
        self.valves = Valves.closed(rng.normal(0.0, 0.3, (1, len(ROOMS))), relays)
        self.lamp_light = np.zeros(len(ROOMS))  # lx
        self.lamp_power = np.zeros(len(ROOMS))  # W
        self.powered = True
        self.mild = float(self.outside.temperature[0])  # °C outdoors, mean of the last day
        self.flow: float | None = None  # °C that the source's water was set to; None: its own curve
        self._now = np.zeros((7, len(ROOMS)))
        self._sum = np.zeros((7, len(ROOMS)))
        self._since = 0.0  # s of the step that have been summed
        zeros = np.zeros(len(ROOMS))
        self.used = Used(zeros, zeros, zeros, 0.0, 0.0)

    @property
    def sky(self) -> Sky:
        return self._sky

    @property
    def air(self) -> Array:
        """°C (rooms,)"""
        found: Array = self.indoor.air[0]
        return found

    @property
    def operative(self) -> Array:
        found: Array = self.indoor.operative[0]
        return found

    @property
    def co2(self) -> Array:
        found: Array = self.indoor.co2[0]
        return found

    @property
    def humidity(self) -> Array:
        """% (rooms,)"""
        found: Array = relative_humidity(self.indoor.moisture, self.indoor.air)[0]
        return found

    @property
    def light(self) -> Array:
        """lx (rooms,), of daylight and lamps."""
        found: Array = self.indoor.daylight[0] + self.lamp_light
        return found

    @property
    def appliances(self) -> Array:
        """W (rooms,) without lamps."""
        found: Array = self._now[_APPLIANCES] - self.lamp_power
        return found

    def lumens(self, room: int) -> float:
        return float(LUMENS_PER_M2 * self._floor[0, room])

    # --- what changes between steps -------------------------------------------------------------------------------

    def _until(self, second: float) -> None:
        """All inputs so far have held until this second of the step."""
        if second > self._since:
            self._sum += self._now * (second - self._since)
            self._since = second

    def people(self, second: float, given: Given) -> None:
        self._until(second)
        self._now[_PEOPLE] = given.people[0]
        self._now[_APPLIANCES] = given.appliances[0] + self.lamp_power
        self._now[_VAPOUR] = given.vapour[0]

    def lamps(self, second: float, room: int, lumens: float, power: float) -> None:
        """All lamps of a room together."""
        self._until(second)
        self._now[_APPLIANCES, room] += power - self.lamp_power[room]
        self.lamp_power[room] = power
        self.lamp_light[room] = _REACHES * lumens / self._floor[0, room]

    def window(self, second: float, room: int, is_open: bool) -> None:
        self._until(second)
        self._now[_WINDOWS, room] = float(is_open)

    def shade(self, second: float, shades: Array) -> None:
        self._until(second)
        self._now[_SHADES] = shades

    def switched(self, second: float, room: int, on: bool, cools: bool = False) -> None:
        """A bare heater or cooler went on or off."""
        self._until(second)
        self._now[_COOLING if cools else _HEATING, room] = float(on)

    # --- the step --------------------------------------------------------------------------------------------------

    def step(self, moment: datetime, seconds: float, machines: Mapping[EntityId, Machine]) -> None:
        """`seconds` end at `moment`; valves and coolers look at the air after it and move for the next step."""
        self._until(seconds)
        mean = (self._sum / seconds)[:, None]
        self._sum[:] = 0.0
        self._since = 0.0
        self.outside = self._sky.outside(moment)
        told = None if self.flow is None else np.array([self.flow])
        self.indoor = self.plant.step(self.indoor, self.outside, replace(Inputs(*mean), flow=told), seconds)
        self.mild += (float(self.outside.temperature[0]) - self.mild) * min(seconds / _DAY, 1.0)
        self._count(mean[_APPLIANCES, 0], seconds)
        self._move(machines)

    def _count(self, appliances: Array, seconds: float) -> None:
        hours = seconds / 3.6e6
        electricity, cools = self.indoor.electricity[0], self.indoor.removed[0] > 1.0
        lamps = float(self.lamp_power.sum())
        used = self.used
        self.used = Used(
            used.heating + np.where(cools, 0.0, electricity) * hours,
            used.cooling + np.where(cools, electricity, 0.0) * hours,
            used.heat + self.indoor.emitted[0] * hours,
            used.lamps + lamps * hours,
            used.appliances + (float(appliances.sum()) - lamps) * hours,
        )

    def _move(self, machines: Mapping[EntityId, Machine]) -> None:
        """Valves and coolers, and what they report of themselves."""
        air = self.indoor.air
        set_point, heats, stuck = air.copy(), np.zeros(air.shape, dtype=bool), np.zeros(air.shape, dtype=bool)
        radiators: list[tuple[int, Machine]] = []
        for number, room in enumerate(ROOMS):
            machine = machines.get(household.heater(room))
            if machine is None or machine.device.kind is DeviceKind.DUTY:
                continue
            radiators.append((number, machine))
            set_point[0, number] = machine.set_point
            heats[0, number], stuck[0, number] = machine.mode == "heat", machine.stuck
        self.valves = valves.step(self.valves, set_point, heats, stuck, air)
        sensed = valves.measured(self.valves, air)[0]
        opening = self.valves.opening[0]
        for number, machine in radiators:
            machine.sensed = round(float(sensed[number]) * 2.0) / 2.0
            asks = machine.set_point - machine.sensed > 0.3 if machine.stuck else opening[number] > 0.02
            machine.action = "off" if machine.mode == "off" else "heating" if asks else "idle"
            self._now[_HEATING, number] = opening[number] if self.powered else 0.0
        for number, room in enumerate(ROOMS):
            cooler = machines.get(household.cooler(room))
            if cooler is not None:
                self._cool(number, cooler)

    def _cool(self, room: int, machine: Machine) -> None:
        inside = float(self.air[room])
        machine.sensed = round(inside * 2.0) / 2.0
        share = min(max(_COOLER_GAIN * (inside - machine.set_point), 0.0), 1.0) if machine.mode == "cool" else 0.0
        machine.action = "off" if machine.mode == "off" else "cooling" if share > 0.02 else "idle"
        self._now[_COOLING, room] = 0.0 if machine.stuck else share

    def stick(self, room: int, opening: float) -> None:
        """A radiator valve jams at this opening."""
        jammed = self.valves.opening.copy()
        jammed[0, room] = opening
        self.valves = replace(self.valves, opening=jammed)
