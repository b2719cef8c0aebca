"""When a night of learning is due: once in each window of the settings, and by day where nobody looked."""

from datetime import datetime, time, timedelta
from enum import Enum
from typing import NamedTuple

from thermo_edge.home.learning_hours import Learning

MISSED = timedelta(hours=26)
"""After so long without a night, as when the computer was off, it is done by day."""


class Due(Enum):
    """What is to be done now."""

    NOTHING = 0
    NIGHT = 1  # if the house is quiet and the machine fit
    MISSED = 2  # if the machine is fit


class Window(NamedTuple):
    """The hours in which a night may begin."""

    begin: datetime
    end: datetime


class Past(NamedTuple):
    """When a night last came to its end, was last tried, and when a window last went by without one."""

    done: datetime | None = None
    tried: datetime | None = None
    skipped: datetime | None = None

    @property
    def last(self) -> datetime | None:
        return max((at for at in self if at is not None), default=None)


def window(settings: Learning, local: datetime) -> Window | None:
    """The window that this local time lies in; on the day on which clocks change, as the wall clock shows it."""
    for days in (0, 1):
        day = local - timedelta(days=days)
        begin = _at(day, settings.start)
        end = _at(day if settings.start < settings.until else day + timedelta(days=1), settings.until)
        if begin.timestamp() <= local.timestamp() < end.timestamp():
            return Window(begin, end)
    return None


def due(settings: Learning, local: datetime, past: Past) -> Due:
    """What is to be done at this local time."""
    if not settings.on:
        return Due.NOTHING
    span = window(settings, local)
    if span is not None:
        begun = (at for at in (past.done, past.tried) if at is not None)
        return Due.NOTHING if any(_within(at, span, local) for at in begun) else Due.NIGHT
    last = past.last
    return Due.MISSED if last is None or abs(local - last) > MISSED else Due.NOTHING


def _within(at: datetime, span: Window, local: datetime) -> bool:
    """Since the window began; a time in the future, from before the clock was set back, was not."""
    return span.begin.timestamp() <= at.timestamp() <= local.timestamp()


def _at(day: datetime, clock: time) -> datetime:
    return day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
