"""How quickly a home can be lived in: a simulated year of the six-room home on the real loop, by plain rules."""

import time
from dataclasses import replace
from datetime import datetime

from thermo_edge.app.simulate import in_memory, wire
from thermo_edge.bench.rows import Row
from thermo_edge.simulation.run import Run
from thermo_edge.simulation.scenarios import Scenario

YEAR = 365.0
WEEKS = (1, 5, 9, 13, 17, 21, 25, 29, 33, 37, 41, 45, 49)
"""Days of the quick bench begin these weeks after New Year: all seasons in a week and a half."""

_NEW_YEAR = Scenario("year", "A year", datetime(2026, 1, 1), 365)  # noqa: DTZ001 - by the wall clock of the home


def bench_year(quick: bool = False) -> list[Row]:
    """A turn every five minutes and on events. Quick: one day in every fourth week, scaled to a year."""
    runs = [_timed(_starting(week), 1.0) for week in WEEKS] if quick else [_timed(_NEW_YEAR, YEAR)]
    seconds, days, turns = (sum(column) for column in zip(*runs, strict=True))
    return [
        Row("a simulated year of six rooms", round(seconds * YEAR / days, 1), "s", "lower", 300.0),
        Row("turns in it", float(round(turns * YEAR / days)), "turns", "higher"),
        Row("of a simulated year, each turn with all around it", round(1e3 * seconds / turns, 3), "ms", "lower"),
    ]


def _starting(week: int) -> Scenario:
    return replace(_NEW_YEAR, start=datetime.fromisocalendar(2026, week + 1, 1 + week % 7))


def _timed(scenario: Scenario, days: float) -> tuple[float, float, float]:
    """Seconds of processor, days and turns."""
    run = Run(scenario, wire, in_memory())
    begin, before = time.process_time(), run.meter.turns
    run.days(days)
    return time.process_time() - begin, days, float(run.meter.turns - before)
