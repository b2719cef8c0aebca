"""Filters over recordings on a regular grid, each value from its past only; whole arrays at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thermo_edge.occupancy.signals import Array, HouseSignals


@dataclass(frozen=True)
class Grid:
    """A regular grid of time: minutes a step, and the index at which the recording of each time began."""

    step: float
    began: NDArray[np.intp]

    @classmethod
    def of(cls, house: HouseSignals) -> "Grid":
        marks = house.began if house.began is not None else np.zeros(house.times)
        marks = np.where(np.arange(house.times) == 0, 1, marks).astype(bool)
        return cls(house.step, np.maximum.accumulate(np.where(marks, np.arange(house.times), 0)))

    @property
    def times(self) -> int:
        return len(self.began)

    @property
    def starts(self) -> frozenset[int]:
        return frozenset(np.unique(self.began).tolist())


def smoothed(values: Array, halves: Sequence[float], grid: Grid) -> Array:
    """Exponential averages of (times, rooms) with these half-lives in minutes: (times, rooms, halves).

    What is unknown changes nothing.
    """
    weight = 1.0 - 0.5 ** (grid.step / np.asarray(halves))
    seen = np.isfinite(values)
    place = np.arange(len(values))[:, None]
    last = np.maximum.accumulate(np.where(seen, place, -1), axis=0)
    begun = last >= grid.began[:, None]  # something is known since the recording began
    before = np.concatenate([np.zeros_like(begun[:1]), begun[:-1]])
    first = begun & ~(before & (grid.began < np.arange(len(values)))[:, None])
    filled = np.where(seen, values, 0.0)[..., None]
    keep = np.where(seen[..., None], 1.0 - weight, 1.0) * ~first[..., None]
    gain = np.where(first[..., None], 1.0, np.where(seen[..., None], weight, 0.0))
    made = _recursion(keep * begun[..., None], gain * filled)
    return np.where(begun[..., None], made, np.nan)


def faded(on: Array, fades: Sequence[float], grid: Grid) -> Array:
    """How fresh the last event is, 1 while it is on, falling to 37 % in each of `fades` minutes.

    (times, rooms) → (times, rooms, fades). What is left of an event after so many steps falls by the same for all, so
    that the latest of them is a running maximum of logarithms.
    """
    falls = np.arange(len(on))[:, None, None] * (grid.step / np.asarray(fades))
    with np.errstate(divide="ignore"):
        risen = np.log(on)[..., None] + falls
    for begin, end in pairwise([*sorted(grid.starts), len(on)]):
        risen[begin:end] = np.maximum.accumulate(risen[begin:end], axis=0)
    fresh: Array = np.exp(risen - falls)
    return fresh


def lagged(values: Array, steps: float, grid: Grid) -> Array:
    """The value so many steps earlier, or the first one of its recording."""
    back = np.maximum(np.arange(len(values)) - max(1, round(steps)), grid.began)
    earlier: Array = values[back]
    return earlier


def extremes(values: Array, width: int, grid: Grid) -> tuple[Array, Array]:
    """The lowest and the highest of the last `width` values, each recording by itself.

    By doubling: the extreme of a stretch is that of two overlapping stretches of half its length.
    """
    low, high, span = values, values, 1
    while span < width:
        step = min(span, width - span)
        low, high = np.fmin(low, lagged(low, step, grid)), np.fmax(high, lagged(high, step, grid))
        span += step
    return low, high


def _recursion(keep: Array, add: Array) -> Array:
    """h[t] = keep[t] · h[t − 1] + add[t], from nothing, along the first axis, in blocks side by side."""
    times, wide = len(keep), max(1, round(len(keep) ** 0.5))
    blocks = -(-times // wide)
    pad = [(0, blocks * wide - times)] + [(0, 0)] * (keep.ndim - 1)
    kept, held = (np.pad(part, pad).reshape(blocks, wide, *part.shape[1:]) for part in (keep, add))
    for place in range(1, wide):
        held[:, place] += kept[:, place] * held[:, place - 1]
        kept[:, place] *= kept[:, place - 1]
    for block in range(1, blocks):
        held[block] += kept[block] * held[block - 1, -1]
    return held.reshape(blocks * wide, *keep.shape[1:])[:times]
