"""The twin of a room: plant one fitted to what was recorded of it, as several sets of parameters that may all be so.

Each member is a fit by least squares to other days of the recording (Bayesian bootstrap: Rubin 1981, The Annals of
Statistics 9), held near another draw of what rooms usually are (randomised maximum likelihood: Oliver, He and Reynolds
1996), so that the members differ where the recording leaves it open.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from thermo_edge.simulation.plant import Array
from thermo_edge.simulation.twin_forecast import Places, Recording, forecast
from thermo_edge.simulation.twin_room import COUNT, DAY

MEMBERS = 6
FEWEST_DAYS = 5
FEWEST_HEATED = 8.0
"""Hours of full heat in all that a fit needs: who never heats says nothing of heat."""

LEAST_KNOWN = 0.5
_SEEN = 4  # of the steps of a forecast every so many count
_INDEPENDENT = 6.0  # what a day's errors tell as much as
_SIGMA = 0.35  # K
_ROUGH = 1.0  # K beyond which errors count by their size and no more by its square
_STEPS, _MEMBER_STEPS = 25, 8
_DIFFERENCE = 1e-3
_DAMPINGS = (0.1, 1.0, 10.0, 100.0)


class Unfit(StrEnum):
    """Why a room has no twin."""

    TOO_SHORT = "too_short"
    NO_HEAT = "no_heat"  # there was hardly any, or hardly any lack of it
    NO_WEATHER = "no_weather"
    STILL = "still"  # the temperature never changed


@dataclass(frozen=True)
class Twin:
    """`theta` (members, COUNT); `offset`: K above its set-point at which its own thermostat switches."""

    theta: Array
    offset: float
    days: int  # of recording that were fitted
    spread: Array  # (DAY,) K, root mean square of what the mean of the members missed there, by steps ahead

    @property
    def members(self) -> int:
        return len(self.theta)


def fit(recording: Recording, members: int = MEMBERS, seed: int = 0) -> Twin | Unfit:
    """The twin of a room; the same for the same recording and seed."""
    missing = lacks(recording)
    if missing is not None:
        return missing
    rng = np.random.default_rng(seed)
    begins = _begins(recording)
    if len(begins) < FEWEST_DAYS - 2:
        return Unfit.TOO_SHORT
    errors = _Errors(recording, begins)
    even = np.ones((1, len(begins)))
    starts = np.concatenate((np.zeros((1, COUNT)), 0.7 * rng.standard_normal((2, COUNT))))
    found, costs = _descend(errors, starts, np.repeat(even, 3, axis=0), np.zeros((3, COUNT)), _STEPS)
    best = found[[int(np.argmin(costs))]]
    weights = rng.dirichlet(np.ones(len(begins)), members) * len(begins)
    drawn = rng.standard_normal((members, COUNT))
    theta, _ = _descend(errors, np.repeat(best, members, axis=0), weights, drawn, _MEMBER_STEPS)
    return Twin(theta, switching(recording), len(begins), errors.spread(theta))


def lacks(recording: Recording) -> Unfit | None:
    """What a recording lacks for a fit; None: nothing."""
    known = np.isfinite(recording.target)
    if known.sum() < FEWEST_DAYS * DAY or known.mean() < LEAST_KNOWN * min(1.0, FEWEST_DAYS * DAY / known.size):
        return Unfit.TOO_SHORT
    if np.isfinite(recording.outdoor).sum() < LEAST_KNOWN * known.sum():
        return Unfit.NO_WEATHER
    if float(np.ptp(recording.target[known])) < 0.3:
        return Unfit.STILL
    heated = np.nan_to_num(recording.heating)
    if heated.sum() / 4.0 < FEWEST_HEATED or np.nanstd(recording.heating[known]) < 0.03:
        return Unfit.NO_HEAT
    return None


def switching(recording: Recording) -> float:
    """K above its set-point at which a room's thermostat turns off and on, as it tells best what was heated."""
    apart = recording.target - recording.set_point
    use = np.isfinite(apart) & np.isfinite(recording.heating)
    if use.sum() < DAY:
        return 0.0
    offsets = np.arange(-2.0, 2.01, 0.1)
    said = np.clip(0.5 + (offsets[:, None] - apart[use]) / 0.6, 0.0, 1.0)
    return float(offsets[int(np.argmin(((said - recording.heating[use]) ** 2).mean(axis=1)))])


# --- parts --------------------------------------------------------------------------------------------------------


class _Errors:
    """How far the forecasts of windows are off, for many sets of parameters."""

    def __init__(self, recording: Recording, begins: Places) -> None:
        self._recording, self._begins = recording, begins
        later = begins[:, None] + np.arange(1, DAY + 1)
        self._came = recording.target[later][:, _SEEN - 1 :: _SEEN]
        self._there = np.isfinite(self._came)
        self.windows = len(begins)

    def of(self, theta: Array, weights: Array) -> Array:
        """Residuals (sets, windows · moments), deviations of what they may be; weights (sets, windows)."""
        told = forecast(theta, self._recording, self._begins)[:, :, _SEEN - 1 :: _SEEN]
        off = np.where(self._there, told - self._came, 0.0)
        soft = np.sign(off) * _ROUGH * np.sqrt(2.0 * (np.sqrt(1.0 + (off / _ROUGH) ** 2) - 1.0))
        share = np.sqrt(_INDEPENDENT / np.maximum(self._there.sum(axis=1), 1) * weights) / _SIGMA
        return np.asarray((soft * share[..., None]).reshape(len(theta), -1))

    def spread(self, theta: Array) -> Array:
        """(DAY,) K that the mean of these misses, by steps ahead."""
        later = self._begins[:, None] + np.arange(1, DAY + 1)
        off = forecast(theta, self._recording, self._begins).mean(axis=0) - self._recording.target[later]
        there = np.isfinite(off)
        return np.asarray(np.sqrt((np.where(there, off, 0.0) ** 2).sum(axis=0) / np.maximum(there.sum(axis=0), 1)))


def _descend(errors: _Errors, begin: Array, weights: Array, drawn: Array, steps: int) -> tuple[Array, Array]:
    """Levenberg and Marquardt's steps from (k, COUNT) at once, and what is left."""
    found, damping = begin.copy(), np.full(len(begin), 1e-1)
    cost = np.full(len(begin), np.inf)
    tries = len(_DAMPINGS)
    for _ in range(steps):
        many = (found[:, None] + _DIFFERENCE * np.vstack((np.zeros(COUNT), np.eye(COUNT)))).reshape(-1, COUNT)
        told = _with_prior(errors, many, np.repeat(weights, COUNT + 1, axis=0), np.repeat(drawn, COUNT + 1, axis=0))
        told = told.reshape(len(found), COUNT + 1, -1)
        now, slope = told[:, 0], (told[:, 1:] - told[:, :1]) / _DIFFERENCE
        cost = (now**2).sum(axis=1)
        curvature, gradient = slope @ slope.transpose(0, 2, 1), (slope @ now[..., None])[..., 0]
        scale = np.eye(COUNT) * np.diagonal(curvature, axis1=1, axis2=2)[:, None]
        tried = np.stack(
            [
                found
                - np.linalg.solve(curvature + (damping * each)[:, None, None] * scale, gradient[..., None])[..., 0]
                for each in _DAMPINGS
            ],
            axis=1,
        )
        tried = np.clip(tried, -3.5, 3.5)
        left = _with_prior(
            errors, tried.reshape(-1, COUNT), np.repeat(weights, tries, axis=0), np.repeat(drawn, tries, axis=0)
        )
        costs = (left**2).sum(axis=1).reshape(len(found), tries)
        best, rows = np.argmin(costs, axis=1), np.arange(len(found))
        gains = costs[rows, best] < cost
        found = np.where(gains[:, None], tried[rows, best], found)
        damping = np.where(gains, damping * np.array(_DAMPINGS)[best], damping * 100.0).clip(1e-4, 1e4)
        settled = (~gains) | (cost - costs[rows, best] < 1e-3 * cost)
        cost = np.where(gains, costs[rows, best], cost)
        if settled.all():
            break
    return found, cost


def _with_prior(errors: _Errors, theta: Array, weights: Array, drawn: Array) -> Array:
    found: Array = np.concatenate((errors.of(theta, weights), theta - drawn), axis=1)
    return found


def _begins(recording: Recording) -> Places:
    """The last steps before the days that are fitted: of those of which most is known, a day apart."""
    found = np.arange(recording.times - DAY - 1, DAY - 1, -DAY)[::-1]
    known = np.isfinite(recording.target)
    there = [known[at] and known[at + 1 : at + 1 + DAY].mean() >= LEAST_KNOWN for at in found]
    return np.asarray(found[np.array(there, bool)])
