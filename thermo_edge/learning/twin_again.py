"""Whether a twin, with its heating set as it was, is as comfortable as its room was: else it has no say in comfort."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from thermo_edge.learning.twin import Found, Lacks

MOST_APART = 1.0
"""K·h a day that a twin may be colder or warmer than its room was, where that was hardly too cold or too warm."""

SHARE = 0.5
"""Of what the room lacked, or had too much, by which it may differ where that was more."""


@dataclass(frozen=True, slots=True)
class Again:
    """K·h of one day that a room was too cold and too warm, and that its twin is when it is set alike."""

    cold: float
    warm: float
    cold_told: float
    warm_told: float


def believed(found: Found, days: Sequence[Again]) -> Found:
    """The same, but without a twin where the mean of these days comes out otherwise; none of them say nothing."""
    if found.twin is None or not days:
        return found
    cold = _mean([each.cold for each in days]), _mean([each.cold_told for each in days])
    warm = _mean([each.warm for each in days]), _mean([each.warm_told for each in days])
    was, told = max((cold, warm), key=lambda each: abs(each[1] - each[0]))
    if all(abs(told - was) <= max(MOST_APART, SHARE * was) for was, told in (cold, warm)):
        return replace(found, was=was, told=told)
    return replace(found, lacks=Lacks.OTHERWISE, was=was, told=told)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
