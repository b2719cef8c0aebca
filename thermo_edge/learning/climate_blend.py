"""What a room does without heat, by a blend: the model, the model corrected at home, and plain fits of the room."""

from dataclasses import replace

import numpy as np

from thermo_edge.climate.blend import Judged, judging_days, weigh
from thermo_edge.climate.features import Array, Signals, Sky
from thermo_edge.climate.plain_free import PlainFree, fit, tell
from thermo_edge.learning.climate_at_home import (
    ANCHORS,
    DAY,
    EVERY,
    Base,
    Past,
    RoomLearned,
    correction,
    forecasts,
    learn,
    recorded_sky,
)

MEMBERS = ("model", "corrected", "grey-box", "ridge")

MOST_JUDGING = 6
"""Days at most that weigh the members."""

NEAR = 12
"""Steps that `short` keeps whole; after twice as many nothing is left."""

FEWEST_DAYS = 4.0
"""Of history; with fewer the corrected model stands alone."""


def learn_blend(base: Base, signals: Signals, upto: int, answers: bool = True) -> RoomLearned:
    """All that a room's history before the index `upto` teaches of what it does without heat, and how it answers.

    The members are taught without the last days, weighed on these, and taught again with them. `answers` as in `learn`.
    """
    learned = learn(base, signals, upto, True, answers)
    judging = judging_days(learned.days, MOST_JUDGING)
    cut = upto - round(judging * DAY)
    if learned.days < FEWEST_DAYS or cut < DAY:
        return learned
    known = signals.part(0, upto)
    whole = _looked_back(base, known, 0, learned)
    before = learn(base, signals.part(0, cut), cut, True, answers)
    shares = _shares(base, known, cut, before, learned.days)
    return replace(learned, shares=shares, plain=fit(known, whole.at, whole.change, whole.effect, upto))


def short(learned: RoomLearned) -> RoomLearned:
    """The same for the next hours only: later the model's word stands, as far as the answers are its own too."""
    if learned.shares is None:
        kept = zip(ANCHORS, learned.weights, strict=True)
        return replace(learned, weights=tuple(each if anchor <= NEAR else None for anchor, each in kept))
    steps = np.arange(1, learned.shares.shape[1] + 1)
    near = np.clip((2.0 * NEAR - steps) / NEAR, 0.0, 1.0)
    model = np.array([each == MEMBERS[0] for each in MEMBERS], float)[:, None]
    return replace(learned, shares=near * learned.shares + (1.0 - near) * model)


def without_heat(
    base: Base, past: Past, learned: RoomLearned, signals: Signals, rows: slice = slice(None), sky: Sky | None = None
) -> Array:
    """(rows, ahead) K from the level that the room goes by itself, with all that it has taught.

    Of the moments of `past` those of `rows` are told; the others show how wrong earlier forecasts were. `sky` (rows,
    ahead) is the weather to come, without it the recorded one.
    """
    corrected = past.said.free + correction(base, past, learned)
    if learned.shares is None:
        return corrected[rows]
    return blended(learned.shares, members(past, corrected, learned.plain or PlainFree(), signals, rows, sky))


def members(
    past: Past, corrected: Array, plain: PlainFree, signals: Signals, rows: slice = slice(None), sky: Sky | None = None
) -> Array:
    """(rows, MEMBERS, ahead) K from the level; NaN where one says nothing."""
    at = past.at[rows]
    coming = recorded_sky(signals, at, corrected.shape[1]) if sky is None else sky
    word = np.stack([past.said.free[rows], corrected[rows]], axis=1)
    return np.concatenate([word, tell(plain, signals, at, coming)], axis=1)


def blended(shares: Array, told: Array) -> Array:
    """(n, ahead); a member that says nothing leaves its share (MEMBERS, ahead) to the others."""
    there = np.isfinite(told)
    counted = np.where(there, shares + 1e-9, 0.0)
    mixed: Array = (np.where(there, told, 0.0) * counted).sum(axis=1) / counted.sum(axis=1)
    return mixed


def prior(days: float) -> Array:
    """Shares (ahead, MEMBERS) before a home has judged them: the model first, the regression as days come."""
    hours = np.arange(1, DAY + 1) / 4
    ridge = 0.6 * days / (days + 2.0 + hours)
    grey = 0.15 * (1.0 - ridge)
    left = 1.0 - ridge - grey
    return np.stack([0.4 * left, 0.6 * left, grey, ridge], axis=1)


# --- helpers ------------------------------------------------------------------------------------------------------


def _looked_back(base: Base, signals: Signals, first: int, learned: RoomLearned) -> Past:
    at = np.arange(signals.times - 1, first, -EVERY)[::-1]
    return forecasts(base, signals, at[np.isfinite(signals.target[at])], True, learned)


def _shares(base: Base, known: Signals, cut: int, before: RoomLearned, days: float) -> Array:
    """By the days from `cut` on, of which `before` has seen nothing; they, or their heat, not known, judge nothing."""
    if not np.isfinite(known.target[np.arange(known.times - 1, cut - 1, -EVERY)]).any():
        return prior(days).T
    taught = _looked_back(base, known.part(0, cut), 0, before)
    plain = fit(known.part(0, cut), taught.at, taught.change, taught.effect, cut)
    past = _looked_back(base, known, cut - DAY, before)
    corrected = past.said.free + correction(base, past, before)
    rows = slice(int(np.searchsorted(past.at, cut)), None, 2)
    told = members(past, corrected, plain, known, rows) + past.effect[rows, None]
    speaks = np.isfinite(told).any(axis=(0, 2))
    if not speaks.any():  # what the heating then did is not known
        return prior(days).T
    first = prior(days) * speaks
    judged = Judged(told[:, speaks], past.change[rows], (known.times - cut) / DAY)
    shares = np.zeros((len(MEMBERS), told.shape[2]))
    shares[speaks] = weigh(judged, first[:, speaks] / first.sum(axis=1, keepdims=True)).T
    return shares
