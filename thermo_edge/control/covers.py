"""The guard's rules for covers: who may be locked out, blinded or moved too often, and what is given back."""

import math
from collections.abc import Mapping

from thermo_edge.climate.shading import weather
from thermo_edge.control.spacing import too_soon
from thermo_edge.home.house import Attribute, Device, DeviceKind, Point, Value
from thermo_edge.home.memory import Memory
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Outcome, Priority, Request

NEAR = 5.0
"""% of the way; so near a cover is right as it is."""

SHUT = 10.0
"""% open; less is closed to whoever is in the room."""


def possible(request: Request) -> Reason | None:
    """A cover takes a position from closed to open, and nothing else."""
    value = request.value
    if request.point.attribute is not Attribute.POSITION or isinstance(value, bool | str):
        return Reason.of(Code.NOT_FOR_DEVICE)
    if not math.isfinite(value):
        return Reason.of(Code.NOT_FINITE)
    return None if 0.0 <= value <= 100.0 else Reason.of(Code.NOT_FOR_DEVICE)


def moves(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """Whether a granted cover may move now. Lowering is never safe by itself; raising in a storm always is."""
    if device.kind is not DeviceKind.COVER:
        return None
    if device.shade is None:
        return Reason.of(Code.NOT_FOR_DEVICE)
    lowers, wind = _lowers(snapshot, request), weather(snapshot, Attribute.WIND)
    if lowers and wind is not None and wind >= device.shade.storm:
        return Reason.of(Code.STORM, speed=wind)
    if not lowers and (request.gives_back or request.reason.code is Code.STORM):
        return None
    if device.shade.stop_when_open and stands_open(snapshot, device):
        return Reason.of(Code.OPENING_OPEN)
    if request.priority is Priority.PERSON:
        return None
    if lowers and device.shade.stop_when_open and not _all_known(snapshot, device):
        return Reason.of(Code.OPENING_UNKNOWN)
    if lowers and float(request.value) < SHUT and _near(snapshot, device) and not device.shade.may_close:
        return Reason.of(Code.WOULD_CLOSE)
    return too_soon(snapshot, memory, device, request, device.shade.spacing)


def stands_open(snapshot: Snapshot, device: Device) -> bool:
    """Whether a window or outer door of the room is open: a cover that comes down may lock somebody out."""
    room = snapshot.house.room(device.place)
    if room is None:
        return False
    doors = (snapshot.value(sensor.point) is True for sensor in room.sensing(Attribute.DOOR))
    return snapshot.sense(room.id).window_open or any(doors)


def _near(snapshot: Snapshot, device: Device) -> bool:
    """Whether somebody may be in the room, or outside of its own door: who went out and closed it is not seen here."""
    room = snapshot.house.room(device.place)
    inside = snapshot.sense(device.place).presence is not Presence.ABSENT
    outside = room is not None and bool(room.sensing(Attribute.DOOR))
    return (inside or outside) and snapshot.presence is not Presence.ABSENT


def _all_known(snapshot: Snapshot, device: Device) -> bool:
    """Whether every contact of the room answers: one that was closed when it fell silent may be open by now."""
    room = snapshot.house.room(device.place)
    contacts = (*room.sensing(Attribute.OPEN), *room.sensing(Attribute.DOOR)) if room is not None else ()
    return all(snapshot.answers(sensor.point) for sensor in contacts)


def lent(snapshot: Snapshot, memory: Memory, request: Request, outcome: Outcome) -> Mapping[Point, Value]:
    """What is borrowed after this: a lowered cover owes the position that it had; one that is back owes nothing."""
    point, position = request.point, snapshot.number(request.point)
    before = memory.borrowed.get(point)
    if outcome is Outcome.ACTED and request.priority is not Priority.PERSON:
        if before is not None or request.gives_back or position is None or not _lowers(snapshot, request):
            return memory.borrowed
        return {**memory.borrowed, point: position}
    theirs = outcome is Outcome.ACTED
    back = isinstance(before, float) and position is not None and position > before - NEAR
    if before is None or not (theirs or back):
        return memory.borrowed
    return {known: value for known, value in memory.borrowed.items() if known != point}


def _lowers(snapshot: Snapshot, request: Request) -> bool:
    position = snapshot.number(request.point)
    return position is None or float(request.value) < position
