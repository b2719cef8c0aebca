"""What people want a room to be, learned from few votes: an ordinal logit with nested Gaussian offsets, by Laplace.

A vote is *cooler*, *fine* or *warmer* at an operative temperature T: P(warmer) = σ(a(θ−T)−h), P(cooler) =
σ(−a(θ−T)−h) (P. McCullagh, Regression Models for Ordinal Data, 1980); a temperature that somebody set lies around θ
with a logistic density. The neutral temperature θ of a person in a
situation is what the house is set to plus what is learned: an offset of the household, of the person in it, and of
the situation of the person. Their prior is Gaussian with an ultrametric covariance, its inverse is therefore an
M-matrix (Martínez, Michon, San Martín 1994), and a vote for warmer raises every θ or leaves it: it lowers none. This is
why θ is learned with the population's slope a and width h. How readily somebody votes is learned apart (`manners`), and
only changes probabilities.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

Likelihood = Callable[[Floats], tuple[float, Floats, Floats]]
"""Offsets → log-likelihood, and by leaf its slopes and negated bends."""

_STEPS, _TOLERANCE = 60, 1e-9


class Want(IntEnum):
    """What somebody would have otherwise, in the order of the model; or that they set this very temperature."""

    COOLER = 0
    FINE = 1
    WARMER = 2
    CHOSEN = 3


MISSED = 0.7
"""K, scale of the logistic density of what people set around what they want: many turn the knob too far."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of people before they have said anything; made by `thermo-edge learn base comfort`.

    The figures here are the documented ones, where no votes were at hand: neutral is the middle of category II in
    winter (EN 16798-1); at neutral a fifth of the people want a change and 2 K away nearly four in ten, more than the
    5 % and 10 % of PPD, because people ask for less than they complain about; between people lie about 2 K.
    """

    neutral: float = 22.5  # °C, operative, at MIDDLE outdoors
    adapts: float = 0.1  # K per K of outdoor mean
    slope: float = 0.6  # a, logits per K
    width: float = 2.2  # h, logits
    household: float = 1.0  # K, standard deviation between households
    person: float = 1.2  # K, between the people of one
    situation: float = 1.0  # K, between the situations of one person
    slopes: float = 0.3  # standard deviation between people of the logarithm of their slope,
    widths: float = 0.4  # and of their width


MIDDLE = 15.0
"""°C outdoors at which `Prior.neutral` holds."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One θ: a person in a situation."""

    person: str
    situation: str


@dataclass(frozen=True, slots=True)
class Said:
    """A vote as the model takes it: by whom and where, at which °C, and how much it counts.

    `expected`: °C that was taken to be neutral then, before anything was learned.
    """

    leaf: Leaf
    want: Want
    temperature: float
    expected: float
    weight: float = 1.0


@dataclass(frozen=True)
class Learned:
    """θ−expected of each leaf: means, and their covariance (leaves × leaves).

    `evidence`: log of the marginal likelihood of the votes, by Laplace. `manners`: the same learned with other slopes
    and widths, each with how probable it is for each person; without any the prior's hold.
    """

    prior: Prior
    leaves: tuple[Leaf, ...]
    mean: Floats
    covariance: Floats
    evidence: float = 0.0
    manners: tuple[tuple["Learned", Mapping[str, float]], ...] = ()

    def offset(self, leaf: Leaf) -> tuple[float, float]:
        """K to add to what is expected, and its standard deviation; a leaf must be one of the asked ones."""
        at = self.leaves.index(leaf)
        return float(self.mean[at]), float(np.sqrt(max(self.covariance[at, at], 0.0)))

    def probabilities(self, leaf: Leaf, temperature: ArrayLike, expected: ArrayLike) -> Floats:
        """P of cooler, fine and warmer (…, 3) at operative °C; what is not yet known of θ flattens them."""
        if self.manners:
            each = [share[leaf.person] * one.probabilities(leaf, temperature, expected) for one, share in self.manners]
            return np.asarray(sum(each))
        middle, spread = self.offset(leaf)
        away = np.asarray(expected, np.float64) + middle - np.asarray(temperature, np.float64)
        return probabilities(self.prior, away, spread)


def expected(prior: Prior, outdoor_mean: ArrayLike) -> Floats:
    """Neutral °C of people of whom nothing is known, by the outdoor mean; NaN outdoors counts as MIDDLE."""
    outdoors = np.nan_to_num(np.asarray(outdoor_mean, np.float64), nan=MIDDLE)
    return np.asarray(prior.neutral + prior.adapts * (np.clip(outdoors, 10.0, 30.0) - MIDDLE))


def probabilities(prior: Prior, away: ArrayLike, spread: ArrayLike = 0.0) -> Floats:
    """P of cooler, fine and warmer (…, 3) where θ lies `away` K above the room, known to within `spread` K.

    The logistic function over a Gaussian as in D. MacKay, The evidence framework (1992): slope ÷ √(1 + π s²/8).
    """
    z, s = prior.slope * np.asarray(away, np.float64), prior.slope * np.asarray(spread, np.float64)
    calm = np.sqrt(1.0 + np.pi * s**2 / 8.0)
    warmer, cooler = _sigmoid((z - prior.width) / calm), _sigmoid((-z - prior.width) / calm)
    return np.stack([cooler, 1.0 - warmer - cooler, warmer], axis=-1)


def learn(prior: Prior, said: Sequence[Said], asked: Sequence[Leaf] = ()) -> Learned:
    """The most probable offsets of all leaves that said something or are asked about; not finite votes say nothing.

    Newton's method on a log-concave posterior in the manner of C. Rasmussen and C. Williams, Gaussian Processes for
    Machine Learning (2006), algorithm 3.1.
    """
    votes = [one for one in said if np.isfinite([one.temperature, one.expected]).all() and one.weight > 0.0]
    leaves = tuple(dict.fromkeys([*(one.leaf for one in votes), *asked]))
    kernel = _kernel(prior, leaves)
    place = {leaf: number for number, leaf in enumerate(leaves)}
    at = np.array([place[one.leaf] for one in votes], dtype=np.int64)
    away = np.array([one.expected - one.temperature for one in votes], dtype=np.float64)
    want = np.array([int(one.want) for one in votes], dtype=np.int64)
    weight = np.array([one.weight for one in votes], dtype=np.float64)

    def likelihood(offset: Floats) -> tuple[float, Floats, Floats]:
        value, slope, bend = _vote(prior, away + offset[at], want)
        return float(weight @ value), _sum(at, weight * slope, offset), _sum(at, weight * bend, offset)

    mean, bend, height = _newton(kernel, likelihood)
    root = np.sqrt(bend)
    inner = np.eye(len(leaves)) + root[:, None] * kernel * root[None, :]
    half = root[:, None] * kernel
    evidence = height - 0.5 * float(np.linalg.slogdet(inner)[1])
    return Learned(prior, leaves, mean, kernel - half.T @ np.linalg.solve(inner, half), evidence)


# --- helpers ------------------------------------------------------------------------------------------------------


def _newton(kernel: Floats, likelihood: Likelihood) -> tuple[Floats, Floats, float]:
    """The mode, the negated second derivatives of the log-likelihood there, and the height of the posterior."""
    dual = np.zeros(len(kernel))
    mean = kernel @ dual
    value, slope, bend = likelihood(mean)
    now = value
    for _ in range(_STEPS):
        root = np.sqrt(bend)
        inner = np.eye(len(kernel)) + root[:, None] * kernel * root[None, :]
        pull = bend * mean + slope
        wanted = pull - root * np.linalg.solve(inner, root * (kernel @ pull)) - dual
        for halving in range(30):
            tried = dual + 0.5**halving * wanted
            value, slope, bend = likelihood(kernel @ tried)
            then = value - 0.5 * float(tried @ kernel @ tried)
            if then >= now:
                break
        gained, dual, mean, now = then - now, tried, kernel @ tried, then
        if gained <= _TOLERANCE * (1.0 + abs(now)):
            break
    return mean, bend, now


def _vote(prior: Prior, away: Floats, want: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """log P of votes, its derivative by θ, and the negated second one, which is positive."""
    up, down = prior.slope * away - prior.width, -prior.slope * away - prior.width
    warm, cool = _sigmoid(up), _sigmoid(down)
    missed = np.tanh(away / (2.0 * MISSED))
    cases = [want == Want.COOLER, want == Want.WARMER, want == Want.CHOSEN]
    fine = -np.logaddexp(0.0, up) - np.logaddexp(0.0, down) + np.log1p(-np.exp(-2.0 * prior.width))
    half = np.abs(away) / (2.0 * MISSED)
    density = 2.0 * (np.log(2.0) - half - np.log1p(np.exp(-2.0 * half))) - np.log(4.0 * MISSED)
    value = np.select(cases, [-np.logaddexp(0.0, -down), -np.logaddexp(0.0, -up), density], fine)
    a, rises, falls = prior.slope, warm * (1.0 - warm), cool * (1.0 - cool)
    slope = np.select(cases, [a * (cool - 1.0), a * (1.0 - warm), -missed / MISSED], a * (cool - warm))
    sharp = (1.0 - missed**2) / (2.0 * MISSED**2)
    bend = np.select(cases, [a**2 * falls, a**2 * rises, sharp], a**2 * (rises + falls))
    return value, slope, bend


def _kernel(prior: Prior, leaves: Sequence[Leaf]) -> Floats:
    """Nested: a household has people, people have situations."""
    person = np.array([leaf.person for leaf in leaves])
    kernel = np.full((len(leaves), len(leaves)), prior.household**2)
    kernel += prior.person**2 * (person[:, None] == person[None, :])
    return kernel + prior.situation**2 * np.eye(len(leaves))


def _sum(at: NDArray[np.int64], values: Floats, like: Floats) -> Floats:
    return np.bincount(at, values, minlength=len(like)).astype(np.float64)


def _sigmoid(score: Floats) -> Floats:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * score)))
