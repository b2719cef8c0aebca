"""Opens the history; where that is impossible the house goes on in memory, with what could be saved."""

import logging
from dataclasses import dataclass
from pathlib import Path

from thermo_edge.errors import StoreCorrupt, StoreError
from thermo_edge.ports import Erasable, History
from thermo_edge.store import keepsake
from thermo_edge.store.database import Database
from thermo_edge.store.faults import as_store_errors
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.intact import damaged
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.salvage import salvage

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A history that works, and what a person should mend about it."""

    history: History
    trouble: StoreError | None = None

    @property
    def erasable(self) -> Erasable:
        """The same history, in which somebody can be forgotten."""
        assert isinstance(self.history, SqlHistory | MemoryHistory)
        return self.history


def open_history(path: Path) -> Opened:
    """Never raises for a bad file, and leaves a file that it cannot use as it is."""
    try:
        return Opened(_sql(path))
    except StoreError as trouble:
        log.error("%s", trouble)
        return Opened(MemoryHistory(keepsake.completed(salvage(path), path)), trouble)


def _sql(path: Path) -> SqlHistory:
    database = Database.open(path)
    try:
        with as_store_errors(path):
            history = SqlHistory(database)
            keepsake.agree(path, history.memory())
            return history
    except (StoreCorrupt, ValueError, TypeError, KeyError, ArithmeticError) as error:
        database.close()
        raise damaged(path, f"it says what cannot be: {error}") from error
    except StoreError:
        database.close()
        raise
