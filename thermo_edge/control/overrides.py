"""Who changed a device: our own echo, a person, the device itself or another automation; and what is held for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from thermo_edge.home.house import COMMANDED, Attribute, Device, DeviceKind, Failsafe, House, PlaceId, Point, Value
from thermo_edge.home.memory import DeviceMemory, Memory, Pending
from thermo_edge.home.snapshot import Origin, Reading
from thermo_edge.home.turn import SOMEBODY, US, Actor, ActorKind, Change, Hold

ECHO = timedelta(minutes=15)
"""A battery device may obey this late and still be our echo."""

SUPERSEDED = timedelta(minutes=1)
"""For so long after a newer command the value of the one before may still arrive."""

BOUNCE = timedelta(seconds=2)
"""A device that has obeyed may report its old state once more within this."""

SIDE_EFFECT = timedelta(seconds=30)
"""A command to one attribute may move another of the same device: a mode brings its own set-point."""

SHARED = timedelta(seconds=6)
"""A home puts the context of its last action on whatever an entity says within 5 s."""

TOLERANCE: Mapping[Attribute, float] = {Attribute.SET_POINT: 0.06, Attribute.BRIGHTNESS: 1.2, Attribute.COLOUR: 60.0}
"""Devices round; a difference up to this is none."""


def same(attribute: Attribute, one: Value | None, other: Value | None) -> bool:
    """Whether two values of an attribute are the same to a device."""
    if isinstance(one, float | int) and isinstance(other, float | int) and not isinstance(one, bool):
        return abs(one - other) <= TOLERANCE.get(attribute, 1e-6)
    return one == other and type(one) is type(other)


@dataclass(frozen=True, slots=True)
class Overheard:
    """What else is known when a change is judged: actions called at the home, by context, and bare switches let go.

    `lapsed`: our heartbeat for this switch has stopped for longer than its switch-off from outside waits.
    """

    calls: Mapping[str, Origin]
    lapsed: frozenset[str] = frozenset()


def attribute(
    house: House, memory: Memory, readings: Iterable[Reading], heard: Overheard, now: datetime
) -> tuple[Memory, tuple[Change, ...]]:
    """Judge every good reading of a point that can be set; holds what a person or another automation did."""
    changes: list[Change] = []
    for reading in readings:
        device = house.device(reading.point.entity)
        if device is None or not reading.good or reading.value is None or reading.point.attribute not in COMMANDED:
            continue
        known = memory.known.get(reading.point)
        if known is None:
            memory = _settle(house, memory, device, reading, now)
        elif same(reading.point.attribute, known, reading.value):
            memory = _confirm(memory, reading, now)
        else:
            who = _who(house, memory, device, reading, heard, now)
            changes.append(Change(reading.point, reading.value, known, now, who))
            memory = _changed(house, _settle(house, memory, device, reading, now), device, reading, who, now)
    return memory, tuple(changes)


def _who(house: House, memory: Memory, device: Device, reading: Reading, heard: Overheard, now: datetime) -> Actor:
    """The judgement. A home puts the context of its last action on any change within 5 s: it alone proves little."""
    pending, origin = memory.pending.get(reading.point), reading.origin
    call = heard.calls.get(origin.context or "", origin)
    ours = pending is not None and origin.context is not None and origin.context in pending.contexts
    in_flight = pending is not None and (
        pending.delivered is None  # or its answer was lost
        or (pending.confirmed is None and now - pending.at <= SHARED)
    )
    if call.user and not ours and not (in_flight and _echoes(reading, pending, now)):
        return _person(house, call.user)
    if _echoes(reading, pending, now):
        return US
    if _bounces(reading, pending, now) or _side_effect(memory, reading.point, now) or _let_go(device, reading, heard):
        return Actor(ActorKind.DEVICE)
    if _follows_ours(memory, reading.point, origin):
        return Actor(ActorKind.DEVICE)
    if not ours and (origin.parent or (origin.context in heard.calls and not call.user)):
        return Actor(ActorKind.AUTOMATION)
    return SOMEBODY


def _echoes(reading: Reading, pending: Pending | None, now: datetime) -> bool:
    if pending is None or now - pending.at > ECHO:
        return False
    late = pending.former is not None and now - pending.at <= SUPERSEDED
    attribute = reading.point.attribute
    return same(attribute, reading.value, pending.value) or (late and same(attribute, reading.value, pending.former))


def _bounces(reading: Reading, pending: Pending | None, now: datetime) -> bool:
    return (
        pending is not None
        and pending.confirmed is not None
        and now - pending.confirmed <= BOUNCE
        and same(reading.point.attribute, reading.value, pending.before)
    )


def _side_effect(memory: Memory, point: Point, now: datetime) -> bool:
    return any(
        now - pending.at <= SIDE_EFFECT
        for attribute in COMMANDED - {point.attribute}
        if (pending := memory.pending.get(Point(point.entity, attribute)))
    )


def _follows_ours(memory: Memory, point: Point, origin: Origin) -> bool:
    """Our command to another entity brought it about: a lamp follows its group."""
    contexts = (sent.contexts for other, sent in memory.pending.items() if other.entity != point.entity)
    return origin.context is not None and any(origin.context in known for known in contexts)


def _let_go(device: Device, reading: Reading, heard: Overheard) -> bool:
    """A bare switch that went off because its own timer ran out, or because our heartbeat for it had stopped."""
    if not device.bare or reading.value is not False:
        return False
    return device.failsafe is Failsafe.OWN_TIMER or device.entity in heard.lapsed


def _person(house: House, user: str) -> Actor:
    name = next((person.name for person in house.persons if person.user == user), "")
    return Actor(ActorKind.PERSON, name)


def _changed(house: House, memory: Memory, device: Device, reading: Reading, who: Actor, now: datetime) -> Memory:
    """Remember who did it: hold it for them, or note that we were obeyed."""
    if who.kind is ActorKind.US:
        return _confirm(memory, reading, now)
    if who.kind is ActorKind.DEVICE or reading.value is None:
        return memory
    lasts = house.hold if who.kind is ActorKind.PERSON else house.automation_hold
    lasts = min(lasts, house.light_hold) if device.kind is DeviceKind.LIGHT else lasts
    hold = Hold(reading.point, reading.value, device.place, who, now, now + lasts)
    pending = {point: waiting for point, waiting in memory.pending.items() if point != reading.point}
    borrowed = {point: before for point, before in memory.borrowed.items() if point != reading.point}
    theirs = replace(memory.devices.get(device.entity, DeviceMemory()), ours=False)
    devices = {**memory.devices, device.entity: theirs} if reading.point == device.switch else memory.devices
    # what a person does at an alarm panel is its new state, and nothing that is held against an alarm
    holds = memory.holds if device.kind is DeviceKind.PANEL else {**memory.holds, reading.point: hold}
    return replace(memory, holds=holds, pending=pending, borrowed=borrowed, devices=devices)


def _confirm(memory: Memory, reading: Reading, now: datetime) -> Memory:
    """The device has what was commanded."""
    pending = memory.pending.get(reading.point)
    if pending is None or pending.confirmed or not same(reading.point.attribute, reading.value, pending.value):
        return memory
    return replace(memory, pending={**memory.pending, reading.point: replace(pending, confirmed=now)})


def _settle(house: House, memory: Memory, device: Device, reading: Reading, now: datetime) -> Memory:
    """Know the value, and since when the device is on or off."""
    assert reading.value is not None
    memory = replace(memory, known={**memory.known, reading.point: reading.value})
    return switched(house, memory, device, runs(reading.value), now) if reading.point == device.switch else memory


def runs(value: Value) -> bool:
    """Whether this value of a device's switch means that it runs."""
    return value is True or (isinstance(value, str) and value != "off")


def switched(
    house: House, memory: Memory, device: Device, on: bool, now: datetime, told: bool = False, ours: bool = False
) -> Memory:
    """The device went on or off, and with it perhaps the heat source that it draws on.

    `told`: we are about to send it so, perhaps again because it did not obey: then it switches now at the earliest.
    """
    former = memory.devices.get(device.entity, DeviceMemory())
    mine = ours if told else former.ours
    devices = {**memory.devices, device.entity: replace(_turned(former, on, now, told), ours=mine and on)}
    if device.source is not None and device.kind is DeviceKind.DUTY:
        drawing_on = [m.entity for m in drawing(house, device.source) if devices.get(m.entity, DeviceMemory()).on]
        alone = told and drawing_on in ([], [device.entity])
        group = devices.get(device.source, DeviceMemory())
        devices[device.source] = _turned(group, bool(drawing_on), now, alone)
    return replace(memory, devices=devices)


def drawing(house: House, source: PlaceId) -> tuple[Device, ...]:
    """The bare switches and valves that draw on a heat source; thermostats show no on and off of their own."""
    return tuple(device for device in house.members(source) if device.kind is DeviceKind.DUTY)


def _turned(former: DeviceMemory, on: bool, now: datetime, anew: bool) -> DeviceMemory:
    return former if former.on is on and not anew else replace(former, on=on, since=now)
