"""How readily each person asks for a change: their own slope and width, which change probabilities and no target."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from thermo_edge.climate.preference import Leaf, Learned, Prior, Said, learn

NODES = np.array([-1.5, 0.0, 1.5])
"""Standard deviations of the logarithms at which slopes and widths are tried."""


def with_manners(prior: Prior, said: Sequence[Said], asked: Sequence[Leaf] = ()) -> Learned:
    """What `learn` says, with probabilities that are a mean over slopes and widths.

    Each counts by its prior times the marginal likelihood that the person's own votes give it. What is expected of a
    leaf, and so every proposal, stays that of the prior's slope and width.
    """
    middle = learn(prior, said, asked)
    ways = [
        (_way(prior, slope, width), -0.5 * (one**2 + other**2))
        for one, slope in zip(NODES, prior.slope * np.exp(prior.slopes * NODES), strict=True)
        for other, width in zip(NODES, prior.width * np.exp(prior.widths * NODES), strict=True)
    ]
    fits = [learn(way, said, asked) for way, _ in ways]
    people = tuple(dict.fromkeys(leaf.person for leaf in middle.leaves))
    shares: list[dict[str, float]] = [{} for _ in ways]
    for person in people:
        own = [one for one in said if one.leaf.person == person]
        alone = len(people) == 1
        told = [fit.evidence if alone else learn(way, own).evidence for fit, (way, _) in zip(fits, ways, strict=True)]
        score = np.array(told) + np.array([likely for _, likely in ways])
        share = np.exp(score - score.max())
        for each, value in zip(shares, (share / share.sum()).tolist(), strict=True):
            each[person] = value
    return replace(middle, manners=tuple(zip(fits, shares, strict=True)))


def _way(prior: Prior, slope: float, width: float) -> Prior:
    """Who hardly minds the temperature may want any: spreads are K at the prior's slope, and the same in logits."""
    wider = prior.slope / slope
    spreads = (wider * spread for spread in (prior.household, prior.person, prior.situation))
    household, person, situation = spreads
    return replace(prior, slope=slope, width=width, household=household, person=person, situation=situation)
