"""Nights in simulated homes: what the gate lets serve, beside the base model alone and learning without a gate."""

import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from thermo_edge.bench.nights import WEEK, Nights, Week
from thermo_edge.bench.rows import Row
from thermo_edge.climate.features import Array, Signals
from thermo_edge.learning.climate_at_home import DAY, Base, learn
from thermo_edge.learning.climate_base import shipped
from thermo_edge.learning.climate_night import NAMES, RULES
from thermo_edge.learning.climate_step import SPAN
from thermo_edge.learning.dataset import clean
from thermo_edge.learning.recipes.climate_homes import live
from thermo_edge.learning.recipes.climate_score import room_of

HOMES, QUICK_HOMES, SEED = 4, 1, 5301
FIRST, DAYS, QUICK_DAYS = 8, 36, 16
"""Days of history at the first night, and at the last."""

EVERY, QUICK_EVERY = 3, 8
"""Days between the nights that are lived through; those between them would say nearly the same."""

COSTED = 8


@dataclass
class Told:
    """Of all nights: mean errors (HORIZONS,) on the week after them."""

    served: list[Array] = field(default_factory=list)
    ungated: list[Array] = field(default_factory=list)
    alone: list[Array] = field(default_factory=list)
    promoted: list[tuple[Array, Array]] = field(default_factory=list)  # the new one and its parent
    own: list[bool] = field(default_factory=list)  # whether something learned at home serves
    rolled: int = 0
    seconds: list[float] = field(default_factory=list)  # of nights with a whole history


def bench_learning(quick: bool) -> list[Row]:
    """No rows where no model is shipped. Homes of layered walls, lived in with thermostats; the weather is known."""
    base = shipped()
    if base is None:
        return []
    homes, days, every = (QUICK_HOMES, QUICK_DAYS, QUICK_EVERY) if quick else (HOMES, DAYS, EVERY)
    rooms = live(homes, days + WEEK, SEED, kind="layered", play=0.0, varied=0.0)
    told = Told()
    for number in range(len(rooms)):
        _live(base, room_of(rooms, number), range(FIRST, days + 1, every), told)
    return _rows(told, f"{homes} homes, {len(rooms)} rooms, {len(told.alone)} nights")


def _live(base: Base, signals: Signals, nights: Sequence[int], told: Told) -> None:
    room = Nights()
    for day in nights:
        begun = time.process_time()
        first = max(0, day - SPAN) * DAY
        whole = clean({"room": signals.part(first, day * DAY)}, np.zeros(day * DAY - first, bool))["room"]
        parent = room.served
        promoted = room.night(base, whole, day)
        if day >= SPAN:
            told.seconds.append(time.process_time() - begun)
        week = Week(base, signals, day)
        if promoted:
            told.promoted.append((week.of(room.served), week.of(parent)))
        told.own.append(room.served is not None)
        told.served.append(week.of(room.served))
        told.ungated.append(week.of(learn(base, whole, whole.times, planned=True)))
        told.alone.append(week.of(None))
    told.rolled += room.rolled


def _rows(told: Told, where: str) -> list[Row]:
    alone = np.array(told.alone)
    ungated = _by_horizon(np.array(told.ungated), alone)
    gains = np.array([(1.0 - new / parent).mean() for new, parent in told.promoted])
    rows = [
        Row(
            f"{name} ahead, error on the week after: what serves / base alone, {where}",
            value,
            "",
            "lower",
            None,
            {"without a gate": other},
        )
        for name, value, other in zip(NAMES, _by_horizon(np.array(told.served), alone), ungated, strict=True)
    ]
    no_worse, strictly = ((gains >= least).mean() if gains.size else np.nan for least in (-RULES.margin, 0.0))
    free = (1.0 - np.array(told.ungated) / alone).mean(axis=1)
    rows += [
        Row(
            f"{len(gains)} promotions no worse than their parent on the week after, within {RULES.margin:.0%}",
            round(float(no_worse), 3),
            "",
            "higher",
            0.95 if gains.size else None,
            {"without a gate": round(float((free >= -RULES.margin).mean()), 3)},
        ),
        Row("the same, within nothing", round(float(strictly), 3), "", "higher"),
        Row("nights after which what was learned here serves", round(float(np.mean(told.own)), 3), "", "higher"),
        Row("put back because it had become worse", told.rolled, "", "lower"),
        Row("peak memory of all this", round(_peak()), "MB", "lower"),
    ]
    if told.seconds:
        cost = COSTED * float(np.mean(told.seconds))
        rows.append(Row(f"a night of {COSTED} rooms and {SPAN} days, processor", round(cost, 1), "s", "lower"))
    return rows


def _by_horizon(errors: Array, alone: Array) -> list[float]:
    """Geometric means of the ratios."""
    return [round(float(each), 3) for each in np.exp(np.log(errors / alone).mean(axis=0))]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
