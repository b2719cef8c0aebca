"""Files that are whole or not there: written aside, brought to the disk, and put in place by one rename."""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from thermo_edge.errors import ModelError, ModelRefused
from thermo_edge.learning.card import Mark, mark

ASIDE = ".aside-"
"""How the name of something unfinished begins: whoever finds one that nobody writes may throw it away."""


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place in one step that a power cut leaves either done or undone."""
    aside = path.with_name(f"{ASIDE}{path.name}")
    with as_model_errors(path):
        try:
            _write(aside, content)
            aside.replace(path)
        except OSError:
            aside.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Put a folder with these files in place in one step. One that is there already is put out of the way first."""
    aside = folder.with_name(f"{ASIDE}{folder.name}")
    with as_model_errors(folder):
        shutil.rmtree(aside, ignore_errors=True)
        try:
            aside.mkdir(parents=True)
            for name, content in files.items():
                _write(aside / name, content)
            sync_folder(aside)
            if folder.exists():
                remove_folder(folder)
            aside.rename(folder)
        except OSError:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        sync_folder(folder.parent)


def remove_folder(folder: Path) -> None:
    """Take a folder away: it is either whole under its name or not there under it."""
    gone = folder.with_name(f"{ASIDE}gone-{folder.name}")
    shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Throw away what a killed writer left in a folder; only whoever holds its lock may."""
    for left in folder.glob(f"{ASIDE}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def read_bounded(path: Path, limit: int) -> bytes:
    """A plain file's content; raises ModelRefused where it is missing, no plain file, or larger than `limit`."""
    try:
        if not path.is_file():
            raise ModelRefused(f"{path} is missing")
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise ModelRefused(f"{path} cannot be read: {error.strerror or error}") from error
    if len(content) > limit:
        raise ModelRefused(f"{path} is larger than {limit} bytes")
    return content


def read_marked(path: Path, sign: Mark) -> bytes:
    """The content of a file that its mark recognises; raises ModelRefused otherwise."""
    content = read_bounded(path, sign.bytes)
    if mark(content) != sign:
        raise ModelRefused(f"{path} is not the file that its card names")
    return content


@contextmanager
def locked(folder: Path, why: str) -> Iterator[None]:
    """Hold a folder against other programs; raises ModelError with `why` where another one holds it."""
    with as_model_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ModelError(f"{folder}: {why}") from error
        yield
    finally:
        os.close(held)


def held(folder: Path) -> bool:
    """Whether another program holds it now."""
    try:
        with locked(folder, ""):
            return False
    except ModelError:
        return True


@contextmanager
def as_model_errors(path: Path) -> Iterator[None]:
    """What the disk raises inside becomes a ModelError that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise ModelError(f"the disk with {path} is full: make room") from error
        raise ModelError(f"{path} cannot be written: {error.strerror or error}") from error


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
