"""How quick a plan is, what its solver costs to load, and how near the best of all plans it comes."""

import subprocess
import sys
import time
from dataclasses import replace
from statistics import median

import numpy as np

from thermo_edge.bench.plan_cases import PRICES, a_corner, a_home, aim, best_of_all
from thermo_edge.bench.rows import Row
from thermo_edge.climate.planner import plan
from thermo_edge.climate.programme import Problem
from thermo_edge.climate.thermal import Outlook
from thermo_edge.home.plan import Instead, Plan

DAY, TWO_DAYS = 96, 192


def bench_plan(quick: bool) -> list[Row]:
    """Seconds are the processor's, so that other work on the machine counts little."""
    seeds = range(2 if quick else 12)
    rows = [
        *_times("8 rooms, 24 h", 8, DAY, seeds, 100.0),
        *_times("8 rooms, 24 h, nothing shared binds", 8, DAY, seeds, None, shares=False),
        *_times("12 rooms, 24 h", 12, DAY, seeds, None),
        *_times("8 rooms, 48 h (hours on the second day)", 8, TWO_DAYS, seeds, None),
    ]
    return [*rows, *_quality(quick), *_saving(seeds), *_loading()]


def _times(name: str, rooms: int, steps: int, seeds: range, target: float | None, shares: bool = True) -> list[Row]:
    """Build, solve, round and explain; the median and the worst over homes and kinds of prices."""
    spent = []
    for seed in seeds:
        for prices in PRICES:
            outlook, problem = a_home(rooms, steps, prices, seed)
            spent.append(_spent(outlook, problem if shares else _apart(problem)))
    return [
        Row(f"plan, {name}, median", round(median(spent), 1), "ms", "lower", target),
        Row(f"plan, {name}, worst of {len(spent)}", round(max(spent), 1), "ms", "lower"),
    ]


def _apart(problem: Problem) -> Problem:
    supply = problem.supply
    return replace(problem, supply=replace(supply, cap=None, start_cost=0.0, surplus=np.zeros(len(supply.price))))


def _spent(outlook: Outlook, problem: Problem) -> float:
    """ms of this process; the better of two, since the first may find cold caches."""
    found = []
    for _ in range(2):
        before = time.process_time()
        made = plan(outlook, problem)
        found.append((time.process_time() - before) * 1000.0)
        assert isinstance(made, Plan), made
    return min(found)


def _quality(quick: bool) -> list[Row]:
    """Small cases against every plan on a grid: ours may be better than all of them, and never worse."""
    worse, gap = [], []
    for seed in range(4 if quick else 20):
        for rooms, steps, levels in ((1, 4, 9), (2, 3, 5)):
            outlook, problem = a_corner(steps, seed, rooms)
            made = plan(outlook, problem)
            assert isinstance(made, Plan), made
            heat = np.array([room.heat for room in made.rooms])
            ours, best = aim(outlook, problem, heat), best_of_all(outlook, problem, levels)
            worse.append(ours - best)
            gap.append((best - ours) / max(best, 1e-9))
    return [
        Row(
            f"worse than the best of all plans on a grid, most of {len(worse)}",
            round(max(worse), 5),
            "currency",
            "lower",
            1e-3,
        ),
        Row("better than it, because duty needs no grid, median", round(100 * median(gap), 2), "%", "higher"),
    ]


def _saving(seeds: range) -> list[Row]:
    """By the plan's own forecast: cost beside rooms that are held at comfort all the time."""
    found: dict[str, list[float]] = {prices: [] for prices in PRICES}
    for seed in seeds:
        for prices in PRICES:
            outlook, problem = a_home(8, DAY, prices, seed)
            made = plan(outlook, problem)
            assert isinstance(made, Plan), made
            held = next(each for each in made.alternatives if each.what is Instead.HOLD)
            found[prices].append(100.0 * (1.0 - made.cost / held.cost))
    return [
        Row(
            f"cheaper than comfort held all day, by its own forecast, {prices} price",
            round(median(saved), 1),
            "%",
            "higher",
        )
        for prices, saved in found.items()
    ]


def _loading() -> list[Row]:
    """In a process of its own: what the solver and the first plan of 8 rooms load."""
    code = (
        "import re, time; from pathlib import Path; from thermo_edge.bench.plan_cases import a_home;"
        "from thermo_edge.climate.planner import plan;"
        "size = lambda: int(re.search(r'VmRSS:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) / 1024;"
        "case = a_home(8, 96, 'dynamic', 0); before, at = size(), time.perf_counter(); import highspy;"
        "print('TOOK', (time.perf_counter() - at) * 1000, size() - before, plan(*case) and size() - before)"
    )
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    spent, loaded, planned = map(float, done.stdout.split("TOOK")[1].split())
    return [
        Row("the solver's import", round(spent, 0), "ms", "lower"),
        Row("memory that it adds", round(loaded, 1), "MB", "lower"),
        Row("memory that it and a first plan add", round(planned, 1), "MB", "lower"),
    ]
