"""Whether a file is a sound database, found out without changing it; a damaged one is copied aside."""

import hashlib
import shutil
import sqlite3
from pathlib import Path

from thermo_edge.errors import StoreCorrupt
from thermo_edge.store.driver import plain
from thermo_edge.store.faults import translate

HEADER = b"SQLite format 3\x00"
SIDES = ("", "-wal")
"""The file and the log that belongs to it."""


def is_new(path: Path) -> bool:
    return not path.exists() or (path.is_file() and path.stat().st_size == 0)


def require_intact(path: Path) -> None:
    """Nothing for a file that is new or sound; StoreCorrupt, with a copy kept, for a damaged one."""
    if is_new(path):
        return
    wrong = fault(path)
    if wrong is not None:
        raise damaged(path, wrong)


def damaged(path: Path, how: str) -> StoreCorrupt:
    """The error for a damaged file, of which a copy has been kept."""
    try:
        kept = f"a copy is {keep_copy(path).name}"
    except OSError as error:
        kept = f"a copy could not be made ({error.strerror}), the file itself is left as it is"
    return StoreCorrupt(f"{path} is damaged ({how}); {kept}. Restore a backup, or move the file away to begin anew")


def fault(path: Path) -> str | None:
    """What is wrong with a file; None for a sound one. Nothing is changed or copied."""
    with path.open("rb") as file:
        if file.read(len(HEADER)) != HEADER:
            return "it does not begin like a database"
    try:
        with plain(path) as connection:
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            return None if answer == "ok" else str(answer)
    except sqlite3.DatabaseError as error:
        wrong = translate(error, path)
        if isinstance(wrong, StoreCorrupt):
            return str(error)
        raise wrong from error


def keep_copy(path: Path) -> Path:
    """A copy named after its content, so that starting again and again makes one copy, not many."""
    mark = hashlib.sha256()
    for side in SIDES:
        mark.update(digest(path.with_name(path.name + side)))
    kept = path.with_name(f"{path.name}.corrupt-{mark.hexdigest()[:8]}")
    for side in SIDES:
        source, target = path.with_name(path.name + side), kept.with_name(kept.name + side)
        if source.exists() and not target.exists():
            partial = target.with_name(target.name + ".part")
            try:
                shutil.copy2(source, partial)
                partial.replace(target)
            except OSError:
                partial.unlink(missing_ok=True)
                raise
    return kept


def digest(path: Path) -> bytes:
    """SHA-256 of a file; nothing for one that is not there."""
    if not path.exists():
        return b""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
