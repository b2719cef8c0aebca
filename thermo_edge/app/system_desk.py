"""What the program knows of itself, for its owner: implements home.system.SystemDesk."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from thermo_edge import __version__
from thermo_edge.app import diagnostics
from thermo_edge.app.egress import Ledger
from thermo_edge.app.log_ring import LogRing
from thermo_edge.app.put_back import Stage
from thermo_edge.config.settings import Settings
from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.forgetting import Whom
from thermo_edge.home.learning import LearningView
from thermo_edge.home.put_back import Incoming, PutBack, Unfit, Why
from thermo_edge.home.system import SystemView
from thermo_edge.home.view import HouseView
from thermo_edge.ports import Clock
from thermo_edge.store.backup import backup
from thermo_edge.store.measure import measured
from thermo_edge.store.models import ModelRecord, latest
from thermo_edge.web.health import HealthReport

LOGGED = ("thermo_edge", "integrations")

VERSIONS = 10
"""Of models, in the diagnostics."""


@dataclass(frozen=True)
class Sources:
    """Where it looks; each may be asked from any thread."""

    view: Callable[[], HouseView]
    learning: Callable[[], LearningView]
    health: Callable[[], HealthReport]
    settings: Callable[[], Settings | None]
    secrets: Callable[[], Iterable[str]] = tuple


class ProgramDesk:
    """`database` may be missing still; `file` is that of the settings."""

    def __init__(
        self, database: Path, file: Path | None, clock: Clock, sources: Sources, stage: Stage | None = None
    ) -> None:
        """`stage`: where a backup waits to be put back; None: it cannot be done here."""
        self._database, self._file, self._sources = database, file, sources
        self._clock, self._started, self._staged = clock, clock.now(), stage
        self.ledger = Ledger(clock)
        self._ring = LogRing(sources.secrets)
        for name in LOGGED:
            logging.getLogger(name).addHandler(self._ring)

    def close(self) -> None:
        """Hear no more of the log."""
        for name in LOGGED:
            logging.getLogger(name).removeHandler(self._ring)

    def forget(self, whom: Whom) -> None:
        """Keep no line of the log that names a person."""
        self._ring.drop(whom.in_text)

    def look(self) -> SystemView:
        try:
            kept = measured(self._database)
        except ThermoEdgeError:
            kept = None
        folder = str(self._database.parent)
        return SystemView(__version__, self._started, self.ledger.lines(), kept, self._ring.lines(), folder)

    def diagnostics(self) -> bytes:
        sources, mask = self._sources, diagnostics.Mask()
        view, report = sources.view(), sources.health()
        settings: BaseModel | None = sources.settings()
        diagnostics.know(mask, view.house, sources.secrets())
        house, details = view.house, report.details.items()
        counts = {"rooms": len(house.rooms), "devices": len(house.devices), "sensors": len(house.sensors)}
        told = {
            "settings.json": diagnostics.settings(settings, mask),
            "health.json": {name: {"ok": good, "text": mask.text(text)} for name, (good, text) in details},
            "house.json": counts,
            "learning.json": diagnostics.learned(sources.learning(), mask, self._versions()),
        }
        return diagnostics.archive(self.look(), told, mask)

    def _versions(self) -> tuple[ModelRecord, ...]:
        try:
            return latest(self._database, VERSIONS)
        except ThermoEdgeError:
            return ()

    def backup(self, to: Path) -> None:
        backup(self._database, self._file, to, self._clock.now())

    def put_back(self) -> PutBack | None:
        return self._staged.state() if self._staged is not None else None

    def receive(self, length: int | None) -> Incoming:
        return self._stage.receive(length)

    def agree(self, mark: str, who: str) -> None:
        self._stage.agree(mark, who)

    def drop(self) -> None:
        self._stage.drop()

    def restart(self) -> None:
        self._stage.restart()

    @property
    def _stage(self) -> Stage:
        if self._staged is None:
            raise Unfit(Why.NOT_HERE)
        return self._staged
