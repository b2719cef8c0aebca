"""The last day of what a house's sensors said, minute by minute, and the same on the grid that a model looks at."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.home.house import Attribute, House, PlaceId, Point, Room
from thermo_edge.home.snapshot import Reading
from thermo_edge.occupancy.signals import Array, HouseSignals, RoomSignals, freshness, moisture

STEP = 5
"""Minutes: the grid that the shipped model was trained on."""

KEPT = 24 * 60
"""Minutes that are kept."""

_ANALOG = {
    Attribute.TEMPERATURE: "temperature",
    Attribute.HUMIDITY: "humidity",
    Attribute.CO2: "co2",
    Attribute.ILLUMINANCE: "light",
    Attribute.POWER: "power",
}
_EVENTS = {
    Attribute.MOTION: "motion",
    Attribute.PRESENCE: "motion",
    Attribute.DOOR: "door",
    Attribute.OPEN: "contact",
    Attribute.ON: "lamp",
}
_SEES = "motion"
_OLD = timedelta(hours=6)
_MINUTE = timedelta(minutes=1)
_LATE = timedelta(seconds=5)  # that a reading may have been on its way


@dataclass
class Gatherer:
    """A ring of minutes. One thread adds to it and reads it; `minutes` begins empty and is seeded or filled."""

    house: House
    minutes: dict[tuple[PlaceId, str], Array] = field(default_factory=dict)
    persons: Array = field(default_factory=lambda: np.full(KEPT, np.nan))
    end: datetime | None = None

    def add(self, latest: Mapping[Point, Reading], seen: Mapping[Point, datetime], now: datetime) -> None:
        """What is known now is so of this minute; minutes that were missed say what this one does, but for events."""
        passed = KEPT if self.end is None else max(0, round((now - self.end) / _MINUTE))
        if passed == 0:
            return
        span = min(now - self.end if self.end is not None else _MINUTE, STEP * _MINUTE) + _LATE
        self._move(min(passed, KEPT), fresh=self.end is None)
        for room in self.house.rooms:
            for kind, value in of_room(room, latest, seen, now, span).items():
                self._line(room.id, kind)[-1] = value
        self.persons[-1] = _share(self.house, latest)
        self.end = now

    def seed(self, samples: Callable[[Point], Iterable[tuple[datetime, float]]], now: datetime) -> None:
        """Begin with what the history kept, in stretches of STEP minutes."""
        people = [
            _stretches(samples(Point(person.entity, Attribute.PRESENCE)), now)
            for person in self.house.persons
            if person.entity
        ]
        for room in self.house.rooms:
            for point, kind in points_of(room):
                line, found = self._line(room.id, kind), _stretches(samples(point), now)
                event = kind in _EVENTS.values()
                better = np.fmax(line, (found > 0.0).astype(float)) if event else np.where(np.isnan(line), found, line)
                self.minutes[room.id, kind] = np.where(np.isnan(found), line, better)
        if people:
            self.persons = np.mean(people, axis=0)
        self.end = now

    def signals(self, now: datetime) -> HouseSignals:
        """On the grid; the last step ends now."""
        count = KEPT // STEP
        local = self.house.local(now)
        back = np.arange(count)[::-1] * STEP / 60.0
        hours = local.hour + local.minute / 60.0 - back
        rooms = {room.id: self._room(room, count) for room in self.house.rooms}
        weekday = (local.weekday() + np.floor(hours / 24.0)) % 7
        shared = self.persons.reshape(count, STEP)[:, -1]
        persons = shared if np.isfinite(shared).any() else None
        return HouseSignals(float(STEP), hours % 24.0, weekday, {str(k): v for k, v in rooms.items()}, persons)

    def _move(self, by: int, fresh: bool) -> None:
        for (place, kind), line in self.minutes.items():
            filler = np.nan if fresh else 0.0 if kind in _EVENTS.values() else float(line[-1])
            self.minutes[place, kind] = np.concatenate([line[by:], np.full(by, filler)])
        self.persons = np.concatenate([self.persons[by:], np.full(by, self.persons[-1])])

    def _line(self, place: PlaceId, kind: str) -> Array:
        return self.minutes.setdefault((place, kind), np.full(KEPT, np.nan))

    def _room(self, room: Room, count: int) -> RoomSignals:
        mean, highest, events, stirs = dict[str, Array](), dict[str, Array](), dict[str, Array](), dict[str, Array]()
        for (place, kind), line in self.minutes.items():
            grid = line.reshape(count, STEP)
            if place != room.id or not np.isfinite(line).any():
                continue
            if kind in _EVENTS.values():
                events[kind] = _over(np.fmax.reduce, grid)
                stirs[kind] = _stirred(np.nan_to_num(grid), kind)
            elif kind != "humidity":
                mean[kind], highest[kind] = grid[:, -1], _over(np.fmax.reduce, grid)
        if "temperature" in mean and (room.id, "humidity") in self.minutes:
            damp = self.minutes[room.id, "humidity"].reshape(count, STEP)[:, -1]
            mean["moisture"] = highest["moisture"] = moisture(mean["temperature"], damp)
        return RoomSignals(mean, highest, events, stirs)


def points_of(room: Room) -> list[tuple[Point, str]]:
    """What of a room is gathered, with its kind."""
    kinds: dict[Attribute, str] = dict(_ANALOG)
    kinds |= {attribute: kind for attribute, kind in _EVENTS.items() if attribute is not Attribute.ON}
    found = [(s.point, kinds[s.point.attribute]) for s in room.sensors if s.point.attribute in kinds]
    return [*found, *((lamp.switch, "lamp") for lamp in room.lights)]


def of_room(
    room: Room, latest: Mapping[Point, Reading], seen: Mapping[Point, datetime], now: datetime, span: timedelta
) -> dict[str, float]:
    """What a room's sensors say of the time that ends now: the first of each that measures, the most of events."""
    found: dict[str, float] = {}
    for point, kind in points_of(room):
        reading = latest.get(point)
        if reading is None or not reading.good or reading.value is None or isinstance(reading.value, str):
            continue
        if kind in _EVENTS.values():
            moved = now - reading.at < span and reading.reported >= reading.at
            recent = kind == _SEES and point in seen and now - seen[point] < span
            on = reading.value is True or recent or (kind != _SEES and moved)
            found[kind] = max(found.get(kind, 0.0), float(on))
        elif now - reading.reported <= _OLD:
            found.setdefault(kind, float(reading.value))
    return found


def _share(house: House, latest: Mapping[Point, Reading]) -> float:
    told = [latest.get(Point(p.entity, Attribute.PRESENCE)) for p in house.persons if p.entity]
    known = [reading.value is True for reading in told if reading is not None and reading.good]
    return float(np.mean(known)) if known else float("nan")


def _stretches(samples: Iterable[tuple[datetime, float]], now: datetime) -> Array:
    """Means of stretches of STEP minutes as minutes that end now."""
    line: Array = np.full(KEPT, np.nan)
    for at, mean in samples:
        place = KEPT - round((now - at) / _MINUTE)
        if -STEP < place < KEPT:
            line[max(0, place) : max(0, place + STEP)] = mean
    return line


def _over(most: Callable[..., Array], grid: Array) -> Array:
    return np.asarray(most(grid, axis=1))


def _stirred(grid: Array, kind: str) -> Array:
    """How fresh the last sign in each step is; what people leave as it is stirs only when it changes."""
    if kind == _SEES:
        age = np.argmax(grid[:, ::-1] > 0.0, axis=1).astype(float)
        return np.where((grid > 0.0).any(axis=1), np.where(grid[:, -1] > 0.0, 1.0, freshness(age)), 0.0)
    before = np.concatenate([[grid[0, 0]], grid.ravel()[:-1]]).reshape(grid.shape)
    changed = grid != before
    age = np.argmax(changed[:, ::-1], axis=1).astype(float)
    return np.where(changed.any(axis=1), freshness(age), 0.0)
