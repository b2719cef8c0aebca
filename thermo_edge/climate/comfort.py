"""What a room should be for the people in it: learned, bounded, and only proposed until somebody agrees."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from thermo_edge.climate.adaptive import BOUND, standard_band
from thermo_edge.climate.evidence import Evidence, Situation, Source, as_said, counts, leaf_of
from thermo_edge.climate.manners import with_manners
from thermo_edge.climate.preference import Leaf, Learned, Prior, Want
from thermo_edge.climate.sharing import NOTHING_OWED, Debt, shared
from thermo_edge.home.comfort import Band, Limits

FEWEST = 3
"""Votes for warmer before more warmth is proposed, and votes for cooler before less."""

STEP = 1.0
"""K that one proposal may ask for; the next one may go on from there."""

AT_HOME = 0.8
"""K of standard deviation of a household, of its people and of their situations around the household's settings."""

WORTH = 0.3
"""K below which a change is not worth a question."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of a room's band in a situation, with what it rests on. It changes nothing by itself.

    `before`, `after`: the expected share of content people at the middle of each band; `votes` by source.
    """

    situation: Situation
    people: tuple[str, ...]
    now: Band
    then: Band
    before: float
    after: float
    votes: tuple[tuple[Source, int], ...]
    sure: float  # K, standard deviation of what the people want
    owed: tuple[tuple[str, float], ...] = ()  # K·h, by person


@dataclass(frozen=True, slots=True)
class Frame:
    """Between which °C the middle of a band may be proposed: at most BOUND from the settings', inside the limits.

    It also keeps to category II of EN 16798-1, where the settings do not go beyond that. `settings` is their middle.
    """

    low: float
    high: float
    settings: float

    @classmethod
    def around(cls, band: Band, limits: Limits, outdoor_mean: float, cooled: bool, asleep: bool) -> "Frame":
        """Around the settings' band. Who sleeps lies under a blanket: there the standard says nothing."""
        half = (band.high - band.low) / 2
        low = max(band.middle - BOUND, limits.lowest + half)
        high = min(band.middle + BOUND, limits.highest - half)
        if not asleep:
            standard = standard_band(outdoor_mean, cooled)
            low, high = max(low, min(standard.low, band.middle)), min(high, max(standard.high, band.middle))
        return cls(min(low, band.middle), max(high, band.middle), band.middle)

    def clip(self, celsius: float) -> float:
        """Inside the frame; the settings' middle where it is no number."""
        return min(max(celsius, self.low), self.high) if math.isfinite(celsius) else self.settings


def at_home(prior: Prior) -> Prior:
    """The same people, but around settings that they typed in themselves: they differ less from those."""
    return replace(prior, household=AT_HOME, person=AT_HOME, situation=AT_HOME)


def taste(prior: Prior, evidence: Sequence[Evidence], asked: Sequence[Leaf], now: datetime) -> Learned:
    """The household's preference by everything that is known now; `prior` is that of strangers."""
    return with_manners(at_home(prior), as_said(evidence, now), asked)


def wanted(learned: Learned, people: Sequence[str], situation: Situation, expected: float) -> dict[str, float]:
    """°C that each of these people is taken to want; `expected` is the middle of the settings' band."""
    return {who: expected + learned.offset(Leaf(who, situation.key))[0] for who in people}


def propose(
    learned: Learned,
    evidence: Sequence[Evidence],
    people: Sequence[str],
    situation: Situation,
    band: Band,
    frame: Frame,
    debt: Debt = NOTHING_OWED,
) -> Proposal | None:
    """A band for these people in this situation, or None where too little was said or nothing much would be better.

    `band` is what is in force. `learned` must have been asked about the people's leaves (`asked_leaves`); nobody in
    particular is the person "". It needs votes of this very situation: what is known of others only supports it.
    """
    those = tuple(dict.fromkeys(people)) or ("",)
    mine = [one for one in evidence if one.then.situation.key == situation.key and _counts_for(one, those)]
    each = wanted(learned, those, situation, frame.settings)
    middle = shared(each, debt)
    if middle is None:
        return None
    shift = round(min(max(frame.clip(middle) - band.middle, -STEP), STEP), 1)
    towards = Want.WARMER if shift > 0.0 else Want.COOLER
    if abs(shift) < WORTH or sum(one.want is towards for one in mine) < FEWEST:
        return None
    then = band.lowered(-shift)
    before, after = (content(learned, those, situation, each.middle, frame.settings) for each in (band, then))
    owed = tuple((who, round(debt.of(who), 1)) for who in those if debt.of(who) > 0.0)
    if after <= before and not owed:
        return None
    spread = max(learned.offset(Leaf(who, situation.key))[1] for who in those)
    return Proposal(situation, those, band, then, before, after, counts(mine), spread, owed)


def content(learned: Learned, people: Sequence[str], situation: Situation, celsius: float, expected: float) -> float:
    """Expected share of these people who would want no change at this operative °C."""
    shares = [learned.probabilities(Leaf(who, situation.key), celsius, expected)[1] for who in people]
    return float(np.mean(shares))


def operative(air: float, surfaces: Mapping[str, float] | None = None) -> float:
    """Operative °C: the mean of air and mean radiant temperature, in still air (below 0.2 m/s; ISO 7726).

    The mean radiant temperature is that of the surfaces that are known, all alike; without any it is the air's.
    """
    known = [celsius for celsius in (surfaces or {}).values() if -30.0 < celsius < 80.0]
    return (air + sum(known) / len(known)) / 2 if known else air


def asked_leaves(people: Sequence[str], situation: Situation) -> tuple[Leaf, ...]:
    """What `taste` must be asked about for `propose`."""
    return tuple(Leaf(who, situation.key) for who in (tuple(people) or ("",)))


def _counts_for(one: Evidence, people: Sequence[str]) -> bool:
    """Votes of somebody unknown count for whoever is there."""
    return not one.person or leaf_of(one).person in people
