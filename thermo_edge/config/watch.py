"""Looks after the settings file while the program runs: a broken one changes nothing and is said."""

from collections.abc import Callable
from pathlib import Path

from thermo_edge.config.file import check_settings
from thermo_edge.config.settings import Settings
from thermo_edge.errors import SettingsError


class SettingsWatch:
    """Reads the file again when it changed. `changed` hears good settings, `broken` the faults.

    An emptied file is a broken one: editors empty it before they write.

    Where `changed` raises, it hears them again at the next look.
    """

    def __init__(
        self, path: Path, changed: Callable[[Settings], None], broken: Callable[[SettingsError], None]
    ) -> None:
        self._path = path
        self._changed = changed
        self._broken = broken
        self._seen = self._mark()

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
        else:
            self._changed(settings)
        self._seen = mark

    def _mark(self) -> tuple[int, int] | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size
