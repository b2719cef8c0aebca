"""Where the files of a house are, seen from its settings."""

from pathlib import Path

from thermo_edge.app.core import DATABASE
from thermo_edge.config.settings import Settings
from thermo_edge.errors import SettingsError

_LONGEST_TOKEN = 64 * 1024
"""Bytes; a device or another program's data would be read without end."""


def database_path(settings: Settings, path: Path) -> Path:
    """Where the database is: the data folder, seen from the settings file."""
    return path.parent / settings.data_folder / DATABASE


def why_unread(error: OSError | UnicodeDecodeError) -> str:
    """Why a file could not be read, without a number and without its path."""
    return getattr(error, "strerror", None) or str(error)


def token_of(settings: Settings, folder: Path) -> str:
    """The access token; a file of it is seen from this folder, that of the settings.

    Raises SettingsError with what to do where there is none.
    """
    where = settings.home_assistant
    if where.token_file is not None:
        try:
            file = folder / where.token_file
            if file.exists() and (not file.is_file() or file.stat().st_size > _LONGEST_TOKEN):
                raise OSError("this is no file with a token")
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            fault = f"home_assistant.token_file: {where.token_file} cannot be read: {why_unread(error)}"
            raise SettingsError("settings", (fault,)) from None
    token = where.token.get_secret_value().strip()
    if not token:
        fault = "home_assistant.token: make a long-lived access token on your profile page in Home Assistant"
        raise SettingsError("settings", (fault,))
    return token
