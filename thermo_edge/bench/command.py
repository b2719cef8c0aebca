"""Runs a benchmark and shows its figures: as a table, and as JSON where a file is named."""

from collections.abc import Callable, Sequence
from pathlib import Path

from thermo_edge.bench.rows import Row, to_json


def _turn(quick: bool) -> list[Row]:
    from thermo_edge.bench.turn import bench_turn

    return bench_turn(quick)


def _store(quick: bool) -> list[Row]:
    from thermo_edge.bench.store import bench_store

    return bench_store(quick)


BENCHMARKS: dict[str, Callable[[bool], list[Row]]] = {"turn": _turn, "store": _store}


def run_bench(what: str, quick: bool, json_file: Path | None) -> int:
    """Run one, print its table. Returns 0 also where a target was missed: the table says so."""
    rows = BENCHMARKS[what](quick)
    print(table(rows))
    if json_file is not None:
        json_file.write_text(to_json(rows) + "\n", encoding="utf-8")
    return 0


def table(rows: Sequence[Row]) -> str:
    """Aligned columns: measure, value, unit, target, whether it was kept, baselines."""
    lines = [("measure", "value", "unit", "target", "")]
    for row in rows:
        target = "" if row.target is None else f"{'≤' if row.better == 'lower' else '≥'} {row.target:g}"
        verdict = "" if row.target is None else "kept" if row.kept else "MISSED"
        others = "  ".join(f"{name} {value:g}" for name, value in row.baselines.items())
        lines.append((row.measure, f"{row.value:g}", row.unit, target, f"{verdict}  {others}".strip()))
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    one, two, three, four = widths
    return "\n".join(f"{a:<{one}}  {b:>{two}}  {c:<{three}}  {d:<{four}}  {e}".rstrip() for a, b, c, d, e in lines)
