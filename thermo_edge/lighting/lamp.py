"""One lamp of a room: dimmed before it goes out, brought back by a wave, and adjusted to the hour while it is on."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from thermo_edge.home.correction import About, against
from thermo_edge.home.house import Attribute, Device, Point, Room
from thermo_edge.home.memory import DeviceMemory, LampMemory, Memory
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Grant, Hold, Request
from thermo_edge.lighting.asking import ask
from thermo_edge.lighting.level import level, white

DIMMED = 0.3
"""Of its brightness, before a lamp goes out."""

STEP = {Attribute.BRIGHTNESS: 5.0, Attribute.COLOUR: 150.0}
"""% and K; a smaller difference from what suits the hour is left as it is."""

CALM = timedelta(minutes=5)
"""A lamp is adjusted at most this often."""

NO_EFFECT = frozenset({None, "", "none", "None", "off"})


@dataclass(frozen=True, slots=True)
class Around:
    """What the room knows that concerns each of its lamps."""

    empty: Reason | None  # nobody is here, by evidence; or nobody has been known to be for too long
    bright: Reason | None  # there has been daylight enough for long
    dark: Reason | None  # somebody is here and needs light


@dataclass(frozen=True, slots=True)
class Step:
    """What a lamp needs, what is remembered of it, and when to look again."""

    requests: tuple[Request, ...] = ()
    memory: LampMemory = field(default_factory=LampMemory)
    wake: datetime | None = None


def ours(memory: Memory, lamp: Device) -> bool:
    """Whether we turned it on."""
    known = memory.devices.get(lamp.entity, DeviceMemory())
    return known.ours and known.on is True


def held(snapshot: Snapshot, memory: Memory, point: Point) -> Hold | None:
    """Who has a hold on it now."""
    hold = memory.holds.get(point)
    return hold if hold is not None and hold.until > snapshot.at else None


def unlit(memory: Memory, lamp: Device) -> Step:
    """A lamp that stays off. Whoever turns it on gets the light that it had before it was dimmed to go out."""
    known = memory.lighting.lamps.get(lamp.entity, LampMemory())
    return Step(memory=replace(known, adjusted=None))


def light(snapshot: Snapshot, room: Room, lamp: Device, reason: Reason) -> Step:
    """Turn it on, at once as bright and as white as suits the hour."""
    wanted = level(snapshot, room.lighting)
    requests = [ask(snapshot, lamp, Attribute.ON, True, reason, Grant.PRESENCE)]
    if lamp.dims:
        requests.append(ask(snapshot, lamp, Attribute.BRIGHTNESS, wanted.brightness, reason, Grant.PRESENCE))
    kelvin = white(lamp, wanted.kelvin)
    if kelvin is not None:
        requests.append(ask(snapshot, lamp, Attribute.COLOUR, kelvin, reason, Grant.PRESENCE))
    return Step(tuple(requests))


def lit(snapshot: Snapshot, memory: Memory, room: Room, lamp: Device, around: Around) -> Step:
    """What a lamp that is on needs."""
    known = memory.lighting.lamps.get(lamp.entity, LampMemory())
    hold = held(snapshot, memory, lamp.switch)
    if hold is not None and hold.value is False:
        return _kept_off(snapshot, lamp, hold, known)
    wrong = against(memory.corrections, snapshot.house, room.id, About.LIGHT_OFF, snapshot.at)
    if known.dimmed is not None and (around.empty is None or hold is not None or wrong is not None):
        back = ask(snapshot, lamp, Attribute.BRIGHTNESS, known.level or room.lighting.night, Reason.of(Code.STILL_HERE))
        return Step((back,), LampMemory(adjusted=snapshot.at))
    if around.empty is not None:
        if hold is None and wrong is None:
            return _going_out(snapshot, room, lamp, around.empty, known)
        step = _adjusted(snapshot, memory, room, lamp, known)
        out = () if hold is not None and hold.establish else (ask(snapshot, lamp, Attribute.ON, False, around.empty),)
        return replace(step, requests=(*out, *step.requests))
    if around.bright is not None and hold is None and ours(memory, lamp):
        return Step((ask(snapshot, lamp, Attribute.ON, False, around.bright),), known)
    return _adjusted(snapshot, memory, room, lamp, known)


def _kept_off(snapshot: Snapshot, lamp: Device, hold: Hold, known: LampMemory) -> Step:
    """A person turned it off, and what we had said to it just before turned it on again."""
    if hold.establish:
        return Step(memory=known)
    reason = Reason.of(Code.LEFT_OFF, who=hold.who.name, kind=hold.who.kind.value, until=hold.until)
    return Step((ask(snapshot, lamp, Attribute.ON, False, reason),), known)


def _going_out(snapshot: Snapshot, room: Room, lamp: Device, empty: Reason, known: LampMemory) -> Step:
    """Dimmed for a moment, so that whoever is there can wave; then out."""
    dim_for = room.lighting.dim_for
    out = ask(snapshot, lamp, Attribute.ON, False, empty)
    if not lamp.dims:
        return Step((out,), known)
    if known.dimmed is None or known.level is None:
        brightness = snapshot.number(Point(lamp.entity, Attribute.BRIGHTNESS)) or room.lighting.night
        known = replace(known, dimmed=snapshot.at, level=brightness)
    assert known.dimmed is not None
    assert known.level is not None
    over = known.dimmed + dim_for
    if snapshot.at >= over:
        return Step((out,), known)
    going = Reason.of(Code.GOING_OUT, since=_fact(empty, "since"))
    dim = ask(snapshot, lamp, Attribute.BRIGHTNESS, max(1.0, float(round(known.level * DIMMED))), going)
    return Step((dim,), known, over)


def _adjusted(snapshot: Snapshot, memory: Memory, room: Room, lamp: Device, known: LampMemory) -> Step:
    """Slowly follow the hour. What somebody holds, an effect, and a colour that is no white are left alone."""
    effect = snapshot.value(Point(lamp.entity, Attribute.EFFECT))
    wait = known.adjusted is not None and timedelta(0) <= snapshot.at - known.adjusted < CALM
    if wait or snapshot.clock_behind or effect not in NO_EFFECT:
        return Step(memory=known)
    wanted = level(snapshot, room.lighting)
    targets = {
        Attribute.BRIGHTNESS: wanted.brightness if lamp.dims else None,
        Attribute.COLOUR: white(lamp, wanted.kelvin),
    }
    asked = []
    for attribute, target in targets.items():
        point = Point(lamp.entity, attribute)
        now = snapshot.number(point) if snapshot.answers(point) else None
        if target is None or now is None or held(snapshot, memory, point) is not None:
            continue
        if abs(now - target) >= STEP[attribute]:
            asked.append(ask(snapshot, lamp, attribute, target, Reason.of(Code.BY_THE_SUN)))
    return Step(tuple(asked), replace(known, adjusted=snapshot.at) if asked else known)


def _fact(reason: Reason, name: str) -> float | None:
    value = reason.get(name)
    return value if isinstance(value, float) else None


def empty(snapshot: Snapshot, memory: Memory, lamp: Device, unseen: datetime | None) -> Reason | None:
    """Why this lamp may go out: the room is empty by evidence, or ours shone for long where nobody can tell."""
    sense = snapshot.sense(lamp.place)
    if sense.presence is Presence.ABSENT:
        return Reason.of(Code.NOBODY_HERE, since=sense.sign)
    long = unseen is not None and snapshot.at - unseen >= DWELL and ours(memory, lamp)
    return Reason.of(Code.UNSEEN_LONG, since=unseen) if long else None


DWELL = timedelta(hours=3)
"""A lamp that we turned on goes out at last where nobody knows any more whether somebody is there."""
