"""A backup that the owner puts back from the page: sent, looked at, agreed to, and put back at the next start."""

import logging
import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from thermo_edge.app import put_back_check as check
from thermo_edge.app.put_back_apart import Look, looked_at
from thermo_edge.config.versions import write_whole
from thermo_edge.errors import StoreError, StoreInUse
from thermo_edge.home.put_back import LARGEST, Offered, PutBack, Result, Unfit, Why
from thermo_edge.ports import Clock
from thermo_edge.store.archive import SPARE, digest, new_file
from thermo_edge.store.backup import Restored, finish, restore
from thermo_edge.store.backup import tidy as tidy_store
from thermo_edge.store.database import FileLock
from thermo_edge.store.placing import journal_of
from thermo_edge.store.since import armed

LOG = logging.getLogger(__name__)

SENT = "put-back.zip"
"""In the data folder: what was sent and found good."""

TRIES = 3
"""So often a start may be cut off in the middle of it; a fourth would keep the house from ever starting."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of it across starts, in a file beside the settings."""

    database: str = ""
    offered: Offered | None = None
    agreed: bool = False
    who: str = ""
    tries: int = 0
    held: Why | None = None
    result: Result | None = None


_NOTE = TypeAdapter(Note)


def note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.put-back.json")


def read(path: Path) -> Note:
    """The note beside these settings; one that cannot be read is none."""
    try:
        return _NOTE.validate_json(note_of(path).read_bytes())
    except FileNotFoundError:
        return Note()
    except (OSError, ValidationError) as error:
        LOG.error("%s cannot be read, so no backup is put back: %s", note_of(path), type(error).__name__)
        return Note()


def write(path: Path, note: Note) -> None:
    """Raises OSError."""
    if note == Note():
        note_of(path).unlink(missing_ok=True)
    else:
        write_whole(note_of(path), _NOTE.dump_json(note, indent=1).decode())


class Stage:
    """What the page may do with it, for the house of these settings and this database."""

    def __init__(
        self,
        path: Path,
        database: Path,
        alarm: Callable[[], bool],
        restart: Callable[[], None] | None = None,
        look: Look = looked_at,
    ) -> None:
        """`alarm`: whether it is armed now; `restart`: ends the program and starts it anew, where that can be done."""
        self._path, self._database = path, database
        self._alarm, self._restart, self._look = alarm, restart, look
        self._lock = threading.Lock()

    def state(self) -> PutBack:
        note = read(self._path)
        there = note.offered is not None and self._sent.is_file()
        restarts = self._restart is not None
        if not there:
            return PutBack(result=note.result, restarts=restarts)
        return PutBack(note.offered, note.agreed, note.who, note.held, note.result, restarts)

    def receive(self, length: int | None) -> "Receiving":
        if length is not None:
            _require_length(length, self._database.parent)
        return Receiving(self._database, self._offer)

    def agree(self, mark: str, who: str) -> None:
        if self._alarm():
            raise Unfit(Why.ARMED)
        with self._lock:
            note = read(self._path)
            if note.offered is None or not self._sent.is_file():
                raise Unfit(Why.NOTHING)
            if note.offered.mark != mark:
                raise Unfit(Why.ANOTHER)
            self._write(replace(note, agreed=True, who=who, tries=0, held=None, result=None))
        LOG.warning("A backup is put back at the next start: %s said so", who or "somebody")

    def drop(self) -> None:
        with self._lock:
            self._write(Note(str(self._database)))
            self._sent.unlink(missing_ok=True)
            self._write(Note())

    def restart(self) -> None:
        if self._restart is None:
            raise Unfit(Why.NO_RESTART)
        LOG.warning("The owner starts the program anew")
        self._restart()

    def _offer(self, part: Path) -> PutBack:
        """What was sent whole takes the place of what was sent before, if it is good."""
        offered = self._look(part, self._path, self._database)
        with self._lock:
            former = read(self._path)
            # first: never a yes to one file and another file in its place
            self._write(Note(str(self._database), result=former.result))
            part.replace(self._sent)
            self._write(Note(str(self._database), offered))
        return self.state()

    def _write(self, note: Note) -> None:
        try:
            write(self._path, note)
        except OSError as error:
            raise Unfit(Why.DISK, error.strerror or "") from error

    @property
    def _sent(self) -> Path:
        return self._database.with_name(SENT)


class Receiving:
    """Implements home.put_back.Incoming; one at a time, whichever program receives it."""

    def __init__(self, database: Path, whole: Callable[[Path], PutBack]) -> None:
        sent = database.with_name(SENT)
        self._part, self._whole = sent.with_name(f"{SENT}.part"), whole
        self._size, self._closed = 0, threading.Lock()
        try:
            self._turn = FileLock(sent)
        except StoreInUse as error:
            raise Unfit(Why.BUSY) from error
        except OSError as error:
            raise Unfit(Why.DISK, error.strerror or "") from error
        try:
            self._part.unlink(missing_ok=True)
            self._file = new_file(self._part)
        except OSError as error:
            self._turn.release()
            raise Unfit(Why.DISK, error.strerror or "") from error

    def write(self, part: bytes) -> None:
        self._size += len(part)
        _require_length(self._size, self._part.parent, len(part))
        try:
            self._file.write(part)
        except OSError as error:
            raise Unfit(Why.DISK, error.strerror or "") from error

    def finish(self) -> PutBack:
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            return self._whole(self._part)
        except OSError as error:
            raise Unfit(Why.DISK, error.strerror or "") from error

    def close(self) -> None:
        if not self._closed.acquire(blocking=False):
            return
        try:
            self._file.close()
        except OSError as error:
            LOG.debug("what was sent is not whole: %s", error)
        finally:
            self._part.unlink(missing_ok=True)
            self._turn.release()


def _require_length(size: int, folder: Path, more: int | None = None) -> None:
    """`more`: bytes that are still to be written of it."""
    if size > LARGEST:
        raise Unfit(Why.TOO_LARGE)
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise Unfit(Why.DISK, error.strerror or "") from error
    if free < (size if more is None else more) + SPARE:
        raise Unfit(Why.FULL)


# --- at the start ---------------------------------------------------------------------------------------------------


def at_start(path: Path, clock: Clock, look: Look = looked_at) -> None:
    """Before settings and database are opened: end what was cut off, then put back what somebody agreed to.

    Whatever is wrong with a backup, the house starts with what it had. Raises StoreError only where one was half put
    back and can neither be ended nor taken back.
    """
    settle(path, clock)
    note = read(path)
    if not note.database:
        return
    database = Path(note.database)
    try:
        FileLock(database).release()
        if note.agreed:
            _put_back(path, database, note, clock, look)
        elif note.offered is not None:  # nobody answered
            write(path, Note(note.database, result=note.result))
        _tidy(path, database)
    except StoreInUse as error:
        LOG.warning("No backup is put back now: %s", error)
    except OSError as error:
        LOG.error("A backup cannot be put back now: %s", error)


def _tidy(path: Path, database: Path) -> None:
    """Leave nothing of what was cut off."""
    if read(path).offered is None:
        database.with_name(SENT).unlink(missing_ok=True)
    tidy_store(database, path)
    check.tidy(database)
    database.with_name(f"{SENT}.part").unlink(missing_ok=True)
    for half in path.parent.glob(f".{path.name}.put*.part"):
        half.unlink(missing_ok=True)


def settle(path: Path, clock: Clock) -> None:
    """End a putting back that was cut off, whoever began it. Raises StoreError."""
    journal = journal_of(path)
    try:
        done = finish(journal, lambda restored: _done(path, restored, clock))
    except StoreError as error:
        if journal.exists():
            raise
        LOG.error("A backup was half put back, and all of it was taken back: %s", error)
        return
    if done is not None:
        LOG.warning("A backup was half put back when the program was cut off; now all of it is")


def withdraw(path: Path) -> None:
    """Another backup was put back by command: the one that waits is not."""
    note = read(path)
    if note.database:
        write(path, Note())
        Path(note.database).with_name(SENT).unlink(missing_ok=True)


def _put_back(path: Path, database: Path, note: Note, clock: Clock, look: Look) -> None:
    sent = database.with_name(SENT)
    try:
        if note.tries >= TRIES:
            raise Unfit(Why.TRIED)
        write(path, replace(note, tries=note.tries + 1, held=None))
        _require_agreed(sent, note)
        if armed(database):
            raise Unfit(Why.ARMED)
        look(sent, path, database)
        restored = restore(sent, database, path, lambda restored: _done(path, restored, clock))
    except Unfit as unfit:
        _failed(path, sent, note, unfit, clock)
    except StoreError as error:
        if journal_of(path).exists():  # neither could it be ended nor taken back
            raise
        _failed(path, sent, note, check.unfit(error), clock)
    except Exception:
        LOG.exception("A backup was not put back")
        if journal_of(path).exists():
            raise
        _failed(path, sent, note, Unfit(Why.NOT_OURS), clock)
    else:
        LOG.warning("A backup of Thermo Edge %s was put back; what was there before is kept as:", restored.program)
        for kept in restored.kept:
            LOG.warning("  %s", kept)


def _require_agreed(sent: Path, note: Note) -> None:
    if not sent.is_file():
        raise Unfit(Why.NOTHING)
    if note.offered is None or digest(sent) != note.offered.mark:
        raise Unfit(Why.ANOTHER)


def _done(path: Path, restored: Restored, clock: Clock) -> None:
    """It stands; what was sent is needed no more."""
    note = read(path)
    if not note.database or restored.archive != Path(note.database).with_name(SENT):
        try:
            withdraw(path)  # somebody's command put another one back, and was cut off
        except OSError as error:
            LOG.error("The backup that waits cannot be withdrawn: %s", error)
        return
    kept = tuple(each.name for each in restored.kept)
    try:
        if note.agreed:
            write(path, Note(note.database, result=Result(clock.now(), None, "", restored.made, kept)))
    except OSError as error:
        LOG.error("That a backup was put back cannot be noted: %s", error)
    restored.archive.unlink(missing_ok=True)  # it is put back once, whatever could be noted


def _failed(path: Path, sent: Path, note: Note, unfit: Unfit, clock: Clock) -> None:
    """What only has to wait goes on waiting; anything else is set aside and said."""
    if unfit.why in {Why.ARMED, Why.IN_USE}:
        LOG.warning("The backup still waits: %s", unfit)
        write(path, replace(note, tries=0, held=unfit.why))
        return
    aside = sent.with_name(f"{SENT}.failed")
    LOG.error("The backup was not put back (%s). The house goes on with what it had; the file is %s", unfit, aside)
    write(path, Note(note.database, result=Result(clock.now(), unfit.why, unfit.detail, _made(note))))
    if sent.is_file():
        sent.replace(aside)


def _made(note: Note) -> datetime | None:
    return note.offered.content.made if note.offered is not None else None
