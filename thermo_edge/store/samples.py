"""A point's values over time, read across raw readings, five-minute and hourly aggregates as if they were one."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, select

from thermo_edge.home.house import Point
from thermo_edge.ports import Sample
from thermo_edge.store import marks, tables
from thermo_edge.store.kinds import DAY, MINUTE, SECOND, length, micros
from thermo_edge.store.readings import GOOD
from thermo_edge.store.significance import rule
from thermo_edge.store.weigh import Weigher, as_samples

FIVE_MINUTES = 5 * MINUTE
HOUR = 60 * MINUTE


def samples(
    connection: Connection, series: int, point: Point, start: datetime, end: datetime, step: timedelta
) -> tuple[Sample, ...]:
    """All within one transaction, so that nothing is read twice or not at all while it is being thinned."""
    begin, until = micros(start), micros(end)
    holds = rule(point.attribute).holds
    weigher = Weigher(begin, length(step), until, None if holds is None else length(holds))
    raw_from = marks.time(connection, marks.RAW_FROM)
    if raw_from is not None and begin < raw_from:
        five_from = marks.time(connection, marks.FIVE_FROM)
        split = raw_from if five_from is None else five_from
        oldest = begin if five_from is None else max(begin, five_from)
        if five_from is not None:
            _aggregates(connection, tables.hours, HOUR, series, begin, min(until, split), weigher)
        _aggregates(connection, tables.five_minutes, FIVE_MINUTES, series, oldest, min(until, raw_from), weigher)
    if raw_from is None or until > raw_from:
        _raw(connection, series, begin if raw_from is None else max(begin, raw_from), until, weigher)
    return as_samples(weigher.done(), begin, length(step))


def _raw(connection: Connection, series: int, begin: int, until: int, weigher: Weigher) -> None:
    table = tables.readings
    mine = select(table.c.at, table.c.value, table.c.quality).where(table.c.series == series)
    before = connection.execute(mine.where(table.c.at < begin).order_by(table.c.at.desc()).limit(1)).first()
    if before is not None:
        weigher.resume(begin, before.at, before.value if before.quality == GOOD else None)
    else:
        carry = select(tables.series.c.carry_at, tables.series.c.carry_value).where(tables.series.c.id == series)
        kept = connection.execute(carry).first()
        if kept is not None and kept.carry_at is not None:
            weigher.resume(begin, kept.carry_at, kept.carry_value)
    for at, value, quality in connection.execute(
        mine.where(table.c.at >= begin, table.c.at < until).order_by(table.c.at)
    ):
        weigher.value(at, value if quality == GOOD else None)


def _aggregates(
    connection: Connection, table: Table, slot: int, series: int, begin: int, until: int, weigher: Weigher
) -> None:
    if begin >= until:
        return
    resolution = connection.execute(select(tables.series.c.resolution).where(tables.series.c.id == series)).scalar()
    # a row may stand for many slots, but of one day only
    first, last = begin // DAY * DAY // slot, -(-until // slot)
    query = select(table).where(table.c.series == series, table.c.slot >= first, table.c.slot < last)
    for _, at, span, mean, below, above, count, cover in connection.execute(query.order_by(table.c.slot)):
        weigher.stretch(
            at * slot,
            (at + span) * slot,
            1.0 if cover is None else cover * SECOND / slot,
            *unpack(mean, below, above, float(resolution or 1.0)),
            count,
        )


def unpack(mean: int, below: int | None, above: int | None, resolution: float) -> tuple[float, float, float]:
    """Mean, low and high of an aggregate, from steps to the stored unit."""
    return (
        round(mean * resolution, 9),
        round((mean - (below or 0)) * resolution, 9),
        round((mean + (above or 0)) * resolution, 9),
    )
