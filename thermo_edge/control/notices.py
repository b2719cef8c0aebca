"""What people should know: one notice for each root cause, from what is the case now."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from thermo_edge.control import limits
from thermo_edge.control.safety import RECOVERED
from thermo_edge.control.sensing import patience
from thermo_edge.control.state import State
from thermo_edge.home.house import Attribute, EntityId, Mode, Point, Room
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Quality, Snapshot
from thermo_edge.home.turn import Notice, Severity

LINK_GRACE = timedelta(seconds=60)
"""A restart of the home is no news."""

AWAY_GRACE = timedelta(minutes=5)
START_GRACE = timedelta(minutes=2)
MANY = 5
"""So many devices away at once have one cause, if they are a third of the house."""

TRIES = 3
"""A device that was told so often without effect does not obey."""


def step(state: State, snapshot: Snapshot, memory: Memory) -> Memory:
    """The notices that hold now. One that went on keeps the time and the numbers it began with."""
    now_true: dict[str, Notice] = {}
    for notice in _all(state, snapshot, memory):
        former = memory.notices.get(notice.key)
        again = former is not None and former.reason.code is notice.reason.code
        now_true.setdefault(notice.key, former if former and again else notice)
    return memory if now_true == memory.notices else replace(memory, notices=now_true)


def changed(before: Mapping[str, Notice], after: Mapping[str, Notice]) -> tuple[list[Notice], list[str]]:
    """What to post and what to clear."""
    posts = [notice for key, notice in after.items() if before.get(key) != notice]
    return posts, [key for key in before if key not in after]


def _all(state: State, snapshot: Snapshot, memory: Memory) -> Iterator[Notice]:
    yield from state.troubles.values()
    yield from _program(state, snapshot)
    if not snapshot.link.ready:
        yield from _kept(memory, "frost:", "overheat:")
        return  # what is not heard says nothing about the devices
    yield from _missing(snapshot)
    away = _away(snapshot)
    many = len(away) >= MANY and len(away) * 3 >= len(snapshot.house.entities)
    if many:
        reason = Reason.of(Code.MANY_AWAY, count=float(len(away)))
        yield Notice("many_away", Severity.WARN, reason, snapshot.at, None, tuple(sorted(away)))
    for room in snapshot.house.rooms:
        yield from _room(state, snapshot, memory, room, frozenset() if many else away)
    yield from _devices(snapshot, memory)


def _program(state: State, snapshot: Snapshot) -> Iterator[Notice]:
    link, now = snapshot.link, snapshot.at
    refused = link.why is not None and link.why.code in (Code.TOKEN_REFUSED, Code.NOT_HOME_ASSISTANT)
    if not link.ready and (refused or now - link.since > LINK_GRACE):
        yield Notice("link", Severity.WARN, link.why or Reason(Code.LINK_DOWN), link.since)
    if snapshot.clock_behind:
        yield Notice("clock", Severity.WARN, Reason.of(Code.CLOCK_BEHIND, left=snapshot.clock_behind), now)
    if state.store_error is not None:
        yield Notice("store", Severity.ALERT, state.store_error, now)
    if not snapshot.primary:
        yield Notice("second_program", Severity.WARN, Reason(Code.SECOND_PROGRAM), now)


def _missing(snapshot: Snapshot) -> Iterator[Notice]:
    missing = {point.entity for point, reading in snapshot.latest.items() if reading.quality is Quality.MISSING}
    for entity in sorted(missing):
        reason = Reason.of(Code.ENTITY_MISSING, entity=entity)
        yield Notice(f"missing:{entity}", Severity.WARN, reason, snapshot.at, None, (entity,))


def _away(snapshot: Snapshot) -> frozenset[EntityId]:
    return frozenset(
        point.entity
        for point, reading in snapshot.latest.items()
        if reading.quality is Quality.UNAVAILABLE and snapshot.at - reading.at > AWAY_GRACE
    )


def _room(state: State, snapshot: Snapshot, memory: Memory, room: Room, away: frozenset[EntityId]) -> Iterator[Notice]:
    sense, now = snapshot.sense(room.id), snapshot.at
    thermometers = [sensor.point for sensor in room.sensing(Attribute.TEMPERATURE)]
    first = thermometers[0] if thermometers else None
    known = first is None or snapshot.latest.get(first) is None or snapshot.latest[first].quality is not Quality.MISSING
    if first is not None and known and now - state.started > START_GRACE and not _fresh(snapshot, memory, room, first):
        last = snapshot.good.get(first)
        code = Code.SENSOR_SILENT if last else Code.SENSOR_NEVER_SEEN
        since = last.reported if last else None
        reason = Reason.of(code, room=room.id, since=since, usual=sense.usual, entity=first.entity)
        yield Notice(f"silent:{room.id}", Severity.WARN, reason, now, None, (first.entity,))
    for point in thermometers:
        reading = snapshot.latest.get(point)
        if reading is not None and reading.quality is Quality.IMPOSSIBLE and isinstance(reading.value, float):
            reason = Reason.of(Code.SENSOR_IMPLAUSIBLE, room=room.id, entity=point.entity, value=reading.value)
            yield Notice(f"implausible:{point.entity}", Severity.WARN, reason, now, None, (point.entity,))
    for entity in sorted(away & {device.entity for device in (*room.devices, *room.lights)}):
        reason = Reason.of(Code.DEVICE_AWAY, room=room.id, entity=entity)
        yield Notice(f"away:{entity}", Severity.WARN, reason, now, None, (entity,))
    yield from _hazards(snapshot, memory, room)


def _fresh(snapshot: Snapshot, memory: Memory, room: Room, point: Point) -> bool:
    last = snapshot.good.get(point)
    sensor = next(sensor for sensor in room.sensors if sensor.point == point)
    return last is not None and snapshot.at - last.reported <= patience(sensor, memory.cadences.get(point))


def _hazards(snapshot: Snapshot, memory: Memory, room: Room) -> Iterator[Notice]:
    """They begin at the limit and end half a kelvin on the right side of it."""
    inside, now = snapshot.sense(room.id).temperature, snapshot.at
    if inside is None or not any(device.heats for device in room.devices):
        return
    frost, hot = f"frost:{room.id}", f"overheat:{room.id}"
    if inside < room.limits.frost + (RECOVERED if frost in memory.notices else 0.0):
        reason = Reason.of(Code.FROST, room=room.id, temperature=inside, limit=room.limits.frost)
        yield Notice(frost, Severity.ALERT, reason, now)
    elif inside > room.limits.overheat - RECOVERED if hot in memory.notices else _overheats(snapshot, memory, room):
        reason = Reason.of(Code.OVERHEAT, room=room.id, temperature=inside, limit=room.limits.overheat)
        yield Notice(hot, Severity.ALERT, reason, now)


def _overheats(snapshot: Snapshot, memory: Memory, room: Room) -> bool:
    """Too hot, and by our heating: a hot summer's day is not an alarm."""
    running = any(limits.runs_as(snapshot, memory, device) == "heat" for device in room.devices)
    return running and (snapshot.sense(room.id).temperature or 0.0) > room.limits.overheat


def _devices(snapshot: Snapshot, memory: Memory) -> Iterator[Notice]:
    for device in snapshot.house.devices:
        mode = min(memory.modes.of(device.place, device.domain), snapshot.house.ceiling(device.place))
        unprotected = device.bare and not limits.protected(snapshot, memory, device)
        if unprotected and mode > Mode.OBSERVE:
            reason = Reason.of(Code.UNPROTECTED, room=device.place, entity=device.entity)
            yield Notice(f"unprotected:{device.entity}", Severity.WARN, reason, snapshot.at, None, (device.entity,))
        tries = [p.tries for point, p in memory.pending.items() if point.entity == device.entity and not p.confirmed]
        if tries and max(tries) >= TRIES:
            reason = Reason.of(Code.DISOBEYED, room=device.place, entity=device.entity, count=float(max(tries)))
            yield Notice(f"disobeyed:{device.entity}", Severity.WARN, reason, snapshot.at, None, (device.entity,))


def _kept(memory: Memory, *prefixes: str) -> Iterator[Notice]:
    """While the home is silent, an alarm that was raised stands."""
    for key, notice in memory.notices.items():
        if key.startswith(prefixes):
            yield notice
