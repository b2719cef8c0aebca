"""`thermo-edge forget`: forget a person of a house that does not run, and end what was begun before it starts."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path

from thermo_edge.app.core import DATABASE
from thermo_edge.app.forgetting import Places, ahead
from thermo_edge.app.settings_desk import FileSettingsDesk
from thermo_edge.clock import SystemClock
from thermo_edge.config.file import read_settings
from thermo_edge.config.house import house as described
from thermo_edge.config.settings import Settings
from thermo_edge.errors import SettingsError, ThermoEdgeError
from thermo_edge.home.erasing import memory_without
from thermo_edge.home.forgetting import Whom
from thermo_edge.home.house import House
from thermo_edge.home.inventory import Inventory
from thermo_edge.home.reason import Refused
from thermo_edge.language import forgetting as told
from thermo_edge.language.words import Words
from thermo_edge.ports import Clock
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory

LOG = logging.getLogger(__name__)


def forget(path: Path, person: str, sure: bool) -> int:
    """Say what goes, ask unless `sure`, and do it; a running program has its own way, on its page."""
    again = _as_it_stands if sure else _typed
    try:
        for line in forgotten(path, read_settings(path), person, again, _say, SystemClock()):
            _say(line)
    except Refused as refused:
        raise ThermoEdgeError(Words("en").why(refused.reason, House()) + ".") from None
    return 0


def forgotten(
    path: Path, settings: Settings, wanted: str, again: Callable[[str], str], say: Callable[[str], None], clock: Clock
) -> tuple[str, ...]:
    """What is said when it is done; `again` is asked for the name. Raises Refused and what the files raise."""
    house, words = described(settings, settings.zone()), Words(settings.language)
    person = next((each for each in house.persons if wanted.casefold() in (each.id, each.name.casefold())), None)
    if person is None:
        known = ", ".join(each.name for each in house.persons) or "nobody"
        raise ThermoEdgeError(f"Nobody is called {wanted} here; the settings name {known}")
    places, history = _opened(path, settings, clock)
    try:
        found = ahead(house, person.id, places, history)
        for line in (*told.goes(found, words), "", *told.stays(found, words), ""):
            say(line)
        if again(person.name).strip().casefold() != person.name.casefold():
            return ("That is another name; nothing was changed.",)
        places.begin(found.whom)
        _through(places, history, found.whom)
    finally:
        history.close()
    return (words.say(told.DONE, who=person.name),)


def finish(path: Path) -> None:
    """End what was begun before the program was cut off; what cannot be ended is tried again while it runs."""
    try:
        settings = read_settings(path)
        if Places(_folder(path, settings), path, _desk(path, SystemClock())).begun() is None:
            return
        places, history = _opened(path, settings, SystemClock())
    except (SettingsError, ThermoEdgeError) as error:
        LOG.debug("nothing can be ended now: %s", error)
        return
    one = places.begun()
    try:
        if one is not None:
            _through(places, history, one)
    except ThermoEdgeError as error:
        LOG.warning("somebody is not forgotten everywhere yet, which is tried again: %s", error)
    finally:
        history.close()


def _through(places: Places, history: SqlHistory, one: Whom) -> None:
    places.settings.forget(one)
    history.forget(one, memory_without(history.memory(), one))
    places.forget(one)
    history.scrub()
    places.done()


def _opened(path: Path, settings: Settings, clock: Clock) -> tuple[Places, SqlHistory]:
    folder = _folder(path, settings)
    return Places(folder, path, _desk(path, clock)), SqlHistory(Database.open(folder / DATABASE))


def _folder(path: Path, settings: Settings) -> Path:
    return path.parent / settings.data_folder


def _desk(path: Path, clock: Clock) -> FileSettingsDesk:
    return FileSettingsDesk(path, clock, Inventory)


def _as_it_stands(name: str) -> str:
    return name


def _typed(name: str) -> str:
    sys.stderr.write(f"Type {name} to forget them for good: ")
    sys.stderr.flush()
    return sys.stdin.readline()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
