"""What can still be read of a file that cannot be used, so that the house goes on as it was."""

import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from thermo_edge.home.memory import Memory
from thermo_edge.store import parts, tables
from thermo_edge.store.catalogue import Catalogue
from thermo_edge.store.intact import HEADER, SIDES
from thermo_edge.store.remembrance import counted, standing
from thermo_edge.store.standing import KINDS

log = logging.getLogger(__name__)

T = TypeVar("T")

# of SQLite's file format: pages of 4096 bytes, a log, no reserved bytes, the fixed fractions
_SETTINGS, _PAGE, _PAGE_COUNT_AT = bytes([0x10, 0x00, 2, 2, 0, 64, 32, 32]), 4096, 28
_BELIEVABLE = 4
"""So many times longer than what is left may a file have been; a damaged number says anything."""

_UNREADABLE = (SQLAlchemyError, sqlite3.Error, OSError, ValueError, KeyError, TypeError, OverflowError)


def salvage(path: Path) -> Memory:
    """Best effort, table by table; never raises, and changes nothing in the file."""
    if not path.is_file():
        return Memory()
    for read in (_where_it_is, _copied, _alone, _mended):
        try:
            return read(path)
        except _UNREADABLE as error:
            log.warning("%s cannot be read %s: %s", path, read.__name__.strip("_").replace("_", " "), error)
    return Memory()


def _where_it_is(path: Path) -> Memory:
    return _read(path, "mode=ro")


def _copied(path: Path) -> Memory:
    """Elsewhere: reading the log needs room beside it, which a full or read-only disk has not."""
    with tempfile.TemporaryDirectory(prefix="thermo-edge-") as folder:
        for side in SIDES:
            if path.with_name(path.name + side).exists():
                shutil.copyfile(path.with_name(path.name + side), Path(folder) / (path.name + side))
        return _read(Path(folder) / path.name, "mode=ro")


def _alone(path: Path) -> Memory:
    """Without the log, where that is what is broken."""
    return _read(path, "mode=ro&immutable=1")


def _mended(path: Path) -> Memory:
    with tempfile.TemporaryDirectory(prefix="thermo-edge-") as folder:
        return _alone(_mended_copy(path, Path(folder)))


def _mended_copy(path: Path, folder: Path) -> Path:
    """A copy with the beginning that all our files have, and with zeros for the end that it lost."""
    copy = Path(shutil.copyfile(path, folder / path.name))
    with copy.open("r+b") as file:
        file.seek(_PAGE_COUNT_AT)
        pages = int.from_bytes(file.read(4), "big")
        there = -(-copy.stat().st_size // _PAGE)
        pages = pages if there <= pages <= there * _BELIEVABLE else there
        file.truncate(pages * _PAGE)
        file.seek(0)
        file.write(HEADER + _SETTINGS)
        file.seek(_PAGE_COUNT_AT)
        file.write(pages.to_bytes(4, "big"))
    return copy


def _read(path: Path, options: str) -> Memory:
    with _looking(path, options) as connection:
        return _memory(connection)


def _memory(connection: Connection) -> Memory:
    connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    memory = Memory()
    catalogue = _attempt(lambda: Catalogue.load(connection), Catalogue())
    for kind in KINDS:
        found: dict[Any, tuple[int, Any]] = {}
        _attempt(lambda kind=kind, found=found: standing(connection, kind, catalogue, found), found)  # type: ignore[misc]
        memory = kind.put(memory, {key: value for key, (_, value) in found.items()})
    rows: list[tuple[str, str]] = []
    _attempt(lambda: rows.extend(_parts(connection)), None)
    memory = parts.load(rows, memory)
    return _attempt(lambda: counted(connection, memory), memory)


def _parts(connection: Connection) -> Iterator[tuple[str, str]]:
    table = tables.memory
    for row in connection.execute(select(table.c.part, table.c.json)):
        yield str(row.part), str(row.json)


def _attempt(what: Callable[[], T], otherwise: T) -> T:
    try:
        return what()
    except _UNREADABLE as error:
        log.warning("a part of the damaged history is lost: %s", error)
        return otherwise


@contextmanager
def _looking(path: Path, options: str) -> Iterator[Connection]:
    """A connection that overlooks what it can: also of a file that ends too early."""

    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True, isolation_level=None)
        try:
            raw.execute("PRAGMA writable_schema=ON")
            raw.text_factory = lambda text: text.decode("utf-8", "replace")
        except sqlite3.Error:
            raw.close()
            raise
        return raw

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
