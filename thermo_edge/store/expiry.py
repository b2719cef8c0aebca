"""Lets go of what is too old: decisions after five weeks unless somebody judged them, what ended after a year."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, delete, exists, func, not_, select

from thermo_edge.home.turn import ActorKind
from thermo_edge.store import tables
from thermo_edge.store.database import Database

TURNS_KEPT = timedelta(days=35)
ENDED_KEPT = timedelta(days=400)
FORECASTS_KEPT = timedelta(days=60)
ROWS_AT_ONCE = 200


def expire(database: Database, now: datetime) -> None:
    """Found by looking, which keeps nobody waiting; deleted in small steps."""
    old, ended = now - TURNS_KEPT, now - ENDED_KEPT
    decisions, commands, turns, changes = tables.decisions.c, tables.commands.c, tables.turns.c, tables.changes.c
    for table, too_old in (
        (tables.decisions, and_(decisions.until < old, not_(_judged()), _not_last(decisions.number))),
        (tables.commands, and_(commands.at < old, _not_last(commands.number))),
        (tables.turns, and_(turns.at < old, _not_last(turns.number))),
        # what a person changed is what models learn from
        (tables.changes, and_(changes.at < old, changes.who != ActorKind.PERSON.value)),
        *((table, table.c.ended < ended) for table in _ENDING),
        (tables.forecasts, tables.forecasts.c.made < now - FORECASTS_KEPT),
    ):
        _delete(database, table, too_old)


_ENDING = (tables.modes, tables.holds, tables.wishes, tables.asks, tables.notices, tables.regimes)


def _judged() -> ColumnElement[bool]:
    return exists().where(tables.feedback.c.decision == tables.decisions.c.number)


def _not_last(number: Column[Any]) -> ColumnElement[bool]:
    """The last one stays, so that no number is ever given out twice."""
    return number < select(func.max(number)).scalar_subquery()


def _delete(database: Database, table: Table, too_old: ColumnElement[bool]) -> None:
    (key,) = table.primary_key.columns
    with database.read() as connection:
        numbers = list(connection.execute(select(key).where(too_old).order_by(key)).scalars())
    for begin in range(0, len(numbers), ROWS_AT_ONCE):
        with database.write(durable=False) as transaction:
            transaction.connection.execute(delete(table).where(key.in_(numbers[begin : begin + ROWS_AT_ONCE])))
