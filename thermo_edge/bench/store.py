"""The store on a made-up year: how large it gets, and how long the house waits for it."""

import gc
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import numpy as np

from thermo_edge.bench.rows import Row
from thermo_edge.bench.store_house import Household
from thermo_edge.bench.store_turns import Rooms
from thermo_edge.home.snapshot import Reading
from thermo_edge.store.catalogue import Catalogue
from thermo_edge.store.database import Database
from thermo_edge.store.driver import plain
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.thinning import FIVE_KEPT, thin_aggregates

START = datetime(2025, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
YEAR, MONTH = 365, 30
TURNS_PER_FLUSH = 3
"""A quarter of an hour of simulated time. The running program flushes every 5 s: smaller transactions, same rows."""

SEED = 20250101
ROOMS, MANY_ROOMS = 8, 30
MEGABYTE = 1e6
HOUR_OF_READINGS = 3000

WAITS_FOR_NOTHING = Path("/dev/shm")  # noqa: S108 - there, what a disk costs is left out


def bench_store(quick: bool = False) -> list[Row]:
    """A year of 200 entities; `quick` runs a month and reckons the rest."""
    days = MONTH if quick else YEAR
    end = START + days * DAY
    with _folder(WAITS_FOR_NOTHING) as fast, _folder(None) as disk:
        year = _Year(fast / "history.db")
        year.run(days)
        path = Path(shutil.copyfile(fast / "history.db", disk / "history.db"))
        size = _reckoned_size(path, fast / "copy.db", end) if quick else path.stat().st_size
        return [
            Row("database after a year, 200 entities", _round(size / MEGABYTE), "MB", "lower", 150.0),
            *_counts(path),
            *year.rows(),
            *_keeping(path, end),
            *_while_tidying(path, end + DAY),
            *_reading(path, year.household, end),
            *_large_turn(disk / "turns.db", "with the disk"),
            *_large_turn(fast / "turns.db", "without the disk", 5.0),
        ]


@contextmanager
def _folder(parent: Path | None) -> Iterator[Path]:
    there = parent if parent is not None and parent.is_dir() else None
    with tempfile.TemporaryDirectory(dir=there, prefix="thermo-edge-bench-") as name:
        yield Path(name)


class _Year:
    """Lives through the days and notes how long each verb took, in ms."""

    def __init__(self, path: Path) -> None:
        self.household, self._rooms = Household(SEED), Rooms(ROOMS, SEED)
        self._history = SqlHistory(Database.open(path))
        self._keeps: list[float] = []
        self._quiet_keeps: list[float] = []
        self._flushes: list[float] = []
        self._tidies: list[float] = []
        self._readings = 0

    def run(self, days: int) -> None:
        for number in range(days):
            start = START + number * DAY
            self._day(start)
            self._tidies.append(_timed(lambda now=start + DAY: self._history.tidy(now)))  # type: ignore[misc]
        self._history.close()

    def rows(self) -> list[Row]:
        return [
            Row("readings taken", self._readings, "rows", "higher"),
            *_spread("keep of a turn that acts, without the disk", self._keeps),
            *_spread("keep of a turn that repeats the former", self._quiet_keeps),
            *_spread("flush of a quarter of an hour, without the disk", self._flushes),
            *_spread("tidy, once a night", self._tidies),
        ]

    def _day(self, start: datetime) -> None:
        heating = not 120 <= start.timetuple().tm_yday <= 270
        readings = self.household.day(start)
        upcoming = next(readings, None)
        heard: list[Reading] = []
        for number, (turn, echoes) in enumerate(self._rooms.day(start, heating)):
            while upcoming is not None and upcoming.at <= turn.at:
                heard.append(upcoming)
                upcoming = next(readings, None)
            self._history.add(heard)
            self._readings += len(heard)
            heard = list(echoes)
            took = _timed(lambda turn=turn: self._history.keep(turn))  # type: ignore[misc]
            (self._keeps if turn.commands else self._quiet_keeps).append(took)
            if number % TURNS_PER_FLUSH == 0:
                self._flushes.append(_timed(self._history.flush))


def _keeping(path: Path, end: datetime) -> list[Row]:
    """A day as the program lives it on a real disk, flushing every five seconds of it."""
    history, rooms = SqlHistory(Database.open(path)), Rooms(ROOMS, SEED + 3)
    rooms.memory = history.memory()
    readings = list(Household(SEED + 4).day(end))[:HOUR_OF_READINGS]
    keeps, flushes = [], []
    for number, begin in enumerate(range(0, len(readings), 5)):
        history.add(readings[begin : begin + 5])
        flushes.append(_timed(history.flush))
        turn, _ = rooms.turn(end + number * timedelta(seconds=5), True)
        took = _timed(lambda turn=turn: history.keep(turn))  # type: ignore[misc]
        if turn.commands:
            keeps.append(took)
    history.close()
    return [
        *_spread("keep of a turn that acts, 8 rooms, with the disk", keeps),
        *_spread("flush of five seconds, with the disk", flushes),
    ]


def _while_tidying(path: Path, end: datetime) -> list[Row]:
    """How long the house waits at most while a night is tidied on another thread."""
    history, rooms = SqlHistory(Database.open(path)), Rooms(ROOMS, SEED + 1)
    rooms.memory = history.memory()
    for reading in Household(SEED + 2).day(end):
        history.add([reading])
    history.flush()
    tidying = threading.Thread(target=history.tidy, args=(end + DAY,))
    waits: list[float] = []
    gc.collect()
    gc.freeze()  # what the benchmark has piled up itself is not the store's
    history.keep(rooms.turn(end, True)[0])  # the first one pays for preparing the statements
    tidying.start()
    while tidying.is_alive():
        turn, _ = rooms.turn(end + timedelta(minutes=20 * (len(waits) + 1)), True)
        if turn.commands:
            waits.append(_timed(lambda turn=turn: history.keep(turn)))  # type: ignore[misc]
    tidying.join()
    history.close()
    longest = Row("keep while a night is tidied, longest", _round(max(waits)), "ms", "lower", 50.0)
    return [*_spread("keep while a night is tidied", waits), longest]


def _reading(path: Path, household: Household, end: datetime) -> list[Row]:
    opened = perf_counter()
    database = Database.open(path)
    checked = perf_counter()
    history = SqlHistory(database)
    loaded = perf_counter()
    point = household.meters[0].point

    def chart(span: timedelta, step: timedelta) -> float:
        times = [_timed(lambda: history.samples(point, end - span, end, step)) for _ in range(5)]
        return _round(float(np.median(times)))

    rows = [
        Row("open, with a check of the whole file", _round((checked - opened) * 1e3), "ms", "lower"),
        Row("load the memory", _round((loaded - checked) * 1e3), "ms", "lower"),
        Row("chart of a year in days", chart(YEAR * DAY, DAY), "ms", "lower"),
        Row("chart of a year in quarter days", chart(YEAR * DAY, DAY / 4), "ms", "lower"),
        Row("chart of a week in quarter hours", chart(7 * DAY, DAY / 96), "ms", "lower"),
        Row("chart of a day in five minutes", chart(DAY, timedelta(minutes=5)), "ms", "lower"),
    ]
    history.close()
    return rows


def _large_turn(path: Path, where: str, target: float | None = None) -> list[Row]:
    """A turn of thirty rooms that acts in some of them."""
    history, rooms = SqlHistory(Database.open(path)), Rooms(MANY_ROOMS, SEED)
    times: list[float] = []
    for minute in range(600):
        turn, _ = rooms.turn(START + timedelta(minutes=minute), True)
        took = _timed(lambda turn=turn: history.keep(turn))  # type: ignore[misc]
        if turn.commands:
            times.append(took)
    history.close()
    return _spread(f"keep of a turn that acts, 30 rooms, {where}", times, target)


def _counts(path: Path) -> list[Row]:
    with plain(path) as connection:
        return [
            Row(f"rows of {table}", connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0], "rows", "lower")  # noqa: S608
            for table in ("readings", "five_minutes", "hours", "decisions", "commands")
        ]


def _reckoned_size(path: Path, copy: Path, end: datetime) -> float:
    """After a month nothing has become hours yet: what a day of each kind takes is measured on a copy and added up."""
    days = MONTH - 7
    whole = path.stat().st_size
    shutil.copyfile(path, copy)
    packed = _packed(copy)
    database = Database.open(copy)
    with database.read() as connection:
        points = Catalogue.load(connection).points()
    thin_aggregates(database, points, end + FIVE_KEPT)
    database.close()
    with_hours = _packed(copy)
    with plain(copy, "rw") as connection:
        connection.execute("DELETE FROM hours")
    rest = _packed(copy)
    loose = whole / packed
    five, hours = (packed - rest) / days, (with_hours - rest) / days
    return loose * (rest + five * FIVE_KEPT.days + hours * (YEAR - 7 - FIVE_KEPT.days))


def _packed(path: Path) -> int:
    with plain(path, "rw") as connection:
        connection.execute("VACUUM")
    return path.stat().st_size


def _timed(what: Callable[[], object]) -> float:
    begun = perf_counter()
    what()
    return (perf_counter() - begun) * 1e3


def _spread(measure: str, times: list[float], target: float | None = None) -> list[Row]:
    middle, late = (_round(float(np.percentile(times, share))) for share in (50, 99))
    return [
        Row(f"{measure}, p50", middle, "ms", "lower"),
        Row(f"{measure}, p99", late, "ms", "lower", target),
    ]


def _round(value: float) -> float:
    return round(value, 3 if value < 10 else 1)
