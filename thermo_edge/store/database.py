"""One SQLite file: its lock, the one connection that writes, and connections that read."""

import fcntl
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from thermo_edge.errors import StoreError, StoreInUse
from thermo_edge.store import tables, upgrade
from thermo_edge.store.driver import engine, plain
from thermo_edge.store.faults import as_store_errors
from thermo_edge.store.intact import require_intact

INSTANCE = "instance"

CUT_TRIES = 3
"""Each waits for readers as long as any other write does."""


class FileLock:
    """Holds a file beside the database, so that two programs never write to one history."""

    def __init__(self, database: Path) -> None:
        path = database.with_name(database.name + ".lock")
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._file)
            raise StoreInUse(f"{database} is in use by a running Thermo Edge: end that one first") from error

    def release(self) -> None:
        os.close(self._file)


class Turnstile:
    """A lock that lets whoever waits go next, so that tidying in small steps never keeps the house waiting."""

    def __init__(self) -> None:
        self._next = threading.Lock()
        self._inside = threading.Lock()

    def __enter__(self) -> None:
        with self._next:
            self._inside.acquire()

    def __exit__(self, *_: object) -> None:
        self._inside.release()


class Transaction:
    """What is written together, and what the writers believe from then on: only once it is on the disk."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._then: list[Callable[[], None]] = []

    def then(self, settled: Callable[[], None]) -> None:
        """Call this when it is kept, before anybody else writes; not at all if it fails."""
        self._then.append(settled)

    def settle(self) -> None:
        for settled in self._then:
            settled()


class Database:
    """An open history file. Any thread may write, one at a time; any may read, each with a connection of its own."""

    def __init__(self, path: Path, lock: FileLock, scripts: Path) -> None:
        self.path = path
        self._lock = lock
        self._turnstile = Turnstile()
        self._engine = engine(path, writes=True)
        self._readers = engine(path, writes=False)
        self._writer = self._engine.connect()
        self._closed = False
        try:
            upgrade.run(self._writer, path, scripts)
            self.instance = self._identity()
        except BaseException:
            self._dispose()
            raise

    @classmethod
    def open(cls, path: Path, scripts: Path = upgrade.SCRIPTS) -> "Database":
        """Lock, check, upgrade and open; or raise a StoreError and leave the file as it is."""
        with as_store_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(path)
            try:
                require_intact(path)
                upgrade.require_known(path, scripts)
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
                path.chmod(0o600)
                return cls(path, lock, scripts)
            except BaseException:
                lock.release()
                raise

    @contextmanager
    def write(self, durable: bool = True) -> Iterator[Transaction]:
        """A transaction: all of it or nothing, and on the disk when it returns.

        What is not `durable` may be lost in a power cut, but not torn: right for work that can be done again.
        """
        with self._turnstile, as_store_errors(self.path):
            self._require_open()
            self._pragma(f"synchronous={'FULL' if durable else 'NORMAL'}")
            transaction = Transaction(self._writer)
            with self._writer.begin():
                yield transaction
            transaction.settle()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent look at what is kept."""
        self._require_open()
        with as_store_errors(self.path), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def write_over(self) -> Iterator[Transaction]:
        """A transaction that leaves zeros where something was."""
        with self._turnstile:
            self._require_open()
            self._pragma("secure_delete=ON")
        try:
            with self.write() as transaction:
                yield transaction
        finally:
            with self._turnstile:
                self._pragma("secure_delete=FAST")

    def scrub(self) -> None:
        """Write the file and its log anew, without what lies in unused places; whoever writes waits meanwhile.

        It needs as much room again as the file has.
        """
        with self._turnstile, as_store_errors(self.path):
            self._require_open()
            self._pragma("temp_store=FILE")
            try:
                self._pragma("synchronous=FULL")
                raw = self._writer.connection.dbapi_connection
                assert raw is not None
                raw.execute("VACUUM")
                self._cut_log()
            finally:
                self._pragma("temp_store=MEMORY")

    def _cut_log(self) -> None:
        """Empty the log; whoever reads keeps it for a moment."""
        for _ in range(CUT_TRIES):
            busy = self._pragma("wal_checkpoint(TRUNCATE)")[0][0]
            if not busy:
                return
        raise StoreError(f"{self.path} is being read: its log could not be emptied, which is tried again")

    def checkpoint(self) -> None:
        """Move what the log holds into the file, without keeping anybody from writing."""
        with as_store_errors(self.path), plain(self.path, "rw") as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def give_back(self, pages: int) -> bool:
        """Give some free pages back to the disk; False when so few are free that they are soon used again."""
        with self._turnstile, as_store_errors(self.path):
            self._require_open()
            free, used = (int(self._pragma(name)[0][0]) for name in ("freelist_count", "page_count"))
            if free <= max(pages, used // 10):
                return False
            self._pragma("synchronous=NORMAL")
            self._pragma(f"incremental_vacuum({pages})")
            return True

    def close(self) -> None:
        with self._turnstile:
            if not self._closed:
                self._closed = True
                self._dispose()
                self._lock.release()

    def _require_open(self) -> None:
        if self._closed:
            raise StoreError(f"{self.path} is closed")

    def _dispose(self) -> None:
        self._writer.close()
        self._engine.dispose()
        self._readers.dispose()

    def _pragma(self, words: str) -> list[Any]:
        raw = self._writer.connection.dbapi_connection
        assert raw is not None
        return list(raw.execute(f"PRAGMA {words}").fetchall())

    def _identity(self) -> str:
        """Which house this is: made once, and the same in a restored backup."""
        meta = tables.meta
        with self._writer.begin():
            found = self._writer.execute(select(meta.c.value).where(meta.c.key == INSTANCE)).scalar()
            if found is None:
                found = uuid.uuid4().hex
                self._writer.execute(insert(meta).values(key=INSTANCE, value=found))
        return str(found)
