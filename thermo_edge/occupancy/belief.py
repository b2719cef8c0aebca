"""The belief of now: what events say, joined with what was learned; capped, and fading where nothing speaks for it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from thermo_edge.home.forecast import HomeBelief, Learned, RoomBelief, capped
from thermo_edge.home.house import Attribute, EntityId, House, PlaceId, Point, Room
from thermo_edge.home.memory import OccupancyMemory, RoomOccupancyMemory
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Reading
from thermo_edge.occupancy.policy import dead
from thermo_edge.occupancy.whole import Signs, home_belief, persons_home

PRESENT, ABSENT = 0.7, 0.15
"""Believed present from here on, and absent up to here, if everything that could tell answers."""

TRUSTED = 0.8
"""How far a sensor is believed that has not shown yet what it is worth."""

DOUBTED = 0.25
"""A sensor that is believed less than this tells nothing: neither what it sees nor its calm."""

CALM = 0.08
"""P where every sensor of a room has been calm for long enough, and nothing learned says otherwise."""

ORDINARY, EMPTY = 0.3, 0.02
"""P of a room of which nothing is known: while somebody is home, and while nobody is."""

DWELL, NIGHT_DWELL = timedelta(hours=4), timedelta(hours=10)
"""Without any sign nobody is believed in a room for longer than this; where people sleep, the second."""

FADES = timedelta(minutes=30)
"""In so long half of what was believed of a room is forgotten, where its sensors do not answer."""

FRESH = timedelta(minutes=10)
"""What was learned speaks of now for so long."""

NEXT_DOOR = timedelta(minutes=10)

LINGERS = timedelta(hours=1)
"""Who was seen in a room may sit still in it for twice as long as they have stayed, but not longer than this."""

GOING = (timedelta(minutes=3), timedelta(minutes=1))
"""Somebody who comes into another room so long before the last sign here, or after it, may be who was here: sensors
go on saying for minutes what they saw."""

_DWELT = 0.5
_LEFT = 0.65  # P when a room's time is up and nothing tells that it is empty
_NEIGHBOUR = 0.3
_DECADES = 3.0  # a sign of a sensor that is fully believed makes presence 10³ times as likely


@dataclass(frozen=True)
class Evidence:
    """All that the belief rests on. `seen`: when each sensor last saw somebody. Nothing of it is changed."""

    house: House
    latest: Mapping[Point, Reading]
    seen: Mapping[Point, datetime]
    memory: OccupancyMemory
    now: datetime
    learned: Learned | None = None

    @cached_property
    def fresh(self) -> Learned | None:
        """What was learned, while it speaks of now."""
        learned = self.learned
        return learned if learned is not None and abs(self.now - learned.at) <= FRESH else None

    @cached_property
    def home(self) -> HomeBelief:
        """Of the home as a whole."""
        return home_belief(self.house, self.latest, self.trust, self.signs, self.now, self.fresh, self.memory.home)

    @cached_property
    def signs(self) -> Signs:
        """When and where somebody was last seen by a sensor that is believed."""
        latest: dict[PlaceId, tuple[datetime, float]] = {}
        answering = total = 0
        for room in self.house.rooms:
            sensors = room.seeing
            total += bool(sensors)
            seen = [(at, self.trust(point.entity)) for point in sensors if (at := self._saw(point)) is not None]
            answering += bool(sensors) and any(self.speaks(point) for point in sensors)
            kept = self.memory.rooms.get(room.id)
            if kept is not None and kept.sign is not None and sensors:
                seen.append((kept.sign, max(self.trust(point.entity) for point in sensors)))
            if seen:
                latest[room.id] = max(seen)
        return Signs(latest, answering == total, total / max(1, len(self.house.rooms)))

    @cached_property
    def occupied(self) -> float:
        """P that anybody is home as far as the persons' phones tell."""
        return persons_home(self.house, self.latest, self.trust)[0]

    def trust(self, entity: EntityId) -> float:
        known = self.memory.trust.get(entity)
        return known.trust if known is not None else TRUSTED

    def speaks(self, point: Point) -> bool:
        """Whether this sensor answers, lives, and is believed."""
        reading = self.latest.get(point)
        if reading is None or not reading.good or dead(reading, self.now):
            return False
        return self.trust(point.entity) >= DOUBTED

    def _saw(self, point: Point) -> datetime | None:
        """When it last saw somebody, if it is to be believed."""
        if not self.speaks(point):
            return None
        return self.now if self.latest[point].value is True else self.seen.get(point)


class _Sensed(NamedTuple):
    """What a room's own sensors say: how strong the last sign is, and whether all of them are calm by now."""

    sign: datetime | None
    strength: float  # trust in who gave it
    speaking: int
    total: int
    calm: bool


def room_belief(evidence: Evidence, room: Room, why: bool = True) -> RoomBelief:
    """Whether anybody is in a room, with the strongest reasons first where it is asked why."""
    sensed = _sensed(evidence, room)
    known = evidence.memory.rooms.get(room.id, RoomOccupancyMemory())
    prior = _prior(evidence, room)
    learned = evidence.fresh.by_room.get(room.id) if evidence.fresh is not None else None
    patience, now = room.lighting.off_after, evidence.now
    if sensed.sign is not None and now - sensed.sign < patience:
        age = (now - sensed.sign) / patience
        probability = max(_joined(prior, sensed.strength * (1.0 - 0.25 * age)), learned or 0.0)
        found = _made(evidence, sensed, known, probability, certain=False)
        return replace(found, reasons=_reasons(evidence, room, sensed, learned)) if why else found
    certain = 0 < sensed.total == sensed.speaking and sensed.calm and not _lingers(evidence, room, known)
    if learned is not None:
        probability = _while_it_may(evidence, sensed, known, learned)
        if certain:  # only what does not rest on the same calm sensors can say otherwise
            joined = sigmoid((logit(probability) + logit(CALM)) / 2.0)
            probability = joined if _other_signs(evidence, room) else min(joined, ABSENT)
    elif certain:
        probability = min(CALM, prior)
    else:
        probability = _faded(prior, sensed.sign, now, patience)
    found = _made(evidence, sensed, known, probability, certain)
    return replace(found, reasons=_reasons(evidence, room, sensed, learned)) if why else found


def _other_signs(evidence: Evidence, room: Room) -> bool:
    """Whether what was learned of a room rests on its air or on what runs there, too. Its light may be our own."""
    reasons = evidence.fresh.reasons.get(room.id, ()) if evidence.fresh is not None else ()
    return any(reason.code in (Code.ROOM_CO2, Code.ROOM_POWER) for reason in reasons)


def _sensed(evidence: Evidence, room: Room) -> _Sensed:
    points, now = room.seeing, evidence.now
    speaking = [point for point in points if evidence.speaks(point)]
    last, strength = evidence.signs.latest.get(room.id, (None, 0.0))
    calm = all(now - evidence.latest[point].at >= room.lighting.off_after for point in speaking)
    return _Sensed(last, strength, len(speaking), len(points), calm)


def _lingers(evidence: Evidence, room: Room, known: RoomOccupancyMemory) -> bool:
    """Whether who was seen here last may still sit here: nobody has come into another room just then.

    Whoever goes is seen coming elsewhere; where somebody has been all the time, a further sign tells nothing.
    """
    sign, came = known.sign, known.came
    if sign is None or came is None or evidence.home.presence is Presence.ABSENT:
        return False
    if any(point.attribute is Attribute.PRESENCE and evidence.speaks(point) for point in room.seeing):
        return False  # it sees who sits still, too
    if not any(other.seeing for other in evidence.house.rooms if other.id != room.id):
        return False  # nobody could be seen going elsewhere
    if evidence.now - sign >= min(2 * (sign - came), LINGERS):
        return False
    others = (other.came for place, other in evidence.memory.rooms.items() if place != room.id)
    return not any(at is not None and came < at and -GOING[0] <= at - sign <= GOING[1] for at in others)


def _prior(evidence: Evidence, room: Room) -> float:
    """P of a room of which nothing is known: more next door to where somebody was seen just now."""
    home = evidence.occupied
    plain = EMPTY + (ORDINARY - EMPTY) * min(1.0, home / 0.5)
    share = _from_next_door(evidence, room.id)
    return plain + _NEIGHBOUR * share * min(1.0, home / 0.5)


def _from_next_door(evidence: Evidence, room: PlaceId) -> float:
    """How often those who were seen last elsewhere go from there to this room; nought where that is long ago."""
    others = [(at, place) for place, (at, _) in evidence.signs.latest.items() if place != room]
    if not others:
        return 0.0
    at, place = max(others)
    if evidence.now - at > NEXT_DOOR:
        return 0.0
    ways = evidence.memory.steps.get(place, {})
    return ways.get(room, 0.0) / max(sum(ways.values()), 5.0)


def _joined(prior: float, trust: float) -> float:
    """The prior after a sign by a sensor that is believed so far (odds times likelihood ratio)."""
    return sigmoid(logit(prior) + math.log(10.0) * _DECADES * trust)


def _while_it_may(evidence: Evidence, sensed: _Sensed, known: RoomOccupancyMemory, learned: float) -> float:
    """What was learned, for no longer than somebody stays in a room without a sign."""
    sign = sensed.sign if sensed.total else known.sign
    longest = NIGHT_DWELL if evidence.home.asleep >= 0.5 else DWELL
    over = (sensed.total > 0 and sign is None) or (sign is not None and evidence.now - sign > longest)
    return min(learned, _DWELT) if over else learned


def _faded(prior: float, sign: datetime | None, now: datetime, patience: timedelta) -> float:
    """Back to the prior, by and by."""
    if sign is None:
        return prior
    share: float = 0.5 ** ((now - sign - patience) / FADES)
    return prior + max(0.0, _LEFT - prior) * share


def _made(
    evidence: Evidence, sensed: _Sensed, known: RoomOccupancyMemory, probability: float, certain: bool
) -> RoomBelief:
    probability = capped(probability)
    presence = Presence.UNKNOWN
    if probability >= PRESENT:
        presence = Presence.PRESENT
    elif probability <= ABSENT and certain:
        presence = Presence.ABSENT
    since = known.since if known.presence is presence and known.since is not None else evidence.now
    return RoomBelief(probability, presence, sensed.sign, since)


def _reasons(evidence: Evidence, room: Room, sensed: _Sensed, learned: float | None) -> tuple[Reason, ...]:
    """What speaks for and against, the strongest first; nobody is named."""
    found: list[Reason] = []
    if sensed.sign is not None:
        now = sensed.sign == evidence.now
        found.append(Reason(Code.ROOM_STIRS) if now else Reason.of(Code.ROOM_STIRRED, since=sensed.sign))
    elif sensed.total:
        found.append(Reason(Code.ROOM_NO_SIGN))
    if sensed.speaking < sensed.total:
        found.append(Reason.of(Code.ROOM_SENSORS_DOUBTED, count=float(sensed.total - sensed.speaking)))
    if learned is not None:
        found.append(Reason.of(Code.ROOM_LEARNED, share=learned))
        assert evidence.fresh is not None
        found += evidence.fresh.reasons.get(room.id, ())
    if _from_next_door(evidence, room.id) >= 0.3:
        found.append(Reason(Code.ROOM_NEXT_DOOR))
    return tuple(found[:4])


def logit(probability: float) -> float:
    """Log-odds of a probability, which is capped first."""
    bounded = capped(probability)
    return math.log(bounded / (1.0 - bounded))


def sigmoid(odds: float) -> float:
    """The probability of log-odds."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
