"""Motion sensors: what they catch of people minute by minute, what they miss, and how long they hold."""

from collections.abc import Iterator

import numpy as np

from thermo_edge.simulation.people import ROOM_COUNT, Whole
from thermo_edge.simulation.plant import Array, Flags

HOLD = 120.0
"""s that a sensor goes on saying motion after it last saw some."""

CAUGHT = np.array([0.0, 0.012, 0.28, 0.85, 0.92, 0.55, 0.35])
"""Chance in a minute that somebody is seen, by what they do: who reads or sleeps is hardly seen."""

_ENTERING = 0.96
"""Chance that who comes in is seen at once."""


def entered(where: Whole) -> Flags:
    """In which minutes somebody comes into each room, (homes, rooms, minutes)."""
    enters = _enters(where)
    return np.stack([(enters & (where == room)).any(axis=1) for room in range(ROOM_COUNT)], axis=1)


def caught(where: Whole, doing: Whole, chance: Array) -> Flags:
    """In which minutes each room's sensor sees motion, (homes, rooms, minutes).

    `where` and `doing` are (homes, persons, minutes); `chance`, uniform 0..1, has the shape of the answer.
    """
    missed = np.log1p(-np.where(_enters(where), _ENTERING, CAUGHT[doing]))
    sums = np.stack([np.where(where == room, missed, 0.0).sum(axis=1) for room in range(ROOM_COUNT)], axis=1)
    seen: Flags = chance < 1.0 - np.exp(sums)
    return seen


def _enters(where: Whole) -> Flags:
    enters = np.zeros(where.shape, dtype=bool)
    enters[..., 1:] = where[..., 1:] != where[..., :-1]
    return enters


def stretches(seen: Flags, seconds: Array, hold: float = HOLD) -> Iterator[tuple[float, float]]:
    """When one sensor says motion: begin and end, s from the start of the day.

    `seen` (minutes,); `seconds` (minutes,): when within its minute it was.
    """
    at = 60.0 * np.flatnonzero(seen) + seconds[seen]
    if not len(at):
        return
    new = np.flatnonzero(np.diff(at) > hold) + 1
    for begin, end in zip(np.concatenate(([0], new)), np.concatenate((new, [len(at)])), strict=True):
        yield float(at[begin]), float(at[end - 1] + hold)
