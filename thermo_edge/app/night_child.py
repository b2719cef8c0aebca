"""Starts the child that does a night, for the live program and the command."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import JsonValue

from thermo_edge.home.house import House
from thermo_edge.learning import night_files
from thermo_edge.learning.climate_own import OwnNetwork
from thermo_edge.learning.job import Job
from thermo_edge.learning.night_here import Listener
from thermo_edge.learning.parent import NIGHT_CHILD, Training


class NightChild:
    """One night at a time. `without`: steps that are left out, such as those whose model the settings do not want."""

    def __init__(
        self,
        database: Path,
        without: Sequence[str] = (),
        logdir: Path | None = None,
        at: datetime | None = None,
        child: Sequence[str] = NIGHT_CHILD,
    ) -> None:
        """`at`: the time of the history, where that is not the machine's."""
        self._database, self._without, self._logdir, self._at = database, tuple(without), logdir, at
        self._child = tuple(child)
        self.training: Training | None = None

    @property
    def folder(self) -> Path:
        """Of the night's own files."""
        return self._database.parent / night_files.FOLDER

    @property
    def network(self) -> OwnNetwork:
        """Where the home's own network is kept."""
        return OwnNetwork(self._database.parent)

    def start(self, house: House, listener: Listener) -> None:
        """Hand over the house and begin; the listener hears from threads. Raises ModelError or TrainingFailed."""
        night_files.write_house(self.folder, house)
        options: dict[str, JsonValue] = {"without": list(self._without)}
        if self._at is not None:
            options["at"] = self._at.isoformat()
        wants = house.learning
        job = Job(
            "night",
            self.folder.resolve(),
            budget=wants.budget.total_seconds(),
            memory=wants.memory,
            data=(self._database.resolve(),),
            options=options,
            logdir=self._logdir.resolve() if self._logdir is not None else None,
        )
        training = Training(job, listener.heard, listener.ended, self._child)
        training.start()
        self.training = training

    def stop(self) -> None:
        """Ask it to end; returns at once."""
        if self.training is not None:
            self.training.stop()
