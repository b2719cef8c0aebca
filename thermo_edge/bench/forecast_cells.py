"""The cells of the forecast benchmark, one for each room, history and horizon, and what may be said of many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from thermo_edge.bench.forecast_measure import HORIZONS, NAMES, Told, ratio
from thermo_edge.bench.rows import Row
from thermo_edge.climate.series import Array

Key = tuple[str, str, int, str]
"""House, room, days of history, contender."""


@dataclass(frozen=True, eq=False)
class Cells:
    """What all contenders were told to be off by. A cell counts where every contender was asked."""

    told: Mapping[Key, Told]
    baselines: tuple[str, ...]
    lead: str
    places: tuple[tuple[str, str, int], ...]
    """House, room, history of each of k rows of cells."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key[3] for key in self.told))

    @property
    def histories(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(place[2] for place in self.places))

    def errors(self, name: str, drawn: Mapping[str, Array] | None = None) -> Array:
        """(k, h) mean absolute errors of a contender; `drawn` days of each house instead of all of them."""
        found = np.full((len(self.places), len(HORIZONS)), np.nan)
        for row, place in enumerate(self.places):
            told = self.told[(*place, name)]
            weight = np.ones(len(told.first)) if drawn is None else drawn[place[0]][told.first.astype(int)]
            found[row] = ratio(weight @ told.missed, weight @ told.asked)
        return found

    def best(self) -> tuple[Array, Array]:
        """The least error of the baselines in each cell (k, h), and which of them it is (k, h)."""
        errors = np.stack([self.errors(name) for name in self.baselines])
        filled = np.where(np.isfinite(errors), errors, np.inf)
        which = filled.argmin(axis=0)
        best = filled.min(axis=0)
        return np.where(np.isfinite(best), best, np.nan), which

    def rows_of(self, histories: Sequence[int]) -> Array:
        """(k,) which rows of cells have one of these histories."""
        return np.array([place[2] in histories for place in self.places])

    def rows(self) -> list[Row]:
        """One row for each cell: the lead's error, and everyone else's."""
        errors = {name: self.errors(name) for name in self.names}
        found = []
        for row, (_, room, history) in enumerate(self.places):
            for h, horizon in enumerate(NAMES):
                value = errors[self.lead][row, h]
                if not np.isfinite(value):
                    continue
                others = {name: figure(errors[name][row, h]) for name in self.names if name != self.lead}
                measure = f"{room}, {history} days, {horizon}: {self.lead}"
                found.append(Row(measure, figure(value), "K", "lower", None, others))
        return found


def cells_of(told: Mapping[Key, Told], baselines: Sequence[str], lead: str) -> Cells:
    """Rows in which no day could be judged are left out."""
    places = dict.fromkeys(key[:3] for key in told)
    kept = [place for place in places if told[(*place, lead)].asked.sum() > 0]
    return Cells(told, tuple(baselines), lead, tuple(kept))


def figure(value: float) -> float:
    """Three digits."""
    return float(f"{value:.3g}")
