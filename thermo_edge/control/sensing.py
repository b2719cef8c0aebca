"""What a reading is worth, how fresh it must be, and what the rooms are like: from raw readings to a snapshot."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from thermo_edge.home.forecast import RoomBelief
from thermo_edge.home.house import COMMANDED, Attribute, EntityId, House, PlaceId, Point, Room, Sensor
from thermo_edge.home.memory import Cadence, ClimateMemory
from thermo_edge.home.snapshot import Quality, Reading, RoomSense
from thermo_edge.occupancy.policy import SEES

POSSIBLE: Mapping[Attribute, tuple[float, float]] = {
    Attribute.TEMPERATURE: (-60.0, 84.0),  # 85 is what a DS18B20 says that has not measured yet
    Attribute.SURFACE: (-30.0, 80.0),
    Attribute.SET_POINT: (-20.0, 60.0),
    Attribute.HUMIDITY: (0.0, 100.0),
    Attribute.ILLUMINANCE: (0.0, 200_000.0),
    Attribute.CO2: (150.0, 60_000.0),
    Attribute.BATTERY: (0.0, 100.0),
    Attribute.BRIGHTNESS: (0.0, 100.0),
    Attribute.POSITION: (0.0, 100.0),
    Attribute.FLOW: (-20.0, 100.0),
    Attribute.WIND: (0.0, 120.0),
    Attribute.CLOUD: (0.0, 100.0),
    Attribute.COLOUR: (1000.0, 20_000.0),
    Attribute.PRICE: (-1000.0, 10_000.0),
}
"""What can be, in the stored units; what lies outside is the sensor's fault."""

JUMP: Mapping[Attribute, tuple[float, float]] = {Attribute.TEMPERATURE: (4.0, 1.0), Attribute.HUMIDITY: (35.0, 5.0)}
"""A larger change than this, plus so much a minute since the last report, waits for a second reading that agrees."""

UNLEARNED = timedelta(minutes=60)
"""How long a sensor may be silent before its cadence is known."""

PATIENCE = (timedelta(minutes=10), timedelta(hours=2))
"""The least and the most that a sensor may be silent once it is."""

_LATE = timedelta(minutes=5)
_LEARNED = 10  # gaps
_MANY_GAPS = 6.0  # times the usual gap is silent


@dataclass(frozen=True)
class Senses:
    """Everything heard so far: the latest of every point, the last good one, and jumps that wait to be confirmed.

    `seen`: when each sensor that sees people last did.
    """

    latest: Mapping[Point, Reading] = field(default_factory=dict)
    good: Mapping[Point, Reading] = field(default_factory=dict)
    suspects: Mapping[Point, Reading] = field(default_factory=dict)
    seen: Mapping[Point, datetime] = field(default_factory=dict)


def hear(
    senses: Senses, readings: Iterable[Reading], cadences: Mapping[Point, Cadence]
) -> tuple[Senses, Mapping[Point, Cadence], tuple[Reading, ...]]:
    """Take readings in. Returns the senses, the cadences, and the readings as they were judged."""
    latest, good, suspects, signs = dict(senses.latest), dict(senses.good), dict(senses.suspects), dict(senses.seen)
    learned: dict[Point, Cadence] = {}
    judged: list[Reading] = []
    for raw in readings:
        former = good.get(raw.point)
        if former is not None and raw.good and timedelta(0) < former.reported - raw.reported < _LATE:
            continue  # something newer is known; a larger step back is a clock that was set
        seen = judge(raw, former, suspects.get(raw.point))
        suspects.pop(raw.point, None)
        if seen.quality is Quality.SPIKE:
            suspects[raw.point] = seen
        elif seen.good:
            good[raw.point] = seen
            if former is not None and seen.reported > former.reported and _measures(raw.point.attribute):
                cadence = learned.get(raw.point) or cadences.get(raw.point, Cadence())
                learned[raw.point] = learn(cadence, seen.reported - former.reported)
        if raw.point.attribute in SEES and _saw(seen, latest.get(raw.point)):
            signs[raw.point] = seen.at
        latest[raw.point] = seen
        judged.append(seen)
    return Senses(latest, good, suspects, signs), ({**cadences, **learned} if learned else cadences), tuple(judged)


def _saw(reading: Reading, former: Reading | None) -> bool:
    """Whether a sensor sees somebody, or has done so until now: a fault between the two is no sign of anybody."""
    if not reading.good or reading.value is True:
        return reading.good
    return reading.value is False and former is not None and former.good and former.value is True


def judge(reading: Reading, former: Reading | None, suspect: Reading | None) -> Reading:
    """Mark what is impossible, and jumps until a second reading agrees; the value stays, so that it can be kept."""
    if not reading.good or isinstance(reading.value, bool | str):
        return reading
    if reading.value is None:
        return reading._replace(quality=Quality.UNKNOWN)
    value = float(reading.value)
    low, high = POSSIBLE.get(reading.point.attribute, (-math.inf, math.inf))
    if not math.isfinite(value) or not low <= value <= high:
        return reading._replace(quality=Quality.IMPOSSIBLE)
    limit = JUMP.get(reading.point.attribute)
    if limit and former is not None and isinstance(former.value, int | float):
        minutes = min(60.0, max(0.0, (reading.reported - former.reported) / timedelta(minutes=1)))
        allowed = limit[0] + limit[1] * minutes
        agrees = (
            suspect is not None and isinstance(suspect.value, int | float) and abs(value - suspect.value) <= limit[0]
        )
        if abs(value - former.value) > allowed and not agrees:
            return reading._replace(quality=Quality.SPIKE)
    return reading


def learn(cadence: Cadence, gap: timedelta) -> Cadence:
    """A running mean of the gaps between reports; a lost night counts as a few gaps only."""
    seconds = gap.total_seconds()
    if cadence.seen >= _LEARNED:
        seconds = min(seconds, _MANY_GAPS * max(cadence.gap, 1.0))
    weight = 1.0 / min(cadence.seen + 1, 30)
    return Cadence(cadence.gap + weight * (seconds - cadence.gap), min(cadence.seen + 1, 1000))


def patience(sensor: Sensor, cadence: Cadence | None) -> timedelta:
    """How long this sensor may be silent before it counts as stale."""
    if sensor.stale_after is not None:
        return sensor.stale_after
    if cadence is None or cadence.seen < _LEARNED:
        return UNLEARNED
    return min(max(timedelta(seconds=_MANY_GAPS * cadence.gap), PATIENCE[0]), PATIENCE[1])


class Rooms(Mapping[PlaceId, RoomSense]):
    """What is known of every room now; of most turns only a few rooms are looked at, so each is made when it is."""

    def __init__(
        self,
        house: House,
        senses: Senses,
        cadences: Mapping[Point, Cadence],
        now: datetime,
        beliefs: Mapping[PlaceId, RoomBelief],
        climate: ClimateMemory,
    ) -> None:
        self._house, self._senses, self._cadences, self._now = house, senses, cadences, now
        self._beliefs, self._climate = beliefs, climate
        self._known: dict[PlaceId, RoomSense] = {}

    def __getitem__(self, place: PlaceId) -> RoomSense:
        known = self._known.get(place)
        if known is None:
            room = self._house.room(place)
            if room is None:
                raise KeyError(place)
            stuck = frozenset(self._climate.stuck)
            known = _room(room, self._senses, self._cadences, self._now, self._beliefs[place], stuck)
            dry, radiant = self._climate.dry.get(place), self._climate.radiant.get(place, 0.0)
            known = self._known[place] = replace(known, dry=dry, radiant=radiant)
        return known

    def __iter__(self) -> Iterator[PlaceId]:
        return (room.id for room in self._house.rooms)

    def __len__(self) -> int:
        return len(self._house.rooms)


def _room(
    room: Room,
    senses: Senses,
    cadences: Mapping[Point, Cadence],
    now: datetime,
    inside: RoomBelief,
    stuck: frozenset[EntityId],
) -> RoomSense:
    thermometers = room.thermometers
    first = thermometers[0].point if thermometers else None
    cadence = cadences.get(first) if first else None
    last = senses.good.get(first) if first else None
    found = fresh([each for each in thermometers if each.point.entity not in stuck], senses, cadences, now)
    return RoomSense(
        temperature=float(found.value or 0.0) if found else None,
        at=found.reported if found else None,
        silent=max(timedelta(0), now - last.reported) if last else None,
        usual=timedelta(seconds=cadence.gap) if cadence and cadence.seen >= _LEARNED else None,
        window_open=window_open(room, senses.good, senses.latest, now),
        illuminance=_illuminance(room, senses, cadences, now),
        presence=inside.presence,
        sign=inside.sign,
    )


def fresh(
    sensors: Iterable[Sensor], senses: Senses, cadences: Mapping[Point, Cadence], now: datetime
) -> Reading | None:
    """The last good reading of the first of these that has not been silent for too long."""
    for sensor in sensors:
        found = senses.good.get(sensor.point)
        if found is not None and now - found.reported <= patience(sensor, cadences.get(sensor.point)):
            return found
    return None


def _illuminance(room: Room, senses: Senses, cadences: Mapping[Point, Cadence], now: datetime) -> float | None:
    """The first of its light sensors that is fresh."""
    found = fresh(room.sensing(Attribute.ILLUMINANCE), senses, cadences, now)
    return float(found.value or 0.0) if found else None


_CONTACT_PATIENCE = timedelta(hours=1)


def window_open(room: Room, good: Mapping[Point, Reading], latest: Mapping[Point, Reading], now: datetime) -> bool:
    """A contact that went silent while open counts as open for a while, not for ever."""
    for sensor in room.sensing(Attribute.OPEN):
        last, heard = good.get(sensor.point), latest.get(sensor.point)
        if last is None or last.value is not True or heard is None:
            continue
        if heard.good or now - heard.at <= _CONTACT_PATIENCE:
            return True
    return False


def _measures(attribute: Attribute) -> bool:
    return attribute in POSSIBLE and attribute not in COMMANDED
