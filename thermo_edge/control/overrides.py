"""Who changed a device: our own echo, a person, the device itself or another automation; and what is held for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from thermo_edge.home.house import (
    COMMANDED,
    Attribute,
    Device,
    DeviceKind,
    EntityId,
    Failsafe,
    House,
    PlaceId,
    Point,
    Value,
)
from thermo_edge.home.memory import DeviceMemory, LampMemory, Memory, Pending
from thermo_edge.home.snapshot import Origin, Quality, Reading
from thermo_edge.home.turn import SOMEBODY, US, Actor, ActorKind, Change, Hold

ECHO = timedelta(minutes=15)
"""A battery device may obey this late and still be our echo."""

SUPERSEDED = timedelta(minutes=1)
"""For so long after a newer command the value of the one before may still arrive."""

BOUNCE = timedelta(seconds=2)
"""A device that has obeyed may report its old state once more within this."""

BLINK = timedelta(milliseconds=500)
"""A lamp is quicker, and so is whoever presses the switch because it went out."""

SIDE_EFFECT = timedelta(seconds=30)
"""A command to one attribute may move another of the same device: a mode brings its own set-point."""

REJOINS = timedelta(minutes=1)
"""A thermostat that was away tells what it reset to within this, after what the home remembered of it."""

SHARED = timedelta(seconds=6)
"""A home puts the context of its last action on whatever an entity says within 5 s."""

TOLERANCE: Mapping[Attribute, float] = {
    Attribute.SET_POINT: 0.06,
    Attribute.BRIGHTNESS: 1.2,
    Attribute.COLOUR: 60.0,
    Attribute.POSITION: 3.0,
    Attribute.FLOW: 0.6,
}
"""Devices round; a difference up to this is none."""


_GONE = frozenset({Quality.UNAVAILABLE, Quality.UNKNOWN, Quality.MISSING})
"""What a thermostat that is away is told to be."""

TRAVEL = timedelta(minutes=2)
"""A cover tells where it is on its way, too."""

OWN_TIMER = 0.1
"""A switch's own timer is right to this share of its time, and to half a minute."""


def same(attribute: Attribute, one: Value | None, other: Value | None, step: float = 0.0) -> bool:
    """Whether two values of an attribute are the same to a device; one with a `step` (K) may have rounded by half."""
    if isinstance(one, float | int) and isinstance(other, float | int) and not isinstance(one, bool):
        return abs(one - other) <= TOLERANCE.get(attribute, 1e-6) + step / 2
    return one == other and type(one) is type(other)


@dataclass(frozen=True, slots=True)
class Overheard:
    """What else is known when a change is judged: actions called at the home, by context, and bare switches let go.

    `lapsed`: our heartbeat for this switch has stopped for longer than its switch-off from outside waits; `steps`: K
    between two set-points of a thermostat, where it says so.
    """

    calls: Mapping[str, Origin]
    lapsed: frozenset[str] = frozenset()
    steps: Mapping[EntityId, float] = field(default_factory=dict)

    def step(self, point: Point) -> float:
        """By how much a device may round what it is told, twice."""
        return self.steps.get(point.entity, 0.0) if point.attribute is Attribute.SET_POINT else 0.0


def attribute(
    house: House, memory: Memory, readings: Iterable[Reading], heard: Overheard, now: datetime
) -> tuple[Memory, tuple[Change, ...]]:
    """Judge every good reading of a point that can be set; holds what a person or another automation did."""
    readings, changes = tuple(readings), list[Change]()
    memory = _away(house, memory, readings, now)
    for reading in readings:
        device = house.device(reading.point.entity)
        if device is None or not reading.good or reading.value is None or reading.point.attribute not in COMMANDED:
            continue
        known = memory.known.get(reading.point)
        if known is None:
            memory = _confirm(_settle(house, memory, device, reading, now), reading, heard, now)
        elif same(reading.point.attribute, known, reading.value):
            memory = _confirm(memory, reading, heard, now)
        else:
            who = _who(house, memory, device, reading, heard, now)
            changes.append(Change(reading.point, reading.value, known, now, who))
            settled = _settle(house, memory, device, reading, now)
            memory = _changed(house, settled, device, reading, who, heard, now)
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
    if call.user and not _said_by_us(memory, origin) and not (in_flight and _echoes(device, reading, pending, now)):
        return person(house, call.user)
    foreign = not ours and (origin.parent or origin.context in heard.calls or call.user)
    rounds = heard.step(reading.point) if ours or (pending and not pending.confirmed and not foreign) else 0.0
    if _echoes(device, reading, pending, now, rounds):
        return US
    moved = (
        _shines(memory, reading, now) if device.kind is DeviceKind.LIGHT else _side_effect(memory, reading.point, now)
    )
    known = memory.devices.get(device.entity, DeviceMemory())
    moved = moved or _travels(device, reading, pending, now)
    if _bounces(device, reading, pending, now) or moved or _let_go(device, known, reading, heard):
        return Actor(ActorKind.DEVICE)
    if _follows_ours(memory, device, reading):
        return Actor(ActorKind.DEVICE)
    if not ours and (origin.parent or (origin.context in heard.calls and not call.user)):
        return Actor(ActorKind.AUTOMATION)
    back = memory.away.get(device.entity)
    return Actor(ActorKind.DEVICE) if back is not None and now - back <= REJOINS else SOMEBODY


def _away(house: House, memory: Memory, readings: Iterable[Reading], now: datetime) -> Memory:
    """Which thermostats are away, and which came back of late: a new battery or a reset moves them, and no person.

    The mode tells it: a set-point goes, too, while a thermostat is off. A lamp comes back as somebody switched it.
    """
    away = {entity: back for entity, back in memory.away.items() if back is None or now - back <= REJOINS}
    for reading in readings:
        device = house.device(reading.point.entity)
        if device is None or device.kind is not DeviceKind.THERMOSTAT or reading.point != device.switch:
            continue
        if reading.quality in _GONE and reading.point in memory.known:
            away[device.entity] = None
        elif reading.good and away.get(device.entity, now) is None:
            away[device.entity] = now
    return memory if away == memory.away else replace(memory, away=away)


def _echoes(device: Device, reading: Reading, pending: Pending | None, now: datetime, step: float = 0.0) -> bool:
    if pending is None or now - pending.at > ECHO:
        return False
    late = pending.former is not None and now - pending.at <= SUPERSEDED
    if device.kind is DeviceKind.LIGHT and pending.confirmed is not None:
        late = False  # lamps obey in order: what this one was told before does not arrive any more
    attribute, value = reading.point.attribute, reading.value
    return same(attribute, value, pending.value, step) or (late and same(attribute, value, pending.former, step))


def _bounces(device: Device, reading: Reading, pending: Pending | None, now: datetime) -> bool:
    within = BLINK if device.kind is DeviceKind.LIGHT else BOUNCE
    return (
        pending is not None
        and pending.confirmed is not None
        and now - pending.confirmed <= within
        and same(reading.point.attribute, reading.value, pending.before)
    )


def _travels(device: Device, reading: Reading, pending: Pending | None, now: datetime) -> bool:
    """Somewhere between where a cover was and where it was told to go, while it may still be moving."""
    if device.kind is not DeviceKind.COVER or pending is None or now - pending.at > TRAVEL:
        return False
    told, before, here = pending.value, pending.before, reading.value
    if not isinstance(told, float) or not isinstance(before, float) or not isinstance(here, float):
        return False
    slack = TOLERANCE[Attribute.POSITION]
    return min(told, before) - slack <= here <= max(told, before) + slack


def _side_effect(memory: Memory, point: Point, now: datetime) -> bool:
    return any(
        now - pending.at <= SIDE_EFFECT
        for attribute in COMMANDED - {point.attribute}
        if (pending := memory.pending.get(Point(point.entity, attribute)))
    )


def _shines(memory: Memory, reading: Reading, now: datetime) -> bool:
    """What else of a lamp our command moved: going on brings its last brightness, and a late dimming turns it on.

    Lamps are quick, and somebody at the wall may be quick, too: what has obeyed already was moved by them.
    """
    point, own = reading.point, memory.pending.get(reading.point)
    others = [
        sent
        for attribute in COMMANDED - {point.attribute}
        if (sent := memory.pending.get(Point(point.entity, attribute)))
    ]
    recent = [sent for sent in others if now - sent.at <= SHARED]
    if point.attribute is Attribute.ON:
        fresh = (sent.confirmed is None or now - sent.confirmed <= BOUNCE for sent in recent)
        return reading.value is True and any(fresh)
    obeyed = own is not None and own.confirmed is not None
    return any(not obeyed or (own is not None and own.at < sent.at) for sent in recent)


def _said_by_us(memory: Memory, origin: Origin) -> bool:
    """The change carries the context of a command of ours, to whatever: its user is ours then, and nobody's wish."""
    return origin.context is not None and any(origin.context in sent.contexts for sent in memory.pending.values())


def _follows_ours(memory: Memory, device: Device, reading: Reading) -> bool:
    """Our command to another entity brought it about: a lamp follows its group, and does what that was told."""
    point, context = reading.point, reading.origin.context
    told = {
        other.attribute: sent.value
        for other, sent in memory.pending.items()
        if other.entity != point.entity and context is not None and context in sent.contexts
    }
    if device.kind is DeviceKind.LIGHT and point.attribute in told:
        return same(point.attribute, reading.value, told[point.attribute])
    return bool(told)


def _let_go(device: Device, known: DeviceMemory, reading: Reading, heard: Overheard) -> bool:
    """A bare switch that went off because its own timer ran out, or because our heartbeat for it had stopped."""
    if not device.bare or reading.value is not False:
        return False
    if device.failsafe is not Failsafe.OWN_TIMER:
        return device.entity in heard.lapsed
    if known.on is not True or known.since is None:
        return False
    off_by = abs(reading.at - known.since - device.failsafe_after)
    return off_by <= max(device.failsafe_after * OWN_TIMER, timedelta(seconds=30))


def person(house: House, user: str) -> Actor:
    name = next((person.name for person in house.persons if person.user == user), "")
    return Actor(ActorKind.PERSON, name)


def _changed(
    house: House, memory: Memory, device: Device, reading: Reading, who: Actor, heard: Overheard, now: datetime
) -> Memory:
    """Remember who did it: hold it for them, or note that we were obeyed."""
    if who.kind is ActorKind.US:
        return _confirm(memory, reading, heard, now)
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
    memory = replace(memory, holds=holds, pending=pending, borrowed=borrowed, devices=devices)
    return _with_its_light(memory, device, reading, hold) if device.kind is DeviceKind.LIGHT else memory


def _with_its_light(memory: Memory, device: Device, reading: Reading, hold: Hold) -> Memory:
    """A lamp turned on by an app, a scene or an automation shines as they want it, also if it did so the last time.

    A switch at the wall chooses no brightness, and one that we had dimmed to goes out with the lamp.
    """
    chosen = reading.origin.user is not None or hold.who.kind is ActorKind.AUTOMATION
    remnant = memory.lighting.lamps.get(device.entity, LampMemory()).dimmed is not None
    if reading.point != device.switch or reading.value is not True or not chosen or remnant:
        return memory
    points = [Point(device.entity, attribute) for attribute in (Attribute.BRIGHTNESS, Attribute.COLOUR)]
    shown = {point: memory.known[point] for point in points if point in memory.known and point not in memory.holds}
    return replace(
        memory,
        holds={**memory.holds, **{point: replace(hold, point=point, value=value) for point, value in shown.items()}},
    )


def _confirm(memory: Memory, reading: Reading, heard: Overheard, now: datetime) -> Memory:
    """The device has what was commanded, as near as it can."""
    point, pending = reading.point, memory.pending.get(reading.point)
    if pending is None or pending.confirmed:
        return memory
    if not same(point.attribute, reading.value, pending.value, heard.step(point)):
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
