"""What a home taught about who is where, on the disk: whole and recognised, or refused."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from pydantic import AwareDatetime, ConfigDict, TypeAdapter, ValidationError, with_config

from thermo_edge.errors import ModelRefused
from thermo_edge.learning.card import Mark, mark
from thermo_edge.learning.files import as_model_errors, read_bounded, write_whole
from thermo_edge.learning.occupancy_at_home import AtHome, Base, Target
from thermo_edge.learning.occupancy_own import REACH, Own, Score
from thermo_edge.learning.shelved import pack, unpack
from thermo_edge.occupancy.ahead import NAMES
from thermo_edge.occupancy.climatology import SLOTS, Climatology
from thermo_edge.occupancy.features import OccupancyConfig
from thermo_edge.occupancy.signals import Array
from thermo_edge.ports import Arrays

LOG = logging.getLogger(__name__)

FOLDER, WEIGHTS, GONE = "occupancy-at-home", "home.safetensors", "withdrawn"
FORMAT = 2
_CARD = "card"
_BYTES = 16 * 1024 * 1024
_strict = with_config(ConfigDict(extra="forbid", strict=True))


@_strict
@dataclass(frozen=True, slots=True)
class _Scored:
    """One question, and how it was judged."""

    target: str
    hours: float
    base: float
    own: float
    days: int


@_strict
@dataclass(frozen=True, slots=True)
class _Note:
    """What is beside the arrays. `base`: the version of the shipped model that they stand on."""

    format: int
    base: str
    places: tuple[str, ...]
    targets: tuple[str, ...]
    scores: tuple[_Scored, ...]
    at: AwareDatetime
    since: AwareDatetime | None
    weights: Mark  # of the other arrays, packed


_NOTES = TypeAdapter(_Note)


class OwnShelf:
    """Where it is kept in the data folder; without a folder it lives as long as the program does.

    One writes, any may read: the file is replaced in one step.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder / FOLDER if folder is not None else None
        self._here: tuple[Own, str] | None = None
        self._gone: datetime | None = None

    def stamp(self) -> object:
        """Changes whenever something else is kept."""
        if self._folder is None:
            return id(self._here[0]) if self._here is not None else None
        try:
            seen = (self._folder / WEIGHTS).stat()
        except OSError:
            return None
        return seen.st_ino, seen.st_mtime_ns, seen.st_size

    def save(self, own: Own, version: str) -> None:
        """In one step. Raises ModelError where the disk does not take it."""
        if self._folder is None:
            self._here = own, version
            return
        names = tuple(own.learned.targets)
        arrays = dict(pair for n, name in enumerate(names) for pair in _out(own.learned.targets[name], n))
        scores = (_Scored(n, h, s.base, s.own, s.days) for n, each in own.scores.items() for h, s in each.items())
        note = _Note(FORMAT, version, own.places, names, tuple(scores), own.at, own.since, mark(pack(arrays)))
        card = np.frombuffer(_NOTES.dump_json(note), np.uint8)
        with as_model_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._folder / WEIGHTS, pack({**arrays, _CARD: card}))

    def load(self, base: Base, version: str, config: OccupancyConfig) -> Own | None:
        """What serves beside this base model. What cannot be used is said in one line, and is not there."""
        if self._folder is None:
            return self._here[0] if self._here is not None and self._here[1] == version else None
        if not (self._folder / WEIGHTS).exists():
            return None
        try:
            return self._read(self._folder, base, version, config)
        except ModelRefused as error:
            LOG.warning("what this home taught of who is where is not used; the shipped model goes on: %s", error)
            return None

    def since(self) -> datetime | None:
        """Since when what is kept is in use somewhere; None: the shipped model speaks alone."""
        if self._folder is None:
            return self._here[0].since if self._here is not None else None
        try:
            return _note_of(unpack(read_bounded(self._folder / WEIGHTS, _BYTES), WEIGHTS)).since
        except ModelRefused:
            return None

    def withdraw(self, at: datetime) -> None:
        """The shipped model speaks alone again. Raises ModelError."""
        self._gone, self._here = at, None
        if self._folder is None:
            return
        with as_model_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._folder / GONE, at.isoformat().encode())
            (self._folder / WEIGHTS).unlink(missing_ok=True)

    def withdrawn(self) -> datetime | None:
        """When somebody last did that."""
        if self._folder is None:
            return self._gone
        try:
            return datetime.fromisoformat(read_bounded(self._folder / GONE, 100).decode())
        except (ModelRefused, ValueError):
            return None

    @staticmethod
    def _read(folder: Path, base: Base, version: str, config: OccupancyConfig) -> Own:
        arrays = dict(unpack(read_bounded(folder / WEIGHTS, _BYTES), str(folder / WEIGHTS)))
        note = _note_of(arrays)
        del arrays[_CARD]
        if mark(pack(arrays)) != note.weights:
            raise ModelRefused(f"{folder / WEIGHTS} is not what its card says")
        if note.format != FORMAT or note.base != version:
            raise ModelRefused(f"{folder} was made with another program or model ({note.base})")
        targets = {
            name: _in(arrays, n, config, base.features + _more(name, note.places))
            for n, name in enumerate(note.targets)
        }
        scores: dict[str, dict[float, Score]] = {name: {} for name in note.targets}
        for each in note.scores:
            scores.setdefault(each.target, {})[each.hours] = Score(each.base, each.own, each.days)
        rooms = tuple(name for name in note.places if name in targets)
        return Own(AtHome(config, rooms, targets, base, REACH), note.places, scores, note.at, note.since)


def _note_of(arrays: Arrays) -> _Note:
    """Raises ModelRefused."""
    try:
        return _NOTES.validate_json(np.asarray(arrays.get(_CARD, np.zeros(0, np.uint8))).tobytes())
    except ValidationError as error:
        raise ModelRefused(f"{WEIGHTS}: {error.errors(include_url=False)[0]['msg']}") from None


def _more(name: str, places: tuple[str, ...]) -> int:
    """How many numbers beyond the base model's a target has: where something stirred last, for the house as a whole."""
    return 0 if name in places else len(places)


def _out(target: Target, number: int) -> list[tuple[str, np.ndarray]]:
    parts: Mapping[str, Array] = {
        "weights": target.weights,
        "scale": target.scale,
        "day": target.usual.day,
        "half_week": target.usual.half_week,
        "week": target.usual.week,
        "later": np.stack(list(target.later.values())),
    }
    return [(f"{number}.{part}", np.asarray(value, dtype=np.float64)) for part, value in parts.items()]


def _in(arrays: Arrays, number: int, config: OccupancyConfig, features: int) -> Target:
    """Raises ModelRefused where a part is missing, has another shape, or a number that is not finite."""

    def part(name: str, *shape: int) -> Array:
        found = arrays.get(f"{number}.{name}")
        if found is None or found.shape != shape or found.dtype != np.float64:
            raise ModelRefused(f"{WEIGHTS}: {number}.{name} is not as it should be")
        values = np.asarray(found, dtype=float)
        fine = values > 0.0 if name == "scale" else np.isfinite(values)  # what never moved has an infinite scale
        if not fine.all():
            raise ModelRefused(f"{WEIGHTS}: {number}.{name} has a number that is none")
        return values

    usual = Climatology(part("day", SLOTS), part("half_week", 2, SLOTS), part("week", 7, SLOTS))
    later = part("later", len(config.horizons), 2 + len(NAMES))
    weights, scale = part("weights", features + 2), part("scale", features)
    return Target(weights, scale, usual, dict(zip(config.horizons, later, strict=True)))
