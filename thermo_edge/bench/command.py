"""Runs a benchmark and shows its figures: as a table, and as JSON where a file is named."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from thermo_edge.bench.rows import Row, to_json
from thermo_edge.errors import ThermoEdgeError

if TYPE_CHECKING:  # a benchmark loads what it needs, and nothing else
    from thermo_edge.bench.forecast import ForecastOptions
    from thermo_edge.bench.loop import LoopOptions
    from thermo_edge.bench.loop_energyplus import EnergyPlusOptions


def _turn(quick: bool) -> list[Row]:
    from thermo_edge.bench.training_data import bench_training
    from thermo_edge.bench.turn import bench_turn
    from thermo_edge.bench.year import bench_year

    return [*bench_turn(quick), *bench_year(quick), *bench_training(quick)]


def _store(quick: bool) -> list[Row]:
    from thermo_edge.bench.store import bench_store

    return bench_store(quick)


def _occupancy(quick: bool, recordings: Sequence[Path] = (), maps: Sequence[str] = ()) -> list[Row]:
    from thermo_edge.bench.occupancy import Pair, bench_occupancy
    from thermo_edge.bench.simulated_homes import simulated_households

    pairs = [Pair(*pair) for pair in zip(recordings, maps, strict=True)]
    return bench_occupancy(quick, pairs, simulated_households)


def _comfort(quick: bool, votes: Path, layout: str) -> list[Row]:
    from thermo_edge.bench.comfort import bench_comfort

    return bench_comfort(votes, layout, quick)


def _plan(quick: bool) -> list[Row]:
    from thermo_edge.bench.plan import bench_plan

    return bench_plan(quick)


def _learning(quick: bool, kills: int | None = None) -> list[Row]:
    from thermo_edge.bench.learning import bench_learning
    from thermo_edge.bench.night import bench_night
    from thermo_edge.bench.night_beside import bench_beside
    from thermo_edge.bench.twin import bench_twin
    from thermo_edge.bench.twin_refuses import bench_refuses

    beside = bench_beside(quick)  # first: what runs a whole program fails soon or not at all
    changes = [] if quick else _changes(quick)  # quick, they take half a minute of their own: --changes
    taught = [*bench_learning(quick), *changes, *bench_twin(quick), *bench_refuses(quick)]
    return [*taught, *bench_night(quick, kills), *beside]


def _changes(quick: bool) -> list[Row]:
    from thermo_edge.bench.changes import bench_changes
    from thermo_edge.bench.occupancy_changes import bench_occupancy_changes
    from thermo_edge.bench.poison import bench_poison
    from thermo_edge.learning.climate_base import shipped

    base = shipped()
    rows = [] if base is None else [*bench_changes(base, quick), *bench_poison(base, quick)]
    return [*rows, *bench_occupancy_changes(quick)]


def _savings(quick: bool) -> list[Row]:
    from thermo_edge.bench.savings import bench_savings

    return bench_savings(quick)


def _web(quick: bool) -> list[Row]:
    from thermo_edge.bench.web import bench_web

    return bench_web(quick)


def _backtest(quick: bool) -> list[Row]:
    from thermo_edge.bench.backtest import bench_backtest

    return bench_backtest(quick)


def _gradient(quick: bool) -> list[Row]:
    from thermo_edge.bench.learning_gradient import bench_gradient

    return bench_gradient(quick)


def _loop(quick: bool, asked: "LoopOptions | EnergyPlusOptions | None" = None) -> list[Row]:
    from thermo_edge.bench.loop import LoopOptions, bench_loop

    if asked is None or isinstance(asked, LoopOptions):
        return bench_loop(quick, asked)
    from thermo_edge.bench.loop_energyplus import bench_energyplus

    return bench_energyplus(quick, asked)


def _forecast(
    quick: bool,
    recordings: Sequence[Path] = (),
    maps: Sequence[str] = (),
    asked: "ForecastOptions | None" = None,
) -> list[Row]:
    from thermo_edge.bench.forecast import ForecastOptions, bench_forecast

    if asked is not None and asked.what_if:
        from thermo_edge.bench.whatif import measure

        return measure(quick)
    return bench_forecast(quick, recordings, maps, asked or ForecastOptions())


BENCHMARKS: dict[str, Callable[[bool], list[Row]]] = {
    "turn": _turn,
    "store": _store,
    "occupancy": _occupancy,
    "plan": _plan,
    "forecast": _forecast,
    "loop": _loop,
    "learning": _learning,
    "changes": _changes,
    "savings": _savings,
    "gradient": _gradient,
    "backtest": _backtest,
    "web": _web,
}

ON_RECORDINGS: dict[str, Callable[[bool, Sequence[Path], Sequence[str]], list[Row]]] = {
    "occupancy": _occupancy,
    "forecast": _forecast,
}
"""Those that take recordings with their maps."""


class WrongRecordings(ThermoEdgeError):
    """Recordings and maps that do not go together, or with this benchmark: call it otherwise."""


def run_bench(
    what: str,
    quick: bool,
    json_file: Path | None,
    recordings: Sequence[Path] = (),
    maps: Sequence[str] = (),
    forecast: "ForecastOptions | None" = None,
    votes: Path | None = None,
    layout: str = "ashrae",
    kills: int | None = None,
) -> int:
    """Run one, print its table. Returns 0 also where a target was missed: the table says so.

    `forecast` is for the benchmark of that name only.
    """
    if len(recordings) != len(maps):
        raise WrongRecordings(f"Each --csv needs its --map: {len(recordings)} and {len(maps)} were given.")
    if recordings and what not in ON_RECORDINGS:
        raise WrongRecordings(f"bench {what} takes no recordings.")
    if (what == "comfort") != (votes is not None):
        raise WrongRecordings(
            "bench comfort needs --votes FILE." if what == "comfort" else f"bench {what}: no --votes."
        )
    if votes is not None:
        rows = _comfort(quick, votes, layout)
    elif what == "forecast":
        rows = _forecast(quick, recordings, maps, forecast)
    elif what == "learning":
        rows = _learning(quick, kills)
    else:
        rows = ON_RECORDINGS[what](quick, recordings, maps) if recordings else BENCHMARKS[what](quick)
    return _show(rows, json_file)


def run_loop(quick: bool, json_file: Path | None, asked: "LoopOptions | EnergyPlusOptions") -> int:
    """The closed loop, in simulated homes or in EnergyPlus; as `run_bench`."""
    return _show(_loop(quick, asked), json_file)


def _show(rows: Sequence[Row], json_file: Path | None) -> int:
    print(table(rows))
    if json_file is not None:
        json_file.write_text(to_json(rows) + "\n", encoding="utf-8")
    return 0


def table(rows: Sequence[Row]) -> str:
    """Aligned columns: measure, value, unit, target, whether it was kept, baselines."""
    lines = [("measure", "value", "unit", "target", "")]
    for row in rows:
        target = "" if row.target is None else f"{'≤' if row.better == 'lower' else '≥'} {row.target:g}"
        verdict = "" if row.target is None or not math.isfinite(row.value) else "kept" if row.kept else "MISSED"
        others = "  ".join(f"{name} {value:g}" for name, value in row.baselines.items() if math.isfinite(value))
        lines.append((row.measure, _value(row), row.unit, target, f"{verdict}  {others}".strip()))
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    one, two, three, four = widths
    return "\n".join(f"{a:<{one}}  {b:>{two}}  {c:<{three}}  {d:<{four}}  {e}".rstrip() for a, b, c, d, e in lines)


def _value(row: Row) -> str:
    value = f"{row.value:g}" if math.isfinite(row.value) else "–"
    return value if row.interval is None else f"{value} [{row.interval[0]:g}, {row.interval[1]:g}]"
