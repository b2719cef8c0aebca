"""Twins of simulated homes of another kind than the twin's own: how wrong, how sure, how fast."""

import time
from typing import Any

import numpy as np

from thermo_edge.bench.rows import Row
from thermo_edge.learning.recipes.climate_homes import live
from thermo_edge.learning.recipes.climate_score import room_of
from thermo_edge.learning.twin import MOST_WRONG, Found, Lacks, twin_of

HOMES, QUICK_HOMES, DAYS, SEED = 16, 1, 30, 5301
_FIT_FOR = 8


def bench_twin(quick: bool) -> list[Row]:
    """Homes of layered walls, a month in which thermostats heated; the weather is known."""
    homes = QUICK_HOMES if quick else HOMES
    rooms = live(homes, DAYS, SEED, kind="layered", play=0.0, varied=0.0)
    found: list[Found] = []
    seconds: list[float] = []
    for number in range(len(rooms)):
        begun = time.process_time()
        each = twin_of(room_of(rooms, number))
        if each.made is not None:
            seconds.append(time.process_time() - begun)
        found.append(each)
    made = [each for each in found if each.made is not None]
    if not made:
        return []
    ratios = np.array([each.error / each.grey_box for each in made])
    wrong = np.mean([each.lacks is Lacks.TOO_WRONG for each in made])
    where = f"{homes} homes, {len(made)} of {len(rooms)} rooms were heated enough"
    cost = _FIT_FOR * float(np.mean(seconds))
    return [
        Row(
            f"the twin's error of 24 h / the grey-box model's, median, {where}", _three(np.median(ratios)), "", "lower"
        ),
        Row("the same, worst room", _three(ratios.max()), "", "lower"),
        Row(f"no twin: wrong by more than {MOST_WRONG} times", _three(wrong), "", "lower"),
        Row("in the twin's 80 % interval", _three(np.mean([each.inside for each in made])), "", "higher"),
        Row(f"twins of {_FIT_FOR} rooms, processor", round(cost, 1), "s", "lower", 60.0),
    ]


def _three(value: float | np.floating[Any]) -> float:
    return round(float(value), 3)
