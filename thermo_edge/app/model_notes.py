"""Has the database know which models there were and what became of them, for the live program."""

import logging
import threading
from datetime import timedelta
from pathlib import Path

from thermo_edge.errors import ModelError, StoreError
from thermo_edge.jobs import Job
from thermo_edge.learning.notes import note
from thermo_edge.learning.shelf import MODELS, Shelf, Stamp
from thermo_edge.ports import History
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory

LOG = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)


class ModelNotes:
    """Looks at the shelf rather than hear of it: a command beside the program changes it as nights and people do."""

    def __init__(self, database: Database, shelf: Shelf) -> None:
        self._database, self._shelf = database, shelf
        self._noted: dict[str, Stamp] = {}
        self._fails = False
        self._busy = threading.Lock()

    def job(self) -> Job:
        """For the timetable."""
        return Job("models", self.look, every=EVERY, slow=True)

    def look(self) -> None:
        """Note what has changed since the last look, the first time everything; what fails is tried again."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            self._note()
            self._fails = False
        except (ModelError, StoreError) as error:
            if not self._fails:
                LOG.warning("what became of models is not noted yet, which is tried again: %s", error)
            self._fails = True
        finally:
            self._busy.release()

    def _note(self) -> None:
        for slice_ in self._shelf.slices():
            stamp = self._shelf.stamp(slice_)  # before it is read: what changes meanwhile is seen at the next look
            if slice_ not in self._noted or self._noted[slice_] != stamp:
                note(self._database, self._shelf, slice_)
                self._noted[slice_] = stamp


def jobs(history: History, data: Path) -> tuple[Job, ...]:
    """For a program with this data folder; none where the history is not on the disk."""
    if not isinstance(history, SqlHistory):
        return ()
    return (ModelNotes(history.database, Shelf(data / MODELS)).job(),)
