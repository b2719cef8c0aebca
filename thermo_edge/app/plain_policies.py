"""What people without a model do about the warmth, as what the plain rule takes the house for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from thermo_edge.home.comfort import Comfort, Warm
from thermo_edge.home.house import House

See = Callable[[House], House]
"""What a program takes a house for."""


def as_it_is(house: House) -> House:
    """Setback by the house's own hours, and while nobody is home."""
    return house


def constant(house: House) -> House:
    """Comfort at all hours, whoever is home."""
    return replace(_with(house, lambda comfort: replace(comfort, hours=())), away_setback=0.0)


def earlier(by: timedelta) -> See:
    """Setback with hours that begin so much earlier."""

    def moved(comfort: Comfort) -> Comfort:
        return replace(comfort, hours=tuple(hours for each in comfort.hours for hours in _longer(each, by)))

    return lambda house: _with(house, moved)


def _with(house: House, change: Callable[[Comfort], Comfort]) -> House:
    return replace(house, rooms=tuple(replace(room, comfort=change(room.comfort)) for room in house.rooms))


def _longer(hours: Warm, by: timedelta) -> tuple[Warm, ...]:
    """With a start that much earlier; what reaches into the day before is an interval of its own.

    So is all of what comes before hours that end no longer than that before they begin again: on days that follow one
    another they are the whole day then, and an earlier start of theirs would have passed their end.
    """
    start, end = (timedelta(hours=each.hour, minutes=each.minute) for each in (hours.start, hours.end))
    begin = (datetime(2000, 1, 2) + start - by).time()  # noqa: DTZ001 - any day
    days = hours.days if start >= by else frozenset((day - 1) % 7 for day in hours.days)
    if (start - end) % timedelta(days=1) <= by:
        return (hours, Warm(days, begin, hours.start))
    if start >= by:
        return (replace(hours, start=begin),)
    return (replace(hours, start=time()), Warm(days, begin, time()))


BY_THE_RULE: dict[str, See] = {
    "constant": constant,
    "setback": as_it_is,
    "preheat-1h": earlier(timedelta(hours=1)),
    "preheat-3h": earlier(timedelta(hours=3)),
    "preheat-6h": earlier(timedelta(hours=6)),
}
"""Each by its name; the second is the rule itself."""
