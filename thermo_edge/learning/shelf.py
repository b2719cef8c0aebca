"""The shelf: every version of every slice's model, which one serves, and the way back."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from thermo_edge.errors import ModelError, ModelRefused
from thermo_edge.learning.card import CARD, is_name
from thermo_edge.learning.card import to_json as to_card_json
from thermo_edge.learning.files import (
    as_model_errors,
    locked,
    read_bounded,
    remove_folder,
    sweep,
    write_folder,
    write_whole,
)
from thermo_edge.learning.shelved import Shelved, open_folder
from thermo_edge.learning.standing import STANDING, STANDING_BYTES, Standing, Step, from_json, to_json

BASE = Path(__file__).parent / "base"
"""The models that are shipped with the program; nobody writes there but whoever makes them."""

MODELS = "models"
"""The shelf's folder in the data folder."""

KEPT = 5

Stamp = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Served:
    """What serves a slice; nothing where there is not even a base model. `refused` says what could not, and why."""

    model: Shelved | None
    refused: tuple[str, ...] = ()


class Shelf:
    """A folder `<slice>/<version>/` for each model, with a small file that says which one serves.

    Readers need no lock and at any moment find a whole model. Writers hold the slice's lock: a second one gets a
    ModelError. Nothing is believed before its hash was checked.
    """

    def __init__(self, folder: Path, base: Path = BASE) -> None:
        self._folder = folder
        self._base = base

    # --- reading ------------------------------------------------------------------------------------------------

    def slices(self) -> tuple[str, ...]:
        """Every slice that has a model."""
        found = {path.parent.name for path in self._base.glob(f"*/{CARD}")}
        found |= {path.name for path in self._folder.glob("*") if path.is_dir() and is_name(path.name)}
        return tuple(sorted(found))

    def candidates(self, slice_: str) -> Iterator[Shelved | ModelRefused]:
        """What may serve, in order: the one put to serve, those before it, the base model; or why one may not.

        Whoever opens networks takes the first that opens too.
        """
        try:
            standing = self.standing(slice_)
        except ModelRefused as error:
            yield error
            standing = Standing()
        for step in reversed(standing.steps):
            yield self._try(slice_, step)
        if is_name(slice_) and (self._base / slice_).exists():
            yield self._try(slice_, None)

    def serving(self, slice_: str) -> Served:
        """The first whole one of the candidates."""
        refused: list[str] = []
        for each in self.candidates(slice_):
            if isinstance(each, Shelved):
                return Served(each, tuple(refused))
            refused.append(str(each))
        return Served(None, tuple(refused))

    def standing(self, slice_: str) -> Standing:
        """Who put what to serve; raises ModelRefused where that file cannot be read."""
        path = self._of(slice_) / STANDING
        return from_json(read_bounded(path, STANDING_BYTES)) if path.exists() else Standing()

    def stamp(self, slice_: str) -> Stamp:
        """Changes whenever another version was put to serve; costs one look at the disk."""
        try:
            seen = (self._of(slice_) / STANDING).stat()
        except (OSError, ModelRefused):
            return None
        return seen.st_ino, seen.st_mtime_ns, seen.st_size

    def version(self, slice_: str, version: str) -> Shelved:
        """A version of the household's own, whole; raises ModelRefused."""
        shelved = open_folder(self._at(slice_, version), slice_)
        shelved.require_whole()
        return shelved

    def versions(self, slice_: str) -> tuple[Shelved, ...]:
        """The household's own versions whose cards can be read, the newest first."""
        return tuple(sorted(self._readable(slice_), key=lambda each: each.card.created, reverse=True))

    # --- writing ------------------------------------------------------------------------------------------------

    def admit(self, finished: Path) -> Shelved:
        """Take a finished version in; it serves only once it is promoted. Taking it twice is the same as once."""
        given = open_folder(finished)
        slice_, version = given.card.slice, given.card.version
        files = {name: given.read(name) for name in given.card.files}
        files[CARD] = to_card_json(given.card)
        with self._locked(slice_):
            sweep(self._of(slice_))
            there = self._at(slice_, version)
            if not (there / CARD).exists():
                write_folder(there, files)
            elif open_folder(there, slice_).card != given.card:
                raise ModelRefused(f"{slice_} has another version {version} already")
            admitted = self.version(slice_, version)
            self._tidy(slice_, self._standing_or_new(slice_), admitted)
            return admitted

    def promote(self, slice_: str, version: str, *, who: str, at: datetime, why: str) -> Shelved:
        """Put a version to serve, in one step. A ModelError leaves everything as it was."""
        with self._locked(slice_):
            chosen = self.version(slice_, version)
            step = Step(version, chosen.digest, who, at, why)
            standing = self._standing_or_new(slice_).promote(step)
            self._stand(slice_, standing)
            self._tidy(slice_, standing, chosen)
            return replace(chosen, step=step)

    def roll_back(self, slice_: str, *, who: str, at: datetime, why: str, everything: bool = False) -> Shelved | None:
        """Withdraw what serves, or `everything` of the household's own; what serves then is returned."""
        if self.stamp(slice_) is None:
            raise ModelError(f"{slice_}: there is nothing to roll back; `thermo-edge learn status` lists what serves")
        with self._locked(slice_):
            standing = self._standing_or_new(slice_)
            if standing.serving is None:
                raise ModelError(f"{slice_}: there is nothing to roll back, the base model serves")
            self._stand(slice_, standing.withdraw(who, at, why, everything))
        return self.serving(slice_).model

    # --- helpers ------------------------------------------------------------------------------------------------

    def _of(self, slice_: str) -> Path:
        if not is_name(slice_):
            raise ModelRefused(f"{slice_!r} is no slice")
        return self._folder / slice_

    def _at(self, slice_: str, version: str) -> Path:
        if not is_name(version):
            raise ModelRefused(f"{slice_}: {version!r} is no version")
        return self._of(slice_) / version

    def _try(self, slice_: str, step: Step | None) -> Shelved | ModelRefused:
        try:
            folder = self._base / slice_ if step is None else self._at(slice_, step.version)
            shelved = open_folder(folder, slice_, step=step, base=step is None)
            shelved.require_whole()
        except ModelRefused as error:
            return error
        return shelved

    def _locked(self, slice_: str) -> AbstractContextManager[None]:
        return locked(self._of(slice_), "another program changes these models")

    def _standing_or_new(self, slice_: str) -> Standing:
        try:
            return self.standing(slice_)
        except ModelRefused:
            return Standing()

    def _stand(self, slice_: str, standing: Standing) -> None:
        write_whole(self._of(slice_) / STANDING, to_json(standing))

    def _tidy(self, slice_: str, standing: Standing, fresh: Shelved) -> None:
        """Let go of all but the last that served and the newest that did not; never of what serves, or its parent.

        They are forgotten first and removed then: a kill in between leaves only too much.
        """
        served = [step.version for step in standing.steps]
        others = sorted(set(self._names(slice_)) - set(served), key=lambda name: self._age(slice_, name), reverse=True)
        needed = {*served[-KEPT:], *others[:KEPT], fresh.card.version, *self._parents(slice_, standing, fresh)}
        surplus = frozenset(self._names(slice_)) - needed
        if surplus & set(served):
            self._stand(slice_, standing.without(surplus))
        for version in surplus:
            with as_model_errors(self._at(slice_, version)):
                remove_folder(self._at(slice_, version))

    def _parents(self, slice_: str, standing: Standing, fresh: Shelved) -> Iterator[str | None]:
        yield fresh.card.parent
        if standing.serving is not None:
            for each in self._readable(slice_):
                if each.card.version == standing.serving.version:
                    yield each.card.parent

    def _age(self, slice_: str, name: str) -> tuple[datetime, str]:
        try:
            return open_folder(self._at(slice_, name), slice_).card.created, name
        except ModelRefused:
            return datetime.min.replace(tzinfo=UTC), name

    def _names(self, slice_: str) -> tuple[str, ...]:
        folders = (path for path in self._of(slice_).glob("*") if path.is_dir())
        return tuple(path.name for path in folders if is_name(path.name))

    def _readable(self, slice_: str) -> Iterator[Shelved]:
        for name in self._names(slice_):
            try:
                yield open_folder(self._at(slice_, name), slice_)
            except ModelRefused:
                continue
