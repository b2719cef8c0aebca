"""From a room's history and the weather to come to the numbers that the thermal model reads; pure arrays."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]

PAST = (
    "target", "has target", "outdoor", "has outdoor", "sun", "has sun", "heating", "has heating", "cooling",
    "has cooling", "neighbours", "has neighbours", "set-point", "has set-point", "sine", "cosine", "weekend",
)  # fmt: skip
"""What each step of the past has."""

AHEAD = ("outdoor", "has outdoor", "sun", "has sun", "sine", "cosine", "weekend")
"""What each step to come has: nothing of any plan."""

START = (
    "target", "planned", "known", "mean heating", "mean cooling", "has heating", "has cooling", "rise 1 h", "rise 3 h",
    "rise 24 h", "outdoor", "outdoor ahead", "sine", "cosine",
)  # fmt: skip
"""What there is once."""

STEP = 0.25  # h

_MIDDLE, _WIDE = 21.0, 4.0  # °C and K of indoor temperatures
_INDOORS, _OUTDOORS = 3.0, 10.0  # K that are one, of differences to the room as it is
_SUNNY = 400.0  # W/m²
_MOST = 6.0


@dataclass(frozen=True)
class ClimateConfig:
    """The shape of the network: steps of a quarter of an hour that are looked back and ahead, and its sizes."""

    past: int = 192
    ahead: int = 96
    patch: int = 12
    width: int = 64
    layers: int = 3
    heads: int = 4
    inner: int = 128


@dataclass(frozen=True)
class Signals:
    """A room in steps of a quarter of an hour, (..., times) each; NaN where unknown."""

    target: Array  # °C, of the room's thermometer
    outdoor: Array  # °C
    sun: Array  # W/m², global horizontal
    heating: Array  # 0..1 of full heat, mean of the step
    cooling: Array  # 0..1 of full cooling, mean of the step
    neighbours: Array  # °C, mean of the rooms beside it
    set_point: Array  # °C
    hour: Array  # local, 0..24
    weekend: Array  # 1 on Saturdays and Sundays

    @property
    def times(self) -> int:
        return int(self.target.shape[-1])

    def at(self, steps: NDArray[np.integer[Any]]) -> "Signals":
        """Some steps; unknown where there are none, and the clock goes on. Of one room, (n, times) gives as many."""
        return Signals(**{each.name: self.of(each.name, steps) for each in fields(self)})

    def of(self, name: str, steps: NDArray[np.integer[Any]]) -> Array:
        """One signal at some steps, as `at` has it."""
        return _at(getattr(self, name), steps, name)

    def part(self, first: int, last: int) -> "Signals":
        """The steps from `first` to before `last`."""
        return self.at(np.arange(first, last))


@dataclass(frozen=True)
class Sky:
    """The weather to come, (..., steps) each: a forecast, or NaN."""

    outdoor: Array  # °C
    sun: Array  # W/m²
    hour: Array
    weekend: Array


@dataclass(frozen=True)
class Numbers:
    """What the network reads: (n, past, PAST), (n, ahead, AHEAD) and (n, START); `level` (n,) °C is what it adds to."""

    past: NDArray[np.float32]
    ahead: NDArray[np.float32]
    start: NDArray[np.float32]
    level: Array


def numbers(past: Signals, ahead: Sky, planned: Array) -> Numbers:
    """Numbers of n rooms from signals (n, past) and weather (n, ahead).

    `planned` (n,): 1 asks what happens without any heat, 0 what happens as usual. A room whose thermometer said nothing
    in all that time begins at an unfounded 21 °C: do not ask.
    """
    held, known = filled(past.target)
    level = np.where(known.any(axis=-1), held[..., -1], _MIDDLE)
    room = level[..., None]

    def scaled(values: Array, middle: Array, wide: float) -> tuple[Array, Array]:
        has = np.isfinite(values)
        return np.where(has, np.clip((values - middle) / wide, -_MOST, _MOST), 0.0), has.astype(float)

    nought = np.zeros_like(room)
    target = np.where(np.isfinite(held), np.clip((held - room) / _INDOORS, -_MOST, _MOST), 0.0)
    outdoor = scaled(past.outdoor, room, _OUTDOORS)
    heating, cooling = scaled(past.heating, nought, 1.0), scaled(past.cooling, nought, 1.0)
    then = clock(past.hour, past.weekend)
    behind = (
        target, known.astype(float), *outdoor, *scaled(past.sun, nought, _SUNNY), *heating, *cooling,
        *scaled(past.neighbours, room, _INDOORS), *scaled(past.set_point, room, _INDOORS), *then,
    )  # fmt: skip
    coming = scaled(ahead.outdoor, room, _OUTDOORS)
    later = clock(ahead.hour, ahead.weekend)
    before = (*coming, *scaled(ahead.sun, nought, _SUNNY), *later)
    mean_ahead = _mean(*coming)
    start = (
        np.clip((level - _MIDDLE) / _WIDE, -_MOST, _MOST), planned, known.mean(axis=-1), _mean(*heating),
        _mean(*cooling), heating[1].mean(axis=-1), cooling[1].mean(axis=-1), -target[..., -5], -target[..., -13],
        -target[..., -97], _mean(outdoor[0][..., -8:], outdoor[1][..., -8:]), mean_ahead, then[0][..., -1],
        then[1][..., -1],
    )  # fmt: skip
    return Numbers(
        np.stack(behind, axis=-1).astype(np.float32),
        np.stack(before, axis=-1).astype(np.float32),
        np.stack(start, axis=-1).astype(np.float32),
        level,
    )


def clock(hour: Array, weekend: Array) -> tuple[Array, Array, Array]:
    """The time of day as a point on a circle, and whether people are off."""
    angle = 2.0 * np.pi * hour / 24.0
    return np.sin(angle), np.cos(angle), np.asarray(weekend, float)


def filled(values: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Each value, or the last that was known before it, and which were known; the first known one reaches back."""
    known = np.isfinite(values)
    steps = np.broadcast_to(np.arange(values.shape[-1]), values.shape)
    last = np.maximum.accumulate(np.where(known, steps, -1), axis=-1)
    last = np.where(last < 0, np.argmax(known, axis=-1)[..., None], last)
    return np.take_along_axis(values, last, axis=-1), known


def _mean(values: Array, has: Array) -> Array:
    """Of what is known, nought where nothing is."""
    mean: Array = (values * has).sum(axis=-1) / np.maximum(has.sum(axis=-1), 1.0)
    return mean


def _at(values: Array, steps: NDArray[np.integer[Any]], name: str) -> Array:
    times = values.shape[-1]
    there = values[..., np.clip(steps, 0, times - 1)]
    if name == "hour":
        beyond = (np.minimum(steps, 0) + np.maximum(steps - times + 1, 0)) * STEP
        turned: Array = (there + beyond) % 24.0
        return turned
    found: Array = there if name == "weekend" else np.where((steps >= 0) & (steps < times), there, np.nan)
    return found
