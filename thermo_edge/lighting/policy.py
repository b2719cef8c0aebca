"""The plain lighting rule: on for somebody in the dark, off when nobody is there, in the light of the hour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from thermo_edge.home.house import Device, EntityId, PlaceId, Room
from thermo_edge.home.memory import Guarding, LampMemory, LightingMemory, Memory, RoomLightMemory
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import ActorKind, Request
from thermo_edge.lighting import daylight
from thermo_edge.lighting.lamp import Around, Step, empty, held, light, lit, ours, unlit
from thermo_edge.lighting.level import lateness

LONG = timedelta(minutes=10)
"""Daylight must have been enough for so long before a lamp goes out for it."""

_NIGHT = 0.5
"""So late, what a person turned off stays off until the night is over."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rule asks for, what it remembers, and when it wants to be asked again."""

    requests: tuple[Request, ...]
    memory: LightingMemory
    wake: datetime | None


def policy(snapshot: Snapshot, memory: Memory, places: Iterable[PlaceId]) -> Wanted:
    """Ask for what every one of these places needs. During an alarm the lamps are left to that."""
    if memory.security.hazards or memory.security.state is Guarding.ALARM:
        return Wanted((), memory.lighting, None)
    rooms, lamps = dict(memory.lighting.rooms), dict(memory.lighting.lamps)
    asked: list[Request] = []
    wakes: list[datetime] = []
    for place in sorted(places):
        room = snapshot.house.room(place)
        if room is None or not room.lights:
            continue
        known = _known(snapshot, memory, room)
        rooms[place] = known
        wakes += _wakes(snapshot, room, known)
        for lamp in commanded(snapshot.groups, room):
            step = _step(snapshot, memory, room, lamp, known)
            asked += step.requests
            wakes += [step.wake] if step.wake is not None else []
            lamps[lamp.entity] = step.memory
    kept = {entity: lamp for entity, lamp in lamps.items() if lamp != LampMemory()}
    return Wanted(tuple(asked), LightingMemory(kept, rooms), min(wakes, default=None))


def commanded(groups: Mapping[EntityId, frozenset[EntityId]], room: Room) -> tuple[Device, ...]:
    """The room's lamps without those that follow a group which is a lamp of the room itself."""
    here = {lamp.entity for lamp in room.lights}
    following = {
        member
        for group in here
        for member in groups.get(group, frozenset())
        if group not in groups.get(member, frozenset())
    }
    return tuple(lamp for lamp in room.lights if lamp.entity not in following)


def _known(snapshot: Snapshot, memory: Memory, room: Room) -> RoomLightMemory:
    """What is remembered of the room after this look at it."""
    known = daylight.observe(snapshot, room, memory.lighting.rooms.get(room.id, RoomLightMemory()))
    presence, now = snapshot.sense(room.id).presence, snapshot.at
    unseen = (known.unseen or now) if presence is Presence.UNKNOWN else None
    bright = (known.bright or now) if daylight.enough(snapshot, room, known) else None
    known = replace(known, unseen=unseen, bright=bright)
    return _left_off(snapshot, memory, room, known)


def _left_off(snapshot: Snapshot, memory: Memory, room: Room, known: RoomLightMemory) -> RoomLightMemory:
    """What a person turned off while here stays off until they leave; late at night, until it is over."""
    now = snapshot.at
    theirs = [hold for lamp in room.lights if (hold := held(snapshot, memory, lamp.switch)) and _persons(hold.who.kind)]
    offs = [hold for hold in theirs if hold.value is False]
    if offs:
        last = max(offs, key=lambda hold: hold.until)
        night = lateness(snapshot) >= _NIGHT
        at_night = known.off_at_night if known.left_off == last.until else night
        return replace(known, left_off=last.until, off_at_night=at_night)
    if known.left_off is None:
        return known
    taken_back = now < known.left_off or any(hold.value is True for hold in theirs)
    asleep = known.off_at_night and lateness(snapshot) >= _NIGHT
    left = snapshot.sense(room.id).presence is Presence.ABSENT and not asleep
    over = known.off_at_night and not asleep
    return replace(known, left_off=None, off_at_night=False) if taken_back or left or over else known


def _persons(kind: ActorKind) -> bool:
    return kind is ActorKind.PERSON


def _step(snapshot: Snapshot, memory: Memory, room: Room, lamp: Device, known: RoomLightMemory) -> Step:
    on = snapshot.value(lamp.switch)
    if not snapshot.answers(lamp.switch) or not isinstance(on, bool):
        return Step(memory=memory.lighting.lamps.get(lamp.entity, LampMemory()))
    around = Around(empty(snapshot, memory, lamp, known.unseen), _bright(snapshot, known), _dark(snapshot, room, known))
    if on:
        return lit(snapshot, memory, room, lamp, around)
    if around.dark is None or _decided(snapshot, memory, room, lamp, known):
        return unlit(memory, lamp)
    return light(snapshot, room, lamp, around.dark)


def _decided(snapshot: Snapshot, memory: Memory, room: Room, lamp: Device, known: RoomLightMemory) -> bool:
    """Whether somebody else has chosen the light of this room: what is off then stays off.

    The lamp that a person turned off is asked for while they hold it: the guard refuses, and it is seen why.
    """
    own = held(snapshot, memory, lamp.switch)
    if own is not None and own.value is False and not own.establish:
        return False
    if known.left_off is not None:
        return True
    for other in room.lights:
        if snapshot.value(other.switch) is True and snapshot.answers(other.switch) and not ours(memory, other):
            return True
        hold = held(snapshot, memory, other.switch)
        if hold is not None and _persons(hold.who.kind):
            return True
    return False


def _dark(snapshot: Snapshot, room: Room, known: RoomLightMemory) -> Reason | None:
    """Somebody is here, and it is dark."""
    if snapshot.sense(room.id).presence is not Presence.PRESENT or not daylight.dark(snapshot, room, known):
        return None
    lux = daylight.daylight(known)
    if lux is None or lux >= room.lighting.dark:
        return Reason.of(Code.SUN_DOWN)
    return Reason.of(Code.SOMEBODY_HERE, lux=lux)


def _bright(snapshot: Snapshot, known: RoomLightMemory) -> Reason | None:
    """There has been daylight enough for long."""
    if known.bright is None or snapshot.at - known.bright < LONG:
        return None
    lux = daylight.daylight(known)
    return Reason.of(Code.SUN_UP) if lux is None else Reason.of(Code.DAYLIGHT, lux=lux)


def _wakes(snapshot: Snapshot, room: Room, known: RoomLightMemory) -> list[datetime]:
    """When time alone may change the answer: the room has been calm for long enough, or bright."""
    sense, now = snapshot.sense(room.id), snapshot.at
    shines = known.share > 0.0
    wakes = [sense.sign + room.lighting.off_after] if shines and sense.sign is not None and sense.sign < now else []
    wakes += [known.bright + LONG] if shines and known.bright is not None else []
    return [at for at in wakes if at > now]
