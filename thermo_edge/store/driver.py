"""Connections to SQLite as we want them: transactions begin where we say so, and what is read changes nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

BUSY_SECONDS = 5.0

SAFETY_NET_PAGES = 8000
"""Checkpoints are made off the house's thread; this one only bounds the log where nobody makes them."""

LOG_BYTES = 16 * 1024 * 1024


def engine(path: Path, writes: bool) -> Engine:
    """Each connection is opened when asked for and closed when given back, whichever thread that is."""
    url = URL.create("sqlite", database=str(path))
    made = create_engine(url, poolclass=NullPool, connect_args={"check_same_thread": False})

    @event.listens_for(made, "connect")
    def _prepare(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None
        _set(raw, f"busy_timeout={int(BUSY_SECONDS * 1000)}")
        if not writes:
            _set(raw, "query_only=ON")
            return
        if raw.execute("PRAGMA page_count").fetchone() == (0,):  # an old file would be written to for nothing
            _set(raw, "auto_vacuum=INCREMENTAL")
        _set(raw, "journal_mode=WAL")
        _set(raw, "synchronous=FULL")
        _set(raw, "foreign_keys=ON")
        _set(raw, "temp_store=MEMORY")
        _set(raw, "secure_delete=FAST")  # what is deleted is overwritten where that costs no further write
        _set(raw, f"wal_autocheckpoint={SAFETY_NET_PAGES}")
        _set(raw, f"journal_size_limit={LOG_BYTES}")

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


def reader(path: Path) -> Engine:
    """Connections that cannot change the file, and make none: for who reads beside the program that writes."""

    def connect() -> sqlite3.Connection:
        where = f"{path.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(where, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    made = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return made


def _set(raw: sqlite3.Connection, words: str) -> None:
    raw.execute(f"PRAGMA {words}").fetchall()


@contextmanager
def plain(path: Path, mode: str = "ro") -> Iterator[sqlite3.Connection]:
    """The driver's own connection, outside any transaction of ours; `ro` changes nothing in the file."""
    where = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(where, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()
