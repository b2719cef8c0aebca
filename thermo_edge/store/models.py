"""The rows of the model shelf: which model files there are, what each is worth and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, select

from thermo_edge.store import tables
from thermo_edge.store.database import Database
from thermo_edge.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """One version of a slice's model; `card` is its card as JSON, `hash` the file's SHA-256."""

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


def _record(row: Row[tuple[object, ...]]) -> ModelRecord:
    return ModelRecord(row.slice, row.version, row.path, row.hash, row.status, row.created, row.card)
