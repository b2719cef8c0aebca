"""Runs a contender over a trial and scores what it said: now, ahead, and of moments."""

import time
from dataclasses import dataclass

import numpy as np

from thermo_edge.bench.contender import HORIZONS, Belief, Contender, Moments, looks_ahead
from thermo_edge.bench.occupancy_moments import RealMoments, real_moments
from thermo_edge.bench.recordings.recording import Array, Recording, State, Trial
from thermo_edge.bench.scores import (
    PerDay,
    balanced_accuracy,
    brier,
    by_day,
    errors,
    lights_out,
    log_loss,
    reliability,
    right,
    timing,
)

EVERY = 300
"""Seconds between the origins of forecasts, at least."""

ALL_ROOMS, HOME, ASLEEP = "rooms", "home", "asleep"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one contender reached: `means` can be drawn again by day, `numbers` cannot; keys are (who, measure)."""

    name: str
    means: dict[tuple[str, str], PerDay]
    numbers: dict[tuple[str, str], float]

    def value(self, key: tuple[str, str]) -> float:
        if key in self.means:
            return self.means[key].mean
        return self.numbers.get(key, float("nan"))


def measure(contender: Contender, trial: Trial, told: bool = False) -> Figures:
    """Fits on the earlier part, runs through the whole, scores the later part. Told, it also sees the past truth."""
    contender.fit(trial.train)
    seen = trial.whole if told else trial.whole.blind()
    origins = origins_of(trial)
    begun = time.perf_counter()
    belief = contender.now(seen)
    took = time.perf_counter() - begun
    later = np.arange(trial.start, len(trial.whole))
    real = trial.whole
    means: dict[tuple[str, str], PerDay] = {}
    numbers: dict[tuple[str, str], float] = {}
    numbers["all", "belief, ms for a time and room"] = took * 1e3 / len(seen) / max(1, len(real.rooms))
    columns = _columns(real, belief.rooms, belief.home)
    for who, (said, truth) in columns.items():
        _score_now(who, said[later], truth[later], real, later, means, numbers)
    for who, (said, truth) in _columns(real, _followed(belief), belief.home).items():
        _score_lights(who, said[later], truth[later], real, later, numbers)
    outlook = contender.ahead(seen, origins)
    _score_ahead(real, origins, outlook.rooms, outlook.home, means)
    _score_moments(contender.moments(seen, origins), real_moments(real, origins), numbers)
    return Figures(contender.name, means, numbers)


def origins_of(trial: Trial) -> Array:
    """Every EVERY seconds of the later part, where something is known."""
    stride = max(1, EVERY // trial.whole.step)
    origins = np.arange(trial.start, len(trial.whole), stride)
    return origins[trial.whole.run[origins] >= 0]


def future_known(contender: Contender, trial: Trial) -> tuple[str, ...]:
    """Which answers of a fitted contender change with the future; there must be none."""
    whole = trial.whole.blind()
    last = min(len(whole), trial.start + 2000)
    part = whole.part(max(0, trial.start - 2000), last)
    return looks_ahead(contender, part, (len(part) // 3, 2 * len(part) // 3))


# --- parts ------------------------------------------------------------------------------------------------------


def _columns(real: Recording, rooms: Array, home: Array) -> dict[str, tuple[Array, Array]]:
    """Who is judged → what is said (T, k) and what is true (T, k)."""
    found = {room: (rooms[:, [n]], real.truth[:, [n]]) for n, room in enumerate(real.rooms)}
    if len(real.rooms) > 1:
        found[ALL_ROOMS] = (rooms, real.truth)
    if np.isfinite(real.home).any():
        found[HOME] = (1 - home[:, [State.AWAY]], real.anybody[:, None])
        found[ASLEEP] = (home[:, [State.ASLEEP]], real.asleep[:, None])
    return {who: pair for who, pair in found.items() if np.isfinite(pair[1]).any()}


def _score_now(
    who: str,
    said: Array,
    truth: Array,
    real: Recording,
    later: Array,
    means: dict[tuple[str, str], PerDay],
    numbers: dict[tuple[str, str], float],
) -> None:
    day = real.day[later]
    for name, score in (("accuracy", right), ("Brier", brier), ("log loss", log_loss)):
        means[who, name] = by_day(score(said, truth), day)
    numbers[who, "balanced accuracy"] = balanced_accuracy(said, truth)
    numbers[who, "calibration error"] = reliability(said.ravel(), truth.ravel()).error
    told = [errors(said[:, n], truth[:, n], real.step) for n in range(said.shape[1])]
    hours = sum(one.hours for one in told)
    days = hours / 24 if hours and np.isfinite(said).any() else float("nan")
    numbers[who, "false-on hours a day"] = sum(one.false_on for one in told) / days
    numbers[who, "false-off hours a day"] = sum(one.false_off for one in told) / days
    numbers[who, "false-on episodes a day"] = sum(one.false_on_episodes for one in told) / days
    numbers[who, "false-off episodes a day"] = sum(one.false_off_episodes for one in told) / days


def _followed(belief: Belief) -> Array:
    return belief.rooms if belief.present is None else np.where(np.isfinite(belief.rooms), belief.present, np.nan)


def _score_lights(
    who: str, said: Array, truth: Array, real: Recording, later: Array, numbers: dict[tuple[str, str], float]
) -> None:
    """What lights would do that follow it."""
    told = [errors(said[:, n], truth[:, n], real.step) for n in range(said.shape[1])]
    numbers[who, "stuck-occupied hours"] = sum(one.stuck for one in told)
    if who in (HOME, ASLEEP):
        return
    hours = sum(one.hours for one in told)
    days = hours / 24 if hours and np.isfinite(said).any() else float("nan")
    awake = real.home[later] != State.ASLEEP
    out = sum(lights_out(said[:, n], truth[:, n], awake) for n in range(said.shape[1]))
    numbers[who, "lights out while present a week"] = out * 7 / (days / said.shape[1])
    numbers[who, "lit with nobody there, hours a day"] = sum(one.false_on for one in told) / (days / said.shape[1])


def _score_ahead(
    real: Recording, origins: Array, rooms: Array, home: Array, means: dict[tuple[str, str], PerDay]
) -> None:
    day = real.day[origins]
    for h, minutes in enumerate(HORIZONS):
        when = origins + minutes * 60 // real.step
        inside = when < len(real)
        at = np.minimum(when, len(real) - 1)
        truth = np.where(inside[:, None], real.truth[at], np.nan)
        anybody = np.where(inside, real.anybody[at], np.nan)
        found = {room: (rooms[:, h, [n]], truth[:, [n]]) for n, room in enumerate(real.rooms)}
        if len(real.rooms) > 1:
            found[ALL_ROOMS] = (rooms[:, h], truth)
        found[HOME] = (home[:, [h]], anybody[:, None])
        for who, (said, true) in found.items():
            if np.isfinite(true).any():
                means[who, ahead(minutes)] = by_day(brier(said, true), day)


def ahead(minutes: int) -> str:
    """The name of the measure."""
    return f"Brier {minutes} min ahead" if minutes < 60 else f"Brier {minutes // 60} h ahead"


def _score_moments(said: Moments, real: RealMoments, numbers: dict[tuple[str, str], float]) -> None:
    for who, quantiles, truth in zip(("return", "waking", "sleeping"), said, real, strict=True):
        found = timing(quantiles, truth)
        if found.origins:
            numbers[who, "median error, minutes"] = found.error
            numbers[who, "inside the 80 % interval"] = found.coverage
