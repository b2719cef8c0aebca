"""Single values that the store keeps for itself, by key."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, select

from thermo_edge.home.house import EntityId
from thermo_edge.store import tables
from thermo_edge.store.upsert import upsert

RAW_FROM = "raw_from"
"""Readings before this time, in microseconds, are five-minute aggregates."""

FIVE_FROM = "five_from"
"""Five-minute aggregates before this time, in microseconds, are hours."""

STANDING = "standing"
"""The numbers of the decisions that the next turn may repeat."""

NAMES = "names"
"""The lasting ids of entities at the home."""


def get(connection: Connection, key: str) -> str | None:
    return connection.execute(select(tables.meta.c.value).where(tables.meta.c.key == key)).scalar()


def put(connection: Connection, key: str, value: str | int) -> None:
    connection.execute(upsert(tables.meta, connection), [{"key": key, "value": str(value)}])


def take(connection: Connection, key: str) -> None:
    """Take a value away."""
    connection.execute(delete(tables.meta).where(tables.meta.c.key == key))


def time(connection: Connection, key: str) -> int | None:
    """A time in microseconds; None where it was never set."""
    found = get(connection, key)
    return int(found) if found is not None and found.lstrip("-").isdecimal() else None


def get_numbers(connection: Connection, key: str) -> list[int]:
    try:
        found = json.loads(get(connection, key) or "[]")
    except ValueError:
        return []
    return [each for each in found if isinstance(each, int)] if isinstance(found, list) else []


def put_numbers(connection: Connection, key: str, numbers: Sequence[int]) -> None:
    put(connection, key, json.dumps(list(numbers), separators=(",", ":")))


def get_names(connection: Connection, key: str) -> dict[str, str]:
    try:
        found = json.loads(get(connection, key) or "{}")
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def put_names(connection: Connection, key: str, names: Mapping[EntityId, str]) -> None:
    put(connection, key, json.dumps(names))
