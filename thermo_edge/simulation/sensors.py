"""Sensors that measure: noise, bias, rounding, reports on change and now and then, lost reports, false absences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from thermo_edge.simulation.plant import Array, Flags


@dataclass(frozen=True, slots=True)
class Spec:
    """What kind of sensor it is, in the unit that it measures."""

    noise: float  # standard deviation of one reading
    bias: float  # standard deviation over sensors of what each is off by
    round_to: float
    change: float  # a report when it differs this much from the last one
    share: float = 0.0  # or by this share of the last one
    heartbeat: float = 3600.0  # s, a report at least so often
    delay: float = 4.0  # s from the reading until it is told, at most
    most: float = np.inf  # it cannot tell more
    least: float = -np.inf
    lost: float = 0.005  # of reports never arrive
    absences: float = 1.0 / 300.0  # an hour: it seems unavailable for some minutes


THERMOMETER = Spec(noise=0.025, bias=0.12, round_to=0.1, change=0.1, heartbeat=1800.0)
HYGROMETER = Spec(noise=0.25, bias=1.5, round_to=1.0, change=1.0, most=99.0, least=1.0)
CO2_METER = Spec(noise=12.0, bias=30.0, round_to=1.0, change=40.0, heartbeat=1800.0, least=400.0)
LIGHT_METER = Spec(noise=0.8, bias=0.0, round_to=1.0, change=4.0, share=0.15, most=3000.0, least=0.0)
POWER_METER = Spec(noise=0.5, bias=0.0, round_to=1.0, change=8.0, share=0.1, heartbeat=7200.0, least=0.0)
OUTDOORS = Spec(noise=0.05, bias=0.2, round_to=0.1, change=0.2, heartbeat=1800.0, absences=1.0 / 1000.0)


@dataclass(frozen=True)
class Channels:
    """Sensors as arrays of their figures, (sensors,); `bias` is what each of them is off by, (homes, sensors)."""

    noise: Array
    bias: Array
    round_to: Array
    change: Array
    share: Array
    heartbeat: Array
    delay: Array
    most: Array
    least: Array
    lost: Array
    absences: Array

    @classmethod
    def of(cls, specs: Sequence[Spec], rng: np.random.Generator, homes: int = 1) -> "Channels":
        """Sensors as they come out of the box."""
        columns = {name: np.array([getattr(spec, name) for spec in specs]) for name in Spec.__slots__}
        off = rng.standard_normal((homes, len(specs))) * columns.pop("bias")
        return cls(bias=off, **columns)


@dataclass(frozen=True)
class Told:
    """What sensors said last; all (homes, sensors)."""

    value: Array  # NaN: nothing yet
    at: Array  # s, when that was
    absent_until: Array  # s

    @classmethod
    def nothing(cls, channels: Channels) -> "Told":
        shape = channels.bias.shape
        return cls(np.full(shape, np.nan), np.full(shape, -np.inf), np.full(shape, -np.inf))


@dataclass(frozen=True)
class Heard:
    """What of it arrives now; all (homes, sensors)."""

    reports: Flags  # a value arrives
    vanishes: Flags  # it seems unavailable from now on


def read(
    channels: Channels, told: Told, true: Array, now: float, seconds: float, rng: np.random.Generator
) -> tuple[Told, Heard]:
    """Read all after `seconds` at `now` (s): what they say after it, and what of it is told.

    One that comes back from an absence tells its value. The generator is drawn from once for each kind of chance.
    """
    shape = channels.bias.shape
    value = true + channels.bias + channels.noise * rng.standard_normal(shape)
    value = np.clip(value, channels.least, channels.most)
    value = np.round(value / channels.round_to) * channels.round_to
    chance = rng.random((2, *shape))
    absent = now < told.absent_until
    vanishes = ~absent & (chance[1] < channels.absences * seconds / 3600.0) & ~np.isnan(told.value)
    back = ~absent & (told.absent_until > now - seconds)
    moved = np.abs(value - told.value) >= np.maximum(channels.change, channels.share * np.abs(told.value)) - 1e-9
    due = ~(now - told.at < channels.heartbeat) | np.isnan(told.value) | back | moved
    reports = due & ~absent & ~vanishes & ((chance[0] >= channels.lost) | np.isnan(told.value))
    until = now + 60.0 + 1200.0 * (chance[0] * 9973.0 % 1.0) ** 2
    after = replace(
        told,
        value=np.where(reports, value, told.value),
        at=np.where(reports, now, told.at),
        absent_until=np.where(vanishes, until, told.absent_until),
    )
    return after, Heard(reports, vanishes)
