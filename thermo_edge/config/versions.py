"""The last versions of a settings file, kept beside it: each as it was written, with who wrote it and when."""

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from thermo_edge.config.tree import ABSENT, Change

KEPT = 20
_NAME = re.compile(r"(\d{6})\.yaml")
_LONGEST = 60
"""Letters of a value that a list of changes shows."""


@dataclass(frozen=True)
class Version:
    """`who` is empty for somebody at the file itself. `changes` say what it changed, secrets left out."""

    number: int
    at: datetime
    who: str
    good: bool
    changes: tuple[Change, ...]
    digest: str
    restored: int | None = None  # the version whose text it is


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def write_whole(path: Path, text: str, mode: int = 0o600) -> None:
    """Put the text there in one step that survives a power cut; a reader sees the old or the new, never a half."""
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    partial = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(mode)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Versions:
    """Of one settings file. Callers take turns; failures of the disk are OSErrors."""

    def __init__(self, path: Path, kept: int = KEPT) -> None:
        self._folder = path.with_name(f"{path.name}.versions")
        self._kept = kept

    @property
    def folder(self) -> Path:
        return self._folder

    def add(
        self,
        text: str,
        at: datetime,
        who: str,
        good: bool,
        changed: Sequence[Change] = (),
        restored: int | None = None,
        number: int = 1,
    ) -> Version:
        """Keep a version, unless it is the newest already; the oldest beyond those that are kept go.

        It has at least this number, so that one that was let go of gives its number to no other.
        """
        newest = next(iter(self), None)
        if newest is not None and newest.digest == digest(text):
            return newest
        self._folder.mkdir(mode=0o700, exist_ok=True)
        number = max(newest.number + 1 if newest else 1, number)
        told = [[list(change.path), _short(change.old), _short(change.new)] for change in changed]
        about = {"at": at.isoformat(), "who": who, "good": good, "changes": told, "digest": digest(text)}
        write_whole(self._note(number), json.dumps({**about, "restored": restored}, ensure_ascii=False))
        write_whole(self._file(number), text)
        self.remove(old.number for old in list(self)[self._kept :])
        made = self._read(number)
        assert made is not None
        return made

    def text(self, number: int) -> str | None:
        """A version's own text; None where it is no longer kept."""
        try:
            return self._file(number).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def __iter__(self) -> Iterator[Version]:
        """The newest first; what cannot be read is left out."""
        names = [file.name for file in self._folder.iterdir()] if self._folder.is_dir() else []
        numbers = sorted((int(found[1]) for name in names if (found := _NAME.fullmatch(name))), reverse=True)
        yield from (version for number in numbers if (version := self._read(number)) is not None)

    def saying(self, says: Callable[[str], bool]) -> tuple[int, ...]:
        """The numbers of those whose text, or list of changes, says something."""
        files = [*self._folder.iterdir()] if self._folder.is_dir() else []
        return tuple(sorted({int(file.stem) for file in files if file.stem.isdecimal() and says(_readable(file))}))

    def remove(self, numbers: Iterable[int]) -> None:
        """Let go of these for good."""
        for number in numbers:
            self._file(number).unlink(missing_ok=True)
            self._note(number).unlink(missing_ok=True)

    def last_good(self, text: str) -> Version | None:
        """The newest that could be used and is another text."""
        return next((version for version in self if version.good and version.digest != digest(text)), None)

    def _read(self, number: int) -> Version | None:
        try:
            about: dict[str, Any] = json.loads(self._note(number).read_text(encoding="utf-8"))
            return Version(
                number=number,
                at=datetime.fromisoformat(about["at"]).astimezone(UTC),
                who=str(about["who"]),
                good=bool(about["good"]),
                changes=tuple(Change(tuple(path), _long(old), _long(new)) for path, old, new in about["changes"]),
                digest=str(about["digest"]),
                restored=about.get("restored"),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _file(self, number: int) -> Path:
        return self._folder / f"{number:06}.yaml"

    def _note(self, number: int) -> Path:
        return self._folder / f"{number:06}.json"


def _readable(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace")


def _short(value: Any) -> Any:
    """A value for the list: the simple ones as they are, of others only that they are there."""
    if value is ABSENT:
        return None
    if isinstance(value, bool | int | float):
        return [value]
    if isinstance(value, str):
        return [value[:_LONGEST]]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return [", ".join(value)[:_LONGEST]]
    return []


def _long(told: Any) -> Any:
    """ABSENT, a simple value, or None for one that is more than that."""
    if told is None:
        return ABSENT
    return told[0] if told else None
