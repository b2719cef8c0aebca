"""How large the history is, read beside the program that writes it."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from thermo_edge.home.system import Kept
from thermo_edge.store import tables
from thermo_edge.store.driver import reader
from thermo_edge.store.faults import as_store_errors
from thermo_edge.store.intact import SIDES
from thermo_edge.store.kinds import MINUTE, instant

_SLOTS = ((tables.five_minutes, 5 * MINUTE), (tables.hours, 60 * MINUTE))


def measured(database: Path) -> Kept | None:
    """Bytes with what lies beside the file, rows of all tables, and the span of what was measured. None: no file.

    Counting reads every table: it takes about a second for ten million rows. Raises StoreError.
    """
    if not database.is_file():
        return None
    with as_store_errors(database), reader(database).connect() as connection:
        rows = sum(_count(connection, table.name) for table in tables.metadata.tables.values())
        times = sorted(_times(connection))
    sides = [database.with_name(database.name + side) for side in SIDES]
    size = sum(each.stat().st_size for each in sides if each.is_file())
    return Kept(size, rows, times[0] if times else None, times[-1] if times else None)


def _count(connection: Connection, name: str) -> int:
    return int(connection.execute(select(func.count()).select_from(tables.metadata.tables[name])).scalar() or 0)


def _times(connection: Connection) -> list[datetime]:
    column = tables.readings.c.at
    found = list(connection.execute(select(func.min(column), func.max(column))).one())
    for table, span in _SLOTS:
        first, last = connection.execute(select(func.min(table.c.slot), func.max(table.c.slot))).one()
        found += [slot * span for slot in (first, last) if slot is not None]
    return [instant(at) for at in found if at is not None]
