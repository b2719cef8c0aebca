"""Who is where, now and later: our belief beside plainer ones, on recordings of real and made-up homes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import numpy as np

from thermo_edge.bench.baselines import plain_baselines
from thermo_edge.bench.contender import HORIZONS, Contender
from thermo_edge.bench.occupancy_logistic import Logistic
from thermo_edge.bench.occupancy_measure import ASLEEP, HOME, Figures, ahead, future_known, measure
from thermo_edge.bench.occupancy_recurrent import Recurrent, torch_is_here
from thermo_edge.bench.recordings.load import load
from thermo_edge.bench.recordings.mapping import find_map, read_map
from thermo_edge.bench.recordings.recording import Recording, Trial, split
from thermo_edge.bench.rows import Row
from thermo_edge.bench.scores import PerDay, interval, ratio_interval
from thermo_edge.errors import ThermoEdgeError

OURS = ("thermo_edge.bench.ours", "thermo_edge.occupancy.contender")
"""Modules that may hold `contender() -> Contender`, the first that is there counts."""

ACCURACY_TARGETS = {"UCI occupancy without light": 0.92, "Room climate A": 0.86}
SHARE_AT_HALF_AN_HOUR, SHARE_AT_MOST = 0.85, 1.0
"""Of the Brier score of the hour-of-week table that our forecast may have: 30 minutes ahead, and at every horizon."""
HOUR_OF_WEEK = "hour of week"

HOUSEHOLDS, HOUSEHOLDS_QUICK, SEED = 50, 5, 20_000
STUCK, LIGHTS_OUT = "stuck-occupied hours", "lights out while present a week"
SIMULATED_TARGETS = {STUCK: 0.0, LIGHTS_OUT: 1.0}
DRAWS = 1000

Better = Literal["lower", "higher"]

Households = Callable[[int, int], list[Recording]]
"""(how many, seed) → recordings of made-up homes that no training has seen."""


class NothingToMeasure(ThermoEdgeError):
    """No recording was named and no homes can be made up: name one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A recording, and the map (a file, or the name of a shipped one) that says what is in it."""

    csv: Path
    map: str


def bench_occupancy(
    quick: bool = False, pairs: Sequence[Pair] = (), simulated_households: Households | None = None
) -> list[Row]:
    """Each pair as a trial of its own; without any, made-up households. Quick: no recurrent net, no intervals.

    Raises SettingsError (a map), RecordingFault (a file) or NothingToMeasure.
    """
    if pairs:
        trials = []
        for pair in pairs:
            what = read_map(find_map(pair.map))
            trials.append(load(pair.csv, what))
        return [row for trial in trials for row in trial_rows(trial, quick, ours())]
    if simulated_households is None:
        raise NothingToMeasure("Name a recording and what is in it: bench occupancy --csv FILE --map MAP")
    made = simulated_households(HOUSEHOLDS_QUICK if quick else HOUSEHOLDS, SEED)
    return simulated_rows([split(recording, 0.5) for recording in made], quick)


def ours() -> Contender | None:
    """The contender of this program, fresh; None where there is none."""
    for name in OURS:
        if find_spec(name) is not None:
            made: Contender = import_module(name).contender()
            return made
    return None


def trial_rows(trial: Trial, quick: bool, contender: Contender | None) -> list[Row]:
    """All measures of one recording."""
    others = run_baselines(trial, quick)
    rows = [_torch_row(trial.whole.name)] if not quick and not torch_is_here() else []
    if contender is None:
        return rows + figure_rows(trial.whole.name, None, others, 0)
    mine = measure(contender, trial)
    leaks = future_known(contender, trial)
    rows.append(Row(f"{trial.whole.name}: answers that know the future", len(leaks), "of 3", "lower", 0))
    return rows + figure_rows(trial.whole.name, mine, others, 0 if quick else DRAWS)


def run_baselines(trial: Trial, quick: bool) -> list[Figures]:
    """The plain ones, regression, and the recurrent net where torch is installed."""
    contenders = [*plain_baselines(), (Logistic(), False)]
    if any(not sensor.kind.speaks_of_changes for sensor in trial.whole.sensors):
        contenders.append((Logistic(changes=True), False))
    if not quick and torch_is_here():
        contenders.append((Recurrent(), False))
    return [measure(contender, trial, told) for contender, told in contenders]


def figure_rows(name: str, mine: Figures | None, others: Sequence[Figures], draws: int) -> list[Row]:
    """One row for each measure; where this program has no contender yet its value is NaN and nothing is promised."""
    reference = next(other for other in others if other.name == HOUR_OF_WEEK)
    keys = dict.fromkeys(key for figures in ((mine,) if mine else ()) + tuple(others) for key in figures.means)
    keys |= dict.fromkeys(key for figures in ((mine,) if mine else ()) + tuple(others) for key in figures.numbers)
    rows = []
    for key in keys:
        baselines = {other.name: _round(other.value(key)) for other in others if np.isfinite(other.value(key))}
        value = mine.value(key) if mine else float("nan")
        if not baselines and not np.isfinite(value):
            continue
        days = mine.means.get(key) if mine else None
        between = interval(days, draws) if days is not None else None
        target = _target(name, key) if mine else None
        rows.append(
            Row(f"{name}: {key[0]}, {key[1]}", _round(value), *_unit(key[1]), target, baselines, _both(between))
        )
    return rows + (_share_rows(name, mine, reference, others, draws) if mine else [])


def simulated_rows(trials: Sequence[Trial], quick: bool) -> list[Row]:
    """Made-up homes, their days laid side by side; every home has a contender of its own."""
    mine: list[Figures] = []
    others: list[list[Figures]] = []
    leaks = 0
    for number, trial in enumerate(trials):
        contender = ours()
        if contender is not None:
            mine.append(measure(contender, trial))
            leaks += len(future_known(contender, trial)) if number == 0 else 0
        others.append(run_baselines(trial, quick))
    name = "simulated homes"
    rows = [Row(f"{name}: how many", len(trials), "homes", "higher")]
    if mine:
        rows.append(Row(f"{name}: answers that know the future", leaks, "of 3", "lower", 0))
    return rows + figure_rows(name, pooled(mine) if mine else None, everywhere(others), 0 if quick else DRAWS)


# --- parts ------------------------------------------------------------------------------------------------------


def everywhere(homes: Sequence[Sequence[Figures]]) -> list[Figures]:
    """Those that took part in every home, pooled: others would be judged on easier homes."""
    by_name = [{figures.name: figures for figures in home} for home in homes]
    names = [name for name in (by_name[0] if by_name else {}) if all(name in home for home in by_name)]
    return [pooled([home[name] for home in by_name]) for name in names]


def pooled(figures: Sequence[Figures]) -> Figures:
    """Of many homes: the days of all side by side; numbers as their mean, stuck hours as their sum. Single rooms go."""
    kept = ("rooms", HOME, ASLEEP, "return", "waking", "sleeping", "all")
    means: dict[tuple[str, str], PerDay] = {}
    numbers: dict[tuple[str, str], float] = {}
    for key in dict.fromkeys(key for one in figures for key in one.means if key[0] in kept):
        days = [one.means[key] for one in figures if key in one.means]
        means[key] = PerDay(*(np.concatenate(parts) for parts in zip(*days, strict=True)))
    for key in dict.fromkeys(key for one in figures for key in one.numbers if key[0] in kept):
        told = [one.numbers[key] for one in figures if np.isfinite(one.numbers.get(key, np.nan))]
        if told:
            numbers[key] = float(np.sum(told) if key[1] == STUCK else np.mean(told))
    return Figures(figures[0].name, means, numbers)


def _share_rows(name: str, mine: Figures, reference: Figures, others: Sequence[Figures], draws: int) -> list[Row]:
    """Our forecast's Brier score over that of the hour-of-week table."""
    rows = []
    for who in dict.fromkeys(key[0] for key in mine.means):
        for minutes in HORIZONS:
            key = (who, ahead(minutes))
            base = reference.value(key)
            if not np.isfinite(mine.value(key)) or not base:
                continue
            target = SHARE_AT_HALF_AN_HOUR if minutes == 30 else SHARE_AT_MOST
            shares = {other.name: _round(other.value(key) / base) for other in others if np.isfinite(other.value(key))}
            between = ratio_interval(mine.means[key], reference.means[key], draws)
            measured = f"{name}: {who}, {key[1]} over hour of week"
            value = _round(mine.value(key) / base)
            rows.append(Row(measured, value, "", "lower", target, shares, _both(between)))
    return rows


def _target(name: str, key: tuple[str, str]) -> float | None:
    if key[1] == "accuracy" and key[0] not in (HOME, ASLEEP):
        return ACCURACY_TARGETS.get(name)
    if name == "simulated homes" and key[0] == "rooms":
        return SIMULATED_TARGETS.get(key[1])
    return 1.0 if key[0] == "all" else None


def _unit(measure_name: str) -> tuple[str, Better]:
    if "accuracy" in measure_name or "inside" in measure_name:
        return "", "higher"
    return ("h" if "hours" in measure_name else ""), "lower"


def _torch_row(name: str) -> Row:
    return Row(f"{name}: recurrent net left out, torch is not installed", 0, "measured", "higher")


def _both(between: tuple[float, float] | None) -> tuple[float, float] | None:
    return (_round(between[0]), _round(between[1])) if between else None


def _round(value: float) -> float:
    return float(f"{value:.4g}")
