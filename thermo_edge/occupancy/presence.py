"""From a probability to presence that does not flicker: long stays end slowly, and nothing lasts without a sign."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thermo_edge.occupancy.signals import Array

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Patience:
    """`rises` and `falls`: P from which on somebody is there, and below which they may have gone.

    Below it presence lasts as long again as the stay did, at least `least` and at most `most` minutes; where a sensor
    of people sees nobody it ends after `dwell` minutes whatever is believed.
    """

    rises: float = 0.6
    falls: float = 0.3
    least: float = 10.0
    most: float = 60.0
    dwell: float = 150.0


def steady(probability: Array, seen: Array, step: float, patience: Patience | None = None) -> Flags:
    """Whether somebody is taken to be there, (times, rooms), from P at each time and from `seen`.

    `seen` (times, rooms): a sensor of people saw somebody in the step (1), none did (0), or there is none (NaN).
    `step` in minutes. Unknown P changes nothing.
    """
    rules = patience or Patience()
    there = np.zeros(probability.shape, dtype=bool)
    present = np.zeros(probability.shape[1], dtype=bool)
    stayed, below, unseen = (np.zeros(probability.shape[1]) for _ in range(3))
    watched = np.isfinite(seen).any(axis=0)
    for row, (p, sight) in enumerate(zip(probability, seen, strict=True)):
        high = p >= rules.rises
        unseen = np.where(sight > 0.0, 0.0, unseen + step)
        below = np.where(p < rules.falls, below + step, 0.0)
        stayed = np.where(high, stayed + step, stayed)
        present = (present & (below < np.clip(stayed, rules.least, rules.most))) | high
        present = present & ~(watched & (unseen > rules.dwell))
        stayed = np.where(present, stayed, 0.0)
        there[row] = present
    return there
