"""How far each sensor of people is believed: it falls where the others contradict, and rises where they agree."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.home.house import Attribute, EntityId, Point
from thermo_edge.home.memory import SensorTrust
from thermo_edge.home.snapshot import Reading
from thermo_edge.occupancy.belief import TRUSTED, Evidence
from thermo_edge.occupancy.policy import dead
from thermo_edge.occupancy.whole import NIGHT, QUIET

LOWEST, HIGHEST = 0.05, 0.95

NEW = 0.75
"""A sensor that joins others is believed a little less at first, and learns twice as fast for a day."""

ALONE = 0.3
"""A sensor that often sees somebody in an empty house keeps this much: while people are home it is right."""

_CRIES_WOLF = 0.85
_SOON = timedelta(minutes=10)
_DAY = timedelta(days=1)
_AGREES = 0.03
_STUCK_HALVES = timedelta(minutes=30)
_PHONE_QUIET = 0.85  # each hour that a phone says home and nothing stirs
_PHONE_STIRS = 0.02  # of what is missing, each hour that it says home and somebody stirs


def known_sensors(evidence: Evidence) -> dict[EntityId, SensorTrust]:
    """Every sensor of people that was ever heard, with how far it is believed; the first ones all begin alike."""
    trust = dict(evidence.memory.trust)
    first = not trust or all(evidence.now - known.since < timedelta(hours=1) for known in trust.values())
    begin = TRUSTED if first else NEW
    for entity in _heard(evidence):
        if entity not in trust:
            trust[entity] = SensorTrust(begin, evidence.now)
    return trust


def stirred(evidence: Evidence, reading: Reading, trust: SensorTrust) -> SensorTrust:
    """After this sensor began to see somebody: alone in a house that everybody left, or one of several."""
    left = _all_left(evidence)
    if left is not None and reading.at > left + _SOON and not _others(evidence, reading, _SOON):
        if _came_in(evidence, left):
            return trust
        lower = max(min(trust.trust, ALONE), trust.trust * _paced(evidence, trust, _CRIES_WOLF))
        return replace(trust, trust=lower, alone=trust.alone + 1)
    if left is None and _others(evidence, reading, _SOON):
        return _risen(trust, _AGREES)
    return trust


def called_wrong(trust: SensorTrust) -> SensorTrust:
    """After a person said that it saw nobody."""
    return replace(trust, trust=max(min(trust.trust, ALONE), trust.trust * _CRIES_WOLF), alone=trust.alone + 1)


def aged(evidence: Evidence, trust: Mapping[EntityId, SensorTrust], passed: timedelta) -> dict[EntityId, SensorTrust]:
    """After some minutes: sensors that have stuck are believed less, and phones by whether anything stirs at home."""
    made = dict(trust)
    for room in evidence.house.rooms:
        for point in room.seeing:
            reading, known = evidence.latest.get(point), made.get(point.entity)
            if known is None or reading is None or not reading.good:
                continue
            if reading.value is True and dead(reading, evidence.now):
                factor = 0.5 ** (passed / _STUCK_HALVES)
                made[point.entity] = replace(known, trust=max(LOWEST, known.trust * factor))
            elif known.trust < ALONE and not dead(reading, evidence.now):
                made[point.entity] = _risen(known, 0.1 * (passed / timedelta(hours=1)))
    for person in evidence.house.persons:
        if person.entity and person.entity in made:
            made[person.entity] = _phone(evidence, person.entity, made[person.entity], passed)
    return made


def _phone(evidence: Evidence, entity: EntityId, trust: SensorTrust, passed: timedelta) -> SensorTrust:
    """A phone that says home for hours of the day in which nothing stirs, where it could be seen, is left at home."""
    reading = evidence.latest.get(Point(entity, Attribute.PRESENCE))
    if reading is None or not reading.good or reading.value is not True:
        return trust
    last = max(evidence.signs.latest.values(), default=None)
    hours = passed / timedelta(hours=1)
    if last is None or not evidence.signs.answers or evidence.signs.covered < 0.5:
        return trust
    local = evidence.house.local(evidence.now)
    by_day = NIGHT[1] <= local.hour + local.minute / 60.0 < NIGHT[0]
    if evidence.now - last[0] >= QUIET and by_day:
        factor = _paced(evidence, trust, _PHONE_QUIET) ** hours
        return replace(trust, trust=max(LOWEST, trust.trust * factor))
    return _risen(trust, _PHONE_STIRS * hours) if evidence.now - last[0] < timedelta(minutes=30) else trust


def _risen(trust: SensorTrust, share: float) -> SensorTrust:
    missing = max(0.0, HIGHEST - trust.trust)
    return replace(trust, trust=trust.trust + min(1.0, share) * missing)


def _paced(evidence: Evidence, trust: SensorTrust, factor: float) -> float:
    """One that was added today learns faster."""
    return factor * factor if evidence.now - trust.since < _DAY and trust.trust <= NEW else factor


def _all_left(evidence: Evidence) -> datetime | None:
    """When the last phone left, where all have."""
    times: list[datetime] = []
    for person in evidence.house.persons:
        reading = evidence.latest.get(Point(person.entity, Attribute.PRESENCE)) if person.entity else None
        if reading is None or not reading.good or reading.value is True:
            return None
        times.append(reading.at)
    return max(times, default=None)


def _others(evidence: Evidence, reading: Reading, within: timedelta) -> bool:
    """Whether a sensor of another room saw somebody at about the same time."""
    mine = next((room.id for room in evidence.house.rooms if reading.point in room.seeing), None)
    return any(abs(reading.at - at) <= within for place, (at, _) in evidence.signs.latest.items() if place != mine)


def _came_in(evidence: Evidence, left: datetime) -> bool:
    """Whether an outer door moved since everybody left: then somebody may have come without a phone."""
    doors = [sensor.point for room in evidence.house.rooms for sensor in room.sensing(Attribute.DOOR)]
    readings = [evidence.latest.get(point) for point in doors]
    return any(reading is not None and reading.good and reading.at > left + _SOON for reading in readings)


def _heard(evidence: Evidence) -> list[EntityId]:
    points = [point for room in evidence.house.rooms for point in room.seeing]
    points += [Point(person.entity, Attribute.PRESENCE) for person in evidence.house.persons if person.entity]
    heard = (evidence.latest.get(point) for point in points)
    return [reading.point.entity for reading in heard if reading is not None and reading.good]
