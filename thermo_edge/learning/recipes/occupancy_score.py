"""What an occupancy model is worth in homes that it has not seen, beside tables and persistence."""

from collections import defaultdict
from collections.abc import Callable, Mapping

import numpy as np

from thermo_edge.learning.card import Metric
from thermo_edge.learning.closed import sigmoid
from thermo_edge.learning.recipes.occupancy_homes import Seen, forecasts
from thermo_edge.occupancy.ahead import CERTAIN
from thermo_edge.occupancy.signals import Array
from thermo_edge.simulation.indoors import STEPS

HORIZONS = (0.5, 2.0, 8.0)
HISTORIES = (0, 7, 21)
JUDGED = 7
"""Days at the end of each home that count."""

NAMES = ("room", "home", "asleep")

Now = Callable[[Array, int], Array]
"""(n, features) and a target → log-odds (n,)."""

Ahead = Callable[[Array, int], Array]
"""(n, horizons, NAMES) and a target → log-odds (n, horizons)."""


def beliefs(one: Seen, now: Now) -> dict[int, Array]:
    """P of every target of a home at all times, by the column of its label."""
    return {column: bounded(sigmoid(now(one.numbers[:, place], kind))) for kind, place, column in one.targets}


def bounded(probability: Array) -> Array:
    """Never more certain than the program is."""
    return np.asarray(np.clip(probability, 1.0 - CERTAIN, CERTAIN))


class Sums:
    """Means by name, of what is known."""

    def __init__(self) -> None:
        self._sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    def add(self, name: str, values: Array) -> None:
        known = values[np.isfinite(values)]
        self._sums[name][0] += float(known.sum())
        self._sums[name][1] += len(known)

    def means(self) -> dict[str, float]:
        return {name: total / count for name, (total, count) in self._sums.items() if count}


def score(one: Seen, now: Now, ahead: Ahead, sums: Sums, horizons: tuple[float, ...]) -> None:
    """Add a home: its last days, with 0, 7 and 21 days of history."""
    told = beliefs(one, now)
    days = len(one.label) // STEPS
    judged = slice((days - JUDGED) * STEPS, None)
    at = np.arange((days - JUDGED) * STEPS, len(one.label), 3)
    for kind, _, column in one.targets:
        name, truth = NAMES[kind], one.label[:, column]
        table = hour_of_week(one, truth, (0, days - JUDGED))
        for who, said in (("", told[column]), (" hour of week", table)):
            sums.add(f"{name} accuracy{who}", right(said[judged], truth[judged]))
            sums.add(f"{name} Brier{who}", (said[judged] - truth[judged]) ** 2)
        for history in HISTORIES:
            taught = (max(days - JUDGED - history, 0), days - JUDGED)
            numbers, later = forecasts(one, told, column, horizons, at, taught)
            said = bounded(sigmoid(ahead(numbers, kind)))
            table = hour_of_week(one, truth, taught)
            for hours in HORIZONS:
                place = horizons.index(hours)
                key = f"{name} {hours:g} h ahead, {history} days"
                then = np.minimum(at + round(hours * STEPS / 24.0), len(truth) - 1)
                sums.add(key, (said[:, place] - later[:, place]) ** 2)
                sums.add(f"{key} hour of week", (table[then] - later[:, place]) ** 2)
                sums.add(f"{key} persistence", (truth[at] - later[:, place]) ** 2)


def hour_of_week(one: Seen, truth: Array, days: tuple[int, int]) -> Array:
    """P at all times by a plain table of the 168 hours of a week, from the truth of some days."""
    hour = ((one.home.weekday + one.home.day) % 7 * 24 + one.home.hour).astype(int)
    on = slice(days[0] * STEPS, days[1] * STEPS)
    known = np.isfinite(truth[on])
    held = np.bincount(hour[on][known], truth[on][known], minlength=168)
    count = np.bincount(hour[on][known], minlength=168)
    mean = float(truth[on][known].mean()) if known.any() else 0.5
    return np.asarray(((held + mean) / (count + 1.0))[hour])


def right(said: Array, truth: Array) -> Array:
    """1 where the likelier side is true, NaN where that is not known."""
    return np.where(np.isfinite(truth), (said >= 0.5) == (truth > 0.5), np.nan)


def metrics(means: Mapping[str, float]) -> tuple[Metric, ...]:
    """As the card has them."""
    found = []
    for name, value in means.items():
        if name.endswith(("hour of week", "persistence")):
            continue
        others = {who: means[f"{name} {who}"] for who in ("hour of week", "persistence") if f"{name} {who}" in means}
        measure = name if "accuracy" in name or "Brier" in name else f"Brier of {name}"
        rounded = {who: round(other, 4) for who, other in others.items()}
        found.append(Metric(measure, round(value, 4), "", "higher" if "accuracy" in name else "lower", rounded))
    return tuple(found)
