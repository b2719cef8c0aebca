"""What is usual at an hour of the week, learned from little: each table leans on a plainer one at first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thermo_edge.occupancy.signals import Array

SLOTS = 48
"""Half hours of a day."""

_LEAN = (2.0, 4.0, 8.0)
"""So many days each table counts the plainer one for: the day leans on the mean, the weekend on the day, and so on."""


@dataclass(frozen=True)
class Climatology:
    """Probabilities by half hour: of any day, of workdays and weekends, and of each weekday."""

    day: Array  # (48,)
    half_week: Array  # (2, 48)
    week: Array  # (7, 48)

    def at(self, hour: Array, weekday: Array) -> Array:
        """(times, 3): as of the weekday, of its half of the week, and of any day."""
        slot, on = slots(hour), weekday.astype(np.intp)
        found = [self.week[on, slot], self.half_week[(on >= 5).astype(int), slot], self.day[slot]]
        return np.asarray(np.stack(found, axis=1))


def slots(hour: Array) -> NDArray[np.intp]:
    """The half hour of the day that each local hour 0..24 lies in."""
    return np.minimum((hour * 2.0).astype(np.intp), SLOTS - 1)


def learn(hour: Array, weekday: Array, truth: Array, step: float, prior: float = 0.5) -> Climatology:
    """From what was true, (times,) of 0..1 with NaN for unknown, on a grid of `step` minutes."""
    known = np.isfinite(truth)
    slot, on = slots(hour), weekday.astype(np.intp)
    each = step / 30.0  # days that one time on the grid counts for in its half hour
    seen, held = np.zeros((7, SLOTS)), np.zeros((7, SLOTS))
    np.add.at(seen, (on[known], slot[known]), each)
    np.add.at(held, (on[known], slot[known]), each * truth[known])
    mean = (held.sum() + prior * SLOTS) / (seen.sum() + SLOTS)
    day = _leaning(held.sum(axis=0), seen.sum(axis=0), np.full(SLOTS, mean), _LEAN[0])
    halves = [(held[:5].sum(axis=0), seen[:5].sum(axis=0)), (held[5:].sum(axis=0), seen[5:].sum(axis=0))]
    half_week = np.stack([_leaning(part, count, day, _LEAN[1]) for part, count in halves])
    plain = np.stack([half_week[int(weekday >= 5)] for weekday in range(7)])
    return Climatology(day, half_week, _leaning(held, seen, plain, _LEAN[2]))


def _leaning(held: Array, seen: Array, plain: Array, days: float) -> Array:
    return np.asarray((held + days * plain) / (seen + days))
