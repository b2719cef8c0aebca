"""What safety asks for, whoever wishes or predicts: frost, overheat, blind rooms, open windows, and giving back."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from thermo_edge.control.windows import paused, why
from thermo_edge.home.house import Device, DeviceKind, Domain, PlaceId, Point, Room, Value
from thermo_edge.home.memory import DeviceMemory, Memory, WindowMemory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.thermostat import EITHER
from thermo_edge.home.turn import Priority, Request

RECOVERED = 0.5
"""K; a frost or overheat alarm ends this far on the right side of its limit."""

FROST_SET_POINT = 2.0
"""K above the frost limit: what a thermostat is set to against frost."""

Leaving = tuple[PlaceId, Domain]
"""A place and what of it is about to go to observe."""

_NOT_HEATING = frozenset({"off", "cool", "dry", "fan_only"})


def requests(
    snapshot: Snapshot, memory: Memory, places: Iterable[PlaceId], leaving: frozenset[Leaving]
) -> list[Request]:
    """Everything that safety wants in these places. `leaving`: what is about to go to observe."""
    wanted: list[Request] = []
    for place in places:
        gone = (place, Domain.CLIMATE) in leaving
        room, source = snapshot.house.room(place), snapshot.house.source(place)
        if room is not None:
            for device in room.devices:
                wanted.extend(_give_back(memory, device, room, gone))
                if not gone:
                    wanted.extend(_room(snapshot, memory, room, device))
                elif not device.bare:  # a bare switch that nobody looks after is best off
                    wanted.extend(request for request in _room(snapshot, memory, room, device) if request.hazard)
            for cover in room.covers if gone else ():  # otherwise the rule of shading sees to it
                wanted.extend(_give_back(memory, cover, None, gone))
        if source is not None and source.device is not None:
            wanted.extend(_give_back(memory, source.device, None, gone))
            wanted.extend(_source(snapshot, memory, source.id, source.device) if not gone else ())
        if source is not None and source.flow is not None and gone:
            wanted.extend(_give_back(memory, source.flow, None, gone))
        if snapshot.house.alarm is not None and place == snapshot.house.alarm.id:
            silent = (place, Domain.SECURITY) in leaving
            wanted.extend(r for siren in snapshot.house.alarm.sirens for r in _give_back(memory, siren, None, silent))
    return wanted


def _room(snapshot: Snapshot, memory: Memory, room: Room, device: Device) -> Iterator[Request]:
    window = memory.windows.get(room.id, WindowMemory())
    if device.cools and paused(window) and not window.felt:
        yield from _uncooled(snapshot, device, why(window))
    if not device.heats:
        if device.kind is DeviceKind.DUTY and snapshot.sense(room.id).temperature is None:
            yield _ask(device.switch, False, device, Reason.of(Code.BLIND, silent=snapshot.sense(room.id).silent))
        return
    either = device.cools and snapshot.value(device.switch) in EITHER  # to set it low would make it cool
    temperature, limits = snapshot.sense(room.id).temperature, room.limits
    if temperature is None:
        silent = snapshot.sense(room.id).silent
        before = None if paused(window) else memory.borrowed.get(device.set_point)
        safe = limits.highest if either else limits.safe
        yield from _least(snapshot, device, safe, Reason.of(Code.BLIND, silent=silent, target=safe), before)
    elif (frozen := _frost(snapshot, memory, room)) is not None:
        yield from _heat(snapshot, memory, room, device, frozen)
    elif temperature > limits.overheat - (RECOVERED if f"overheat:{room.id}" in memory.notices else 0.0):
        reason = Reason.of(Code.OVERHEAT, temperature=temperature, limit=limits.overheat)
        yield from _least(snapshot, device, limits.highest if either else limits.lowest, reason)
    if paused(window):
        paused_for = why(window)
        if either or (device.cools and memory.borrowed.get(device.switch) in EITHER):
            yield _ask(device.switch, "off", device, paused_for)
            return
        for request in _least(snapshot, device, limits.lowest, paused_for):
            yield replace(request, aim=limits.lowest)


def _source(snapshot: Snapshot, memory: Memory, source: PlaceId, device: Device) -> Iterator[Request]:
    """What heats a room against frost needs the heat source that it draws on."""
    rooms = (snapshot.house.room(member.place) for member in snapshot.house.members(source) if member.heats)
    frozen = next((reason for room in rooms if room is not None and (reason := _frost(snapshot, memory, room))), None)
    if frozen is not None:
        yield _ask(device.switch, True, device, frozen)


def _frost(snapshot: Snapshot, memory: Memory, room: Room) -> Reason | None:
    """Why the room is to be heated against frost; None: it is not."""
    temperature, limit = snapshot.sense(room.id).temperature, room.limits.frost
    if temperature is None or temperature >= limit + (RECOVERED if f"frost:{room.id}" in memory.notices else 0.0):
        return None
    return Reason.of(Code.FROST, temperature=temperature, limit=limit)


def _heat(snapshot: Snapshot, memory: Memory, room: Room, device: Device, reason: Reason) -> Iterator[Request]:
    """Bring heat on, and keep it on: a mode that was borrowed would be given back as soon as nothing asks for it."""
    if device.kind is DeviceKind.DUTY:
        yield _ask(device.switch, True, device, reason)
        return
    if snapshot.value(device.switch) in _NOT_HEATING or device.switch in memory.borrowed:
        yield _ask(device.switch, "heat", device, reason)
    target = max(room.limits.frost + FROST_SET_POINT, room.limits.lowest)
    yield _ask(device.set_point, max(target, snapshot.number(device.set_point) or 0.0), device, reason)


def _least(
    snapshot: Snapshot, device: Device, set_point: float, reason: Reason, before: Value | None = None
) -> Iterator[Request]:
    """Bring heat to its least: a bare switch off, a heating thermostat to a low set-point.

    `before`: what it had before we lowered it, for a window or too much heat that is over: it goes up to the low
    set-point again, and no higher than it was.
    """
    if device.kind is DeviceKind.DUTY:
        yield _ask(device.switch, False, device, reason)
    elif snapshot.value(device.switch) not in _NOT_HEATING:
        now = snapshot.number(device.set_point) or set_point
        now = max(now, before) if isinstance(before, float) else now
        yield _ask(device.set_point, min(set_point, now), device, reason)


def _uncooled(snapshot: Snapshot, device: Device, reason: Reason) -> Iterator[Request]:
    """No cold for the outdoors: what cools goes off."""
    if device.kind is DeviceKind.DUTY:
        yield _ask(device.switch, False, device, reason)
    elif snapshot.value(device.switch) in ("cool", "off"):
        yield _ask(device.switch, "off", device, reason)


def _give_back(memory: Memory, device: Device, room: Room | None, leaving: bool) -> Iterator[Request]:
    """What we changed for a while goes back to what it was, and a bare switch that we turned on goes off.

    Asked for all the time, below everything else: it comes about when nothing wants otherwise any more. A wish asks for
    its mode only until the thermostat has it, and keeps it.
    """
    priority, reason = Priority.SAFETY if leaving else Priority.ENERGY, Reason.of(Code.HANDED_BACK)
    wished = not leaving and room is not None and room.id in memory.wishes
    for point in (device.set_point,) if wished else (device.switch, device.set_point):
        if point in memory.borrowed:
            value = memory.borrowed[point]
            if room is not None and isinstance(value, float):
                value = min(max(value, room.limits.lowest), room.limits.highest)
            yield Request(point, value, device.place, device.domain, priority, reason)
    known = memory.devices.get(device.entity, DeviceMemory())
    if device.bare and known.ours and known.on:
        yield Request(device.switch, False, device.place, device.domain, priority, reason)


def _ask(point: Point, value: Value, device: Device, reason: Reason) -> Request:
    return Request(point, value, device.place, Domain.CLIMATE, Priority.SAFETY, reason)
