"""What rooms have taught, kept: versions of each room, which one serves, since when and why, and the way back."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import numpy as np
from pydantic import AwareDatetime, ConfigDict, TypeAdapter, ValidationError, with_config

from thermo_edge.errors import ModelError, ModelRefused
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.card import is_name, mark
from thermo_edge.learning.climate_at_home import RoomLearned
from thermo_edge.learning.climate_kept import from_arrays, to_arrays
from thermo_edge.learning.room_files import DiskFiles
from thermo_edge.learning.shelf import MODELS
from thermo_edge.learning.shelved import pack, unpack
from thermo_edge.learning.standing import STANDING, STANDING_BYTES, Standing, Step
from thermo_edge.learning.standing import from_json as standing_of
from thermo_edge.learning.standing import to_json as standing_json
from thermo_edge.learning.trial import Verdict
from thermo_edge.learning.twin_trial import TwinVerdict

LOG = logging.getLogger(__name__)

FOLDER = "_rooms"
"""In the folder of the models; no slice can be called so."""

KEPT = 5
OTHERS = 2
"""Of earlier versions, the last one each for so many other networks is kept besides: they serve with these again."""

FORMAT = 1
_BYTES = 4 * 1024 * 1024
_SUFFIX = ".safetensors"
_CARD = "card"
_NIGHTS = "nights.json"

_strict = with_config(ConfigDict(extra="forbid", strict=True, allow_inf_nan=False))


@_strict
@dataclass(frozen=True, slots=True)
class RoomCard:
    """Of one version of one room. `base` is the version of the model that it corrects, `way` what of the history."""

    room: str
    base: str
    made: AwareDatetime
    days: float  # of history that taught it
    way: str
    verdict: Verdict
    parent: str | None = None
    format: int = FORMAT
    twin: TwinVerdict | None = None  # None: it was put to serve before there were twins


@_strict
@dataclass(frozen=True, slots=True)
class Nights:
    """When all rooms were last learned, and for how many nights on end each that serves was worse than the base."""

    at: AwareDatetime | None = None
    regretted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """A version that was read, whole and recognised; `step` is who put it to serve."""

    version: str
    card: RoomCard
    learned: RoomLearned
    step: Step


class Files(Protocol):
    """Small files by their names; a write is done whole or not at all."""

    def read(self, name: str, limit: int) -> bytes | None:
        """None where there is none; raises ModelRefused where it cannot be read."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Raises ModelError."""
        ...

    def names(self, folder: str) -> tuple[str, ...]: ...

    def remove(self, name: str) -> None: ...

    def stamp(self, name: str) -> object:
        """Changes whenever the file does."""
        ...


_CARDS, _NIGHTS_TYPE = TypeAdapter(RoomCard), TypeAdapter(Nights)


class RoomShelf:
    """One folder for each room. Readers need no lock; one program writes, and a person's command beside it."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._said: set[str] = set()

    def rooms(self) -> tuple[PlaceId, ...]:
        """Those of which something was ever put to serve and can still be read."""
        found = (self._any(folder) for folder in self._files.names(""))
        return tuple(sorted(room for room in found if room is not None))

    def stamp(self, room: PlaceId) -> object:
        """Changes whenever something else was put to serve."""
        return self._files.stamp(f"{_folder(room)}/{STANDING}")

    def standing(self, room: PlaceId) -> Standing:
        """Who put what to serve; raises ModelRefused where that cannot be read."""
        content = self._files.read(f"{_folder(room)}/{STANDING}", STANDING_BYTES)
        return Standing() if content is None else standing_of(content)

    def withdrawn(self, room: PlaceId) -> Step | None:
        """What was withdrawn last, by whom and when."""
        return next(reversed(self._standing_or_new(room).withdrawn), None)

    def serving(self, room: PlaceId, base: str | None = None) -> Kept | None:
        """The last one put to serve that is whole and, if asked, made for this base; None: the base alone serves.

        What is refused is logged once.
        """
        try:
            steps = self.standing(room).steps
        except ModelRefused as error:
            self._refuse(f"{room}: {error}")
            return None
        for step in reversed(steps):
            try:
                kept = self._open(room, step)
            except ModelRefused as error:
                self._refuse(f"{room} {step.version}: {error}")
                continue
            if base is None or kept.card.base == base:
                return kept
        return None

    def promote(self, card: RoomCard, learned: RoomLearned, *, who: str, why: str) -> str:
        """Keep a version and put it to serve; raises ModelError, and then all is as it was."""
        room = PlaceId(card.room)
        content = pack({**_arrays(room, learned), _CARD: np.frombuffer(_CARDS.dump_json(card), np.uint8)})
        version = f"{card.made:%Y%m%dt%H%M%S}-{mark(content).sha256[:8]}"
        self._files.write(f"{_folder(room)}/{version}{_SUFFIX}", content)
        standing = self._standing_or_new(room).promote(Step(version, mark(content).sha256, who, card.made, why))
        kept = frozenset(
            step.version for step in (*standing.steps[-KEPT:], *self._of_others(room, standing, card.base))
        )
        standing = standing.without(frozenset(step.version for step in standing.steps) - kept)
        self._files.write(f"{_folder(room)}/{STANDING}", standing_json(standing))
        for name in self._files.names(_folder(room)):
            if name.endswith(_SUFFIX) and name.removesuffix(_SUFFIX) not in kept:
                self._files.remove(f"{_folder(room)}/{name}")
        return version

    def roll_back(
        self, room: PlaceId, *, who: str, at: datetime, why: str, everything: bool = False, base: str | None = None
    ) -> Kept | None:
        """Withdraw what serves, with `base` what serves on that network, or `everything`; what serves then.

        Raises ModelError.
        """
        standing = self._standing_or_new(room)
        serving = self.serving(room, base) if base is not None else None
        chosen = serving.version if serving is not None else None
        if standing.serving is None or (base is not None and chosen is None and not everything):
            raise ModelError(f"{room}: there is nothing to roll back, the base model serves")
        standing = standing.withdraw(who, at, why, everything, chosen)
        self._files.write(f"{_folder(room)}/{STANDING}", standing_json(standing))
        return self.serving(room, base)

    def nights(self) -> Nights:
        """None were, where that cannot be read."""
        try:
            content = self._files.read(_NIGHTS, STANDING_BYTES)
            return _NIGHTS_TYPE.validate_json(content) if content is not None else Nights()
        except (ModelRefused, ValidationError):
            return Nights()

    def remember(self, nights: Nights) -> None:
        """Raises ModelError."""
        self._files.write(_NIGHTS, _NIGHTS_TYPE.dump_json(nights))

    # --- helpers ------------------------------------------------------------------------------------------------

    def _of_others(self, room: PlaceId, standing: Standing, base: str) -> list[Step]:
        """Of steps that are old, the newest of each other network, a few of these."""
        found: dict[str, Step] = {base: standing.steps[-1]}
        for step in reversed(standing.steps[:-1]):
            try:
                found.setdefault(self._open(room, step).card.base, step)
            except ModelRefused:
                continue
        return list(found.values())[: 1 + OTHERS]

    def _open(self, room: PlaceId, step: Step) -> Kept:
        content = self._files.read(f"{_folder(room)}/{step.version}{_SUFFIX}", _BYTES)
        if content is None:
            raise ModelRefused("its file is missing")
        if mark(content).sha256 != step.card:
            raise ModelRefused("it is not the file that was put to serve")
        arrays = unpack(content, step.version)
        card = _card(arrays.pop(_CARD, np.zeros(0, np.uint8)).tobytes())
        learned = from_arrays(arrays).get(room)
        if card.room != room or learned is None:
            raise ModelRefused("it is of another room")
        return Kept(step.version, card, learned, step)

    def _any(self, folder: str) -> PlaceId | None:
        for name in self._files.names(folder):
            try:
                content = self._files.read(f"{folder}/{name}", _BYTES) if name.endswith(_SUFFIX) else None
                if content is not None:
                    return PlaceId(_card(unpack(content, name)[_CARD].tobytes()).room)
            except (ModelRefused, KeyError):
                continue
        return None

    def _standing_or_new(self, room: PlaceId) -> Standing:
        try:
            return self.standing(room)
        except ModelRefused:
            return Standing()

    def _refuse(self, words: str) -> None:
        if words not in self._said:
            self._said.add(words)
            LOG.warning("what a room has taught does not serve: %s", words)


def taught_in(data: Path) -> RoomShelf:
    """What rooms have taught, in the data folder of a program."""
    return RoomShelf(DiskFiles(data / MODELS / FOLDER))


def _arrays(room: PlaceId, learned: RoomLearned) -> dict[str, np.ndarray]:
    return {name: np.asarray(values, np.float32) for name, values in to_arrays({room: learned}).items()}


def _card(content: bytes) -> RoomCard:
    try:
        card = _CARDS.validate_json(content)
    except ValidationError as error:
        raise ModelRefused(f"its card cannot be read: {error.errors(include_url=False)[0]['msg']}") from None
    if card.format != FORMAT:
        raise ModelRefused(f"its format is {card.format}, this program reads {FORMAT}")
    return card


def _folder(room: PlaceId) -> str:
    return str(room) if is_name(room) else f"r-{hashlib.sha256(room.encode()).hexdigest()[:16]}"
