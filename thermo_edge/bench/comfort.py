"""How well the wants of people whom nobody has asked before are known after a few votes, beside plainer ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thermo_edge.bench.comfort_baselines import FREQUENCIES, SMOOTHING, Curve, Distance, calibrated, frequencies
from thermo_edge.bench.rows import Row
from thermo_edge.climate.manners import with_manners
from thermo_edge.climate.preference import Leaf, Prior, Said, Want, expected
from thermo_edge.errors import ThermoEdgeError
from thermo_edge.learning.comfort_base import shipped_prior
from thermo_edge.learning.comfort_votes import Votes, people_of, read_votes

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

AFTER = (0, 5, 20, 50)
LATER = 10
"""Votes that somebody must have given after those that were learned from: all of them are judged."""

SHARE = 0.9
"""Of the best plainer log-loss that ours may have after 20 votes."""

DRAWS, PEOPLE_QUICK = 2000, 15
OURS, OWN = "ours", "own frequencies"


class NobodyToJudge(ThermoEdgeError):
    """The file has no person, kept apart from all learning, with enough votes."""


@dataclass(frozen=True)
class Losses:
    """Mean log-loss (nats) of the people (n,), by who says it."""

    after: int
    people: int
    votes: int
    by: dict[str, Floats]

    def mean(self, name: str) -> float:
        return float(self.by[name].mean())

    @property
    def best_other(self) -> str:
        return min((name for name in self.by if name != OURS), key=self.mean)


def bench_comfort(path: Path, layout: str, quick: bool = False) -> list[Row]:
    """Rows of a file of votes; quick: the first people only. Raises VotesFault or NobodyToJudge."""
    votes = read_votes(path, layout)
    baselines, prior = calibrated(votes), shipped_prior()
    taught = votes.of(~votes.apart)
    shares = np.bincount(taught.want, minlength=3) / len(taught) if len(taught) >= 1000 else FREQUENCIES
    people = [at for at in people_of(votes, LATER) if votes.apart[at].all()]
    people = people[:PEOPLE_QUICK] if quick else people
    found = [losses for after in AFTER if (losses := judge(votes, people, after, prior, baselines, shares)) is not None]
    if not found:
        raise NobodyToJudge(f"{path}: nobody kept apart has given {LATER} votes or more")
    return [row for losses in found for row in _rows(layout, losses, quick)]


def judge(
    votes: Votes,
    people: Sequence[Whole],
    after: int,
    prior: Prior,
    baselines: dict[str, tuple[Distance, Curve]],
    shares: Floats,
) -> Losses | None:
    """Losses on all votes after the first `after`, of those who gave enough; None where nobody did."""
    by: dict[str, list[float]] = {name: [] for name in (OURS, *baselines, *map(_own, SMOOTHING))}
    told = {name: curve(distance(votes)) for name, (distance, curve) in baselines.items()}
    counted = 0
    for at in people:
        first, later = at[:after], at[after:]
        if len(later) < LATER:
            continue
        counted += len(later)
        truth = votes.want[later]
        by[OURS].append(_loss(ours(votes, prior, first, later), truth))
        for name, said in told.items():
            by[name].append(_loss(said[later], truth))
        for smoothing in SMOOTHING:
            own = frequencies(votes.want[first], shares, smoothing)
            by[_own(smoothing)].append(_loss(np.tile(own, (len(later), 1)), truth))
    if not counted:
        return None
    return Losses(after, len(by[OURS]), counted, _best_own({name: np.array(each) for name, each in by.items()}))


def ours(votes: Votes, prior: Prior, first: Whole, later: Whole) -> Floats:
    """P of votes (n, 3) as the program would say it of a new person after their first ones."""
    who = Leaf("", "")
    neutral = expected(prior, votes.outdoor_mean)
    said = [
        Said(who, Want(want), temperature, usual)
        for want, temperature, usual in zip(
            votes.want[first].tolist(), votes.temperature[first].tolist(), neutral[first].tolist(), strict=True
        )
    ]
    return with_manners(prior, said, [who]).probabilities(who, votes.temperature[later], neutral[later])


# --- parts ------------------------------------------------------------------------------------------------------


def _rows(name: str, losses: Losses, quick: bool) -> list[Row]:
    others = {other: round(losses.mean(other), 3) for other in losses.by if other != OURS}
    best = losses.by[losses.best_other]
    share = float(losses.by[OURS].mean() / best.mean())
    head = f"{name}: after {losses.after} votes"
    return [
        Row(f"{head}, people", losses.people, f"with {losses.votes} votes judged", "higher"),
        Row(f"{head}, log-loss", round(losses.mean(OURS), 3), "nats", "lower", None, others),
        Row(
            f"{head}, log-loss over the best other ({losses.best_other})",
            round(share, 3),
            "",
            "lower",
            SHARE if losses.after == 20 else None,
            {},
            None if quick else _between(losses.by[OURS], best),
        ),
    ]


def _between(mine: Floats, other: Floats) -> tuple[float, float]:
    """95 % interval of the ratio of means, people drawn again."""
    drawn = np.random.default_rng(5).integers(0, len(mine), (DRAWS, len(mine)))
    low, high = np.quantile(mine[drawn].mean(axis=1) / other[drawn].mean(axis=1), (0.025, 0.975))
    return round(float(low), 3), round(float(high), 3)


def _best_own(by: dict[str, Floats]) -> dict[str, Floats]:
    """Of the smoothings only the one that did best on these people, which flatters it."""
    own = min(map(_own, SMOOTHING), key=lambda name: float(by[name].mean()))
    kept = {name: each for name, each in by.items() if not name.startswith(OWN)}
    return {**kept, OWN: by[own]}


def _own(smoothing: float) -> str:
    return f"{OWN} +{smoothing:g}"


def _loss(said: Floats, truth: Whole) -> float:
    return -float(np.log(np.maximum(said[np.arange(len(truth)), truth], 1e-6)).mean())
