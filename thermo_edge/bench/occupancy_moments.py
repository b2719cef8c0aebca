"""When somebody really came home, the home woke, and the home went to sleep, seen from each origin."""

from typing import NamedTuple

import numpy as np

from thermo_edge.bench.recordings.recording import DAY, Array, Recording, State

NIGHT_AT_LEAST = 2 * 3600
"""Seconds; shorter sleeps are naps and neither end nor begin a night."""
UP_AT_LEAST = 30 * 60
"""Seconds; who gets up for less has not woken."""
FARTHEST = 24 * 60
"""Minutes; moments later than that are no question for a house."""
EVENING, SMALL_HOURS = 17 * 3600, 3 * 3600
"""Seconds of the local day between which awake homes are asked when they sleep."""


class RealMoments(NamedTuple):
    """(O,) each: minutes from the origin, NaN where the question is not asked or the answer is unknown."""

    returns: Array
    wakes: Array
    sleeps: Array


def real_moments(recording: Recording, origins: Array) -> RealMoments:
    """Of a recording with its truth; what happens beyond FARTHEST or after something unknown counts as unknown."""
    home, step = recording.home, recording.step
    known = np.isfinite(home)
    away, asleep = home == State.AWAY, nights(home, step)
    clock = recording.local % DAY
    late = (clock >= EVENING) | (clock < SMALL_HOURS)

    def until(holds: Array, asked: Array) -> Array:
        minutes = _steps_until(~holds & known, known)[origins] * step / 60
        return np.where(asked[origins] & known[origins] & (minutes <= FARTHEST), minutes, np.nan)

    return RealMoments(
        until(away, away),
        until(asleep, asleep),
        until(~asleep, ~asleep & (home == State.AWAKE) & late),
    )


def nights(home: Array, step: int) -> Array:
    """Where the home is in a night: asleep, with short times up bridged and naps left out."""
    asleep: Array = home == State.ASLEEP
    bridged = asleep.copy()
    for start, stop in stretches(~asleep):
        inner = start > 0 and stop < len(home)
        if inner and (stop - start) * step < UP_AT_LEAST and (home[start:stop] == State.AWAKE).all():
            bridged[start:stop] = True
    for start, stop in stretches(bridged):
        if (stop - start) * step < NIGHT_AT_LEAST:
            bridged[start:stop] = False
    return bridged


def stretches(holds: Array) -> list[tuple[int, int]]:
    """Where it holds without a break: from, to before."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(int)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _steps_until(happens: Array, known: Array) -> Array:
    """Steps to the next time it happens, infinite where something unknown lies before or it never does."""
    steps = np.full(len(happens), np.inf)
    following = np.inf
    for index in range(len(happens) - 1, -1, -1):
        following = 0.0 if happens[index] else following + 1 if known[index] else np.inf
        steps[index] = following
    return steps
