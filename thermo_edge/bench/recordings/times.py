"""Reads times as recordings write them: local or not, across the change to and from summer time."""

import math
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from thermo_edge.bench.recordings.mapping import TimeColumn
from thermo_edge.bench.recordings.tables import Cells, Rows

HOUR = 3600.0


class Times:
    """One column of times, read row by row: the hour that comes twice in autumn is told by the order of the rows."""

    def __init__(self, rows: Rows, where: TimeColumn, zone: str) -> None:
        self._positions = [rows.position(column) for column in where.column]
        self._named = " ".join(where.column)
        self._format = where.format
        self._zone = ZoneInfo(zone)
        self._read = _reader(where.format)
        self._last = float("-inf")

    def read(self, cells: Cells) -> float:
        """Unix seconds. Raises RecordingFault."""
        text = " ".join(cells.text(position) for position in self._positions)
        try:
            told = self._read(text)
        except (ValueError, OverflowError, OSError):
            raise cells.fault(
                self._named, f"{text!r} is no time of the format {self._format}; see time: format"
            ) from None
        at = told if isinstance(told, float) else self._instant(told)
        self._last = at
        return at

    def _instant(self, told: datetime) -> float:
        if told.tzinfo is not None:
            return told.timestamp()
        first = told.replace(tzinfo=self._zone).timestamp()
        if first >= self._last:
            return first
        second = told.replace(tzinfo=self._zone, fold=1).timestamp()
        return second if second > first and self._last - first <= HOUR else first


def _reader(form: str) -> Callable[[str], datetime | float]:
    if form == "iso":
        return datetime.fromisoformat
    if form in ("unix", "unix_ms"):
        return lambda text: _finite(text) / (1000.0 if form == "unix_ms" else 1.0)
    return lambda text: datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the map's


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("no instant")
    return number
