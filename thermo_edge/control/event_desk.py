"""What doors, windows and motion sensors saw today, looked up in the history, with how usual it was."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.home.events import Happened, PastAlarm
from thermo_edge.home.house import Attribute, House, Sensor
from thermo_edge.home.reason import Code
from thermo_edge.ports import History
from thermo_edge.security.evidence import PERIMETER
from thermo_edge.security.unusual import QUARTERS, alike, begins

DAYS = 56
"""That are counted before today."""

BACK = timedelta(days=30)
"""So far back alarms are told."""

MOST = 40
"""Events of a day that are told, the newest."""

_DAY, _QUARTER, _FIVE = timedelta(days=1), timedelta(minutes=15), timedelta(minutes=5)
_APART = {Attribute.MOTION: timedelta(minutes=30)}
"""So long nothing must have been seen for it to count as another event."""

_NOTICES = 500


def events(history: History, house: House, now: datetime) -> tuple[Happened, ...]:
    """Of the last 24 hours, the newest first."""
    found = [happened for sensor in _looked_at(house) for happened in _of(history, house, sensor, now)]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True)[:MOST])


def alarms(history: History, now: datetime) -> tuple[PastAlarm, ...]:
    """Of the last days, the newest first."""
    told = (notice for notice in history.notices(_NOTICES) if notice.reason.code is Code.INTRUSION)
    return tuple(PastAlarm(notice.since) for notice in told if notice.since >= now - BACK)


def _looked_at(house: House) -> Iterator[Sensor]:
    seen = set[object]()
    for sensor in house.sensors:
        wanted = sensor.point.attribute in PERIMETER or sensor.point.attribute is Attribute.MOTION
        if wanted and sensor.point not in seen:
            seen.add(sensor.point)
            yield sensor


def _of(history: History, house: House, sensor: Sensor, now: datetime) -> Iterator[Happened]:
    begin, midnight = now - _DAY, _midnight(house, now)
    today = _active(history, sensor, begin - _FIVE, now, _FIVE)
    times = [begin + (int(step) - 1) * _FIVE for step in np.flatnonzero(begins(today))]
    times = list(_spread(times, _APART.get(sensor.point.attribute, _FIVE)))
    if not times:
        return
    before = _active(history, sensor, midnight - DAYS * _DAY, midnight, _QUARTER).reshape(DAYS, QUARTERS)
    known = np.isfinite(before).any(axis=1)
    motion = sensor.point.attribute is Attribute.MOTION
    marks = before > 0.0 if motion else begins(before.reshape(-1)).reshape(DAYS, QUARTERS)
    for at in times:
        local = house.local(at)
        days, same = alike(marks, known, (local.hour * 60 + local.minute) // 15)
        yield Happened(at, sensor.point, sensor.room, days, same)


def _active(history: History, sensor: Sensor, begin: datetime, end: datetime, step: timedelta) -> "np.ndarray":
    """(steps,) 1.0 where it was disturbed at all, NaN where nothing is known."""
    line = np.full((end - begin) // step, np.nan)
    calm = 1.0 if sensor.point.attribute is Attribute.LOCKED else 0.0
    for sample in history.samples(sensor.point, begin, end, step):
        place = (sample.at - begin) // step
        if 0 <= place < len(line):
            line[place] = float(sample.low < calm if calm else sample.high > calm)
    return line


def _midnight(house: House, now: datetime) -> datetime:
    """Before today, so that rows are days; where the clock changed they lie an hour off, which AROUND allows for."""
    return house.local(now).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


def _spread(times: list[datetime], apart: timedelta) -> Iterator[datetime]:
    last = None
    for at in times:
        if last is None or at - last > apart:
            yield at
        last = at
