"""What a thermal model is worth in simulated homes that it has not seen, beside persistence and yesterday's change."""

from collections.abc import Mapping
from dataclasses import fields

import numpy as np

from thermo_edge.climate.features import Array, ClimateConfig, Signals
from thermo_edge.learning.card import Metric
from thermo_edge.learning.climate_answer import LENGTHS, Calibration, Evidence, calibrate, evidence
from thermo_edge.learning.climate_at_home import Base, look_back, own_answer
from thermo_edge.learning.recipes.climate_homes import DAY, Indices, Rooms, batch
from thermo_edge.simulation.family import Kind

HORIZONS = {"15 min": 0, "1 h": 3, "3 h": 11, "12 h": 47, "24 h": 95}
QUESTIONS = 2000
PULSE = 8
"""Steps of full heat whose effect is compared."""

_STRONG = 0.3  # K of effect at its most, below which a relative error says nothing


def score(rooms: Rooms, base: Base, seed: int, questions: int = QUESTIONS) -> dict[str, float]:
    """Means by measure; errors are of what happens as usual, from spoiled histories."""
    rng, config = np.random.default_rng([seed, 99]), base.config
    which = rng.integers(0, len(rooms), questions)
    at = rng.integers(config.past, rooms.signals.times - config.ahead, questions)
    found: dict[str, float] = {}
    asked = batch(rooms, which, at, config, rng)
    usual = asked.numbers.start[:, 1] == 0.0
    said = base.ask(asked.numbers)
    off = np.abs(asked.change - said.free)[usual]
    yesterday = _yesterday(rooms, which, at, config)[usual]
    inside = (asked.change <= said.free + said.around[..., 1]) & (asked.change >= said.free - said.around[..., 0])
    for name, place in HORIZONS.items():
        found[f"MAE {name}"] = float(off[:, place].mean())
        found[f"MAE {name} persistence"] = float(np.abs(asked.change[usual, place]).mean())
        found[f"MAE {name} same change as yesterday"] = float(np.abs(asked.change[usual] - yesterday)[:, place].mean())
    found["in the 80 % interval"] = float(inside[usual].mean())
    clean = batch(rooms, which, at, config, None)
    told = base.ask(clean.numbers)
    for name in ("heating", "cooling"):
        found[f"{name} error"] = float(np.nanmedian(gain_errors(getattr(told, name), getattr(clean, name))))
    return found


def gain_errors(said: Array, true: Array) -> Array:
    """How much the effect of two hours of full power is misjudged in twelve hours, relative; NaN where it is weak."""
    seen, real = (np.apply_along_axis(pulse, 1, each) for each in (said, true))
    strong = np.abs(real).max(axis=1) > _STRONG
    errors = np.abs(seen - real).mean(axis=1) / np.maximum(np.abs(real).mean(axis=1), 1e-6)
    return np.where(strong, errors, np.nan)


def pulse(response: Array) -> Array:
    """K in the twelve hours from its beginning."""
    effect: Array = np.convolve(response, np.ones(PULSE))[: DAY // 2]
    return effect


def answers_at_home(base: Base, rooms: Rooms, days: int) -> tuple[Array, Array]:
    """Of rooms that were heated: the responses learned from so many days, and the true ones (n, ahead)."""
    learned, true = [], []
    for number in range(len(rooms)):
        signals = room_of(rooms, number)
        past = look_back(base, signals, days * DAY, planned=True)
        found = own_answer(base, past, signals.heating[: days * DAY], float(days))
        if found is not None:
            learned.append(found)
            true.append(rooms.heating[number])
    return np.array(learned).reshape(-1, DAY), np.array(true).reshape(-1, DAY)


def calibration(base: Base, rooms: Rooms) -> Calibration:
    """How far the model's word of a room's answer is off, from rooms whose truth is known."""
    found: list[list[Evidence]] = [[] for _ in LENGTHS]
    true: list[list[Array]] = [[] for _ in LENGTHS]
    for number in range(len(rooms)):
        signals = room_of(rooms, number)
        for place, days in enumerate(LENGTHS):
            past = look_back(base, signals, days * DAY, planned=True)
            power = signals.heating[: days * DAY]
            told = evidence(past.at, past.said.free, past.change, past.said.heating, power)
            if told is not None:
                found[place].append(told)
                true[place].append(rooms.heating[number])
    return calibrate(found, [np.stack(each) for each in true])


def room_of(rooms: Rooms, number: int) -> Signals:
    """One of them."""
    return Signals(**{each.name: getattr(rooms.signals, each.name)[number].astype(float) for each in fields(Signals)})


def metrics(sums: Mapping[Kind, Mapping[str, float]]) -> tuple[Metric, ...]:
    """As the card has them."""
    found = []
    for kind, means in sums.items():
        where = f"{kind} plant"
        for name in HORIZONS:
            rivals = ("persistence", "same change as yesterday")
            others = {who: round(means[f"MAE {name} {who}"], 4) for who in rivals}
            found.append(Metric(f"MAE {name} ahead, {where}", round(means[f"MAE {name}"], 4), "K", "lower", others))
        if "heating error at home" in means:
            value = round(means["heating error at home"], 3)
            found.append(Metric(f"median error of heating's effect after 14 days, {where}", value, "", "lower"))
        found.append(Metric(f"in the 80 % interval, {where}", round(means["in the 80 % interval"], 3), "", "higher"))
        for name in ("heating", "cooling"):
            value = means[f"{name} error"]
            if np.isfinite(value):
                found.append(Metric(f"median error of {name}'s effect, {where}", round(value, 3), "", "lower"))
    return tuple(found)


def _yesterday(rooms: Rooms, which: Indices, at: Indices, config: ClimateConfig) -> Array:
    """The change since this time of the day before, so far as it has passed."""
    target = rooms.signals.target
    ahead = np.arange(config.ahead)
    then: Array = target[which[:, None], at[:, None] - DAY + ahead] - target[which, at - DAY - 1][:, None]
    return then
