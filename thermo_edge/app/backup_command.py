"""`thermo-edge backup` and `restore`: the whole house in one file, and back from it while the program is stopped."""

import argparse
import sys
from pathlib import Path

from thermo_edge.app import put_back
from thermo_edge.app.live_files import database_path
from thermo_edge.clock import SystemClock
from thermo_edge.config.file import parse_settings, read_settings
from thermo_edge.config.settings import Settings
from thermo_edge.errors import SettingsError
from thermo_edge.store.backup import backup, restore, settings_in


def save(arguments: argparse.Namespace) -> int:
    """Write an archive. Returns the exit status; raises ThermoEdgeError."""
    path: Path = arguments.config.resolve()
    backup(database_path(read_settings(path), path), path, arguments.archive, SystemClock().now())
    _say(f"{arguments.archive} holds the database and the settings, perhaps with your token: keep it to yourself.")
    return 0


def put(arguments: argparse.Namespace) -> int:
    """Put an archive back. Returns the exit status; raises ThermoEdgeError."""
    path: Path = arguments.config.resolve()
    put_back.settle(path, SystemClock())
    database = database_path(_settings_to_be(arguments.archive, path), path)
    restored = restore(arguments.archive, database, path, lambda _: put_back.withdraw(path))
    _say(f"Restored a backup of Thermo Edge {restored.program}.")
    for kept in restored.kept:
        _say(f"What was there before is kept as {kept}")
    return 0


def _settings_to_be(archive: Path, path: Path) -> Settings:
    """What the house will run by: the archive's settings, or those that are here; a broken file stops no restore."""
    text = settings_in(archive)
    try:
        return parse_settings(text, str(archive)) if text is not None else read_settings(path)
    except SettingsError:
        return Settings()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
