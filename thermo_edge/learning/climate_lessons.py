"""What a home teaches its own network: all rooms side by side, and questions about their past."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.features import Array, ClimateConfig, Numbers, Signals, Sky, numbers
from thermo_edge.learning.climate_at_home import DAY

JUDGING, STOPPING = 7, 4
"""Days: the last of a history judge and teach nobody; those before them end the training."""

FEWEST_DAYS = 14
"""Of known temperature in one room that must be left to teach: with fewer, gradient steps do harm."""

Indices = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Question:
    """Questions of one home's own past, and what came; NaN where it is not known."""

    numbers: Numbers
    change: Array  # (n, ahead) K from the level
    heat: Array  # (n, ahead) 0..1, nought where the question is what happens as usual
    cold: Array


def known_days(signals: Signals) -> float:
    """Of known temperature in one room."""
    return float(np.isfinite(signals.target).sum()) / DAY


class Lessons:
    """Rooms of one home on one clock. Nothing at or after the step `upto` is ever looked at."""

    def __init__(self, rooms: Sequence[Signals], config: ClimateConfig, upto: int) -> None:
        self._past, self._ahead = config.past, config.ahead
        known = [room.part(0, upto) for room in rooms]
        wide = [room.at(np.arange(-config.past, upto + config.ahead)) for room in known]
        self._lines = {each.name: np.stack([getattr(one, each.name) for one in wide]) for each in fields(Signals)}
        self._at = [np.flatnonzero(np.isfinite(room.target)) for room in known]

    def days(self) -> float:
        """Of known temperature in the room that knows most."""
        return max((len(at) for at in self._at), default=0) / DAY

    def moments(self, first: int, most: int) -> tuple[Indices, Indices]:
        """Rooms and steps (n,) each from `first` on, spread evenly, about `most` of them."""
        chosen = [at[at >= first] for at in self._at]
        every = max(4, -(-sum(map(len, chosen)) // most))
        chosen = [at[at % every == 0] for at in chosen]
        rooms = [np.full(len(at), room) for room, at in enumerate(chosen)]
        return np.concatenate([*rooms, np.zeros(0, int)]), np.concatenate([*chosen, np.zeros(0, int)])

    def drawn(self, count: int, rng: np.random.Generator) -> tuple[Indices, Indices]:
        """Some rooms and steps; a room that knows much is drawn more often. Some room must know something."""
        sizes = np.array([len(at) for at in self._at])
        rooms = rng.choice(len(sizes), count, p=sizes / sizes.sum())
        return rooms, np.array([self._at[room][rng.integers(sizes[room])] for room in rooms])

    def ask(self, rooms: Indices, at: Indices, planned: Array) -> Question:
        """From the ends of steps; the weather to come is what came, beyond the history that of the day before."""
        steps = at[:, None] + 1 + np.arange(self._past + self._ahead)  # the lines begin `past` steps early
        taken = {name: line[rooms[:, None], steps] for name, line in self._lines.items()}
        behind = Signals(**{name: values[:, : self._past] for name, values in taken.items()})
        later = Signals(**{name: values[:, self._past :] for name, values in taken.items()})
        outdoor, sun = (
            np.where(np.isfinite(after), after, before[:, -DAY:][:, : self._ahead])
            for after, before in ((later.outdoor, behind.outdoor), (later.sun, behind.sun))
        )
        told = numbers(behind, Sky(outdoor, sun, later.hour, later.weekend), planned)
        given = planned[:, None] > 0.0
        return Question(
            told,
            later.target - told.level[:, None],
            np.where(given, later.heating, 0.0),
            np.where(given, later.cooling, 0.0),
        )
