"""Several files put in their places as if it were one: what is to be done is written down first, and gone on with."""

import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from thermo_edge.config.versions import write_whole
from thermo_edge.errors import StoreError
from thermo_edge.store.intact import SIDES

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Move:
    """A file that is ready, its place, and where is kept what stands there."""

    new: str
    target: str
    kept: str


@dataclass(frozen=True, slots=True)
class Placing:
    """A backup that is being put back: all of its files are ready in `work` and beside their places."""

    archive: str
    program: str
    made: datetime | None
    database: str
    work: str
    moves: tuple[Move, ...]


_PLACING = TypeAdapter(Placing)


def journal_of(beside: Path) -> Path:
    """Beside the settings, which are found before anything else is; where they are not put back beside the database."""
    return beside.with_name(f"{beside.name}.putting-back")


def begin(journal: Path, placing: Placing) -> None:
    """From here on it is done, whenever the program is cut off; before, nothing was touched."""
    write_whole(journal, _PLACING.dump_json(placing, indent=1).decode())


def begun(journal: Path) -> Placing | None:
    """What was cut off; None: nothing was. Raises StoreError."""
    try:
        return _PLACING.validate_json(journal.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise StoreError(f"{journal} cannot be read ({error}): a backup was half put back") from error


def carry_out(placing: Placing) -> tuple[Path, ...]:
    """Put all in place, or take all back and raise the OSError. It may have been cut off anywhere before.

    Returns where is kept what was there.
    """
    try:
        for move in placing.moves:
            _put(Path(move.new), Path(move.target), Path(move.kept))
    except OSError:
        _take_back(placing)
        raise
    return tuple(side for move in placing.moves for side in _sides(Path(move.kept)) if side.exists())


def end(journal: Path, placing: Placing) -> None:
    """It is done, or was taken back: nothing is gone on with."""
    shutil.rmtree(placing.work, ignore_errors=True)
    for move in placing.moves:
        Path(move.new).unlink(missing_ok=True)
    journal.unlink(missing_ok=True)
    sync_folder(journal.parent)


def _put(new: Path, target: Path, kept: Path) -> None:
    """The log of a database first, for it must never meet another database."""
    if new.exists():
        target.with_name(target.name + "-shm").unlink(missing_ok=True)
        for side in reversed(SIDES):
            own, aside = target.with_name(target.name + side), kept.with_name(kept.name + side)
            if os.path.lexists(own):
                own.rename(aside if not os.path.lexists(aside) else unused(aside))
        sync_folder(target.parent)
        new.replace(target)
    sync_folder(target.parent)


def _take_back(placing: Placing) -> None:
    for move in reversed(placing.moves):
        new, target, kept = Path(move.new), Path(move.target), Path(move.kept)
        if not new.exists() and target.exists():
            target.replace(new)
        for side in SIDES:
            own, aside = target.with_name(target.name + side), kept.with_name(kept.name + side)
            if aside.exists() and not os.path.lexists(own):
                aside.rename(own)
        if target.parent.is_dir():
            sync_folder(target.parent)


def _sides(path: Path) -> Iterator[Path]:
    return (path.with_name(path.name + side) for side in SIDES)


def unused(path: Path) -> Path:
    """A name beside it that nothing has."""
    number = 1
    while os.path.lexists(made := path.with_name(f"{path.name}.before-restore-{number}")):
        number += 1
    return made


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
