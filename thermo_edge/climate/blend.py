"""A convex blend of forecasters; later days at home teach the weights for each horizon, anew each night."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from thermo_edge.climate.baselines import NightlyRidge, Persistence, SameChange
from thermo_edge.climate.greybox import GreyBox
from thermo_edge.climate.outlook import recorded_outlook
from thermo_edge.climate.series import DAY, Array, Forecaster, Outlook, ThermalSeries
from thermo_edge.climate.simplex import simplex_weights

Prior = Callable[[Sequence[str], float], Array]
"""(names of the members, days of history) → weights (DAY, members) to begin with; each row sums to one."""

BETWEEN = 8
"""Steps between the moments that are looked back at."""
PULL_DAYS = 4.0
"""So many days of looking back count as much as the prior."""
LEAST_JUDGED = 0.25
"""Days. Of one day that judges, the last moments have no day after them: fewer judge a horizon the longer it is."""
USUAL_WIDTH = np.minimum(0.12 * np.arange(1, DAY + 1) ** 0.55, 1.1)
"""K; half the 80 % interval where nothing was measured yet: indoors it grows about as the root of the time."""
WIDTH_DAYS = 1.0
SMOOTH = 4
"""Steps on either side that share their width; it need not grow: a day later it is the same time of day again."""


class Judged(NamedTuple):
    """What members said at past moments that they had not learnt from (n, m, DAY), and what came (n, DAY)."""

    told: Array
    came: Array
    days: float


class Blend:
    """Members are trained without the last days, judged on these, weighed, and trained again with them.

    `looked_back` is the share of the history that judges, at most `most` days. The weights shrink to `prior`, the less
    the more days have judged. It also says its 80 % interval: from how far the blend was off on the days that judged.
    """

    def __init__(
        self,
        members: Sequence[Forecaster],
        prior: Prior,
        name: str = "blend",
        most: int = 6,
        weather: bool = True,
        planned: bool = False,
    ) -> None:
        self.name = name
        self._members = tuple(members)
        self._prior = prior
        self._most = most
        self._weather = weather
        self._planned = planned
        self._weights = self._first(0.0)
        self._off = np.outer(USUAL_WIDTH, [-1.0, 0.0, 1.0])

    @property
    def weights(self) -> Array:
        """(DAY, members)."""
        return self._weights

    def fit(self, series: ThermalSeries, upto: int) -> None:
        days = upto / DAY
        judging = judging_days(days, self._most)
        prior = self._first(days)
        judged = self._judged(series, upto, judging)
        for member in self._members:
            member.fit(series, upto)
        self._weights = weigh(judged, prior)
        self._off = spread(judged, self._weights)

    def predict(self, series: ThermalSeries, index: int, future: Outlook) -> Array:
        told = np.stack([member.predict(series, index, future) for member in self._members], axis=1)
        return mixed(told, self._weights)

    def quantiles(self, series: ThermalSeries, index: int, future: Outlook) -> Array:
        """(DAY, 3) °C at QUANTILES, rising."""
        return self.predict(series, index, future)[:, None] + self._off

    def _first(self, days: float) -> Array:
        return self._prior([member.name for member in self._members], days)

    def _judged(self, series: ThermalSeries, upto: int, days: float) -> Judged:
        cut = upto - round(days * DAY)
        moments = np.arange(cut, upto - 1, BETWEEN) if days else np.empty(0, dtype=int)
        told = np.full((len(moments), len(self._members), DAY), np.nan)
        known = np.concatenate([series.target[:upto], np.full(DAY, np.nan)])
        came = np.full((len(moments), DAY), np.nan)
        past = series.part(0, upto)
        for member in self._members if len(moments) else ():
            member.fit(series, cut)
        for row, moment in enumerate(moments):
            if not np.isfinite(series.target[moment]):
                continue
            future = recorded_outlook(past, int(moment), self._weather, self._planned)
            came[row] = known[moment + 1 : moment + 1 + DAY]
            told[row] = [member.predict(past, int(moment), future) for member in self._members]
        return Judged(told, came, days)


def judging_days(days: float, most: int) -> float:
    """How many of the last days judge: two fifths, in half days; none of less than a day and a half."""
    return 0.0 if days < 1.5 else min(float(most), max(0.5, np.floor(0.8 * days) / 2))


def weigh(judged: Judged, prior: Array) -> Array:
    """The weights (DAY, members)."""
    if not len(judged.came):
        return prior
    days = np.maximum(judged.days - np.arange(1, len(prior) + 1) / DAY, LEAST_JUDGED)
    return simplex_weights(judged.told, judged.came, prior, PULL_DAYS / days)


def spread(judged: Judged, weights: Array) -> Array:
    """(DAY, 3): what to add to the blend for its QUANTILES, from its errors, and with few days from what is usual."""
    usual = np.outer(USUAL_WIDTH, [-1.0, 0.0, 1.0])
    if not len(judged.came):
        return usual
    missed = np.abs(judged.came - np.einsum("nmh,hm->nh", judged.told, weights))
    width = np.full(DAY, np.nan)
    known = np.isfinite(missed).sum(axis=0) >= 4
    width[known] = np.nanquantile(missed[:, known], 0.8, axis=0)
    width *= 1.0 + 0.25 / judged.days  # few days have not shown all, and the weights were made for them
    share = judged.days / (judged.days + WIDTH_DAYS)
    width = np.where(known, share * width + (1.0 - share) * USUAL_WIDTH, USUAL_WIDTH)
    return np.outer(_even(width), [-1.0, 0.0, 1.0])


def _even(width: Array) -> Array:
    """Each with its neighbours' mean, of fewer where it grows fast."""
    sides = [min(SMOOTH, step // 2, len(width) - 1 - step) for step in range(len(width))]
    return np.array([width[step - side : step + side + 1].mean() for step, side in enumerate(sides)])


def mixed(told: Array, weights: Array) -> Array:
    """(DAY,) of members' forecasts (DAY, m); a member that says nothing leaves its weight to the others."""
    counted = np.where(np.isfinite(told), weights + 1e-9, 0.0)
    total = counted.sum(axis=1)
    answer = np.where(np.isfinite(told), told, 0.0) * counted
    return np.where(total > 0, answer.sum(axis=1) / np.where(total > 0, total, 1.0), np.nan)


# --- the plain ones -----------------------------------------------------------------------------------------------


def plain_prior(names: Sequence[str], days: float) -> Array:
    """Of the plain members: at first physics and persistence, the regression as days come, first at short horizons."""
    hours = np.arange(1, DAY + 1) / 4
    ridge = days / (days + 2.0 + hours / 2.0) if days >= 1 else np.zeros(DAY)
    change = np.full(DAY, 0.1 if days >= 1 else 0.0)
    still = 0.5 + 0.2 * np.cos(2 * np.pi * hours / 24)  # the same time of day is much alike
    trust = {
        Persistence.name: (1 - ridge) * still,
        SameChange.name: (1 - ridge) * change,
        GreyBox.name: (1 - ridge) * (1 - still - change),
        NightlyRidge.name: ridge,
    }
    weights = np.stack([trust.get(name, np.zeros(DAY)) for name in names], axis=1)
    total = weights.sum(axis=1, keepdims=True)
    return np.where(total > 0, weights / np.where(total > 0, total, 1.0), 1.0 / len(names))


def plain_blend(weather: bool = True, planned: bool = False) -> Blend:
    """The blend that serves without any learned model."""
    members = (Persistence(), SameChange(), NightlyRidge(planned=planned), GreyBox())
    return Blend(members, plain_prior, "plain blend", weather=weather, planned=planned)
