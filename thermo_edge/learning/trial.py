"""A trial: whether a challenger is better than what serves, on blocks of later days that neither has learned from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, with_config

from thermo_edge.home.reason import Code, Reason

Losses = NDArray[np.floating[Any]]

_strict = with_config(ConfigDict(extra="forbid", strict=True, allow_inf_nan=False))


class Outcome(StrEnum):
    """Only the first may serve."""

    BETTER = "better"
    NO_BETTER = "no_better"
    WORSE = "worse"
    TOO_LITTLE = "too_little"  # to say either


@dataclass(frozen=True, slots=True)
class Rules:
    """When a challenger wins. `margin`: share of the error there that it may lose at any one horizon.

    `least`: the share by which it must surely be better in the mean to be worth a change.
    """

    fewest: int = 5  # blocks
    least: float = 0.02
    margin: float = 0.02
    sure: float = 0.95  # of the mean over the names, by drawing the blocks again
    draws: int = 2000
    seed: int = 0


@_strict
@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a trial. Errors are means over the blocks, one for each of `names` (horizons or classes).

    `gain` is the share by which the challenger's error is less than that of what serves, mean over `names`, between
    `low` and `high`, each of which it passes as surely as wanted. `worst` is its gain where that is least. `beaten_by`
    is the plain way with smaller errors than the challenger, for which one that is better than what serves may not.
    """

    outcome: Outcome
    blocks: int
    names: tuple[str, ...] = ()
    live: tuple[float, ...] = ()
    challenger: tuple[float, ...] = ()
    baselines: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    gain: float = 0.0
    low: float = 0.0
    high: float = 0.0
    worst: float = 0.0
    worst_at: str = ""
    margin: float = 0.0
    beaten_by: str = ""

    @property
    def reason(self) -> Reason:
        """For a sentence."""
        if self.outcome is Outcome.TOO_LITTLE:
            return Reason.of(Code.TRIAL_TOO_LITTLE, count=self.blocks)
        if self.outcome is Outcome.BETTER:
            return Reason.of(Code.TRIAL_BETTER, count=self.blocks, share=self.gain)
        if self.outcome is Outcome.WORSE and self.worst < -self.margin:
            return Reason.of(Code.TRIAL_REGRESSES, count=self.blocks, share=-self.worst, what=self.worst_at)
        if self.outcome is Outcome.WORSE:
            return Reason.of(Code.TRIAL_WORSE, count=self.blocks, share=-self.gain)
        if self.beaten_by:
            return Reason.of(Code.TRIAL_PLAIN, count=self.blocks, what=self.beaten_by)
        return Reason.of(Code.TRIAL_NO_BETTER, count=self.blocks)

    def error(self, name: str) -> tuple[float, float] | None:
        """Of what serves and of the challenger at one horizon; None where that was not judged."""
        if name not in self.names:
            return None
        place = self.names.index(name)
        return self.live[place], self.challenger[place]


def judge(
    names: Sequence[str],
    live: Losses | None,
    challenger: Losses,
    baselines: Mapping[str, Losses] | None = None,
    rules: Rules | None = None,
) -> Verdict:
    """Losses are (blocks, names): mean errors of any kind, less is better, NaN where a block has none.

    Without `live` the plain one with the least mean error is in its place. A block and name counts where both are
    known, and each name needs `fewest`, or nothing is said. Blocks are taken for independent: let each be a day.

    Better is who is better by more than the least share in the mean over the names, as surely as wanted, and loses
    nowhere more than the margin, and whom no plain one beats in the mean; worse, who is worse so surely or loses
    somewhere more. Raises ValueError where there is nothing to compare with.
    """
    rules, others = rules or Rules(), dict(baselines or {})
    if live is None:
        if not others:
            raise ValueError("a trial needs what serves, or a plain way")
        live = min(others.values(), key=_mean_of)
    known = np.all(np.isfinite([live, challenger]), axis=0)
    if (known.sum(axis=0) < rules.fewest).any():
        return Verdict(Outcome.TOO_LITTLE, int(known.sum(axis=0).min()))
    mine, theirs = (np.where(known, each, 0.0) for each in (challenger, live))
    gains = _gains(mine, theirs, np.ones((1, len(mine))))[0]
    drawn = np.random.default_rng(rules.seed).multinomial(len(mine), np.full(len(mine), 1 / len(mine)), rules.draws)
    means = _gains(mine, theirs, drawn.astype(float)).mean(axis=1)
    low, high = np.quantile(means, [1.0 - rules.sure, rules.sure])
    worst = int(np.argmin(gains))
    lost, wins = gains[worst] < -rules.margin, low >= rules.least
    plain = _beaten_by(challenger, others) if wins else ""

    def figures(losses: Losses) -> tuple[float, ...]:
        there = known & np.isfinite(losses)
        total = np.where(there, losses, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
        return tuple(_four(each) for each in total) if there.any(axis=0).all() else ()

    return Verdict(
        outcome=Outcome.WORSE if lost or high < 0.0 else Outcome.BETTER if wins and not plain else Outcome.NO_BETTER,
        blocks=int(known.any(axis=1).sum()),
        names=tuple(names),
        live=figures(live),
        challenger=figures(challenger),
        baselines={name: told for name, losses in others.items() if (told := figures(losses))},
        gain=_four(gains.mean()),
        low=_four(low),
        high=_four(high),
        worst=_four(gains[worst]),
        worst_at=names[worst],
        margin=rules.margin,
        beaten_by="" if lost else plain,
    )


def _beaten_by(challenger: Losses, others: Mapping[str, Losses]) -> str:
    """The plain one that is ahead of it most in the mean over the names, where both are known; "" if none is."""
    ahead = {name: _ahead(challenger, losses) for name, losses in others.items()}
    best = max(ahead, key=lambda name: ahead[name], default="")
    return best if best and ahead[best] > 0.0 else ""


def _ahead(challenger: Losses, other: Losses) -> float:
    known = np.all(np.isfinite([challenger, other]), axis=0)
    mine, theirs = (np.where(known, each, 0.0) for each in (challenger, other))
    return -float(_gains(mine, theirs, np.ones((1, len(mine)))).mean())


def _gains(mine: Losses, theirs: Losses, weights: Losses) -> Losses:
    """(draws, names) shares by which my total is less than theirs, under weights of the blocks (draws, blocks)."""
    ours, against = weights @ mine, weights @ theirs
    scale = np.where(against > 0.0, against, 1.0)
    return np.where(against > 0.0, (against - ours) / scale, np.where(ours > 0.0, -1.0, 0.0))


def _four(value: Any) -> float:
    return round(float(value), 4)


def _mean_of(losses: Losses) -> float:
    known = np.isfinite(losses)
    return float(losses[known].mean()) if known.any() else np.inf
