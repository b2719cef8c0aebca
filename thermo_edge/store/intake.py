"""Takes what the home itself remembers into the history, a point's day at a time, together with the note that it is in.

What this program has kept itself always wins: an imported day ends where its own readings begin.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Table, and_, func, select

from thermo_edge.home.house import Point
from thermo_edge.home.snapshot import Reading
from thermo_edge.ports import Sample
from thermo_edge.store import marks, tables
from thermo_edge.store.catalogue import Catalogue
from thermo_edge.store.database import Database, Transaction
from thermo_edge.store.kinds import DAY, instant, micros
from thermo_edge.store.readings import as_row
from thermo_edge.store.samples import FIVE_MINUTES, HOUR
from thermo_edge.store.significance import Significance, rule
from thermo_edge.store.upsert import upsert

Span = tuple[datetime, datetime]
Row = dict[str, object]
SLOTS_IN_HOUR = HOUR // FIVE_MINUTES


def day_of(at: datetime) -> datetime:
    """When its UTC day began: the days in which everything is counted here."""
    return instant(micros(at) // DAY * DAY)


class Intake:
    """`raise_to` hears from when on readings may come in, once that is settled."""

    def __init__(self, database: Database, catalogue: Catalogue, raise_to: Callable[[int], None]) -> None:
        self._database = database
        self._catalogue = catalogue
        self._raise_to = raise_to

    # --- readings ---------------------------------------------------------------------------------------------------

    def raw(self, day: datetime) -> bool:
        """Whether readings of that day are kept as they came; else they are aggregates already."""
        with self._database.read() as connection:
            raw_from = marks.time(connection, marks.RAW_FROM)
        return raw_from is None or micros(day) >= raw_from

    def lacking(self, points: Iterable[Point], day: datetime, now: datetime) -> dict[Point, Span]:
        """The part of the day that each point still lacks; those that lack nothing are left out."""
        begin = micros(day)
        with self._database.read() as connection:
            done, own = _done(connection, begin), _first_own(connection, begin)
        found: dict[Point, Span] = {}
        for point in points:
            series = self._catalogue.find(point)
            start = done.get(series, begin) if series is not None else begin
            end = min(begin + DAY, micros(now), own.get(series, begin + DAY) if series is not None else begin + DAY)
            if start < end:
                found[point] = instant(start), instant(end)
        return found

    def begun(self, day: datetime) -> bool:
        """Whether anything of that day was imported."""
        with self._database.read() as connection:
            return bool(_done(connection, micros(day)))

    def put_readings(
        self, taken: Mapping[Point, Sequence[Reading]], day: datetime, spans: Mapping[Point, Span], now: datetime
    ) -> int:
        """Write the readings of these points within their spans, by the significance filter; how many rows that made.

        Each day is filtered for itself, so that an import that was interrupted makes the same rows in the end.
        """
        if not taken:
            return 0
        begin = micros(day)
        with self._database.write(durable=False) as transaction:
            rows = [row for point, own in taken.items() for row in self._rows(own, spans[point], begin)]
            notes = [self._note(point, begin, spans[point][1], now) for point in taken]
            self._catalogue.save(transaction)
            _insert(transaction, tables.readings, rows)
            _insert(transaction, tables.imported, notes)
        return len(rows)

    def _rows(self, readings: Iterable[Reading], span: Span, begin: int) -> list[Row]:
        """What it was at the start of a later part is what the earlier part ended with."""
        start, end = span
        filtered, made = Significance(), dict[tuple[object, object], Row]()
        for reading in readings:
            if not start <= reading.at < end or (reading.at == start and micros(start) > begin):
                continue
            at = filtered.worth(reading)
            if at is not None:
                row = as_row(at, reading, self._catalogue, begin)
                made[row["at"], row["series"]] = row
        return list(made.values())

    def _note(self, point: Point, begin: int, end: datetime, now: datetime) -> Row:
        """A day that ends where our own readings begin is done; one that ends now goes on."""
        until = micros(end) if end >= now else begin + DAY
        return {"series": self._catalogue.number(point), "day": begin, "until": until}

    def checkpoint(self) -> None:
        """Once in a while, so that the log stays short."""
        self._database.checkpoint()

    # --- hours ------------------------------------------------------------------------------------------------------

    def settle(self, now: datetime) -> datetime:
        """Settle from when on there are readings, so that hours can lie before them; that time."""
        with self._database.write() as transaction:
            connection = transaction.connection
            raw_from, five_from = (marks.time(connection, mark) for mark in (marks.RAW_FROM, marks.FIVE_FROM))
            if raw_from is None:
                oldest = connection.execute(select(func.min(tables.readings.c.at))).scalar()
                raw_from = (micros(now) if oldest is None else min(oldest, micros(now))) // DAY * DAY
                marks.put(connection, marks.RAW_FROM, raw_from)
                settled = raw_from
                transaction.then(lambda: self._raise_to(settled))
            if five_from is None:
                marks.put(connection, marks.FIVE_FROM, raw_from)
        return instant(raw_from)

    def days_lacking(self, points: Collection[Point], start: datetime, end: datetime) -> dict[Point, list[datetime]]:
        """Of whole days before the readings begin, those that each point has nothing of."""
        first, last = micros(start), micros(end)
        days = range(first // DAY * DAY, last, DAY)
        with self._database.read() as connection:
            have = _days_of(connection, tables.hours, HOUR, first, last)
            have |= _days_of(connection, tables.five_minutes, FIVE_MINUTES, first, last)
            have |= _imported(connection, first, last)
        found = {
            point: [instant(day) for day in days if (self._catalogue.find(point), day) not in have] for point in points
        }
        return {point: lacking for point, lacking in found.items() if lacking}

    def put_hours(self, point: Point, days: Sequence[datetime], samples: Iterable[Sample]) -> int:
        """Write a point's hours on these days, where the layer of each day is; how many rows that made."""
        wanted = {micros(day) for day in days}
        resolution = rule(point.attribute).resolution
        with self._database.write(durable=False) as transaction:
            five_from = marks.time(transaction.connection, marks.FIVE_FROM) or 0
            series = self._catalogue.number(point)
            self._catalogue.save(transaction)
            hours: list[Row] = []
            fives: list[Row] = []
            for sample in samples:
                at = micros(sample.at)
                if at // DAY * DAY not in wanted:
                    continue
                coarse = at // DAY * DAY < five_from
                slot = (
                    {"slot": at // HOUR, "span": 1} if coarse else {"slot": at // FIVE_MINUTES, "span": SLOTS_IN_HOUR}
                )
                (hours if coarse else fives).append({"series": series, **slot, **_packed(sample, resolution)})
            _insert(transaction, tables.hours, hours)
            _insert(transaction, tables.five_minutes, fives)
            notes: list[Row] = [{"series": series, "day": day, "until": day + DAY} for day in sorted(wanted)]
            _insert(transaction, tables.imported, notes)
        return len(hours) + len(fives)


def _packed(sample: Sample, resolution: float) -> Row:
    mean = round(sample.mean / resolution)
    return {
        "mean": mean,
        "below": mean - round(sample.low / resolution) or None,
        "above": round(sample.high / resolution) - mean or None,
        "count": sample.count,
        "cover": None,
    }


def _insert(transaction: Transaction, table: Table, rows: list[Row]) -> None:
    if rows:
        transaction.connection.execute(upsert(table, transaction.connection), rows)


def _done(connection: Connection, day: int) -> dict[int, int]:
    """How far each series is imported on that day."""
    notes = tables.imported
    rows = connection.execute(select(notes.c.series, notes.c.until).where(notes.c.day == day))
    return {row.series: row.until for row in rows}


def _first_own(connection: Connection, day: int) -> dict[int, int]:
    """Where each series' own readings begin, after what was imported on that day."""
    notes, readings = tables.imported, tables.readings
    joined = readings.outerjoin(notes, and_(notes.c.series == readings.c.series, notes.c.day == day))
    query = (
        select(readings.c.series, func.min(readings.c.at).label("first"))
        .select_from(joined)
        .where(readings.c.at >= day, readings.c.at < day + DAY, readings.c.at >= func.coalesce(notes.c.until, day))
        .group_by(readings.c.series)
    )
    return {row.series: row.first for row in connection.execute(query)}


def _days_of(connection: Connection, table: Table, slot: int, first: int, last: int) -> set[tuple[int | None, int]]:
    """The series and days that an aggregate has rows of."""
    query = select(table.c.series, table.c.slot).where(table.c.slot >= first // slot, table.c.slot < last // slot)
    return {(series, at * slot // DAY * DAY) for series, at in connection.execute(query)}


def _imported(connection: Connection, first: int, last: int) -> set[tuple[int | None, int]]:
    notes = tables.imported
    query = select(notes.c.series, notes.c.day).where(notes.c.day >= first, notes.c.day < last)
    return {(series, day) for series, day in connection.execute(query)}
