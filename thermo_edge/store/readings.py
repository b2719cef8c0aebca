"""Readings on their way to the disk: filtered, buffered, and written together."""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from thermo_edge.home.house import Value
from thermo_edge.home.snapshot import Quality, Reading
from thermo_edge.store import tables
from thermo_edge.store.catalogue import Catalogue
from thermo_edge.store.database import Transaction
from thermo_edge.store.kinds import length, micros
from thermo_edge.store.significance import Significance, as_number
from thermo_edge.store.upsert import upsert

log = logging.getLogger(__name__)

RAW_KEPT = timedelta(days=7)
"""So long a reading stays as it came; a week shows a fault in full."""

MOST_WAITING = 50_000
"""Where the disk takes nothing for long, the oldest readings are let go, not the program."""

QUALITIES = (
    Quality.GOOD,
    Quality.UNKNOWN,
    Quality.UNAVAILABLE,
    Quality.MISSING,
    Quality.IMPOSSIBLE,
    Quality.SPIKE,
)
"""Their places are what the tables hold: new ones go to the end."""

GOOD = QUALITIES.index(Quality.GOOD)
_CODES = {quality: code for code, quality in enumerate(QUALITIES)}


class Waiting:
    """Takes readings from the house's thread without making it wait; holds what matters until it is written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._significance = Significance()
        self._waiting: list[tuple[datetime, Reading]] = []
        self._gone = 0  # how many have left the front, written or let go

    def add(self, readings: Sequence[Reading]) -> None:
        with self._lock:
            worth = self._significance.worth
            for reading in readings:
                at = worth(reading)
                if at is not None:
                    self._waiting.append((at, reading))
            if len(self._waiting) > MOST_WAITING:
                log.warning("%s readings wait to be written; the oldest are let go", len(self._waiting))
                self._leave(MOST_WAITING // 10)

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def write(self, transaction: Transaction, catalogue: Catalogue, raw_from: int) -> None:
        """Write all; they stop waiting when the transaction is kept. `raw_from`: older ones are aggregates already."""
        with self._lock:
            taken, until = list(self._waiting), self._gone + len(self._waiting)
        if not taken:
            return
        rows = {
            (row["at"], row["series"]): row for row in (as_row(at, each, catalogue, raw_from) for at, each in taken)
        }
        catalogue.save(transaction)
        transaction.connection.execute(upsert(tables.readings, transaction.connection), list(rows.values()))
        transaction.then(lambda: self._written(until))

    def _written(self, until: int) -> None:
        with self._lock:
            self._leave(max(0, until - self._gone))

    def _leave(self, count: int) -> None:
        del self._waiting[:count]
        self._gone += count


def as_row(at: datetime, reading: Reading, catalogue: Catalogue, raw_from: int) -> dict[str, object]:
    """A reading as its table holds it."""
    point, value = reading.point, reading.value
    oldest = max(raw_from, micros(reading.reported) - length(RAW_KEPT))
    return {
        "at": max(micros(at), oldest),
        "series": catalogue.number(point),
        "value": as_number(point.attribute, value) if reading.good else _as_it_came(value),
        "word": catalogue.word(value) if isinstance(value, str) else None,
        "quality": _CODES[reading.quality],
    }


def _as_it_came(value: Value | None) -> float | None:
    return float(value) if isinstance(value, int | float) else None
