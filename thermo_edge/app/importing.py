"""The import of Home Assistant's history, while the program is stopped: the database has one writer."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from integrations.home_assistant import registry
from integrations.home_assistant.archive import HomeAssistantArchive
from integrations.home_assistant.pace import Pace
from integrations.home_assistant.translate import wanted
from integrations.home_assistant.visit import Visit
from thermo_edge.app.live_files import database_path, token_of
from thermo_edge.config.house import house
from thermo_edge.config.settings import Settings
from thermo_edge.ports import Clock
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.importing import Imported, Progress, import_history

PATIENT = Pace(answer=timedelta(seconds=60))
"""A small computer takes a while to look up a month."""


def import_from_home(settings: Settings, path: Path, clock: Clock, days: int, say: Callable[[str], None]) -> Imported:
    """Import the last `days` days. StoreError while the program runs; what was imported before a failure stays."""
    token = token_of(settings, path.parent)
    history = SqlHistory(Database.open(database_path(settings, path)))
    try:
        described = house(settings, settings.zone())
        points = wanted(described)
        with Visit(settings.home_assistant.url, token, clock, PATIENT) as visit:
            names = registry.find(points, history.names(), visit.registry())
            archive = HomeAssistantArchive(visit, names)
            return import_history(archive, history.intake(), points, clock.now(), days, lambda step: say(told(step)))
    finally:
        history.close()


def told(step: Progress) -> str:
    """One line of progress."""
    what = "hours back to" if step.hourly else "readings of"
    return f"{step.share * 100:3.0f} %  {step.rows:,} {what} {step.day:%Y-%m-%d}, {step.points} points"
