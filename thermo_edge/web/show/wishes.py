"""A wish before it is made: the temperatures one can step to, and the times it can last."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from thermo_edge.home.comfort import Limits
from thermo_edge.home.units import fahrenheit
from thermo_edge.home.view import RoomView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words

_EVENING, _MORNING = time(22), time(7)
_SOON = timedelta(minutes=30)
"""An end of the day that is nearer is not offered."""

_START = 20.0


@dataclass(frozen=True, slots=True)
class End:
    """How long a wish lasts, as a choice and in the sentence of the button; `until` is aware UTC."""

    key: str
    words: str
    wish: str
    until: datetime


def ends(now: datetime, target: float, zone: ZoneInfo, words: Words) -> tuple[End, ...]:
    """An hour, three hours, or the next end of the day, for a wish of `target` °C."""
    day = _next(now, zone)
    until = words.ahead(day, now)
    return (
        End("1h", words.say(N_("for 1 h")), words.say(N_("Set {target} for 1 h"), target=target), _in(now, 1)),
        End("3h", words.say(N_("for 3 h")), words.say(N_("Set {target} for 3 h"), target=target), _in(now, 3)),
        End(
            "day",
            words.say(N_("until {until}"), until=until),
            words.say(N_("Set {target} until {until}"), target=target, until=until),
            day,
        ),
    )


def light_ends(now: datetime, zone: ZoneInfo, words: Words) -> tuple[End, ...]:
    """The same for a wish that has no temperature."""
    return tuple(End(end.key, end.words, end.words, end.until) for end in ends(now, _START, zone, words))


def _in(now: datetime, hours: int) -> datetime:
    return now + timedelta(hours=hours)


def _next(now: datetime, zone: ZoneInfo) -> datetime:
    """The next evening or morning on the local clock, whichever comes first; right on days of 23 and 25 hours."""
    today = now.astimezone(zone).date()
    days = (today, today + timedelta(days=1))
    instants = (datetime.combine(day, clock, zone).astimezone(now.tzinfo) for day in days for clock in _ENDS)
    return next(at for at in instants if at - now >= _SOON)


_ENDS = (_MORNING, _EVENING)


def first_target(room: RoomView, in_fahrenheit: bool) -> float:
    """Where the stepping begins: the wish that is, or the middle of comfort, on a whole step."""
    if room.wish is not None:
        return room.wish.target
    return _whole(room.band.middle if room.band is not None else _START, in_fahrenheit)


def step(target: float, up: bool, limits: Limits, in_fahrenheit: bool) -> float:
    """Half a kelvin (or 1 °F) warmer or cooler, within the room's limits."""
    size = 1 / 1.8 if in_fahrenheit else 0.5
    moved = _whole(target + (size if up else -size), in_fahrenheit)
    return min(max(moved, limits.lowest), limits.highest)


def warmer(target: float, measured: float | None, limits: Limits, in_fahrenheit: bool) -> float:
    """A step warmer, and than it is in the room: what is below that would warm nobody."""
    if measured is not None:
        target = max(target, _whole(measured, in_fahrenheit))
    return step(target, True, limits, in_fahrenheit)


def _whole(celsius: float, in_fahrenheit: bool) -> float:
    return (round(fahrenheit(celsius)) - 32) / 1.8 if in_fahrenheit else round(celsius * 2) / 2
