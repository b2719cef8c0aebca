"""What a house usually does, from its own past: occupancy by hour of the week, and when people came, woke and slept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.house import Attribute, House, PlaceId, Point
from thermo_edge.occupancy.climatology import Climatology, learn
from thermo_edge.occupancy.moments import Episodes, episodes
from thermo_edge.occupancy.signals import Array

SPAN = timedelta(days=28)
HALF_HOUR = timedelta(minutes=30)
_STEP = 30.0
_NIGHT = (21.0, 10.0)

Samples = Callable[[Point], Iterable[tuple[datetime, float]]]
"""A point's means by half hours, each with when that began."""


def _none() -> Episodes:
    return Episodes(*(np.zeros(0),) * 3)


@dataclass(frozen=True)
class Usual:
    """Nothing is in the mappings, and the episodes are empty, where the past says nothing."""

    rooms: Mapping[PlaceId, Climatology] = field(default_factory=dict)
    home: Climatology | None = None
    asleep: Climatology | None = None
    away: Episodes = field(default_factory=_none)
    sleep: Episodes = field(default_factory=_none)


def learned(house: House, samples: Samples, quarantined: Sequence[RegimeSpan], now: datetime) -> Usual:
    """From four weeks of motion and phones; times that were not normal are left out."""
    count = SPAN // HALF_HOUR
    begin = now - SPAN
    hour, weekday, kept = _clock(house, begin, count, quarantined)
    rooms: dict[PlaceId, Climatology] = {}
    stirs: Array = np.full(count, np.nan)
    for room in house.rooms:
        truth: Array = np.full(count, np.nan)
        for point in room.seeing:
            truth = np.fmax(truth, _line(samples(point), begin, count))
        truth = np.where(np.isfinite(truth), (truth > 0.0).astype(float), np.nan)
        stirs = np.fmax(stirs, truth)
        if np.isfinite(truth[kept]).any():
            rooms[room.id] = learn(hour[kept], weekday[kept], truth[kept], _STEP)
    phones = [_line(samples(Point(p.entity, Attribute.PRESENCE)), begin, count) for p in house.persons if p.entity]
    home = _most(phones) if phones else stirs
    asleep = np.where((home > 0.5) & ((hour >= _NIGHT[0]) | (hour < _NIGHT[1])), stirs < 0.5, False).astype(float)
    asleep = np.where(np.isfinite(stirs) & np.isfinite(home), asleep, np.nan)
    return Usual(
        rooms,
        _climatology(hour, weekday, home, kept),
        _climatology(hour, weekday, asleep, kept),
        episodes(1.0 - home[kept], hour[kept], weekday[kept], _STEP),
        episodes(asleep[kept], hour[kept], weekday[kept], _STEP, shortest=2.0),
    )


def _clock(house: House, begin: datetime, count: int, quarantined: Sequence[RegimeSpan]) -> tuple[Array, Array, Array]:
    """Local hour and weekday of each half hour, and whether it was a normal time."""
    times = [begin + HALF_HOUR * place for place in range(count)]
    local = [house.local(at) for at in times]
    hour = np.array([each.hour + each.minute / 60.0 for each in local])
    weekday = np.array([float(each.weekday()) for each in local])
    kept = np.array([not any(span.since <= at < span.until for span in quarantined) for at in times])
    return hour, weekday, kept


def _line(samples: Iterable[tuple[datetime, float]], begin: datetime, count: int) -> Array:
    line: Array = np.full(count, np.nan)
    for at, mean in samples:
        place = (at - begin) // HALF_HOUR
        if 0 <= place < count:
            line[place] = mean
    return line


def _most(lines: Sequence[Array]) -> Array:
    most = lines[0]
    for other in lines[1:]:
        most = np.fmax(most, other)
    return np.where(np.isfinite(most), (most >= 0.5).astype(float), np.nan)


def _climatology(hour: Array, weekday: Array, truth: Array, kept: Array) -> Climatology | None:
    if not np.isfinite(truth[kept]).any():
        return None
    return learn(hour[kept], weekday[kept], truth[kept], _STEP)
