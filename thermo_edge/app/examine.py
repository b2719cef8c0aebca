"""The doctor's round: gathers the facts about this installation and says what they mean."""

from collections.abc import Iterable
from pathlib import Path

from thermo_edge.app import doctor, probe
from thermo_edge.app.doctor import Line
from thermo_edge.app.facts import StoreFacts
from thermo_edge.app.live_files import database_path, token_of
from thermo_edge.config.file import read_settings
from thermo_edge.config.house import house as described
from thermo_edge.config.settings import Settings
from thermo_edge.errors import SettingsError
from thermo_edge.ports import Clock


def examine(
    path: Path, clock: Clock, answering: float = probe.ANSWERING, libraries: Iterable[str] = probe.LIBRARIES
) -> list[Line]:
    """Every line, in the order in which one would mend things. Never raises for what is wrong; never tells a token."""
    try:
        settings = read_settings(path)
    except SettingsError as fault:
        return [*doctor.settings(fault), *doctor.machine(probe.machine(libraries))]
    store = probe.store(database_path(settings, path))
    return [
        *doctor.settings(None),
        *_home(settings, path.parent, store, clock, answering),
        *doctor.database(store),
        *doctor.page(probe.page(settings.page.host, settings.page.port), store),
        *doctor.machine(probe.machine(libraries)),
    ]


def _home(settings: Settings, folder: Path, store: StoreFacts, clock: Clock, answering: float) -> list[Line]:
    house = described(settings, settings.zone())
    lines = doctor.rooms(house)
    try:
        token = token_of(settings, folder)
    except SettingsError as fault:
        return [*lines, *doctor.settings(fault)]
    facts = probe.home(settings.home_assistant.url, token, house, store.names, clock, answering)
    if facts.fault is not None:
        return [*lines, *doctor.reached(facts)]
    return [
        *lines,
        *doctor.reached(facts),
        *doctor.clock(facts),
        *doctor.entities(house, facts),
        *doctor.peers(facts, store),
    ]
