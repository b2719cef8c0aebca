"""The thermal model learned at home in closed form: how a room differs from what the base model says of it."""

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.features import AHEAD, PAST, Array, ClimateConfig, Numbers, Signals, Sky, numbers
from thermo_edge.climate.plain_free import PlainFree
from thermo_edge.climate.thermal import answer
from thermo_edge.learning.climate_answer import Calibration, evidence, own
from thermo_edge.learning.climate_base import Said
from thermo_edge.learning.closed import ridge

DAY = 96
EVERY = 4
"""Steps between the moments that teach."""

MOST_DAYS = 30
FEWEST_DAYS = 2.0
LONG = 48
"""Steps beyond which nothing is corrected with fewer than LONG_DAYS days of history."""
LONG_DAYS = 14.0

ANCHORS = (1, 2, 4, 8, 12, 20, 32, 48, 64, 80, 96)
"""Steps ahead that are corrected; in between the correction is a straight line."""

STRENGTHS = (3.0, 30.0, 300.0, 3000.0)
FOLDS = 4
SHORT = 12
CAUTION, MORE_CAUTION = 0.99, 0.9
"""Of the error without it a correction may have at most so much on days that did not teach it, and on the last of them;
the second beyond SHORT steps."""

_RECENT = (4, 12)
_LAGS = (1, 2, 4, 8, 12, 24, 48, 96)
_NOW = ("outdoor", "sun", "heating", "neighbours", "set-point", "sine", "cosine")
_PLAIN = 8 + len(_RECENT) + len(_LAGS) + len(_NOW)  # where what was seen begins among the features
_SEEN = 0.3  # what is seen of a stretch counts less than plain numbers do
_CONSTANT = 1e-4


Indices = NDArray[np.integer[Any]]


class Base(Protocol):
    """The model that was shipped, or a fine-tuned one."""

    @property
    def config(self) -> ClimateConfig: ...

    @property
    def version(self) -> str: ...

    @property
    def calibration(self) -> Calibration | None: ...

    def ask(self, numbers: Numbers) -> Said: ...


@dataclass(frozen=True)
class RoomLearned:
    """What a room has taught: how strongly it answers, and corrections (anchors, features), None where none helps.

    With `shares` (MEMBERS, ahead) it is a blend of the model's word, the corrected one, and the plain ones of `plain`.
    """

    days: float = 0.0
    heating: Array | None = None  # (ahead,) K at each lag after a step of full heat; None: as the model says now
    cooling: Array | None = None
    weights: tuple[Array | None, ...] = field(default_factory=lambda: (None,) * len(ANCHORS))
    width: float = 1.0  # of the quantiles, of what the model says
    shares: Array | None = None
    plain: PlainFree | None = None
    widths: Array | None = None  # (ahead,) in place of `width`, of the quantiles around the blend


@dataclass(frozen=True)
class Past:
    """Forecasts of one room from past moments, and what came; rows are moments. `change` (n, ahead), NaN: unknown."""

    at: Indices
    given: Numbers
    said: Said
    effect: Array  # (n, ahead) K that heat and cold had, where it was planned, NaN: unknown; else nought
    change: Array

    @property
    def told(self) -> Array:
        """(n, ahead) K from the level, before any correction."""
        return self.said.free + self.effect


def asked(signals: Signals, at: Indices, config: ClimateConfig, planned: bool, sky: Sky | None = None) -> Numbers:
    """Questions about one room from the ends of steps `at` (n,); without a `sky` (n, ahead) the recorded weather.

    Weather beyond the recording is taken from the day before.
    """
    past = signals.at(at[:, None] + np.arange(1 - config.past, 1))
    sky = recorded_sky(signals, at, config.ahead) if sky is None else sky
    return numbers(past, sky, np.full(len(at), float(planned)))


def recorded_sky(signals: Signals, at: Indices, steps: int) -> Sky:
    """The weather that came after moments (n,), beyond the recording that of the day before; (n, steps)."""
    ahead = at[:, None] + np.arange(1, steps + 1)
    outdoor, sun = (_first(signals.of(n, ahead), signals.of(n, ahead - DAY)) for n in ("outdoor", "sun"))
    return Sky(outdoor, sun, signals.of("hour", ahead), signals.of("weekend", ahead))


def look_back(base: Base, signals: Signals, upto: int, planned: bool) -> Past:
    """Forecasts from moments of the last days before `upto`; nothing at or after `upto` is looked at.

    Moments at which the temperature is not known ask nothing.
    """
    known = signals.part(0, upto)
    at = np.arange(upto - 1, max(0, upto - MOST_DAYS * DAY), -EVERY)[::-1]
    return forecasts(base, known, at[np.isfinite(known.target[at])], planned)


def forecasts(base: Base, signals: Signals, at: Indices, planned: bool, learned: RoomLearned | None = None) -> Past:
    """Forecasts from moments `at`, with the room's own answer to heat where it is known."""
    given = asked(signals, at, base.config, planned)
    return past_of(base.ask(given), given, signals, at, planned, learned)


def past_of(
    said: Said, given: Numbers, signals: Signals, at: Indices, planned: bool, learned: RoomLearned | None = None
) -> Past:
    """What was said of moments `at`, beside what came."""
    later = at[:, None] + np.arange(1, said.free.shape[1] + 1)
    effect = np.zeros_like(said.free)
    if planned:
        own = learned or RoomLearned()
        effect = _all_answers(own.heating if own.heating is not None else said.heating, signals.of("heating", later))
        cold = signals.of("cooling", later)
        if np.isfinite(cold).any():
            effect = effect + _all_answers(own.cooling if own.cooling is not None else said.cooling, cold)
    return Past(at, given, said, effect, signals.of("target", later) - given.level[:, None])


def learn(base: Base, signals: Signals, upto: int, planned: bool, answers: bool = True) -> RoomLearned:
    """What a room's history before the index `upto` teaches.

    `planned`: of the forecast without heat, to which a plan is added; else of what happens as usual. Without `answers`
    the model's word of how the room answers to heat stands, anew at each moment.
    """
    known = np.isfinite(signals.target[:upto])
    days = float(known.sum()) / DAY
    if days < FEWEST_DAYS:
        return RoomLearned(days)
    past = look_back(base, signals, upto, planned)
    if not len(past.at):
        return RoomLearned(days)
    heating, cooling = (None, None)
    if planned and answers:
        heating = own_answer(base, past, signals.heating[:upto], days)
        cooling = own_answer(base, past, signals.cooling[:upto], days, cold=True)
        past = forecasts(base, signals.part(0, upto), past.at, True, RoomLearned(days, heating, cooling))
    shared = _Shared(past)
    weights = tuple(
        _correction(base, past, place, shared) if anchor <= LONG or days >= LONG_DAYS else None
        for place, anchor in enumerate(ANCHORS)
    )
    return RoomLearned(days, heating, cooling, weights, _width(past, days))


# --- how strongly it answers --------------------------------------------------------------------------------------


def own_answer(base: Base, past: Past, power: Array, days: float, cold: bool = False) -> Array | None:
    """The room's response to a step of full power (ahead,), None where power was hardly ever given, or is unknown.

    How far the model's word is off is known of heat only.
    """
    said, sign = (past.said.cooling, -1.0) if cold else (past.said.heating, 1.0)
    found = evidence(past.at, past.said.free, past.change, said, power, sign)
    return None if found is None else own(found, days, None if cold else base.calibration, sign)


# --- corrections --------------------------------------------------------------------------------------------------


def correction(base: Base, past: Past, learned: RoomLearned) -> Array:
    """(n, ahead) K to add to what was said of moments whose earlier forecasts are in `past` too; blind to any plan."""
    found = np.zeros((len(past.at), len(ANCHORS)))
    if all(weights is None for weights in learned.weights):
        return np.zeros_like(past.told)
    shared = _Shared(past)
    for place, weights in enumerate(learned.weights):
        if weights is not None:
            found[:, place] = (_features(base, past, place, shared) @ weights)[:, 0]
    steps = np.arange(1, base.config.ahead + 1)
    return np.stack([np.interp(steps, (0, *ANCHORS), (0.0, *row)) for row in found])


def _correction(base: Base, past: Past, place: int, shared: "_Shared") -> Array | None:
    """Ridge weights (features, 1) around nothing, of the strength that is best on days kept apart; None if none is.

    Moments that lie closer than they look ahead say nearly the same, so that longer horizons are held more strongly.
    """
    step = ANCHORS[place] - 1
    x, y = _features(base, past, place, shared), (past.change[:, step] - past.told[:, step])[:, None]
    use = np.isfinite(y[:, 0])
    if use.sum() < DAY // EVERY:
        return None
    scale = x.std(axis=0)
    scale = np.where(scale > _CONSTANT, scale, 1.0)
    scale[_PLAIN:] /= _SEEN
    x, y, at = x[use] / scale, y[use], past.at[use]
    none = np.zeros((x.shape[1], 1))
    strengths = np.array(STRENGTHS) * max(1.0, ANCHORS[place] / EVERY)
    missed, before = _apart(x, y, at, step, strengths)
    total, best = missed.sum(axis=1), int(np.argmin(missed.sum(axis=1)))
    caution = CAUTION if ANCHORS[place] <= SHORT else MORE_CAUTION
    if total[best] > caution * before.sum() or missed[best, -1] > caution * before[-1]:
        return None
    weights: Array = ridge(x, y, none, float(strengths[best])) / scale[:, None]
    return weights


def _apart(x: Array, y: Array, at: Indices, step: int, strengths: Array) -> tuple[Array, Array]:
    """How far off corrections of each strength are on stretches kept apart (strengths, FOLDS), and how far none is."""
    fold = ((at - at[0]) * FOLDS // (at[-1] - at[0] + 1)).astype(int)
    missed, before = np.zeros((len(strengths), FOLDS)), np.zeros(FOLDS)
    none = np.zeros((x.shape[1], 1))
    for number in range(FOLDS):
        judged = fold == number
        if not judged.any():
            continue
        near = (at > at[judged][0] - step - 1) & (at < at[judged][-1] + step + 1)
        before[number] = float(np.abs(y[judged]).sum())
        for which, strength in enumerate(strengths):
            weights = ridge(x[~near], y[~near], none, float(strength))
            missed[which, number] = float(np.abs(y[judged] - x[judged] @ weights).sum())
    return missed, before


def _features(base: Base, past: Past, place: int, shared: "_Shared") -> Array:
    """(n, features) at one anchor, what was seen as the last ones; what is not known of earlier forecasts is nought."""
    step = ANCHORS[place] - 1
    seen = past.said.seen[:, step // base.config.patch]
    said, came = shared.earlier(past, DAY, step)
    own, ahead = past.said.free[:, step], past.given.ahead
    way = [ahead[:, step, AHEAD.index("outdoor")], ahead[:, : step + 1, AHEAD.index("sun")].mean(axis=1)]
    return np.column_stack([own, _known(came - own), _known(came - said), *way, shared.plain, seen])


class _Shared:
    """What all anchors look at."""

    def __init__(self, past: Past) -> None:
        order = {int(at): row for row, at in enumerate(past.at)}
        self._rows = {steps: np.array([order.get(int(at) - steps, -1) for at in past.at]) for steps in (DAY, *_RECENT)}
        errors = [_known(b - a) for a, b in (self.earlier(past, steps, steps - 1) for steps in _RECENT)]
        behind = past.given.past
        lags = behind[:, [-1 - lag for lag in _LAGS], PAST.index("target")]
        now = behind[:, -1, [PAST.index(name) for name in _NOW]]
        hour = behind[:, -4:, [PAST.index(name) for name in ("sun", "heating")]].mean(axis=1)
        self.plain = np.column_stack([np.ones(len(past.at)), *errors, lags, now, hour]).astype(float)

    def earlier(self, past: Past, steps: int, then: int) -> tuple[Array, Array]:
        """What was said `steps` ago of `then` steps later, and what came; both without what the plan did."""
        rows = self._rows[steps]
        said, came = past.said.free[rows, then], past.change[rows, then] - past.effect[rows, then]
        return np.where(rows >= 0, said, np.nan), np.where(rows >= 0, came, np.nan)


def _width(past: Past, days: float) -> float:
    """How wide the quantiles should be of what the model says, so that four of five fall in; shrunk to 1."""
    off = past.change - past.told
    reach = np.where(off < 0.0, past.said.around[..., 0], past.said.around[..., 1])
    share = np.abs(off[:, : DAY // 2]) / np.maximum(reach[:, : DAY // 2], 1e-3)
    known = share[np.isfinite(share)]
    if not known.size:
        return 1.0
    weight = days / (days + 5.0)
    return float(np.clip(np.quantile(known, 0.8) ** weight, 0.4, 2.5))


# --- helpers ------------------------------------------------------------------------------------------------------


def _all_answers(response: Array, power: Array) -> Array:
    """The effect of power (n, steps) by one response (steps,), or one for each (n, steps)."""
    each = np.broadcast_to(response, power.shape)
    return np.stack([answer(one, given) for one, given in zip(each, power, strict=True)])


def _first(told: Array, otherwise: Array) -> Array:
    return np.where(np.isfinite(told), told, otherwise)


def _known(values: Array) -> Array:
    return np.where(np.isfinite(values), values, 0.0)
