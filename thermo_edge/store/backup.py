"""The whole house in one file, taken while the program runs, and put back elsewhere as the same house."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from thermo_edge import __version__
from thermo_edge.errors import StoreCorrupt, StoreError
from thermo_edge.store import placing
from thermo_edge.store.archive import (
    ACCESS,
    DATABASE,
    MANIFEST,
    SETTINGS,
    Manifest,
    digest,
    new_file,
    pack,
    unpack,
)
from thermo_edge.store.database import FileLock
from thermo_edge.store.driver import plain
from thermo_edge.store.faults import as_store_errors
from thermo_edge.store.intact import require_intact
from thermo_edge.store.placing import Move, Placing, journal_of, sync_folder, unused
from thermo_edge.store.upgrade import require_known, revision

__all__ = ["ACCESS", "DATABASE", "MANIFEST", "SETTINGS", "Manifest", "Restored", "backup", "finish", "restore"]

_FOREIGN = "SELECT name FROM sqlite_master WHERE type NOT IN ('table', 'index') OR (type = 'table' AND rootpage = 0)"
"""Triggers, views and virtual tables would do something by themselves."""

_WORK = ".thermo-edge-putting-back"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where is kept what it replaced."""

    archive: Path
    program: str
    made: datetime | None
    kept: tuple[Path, ...]


Then = Callable[[Restored], None]
"""What belongs to putting back: it is called again, too, where the program was cut off before it had ended."""


def backup(database: Path, settings: Path | None, to: Path, made: datetime | None = None) -> Manifest:
    """Write an archive; the program may run meanwhile. Only a whole one takes the place of an older one."""
    with as_store_errors(to), folder_beside(to) as work:
        copy = work / DATABASE
        copied(database, copy)
        schema = revision(copy)
        if schema is None:
            raise StoreError(f"{database} holds no history yet")
        files = {DATABASE: copy}
        if settings is not None and settings.is_file():
            files[SETTINGS] = work / SETTINGS
            shutil.copyfile(settings, files[SETTINGS])
        if (access := database.with_name(ACCESS)).is_file():
            files[ACCESS] = work / ACCESS
            shutil.copyfile(access, files[ACCESS])
        manifest = Manifest(__version__, schema, {name: digest(file) for name, file in files.items()}, made)
        pack(work / "archive", manifest, files)
        (work / "archive").replace(to)
        sync_folder(to.parent)
    return manifest


def copied(database: Path, to: Path) -> None:
    """A whole copy of a database as one new file; the program may run meanwhile."""
    if not database.is_file():
        raise StoreError(f"{database} is not there: nothing was recorded yet")
    to.touch(mode=0o600)
    with as_store_errors(database), plain(database) as source, plain(to, "rw") as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE").fetchall()  # one file, no log beside it


def settings_in(archive: Path) -> str | None:
    """The settings that an archive holds; None where it holds none. StoreError for what is no backup."""
    require_there(archive)
    with as_store_errors(archive), tempfile.TemporaryDirectory(prefix="thermo-edge-") as folder:
        if SETTINGS not in unpack(archive, Path(folder)).files:
            return None
        return (Path(folder) / SETTINGS).read_text(encoding="utf-8", errors="replace")


def restore(archive: Path, database: Path, settings: Path | None, then: Then | None = None) -> Restored:
    """Put an archive's database, and its settings where they are named, in their places; nothing is thrown away.

    Cut off anywhere, `finish` does the rest, or nothing has been touched.
    """
    require_there(archive)
    journal = journal_of(settings or database)
    finish(journal)
    with as_store_errors(database):
        database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(database)
        try:
            work = database.with_name(_WORK)
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(mode=0o700)
            try:
                manifest = unpack(archive, work)
                require_sound(work / DATABASE)
                prepared = _prepared(archive, manifest, database, settings, work)
                placing.begin(journal, prepared)
            except BaseException:
                shutil.rmtree(work, ignore_errors=True)
                raise
            return _carried_out(prepared, journal, then)
        finally:
            lock.release()


def finish(journal: Path, then: Then | None = None) -> Restored | None:
    """End what was cut off; None: nothing was. Call it before settings or database are read.

    Raises StoreError; where there is no journal then, all was taken back.
    """
    cut_off = placing.begun(journal)
    if cut_off is None:
        return None
    with as_store_errors(journal):
        lock = FileLock(Path(cut_off.database))
        try:
            return _carried_out(cut_off, journal, then)
        finally:
            lock.release()


def tidy(database: Path, settings: Path | None) -> None:
    """Leave nothing of what was cut off before it began to put anything in place; of a house that runs nothing."""
    try:
        with as_store_errors(database):
            lock = FileLock(database)
    except StoreError:
        return
    try:
        shutil.rmtree(database.with_name(_WORK), ignore_errors=True)
        if settings is not None:
            _ready(settings).unlink(missing_ok=True)
    finally:
        lock.release()


def _carried_out(prepared: Placing, journal: Path, then: Then | None) -> Restored:
    try:
        kept = placing.carry_out(prepared)
    except OSError:
        placing.end(journal, prepared)
        raise
    restored = Restored(Path(prepared.archive), prepared.program, prepared.made, kept)
    if then is not None:
        then(restored)
    placing.end(journal, prepared)
    return restored


def _prepared(archive: Path, manifest: Manifest, database: Path, settings: Path | None, work: Path) -> Placing:
    """Each file lies ready on the disk of its place, so that it gets there in one step."""
    moves = [Move(str(work / DATABASE), str(database), str(unused(database)))]
    if settings is not None and SETTINGS in manifest.files:
        settings.parent.mkdir(parents=True, exist_ok=True)
        ready = _ready(settings)
        ready.unlink(missing_ok=True)
        with (work / SETTINGS).open("rb") as source, new_file(ready) as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        moves.append(Move(str(ready), str(settings), str(unused(settings))))
    if ACCESS in manifest.files:
        access = database.with_name(ACCESS)
        moves.append(Move(str(work / ACCESS), str(access), str(unused(access))))
    for folder in dict.fromkeys((work, *(Path(move.new).parent for move in moves))):
        sync_folder(folder)
    return Placing(str(archive), manifest.program, manifest.made, str(database), str(work), tuple(moves))


def _ready(settings: Path) -> Path:
    return settings.with_name(f".{settings.name}.putting-back.part")


def require_sound(database: Path) -> None:
    """A database of this program and nothing else; raises StoreCorrupt or StoreTooNew."""
    with as_store_errors(database), plain(database) as connection:
        found = connection.execute(_FOREIGN).fetchone()
    if found is not None:
        raise StoreCorrupt(f"{database} holds what no database of ours does ({found[0]})")
    require_intact(database)
    require_known(database)
    if revision(database) is None:
        raise StoreCorrupt(f"{database} holds no history")


def require_there(archive: Path) -> None:
    if not archive.is_file():
        raise StoreError(f"{archive} is not there: name a backup")


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """A folder on the same disk, so that what is finished can be moved in one step."""
    with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".thermo-edge-") as folder:
        yield Path(folder)
