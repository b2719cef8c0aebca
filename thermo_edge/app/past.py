"""What was so in the house when somebody did something about its warmth, from the history."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cached_property

from thermo_edge.climate.adaptive import running_mean
from thermo_edge.climate.comfort import operative
from thermo_edge.home.house import Attribute, House, Person, PlaceId, Point, Room
from thermo_edge.occupancy.whole import NIGHT
from thermo_edge.ports import History

SPAN = timedelta(days=60)
"""So far back people's acts are read: two thirds of a season."""

STEP = timedelta(minutes=30)
_DAYS = 21
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HALF = timedelta(minutes=15)
_UNSEEN_NIGHT = (23.0, 6.5)
"""Local hours in which people are taken to sleep where nothing could see them stir."""

Line = dict[datetime, float]


class HistoryPast:
    """Implements climate.recalled.Past on half hours; each point is read once, when it is first asked about."""

    def __init__(self, house: House, history: History, now: datetime) -> None:
        self._house, self._history = house, history
        self._end = _whole(now, STEP) + STEP
        self._begin = _whole(now - SPAN, STEP)
        self._lines: dict[Point, Line] = {}

    def temperature(self, place: PlaceId, at: datetime) -> float | None:
        """Before it was changed, and before heat could tell: that of the half hour before."""
        air, surfaces = self._felt(place, at)
        return operative(air, surfaces) if air is not None else None

    def radiant(self, place: PlaceId, at: datetime) -> float:
        """Of the same half hour."""
        air, surfaces = self._felt(place, at)
        return air - operative(air, surfaces) if air is not None else 0.0

    def outdoor_mean(self, at: datetime) -> float | None:
        """From whole UTC days before it."""
        today = _whole(at, timedelta(days=1))
        days = [self._daily.get(today - timedelta(days=back), math.nan) for back in range(_DAYS, 0, -1)]
        mean = running_mean(days)
        return mean if math.isfinite(mean) else None

    def asleep(self, at: datetime) -> bool:
        """At night, with nothing stirring for half an hour; where nothing could be seen to stir, in the small hours."""
        hour = _hour(self._house, at)
        lines = [self._line(point) for room in self._house.rooms for point in room.seeing]
        begin = _whole(at, STEP)
        stirs = [line[half] for line in lines for half in (begin - STEP, begin) if half in line]
        first, last = NIGHT if stirs else _UNSEEN_NIGHT
        return (hour >= first or hour < last) and not any(mean > 0.0 for mean in stirs)

    def away(self, at: datetime) -> bool:
        """Every phone that tells was out all the half hour."""
        told = [share for person in self._house.persons if (share := self._home(person, at)) is not None]
        return bool(told) and not any(share > 0.0 for share in told)

    def home(self, at: datetime) -> tuple[str, ...]:
        """By name, those who were home most of the half hour."""
        people = ((person.name, self._home(person, at)) for person in self._house.persons)
        return tuple(name for name, share in people if share is not None and share > 0.5)

    def occupied(self, room: Room, at: datetime) -> bool:
        """Somebody was seen in the room in the half hour; a room that nothing sees is taken to be lived in."""
        begin = _whole(at, STEP)
        stirs = [line[begin] for point in room.seeing if begin in (line := self._line(point))]
        return any(mean > 0.0 for mean in stirs) if room.seeing else True

    def _home(self, person: Person, at: datetime) -> float | None:
        if person.entity is None:
            return None
        return self._line(Point(person.entity, Attribute.PRESENCE)).get(_whole(at, STEP))

    def _felt(self, place: PlaceId, at: datetime) -> tuple[float | None, dict[str, float]]:
        """°C of the air, by the first thermometer that is known, and of each surface that is."""
        room = self._house.room(place)
        if room is None:
            return None, {}
        means = (self._before(sensor.point, at) for sensor in room.thermometers)
        of_surfaces = ((s.point.entity, self._before(s.point, at)) for s in room.sensing(Attribute.SURFACE))
        surfaces = {str(entity): mean for entity, mean in of_surfaces if mean is not None}
        return next((mean for mean in means if mean is not None), None), surfaces

    def _before(self, point: Point, at: datetime) -> float | None:
        line, begin = self._line(point), _whole(at, STEP)
        return line.get(begin - STEP, line.get(begin))

    def _line(self, point: Point) -> Line:
        if point not in self._lines:
            samples = self._history.samples(point, self._begin, self._end, STEP)
            self._lines[point] = {each.at: each.mean for each in samples}
        return self._lines[point]

    @cached_property
    def _daily(self) -> Line:
        sensor = self._house.outdoor
        if sensor is None:
            return {}
        day = timedelta(days=1)
        begin = _whole(self._begin, day) - _DAYS * day
        return {each.at: each.mean for each in self._history.samples(sensor.point, begin, self._end, day)}


def hours(begin: datetime, end: datetime) -> Iterable[datetime]:
    """The middles of the whole hours between."""
    at = _whole(begin, timedelta(hours=1)) + 3 * _HALF
    while at < end - _HALF:
        yield at
        at += timedelta(hours=1)


def _whole(at: datetime, step: timedelta) -> datetime:
    """The begin of the stretch of `step` that this time lies in, counted from 1970."""
    return _EPOCH + (at - _EPOCH) // step * step


def _hour(house: House, at: datetime) -> float:
    local = house.local(at)
    return local.hour + local.minute / 60.0
