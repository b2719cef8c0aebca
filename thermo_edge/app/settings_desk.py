"""The settings file behind the page: hidden secrets, saves that lose nobody's change, versions, and who took them."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from typing import Any

from ruamel.yaml.error import YAMLError

from thermo_edge.config.checking import Fault, faults
from thermo_edge.config.desk import HIDDEN, Read, Saved, State, Taken
from thermo_edge.config.editing import field_at
from thermo_edge.config.file import EMPTY, LARGEST, parse_settings
from thermo_edge.config.forgetting import without
from thermo_edge.config.form import Kind
from thermo_edge.config.splice import CannotSplice, loaded, rewrite
from thermo_edge.config.tree import changes, mapped, merge
from thermo_edge.config.versions import Version, Versions, digest, write_whole
from thermo_edge.errors import SettingsError
from thermo_edge.home.forgetting import Whom
from thermo_edge.home.inventory import Inventory
from thermo_edge.ports import Clock

Tree = dict[str, Any]

FRESH = timedelta(minutes=2)
"""So long what the home has is not asked for again."""

DAMAGED = ".damaged"
"""Behind the name of a file that was no text, once another was put in its place; whoever is forgotten goes with it."""

_TRIES = 3


class FileSettingsDesk:
    """Of one settings file. `inventory` asks the home what it has."""

    def __init__(self, path: Path, clock: Clock, inventory: Callable[[], Inventory]) -> None:
        self._path, self._clock, self._inventory = path, clock, inventory
        self._versions = Versions(path)
        self._lock = threading.RLock()
        self._asking = threading.Lock()
        self._mark: object = None
        self._read: Read | None = None
        self._taken = Taken()
        self._known: tuple[datetime, Inventory] | None = None

    # --- the port -------------------------------------------------------------------------------------------------

    def read(self) -> Read:
        with self._lock:
            mark = self._look()
            if self._read is None or mark != self._mark:
                try:
                    text = self._text()
                except SettingsError as error:  # looked at anew each time: its rights may change, and it stays as it is
                    self._read = None
                    return Read("", None, error.faults, self._good(""))
                self._note(text)
                self._read, self._mark = self._shown(text), mark
            return self._read

    def check(self, tree: Tree) -> tuple[Fault, ...]:
        return faults(_with_secrets(tree, self._raw()))

    def save(self, base: Read, tree: Tree, who: str) -> Saved:
        with self._lock:
            for _ in range(_TRIES):
                try:
                    text = self._text()
                except SettingsError as error:
                    return Saved(faults=tuple(Fault((), words) for words in error.faults))
                made = self._made(text, base, tree)
                if isinstance(made, Saved):
                    return made
                if self._text() == text:  # nobody was at the file meanwhile
                    return self._write(text, made, who)
        return Saved(cannot=True)

    def versions(self) -> tuple[Version, ...]:
        self.read()
        return tuple(self._versions)

    def restore(self, number: int, who: str) -> Saved:
        with self._lock:
            text = self._versions.text(number)
            if text is None:
                return Saved(cannot=True)
            before: str | None = None
            try:
                before = self._text()
            except SettingsError:
                self._aside()
            return self._write(before, text, who, number)

    def entities(self) -> Inventory:
        with self._asking:
            now = self._clock.now()
            if self._known is None or now - self._known[0] > FRESH:
                self._known = now, self._inventory()
            return self._known[1]

    def taken(self) -> Taken:
        return self._taken

    # --- for the program ------------------------------------------------------------------------------------------

    def took(self, waits: bool = False) -> None:
        """The house goes by the file as it is; `waits`: but for what only a restart changes."""
        self._taken = Taken(State.RESTART if waits else State.TAKEN)

    def refused(self, error: SettingsError) -> None:
        """The house goes on as before."""
        self._taken = Taken(State.REFUSED, error.faults)

    def naming(self, whom: Whom) -> int:
        """In how many kept versions a person stands; SettingsError where they cannot be taken out of the file."""
        with self._lock:
            without(self._text(), whom, str(self._path))
            return len(self._versions.saying(whom.in_text))

    def forget(self, whom: Whom) -> None:
        """Take a person out of the file, and let go of the versions that name them; this cannot be undone."""
        with self._lock:
            text = self._text()
            if text:
                made = without(text, whom, str(self._path))
                if made != text:
                    self._taken = Taken(State.WAITING)
                    write_whole(self._path, made, self._mode())
            gone = self._versions.saying(whom.in_text)
            self._versions.remove(gone)
            if text:
                self._versions.add(made, self._clock.now(), "", _usable(made), number=max(gone, default=0) + 1)
            self._read = None
            for cache in (_loaded, _broken):
                cache.cache_clear()

    # --- the file -------------------------------------------------------------------------------------------------

    def _made(self, text: str, base: Read, tree: Tree) -> str | Saved:
        """The text with what was changed, or why not."""
        try:
            raw = _loaded(text)
        except (YAMLError, ValueError, RecursionError):
            return Saved(faults=tuple(Fault((), words) for words in _broken(text)))
        merged, conflicts = merge(base.tree if base.tree is not None else {}, _hidden(raw), tree)
        if conflicts:
            return Saved(conflicts=conflicts)
        wanted = _with_secrets(merged, raw)
        wrong = faults(wanted)
        if wrong:
            return Saved(faults=wrong)
        try:
            made = rewrite(text, wanted)
            parse_settings(made, str(self._path))
        except (CannotSplice, SettingsError):
            return Saved(cannot=True)
        return made

    def _aside(self) -> None:
        """What cannot be read is no version: it is kept beside, as it is."""
        aside = self._path.with_name(f"{self._path.name}{DAMAGED}")
        aside.unlink(missing_ok=True)
        try:
            os.link(self._path, aside)
        except OSError:  # somebody else's, or a file system without links
            self._path.rename(aside)

    def _write(self, before: str | None, text: str, who: str, restored: int | None = None) -> Saved:
        if before is not None:
            self._note(before)
        if text != before:
            self._taken = Taken(State.WAITING)  # before the house can see it
        write_whole(self._path, text, self._mode())
        self._keep(text, before, self._clock.now(), who, restored)
        self._read = None
        return Saved(version=digest(text))

    def _note(self, text: str) -> None:
        """What somebody wrote at the file itself becomes a version, too."""
        newest = next(iter(self._versions), None)
        if newest is None or newest.digest != digest(text):
            before = self._versions.text(newest.number) if newest is not None else None
            self._keep(text, before, self._written(), "")

    def _keep(self, text: str, before: str | None, at: datetime, who: str, restored: int | None = None) -> None:
        old, new = _told(before) if before is not None else None, _told(text)
        changed = tuple(changes(old, new)) if old is not None and new is not None else ()
        self._versions.add(text, at, who, _usable(text), changed, restored)

    def _shown(self, text: str) -> Read:
        wrong, good = _broken(text), self._good(text)
        if not (wrong or _usable(text)) and good is not None:
            wrong = (EMPTY,)
        return Read(digest(text), _told(text), wrong, good if wrong else None)

    def _good(self, text: str) -> int | None:
        """The version to go back to from this text."""
        good = self._versions.last_good(text)
        return good.number if good is not None else None

    def _raw(self) -> Tree:
        try:
            return _loaded(self._text())
        except (YAMLError, ValueError, RecursionError, SettingsError):
            return {}

    def _text(self) -> str:
        try:
            data = self._path.read_bytes()
            if len(data) > LARGEST:
                raise SettingsError(str(self._path), ("the file is larger than 1 MB: this cannot be the settings",))
            return data.decode("utf-8")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise SettingsError(str(self._path), (f"line {line} is not written in UTF-8: save it so",)) from None
        except OSError as error:
            raise SettingsError(str(self._path), (f"it cannot be read: {error.strerror}",)) from None

    def _look(self) -> tuple[int, int] | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size

    def _written(self) -> datetime:
        mark = self._look()
        return datetime.fromtimestamp(mark[0] / 1e9, UTC) if mark is not None else self._clock.now()

    def _mode(self) -> int:
        try:
            return self._path.stat().st_mode & 0o777
        except OSError:
            return 0o600


@lru_cache(maxsize=4)
def _loaded(text: str) -> Tree:
    tree = loaded(text)
    if not isinstance(tree, dict):
        raise ValueError("the file must hold names and values")
    return tree


@lru_cache(maxsize=4)
def _broken(text: str) -> tuple[str, ...]:
    """The faults of a text, each with its line; none: it can be used."""
    try:
        parse_settings(text)
    except SettingsError as error:
        return error.faults
    return ()


def _usable(text: str) -> bool:
    """Whether one would go back to it: an editor empties a file before it writes, and the page may look just then."""
    return not _broken(text) and bool(_loaded(text))


def _told(text: str) -> Tree | None:
    """A text as data with its secrets hidden; None where it is none."""
    try:
        return _hidden(_loaded(text))
    except (YAMLError, ValueError, RecursionError):
        return None


def _secret(path: tuple[str, ...]) -> bool:
    field = field_at(path)
    return field is not None and field.kind is Kind.SECRET


def _hidden(tree: Tree) -> Tree:
    """Another secret reads otherwise, so that a change of it is seen, and nothing else of it."""

    def hide(path: tuple[str, ...], value: Any) -> Any:
        return HIDDEN + digest(f"{path}{value}{_SALT}") if value not in (None, "") and _secret(path) else value

    hidden: Tree = mapped(tree, hide)
    return hidden


_SALT = token_hex(16)
"""Of this process, so that a hidden secret is worth nothing elsewhere."""


def _with_secrets(tree: Tree, raw: Tree) -> Tree:
    """What is still hidden is as it is in the file."""

    def show(path: tuple[str, ...], value: Any) -> Any:
        if not (isinstance(value, str) and value.startswith(HIDDEN)):
            return value
        found: Any = raw
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        return found if found is not None else ""

    made: Tree = mapped(tree, show)
    return made
