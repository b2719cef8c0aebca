"""Looks after the settings file while the program runs: a broken one changes nothing and is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from thermo_edge.config.file import check_settings
from thermo_edge.config.settings import Settings
from thermo_edge.errors import SettingsError


class _Mark(NamedTuple):
    """By what a file is told from what it was; a file that was put in its place whole is another one."""

    modified: int  # ns
    size: int
    file: int


class SettingsWatch:
    """Reads the file again when it changed. `changed` hears good settings, `broken` the faults.

    An emptied file is a broken one: editors empty it before they write. Where something is gone from a file that is
    written in place, half of it may be there, and it counts once two looks found it alike.

    Where `changed` raises, it hears them again at the next look.
    """

    def __init__(
        self, path: Path, changed: Callable[[Settings], None], broken: Callable[[SettingsError], None]
    ) -> None:
        self._path = path
        self._changed = changed
        self._broken = broken
        self._seen = self._mark()
        self._waits: _Mark | None = None
        try:
            self._taken: Any = _tree(check_settings(path))
        except SettingsError:
            self._taken = None

    def look(self) -> None:
        """Once in a while."""
        mark = self._mark()
        if mark == self._seen:
            return
        try:
            settings: Settings | SettingsError = check_settings(self._path)
        except SettingsError as error:
            settings = error
        if self._mark() != mark:  # somebody is writing: a half of it would take rooms out of the house
            return
        if isinstance(settings, SettingsError):
            self._broken(settings)
        elif mark != self._waits and self._in_place(mark) and _lacks(_tree(settings), self._taken):
            self._waits = mark
            return
        else:
            self._changed(settings)
            self._taken = _tree(settings)
        self._seen = mark

    def _in_place(self, mark: _Mark | None) -> bool:
        """Whether somebody writes into the file itself. The page puts a whole one in its place: that need not wait."""
        return mark is None or self._seen is None or mark.file == self._seen.file

    def _mark(self) -> _Mark | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return _Mark(stat.st_mtime_ns, stat.st_size, stat.st_ino)


def _tree(settings: Settings) -> Any:
    """What the file names, without defaults."""
    return settings.model_dump(exclude_unset=True)


def _lacks(new: Any, old: Any) -> bool:
    """Whether a name or an entry of a list of the old settings is gone."""
    if isinstance(old, dict) and isinstance(new, dict):
        return any(name not in new or _lacks(new[name], value) for name, value in old.items())
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        return len(new) < len(old) or any(_lacks(*pair) for pair in zip(new, old, strict=False))
    return isinstance(old, dict | list | tuple) and bool(old)
