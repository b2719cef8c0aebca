"""Insert or replace, in each database's own words."""

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def upsert(table: Table, connection: Connection) -> Insert:
    """A row with the same key takes the new values."""
    return _upsert(table, connection.dialect.name)


@cache
def _upsert(table: Table, dialect: str) -> Insert:
    made = _insert(table, dialect)
    keys = [column.name for column in table.primary_key]
    others = {column.name: made.excluded[column.name] for column in table.columns if column.name not in keys}
    return made.on_conflict_do_update(index_elements=keys, set_=others)


def _insert(table: Table, dialect: str) -> "sqlite.Insert | postgresql.Insert":
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
