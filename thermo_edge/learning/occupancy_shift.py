"""Whether a household has come to live by other hours: then what it did before the last fortnight teaches no more."""

from collections.abc import Iterable

import numpy as np

from thermo_edge.learning.occupancy_at_home import Truth
from thermo_edge.occupancy import climatology
from thermo_edge.occupancy.signals import Array, HouseSignals

LATELY = 14
"""Days that teach after a change: no fewer can be judged as well."""

SHOWN = 3
"""The last days, by which it shows."""

BETTER = 0.1
"""By so large a share what was usual in the fortnight before them must tell them better than what ever was."""

_USUAL = (0.6, 0.25, 0.15)
"""Shares of the weekday, of its half of the week, and of any day."""


def lives_otherwise_since(house: HouseSignals, truth: Truth) -> float | None:
    """The local day from which on a household teaches; None: all that is known does.

    Where hours have changed the older days are not only of no use: what is usual would be half of each for weeks.
    """
    lines = [line for line in (*truth.rooms.T, truth.home, truth.asleep) if np.isfinite(line).any()]
    errors = [each for line in lines if (each := _errors(house, line, truth.day)) is not None]
    if not errors:
        return None
    ever, lately = np.mean(errors, axis=0)
    return _since(lines, truth.day) if lately <= (1.0 - BETTER) * ever and ever > 0.0 else None


def _errors(house: HouseSignals, line: Array, day: Array) -> tuple[float, float] | None:
    """Brier scores on the last days of what was usual ever and lately; None where both are the same or unknown."""
    known = np.isfinite(line)
    days = np.unique(day[known])
    if len(days) <= SHOWN + LATELY:
        return None
    shown, lately = days[-SHOWN], days[-SHOWN - LATELY]
    judges = known & (day >= shown)
    found = []
    for since in (days[0], lately):
        teaches = (day >= since) & (day < shown)
        usual = climatology.learn(house.hour, house.weekday, np.where(teaches, line, np.nan), house.step)
        said = usual.at(house.hour[judges], house.weekday[judges]) @ np.array(_USUAL)
        found.append(float(((said - line[judges]) ** 2).mean()))
    return found[0], found[1]


def _since(lines: Iterable[Array], day: Array) -> float:
    """So long ago that each target that was known for LATELY days still is."""
    days = (np.unique(day[np.isfinite(line)]) for line in lines)
    return float(min(each[-min(LATELY, len(each))] for each in days))
