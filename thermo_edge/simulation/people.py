"""Who lives in homes: people with their hours, their taste and their habits, as arrays of homes × persons."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.simulation.plant import Array, Flags

Whole = NDArray[np.integer[Any]]

LIVING, KITCHEN, BEDROOM, KIDS, BATH, HALL = range(6)
"""The rooms that people know, by their index in all arrays."""

ROOM_COUNT = 6
AWAY = -1
"""Where somebody is who is not in the home."""


class Kind(IntEnum):
    """What fills somebody's days."""

    WORKER = 0
    PUPIL = 1
    BABY = 2
    RETIRED = 3
    GUEST = 4  # is there only when invited


class Doing(IntEnum):
    """What somebody does at a moment."""

    OUT = 0
    SLEEPS = 1
    RESTS = 2  # sits, reads, works at a desk
    MOVES = 3
    COOKS = 4
    EATS = 5
    WASHES = 6


@dataclass(frozen=True)
class Households:
    """People by home; (homes, persons) where nothing else is said. A row that nobody fills is a guest never invited."""

    kind: Whole
    bedroom: Whole  # room index
    wakes: Array  # hour of a day out
    sleeps: Array  # hour
    leaves: Array  # hour of a day out
    returns: Array  # hour
    days_out: Flags  # (homes, persons, 7) work or school, Monday first
    roams: Array  # 0..1 chance of going out on a free day
    warmth: Array  # °C that is right when sitting
    tolerance: Array  # K around it that nobody minds
    airs: Array  # 0..1 chance of airing the bedroom in the morning
    app: Array  # 0..1 of changes made in an app, which tells who; the others with a knob or a wall switch
    tidy: Array  # 0..1 chance of switching a lamp off on leaving the room last
    protests: Array  # 0..1 chance of saying that it was wrong, on top of correcting it

    @property
    def homes(self) -> int:
        return int(self.kind.shape[0])

    @property
    def persons(self) -> int:
        return int(self.kind.shape[1])


PARTY = 5
"""Guests of the family when there is a party."""


def family(baby: bool = False) -> Households:
    """The family of the live simulation: Anna, Ben, Mia, perhaps a baby, and chairs for guests."""
    rows = [
        (Kind.WORKER, BEDROOM, 6.6, 23.0, 8.1, 17.3, (0, 1, 2, 3, 4), 0.5, 21.0),
        (Kind.WORKER, BEDROOM, 6.9, 23.2, 7.9, 16.7, (0, 2, 3), 0.5, 20.6),
        (Kind.PUPIL, KIDS, 7.1, 20.9, 8.2, 15.2, (0, 1, 2, 3, 4), 0.4, 20.4),
    ]
    if baby:
        rows.append((Kind.BABY, KIDS, 6.3, 19.5, 0.0, 0.0, (), 0.0, 21.0))
    rows += [(Kind.GUEST, LIVING, 8.0, 23.9, 18.8, 23.3, (), 0.0, 21.0)] * PARTY
    kind, bedroom, wakes, sleeps, leaves, returns, days, roams, warmth = zip(*rows, strict=True)
    shape = (1, len(rows))
    return Households(
        kind=_whole(kind, shape),
        bedroom=_whole(bedroom, shape),
        wakes=_real(wakes, shape),
        sleeps=_real(sleeps, shape),
        leaves=_real(leaves, shape),
        returns=_real(returns, shape),
        days_out=np.array([[[day in each for day in range(7)] for each in days]]),
        roams=_real(roams, shape),
        warmth=_real(warmth, shape),
        tolerance=np.full(shape, 1.4),
        airs=np.full(shape, 0.7),
        app=np.full(shape, 0.5),
        tidy=np.full(shape, 0.3),
        protests=np.full(shape, 0.25),
    )


def drawn(homes: int, persons: int, seed: int) -> Households:
    """Plausible households of one to five people, each home from a generator of its own."""
    made = [_drawn(np.random.default_rng([seed, home, 11]), persons) for home in range(homes)]
    return Households(**{name: np.stack([one[name] for one in made]) for name in made[0]})


_SIZES = np.array([0.37, 0.33, 0.13, 0.12, 0.05])
"""Shares of households of one to five in the Netherlands (CBS 2023, rounded)."""


def _drawn(rng: np.random.Generator, persons: int) -> dict[str, NDArray[Any]]:
    size = min(int(rng.choice(5, p=_SIZES)) + 1, persons)
    adults = min(size, 1 if size == 1 or rng.random() < 0.15 else 2)
    retired = adults == size and rng.random() < 0.35
    kind = np.full(persons, int(Kind.GUEST))
    kind[:adults] = Kind.RETIRED if retired else Kind.WORKER
    kind[adults:size] = np.where(rng.random(size - adults) < 0.15, Kind.BABY, Kind.PUPIL)
    works = rng.random((persons, 7)) < np.array([0.85, 0.85, 0.75, 0.85, 0.7, 0.06, 0.04])
    school = np.arange(7) < 5
    days_out = np.where((kind == Kind.WORKER)[:, None], works, (kind == Kind.PUPIL)[:, None] & school)
    child = (kind == Kind.PUPIL) | (kind == Kind.BABY)
    wakes = np.where(kind == Kind.RETIRED, 7.6, 6.9) + rng.normal(0.0, 0.6, persons)
    return {
        "kind": kind,
        "bedroom": np.where(child, KIDS, BEDROOM),
        "wakes": wakes,
        "sleeps": np.clip(np.where(child, 20.5, 23.0) + rng.normal(0.0, 0.5, persons), 19.0, 23.8),
        "leaves": np.maximum(wakes + 0.8, np.where(child, 8.2, 7.9) + rng.normal(0.0, 0.5, persons)),
        "returns": np.where(child, 15.3, 17.2) + rng.normal(0.0, 0.7, persons),
        "days_out": days_out,
        "roams": np.where(kind == Kind.BABY, 0.2, rng.uniform(0.4, 0.8, persons)),
        "warmth": rng.normal(20.8, 0.8, persons),
        "tolerance": rng.uniform(1.0, 2.0, persons),
        "airs": rng.beta(2.0, 2.0, persons),
        "app": rng.beta(1.0, 1.0, persons),
        "tidy": rng.beta(1.5, 2.0, persons),
        "protests": rng.beta(1.5, 4.0, persons),
    }


def _whole(values: tuple[int, ...], shape: tuple[int, int]) -> Whole:
    return np.array(values, dtype=np.int64).reshape(shape)


def _real(values: tuple[float, ...], shape: tuple[int, int]) -> Array:
    return np.array(values, dtype=float).reshape(shape)
