"""The whole house in one file, taken while the program runs, and put back elsewhere as the same house."""

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter

from thermo_edge import __version__
from thermo_edge.errors import StoreCorrupt, StoreError, StoreTooNew
from thermo_edge.store.database import FileLock
from thermo_edge.store.driver import plain
from thermo_edge.store.faults import as_store_errors
from thermo_edge.store.intact import SIDES, require_intact
from thermo_edge.store.upgrade import known, revision

DATABASE, SETTINGS, MANIFEST = "history.db", "config.yaml", "manifest.json"
ACCESS = "access.json"
"""Who may come in, beside the database. Who is logged in is not taken along: a backup logs nobody in."""

_CHUNK = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in an archive; `files` names the SHA-256 of each."""

    program: str
    schema: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where is kept what it replaced."""

    manifest: Manifest
    kept: tuple[Path, ...]


_MANIFEST = TypeAdapter(Manifest)


def backup(database: Path, settings: Path | None, to: Path) -> Manifest:
    """Write an archive; the program may run meanwhile. Only a whole one takes the place of an older one."""
    with as_store_errors(to), _folder_beside(to) as work:
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
        manifest = Manifest(__version__, schema, {name: _digest(file) for name, file in files.items()})
        _pack(work / "archive", manifest, files)
        (work / "archive").replace(to)
        _sync_folder(to.parent)
    return manifest


def copied(database: Path, to: Path) -> None:
    """A whole copy of a database as one new file; the program may run meanwhile."""
    if not database.is_file():
        raise StoreError(f"{database} is not there: name the database to back up")
    to.touch(mode=0o600)
    with as_store_errors(database), plain(database) as source, plain(to, "rw") as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE").fetchall()  # one file, no log beside it


def settings_in(archive: Path) -> str | None:
    """The settings that an archive holds; None where it holds none. StoreError for what is no backup."""
    if not archive.is_file():
        raise StoreError(f"{archive} is not there: name a backup")
    with as_store_errors(archive), tempfile.TemporaryDirectory(prefix="thermo-edge-") as folder:
        if SETTINGS not in _unpack(archive, Path(folder)).files:
            return None
        return (Path(folder) / SETTINGS).read_text(encoding="utf-8", errors="replace")


def restore(archive: Path, database: Path, settings: Path | None) -> Restored:
    """Put an archive's database, and its settings where they are named, in their places; nothing is thrown away."""
    if not archive.is_file():
        raise StoreError(f"{archive} is not there: name a backup")
    with as_store_errors(database):
        database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(database)
        try:
            with _folder_beside(database) as work:
                manifest = _unpack(archive, work)
                require_intact(work / DATABASE)
                kept = [*_put_aside(database)]
                (work / DATABASE).replace(database)
                if settings is not None and SETTINGS in manifest.files:
                    kept += _put_settings(work / SETTINGS, settings)
                if ACCESS in manifest.files:
                    kept += _put_settings(work / ACCESS, database.with_name(ACCESS))
                _sync_folder(database.parent)
        finally:
            lock.release()
    return Restored(manifest, tuple(kept))


def _pack(to: Path, manifest: Manifest, files: dict[str, Path]) -> None:
    with _new_file(to) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr(MANIFEST, _MANIFEST.dump_json(manifest, indent=1))
            for name, path in files.items():
                pack.write(path, name)
        file.flush()
        os.fsync(file.fileno())


def _unpack(archive: Path, work: Path) -> Manifest:
    """Only files of known names, and only if they are what the manifest says."""
    try:
        with archive.open("rb") as file, zipfile.ZipFile(file) as pack:
            manifest = _MANIFEST.validate_json(pack.read(MANIFEST))
            _require_readable(archive, manifest)
            for name in (DATABASE, SETTINGS, ACCESS):
                if name in manifest.files:
                    with pack.open(name) as source, _new_file(work / name) as target:
                        shutil.copyfileobj(source, target, _CHUNK)
                        target.flush()
                        os.fsync(target.fileno())
    except _BROKEN as error:
        raise StoreCorrupt(f"{archive} is no backup, or damaged ({error}): take another one") from error
    for name, digest in manifest.files.items():
        if _digest(work / name) != digest:
            raise StoreCorrupt(f"{archive} is damaged ({name} is not what was backed up): take another one")
    return manifest


def _require_readable(archive: Path, manifest: Manifest) -> None:
    if DATABASE not in manifest.files or not manifest.files.keys() <= {DATABASE, SETTINGS, ACCESS}:
        raise StoreCorrupt(f"{archive} is no backup of a house: take another one")
    if manifest.schema not in known():
        raise StoreTooNew(
            f"{archive} comes from Thermo Edge {manifest.program} (schema {manifest.schema}), this is {__version__}:"
            " install that version or a newer one"
        )


def _put_aside(path: Path) -> Iterator[Path]:
    """Move a file and the log that belongs to it away; the log first, for it must never meet another database."""
    kept = _unused(path)
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    for side in reversed(SIDES):
        own = path.with_name(path.name + side)
        if own.exists():
            yield own.rename(kept.with_name(kept.name + side))


def _put_settings(source: Path, settings: Path) -> list[Path]:
    settings.parent.mkdir(parents=True, exist_ok=True)
    kept = list(_put_aside(settings))
    shutil.move(source, settings)
    _sync_folder(settings.parent)
    return kept


def _unused(path: Path) -> Path:
    number = 1
    while (made := path.with_name(f"{path.name}.before-restore-{number}")).exists():
        number += 1
    return made


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _new_file(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """A folder on the same disk, so that what is finished can be moved in one step."""
    with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".thermo-edge-") as folder:
        yield Path(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
