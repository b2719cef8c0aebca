"""The small files of a night: the house as it was handed over, how far it has come, and what came of the last one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pydantic import AwareDatetime, ConfigDict, TypeAdapter, ValidationError, with_config

from thermo_edge.errors import ModelError, ModelRefused, TrainingFailed
from thermo_edge.home.house import House
from thermo_edge.home.learning import NightOutcome, judged, latest
from thermo_edge.home.reason import Reason
from thermo_edge.learning.files import as_model_errors, read_bounded, write_whole

FOLDER = "night"
"""In the data folder; whoever holds its lock does a night."""

HOUSE, PLACE, LAST, SKIPPED, POINTS = "house.json", "place.json", "last.json", "skipped.json", "points.json"
_BYTES = 16 * 1024 * 1024

GOES_ON = timedelta(hours=30)
"""A night that was stopped or killed goes on within this; after it everything begins anew."""

T = TypeVar("T")

_strict = with_config(ConfigDict(extra="forbid", allow_inf_nan=False))


@_strict
@dataclass(frozen=True, slots=True)
class Place:
    """How far a night has come: what it has finished, and what came of that."""

    begun: AwareDatetime
    done: tuple[str, ...] = ()
    outcomes: tuple[NightOutcome, ...] = ()


@_strict
@dataclass(frozen=True, slots=True)
class Record:
    """The last night that came to its end. `outcomes` are the last of each model, of earlier nights too."""

    at: AwareDatetime
    outcomes: tuple[NightOutcome, ...] = ()
    tonight: int = 0  # how many of them are of this night
    whole: bool = True  # False: its time was up


@_strict
@dataclass(frozen=True, slots=True)
class Points:
    """What was judged in the last nights, oldest first."""

    outcomes: tuple[NightOutcome, ...] = ()


@_strict
@dataclass(frozen=True, slots=True)
class Skipped:
    """The last window that went by without a night, and why."""

    at: AwareDatetime
    why: Reason


_HOUSES, _PLACES = TypeAdapter(House), TypeAdapter(Place)
_RECORDS, _SKIPS, _POINTS = TypeAdapter(Record), TypeAdapter(Skipped), TypeAdapter(Points)


def write_house(folder: Path, house: House) -> None:
    """Raises ModelError."""
    with as_model_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / HOUSE, _HOUSES.dump_json(house))


def read_house(folder: Path) -> House:
    """As it was handed over; raises TrainingFailed."""
    try:
        return _HOUSES.validate_json(read_bounded(folder / HOUSE, _BYTES))
    except (ModelRefused, ValidationError) as error:
        raise TrainingFailed(f"the house cannot be read: {error}") from None


def read_place(folder: Path, now: datetime) -> Place:
    """Where a night goes on; a new one where there is none, or it is too old."""
    found = _read(folder / PLACE, _PLACES)
    return found if found is not None and abs(now - found.begun) < GOES_ON else Place(now)


def keep_place(folder: Path, place: Place) -> None:
    """Raises ModelError."""
    write_whole(folder / PLACE, _PLACES.dump_json(place))


def finish(folder: Path, place: Place, at: datetime, whole: bool) -> None:
    """The night has ended: keep what came of it. One whose time was up keeps its place. Raises ModelError."""
    former = read_record(folder)
    points = judged((*read_points(folder), *place.outcomes))
    write_whole(folder / POINTS, _POINTS.dump_json(Points(points)))
    outcomes: Sequence[NightOutcome] = (*(former.outcomes if former is not None else ()), *place.outcomes)
    write_whole(folder / LAST, _RECORDS.dump_json(Record(at, latest(outcomes), len(place.outcomes), whole)))
    if whole:
        with as_model_errors(folder):
            (folder / PLACE).unlink(missing_ok=True)
    else:
        keep_place(folder, replace(place, outcomes=()))


def read_record(folder: Path) -> Record | None:
    """The last night, where there was one and its file can be read."""
    return _read(folder / LAST, _RECORDS)


def read_points(folder: Path) -> tuple[NightOutcome, ...]:
    """What was judged in the last nights, oldest first; none where the file cannot be read."""
    found = _read(folder / POINTS, _POINTS)
    return found.outcomes if found is not None else ()


def stamp(folder: Path) -> object:
    """Changes whenever a night has come to its end."""
    try:
        seen = (folder / LAST).stat()
    except OSError:
        return None
    return seen.st_ino, seen.st_mtime_ns


def skip(folder: Path, at: datetime, why: Reason) -> None:
    """Keep why there was no night; a disk that is full keeps nothing, and that is said elsewhere."""
    try:
        with as_model_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / SKIPPED, _SKIPS.dump_json(Skipped(at, why)))
    except ModelError:
        return


def read_skipped(folder: Path) -> Skipped | None:
    return _read(folder / SKIPPED, _SKIPS)


def _read(path: Path, kind: TypeAdapter[T]) -> T | None:
    try:
        return kind.validate_json(read_bounded(path, _BYTES))
    except (ModelRefused, ValidationError):
        return None
