"""Occupancy learned at home in closed form: what a house's own truth adds to what the base model brought along."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from thermo_edge.learning.closed import log_loss, logistic, sigmoid
from thermo_edge.occupancy import ahead, climatology
from thermo_edge.occupancy.ahead import CERTAIN, Known
from thermo_edge.occupancy.climatology import Climatology
from thermo_edge.occupancy.features import OccupancyConfig, of_house, of_rooms
from thermo_edge.occupancy.features import names as names_of
from thermo_edge.occupancy.signals import Array, HouseSignals

MOST_SAMPLES = 3000
"""So many suffice to choose how much to believe them; neighbours on the grid say the same anyway."""

CAUTION = 1.0
FOLDS = 5
"""Stretches of days, each of which is judged by what the others taught."""

GRID = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 10_000.0)

Places = NDArray[np.integer[Any]]

ROOM, HOME, ASLEEP = range(3)
"""The targets, as in occupancy.network.TARGETS."""

_AT_ONCE = 600
"""Times of which the numbers of all rooms are quicker made together."""

_USUAL = (0.6, 0.25, 0.15)
"""What a forecast without a base model begins with: of the weekday, of the half of the week, of any day."""


class Base(Protocol):
    """The model that was shipped, or none: log-odds from the same numbers."""

    @property
    def features(self) -> int:
        """How many numbers it reads; a home's own come after them."""

    def now(self, senses: Array, target: int) -> Array:
        """(n, features) → (n,)."""

    def ahead(self, features: Array, target: int) -> Array:
        """(n, horizons, features) → (n, horizons)."""


@dataclass(frozen=True)
class Truth:
    """What is known of a stretch: `rooms` (times, rooms) and `home`, `asleep` (times,), 0..1, NaN where unknown."""

    rooms: Array
    home: Array
    asleep: Array
    day: Array  # number of the local day of each time


@dataclass(frozen=True)
class Target:
    """One question's answer at home: weights on the numbers, and what is usual."""

    weights: Array  # (features + 2,): constant, base, numbers in units of `scale`
    scale: Array
    usual: Climatology
    later: Mapping[float, Array]  # by horizon in hours: weights on constant, base and occupancy.ahead.NAMES


@dataclass(frozen=True)
class AtHome:
    """What was learned in one house. `reach`: so many minutes of the past are known where it is asked."""

    config: OccupancyConfig
    rooms: tuple[str, ...]
    targets: Mapping[str, Target]  # by room, and "home" and "asleep"
    base: Base | None = None
    reach: float = float("inf")

    def now(self, house: HouseSignals) -> dict[str, Array]:
        """P of each target, (times,), from what was sensed until then."""
        found: dict[str, Array] = {}
        stirred: list[Array] = []
        for name, numbers in each_room(house, self.config):
            stirred.append(_stirred_here(numbers, self.config))
            if name in self.targets:
                found[name] = self._of(name, numbers)
        whole = _whole(house, stirred, self.config)
        return found | {name: self._of(name, whole) for name in ("home", "asleep") if name in self.targets}

    def _of(self, name: str, numbers: Array) -> Array:
        target = self.targets[name]
        return _bounded(sigmoid(_design(numbers, target.scale, self.base, _kind(name)) @ target.weights))

    def ahead(self, house: HouseSignals, beliefs: Mapping[str, Array], hours: float, at: Places) -> dict[str, Array]:
        """P of each target so many hours after each time of index `at`, from beliefs that rest on the past."""
        found: dict[str, Array] = {}
        for name, target in self.targets.items():
            known = _known(house, beliefs[name], beliefs.get("home", beliefs[name]), self.reach)
            numbers = ahead.features(known, target.usual, hours)[at]
            place = self.config.horizons.index(hours)
            found[name] = _bounded(
                sigmoid(_later(numbers, self.base, _kind(name), place, self.config) @ target.later[hours])
            )
        return found

    def then(self, name: str, numbers: Array) -> Array:
        """P of one target at each horizon, from the numbers (horizons, occupancy.ahead.NAMES) of one moment."""
        target, count = self.targets[name], len(self.config.horizons)
        told = self.base.ahead(numbers[None], _kind(name))[0] if self.base is not None else np.zeros(count)
        design = np.concatenate([np.ones((count, 1)), told[:, None], numbers], axis=1)
        weights = np.stack([target.later[hours] for hours in self.config.horizons])
        return _bounded(sigmoid((design * weights).sum(axis=1)))


def learn(
    house: HouseSignals,
    truth: Truth,
    config: OccupancyConfig | None = None,
    base: Base | None = None,
    reach: float = float("inf"),
) -> AtHome:
    """Fit every target of which anything is known; the others keep what the base model says."""
    config = config or OccupancyConfig()
    labels = dict(zip(house.rooms, truth.rooms.T, strict=True)) | {"home": truth.home, "asleep": truth.asleep}
    targets: dict[str, Target] = {}
    stirred: list[Array] = []

    def learn_one(name: str, numbers: Array) -> None:
        if np.isfinite(labels[name]).any():
            targets[name] = _senses(house, numbers, labels[name], truth.day, _kind(name), base)

    for name, numbers in each_room(house, config):
        stirred.append(_stirred_here(numbers, config))
        learn_one(name, numbers)
    whole = _whole(house, stirred, config)
    for name in ("home", "asleep"):
        learn_one(name, whole)
    names = tuple(house.rooms)
    made = AtHome(config, tuple(name for name in names if name in targets), targets, base, reach)
    beliefs = made.now(house)
    later = {name: _laters(house, made, name, labels[name], truth.day, beliefs) for name in targets}
    return replace(made, targets={name: replace(t, later=later[name]) for name, t in targets.items()})


def each_room(house: HouseSignals, config: OccupancyConfig) -> Iterator[tuple[str, Array]]:
    """The numbers (times, features) of one room after the other: all at once a month takes a quarter of a gigabyte."""
    if house.times <= _AT_ONCE:
        numbers = of_rooms(house, config)
        yield from ((name, numbers[:, place]) for place, name in enumerate(house.rooms))
        return
    for name in house.rooms:
        yield name, of_rooms(house, config, (name,))[:, 0]


def _whole(house: HouseSignals, stirred: Sequence[Array], config: OccupancyConfig) -> Array:
    """The house as a whole, and in which of its rooms something stirred last: that is this home's own."""
    return np.concatenate([of_house(house, config), np.stack(stirred, axis=1)], axis=1)


def _stirred_here(numbers: Array, config: OccupancyConfig) -> Array:
    return numbers[:, names_of(config).index("last stir was here")].copy()


# --- now ----------------------------------------------------------------------------------------------------------


def _senses(house: HouseSignals, numbers: Array, label: Array, day: Array, kind: int, base: Base | None) -> Target:
    known = np.isfinite(label)
    scale = np.maximum(numbers[known].std(axis=0), 0.05)
    scale[numbers[known].std(axis=0) == 0.0] = np.inf  # what never moved here says nothing
    design = _design(numbers, scale, base, kind)
    plain = np.zeros((design.shape[1], 1))
    plain[0, 0] = float(ahead.logit(np.mean(label[known], keepdims=True))[0])
    some = _some(known)
    weights = _fitted(design[some], label[some], _priors(plain, base), day[some], 0.0)
    usual = climatology.learn(house.hour, house.weekday, label, house.step)
    return Target(weights[:, 0], scale, usual, {})


def _design(numbers: Array, scale: Array, base: Base | None, kind: int) -> Array:
    told = base.now(numbers[:, : base.features], kind) if base is not None else np.zeros(len(numbers))
    return np.concatenate([np.ones((len(numbers), 1)), told[:, None], numbers / scale], axis=1)


def _priors(plain: Array, base: Base | None) -> list[Array]:
    """What may be believed before anything was seen at home: the base model, if there is one, or the plain guess."""
    if base is None:
        return [plain]
    told = np.zeros(plain.shape)
    told[1] = 1.0
    return [told, plain]


def _fitted(design: Array, label: Array, priors: Sequence[Array], day: Array, errors: float) -> Array:
    """The weights around the prior, held as strongly, that tells stretches of days best which it has not learned from.

    With `errors` the strongest that is within so many standard errors of the best (Breiman et al. 1984, 3.4.3): of
    forecasts, whose prior is what is usual, it takes more to be moved.
    """
    moves = (design != 0.0).any(axis=0)  # what a home does not have keeps the prior's weight
    whole, design, priors = priors, design[:, moves], [prior[moves] for prior in priors]
    tried = [_losses(design, label, prior, day) for prior in priors]
    best = min(range(len(priors)), key=lambda each: float(tried[each].mean(axis=0).min()))
    prior, losses = priors[best], tried[best]
    worse = losses - losses[:, [int(losses.mean(axis=0).argmin())]]
    error = worse.std(axis=0, ddof=1) / np.sqrt(len(losses)) if len(losses) > 1 else np.zeros(len(GRID))
    fine = worse.mean(axis=0) <= errors * error + 1e-12
    strength = GRID[int(np.flatnonzero(fine).max())]
    weights = whole[best].copy()
    weights[moves] = logistic(design, label[:, None], prior, _held(prior, strength))
    return weights


def _losses(design: Array, label: Array, prior: Array, day: Array) -> Array:
    """(stretches, strengths): the mean loss of each; all nought where there is one day only."""
    days = np.unique(day)
    folds = np.array_split(days, min(FOLDS, len(days))) if len(days) > 1 else []
    losses = np.zeros((max(1, len(folds)), len(GRID)))
    for row, fold in enumerate(folds):
        out = np.isin(day, fold)
        for place, strength in enumerate(GRID):
            found = logistic(design[~out], label[~out, None], prior, _held(prior, strength))
            losses[row, place] = log_loss(design[out] @ found, label[out, None]).mean()
    return losses


def _held(prior: Array, strength: float) -> Array:
    """The constant is nearly free."""
    made = np.full(prior.shape, strength)
    made[0] = min(1.0, strength)
    return made


def _some(known: NDArray[np.bool_]) -> NDArray[np.intp]:
    places = np.flatnonzero(known)
    return places[:: max(1, -(-len(places) // MOST_SAMPLES))]


# --- ahead --------------------------------------------------------------------------------------------------------


def _laters(
    house: HouseSignals, made: AtHome, name: str, label: Array, day: Array, beliefs: Mapping[str, Array]
) -> dict[float, Array]:
    """By horizon: weights around what is usual, learned from days that did not make that usual themselves."""
    known = _known(house, beliefs[name], beliefs.get("home", beliefs[name]), made.reach)
    usual = {each: _without(house, label, day, each) for each in np.unique(day).tolist()}
    found: dict[float, Array] = {}
    for place, hours in enumerate(made.config.horizons):
        back = round(hours * 60.0 / house.step)
        future: Array = np.full(len(label), np.nan)
        future[: max(0, len(label) - back)] = label[back:]
        target_day = np.concatenate([day[back:], np.full(min(back, len(day)), day[-1] if len(day) else 0)])
        rows = _some(np.isfinite(future))
        numbers = np.zeros((len(rows), len(ahead.NAMES)))
        for each, table in usual.items():
            mine = target_day[rows] == each
            if mine.any():
                numbers[mine] = ahead.features(known, table, hours)[rows[mine]]
        found[hours] = _later_weights(numbers, future[rows], target_day[rows], made, name, place)
    return found


def _without(house: HouseSignals, label: Array, day: Array, left: float) -> Climatology:
    return climatology.learn(house.hour, house.weekday, np.where(day == left, np.nan, label), house.step)


def _later_weights(numbers: Array, future: Array, day: Array, made: AtHome, name: str, place: int) -> Array:
    design = _later(numbers, made.base, _kind(name), place, made.config)
    plain = np.zeros((design.shape[1], 1))
    plain[2 : 2 + len(_USUAL), 0] = _USUAL
    priors = _priors(plain, made.base)
    if not len(future):
        return priors[0][:, 0]
    return _fitted(design, future, priors, day, CAUTION)[:, 0]


def _later(numbers: Array, base: Base | None, kind: int, place: int, config: OccupancyConfig) -> Array:
    told: Array = np.zeros(len(numbers))
    if base is not None:
        every = np.repeat(numbers[:, None], len(config.horizons), axis=1)
        told = base.ahead(every, kind)[:, place]
    return np.concatenate([np.ones((len(numbers), 1)), told[:, None], numbers], axis=1)


def _known(house: HouseSignals, belief: Array, home: Array, reach: float) -> Known:
    return Known(house.step, house.hour, house.weekday, belief, home, reach=reach)


def _kind(name: str) -> int:
    return {"home": HOME, "asleep": ASLEEP}.get(name, ROOM)


def _bounded(probability: Array) -> Array:
    return np.asarray(np.clip(probability, 1.0 - CERTAIN, CERTAIN))
