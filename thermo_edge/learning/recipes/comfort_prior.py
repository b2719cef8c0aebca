"""Fits what is known of people in general to recorded votes: marginal maximum likelihood over who they are."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from thermo_edge.climate.preference import MIDDLE, Prior, Want
from thermo_edge.learning.comfort_votes import Votes

STEPS, LEARNING_RATE = 120, 0.05
PEOPLE = 40
"""The most people of each building that teach: more of those with many votes only take longer."""

HOUSEHOLD = 0.4
"""Share of the variance between people that lies between households: recorded votes of offices do not tell."""

Step = Callable[[int, int, float], bool]
"""(step, of, loss) → whether to go on."""


@dataclass(frozen=True)
class _Taught:
    """Votes (n,) as the fit reads them, with the number of each one's person."""

    temperature: Tensor
    outdoors: Tensor
    want: Tensor
    person: Tensor
    people: int


def fit_prior(votes: Votes, seed: int, goes_on: Step, steps: int = STEPS) -> Prior:
    """Numbers of the prior from votes, none of those kept apart; as documented where fewer than 100 people voted."""
    taught, start = _taught(votes, np.random.default_rng([seed, 17])), Prior()
    if taught.people < 100:
        return start
    spread = float(np.hypot(start.household, start.person))
    values = [start.neutral - 22.0, start.adapts]
    values += np.log([start.slope, start.width, spread, start.slopes, start.widths]).tolist()
    numbers = torch.tensor(values, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.Adam([numbers], lr=LEARNING_RATE)
    for step in range(steps):
        optimiser.zero_grad()
        loss = _loss(numbers, taught)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if not goes_on(step + 1, steps, float(loss.detach())):
            break
    found = numbers.detach().numpy()
    slope, width, spread, slopes, widths = np.exp(found[2:]).tolist()
    spread = float(np.sqrt(max(spread**2 - start.situation**2, 0.25)))  # a vote is given in some situation
    return Prior(
        neutral=round(22.0 + float(found[0]), 2),
        adapts=round(float(found[1]), 3),
        slope=round(slope, 3),
        width=round(width, 3),
        household=round(spread * float(np.sqrt(HOUSEHOLD)), 2),
        person=round(spread * float(np.sqrt(1.0 - HOUSEHOLD)), 2),
        situation=start.situation,
        slopes=round(slopes, 3),
        widths=round(widths, 3),
    )


def _loss(numbers: Tensor, taught: _Taught) -> Tensor:
    """Minus the mean log-likelihood, with the people's offsets, slopes and widths summed out on a grid."""
    slope, width, spread, slopes, widths = torch.exp(numbers[2:])
    offset, share = _nodes(15, 3.0)
    few, weight = _nodes(3, 1.5)
    neutral = 22.0 + numbers[0] + numbers[1] * taught.outdoors - taught.temperature
    away = neutral[:, None, None, None] + spread * offset[:, None, None] * torch.exp(-slopes * few)[:, None]
    z = slope * torch.exp(slopes * few)[:, None] * away
    wide = width * torch.exp(widths * few)
    soft = torch.nn.functional.softplus
    warm, cool = soft(z - wide), soft(-z - wide)
    want = taught.want[:, None, None, None]
    fine = torch.log1p(-torch.exp(-2.0 * wide)) - warm - cool
    told = torch.where(want == int(Want.COOLER), -z - wide - cool, fine)
    told = torch.where(want == int(Want.WARMER), z - wide - warm, told)
    each = torch.zeros((taught.people, *told.shape[1:]), dtype=told.dtype).index_add(0, taught.person, told)
    each = each + share[:, None, None] + weight[:, None] + weight
    return -torch.logsumexp(each.flatten(1), dim=1).sum() / len(taught.want)


def _nodes(count: int, most: float) -> tuple[Tensor, Tensor]:
    """Even nodes of a standard Gaussian, and the logarithms of their shares."""
    at = torch.linspace(-most, most, count, dtype=torch.float64)
    return at, torch.log_softmax(-0.5 * at**2, dim=0)


def _taught(votes: Votes, rng: np.random.Generator) -> _Taught:
    """Up to so many people of each building; a vote of nobody known is a person with one vote."""
    usable = np.flatnonzero(~votes.apart)
    nobody = votes.person[usable] < 0
    who = np.where(nobody, -1 - np.arange(len(usable)), votes.person[usable])
    order = rng.permutation(len(usable))
    chosen: list[NDArray[np.int64]] = []
    building = votes.building[usable]
    for one in np.unique(building).tolist():
        there = order[building[order] == one]
        people = list(dict.fromkeys(who[there].tolist()))[:PEOPLE]
        chosen.append(np.flatnonzero((building == one) & np.isin(who, people)))
    at = np.concatenate(chosen) if chosen else np.array([], dtype=np.int64)
    some, (names, person) = votes.of(usable[at]), np.unique(who[at], return_inverse=True)
    outdoors = np.clip(np.nan_to_num(some.outdoor_mean, nan=MIDDLE), 10.0, 30.0) - MIDDLE
    return _Taught(
        torch.from_numpy(some.temperature),
        torch.from_numpy(outdoors),
        torch.from_numpy(some.want),
        torch.from_numpy(person.astype(np.int64)),
        len(names),
    )
