"""What the belief of who is where remembers from one look to the next: signs, ways between rooms, and trust."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.home.house import PlaceId
from thermo_edge.home.memory import OccupancyMemory, RoomOccupancyMemory
from thermo_edge.home.presence import Presence
from thermo_edge.home.snapshot import Reading
from thermo_edge.occupancy import trust
from thermo_edge.occupancy.belief import PRESENT, Evidence, room_belief
from thermo_edge.occupancy.policy import SEES

EVERY = timedelta(minutes=1)
"""How often everything is looked at; signs are noted as they come."""

WALK = timedelta(seconds=60)
"""Who is seen in a room so soon after another room may have come from there."""

MOST_STEPS = 200.0


def signs(evidence: Evidence, readings: Sequence[Reading]) -> OccupancyMemory:
    """Note who began to be seen, where people went, and whether the others agree. The evidence is of after these."""
    memory = evidence.memory
    stirring = [reading for reading in readings if reading.point.attribute in SEES and reading.good]
    places = {point: room.id for room in evidence.house.rooms for point in room.seeing} if stirring else {}
    for reading in stirring:
        place = places.get(reading.point)
        known = memory.rooms.get(place, RoomOccupancyMemory()) if place is not None else None
        if place is None or known is None or evidence.seen.get(reading.point) != reading.at:
            continue
        if known.sign is not None and reading.at <= known.sign:
            continue
        if reading.value is not True:  # it saw somebody until now
            told = evidence.speaks(reading.point)
            memory = replace(memory, rooms=_signed(memory, place, reading)) if told else memory
            continue
        memory = _begun(evidence, memory, place, reading)
    return memory


def _begun(evidence: Evidence, memory: OccupancyMemory, place: PlaceId, reading: Reading) -> OccupancyMemory:
    """A sensor of this room began to see somebody."""
    sensor = trust.known_sensors(replace(evidence, memory=memory))[reading.point.entity]
    sensor = trust.stirred(evidence, reading, sensor)
    memory = replace(
        memory, trust={**memory.trust, reading.point.entity: sensor}, steps=_walked(memory, place, reading)
    )
    room = evidence.house.room(place)
    if room is None or not evidence.speaks(reading.point):
        return memory
    memory = replace(memory, rooms=_signed(memory, place, reading))
    believed = room_belief(replace(evidence, memory=memory), room, why=False)
    known = replace(memory.rooms[place], presence=believed.presence, since=believed.since)
    return replace(memory, rooms={**memory.rooms, place: known})


def look(evidence: Evidence, passed: timedelta) -> OccupancyMemory:
    """What time alone changes, and what is believed of each room from then on. `passed` since the last look."""
    sensors = trust.aged(evidence, trust.known_sensors(evidence), passed)
    same = sensors == evidence.memory.trust
    after = evidence if same else replace(evidence, memory=replace(evidence.memory, trust=sensors))
    rooms = dict(evidence.memory.rooms)
    for room in evidence.house.rooms:
        believed, known = room_belief(after, room, why=False), rooms.get(room.id, RoomOccupancyMemory())
        sign = believed.sign or known.sign
        if not room.seeing:
            sign = _lasting(after, room.id, known)
        rooms[room.id] = replace(known, presence=believed.presence, since=believed.since, sign=sign)
    home = RoomOccupancyMemory(after.home.presence, after.home.since, None)
    made = replace(after.memory, rooms=rooms, home=home)
    return evidence.memory if made == evidence.memory else made


def told(memory: OccupancyMemory, place: PlaceId, now: datetime) -> OccupancyMemory:
    """Somebody says that they are in this room: a sign of now."""
    known = memory.rooms.get(place, RoomOccupancyMemory())
    stays = known.came is not None and known.presence is not Presence.ABSENT
    here = replace(known, sign=now, came=known.came if stays else now)
    return replace(memory, rooms={**memory.rooms, place: here})


def doubted(evidence: Evidence, memory: OccupancyMemory, place: PlaceId) -> OccupancyMemory:
    """Somebody says that nobody was in this room: what saw somebody there last is believed less."""
    room = evidence.house.room(place)
    seen = [(evidence.seen[point], point.entity) for point in room.seeing if point in evidence.seen] if room else []
    if not seen:
        return memory
    entity = max(seen)[1]
    sensors = trust.known_sensors(evidence)
    return replace(memory, trust={**memory.trust, entity: trust.called_wrong(sensors[entity])})


def _lasting(evidence: Evidence, place: PlaceId, known: RoomOccupancyMemory) -> datetime | None:
    """Of a room without sensors of people: since when it was learned that somebody is there, without a break."""
    learned = evidence.fresh.by_room.get(place) if evidence.fresh is not None else None
    if learned is None:
        return known.sign
    if learned >= PRESENT:
        return known.sign or evidence.now
    return known.sign if learned >= 0.5 else None


def _signed(memory: OccupancyMemory, place: PlaceId, reading: Reading) -> Mapping[PlaceId, RoomOccupancyMemory]:
    known = memory.rooms.get(place, RoomOccupancyMemory())
    goes_on = known.came is not None and known.presence is not Presence.ABSENT
    return {**memory.rooms, place: replace(known, sign=reading.at, came=known.came if goes_on else reading.at)}


def _walked(memory: OccupancyMemory, place: PlaceId, reading: Reading) -> Mapping[PlaceId, Mapping[PlaceId, float]]:
    """One more walk from the room in which somebody was seen just before; of many, the oldest count less."""
    before = [(known.sign, other) for other, known in memory.rooms.items() if other != place and known.sign is not None]
    at, other = max(before, default=(None, None))
    if at is None or other is None or not timedelta(0) <= reading.at - at <= WALK:
        return memory.steps
    ways = dict(memory.steps.get(other, {}))
    ways[place] = ways.get(place, 0.0) + 1.0
    if sum(ways.values()) > MOST_STEPS:
        ways = {to: count / 2.0 for to, count in ways.items()}
    return {**memory.steps, other: ways}
