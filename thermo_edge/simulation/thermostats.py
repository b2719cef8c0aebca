"""Thermometers and thermostats of training homes on arrays: with hysteresis or modulating, and a cooling side."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from thermo_edge.simulation.plant import Array, Indoor

TOO_WARM = 27.5
"""°C at which heat goes off, whoever wants it."""


class Asked(NamedTuple):
    """What thermostats ask for, 0..1, and what they remember; (homes, rooms)."""

    heating: Array
    cooling: Array
    on: Array  # 1: the hysteresis stands at on
    kept: Array  # 0..1 that a modulating one has learned to give


@dataclass(frozen=True)
class Thermometers:
    """One for each room, on a wall and in a case: it follows slowly, and not the air alone. (homes, rooms)"""

    lag: Array  # s until it has followed 63 % of a change
    step_size: Array  # K that it rounds to
    noise: Array  # K, standard deviation

    def follow(self, felt: Array, indoor: Indoor, seconds: float) -> Array:
        """What it has come to, °C: a quarter of it are the surfaces around."""
        near = 0.5 * (indoor.air + indoor.operative)
        followed: Array = near + (felt - near) * np.exp(-seconds / self.lag)
        return followed

    def told(self, felt: Array, rng: np.random.Generator) -> Array:
        """What it says."""
        read_off = (felt + self.noise * rng.standard_normal(felt.shape)) / self.step_size
        return np.round(read_off) * self.step_size


def draw_thermometers(rng: np.random.Generator, homes: int, rooms: int) -> Thermometers:
    shape = (homes, rooms)
    lag = np.exp(rng.uniform(np.log(200.0), np.log(1500.0), shape))
    return Thermometers(
        lag, rng.choice((0.01, 0.1, 0.16, 0.5), shape, p=(0.35, 0.4, 0.15, 0.1)), rng.uniform(0.005, 0.04, shape)
    )


@dataclass(frozen=True)
class Thermostats:
    """One for each room; (homes, rooms)."""

    modulating: Array  # 1: modulating, 0: on and off
    width: Array  # K to either side of the set-point before it switches
    gain: Array  # 1/K of a modulating one
    reset: Array  # s in which a modulating one takes over what the gain alone would leave
    cool_above: Array  # °C

    def begin(self) -> Asked:
        nothing = np.zeros(self.width.shape)
        return Asked(nothing, nothing, nothing, nothing)

    def step(self, then: Asked, felt: Array, set_point: Array, seconds: float) -> Asked:
        """What they ask for in the next `seconds`; all (homes, rooms)."""
        missing = set_point - felt
        on = np.where(missing > self.width, 1.0, np.where(missing < -self.width, 0.0, then.on))
        pushed = self.gain * missing + then.kept
        open_ = np.minimum(np.maximum(pushed, 0.0), 1.0)
        # What is beyond fully open or shut is not taken over, or it would be paid back as overshoot.
        kept = then.kept + (self.gain * seconds / self.reset) * missing * (open_ == pushed)
        kept = np.minimum(np.maximum(kept, 0.0), 1.0)
        heating = np.where(self.modulating > 0.0, open_, on) * (felt < TOO_WARM)
        cooling = np.minimum(np.maximum(0.8 * (felt - self.cool_above), 0.0), 1.0) * (heating <= 0.0)
        return Asked(heating, cooling, on, kept)


def draw_thermostats(rng: np.random.Generator, homes: int, rooms: int) -> Thermostats:
    """Half of the homes modulate."""
    shape = (homes, rooms)
    return Thermostats(
        modulating=np.repeat(rng.random((homes, 1)) < 0.5, rooms, axis=1).astype(float),
        width=rng.uniform(0.1, 0.4, shape),
        gain=rng.uniform(0.25, 1.2, shape),
        reset=np.exp(rng.uniform(np.log(1800.0), np.log(20_000.0), shape)),
        cool_above=rng.uniform(23.5, 27.0, shape),
    )
