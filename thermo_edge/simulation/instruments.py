"""Sensors of all sorts of homes over weeks, as arrays of time: what they catch, miss, make up and leave out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.simulation.households import stretches
from thermo_edge.simulation.indoors import STEP

Values = NDArray[np.floating[Any]]
Minutes = NDArray[np.bool_]


@dataclass(frozen=True)
class Meter:
    """How well a kind of measuring sensor measures."""

    noise: float  # standard deviation of one reading
    bias: float  # standard deviation over sensors
    round_to: tuple[float, ...]  # one of them
    share: float = 0.0  # noise and bias as a share of the value
    least: float = -np.inf


METERS = {
    "temperature": Meter(0.03, 0.3, (0.01, 0.05, 0.1, 0.1, 0.2, 0.5)),
    "humidity": Meter(0.3, 2.0, (0.01, 0.1, 1.0)),
    "co2": Meter(10.0, 30.0, (1.0, 1.0, 25.0), least=380.0),
    "illuminance": Meter(0.5, 0.0, (1.0,), share=0.15, least=0.0),
    "power": Meter(0.4, 0.0, (0.1, 1.0), share=0.02, least=0.0),
}


def measured(rng: np.random.Generator, kind: str, true: Values, stuck: bool) -> Values:
    """What a sensor says of `true` (steps,): smoothed, off, rounded, told now and then, absent at times."""
    meter, steps = METERS[kind], len(true)
    slow = _averaged(true, int(rng.integers(1, 4)))
    off = rng.normal(0.0, meter.bias) + slow * meter.share * rng.normal()
    noise = rng.normal(0.0, 1.0, steps) * meter.noise * rng.uniform(0.3, 1.5)
    said = np.maximum(slow + off + noise, meter.least)
    unit = float(rng.choice(meter.round_to))
    said = np.round(said / unit) * unit
    every = int(rng.choice([1, 1, 1, 2, 3, 6]))
    said = said[np.arange(steps) // every * every]
    if stuck:
        since = int(rng.integers(steps))
        said[since:] = said[since]
    return absent(rng, said)


def absent(rng: np.random.Generator, said: Values) -> Values:
    """With times at which nothing arrives."""
    lost = stretches(rng, len(said) * STEP, float(rng.choice([0.0, 0.001, 0.02])), 40.0)
    return np.where(lost[STEP - 1 :: STEP], np.nan, said)


def _averaged(values: Values, steps: int) -> Values:
    total = np.concatenate([np.zeros(1), np.cumsum(values)])
    first = np.maximum(np.arange(len(values)) - steps + 1, 0)
    return np.asarray((total[1:] - total[first]) / (np.arange(len(values)) - first + 1))


# --- on and off, by the minute ------------------------------------------------------------------------------------


def held(seen: Minutes, hold: int) -> Minutes:
    """On while somebody is seen, and for `hold` minutes after."""
    index = np.arange(len(seen))
    last = np.maximum.accumulate(np.where(seen, index, -(10**9)))
    return np.asarray(index - last <= hold)


def stuck_on(rng: np.random.Generator, on: Minutes) -> Minutes:
    """From some moment on it says yes, for hours or for good."""
    begin = int(rng.integers(len(on)))
    end = begin + int(rng.choice([600, 3000, len(on)]))
    stays = on.copy()
    stays[begin:end] = True
    return stays


def used(rng: np.random.Generator, awake: Minutes, rate: float) -> Minutes:
    """A cupboard, a tap, a flush: for a minute now and then while somebody is about."""
    return np.asarray(awake & (rng.random(len(awake)) < rate))


def toggled(rng: np.random.Generator, there: Minutes, chance: float) -> Minutes:
    """An inner door that some open and close on coming in and going out."""
    turns = np.diff(there.astype(np.int8), prepend=there[:1].astype(np.int8)) != 0
    turns &= rng.random(len(there)) < chance
    return np.asarray((np.cumsum(turns) + int(rng.integers(2))) % 2 == 1)


def pressed(rng: np.random.Generator, sits: Minutes) -> Minutes:
    """A mat in a bed or a seat: sometimes nobody lies still enough, or right."""
    return np.asarray(sits & ~stretches(rng, len(sits), float(rng.uniform(0.0, 0.15)), 6.0))


def outer_door(rng: np.random.Generator, away: NDArray[np.bool_]) -> Minutes:
    """Open in the minutes in which somebody comes or goes, and sometimes for a parcel; `away` (persons, minutes)."""
    passes = (away[:, 1:] != away[:, :-1]).any(axis=0)
    opens = np.concatenate([[False], passes])
    opens &= rng.random(len(opens)) < 0.97
    opens |= ~away.all(axis=0) & (rng.random(len(opens)) < 1.0 / 1500.0)
    return held(opens, 0 if rng.random() < 0.8 else 1)


def phone(rng: np.random.Generator, away: Minutes, always: bool) -> Values:
    """Home by the minute: late to say so, asleep at times so that it seems gone, and without power at times."""
    if always:
        return np.ones(len(away))
    late, slow = int(rng.integers(0, 8)), int(rng.integers(1, 15))
    near = ~away
    here = near & held(near, 0)
    here = np.roll(here, late) & near if late else here
    here = held(here, slow)
    here &= ~(stretches(rng, len(away), float(rng.choice([0.0, 0.0, 0.01])), 20.0) & near)
    unknown = stretches(rng, len(away), float(rng.choice([0.0, 0.005])), 120.0)
    return np.where(unknown, np.nan, here.astype(float))


def pets(rng: np.random.Generator, rooms: int, minutes: int) -> NDArray[np.bool_]:
    """Where an animal stirs by the minute, (rooms, minutes)."""
    often = float(rng.uniform(0.01, 0.06))
    share = rng.dirichlet(np.full(rooms, 0.7))
    return np.stack([stretches(rng, minutes, often * share[room] + 1e-9, 4.0) for room in range(rooms)])


def by_step(on: Minutes) -> Values:
    """1 where it was on in any minute of a step."""
    return np.asarray(on.reshape(-1, STEP).any(axis=1).astype(float))


def changes(on: Minutes) -> Values:
    """(n, 2): seconds from the beginning, and the new level."""
    turns = np.diff(on.astype(np.int8), prepend=np.int8(0))
    at = np.flatnonzero(turns)
    return np.column_stack([60.0 * at, (turns[at] > 0).astype(float)])
