"""What people should know: one notice for each root cause, from what is the case now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from thermo_edge.climate.setpoint import useless
from thermo_edge.control import alarm_notices, fell_back, limits
from thermo_edge.control.safety import RECOVERED
from thermo_edge.control.sensing import patience
from thermo_edge.control.state import State
from thermo_edge.control.windows import paused
from thermo_edge.home.house import Attribute, Device, EntityId, Mode, PlaceId, Point, Room
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.shared_thermometers import sharing
from thermo_edge.home.snapshot import Quality, Reading, Snapshot
from thermo_edge.home.turn import Notice, Severity

LINK_GRACE = timedelta(seconds=60)
"""A restart of the home is no news."""

AWAY_GRACE = timedelta(minutes=5)
START_GRACE = timedelta(minutes=2)
MANY = 5
"""So many devices away at once have one cause, if they are a third of the house."""

LEFT_OPEN = timedelta(hours=3)
"""Nobody airs for so long while it is cold inside."""

TRIES = 3
"""A device that was told so often without effect does not obey."""


_OF_ROOMS = ("silent:", "stuck:", "implausible:", "away:", "useless:", "window:", "frost:", "overheat:")
_LACKING = frozenset({Quality.MISSING, Quality.UNAVAILABLE})


def step(state: State, snapshot: Snapshot, memory: Memory, places: frozenset[PlaceId] | None = None) -> Memory:
    """The notices that hold now. One that went on keeps the time and the numbers it began with.

    `places`: only these rooms are looked at, and what was noticed of the others stands until all are.
    """
    now_true: dict[str, Notice] = {}
    everywhere = places is None or places.issuperset(snapshot.house.places)
    for notice in _all(state, snapshot, memory, None if everywhere else places):
        former = memory.notices.get(notice.key)
        again = former is not None and former.reason.code is notice.reason.code
        now_true.setdefault(notice.key, former if former and again else notice)
    return memory if now_true == memory.notices else replace(memory, notices=now_true)


def changed(before: Mapping[str, Notice], after: Mapping[str, Notice]) -> tuple[list[Notice], list[str]]:
    """What to post and what to clear."""
    posts = [notice for key, notice in after.items() if before.get(key) != notice]
    return posts, [key for key in before if key not in after]


def _all(state: State, snapshot: Snapshot, memory: Memory, places: frozenset[PlaceId] | None) -> Iterator[Notice]:
    yield from state.troubles.values()
    yield from _program(state, snapshot)
    yield from alarm_notices.standing(snapshot, memory)
    yield from fell_back.standing(snapshot, memory)
    if not snapshot.link.ready:
        yield from _kept(memory)
        return  # what is not heard says nothing about the devices
    lacking = [reading for reading in snapshot.latest.values() if reading.quality in _LACKING]
    yield from _missing(snapshot, lacking)
    yield from _shared(snapshot)
    away = _away(snapshot, lacking)
    many = len(away) >= MANY and len(away) * 3 >= len(snapshot.house.entities)
    if many:
        reason = Reason.of(Code.MANY_AWAY, count=float(len(away)))
        yield Notice("many_away", Severity.WARN, reason, snapshot.at, None, tuple(sorted(away)))
    for room in snapshot.house.rooms:
        if places is None or room.id in places:
            yield from _room(state, snapshot, memory, room, frozenset() if many else away)
    for source in snapshot.house.sources:
        if places is None or source.id in places:
            yield from _out_of_reach(snapshot, source.id, (source.device, source.flow), frozenset() if many else away)
    if places is not None:
        yield from _elsewhere(memory, places)
    yield from _devices(snapshot, memory)
    yield from alarm_notices.health(snapshot, memory)


def _program(state: State, snapshot: Snapshot) -> Iterator[Notice]:
    link, now = snapshot.link, snapshot.at
    refused = link.why is not None and link.why.code in (Code.TOKEN_REFUSED, Code.NOT_HOME_ASSISTANT)
    if not link.ready and (refused or now - link.since > LINK_GRACE):
        yield Notice("link", Severity.WARN, link.why or Reason(Code.LINK_DOWN), link.since)
    if snapshot.clock_behind:
        yield Notice("clock", Severity.WARN, Reason.of(Code.CLOCK_BEHIND, left=snapshot.clock_behind), now)
    store = state.unsaved or state.store_error
    if store is not None:
        yield Notice("store", Severity.ALERT, store, now)
    if not snapshot.primary:
        yield Notice("second_program", Severity.WARN, Reason(Code.SECOND_PROGRAM), now)


def _missing(snapshot: Snapshot, lacking: Sequence[Reading]) -> Iterator[Notice]:
    missing = {reading.point.entity for reading in lacking if reading.quality is Quality.MISSING}
    for entity in sorted(missing):
        reason = Reason.of(Code.ENTITY_MISSING, entity=entity)
        yield Notice(f"missing:{entity}", Severity.WARN, reason, snapshot.at, None, (entity,))


def _shared(snapshot: Snapshot) -> Iterator[Notice]:
    """Of rooms that go by one thermometer it can hang in one only, and the settings name that first as a rule."""
    for point, rooms in sharing(snapshot.house).items():
        for room in rooms[1:]:
            reason = Reason.of(Code.SENSOR_SHARED, room=room.id, entity=point.entity)
            yield Notice(f"shared:{room.id}", Severity.WARN, reason, snapshot.at, None, (point.entity,))


def _away(snapshot: Snapshot, lacking: Sequence[Reading]) -> frozenset[EntityId]:
    return frozenset(
        reading.point.entity
        for reading in lacking
        if reading.quality is Quality.UNAVAILABLE and snapshot.at - reading.at > AWAY_GRACE
    )


def _room(state: State, snapshot: Snapshot, memory: Memory, room: Room, away: frozenset[EntityId]) -> Iterator[Notice]:
    sense, now = snapshot.sense(room.id), snapshot.at
    thermometers = [sensor.point for sensor in room.sensing(Attribute.TEMPERATURE)]
    first = thermometers[0] if thermometers else None
    known = first is None or snapshot.latest.get(first) is None or snapshot.latest[first].quality is not Quality.MISSING
    begun = now - state.started > START_GRACE or f"silent:{room.id}" in memory.notices
    if first is not None and known and begun and not _fresh(snapshot, memory, room, first):
        last = snapshot.good.get(first)
        code = Code.SENSOR_SILENT if last else Code.SENSOR_NEVER_SEEN
        since = last.reported if last else None
        reason = Reason.of(code, room=room.id, since=since, usual=sense.usual, entity=first.entity)
        yield Notice(f"silent:{room.id}", Severity.WARN, reason, now, None, (first.entity,))
    for point in thermometers:
        reading = snapshot.latest.get(point)
        if point.entity in memory.climate.stuck and reading is not None:
            said = memory.climate.stuck[point.entity]
            reason = Reason.of(Code.SENSOR_STUCK, room=room.id, entity=point.entity, since=reading.at, temperature=said)
            yield Notice(f"stuck:{point.entity}", Severity.WARN, reason, now, None, (point.entity,))
        if reading is not None and reading.quality is Quality.IMPOSSIBLE and isinstance(reading.value, float):
            reason = Reason.of(Code.SENSOR_IMPLAUSIBLE, room=room.id, entity=point.entity, value=reading.value)
            yield Notice(f"implausible:{point.entity}", Severity.WARN, reason, now, None, (point.entity,))
    yield from _out_of_reach(snapshot, room.id, (*room.devices, *room.lights, *room.covers), away)
    for device in room.devices:
        trim = memory.climate.trims.get(device.entity)
        inside = sense.temperature
        if trim is not None and inside is not None and useless(trim, inside, now, snapshot.link.since):
            facts = {"since": trim.strives, "temperature": inside}
            reason = Reason.of(Code.NO_EFFECT, room=room.id, entity=device.entity, **facts)
            yield Notice(f"useless:{device.entity}", Severity.WARN, reason, now, None, (device.entity,))
    yield from _left_open(snapshot, memory, room)
    yield from _hazards(snapshot, memory, room)


def _out_of_reach(
    snapshot: Snapshot, place: PlaceId, devices: Iterable[Device | None], away: frozenset[EntityId]
) -> Iterator[Notice]:
    """The devices of a room, or of a heat source, that do not answer."""
    for entity in sorted(away & {device.entity for device in devices if device is not None}):
        reason = Reason.of(Code.DEVICE_AWAY, room=place, entity=entity)
        yield Notice(f"away:{entity}", Severity.WARN, reason, snapshot.at, None, (entity,))


def _fresh(snapshot: Snapshot, memory: Memory, room: Room, point: Point) -> bool:
    last = snapshot.good.get(point)
    sensor = next(sensor for sensor in room.sensing(point.attribute) if sensor.point == point)
    return last is not None and snapshot.at - last.reported <= patience(sensor, memory.cadences.get(point))


def _left_open(snapshot: Snapshot, memory: Memory, room: Room) -> Iterator[Notice]:
    """A window that has been open for hours while its room gets cold: forgotten, or a contact that has come off."""
    window, inside, key = memory.windows.get(room.id), snapshot.sense(room.id).temperature, f"window:{room.id}"
    if window is None or window.since is None or window.felt or not paused(window) or inside is None:
        return
    cold = inside < room.limits.safe + (RECOVERED if key in memory.notices else 0.0)
    heated = any(device.heats and _may(snapshot, memory, device) for device in room.devices)
    if cold and heated and snapshot.at - window.since >= LEFT_OPEN:
        reason = Reason.of(Code.WINDOW_LEFT, room=room.id, temperature=inside, since=window.since)
        yield Notice(key, Severity.WARN, reason, snapshot.at)


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
    if (snapshot.sense(room.id).temperature or 0.0) <= room.limits.overheat:
        return False
    return any(limits.runs_as(snapshot, memory, device) == "heat" for device in room.devices)


def _devices(snapshot: Snapshot, memory: Memory) -> Iterator[Notice]:
    tries: dict[EntityId, int] = {}
    for point, pending in memory.pending.items():
        if not pending.confirmed:
            tries[point.entity] = max(pending.tries, tries.get(point.entity, 0))
    for device in snapshot.house.devices:
        if device.bare and not limits.protected(snapshot, memory, device) and _may(snapshot, memory, device):
            reason = Reason.of(Code.UNPROTECTED, room=device.place, entity=device.entity)
            yield Notice(f"unprotected:{device.entity}", Severity.WARN, reason, snapshot.at, None, (device.entity,))
        count = tries.get(device.entity, 0)
        if count >= TRIES:
            reason = Reason.of(Code.DISOBEYED, room=device.place, entity=device.entity, count=float(count))
            yield Notice(f"disobeyed:{device.entity}", Severity.WARN, reason, snapshot.at, None, (device.entity,))


def _elsewhere(memory: Memory, places: frozenset[PlaceId]) -> Iterator[Notice]:
    """What was noticed of rooms that this turn does not look at."""
    for key, notice in memory.notices.items():
        if key.startswith(_OF_ROOMS) and notice.reason.get("room") not in places:
            yield notice


def _may(snapshot: Snapshot, memory: Memory, device: Device) -> bool:
    """Whether we may do more than look on there."""
    ceiling = snapshot.house.ceiling(device.place)
    return min(memory.modes.of(device.place, device.domain), ceiling) > Mode.OBSERVE


def _kept(memory: Memory) -> Iterator[Notice]:
    """While the home is silent, what was said of its devices stands: a short loss must not tell it all again."""
    for key, notice in memory.notices.items():
        if ":" in key or key == "many_away":
            yield notice
