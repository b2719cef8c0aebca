"""A room's night: what it learns on earlier days is judged on the last ones, beside what serves and the base alone."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from thermo_edge.climate.features import Array, Signals
from thermo_edge.learning.climate_at_home import (
    DAY,
    EVERY,
    FEWEST_DAYS,
    Base,
    Indices,
    RoomLearned,
    forecasts,
    past_of,
)
from thermo_edge.learning.climate_blend import learn_blend, short, without_heat
from thermo_edge.learning.climate_usual import Unusual, unusual
from thermo_edge.learning.trial import Outcome, Rules, Verdict, judge

HORIZONS = (1, 4, 12, 24, 48, 96)
NAMES = ("15 min", "1 h", "3 h", "6 h", "12 h", "24 h")

JUDGING = 7
"""Days that judge at most; of a shorter history all but those that learning needs, and one more than RULES.fewest: of
the last day what comes a day later is not known yet."""

RULES = Rules(fewest=5, margin=0.02, sure=1.0 - 0.05 / 3)
"""Three challengers are tried: each must be the surer (Bonferroni)."""

DRIFT = Rules(fewest=3, margin=0.02)


class Way(StrEnum):
    """What a challenger takes from the room's history."""

    ALL = "all"
    COURSE = "course"  # of the temperature; answers to heat stay as the model says
    HOURS = "hours"  # the same, for the next hours only


SHOWN = {Way.ALL: "24 h", Way.COURSE: "24 h", Way.HOURS: "3 h"}
"""The horizon by which people are told what it is worth."""


@dataclass(frozen=True)
class Night:
    """`trial`: the best challenger beside what serves. `drift`: what serves beside the base alone; None: that is it.

    `unusual`: the days that judge were not like those before them, and nothing new may serve by their word.
    """

    trial: Verdict
    drift: Verdict | None = None
    way: Way = Way.ALL
    challenger: RoomLearned = field(default_factory=RoomLearned)
    unusual: Unusual | None = None

    @property
    def better(self) -> bool:
        """Whether the best challenger was surely better on later days, whatever days these were."""
        return self.trial.outcome is Outcome.BETTER

    @property
    def wins(self) -> bool:
        """Whether it may serve by their word."""
        return self.better and self.unusual is None

    @property
    def regrets(self) -> bool:
        """Whether the base alone would have been better these last days, by the margin."""
        return (
            self.drift is not None and self.drift.outcome is not Outcome.TOO_LITTLE and self.drift.gain < -DRIFT.margin
        )


def night(base: Base, signals: Signals, served: RoomLearned | None) -> Night:
    """Of one room's clean history until now; what serves has been taught by earlier days than the last ones, or None.

    Errors are those of forecasts every two hours that were told what the heating then did, by days before now. What a
    plan changes is taken from each one's own answer to heat.
    """
    judging = _judging(signals)
    if judging <= DRIFT.fewest:
        return Night(Verdict(Outcome.TOO_LITTLE, max(judging, 0)))
    cut = signals.times - judging * DAY
    if not (moments(signals, cut) >= cut).any():
        return Night(Verdict(Outcome.TOO_LITTLE, 0))
    losses = Losses(base, signals, cut)
    alone, live = losses.of(None), losses.of(served)
    drift = judge(NAMES, alone, live, rules=DRIFT) if served is not None else None
    if judging <= RULES.fewest:
        return Night(Verdict(Outcome.TOO_LITTLE, judging), drift)
    plain = {"base model": alone, **losses.plain()}
    tried = [
        Night(judge(NAMES, live, losses.of(each), plain, RULES), drift, way, each)
        for way, each in challengers(base, signals.part(0, cut)).items()
    ]
    best = max(tried, key=lambda each: (each.better, each.trial.gain))
    return replace(best, unusual=unusual(signals, cut))


def look(base: Base, signals: Signals, served: RoomLearned) -> Night:
    """The part of a night that lets nothing new serve: what serves beside the base alone."""
    judging = _judging(signals)
    nothing, cut = Night(Verdict(Outcome.TOO_LITTLE, max(judging, 0))), signals.times - judging * DAY
    if judging <= DRIFT.fewest or not (moments(signals, cut) >= cut).any():
        return nothing
    losses = Losses(base, signals, cut)
    return replace(nothing, drift=judge(NAMES, losses.of(None), losses.of(served), rules=DRIFT))


def _judging(signals: Signals) -> int:
    """Days that judge; a history of few days has none, or less than none."""
    known = np.flatnonzero(np.isfinite(signals.target))
    there = signals.times - int(known[0]) if known.size else 0
    return min(JUDGING, int(there / DAY - FEWEST_DAYS))


def challengers(base: Base, signals: Signals) -> dict[Way, RoomLearned]:
    """All that a room's history may teach."""
    course = learn_blend(base, signals, signals.times, answers=False)
    return {Way.ALL: learn_blend(base, signals, signals.times), Way.COURSE: course, Way.HOURS: short(course)}


def moments(signals: Signals, cut: int) -> Indices:
    """At which the temperature is known, from a day before an index on."""
    at = np.arange(signals.times - 1, max(0, cut - DAY), -EVERY)[::-1]
    return at[np.isfinite(signals.target[at])]


class Losses:
    """Mean absolute errors in K on the days from an index on, (days, HORIZONS); NaN where nothing came."""

    def __init__(self, base: Base, signals: Signals, cut: int) -> None:
        self._base, self._signals, self._cut = base, signals, cut
        self._past = forecasts(base, signals, moments(signals, cut), True)
        self._rows = slice(int(np.searchsorted(self._past.at, cut)), None, 2)
        self._days = (self._past.at[self._rows] - cut) // DAY

    def of(self, learned: RoomLearned | None) -> Array:
        """Of the base with what a room has taught, or of the base alone."""
        if learned is None:
            return self._by_day(self._past.told[self._rows])
        said, given, at = self._past.said, self._past.given, self._past.at
        past = past_of(said, given, self._signals, at, True, learned)
        free = without_heat(self._base, past, learned, self._signals, self._rows)
        return self._by_day(free + past.effect[self._rows])

    def plain(self) -> dict[str, Array]:
        """Of who says that it stays as it is, or changes as it did the day before."""
        at = self._past.at[self._rows]
        still = np.zeros((len(at), self._past.change.shape[1]))
        later = at[:, None] + np.arange(1, still.shape[1] + 1) - DAY
        same = self._signals.of("target", later) - self._signals.of("target", at - DAY)[:, None]
        return {"persistence": self._by_day(still), "same change as yesterday": self._by_day(same)}

    def _by_day(self, told: Array) -> Array:
        place = np.array(HORIZONS) - 1
        missed = np.abs(told - self._past.change[self._rows])[:, place]
        days = (self._signals.times - self._cut) // DAY
        there = np.isfinite(missed)
        total, count = np.zeros((days, len(place))), np.zeros((days, len(place)))
        np.add.at(total, self._days, np.where(there, missed, 0.0))
        np.add.at(count, self._days, there)
        return np.where(count >= _FEWEST, total / np.maximum(count, 1), np.nan)


_FEWEST = 4
"""Moments that a day needs to count."""
