"""What was: a room's last week, month or year from the aggregates of the history, and its own decisions."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

import numpy as np

from thermo_edge.climate.recent import works
from thermo_edge.errors import StoreError
from thermo_edge.home.day import Line
from thermo_edge.home.house import House, PlaceId, Point, Room
from thermo_edge.home.past import STEPS, Reach, RoomPast
from thermo_edge.home.turn import DecisionRecord
from thermo_edge.ports import History, Sample

MOST_DECISIONS = 2000
"""So many about one place are given at once, at most."""


def decisions(history: History, place: PlaceId, limit: int) -> tuple[DecisionRecord, ...]:
    """The latest about one place, newest first; none where the history cannot be read."""
    try:
        return history.decisions(max(0, min(limit, MOST_DECISIONS)), place)
    except StoreError:
        return ()


def past(history: History, house: House, room: Room, now: datetime, reach: Reach) -> RoomPast:
    """It may take a tenth of a second for each line of a year."""
    days, step = STEPS[reach]
    today = datetime.combine(house.local(now).date(), time(), house.zone)
    begin = (today - timedelta(days=days - 1)).astimezone(now.tzinfo)
    steps = -(-(now - begin) // step)

    def line(point: Point | None, of: Callable[[Sample], float] = lambda each: each.mean) -> Line:
        return _line(asked(point), of, begin, step, steps)

    known: dict[Point, Sequence[Sample]] = {}

    def asked(point: Point | None) -> Sequence[Sample]:
        if point is not None and point not in known:
            known[point] = history.samples(point, begin, now, step)
        return known[point] if point is not None else ()

    inside = room.thermometers[0].point if room.thermometers else None
    heaters = [line(works(each), lambda s: max(s.mean, 0.0)) for each in room.devices if each.heats]
    outdoor = house.outdoor.point if house.outdoor is not None else None
    return RoomPast(
        reach,
        begin,
        step,
        line(inside, lambda each: each.low),
        line(inside),
        line(inside, lambda each: each.high),
        _together(heaters, steps),
        line(outdoor),
    )


def _line(
    samples: Sequence[Sample], of: Callable[[Sample], float], begin: datetime, step: timedelta, steps: int
) -> Line:
    found: list[float | None] = [None] * steps
    for each in samples:
        place = (each.at - begin) // step
        if 0 <= place < steps and np.isfinite(of(each)):
            found[place] = round(of(each), 3)
    return tuple(found)


def _together(lines: Sequence[Line], steps: int) -> Line:
    """The mean of those that tell."""
    found: list[float | None] = []
    for place in range(steps):
        told = [value for each in lines if (value := each[place]) is not None]
        found.append(sum(told) / len(told) if told else None)
    return tuple(found)
