"""The two files of access: who has a key and who looked, kept in backups; and who is logged in, kept out of them."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from thermo_edge.errors import StoreCorrupt, StoreError
from thermo_edge.web.access.visitor import Role

T = TypeVar("T")

BOOK, SESSIONS = "access.json", "sessions.json"


@dataclass(frozen=True, slots=True)
class Key:
    """A person's password. `stamp` changes with the password and the rights, and ends what was begun before."""

    id: str
    name: str
    role: Role
    hash: str
    stamp: str
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """What a program of somebody's own comes in with; kept as a digest."""

    id: str
    name: str
    digest: str
    role: Role
    made: datetime
    read_only: bool = False
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """In this quarter of an hour somebody saw whether a person was home."""

    at: datetime
    who: str
    person: str


@dataclass(frozen=True, slots=True)
class Right:
    """What the owner said of a user of Home Assistant."""

    user: str
    role: Role


@dataclass(frozen=True, slots=True)
class Book:
    """Everything about access that outlives a restart. `admins`: of Home Assistant as last told; None: never told."""

    keys: tuple[Key, ...] = ()
    tokens: tuple[Token, ...] = ()
    looks: tuple[Look, ...] = ()
    admins: tuple[str, ...] | None = None
    first_user: str | None = None  # who set the house up, where Home Assistant does not tell its administrators
    rights: tuple[Right, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is logged in; what the browser has is kept as a digest."""

    digest: str
    key: str
    stamp: str
    begun: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Sessions:
    """Those that are kept."""

    all: tuple[Session, ...] = ()


class Kept(Generic[T]):
    """A small file that several processes may change; read again when it was. Nobody else on the computer may read it.

    A damaged file is a StoreCorrupt, never an empty one: otherwise a broken disk would open the house.
    """

    def __init__(self, path: Path, kind: type[T], empty: T) -> None:
        self.path = path
        self._adapter = TypeAdapter(kind)
        self._empty = empty
        self._lock = threading.Lock()
        self._read: tuple[object, T] | None = None

    def read(self) -> T:
        """What stands there now; what is empty where there is no file."""
        try:
            facts = self.path.stat()
        except FileNotFoundError:
            return self._empty
        except OSError as error:
            raise StoreError(f"{self.path} cannot be read: {error.strerror}") from error
        mark = facts.st_ino, facts.st_mtime_ns, facts.st_size
        known = self._read
        if known is not None and known[0] == mark:
            return known[1]
        try:
            value = self._adapter.validate_json(self.path.read_bytes())
        except ValidationError:
            raise StoreCorrupt(
                f"{self.path} is damaged: `thermo-edge password` puts it aside and begins anew"
            ) from None
        except OSError as error:
            raise StoreError(f"{self.path} cannot be read: {error.strerror}") from error
        self._read = mark, value
        return value

    def change(self, change: Callable[[T], T]) -> T:
        """Read, change and write in one step, however many do; what did not change is not written."""
        with self._lock, self._alone():
            before = self.read()
            after = change(before)
            if after != before:
                self._write(after)
            return after

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.path.with_name(f"{self.path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written: {error.strerror}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _write(self, value: T) -> None:
        new = self.path.with_name(f"{self.path.name}.new")
        try:
            new.unlink(missing_ok=True)
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(self._adapter.dump_json(value, indent=1))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path)
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written: {error.strerror}") from error


def book_in(folder: Path) -> Kept[Book]:
    return Kept(folder / BOOK, Book, Book())


def sessions_in(folder: Path) -> Kept[Sessions]:
    return Kept(folder / SESSIONS, Sessions, Sessions())
