"""Simulated rooms as the thermal model meets them at home: with gaps, unknown heat, and forecasts that are wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.features import STEP, Array, ClimateConfig, Numbers, Signals, Sky, numbers
from thermo_edge.simulation.family import Kind
from thermo_edge.simulation.generate import TrainingData, generate

Indices = NDArray[np.integer[Any]]

PLAY = 0.25
"""Share of days on which heat follows from chance, so that its effect can be told from its cause."""

VARIED = 0.5
"""Of the masses and couplings of the plant that teaches, so that no textbook's are taken for granted."""

DAY = 96

_KNOWN = {"heating": 0.6, "set_point": 0.55, "neighbours": 0.65, "outdoor": 0.93, "sun": 0.65}
_YOUNG, _GAPS, _AVERAGED, _BIASED, _PLANNED, _CLOUDLESS = 0.35, 0.25, 0.5, 0.5, 0.5, 0.3
_AROUND = 4  # days
_LEVELS = 2.5  # K by which all temperatures of a room, indoors and out, may be others: what matters is what is apart
_ELSEWHERE, _APART = 0.6, 1.5
"""Share of set-points that another thermometer follows, such as one at a radiator, and how many K it may be apart."""
_UNHEEDED = 0.1  # share of set-points that nothing follows
_FELT, _SCALE, _SLOW = 0.5, 0.4, (0.1, 2.0)
"""Share of heat that is only felt, at a radiator or by a valve: at another scale (of its logarithm), hours later."""
_LONGEST_GAP = 36
_FEWEST = 4  # steps of a history
_FORECASTS = ("perfect", "forecast", "yesterday", "none")
_SHARES = (0.2, 0.42, 0.2, 0.18)
_MEMORY = 12.0  # h after which a forecast's error is another


@dataclass(frozen=True)
class Rooms:
    """Rooms of many homes, (rooms, times) each, and their true answers to a step of full heat and cold (rooms, 96)."""

    signals: Signals
    heating: Array
    cooling: Array  # nought where nothing cools
    clear: Array  # W/m² (rooms, times) of the clearest of some days, as where only the sun's height is known

    def __len__(self) -> int:
        return len(self.heating)

    @classmethod
    def together(cls, parts: Sequence["Rooms"]) -> "Rooms":
        joined = {
            each.name: np.concatenate([getattr(part.signals, each.name) for part in parts]) for each in fields(Signals)
        }
        others = [np.concatenate([getattr(part, n) for part in parts]) for n in ("heating", "cooling", "clear")]
        return cls(Signals(**joined), *others)


@dataclass(frozen=True)
class Batch:
    """Questions with their answers: K from the present, `heat` and `cold` as they will be, and the true responses."""

    numbers: Numbers
    change: Array  # (n, ahead) K, NaN where unknown
    heat: Array  # (n, ahead) 0..1, nought where the question is what happens as usual
    cold: Array
    heating: Array  # (n, ahead) K
    cooling: Array


def live(
    homes: int,
    days: int,
    seed: int,
    weather: Sequence[Path] = (),
    kind: Kind = "lumped",
    play: float = PLAY,
    varied: float = VARIED,
) -> Rooms:
    """All rooms of so many homes. Raises SettingsError for a bad weather file."""
    return of_data(generate(homes, days, seed, kind=kind, weather=tuple(weather) or None, play=play, varied=varied))


def of_data(data: TrainingData) -> Rooms:
    """Training data by room; the mean of the other rooms is the neighbour."""
    homes, rooms, times = data.temperature.shape
    everybody = data.temperature.sum(axis=1, keepdims=True)
    others = (everybody - data.temperature) / max(rooms - 1, 1)

    def flat(values: Any) -> Array:
        return np.ascontiguousarray(np.broadcast_to(values, (homes, rooms, times)).reshape(-1, times), np.float32)

    days = (data.weekday[:, None] + np.arange(times) // DAY) % 7
    signals = Signals(
        target=flat(data.temperature),
        outdoor=flat(data.outdoor[:, None]),
        sun=flat(data.sun[:, None]),
        heating=flat(data.heating),
        cooling=flat(data.cooling),
        neighbours=flat(others) if rooms > 1 else flat(np.nan),
        set_point=flat(data.set_point),
        hour=flat(data.hour),
        weekend=flat((days >= 5)[:, None]),
    )
    own = np.arange(rooms)
    return Rooms(
        signals,
        data.response[:, own, own].reshape(-1, DAY),
        np.minimum(data.cooled[:, own, own].reshape(-1, DAY), 0.0),
        flat(_clearest(data.sun)[:, None]),
    )


def _clearest(sun: Array) -> Array:
    """At each time of day the most of the days around it."""
    days = sun.reshape(len(sun), -1, DAY)
    around = np.pad(days, ((0, 0), (_AROUND, _AROUND), (0, 0)))
    most = np.max([around[:, first : first + days.shape[1]] for first in range(2 * _AROUND + 1)], axis=0)
    return np.asarray(most.reshape(sun.shape))


def batch(rooms: Rooms, which: Indices, at: Indices, config: ClimateConfig, rng: np.random.Generator | None) -> Batch:
    """Questions about rooms at times; with `rng` spoiled as homes spoil them, without one clean, planned and whole."""
    at_all = at[:, None] + np.arange(-config.past, config.ahead)
    of_rooms = which[:, None]
    whole = Signals(**{each.name: getattr(rooms.signals, each.name)[of_rooms, at_all] for each in fields(Signals)})
    count, now = len(which), config.past
    heating, cooling = rooms.heating[which, : config.ahead], rooms.cooling[which, : config.ahead]
    planned = np.ones(count)
    if rng is not None:
        planned = (rng.random(count) < _PLANNED).astype(float)
        slow = rng.random(count) < _AVERAGED
        cloudless = rng.random((count, 1)) < _CLOUDLESS
        sun = np.where(cloudless, rooms.clear[of_rooms, at_all], whole.sun)
        whole = _elsewhere(replace(whole, target=_averaged(whole.target, slow), sun=sun), rng)
        heating, cooling = _averaged(heating, slow, 0.0), _averaged(cooling, slow, 0.0)
    past, later = whole.part(0, now), whole.part(now, now + config.ahead)
    sky = Sky(later.outdoor, later.sun, later.hour, later.weekend)
    if rng is not None:
        past, sky = _spoiled(past, sky, rng)
    asked = numbers(past, sky, planned)
    return Batch(
        asked,
        later.target - asked.level[:, None],
        later.heating * planned[:, None],
        later.cooling * planned[:, None],
        heating,
        cooling,
    )


def _elsewhere(whole: Signals, rng: np.random.Generator) -> Signals:
    """The same in homes that are kept warmer or colder, under a weather that is so much warmer or colder."""
    shift = rng.normal(0.0, _LEVELS, (len(whole.target), 1))
    warm = {name: getattr(whole, name) + shift for name in ("target", "outdoor", "neighbours", "set_point")}
    return replace(whole, **warm)


def _averaged(values: Array, slow: NDArray[np.bool_], first: float | None = None) -> Array:
    """Of some, the mean over the step in place of its end."""
    before = np.roll(values, 1, axis=-1)
    before[:, 0] = values[:, 0] if first is None else first
    return np.where(slow[:, None], 0.5 * (values + before), values)


def _spoiled(past: Signals, sky: Sky, rng: np.random.Generator) -> tuple[Signals, Sky]:
    """Sensors that are not there, histories that have only begun, gaps, biased outdoor sensors, wrong forecasts."""
    count, times = past.target.shape
    steps = np.arange(times)
    outdoor, sun = foreseen(past, sky, rng)
    bias = np.where(rng.random(count) < _BIASED, rng.normal(0.0, 0.8, count), 0.0)[:, None]
    apart = np.where(rng.random(count) < _ELSEWHERE, rng.normal(0.0, _APART, count), 0.0)[:, None]
    unheeded = rng.random((count, 1)) < _UNHEEDED
    set_point = np.where(unheeded, rng.uniform(17.0, 24.0, (count, 1)), past.set_point + apart)
    past = replace(past, outdoor=past.outdoor + bias, set_point=set_point, heating=_felt(past.heating, rng))
    known = {name: rng.random((count, 1)) < share for name, share in _KNOWN.items()}
    known["cooling"] = known["heating"]
    begun = rng.integers(0, times - _FEWEST, (count, 1)) * (rng.random((count, 1)) < _YOUNG)
    first = rng.integers(0, times, (count, 1))
    long = rng.integers(1, _LONGEST_GAP, (count, 1)) * (rng.random((count, 1)) < _GAPS)
    there = (steps >= begun) & ~((steps >= first) & (steps < first + long))
    there[:, -_FEWEST] = True
    told = {name: np.where(there & has, getattr(past, name), np.nan) for name, has in known.items()}
    past = replace(past, target=np.where(there, past.target, np.nan), **told)
    said = known["outdoor"] & (begun < times)
    return past, replace(
        sky,
        outdoor=np.where(said, outdoor + bias, np.nan),
        sun=np.where(known["sun"], sun, np.nan),
    )


def _felt(heating: Array, rng: np.random.Generator) -> Array:
    """Of some, what a thermometer at the radiator or the place of a valve says of the heat."""
    count, times = heating.shape
    keep = np.exp(-STEP / rng.uniform(*_SLOW, count))
    scale = np.exp(rng.normal(0.0, _SCALE, count))
    felt, held = np.empty_like(heating), heating[:, 0].astype(float)
    for step in range(times):
        held = keep * held + (1.0 - keep) * heating[:, step]
        felt[:, step] = scale * held
    some = rng.random((count, 1)) < _FELT
    return np.where(some, np.clip(felt, 0.0, 1.0), heating)


def foreseen(past: Signals, sky: Sky, rng: np.random.Generator) -> tuple[Array, Array]:
    """The weather to come as some forecast has it."""
    count, ahead = sky.outdoor.shape
    kind = rng.choice(len(_FORECASTS), (count, 1), p=_SHARES)
    size = rng.uniform(0.4, 2.0, (count, 1))
    wrong = size * _wander(count, ahead, rng)
    dim = np.exp(0.5 * _wander(count, ahead, rng))
    nothing = np.full((count, ahead), np.nan)
    outdoor = (sky.outdoor, sky.outdoor + wrong, past.outdoor[:, -ahead:], nothing)
    sun = (sky.sun, sky.sun * dim, past.sun[:, -ahead:], nothing)
    return np.choose(kind, outdoor), np.choose(kind, sun)


def _wander(count: int, steps: int, rng: np.random.Generator) -> Array:
    """Errors that grow from nothing to a standard deviation of 1 and last for hours; (count, steps)."""
    keep = np.exp(-0.25 / _MEMORY)
    thrown = rng.standard_normal((count, steps)) * np.sqrt(1.0 - keep**2)
    made, held = np.empty((count, steps)), np.zeros(count)
    for step in range(steps):
        held = keep * held + thrown[:, step]
        made[:, step] = held
    return made
