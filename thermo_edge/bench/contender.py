"""What takes part in the occupancy benchmark: how it is asked, and how it is caught looking ahead."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np

from thermo_edge.bench.recordings.recording import Array, Recording

HORIZONS = (15, 30, 60, 120, 240, 480, 1440)
"""Minutes ahead."""

QUANTILES = (0.1, 0.5, 0.9)
"""Of the times of return, waking and sleeping: the middle is the forecast, the others its 80 % interval."""


class Belief(NamedTuple):
    """`rooms` (T, R): P(occupied), columns as Recording.rooms. `home` (T, 3): P of each State. NaN: says nothing.

    `present` (T, R), 1 or 0: what a light would follow; None: whatever is likelier than not.
    """

    rooms: Array
    home: Array
    present: Array | None = None


class Outlook(NamedTuple):
    """`rooms` (O, H, R): P(occupied) at each of HORIZONS after each origin. `home` (O, H): P(somebody is home)."""

    rooms: Array
    home: Array


class Moments(NamedTuple):
    """(O, 3) each: minutes from the origin at QUANTILES, until the first comes home, the home wakes, the home sleeps.

    Asked at every origin; only those count where the home was away (returns), asleep (wakes) or awake in the evening
    (sleeps). NaN: says nothing.
    """

    returns: Array
    wakes: Array
    sleeps: Array


class Contender(Protocol):
    """Learns from a recording with its truth, then runs through one without.

    Answers for time t, or for an origin t (an index of the recording), may rest on what was sensed up to and including
    t, and on what was learnt in `fit`, only. Every call begins from what `fit` left, so that the same call gives the
    same answer.
    """

    @property
    def name(self) -> str: ...

    def fit(self, train: Recording, /) -> None: ...

    def now(self, recording: Recording, /) -> Belief: ...

    def ahead(self, recording: Recording, origins: Array, /) -> Outlook: ...

    def moments(self, recording: Recording, origins: Array, /) -> Moments: ...


def silent(origins: Array) -> Moments:
    """What a contender answers that has no view on moments."""
    nothing = np.full((len(origins), len(QUANTILES)), np.nan)
    return Moments(nothing, nothing, nothing)


def looks_ahead(contender: Contender, recording: Recording, cuts: Sequence[int], seed: int = 0) -> tuple[str, ...]:
    """The names of the answers up to a cut that change with what comes after it; none from an honest contender."""
    rng = np.random.default_rng(seed)
    told: set[str] = set()
    everywhere = np.arange(len(recording))[:: max(1, len(recording) // 200)]
    before = _answers(contender, recording, everywhere)
    for cut in cuts:
        after = _answers(contender, other_future(recording, cut, rng), everywhere)
        known = {"now": np.arange(cut + 1)}
        until = np.flatnonzero(everywhere <= cut)
        for name, arrays in before.items():
            rows = known.get(name, until)
            for one, two in zip(arrays, after[name], strict=True):
                if not np.allclose(one[rows], two[rows], rtol=1e-4, atol=1e-6, equal_nan=True):
                    told.add(name)
    return tuple(sorted(told))


def other_future(recording: Recording, cut: int, rng: np.random.Generator) -> Recording:
    """The same up to and including index `cut`; after it all is shuffled, measured otherwise and switched over."""
    later = cut + 1 + rng.permutation(len(recording) - cut - 1)
    order = np.concatenate([np.arange(cut + 1), later])
    values = recording.values[order].copy()
    for column, sensor in enumerate(recording.sensors):
        future = values[cut + 1 :, column]
        if sensor.kind.speaks_of_changes:
            values[cut + 1 :, column] = 1.0 - future
        else:
            spread = float(np.nanstd(future)) if np.isfinite(future).any() else 0.0
            values[cut + 1 :, column] = future + rng.normal(spread + 1.0, spread + 1.0, len(future))
    border = recording.times[cut]
    events = []
    for changes in recording.events:
        then, rest = changes[changes[:, 0] <= border], changes[changes[:, 0] > border].copy()
        rest[:, 0] = np.sort(rng.uniform(border + 1, recording.times[-1] + 1, len(rest)))
        rest[:, 1] = 1.0 - rest[:, 1]
        events.append(np.concatenate([then, rest]))
    truth, home = recording.truth[order], recording.home[order]
    return replace(recording, values=values, events=tuple(events), truth=truth, home=home)


def _answers(contender: Contender, recording: Recording, origins: Array) -> dict[str, tuple[Array, ...]]:
    return {
        "now": tuple(part for part in contender.now(recording) if part is not None),
        "ahead": tuple(contender.ahead(recording, origins)),
        "moments": tuple(contender.moments(recording, origins)),
    }
