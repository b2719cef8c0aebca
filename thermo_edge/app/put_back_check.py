"""Looks at all of a backup as if a stranger had made it: what is in it, and whether this house could live by it."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from thermo_edge.app.live_files import database_path, token_of
from thermo_edge.config.file import LARGEST, parse_settings, read_settings
from thermo_edge.config.settings import Settings
from thermo_edge.errors import SettingsError, StoreCorrupt, StoreError, StoreFull, StoreInUse, StoreTooNew
from thermo_edge.home.put_back import Content, Offered, Since, Unfit, Why
from thermo_edge.store.archive import ACCESS, DATABASE, SETTINGS, Manifest, digest, unpack
from thermo_edge.store.backup import require_sound, require_there
from thermo_edge.store.database import Database
from thermo_edge.store.faults import as_store_errors
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.measure import measured
from thermo_edge.store.since import UNKNOWN, house_in, recorded_since
from thermo_edge.web.access.book import book_in

LOG = logging.getLogger(__name__)

_SCRATCH = ".thermo-edge-looking-"
_SAID = 200
"""Letters of a fault that are told."""
_VERSION = 40
_FIRST_YEAR, _LAST_YEAR = 2000, 2200


def looked_at(archive: Path, path: Path, database: Path) -> Offered:
    """What is in a backup, for the house with these settings and this database; raises Unfit.

    It is unpacked, its database is brought to this version and read as a start would, and its settings are tried.
    """
    try:
        require_there(archive)
        with as_store_errors(archive), _scratch(database) as folder:
            manifest = unpack(archive, folder)
            settings = _settings(folder, path, database) if SETTINGS in manifest.files else None
            if ACCESS in manifest.files:
                book_in(folder).read()
            require_sound(folder / DATABASE)
            content = _content(folder, manifest, settings, _here(database))
            content = replace(content, other_home=_other_home(settings, _now(path)))
            return Offered(digest(archive), archive.stat().st_size, content, _since(database, content))
    except Unfit:
        raise
    except StoreError as error:
        raise unfit(error) from error
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError, MemoryError) as error:
        LOG.info("A backup says what cannot be: %s", error, exc_info=LOG.isEnabledFor(logging.DEBUG))
        raise Unfit(Why.NOT_OURS) from error


def unfit(error: StoreError) -> Unfit:
    """A fault of the store, as the reason why a backup is not put back."""
    LOG.warning("A backup is not put back: %s", error)
    match error:
        case StoreTooNew():
            return Unfit(Why.TOO_NEW, error.version[:_VERSION])
        case StoreFull():
            return Unfit(Why.FULL)
        case StoreInUse():
            return Unfit(Why.IN_USE)
        case StoreCorrupt():
            return Unfit(Why.NOT_OURS)
        case _:
            return Unfit(Why.DISK, str(error)[:_SAID])


def tidy(database: Path) -> None:
    """Leave nothing of a look that was cut off."""
    for folder in database.parent.glob(f"{_SCRATCH}*"):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _scratch(database: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=database.parent, prefix=_SCRATCH) as folder:
        yield Path(folder)


def _content(folder: Path, manifest: Manifest, settings: Settings | None, here: str | None) -> Content:
    opened = SqlHistory(Database.open(folder / DATABASE))
    try:
        opened.memory()
        house = opened.instance
    finally:
        opened.close()
    kept = measured(folder / DATABASE)
    begin, end = (kept.begin, kept.end) if kept is not None else (None, None)
    rooms, persons = (len(settings.rooms), len(settings.persons)) if settings is not None else (None, None)
    ours = None if here is None else here == house
    times = (_believed(at) for at in (manifest.made, begin, end))
    made, begin, end = times
    return Content(made, manifest.program[:_VERSION], begin, end, rooms, persons, ACCESS in manifest.files, ours)


def _believed(at: datetime | None) -> datetime | None:
    """A time that a page can show."""
    return at if at is not None and at.tzinfo is not None and _FIRST_YEAR <= at.year < _LAST_YEAR else None


def _here(database: Path) -> str | None:
    """Which house this is; of a ruined database, for which a backup is wanted most, nobody knows."""
    try:
        return house_in(database)
    except StoreError as error:
        LOG.warning("Which house this is cannot be read: %s", error)
        return None


def _since(database: Path, content: Content) -> Since:
    try:
        return recorded_since(database, content.made or content.end)
    except StoreError as error:
        LOG.warning("What was recorded since cannot be read: %s", error)
        return UNKNOWN


def _settings(folder: Path, path: Path, database: Path) -> Settings:
    """Those of the backup. They must be good, lead to this database and token, and let Home Assistant in as now."""
    if (folder / SETTINGS).stat().st_size > LARGEST:
        raise Unfit(Why.SETTINGS, f"> {LARGEST} B")
    try:
        text = (folder / SETTINGS).read_text(encoding="utf-8")
        settings = parse_settings(text)
        token_of(settings, path.parent)
    except UnicodeDecodeError as error:
        raise Unfit(Why.SETTINGS, str(error)[:_SAID]) from error
    except SettingsError as error:
        raise Unfit(Why.SETTINGS, "; ".join(error.faults[:3])[:_SAID]) from error
    there = database_path(settings, path)
    if os.path.realpath(there) != os.path.realpath(database):
        raise Unfit(Why.SETTINGS, f"data_folder: {settings.data_folder}"[:_SAID])
    now = _now(path)
    if now is not None and now.page.ingress and _served(settings) != _served(now):
        raise Unfit(Why.SETTINGS, "page: host, port, ingress")
    return settings


def _served(settings: Settings) -> tuple[object, ...]:
    """What Home Assistant's ingress has to find again."""
    return settings.page.host, settings.page.port, settings.page.ingress


def _other_home(settings: Settings | None, now: Settings | None) -> str:
    """Whoever answers there gets the token, which is more than any key of ours."""
    if settings is None or (now is not None and settings.home_assistant.url == now.home_assistant.url):
        return ""
    return settings.home_assistant.url[:_SAID]


def _now(path: Path) -> Settings | None:
    try:
        return read_settings(path)
    except SettingsError:
        return None
