"""Open windows as a state machine: when a room's heating pauses and when it may go on.

A room's contacts speak for their windows; a fast fall of its temperature for any other, and one that is faster still
where the contacts say that theirs are shut.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.climate import airing
from thermo_edge.climate.airing import LONGEST, Felt
from thermo_edge.control.sensing import window_open
from thermo_edge.home.house import Attribute, Device, DeviceKind, PlaceId, Point, Room
from thermo_edge.home.memory import AiringMemory, Memory, WindowMemory, WindowState
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot

PAUSES = frozenset({Code.WINDOW_OPEN, Code.WINDOW_FELT})
"""Why heating pauses for a window: no danger, so it needs the leave that heating has."""


def step(snapshot: Snapshot, memory: Memory) -> tuple[Memory, datetime | None]:
    """Move every room's windows on. Returns the memory and when the next delay ends."""
    delay, windows, airings = snapshot.house.window_delay, dict(memory.windows), dict(memory.airings)
    for room in snapshot.house.rooms:
        former = windows.get(room.id, _NEVER)
        seen, known = window_open(room, snapshot.good, snapshot.latest, snapshot.at), airings.get(room.id, _UNFELT)
        airings[room.id] = known = airing.seen(known) if seen else _feel(snapshot, room, former, known)
        if not seen and (former.felt or known.since is not None):
            windows[room.id] = _felt(former, known, snapshot.at)
            continue
        waited = former.since is not None and snapshot.at - former.since >= delay
        after = _move(former, seen, snapshot.at, waited)
        if after is not former:
            windows[room.id] = after
    waiting = [window.since + delay for window in windows.values() if window.since and window.state in _WAITING]
    waiting += [window.since + LONGEST for window in windows.values() if window.since and window.felt]
    return _with(memory, windows, airings), min(waiting, default=None)


def paused(window: WindowMemory | None) -> bool:
    """Whether the room's heating pauses."""
    return window is not None and window.state in (WindowState.OPEN, WindowState.CLOSING)


def why(window: WindowMemory) -> Reason:
    """Why a room's heating pauses."""
    if window.felt:
        until = window.since + LONGEST if window.since is not None else None
        return Reason.of(Code.WINDOW_FELT, since=window.since, until=until)
    return Reason.of(Code.WINDOW_OPEN, since=window.since)


_NEVER, _UNFELT = WindowMemory(), AiringMemory()
_FRESH = timedelta(hours=2)  # for the outdoor temperature
_HEATING = frozenset({"heating", "preheating"})
_NO_HEAT = frozenset({"off", "cool", "dry", "fan_only"})
_WAITING = frozenset({WindowState.OPENING, WindowState.CLOSING})


def _move(window: WindowMemory, is_open: bool, now: datetime, waited: bool) -> WindowMemory:
    match window.state, is_open:
        case WindowState.CLOSED, True:
            return WindowMemory(WindowState.OPENING, now)
        case WindowState.OPENING, False:
            return WindowMemory(WindowState.CLOSED, now)
        case WindowState.OPENING, True if waited:
            return WindowMemory(WindowState.OPEN, window.since)
        case WindowState.OPEN, False if window.felt:
            return WindowMemory(WindowState.CLOSED, now)
        case WindowState.OPEN, True if window.felt:
            return WindowMemory(WindowState.OPEN, window.since)
        case WindowState.OPEN, False:
            return WindowMemory(WindowState.CLOSING, now)
        case WindowState.CLOSING, True:
            return WindowMemory(WindowState.OPEN, now)
        case WindowState.CLOSING, False if waited:
            return WindowMemory(WindowState.CLOSED, now)
    return window


def _told_by_contacts(snapshot: Snapshot, room: Room) -> bool:
    """Whether the room has contacts, and all of them answer."""
    contacts = room.sensing(Attribute.OPEN)
    return bool(contacts) and all(snapshot.answers(contact.point) for contact in contacts)


def _feel(snapshot: Snapshot, room: Room, window: WindowMemory, known: AiringMemory) -> AiringMemory:
    """What the first of its thermometers that was ever heard says."""
    if window.felt and known.since is None:  # of a former life, which had no time to keep more
        known = replace(known, since=window.since)
    reading = next((found for each in room.thermometers if (found := snapshot.good.get(each.point))), None)
    if reading is None or not isinstance(reading.value, float):
        return airing.step(known, None, snapshot.at)
    bare = any(device.kind is DeviceKind.DUTY for device in room.devices)
    heats, set_point = (None, None) if bare else _heat(snapshot, room, reading.value)
    shut, outdoor = _told_by_contacts(snapshot, room), _outdoor(snapshot)
    felt = Felt(reading.point.entity, reading.reported, reading.value, outdoor, bare, heats, set_point, shut)
    return airing.step(known, felt, snapshot.at)


def _heat(snapshot: Snapshot, room: Room, inside: float) -> tuple[bool | None, float | None]:
    """Whether any of its thermostats heats, and how high the highest is set; None: there are none, or none tells."""
    thermostats = [each for each in room.devices if each.kind is DeviceKind.THERMOSTAT and each.heats]
    telling = [each for each in thermostats if snapshot.answers(each.switch)]
    if not telling:
        return None, None
    ready = [each for each in telling if snapshot.value(each.switch) not in _NO_HEAT]
    set_points = [found for each in ready if (found := snapshot.number(each.set_point)) is not None]
    return any(_heats(snapshot, each, inside) for each in ready), max(set_points, default=None)


def _heats(snapshot: Snapshot, device: Device, inside: float) -> bool:
    action = snapshot.value(Point(device.entity, Attribute.HVAC_ACTION))
    if action is not None:
        return action in _HEATING
    set_point = snapshot.number(device.set_point)
    return set_point is not None and set_point > inside


def _outdoor(snapshot: Snapshot) -> float | None:
    sensor = snapshot.house.outdoor
    found = snapshot.good.get(sensor.point) if sensor is not None else None
    if found is None or snapshot.at - found.reported > _FRESH or not isinstance(found.value, float):
        return None
    return found.value


def _felt(former: WindowMemory, known: AiringMemory, now: datetime) -> WindowMemory:
    if known.since is None:
        return WindowMemory(WindowState.CLOSED, now)
    if former.felt and former.since == known.since:
        return former
    return WindowMemory(WindowState.OPEN, known.since, felt=True)


def _with(memory: Memory, windows: dict[PlaceId, WindowMemory], airings: dict[PlaceId, AiringMemory]) -> Memory:
    """What did not change stays the same object."""
    if windows != memory.windows:
        memory = replace(memory, windows=windows)
    was = memory.airings
    if len(airings) != len(was) or any(known is not was.get(place) for place, known in airings.items()):
        memory = replace(memory, airings=airings)
    return memory
