"""What a database says of itself beside the program that writes it: which house it is, and what is new in it."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from thermo_edge.home.memory import Guarding
from thermo_edge.home.put_back import Since
from thermo_edge.store import tables
from thermo_edge.store.database import INSTANCE
from thermo_edge.store.driver import reader
from thermo_edge.store.faults import as_store_errors
from thermo_edge.store.salvage import salvage

NOTHING = Since(None, 0, 0)
UNKNOWN = Since(None, 0, 0, known=False)


def house_in(database: Path) -> str | None:
    """Which house it is of; None where there is none yet. Raises StoreError."""
    if not database.is_file():
        return None
    meta = tables.meta
    with as_store_errors(database), reader(database).connect() as connection:
        found = connection.execute(select(meta.c.value).where(meta.c.key == INSTANCE)).scalar()
    return None if found is None else str(found)


def recorded_since(database: Path, at: datetime | None) -> Since:
    """Decisions and changes after a time, all where it is not known. Raises StoreError."""
    if not database.is_file():
        return NOTHING
    counts, newest = [], []
    with as_store_errors(database), reader(database).connect() as connection:
        for table in (tables.decisions, tables.changes):
            query = select(func.count(), func.max(table.c.at))
            count, last = connection.execute(query if at is None else query.where(table.c.at > at)).one()
            counts.append(int(count))
            newest += [last] if last is not None else []
    return Since(max(newest, default=None), counts[0], counts[1])


def armed(database: Path) -> bool:
    """Whether the alarm of the house is armed, or sounds."""
    return salvage(database).security.state is not Guarding.DISARMED
