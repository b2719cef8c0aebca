"""Whether anybody is home, and awake: from phones, from what stirred after they left, doors, and the hour."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.home.forecast import HomeBelief, Learned, capped
from thermo_edge.home.house import Attribute, EntityId, House, PlaceId, Point
from thermo_edge.home.memory import RoomOccupancyMemory
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Reading

PRESENT, ABSENT = 0.7, 0.15

QUIET = timedelta(hours=4)
"""By day people who are home give a sign within this, where sensors could see it."""

STAYS = timedelta(minutes=20)
"""In so long a sign of somebody, after all phones had left, loses half of its weight."""

LEAVING = timedelta(minutes=2)
"""A sign until so long after the last phone left is by those who left."""

AFTER_DOOR = timedelta(minutes=30)
"""Nothing stirred for so long since an outer door did: whoever went through it went out."""

COVERED = 0.5
"""The share of rooms that must have sensors which see people, for silence to say that nobody is home."""

NIGHT = (21.5, 9.0)
"""Local hours between which a quiet house sleeps."""

_MEMORY = timedelta(hours=3)
_PHONE = 2.2  # decades of odds that a phone is worth which is fully believed
_ALONE = 0.3  # a sensor that is believed no more than this has cried wolf in an empty house
_SLEEP = ((timedelta(minutes=60), 0.9), (timedelta(minutes=30), 0.75))

Trust = Callable[[EntityId], float]


@dataclass(frozen=True, slots=True)
class Signs:
    """By room: when a sensor that is believed last saw somebody, and how far it is believed.

    `answers`: in every room that has such sensors one speaks; `covered`: the share of rooms that have any.
    """

    latest: Mapping[PlaceId, tuple[datetime, float]]
    answers: bool
    covered: float


def persons_home(house: House, latest: Mapping[Point, Reading], trust: Trust) -> tuple[float, bool, datetime | None]:
    """P that a phone's owner is home, whether every person's phone tells, and when the last one left (if all have)."""
    nobody, tells, left = 1.0, bool(house.persons), list[datetime]()
    for person in house.persons:
        reading = latest.get(Point(person.entity, Attribute.PRESENCE)) if person.entity else None
        if reading is None or not reading.good:
            tells, odds = False, 0.0
        else:
            believed = trust(reading.point.entity)
            odds = math.log(10.0) * _PHONE * believed * (1.0 if reading.value is True else -1.0)
            left += [reading.at] if reading.value is not True else []
        nobody *= 1.0 - 1.0 / (1.0 + math.exp(-odds))
    all_left = bool(house.persons) and len(left) == len(house.persons)
    return (1.0 - nobody if house.persons else 0.5), tells, max(left) if all_left else None


def home_belief(
    house: House,
    latest: Mapping[Point, Reading],
    trust: Trust,
    signs: Signs,
    now: datetime,
    learned: Learned | None,
    known: RoomOccupancyMemory,
) -> HomeBelief:
    """The three states of the home, with the strongest reasons first; nobody is named."""
    persons, tells, left = persons_home(house, latest, trust)
    tells = tells and all(trust(person.entity) >= _ALONE for person in house.persons if person.entity)
    last = max(signs.latest.values(), default=None)
    gone = _gone(house, latest, signs, last, now)
    probability = _anybody(persons, tells, left, last, gone, now)
    if not tells and _quiet(house, signs, last, now) and not gone:
        probability = _times(probability, 0.2)
    if not tells and learned is not None and learned.at_home is not None:
        probability = _between(probability, learned.at_home)
    probability = capped(probability)
    asleep = _asleep(house, signs, last, now, learned)
    presence = Presence.UNKNOWN
    if probability >= PRESENT:
        presence = Presence.PRESENT
    elif probability <= ABSENT and (tells or gone):
        presence = Presence.ABSENT
    since = known.since if known.presence is presence and known.since is not None else now
    reasons = _reasons(house, latest, last, gone, learned, now)
    return HomeBelief(1.0 - probability, probability * (1.0 - asleep), probability * asleep, presence, since, reasons)


def _anybody(
    persons: float,
    tells: bool,
    left: datetime | None,
    last: tuple[datetime, float] | None,
    gone: bool,
    now: datetime,
) -> float:
    """From phones first; a sign that came after the last of them left says that somebody without one is there."""
    if tells and left is None:
        return persons
    if tells and left is not None:
        if last is None or last[0] <= left + LEAVING:
            return persons
        weight = 3.0 * max(0.0, min(1.0, (last[1] - _ALONE) / (1.0 - 2 * _ALONE)))
        faded = weight * 0.5 ** ((now - last[0]) / STAYS)
        there = 1.0 / (1.0 + math.exp(-(math.log(0.05 / 0.95) + math.log(10.0) * faded)))
        return 1.0 - (1.0 - persons) * (1.0 - there) if faded > 0.0 else persons
    if gone:
        return min(persons, 0.1)
    if last is None:
        return persons
    share: float = 0.5 ** ((now - last[0]) / _MEMORY)
    stirred = 0.5 + 0.48 * last[1] * share
    return max(persons, stirred) if persons >= 0.5 else stirred


def _gone(
    house: House,
    latest: Mapping[Point, Reading],
    signs: Signs,
    last: tuple[datetime, float] | None,
    now: datetime,
) -> bool:
    """Whether an outer door moved after everything else, and nothing stirred since, in rooms that are well covered."""
    if not signs.answers or signs.covered < COVERED:
        return False
    moved = _door(house, latest)
    if moved is None or now - moved < AFTER_DOOR:
        return False
    return last is None or last[0] <= moved + LEAVING


def _door(house: House, latest: Mapping[Point, Reading]) -> datetime | None:
    """When an outer door last moved."""
    doors = [sensor.point for room in house.rooms for sensor in room.sensing(Attribute.DOOR)]
    times = [reading.at for point in doors if (reading := latest.get(point)) is not None and reading.good]
    return max(times, default=None)


def _quiet(house: House, signs: Signs, last: tuple[datetime, float] | None, now: datetime) -> bool:
    """Whether nothing has stirred for hours of the day where it could have been seen."""
    hour = _hour(house, now)
    covered = signs.answers and signs.covered >= COVERED
    return covered and last is not None and now - last[0] >= QUIET and NIGHT[1] <= hour < NIGHT[0]


def _asleep(
    house: House, signs: Signs, last: tuple[datetime, float] | None, now: datetime, learned: Learned | None
) -> float:
    """P that all who are home sleep."""
    hour = _hour(house, now)
    night = hour >= NIGHT[0] or hour < NIGHT[1]
    if signs.covered == 0.0 or last is None:
        found = 0.8 if hour >= 23.0 or hour < 6.5 else 0.15
    elif night:
        quiet = now - last[0]
        found = next((share for span, share in _SLEEP if quiet >= span), 0.1)
    else:
        found = 0.05
    if learned is not None and learned.asleep is not None:
        found = _between(found, learned.asleep)
    return capped(found)


def _reasons(
    house: House,
    latest: Mapping[Point, Reading],
    last: tuple[datetime, float] | None,
    gone: bool,
    learned: Learned | None,
    now: datetime,
) -> tuple[Reason, ...]:
    told = [latest.get(Point(p.entity, Attribute.PRESENCE)) for p in house.persons if p.entity]
    home = sum(reading is not None and reading.good and reading.value is True for reading in told)
    away = sum(reading is not None and reading.good and reading.value is False for reading in told)
    found: list[Reason] = []
    if home:
        found.append(Reason(Code.HOME_PHONES))
    elif away and away == len(house.persons):
        found.append(Reason.of(Code.AWAY_PHONES, count=float(away)))
    if gone:
        found.append(Reason.of(Code.HOME_LEFT, since=_door(house, latest)))
    if last is not None:
        found.append(Reason.of(Code.HOME_STIRRED, since=min(last[0], now)))
    if learned is not None and learned.at_home is not None:
        found.append(Reason.of(Code.HOME_LEARNED, share=learned.at_home))
        found += learned.why_home
    return tuple(found[:4])


def _hour(house: House, now: datetime) -> float:
    local = house.local(now)
    return local.hour + local.minute / 60.0


def _times(probability: float, ratio: float) -> float:
    """Odds times a likelihood ratio."""
    odds = capped(probability) / (1.0 - capped(probability)) * ratio
    return odds / (1.0 + odds)


def _between(one: float, other: float) -> float:
    """The mean of two beliefs in log-odds."""
    odds = sum(math.log(capped(each) / (1.0 - capped(each))) for each in (one, other)) / 2.0
    return 1.0 / (1.0 + math.exp(-odds))
