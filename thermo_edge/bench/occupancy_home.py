"""What learning at home is worth without being told any truth: simulated homes, judged by the truth on later days.

`python -m thermo_edge.bench.occupancy_home --homes 5`: each learns from 21 days as the live house does, by hindsight;
what would be served then is compared with the shipped model alone on 7 more.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import numpy as np

from thermo_edge.bench.ours import signals
from thermo_edge.bench.recordings.recording import Array, Recording, State
from thermo_edge.bench.simulated_homes import simulated_households
from thermo_edge.learning.occupancy_base import OccupancyBase, shipped
from thermo_edge.learning.occupancy_own import NOW, Own, Past, base_ahead, learned, of_base, usual_of

SEED, HOMES, LEARNS = 20_000, 5, 21
HOURS = (NOW, 0.5, 2.0, 8.0)

Scores = dict[tuple[str, float], list[tuple[float, float]]]
"""By kind (room, home, asleep) and hours ahead: Brier score of the base and of what is served, one of each question."""


def measure(recording: Recording, base: OccupancyBase, learns: int = LEARNS) -> tuple[Scores, Own | None]:
    """The scores of one home on the days after those that it learns from."""
    house, day = signals(recording), recording.day.astype(float) - float(recording.day.min())
    cut = int(np.argmax(day >= learns))
    nothing = np.zeros(cut, dtype=bool)
    own = learned(Past(house.until(cut), day[:cut], (), nothing), base, base.config, datetime(2026, 1, 1, tzinfo=UTC))
    found: Scores = defaultdict(list)
    beliefs, truths = of_base(house, base, base.config), dict(_truths(recording))
    mine = own.learned.now(house) if own is not None else {}
    usual = usual_of(house.until(cut), nothing)
    at = np.arange(cut, house.times, 3)
    for name, truth in truths.items():
        if name not in beliefs:
            continue
        told = (beliefs[name], beliefs["home"])
        horizons = base.config.horizons
        plain = base_ahead(house, base, told, usual[name], horizons, at, name == "home") if name in usual else None
        for hours in HOURS if plain is not None else (NOW,):
            later = round(hours * 60.0 / house.step)
            some = at + later < house.times
            if plain is None or hours == NOW:
                before = beliefs[name][at]
                after = mine.get(name, beliefs[name])[at]
            else:
                before = plain[some, horizons.index(hours)]
                after = own.learned.ahead(house, mine, hours, at[some]).get(name, before) if own is not None else before
            after = after if own is not None and own.serves(name, hours) else before
            then = truth[at[some] + later]
            kind = name if name in ("home", "asleep") else "room"
            found[kind, hours].append((_brier(before, then), _brier(after, then)))
    return found, own


def _truths(recording: Recording) -> Iterator[tuple[str, Array]]:
    yield from ((room, recording.truth[:, column]) for column, room in enumerate(recording.rooms))
    yield "home", recording.anybody
    yield "asleep", np.where(recording.home == State.AWAY, np.nan, recording.asleep)


def _brier(said: Array, truth: Array) -> float:
    known = np.isfinite(truth)
    return float(((said[known] - truth[known]) ** 2).mean()) if known.any() else float("nan")


def lines(scores: Mapping[tuple[str, float], list[tuple[float, float]]]) -> Iterator[str]:
    """A line for each kind: base → served at each horizon."""
    for kind in dict.fromkeys(kind for kind, _ in scores):
        parts = []
        for hours in HOURS:
            pairs = np.array(scores.get((kind, hours), []))
            if len(pairs):
                before, after = np.nanmean(pairs, axis=0)
                worse = int((pairs[:, 1] > pairs[:, 0] + 0.001).sum())
                parts.append(f"{hours:g} h {before:.4f} → {after:.4f} ({worse} of {len(pairs)} worse)")
        yield f"  {kind:<7} {', '.join(parts)}"


def main() -> None:
    """Print each home and all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=HOMES)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    base = shipped()
    assert base is not None, "the shipped model cannot be read"
    every: Scores = defaultdict(list)
    for recording in simulated_households(arguments.homes, arguments.seed):
        scores, own = measure(recording, base)
        told = own.told if own is not None else None
        print(recording.name, "too little to learn from" if told is None else told)
        print(*lines(scores), sep="\n", flush=True)
        for key, pairs in scores.items():
            every[key] += pairs
    print("all homes", *lines(every), sep="\n")


if __name__ == "__main__":
    main()
