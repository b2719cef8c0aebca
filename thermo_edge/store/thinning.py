"""Old readings become aggregates: a day at a time, in steps so small that the house hardly waits for one."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from thermo_edge.home.house import Point
from thermo_edge.store import marks, tables
from thermo_edge.store.database import Database, Transaction
from thermo_edge.store.kinds import DAY, SECOND, length, micros
from thermo_edge.store.readings import GOOD, RAW_KEPT
from thermo_edge.store.samples import FIVE_MINUTES, HOUR, unpack
from thermo_edge.store.significance import rule
from thermo_edge.store.weigh import Stretch, Weigher, merged

FIVE_KEPT = timedelta(days=90)
"""What models learn from; hours after that, for years."""

LONGEST_GAP = timedelta(days=400)
"""Readings from longer ago than this come from a wrong clock and are let go."""

ROWS_AT_ONCE = 400
"""One small transaction."""

READINGS_AT_ONCE = 100
"""About a millisecond of reckoning."""

_PAUSE = threading.Event()

Aggregates = dict[int, list[dict[str, int | None]]]
"""Rows by series."""


def thin_readings(
    database: Database, points: Mapping[int, Point], now: datetime, raise_to: Callable[[int], None]
) -> None:
    """Readings older than a week into five-minute aggregates.

    `raise_to` hears, before a day is read, from when on readings may still come in.
    """
    day, until = _first_day(database, micros(now)), (micros(now) - length(RAW_KEPT)) // DAY * DAY
    while day is not None and day < until:
        with database.write(durable=False) as transaction:
            transaction.then(lambda begin=day + DAY: raise_to(begin))  # type: ignore[misc]
        rows, carried = _weigh_day(database, points, day)
        _put(database, tables.five_minutes, FIVE_MINUTES, day, rows)
        with database.write(durable=False) as transaction:
            _carry(transaction.connection, carried)
            _mark(transaction, day + DAY)
        day += DAY
        _forget_readings(database, day)
        database.checkpoint()


def thin_aggregates(database: Database, points: Mapping[int, Point], now: datetime) -> None:
    """Five-minute aggregates older than three months into hours."""
    with database.read() as connection:
        day = marks.time(connection, marks.FIVE_FROM)
    until = (micros(now) - length(FIVE_KEPT)) // DAY * DAY
    while day is not None and day < until:
        rows: Aggregates = {}
        with database.read() as connection:
            for series, resolution in _resolutions(connection).items():
                _breathe()
                found = _hours_of(connection, series, resolution, day)
                if series in points and found:
                    rows[series] = found
        _put(database, tables.hours, HOUR, day, rows)
        day += DAY
        with database.write(durable=False) as transaction:
            marks.put(transaction.connection, marks.FIVE_FROM, day)
        five = tables.five_minutes
        for series in rows:
            with database.write(durable=False) as transaction:
                gone = delete(five).where(five.c.series == series, five.c.slot < day // FIVE_MINUTES)
                transaction.connection.execute(gone)
        database.checkpoint()


def _breathe() -> None:
    """Let the other threads in: the interpreter by itself would let each of their statements wait for 5 ms."""
    if threading.active_count() > 1:
        _PAUSE.wait(0.0003)


def _first_day(database: Database, now: int) -> int | None:
    with database.read() as connection:
        marked = marks.time(connection, marks.RAW_FROM)
        oldest = connection.execute(select(func.min(tables.readings.c.at))).scalar()
    if marked is not None:
        _forget_readings(database, marked)  # what a power cut left behind
        return marked
    return None if oldest is None else max(oldest, now - length(LONGEST_GAP)) // DAY * DAY


def _weigh_day(
    database: Database, points: Mapping[int, Point], day: int
) -> tuple[Aggregates, dict[int, tuple[int, float | None]]]:
    """The day's aggregates, and what each series was last in it."""
    readings, series = tables.readings, tables.series
    weighers: dict[int, Weigher] = {}
    last: dict[int, tuple[int, float | None]] = {}
    with database.read() as connection:
        resolutions = _resolutions(connection)
        for number, at, value in connection.execute(select(*series.c["id", "carry_at", "carry_value"])):
            if number in points:
                holds = rule(points[number].attribute).holds
                weighers[number] = Weigher(day, FIVE_MINUTES, day + DAY, None if holds is None else length(holds))
                if at is not None:
                    weighers[number].resume(day, at, value)
        query = select(*readings.c["at", "series", "value", "quality"]).order_by(readings.c.at, readings.c.series)
        of_day = query.where(readings.c.at >= day, readings.c.at < day + DAY)
        for count, (at, number, value, quality) in enumerate(
            connection.execution_options(yield_per=500).execute(of_day)
        ):
            if count % READINGS_AT_ONCE == 0:
                _breathe()
            good = value if quality == GOOD else None
            if number in weighers:
                weighers[number].value(at, good)
                last[number] = at, good
    rows: Aggregates = {}
    for number, weigher in weighers.items():
        _breathe()
        stretches = merged(weigher.done(), FIVE_MINUTES)
        if stretches:
            rows[number] = [_pack(each, day // FIVE_MINUTES, FIVE_MINUTES, resolutions[number]) for each in stretches]
    return rows, last


def _hours_of(connection: Connection, series: int, resolution: float, day: int) -> list[dict[str, int | None]]:
    table, first = tables.five_minutes, day // FIVE_MINUTES
    query = select(table).where(
        table.c.series == series, table.c.slot >= first, table.c.slot < first + DAY // FIVE_MINUTES
    )
    weigher = Weigher(day, HOUR, day + DAY, None)
    for _, slot, span, mean, below, above, count, cover in connection.execute(query.order_by(table.c.slot)):
        known = 1.0 if cover is None else cover * SECOND / FIVE_MINUTES
        begin, end = slot * FIVE_MINUTES, (slot + span) * FIVE_MINUTES
        weigher.stretch(begin, end, known, *unpack(mean, below, above, resolution), count)
    return [_pack(each, day // HOUR, HOUR, resolution) for each in merged(weigher.done(), HOUR)]


def _pack(stretch: Stretch, first: int, slot: int, resolution: float) -> dict[str, int | None]:
    mean = round(stretch.mean / resolution)
    cover = round(stretch.known / SECOND)
    return {
        "slot": first + stretch.index,
        "span": stretch.span,
        "mean": mean,
        "below": mean - round(stretch.low / resolution) or None,
        "above": round(stretch.high / resolution) - mean or None,
        "count": stretch.count,
        "cover": None if cover >= slot // SECOND else cover,
    }


def _put(database: Database, table: Table, slot: int, day: int, rows: Aggregates) -> None:
    """Write a day's aggregates; once more, if a power cut came in between."""
    begin, end = day // slot, (day + DAY) // slot
    for group in _groups(rows):
        _breathe()
        with database.write(durable=False) as transaction:
            former = delete(table).where(table.c.series.in_(group), table.c.slot >= begin, table.c.slot < end)
            transaction.connection.execute(former)
            new = [{"series": series, **row} for series in group for row in rows[series]]
            transaction.connection.execute(insert(table), new)


def _groups(rows: Aggregates) -> Iterator[list[int]]:
    group: list[int] = []
    size = 0
    for series, own in rows.items():
        if group and size + len(own) > ROWS_AT_ONCE:
            yield group
            group, size = [], 0
        group.append(series)
        size += len(own)
    if group:
        yield group


def _carry(connection: Connection, carried: Mapping[int, tuple[int, float | None]]) -> None:
    if carried:
        table = tables.series
        statement = update(table).where(table.c.id == bindparam("which"))
        rows = [{"which": number, "carry_at": at, "carry_value": value} for number, (at, value) in carried.items()]
        connection.execute(statement, rows)


def _mark(transaction: Transaction, raw_from: int) -> None:
    marks.put(transaction.connection, marks.RAW_FROM, raw_from)
    if marks.time(transaction.connection, marks.FIVE_FROM) is None:
        marks.put(transaction.connection, marks.FIVE_FROM, raw_from - DAY)


def _resolutions(connection: Connection) -> dict[int, float]:
    rows: Any = connection.execute(select(*tables.series.c["id", "resolution"]))
    return {number: resolution or 1.0 for number, resolution in rows}


def _forget_readings(database: Database, before: int) -> None:
    """In steps along the key, each of which leaves the table sound."""
    table, more = tables.readings, True
    while more:
        with database.write(durable=False) as transaction:
            old = select(table.c.at).where(table.c.at < before).order_by(table.c.at)
            edge = transaction.connection.execute(old.offset(ROWS_AT_ONCE * 2).limit(1)).scalar()
            more = edge is not None
            transaction.connection.execute(delete(table).where(table.c.at < (before if edge is None else edge)))
