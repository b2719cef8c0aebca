"""Reads a recording of temperatures as its map says: what each column told when, and all that is wrong with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from zoneinfo import ZoneInfo

from thermo_edge.bench.forecast_faults import MOST, Faults
from thermo_edge.bench.forecast_map import Column, ForecastMap, Heating
from thermo_edge.bench.recordings.layouts import Series
from thermo_edge.bench.recordings.mapping import TimeColumn
from thermo_edge.bench.recordings.tables import Cells, RecordingFault, Rows, read_rows
from thermo_edge.bench.recordings.times import Times

NO_NUMBERS = "cells that are no numbers"
"""A kind of fault."""


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A column that the map names, with what it is called when something is wrong with it."""

    called: str
    column: Column
    id: str


def wanted(what: ForecastMap) -> list[Wanted]:
    """Every column of the map, one for each id."""
    named: list[tuple[str, Column | None]] = [("outdoor", what.outdoor), ("sun", what.sun)]
    for room in what.rooms:
        named += [(f"{room.name} target", room.target), (f"{room.name} heat", room.heat)]
        named += [(f"{room.name} set_point", room.set_point)]
        named += [(f"{room.name} {name}", column) for name, column in room.others.items()]
    return [Wanted(called, column, one) for called, column in named if column is not None for one in column.id]


def read_columns(path: Path, what: ForecastMap, faults: Faults) -> dict[Wanted, Series]:
    """Unix seconds and values as they stand in the file, sorted by time; what is wrong is added to `faults`.

    Raises RecordingFault where the file cannot be read at all, RecordingUnfit where columns are missing.
    """
    rows = read_rows(path, what)
    columns = wanted(what)
    _check_columns(rows, what, columns, faults)
    faults.raise_if_any()
    assert what.time is not None
    times = _Watch(Times(rows, what.time, what.zone), what, rows, faults)
    told: dict[Wanted, Series] = {one: [] for one in columns}
    heard: set[str] = set()
    place = _wide(rows, columns) if what.layout == "wide" else _events(rows, what, columns, heard)
    for cells in _whole_rows(rows, faults):
        at = times.read(cells)
        if at is None:
            continue
        for one, position in place(cells):
            value = _number(cells, position, one, faults)
            if value is not None:
                told[one].append((at, value))
    times.tell()
    nothing = bool(faults.told) and not any(told.values())  # what is wrong with every row has been said
    for one, series in told.items() if not nothing else ():
        _tidy(one, series, what, faults, heard)
    return told


# --- parts ------------------------------------------------------------------------------------------------------

Places = Callable[[Cells], list[tuple[Wanted, int]]]


def _check_columns(rows: Rows, what: ForecastMap, columns: list[Wanted], faults: Faults) -> None:
    assert what.time is not None
    needed = [("time", name) for name in what.time.column]
    if what.layout == "wide":
        needed += [(one.called, one.id) for one in columns]
    else:
        needed += [("sensor", name) for name in what.sensor] + [("value", what.value or "")]
    for called, name in needed:
        if name not in rows.columns:
            faults.add("columns", f"there is no column {name!r} ({called}); it has: {', '.join(rows.columns)}")


def _wide(rows: Rows, columns: list[Wanted]) -> Places:
    found = [(one, rows.position(one.id)) for one in columns]
    return lambda _: found


def _events(rows: Rows, what: ForecastMap, columns: list[Wanted], heard: set[str]) -> Places:
    """`heard` is filled with all ids that the file has."""
    keys = [rows.position(name) for name in what.sensor]
    value = rows.position(what.value or "")
    by_id: dict[str, list[tuple[Wanted, int]]] = {}
    for one in columns:
        by_id.setdefault(one.id, []).append((one, value))
    nothing: list[tuple[Wanted, int]] = []

    def places(cells: Cells) -> list[tuple[Wanted, int]]:
        said = " ".join(cells.text(key) for key in keys)
        heard.add(said)
        return by_id.get(said, nothing)

    return places


def _whole_rows(rows: Rows, faults: Faults) -> Iterator[Cells]:
    try:
        yield from rows.cells
    except RecordingFault as fault:
        faults.add("rows", str(fault).removeprefix(f"{rows.path}, "))


def _number(cells: Cells, position: int, one: Wanted, faults: Faults) -> float | None:
    text = cells.text(position)
    if isinstance(one.column, Heating) and text in one.column.words:
        return one.column.words[text]
    try:
        return cells.number(position, one.id)
    except RecordingFault as fault:
        word = isinstance(one.column, Heating) and not any(letter.isdecimal() for letter in text)
        advice = f"{text!r} is no number; say under words: what share of full heat it is"
        told = cells.fault(one.id, advice) if word else fault
        faults.add(NO_NUMBERS, str(told).removeprefix(f"{cells.path}, "))
        return None


def _tidy(one: Wanted, series: Series, what: ForecastMap, faults: Faults, heard: set[str]) -> None:
    """Sorts; the same time told twice alike counts once, told otherwise it is a fault or, mended, the mean."""
    series.sort(key=lambda said: said[0])
    if not series:
        if any(f"column {one.id}: " in fault for fault in faults.told.get(NO_NUMBERS, ())):
            return  # what stands there has been told
        advice = "leave it out of the map, or name another column"
        if heard and one.id not in heard:
            there = sorted(heard, key=lambda each: -SequenceMatcher(None, one.id, each).ratio())
            more = f" and {len(there) - MOST} more" if len(there) > MOST else ""
            advice = f"the file has: {', '.join(there[:MOST])}{more}"
        faults.add("columns", f"nothing is said of {one.called} ({one.id}); {advice}")
        return
    by_time: dict[float, list[float]] = {}
    for at, value in series:
        by_time.setdefault(at, []).append(value)
    twice = [at for at, values in by_time.items() if max(values) - min(values) > 1e-9]
    if twice and what.untidy == "refuse":
        first = datetime.fromtimestamp(twice[0], ZoneInfo(what.zone)).isoformat(" ", "minutes")
        told = f"{one.called} has {len(twice)} times with two values, the first {first}; untidy: mend takes their mean"
        faults.add("times with two values", told)
    series[:] = [(at, sum(values) / len(values)) for at, values in by_time.items()]


class _Watch:
    """Reads times, and counts what is wrong with them."""

    def __init__(self, times: Times, what: ForecastMap, rows: Rows, faults: Faults) -> None:
        self._times, self._what, self._faults = times, what, faults
        assert what.time is not None
        self._zone = ZoneInfo(what.zone)
        self._positions = [rows.position(name) for name in what.time.column]
        self._last: float | None = None
        self._backward: list[int] = []
        self._skipped: list[str] = []

    def read(self, cells: Cells) -> float | None:
        try:
            at = self._times.read(cells)
        except RecordingFault as fault:
            self._faults.add("times that cannot be read", str(fault).removeprefix(f"{cells.path}, "))
            return None
        if self._last is not None and at < self._last:
            self._backward.append(cells.line)
        self._last = at
        self._no_such_time(cells, at)
        return at

    def tell(self) -> None:
        if self._backward and self._what.untidy == "refuse":
            told = f"the times go back at {len(self._backward)} rows, first in line {self._backward[0]}"
            self._faults.add("times", f"{told}; sort the file, or write untidy: mend in the map")
        if self._skipped:
            told = f"{len(self._skipped)} times such as {self._skipped[0]} do not exist in {self._what.zone}"
            offset = "a fixed zone such as UTC or Etc/GMT-1 (which is UTC+1)"
            self._faults.add("times", f"{told}, where the clocks were put forward then; perhaps they are in {offset}")

    def _no_such_time(self, cells: Cells, at: float) -> None:
        """Local times that the change to summer time leaves out come back otherwise than they were written."""
        form: TimeColumn | None = self._what.time
        if form is None or form.format in ("unix", "unix_ms"):
            return
        text = " ".join(cells.text(position) for position in self._positions)
        told = datetime.fromisoformat(text) if form.format == "iso" else datetime.strptime(text, form.format)  # noqa: DTZ007
        if told.tzinfo is not None:
            return
        back = datetime.fromtimestamp(at, self._zone).replace(tzinfo=None)
        if abs(back - told) > timedelta(minutes=1):
            self._skipped.append(text)
