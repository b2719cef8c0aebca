"""What simulated households set their thermostats to, in contexts of all kinds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.setpoint_features import Floats, stacked
from thermo_edge.simulation.people import AWAY, LIVING, Doing, Kind, drawn
from thermo_edge.simulation.taste import Felt, neutral

PERSONS = 5
NOISE = 0.3
"""K by which people miss what they want when they turn a knob."""

SETTINGS = 0.5
"""K, standard deviation between what a household typed into its settings and what its people want on the whole."""

SPARED = 3.0
"""K that households let a room cool down while nobody is home."""


@dataclass(frozen=True)
class Wishes:
    """Numbers of contexts (n, NAMES) with the K above the settings' middle that was wished (n,), and by which home."""

    context: Floats
    wished: Floats
    home: NDArray[np.int64]


def wishes(homes: int, times: int, seed: int) -> Wishes:
    """So many moments of each of so many households, as their own people would set the room."""
    rng = np.random.default_rng([seed, 13])
    people = drawn(homes, PERSONS, seed)
    minds = (people.kind != Kind.BABY) & (people.kind != Kind.GUEST)
    settings = np.average(people.warmth, axis=1, weights=minds) + rng.normal(0.0, SETTINGS, homes)
    hour, outdoors = rng.uniform(0.0, 24.0, (times, homes)), np.clip(rng.normal(9.0, 8.0, (times, homes)), -15.0, 32.0)
    wished = np.empty((times, homes))
    asleep, away = np.zeros((times, homes)), np.zeros((times, homes))
    for time in range(times):
        night = (hour[time] < 6.5) | (hour[time] > 23.0)
        sleeps = rng.random(homes) < np.where(night, 0.95, 0.03)
        out = ~sleeps & (rng.random(homes) < np.where((hour[time] > 8.5) & (hour[time] < 17.0), 0.5, 0.1))
        doing = np.where(sleeps[:, None], int(Doing.SLEEPS), rng.choice(_AWAKE, (homes, PERSONS), p=_SHARES))
        felt = Felt(np.full((homes, PERSONS), 20.0), outdoors[time][:, None])
        where = np.where(out[:, None], AWAY, LIVING)
        wants = neutral(people, doing, felt)
        there = minds & (where != AWAY)
        mean = np.average(wants, axis=1, weights=np.where(there.any(axis=1)[:, None], there, minds))
        wished[time] = mean - SPARED * out - settings + rng.normal(0.0, NOISE, homes)
        asleep[time], away[time] = sleeps, out
    weekend = rng.random((times, homes)) < 2.0 / 7.0
    room = settings + wished + rng.normal(-0.5, 1.5, (times, homes))  # mostly too cold when somebody acts
    known = np.where(rng.random((times, homes)) < 0.9, outdoors, np.nan)
    flat = [values.T.ravel().astype(float) for values in (hour, weekend, room, known, asleep, away)]
    return Wishes(stacked(*flat), wished.T.ravel(), np.repeat(np.arange(homes), times))


_AWAKE = np.array([Doing.RESTS, Doing.MOVES, Doing.COOKS, Doing.EATS])
_SHARES = np.array([0.7, 0.12, 0.08, 0.1])
