"""What a home taught about who is where: learned at night, judged on later days, and used where it was better."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from thermo_edge.home.forecast import OwnLearning
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.closed import sigmoid
from thermo_edge.learning.occupancy_at_home import ASLEEP, HOME, ROOM, AtHome, Base, Places, Truth, each_room, learn
from thermo_edge.learning.occupancy_shift import lives_otherwise_since
from thermo_edge.occupancy import ahead, climatology
from thermo_edge.occupancy.ahead import Known
from thermo_edge.occupancy.climatology import Climatology
from thermo_edge.occupancy.features import OccupancyConfig, of_house
from thermo_edge.occupancy.hindsight import Flags, Told, labels
from thermo_edge.occupancy.signals import Array, HouseSignals

MARGIN = 0.001
"""By so much its Brier score must be lower than that of the base model alone, on the days kept apart."""

LEAST_DAYS, JUDGES = 14, 5
"""It takes so many days with labels; the last third of them, and no fewer than the second, judge what others taught."""

LEAST_HOURS = 6.0
"""Of each side, somebody and nobody, so much must have been seen."""

REACH = 24 * 60.0
"""Minutes of the past that the live house looks back when it asks."""

NOW = 0.0
"""The horizon of what is so at this moment."""

_HALF_HOUR = 30.0
_ORIGINS = 15.0  # minutes between forecasts that are judged
_NAMES = ("home", "asleep")


@dataclass(frozen=True, slots=True)
class Score:
    """Brier scores, the mean over `days` days that neither was learned from."""

    base: float
    own: float
    days: int

    @property
    def better(self) -> bool:
        return self.days >= JUDGES and self.own <= self.base - MARGIN


@dataclass(frozen=True)
class Past:
    """What a house's sensors said on a grid of time, with the number of the local day of each time.

    `told`: people's hands and words; `left_out` (times,): what was not normal; `doubted`: rooms whose sensors are.
    """

    house: HouseSignals
    day: Array
    told: tuple[Told, ...]
    left_out: Flags
    doubted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Own:
    """What serves, and how it was judged: `scores` by room, "home" or "asleep", and by hours ahead."""

    learned: AtHome
    places: tuple[str, ...]  # all rooms of the house that taught it
    scores: Mapping[str, Mapping[float, Score]]
    at: datetime
    since: datetime | None = None  # some of it has been in use since then, without a break

    def serves(self, name: str, hours: float = NOW) -> bool:
        score = self.scores.get(name, {}).get(hours)
        return score is not None and score.better and name in self.learned.targets

    def fits(self, house: HouseSignals) -> bool:
        """Whether it speaks of this house as it is."""
        return tuple(house.rooms) == self.places

    @property
    def told(self) -> OwnLearning:
        """For the page: where it is in use, and the mean scores there."""
        used = [score for scores in self.scores.values() for score in scores.values() if score.better]
        names = [name for name, scores in self.scores.items() if any(score.better for score in scores.values())]
        every = [score.days for scores in self.scores.values() for score in scores.values()]
        return OwnLearning(
            since=self.since if used else None,
            rooms=tuple(PlaceId(name) for name in names if name not in _NAMES),
            home=any(name in _NAMES for name in names),
            before=float(np.mean([score.base for score in used])) if used else 0.0,
            after=float(np.mean([score.own for score in used])) if used else 0.0,
            days=max(every, default=0),
        )


def learned(past: Past, base: Base, config: OccupancyConfig, at: datetime, before: Own | None = None) -> Own | None:
    """What a house has taught by now, with its scores; None where there is too little to learn and to judge by."""
    house = past.house
    if any(name in house.rooms for name in _NAMES):
        return None
    beliefs = of_base(house, base, config)
    truth = _truth(past, beliefs)
    if (first := lives_otherwise_since(house, truth)) is not None:
        past = replace(past, left_out=past.left_out | (past.day < first))
        truth = _truth(past, beliefs)
    days = np.unique(past.day[_known(truth)])
    if len(days) < LEAST_DAYS:
        return None
    cut = int(np.argmax(past.day >= days[-max(JUDGES, -(-len(days) // 3))]))
    taught = learn(house.until(cut), _until(truth, cut), config, base, REACH)
    scores: dict[str, dict[float, Score]] = {name: {} for name in taught.targets}
    for name, hours, score in _judged(past, truth, taught, beliefs, cut):
        scores[name][hours] = score
    made = Own(learn(house, truth, config, base, REACH), tuple(house.rooms), scores, at)
    used = made.told.rooms or made.told.home
    since = before.since if before is not None and before.since is not None and before.places == made.places else at
    return replace(made, since=since if used else None)


def of_base(house: HouseSignals, base: Base, config: OccupancyConfig) -> dict[str, Array]:
    """P of each room, "home" and "asleep" by the base model alone, (times,)."""
    whole = of_house(house, config)
    rooms: dict[str, Array] = {
        name: sigmoid(base.now(numbers, ROOM))
        for name, numbers in each_room(house, config)
        if house.rooms[name].mean or house.rooms[name].events
    }
    return rooms | {"home": sigmoid(base.now(whole, HOME)), "asleep": sigmoid(base.now(whole, ASLEEP))}


# --- labels -------------------------------------------------------------------------------------------------------


def _truth(past: Past, beliefs: Mapping[str, Array]) -> Truth:
    """What hindsight says of targets of which enough was seen; of the others nothing."""
    found = labels(past.house, beliefs, past.told, past.left_out, past.doubted)
    rooms = [_enough(line, past) for line in found.rooms.T]
    return Truth(np.stack(rooms, axis=1), _enough(found.home, past), _enough(found.asleep, past), past.day)


def _enough(label: Array, past: Past) -> Array:
    known = np.isfinite(label)
    hours = past.house.step / 60.0
    there = float(label[known].sum()) * hours
    both = min(there, int(known.sum()) * hours - there) >= LEAST_HOURS
    days = len(np.unique(past.day[known]))
    return label if both and days >= LEAST_DAYS else np.full(len(label), np.nan)


def _known(truth: Truth) -> Flags:
    every = np.concatenate([truth.rooms, truth.home[:, None], truth.asleep[:, None]], axis=1)
    return np.asarray(np.isfinite(every).any(axis=1))


def _until(truth: Truth, end: int) -> Truth:
    return Truth(truth.rooms[:end], truth.home[:end], truth.asleep[:end], truth.day[:end])


# --- the days kept apart ------------------------------------------------------------------------------------------


def _judged(
    past: Past, truth: Truth, taught: AtHome, beliefs: Mapping[str, Array], cut: int
) -> Iterator[tuple[str, float, Score]]:
    """(target, hours, score) from index `cut` on, as the live house would have answered."""
    house, own, base = past.house, taught.now(past.house), taught.base
    assert base is not None
    lines = dict(zip(house.rooms, truth.rooms.T, strict=True)) | {"home": truth.home, "asleep": truth.asleep}
    at = np.arange(cut, house.times)
    for name in taught.targets:
        yield name, NOW, _score(beliefs[name][at], own[name][at], lines[name][at], past.day[at])
    usual, horizons = usual_of(house.until(cut), past.left_out[:cut]), taught.config.horizons
    at = np.arange(cut, house.times, max(1, round(_ORIGINS / house.step)))
    plain = {
        name: base_ahead(house, base, (beliefs[name], beliefs["home"]), usual[name], horizons, at, name == "home")
        for name in taught.targets
        if name in usual
    }
    for place, hours in enumerate(horizons):
        later = round(hours * 60.0 / house.step)
        some = at + later < house.times
        then, said = at[some] + later, taught.ahead(house, own, hours, at[some])
        for name, line in plain.items():
            yield name, hours, _score(line[some, place], said[name], lines[name][then], past.day[then])


def base_ahead(
    house: HouseSignals,
    base: Base,
    told: tuple[Array, Array],
    usual: Climatology,
    horizons: Sequence[float],
    at: Places,
    home: bool,
) -> Array:
    """P (times, horizons) after each index `at` by the base model alone, as it is served where nothing was learned.

    `told` (times,): what is believed of the target, and of the home.
    """
    known = Known(house.step, house.hour, house.weekday, *told, reach=REACH)
    numbers = np.stack([ahead.features(known, usual, hours)[at] for hours in horizons], axis=1)
    return sigmoid(base.ahead(numbers, HOME if home else ROOM))


def usual_of(house: HouseSignals, left_out: Flags) -> dict[str, Climatology]:
    """What is usual in each room with a sensor of people, and at home, by half hours, as `occupancy.usual` has it."""
    stirs = {
        name: np.nan_to_num(room.events["motion"]) for name, room in house.rooms.items() if "motion" in room.events
    }
    lines = {name: _half_hours(line, house.step) for name, line in stirs.items()}
    if house.persons is not None:
        lines["home"] = np.where(np.isfinite(house.persons), (np.nan_to_num(house.persons) > 0.0).astype(float), np.nan)
    elif lines:
        lines["home"] = np.max(list(lines.values()), axis=0)
    return {
        name: climatology.learn(house.hour, house.weekday, np.where(left_out, np.nan, line), house.step)
        for name, line in lines.items()
    }


def _half_hours(line: Array, step: float) -> Array:
    """1 throughout each half hour in which there was a sign."""
    wide = max(1, round(_HALF_HOUR / step))
    padded = np.concatenate([line, np.zeros(-len(line) % wide)]).reshape(-1, wide)
    return np.repeat((padded > 0.0).any(axis=1).astype(float), wide)[: len(line)]


def _score(base: Array, own: Array, label: Array, day: Array) -> Score:
    known = np.isfinite(label)
    days, place = np.unique(day[known], return_inverse=True)
    if not len(days):
        return Score(0.0, 0.0, 0)
    count = np.bincount(place)
    means = [
        float((np.bincount(place, weights=(said[known] - label[known]) ** 2) / count).mean()) for said in (base, own)
    ]
    return Score(means[0], means[1], len(days))
