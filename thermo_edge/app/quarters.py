"""The past of points in quarters of an hour, of which plan after plan asks for nearly the same."""

from datetime import datetime, timedelta
from typing import NamedTuple

from thermo_edge.climate.recent import STEP
from thermo_edge.home.house import Point
from thermo_edge.ports import History

LATE = timedelta(hours=1)
"""So far back a reading may still come in; what is older is read anew once in so long."""

Means = dict[datetime, float]


class _Read(NamedTuple):
    since: datetime
    until: datetime
    means: Means


class Quarters:
    """Asks the history for what has come since the last time. For one thread at a time."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._read: dict[Point, _Read] = {}

    def means(self, point: Point, begin: datetime, end: datetime) -> list[tuple[datetime, float]]:
        """By the begin of each quarter that anything is known of; both ends are whole ones. StoreErrors go on."""
        read = self._read.get(point)
        if read is None or begin < read.since or not read.until <= end < read.until + LATE:
            self._read[point] = _Read(begin, end, self._ask(point, begin, end))
            return list(self._read[point].means.items())
        anew = max(begin, read.until - LATE)
        return [
            *((at, mean) for at, mean in read.means.items() if begin <= at < anew),
            *self._ask(point, anew, end).items(),
        ]

    def _ask(self, point: Point, begin: datetime, end: datetime) -> Means:
        return {each.at: each.mean for each in self._history.samples(point, begin, end, STEP)}
