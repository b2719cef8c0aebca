"""The rows of the model shelf: which model files there are, what each is worth and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Row, func, select

from thermo_edge.store import tables
from thermo_edge.store.database import Database
from thermo_edge.store.driver import reader
from thermo_edge.store.faults import as_store_errors
from thermo_edge.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """One version of a slice's model; `path` is seen from the shelf, `card` is JSON, `hash` the card's SHA-256."""

    slice: str
    version: str
    path: str
    hash: str
    status: str
    created: datetime
    card: str


def put_model(database: Database, record: ModelRecord) -> None:
    """Add it, or note what became of it."""
    table = tables.models
    columns = {name: getattr(record, name) for name in ModelRecord.__slots__}
    with database.write() as transaction:
        same = select(table.c.id).where(table.c.slice == record.slice, table.c.version == record.version)
        number = transaction.connection.execute(same).scalar()
        if number is None:
            number = 1 + (transaction.connection.execute(select(func.max(table.c.id))).scalar() or 0)
        transaction.connection.execute(upsert(table, transaction.connection), [{"id": number, **columns}])


def models(database: Database, of: str) -> tuple[ModelRecord, ...]:
    """A slice's models, the newest first."""
    table = tables.models
    with database.read() as connection:
        rows = connection.execute(select(table).where(table.c.slice == of).order_by(table.c.created.desc()))
        return tuple(_record(row) for row in rows)


def latest(path: Path, limit: int) -> tuple[ModelRecord, ...]:
    """Of all slices, the newest first, read beside the program that writes them; none without a file.

    Raises StoreError.
    """
    if not path.is_file():
        return ()
    newest = select(tables.models).order_by(tables.models.c.created.desc()).limit(limit)
    with as_store_errors(path), reader(path).connect() as connection:
        return tuple(_record(row) for row in connection.execute(newest))


def _record(row: Row[tuple[object, ...]]) -> ModelRecord:
    return ModelRecord(row.slice, row.version, row.path, row.hash, row.status, row.created, row.card)
