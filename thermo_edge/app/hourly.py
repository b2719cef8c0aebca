"""What was measured in the last whole hours, as the looks of every hour take it from the history."""

from datetime import datetime, timedelta

from thermo_edge.home.house import Point
from thermo_edge.ports import History

EVERY = timedelta(hours=1)


def means(history: History, point: Point | None, now: datetime, count: int) -> dict[datetime, float]:
    """The mean of each of the last `count` whole hours, by its begin, as far as it is known; StoreErrors go on."""
    if point is None:
        return {}
    end = now.replace(minute=0, second=0, microsecond=0)
    return {each.at: each.mean for each in history.samples(point, end - count * EVERY, end, EVERY)}
