"""What goes wrong with a database file, as one of our errors with what to do about it."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from thermo_edge.errors import StoreCorrupt, StoreError, StoreFull

_FULL, _READONLY, _CORRUPT, _NOTADB, _BUSY, _CANTOPEN, _IOERR = 13, 8, 11, 26, 5, 14, 10
_LOG_INDEX_BYTES = 64 * 1024


@contextmanager
def as_store_errors(path: Path) -> Iterator[None]:
    """Whatever the database, its driver or the disk raise inside becomes a StoreError."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise translate(error, path) from error
    except (UnicodeError, OverflowError) as error:
        raise StoreError(f"{path}: something cannot be written: {error}") from error


def translate(error: Exception, path: Path) -> StoreError:
    """The error's child for what a person can do about it, with a sentence that says it."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(cause, OSError):
        return _of_disk(cause, path)
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code == _FULL:
        return _full(path)
    if code == _READONLY:
        return StoreError(f"{path} is read-only: let the program write to it and to its folder")
    if code in {_CORRUPT, _NOTADB}:
        return StoreCorrupt(f"{path} is damaged ({cause}): restore a backup, or move the file away to begin a new one")
    if code == _BUSY:
        return StoreError(f"{path} is in use by another program: end that one")
    if code == _CANTOPEN:
        return StoreError(f"{path} cannot be opened: let the program write to it and to its folder")
    if code == _IOERR:
        if _no_room(path):
            return _full(path)
        return StoreError(f"{path} cannot be read or written ({cause}): look at the disk")
    return StoreError(f"{path}: {cause}")


def _of_disk(error: OSError, path: Path) -> StoreError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _full(path)
    return StoreError(f"{path} cannot be used ({error.strerror or error}): look at the folder, its rights and the disk")


def _no_room(path: Path) -> bool:
    """SQLite calls it an I/O error when there is no room for the index of its log."""
    try:
        return shutil.disk_usage(path.parent).free < _LOG_INDEX_BYTES
    except OSError:
        return False


def _full(path: Path) -> StoreFull:
    return StoreFull(f"the disk with {path} is full: make room; what is measured now is not kept")
