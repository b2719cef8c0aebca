"""Counterfactuals: a moment turned again with one thing changed, and kept only where the decision is another one.

The smallest change of its kind is told (after Wachter, Mittelstadt and Russell, "Counterfactual explanations without
opening the black box", 2018, with the program itself in the place of a model of it).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from thermo_edge.control import cycle, guard
from thermo_edge.control import state as states
from thermo_edge.control.state import State
from thermo_edge.home.house import Attribute, Device, Domain, House, Mode, PlaceId, Point, Room
from thermo_edge.home.memory import Memory, Modes, WindowMemory
from thermo_edge.home.otherwise import Otherwise
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import RoomSense, Snapshot
from thermo_edge.home.turn import Decision, DecisionRecord, Instead, Outcome

DEGREES = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
"""K that a room is imagined colder or warmer."""

LATER = tuple(timedelta(minutes=15 * quarters) for quarters in range(1, 49))
DARKER = (0.5, 0.25, 0.1, 0.0)
BRIGHTER = (2.0, 4.0, 10.0, 40.0)
_SAME = 0.4
"""K; a set-point that differs by less is no other decision."""

_DONE = frozenset({Outcome.ACTED, Outcome.SATISFIED})


def _at_once() -> None:
    """Between two tries nothing is waited for."""


@dataclass(frozen=True)
class Case:
    """What the house would see and remember, and the words for it."""

    what: Reason
    snapshot: Snapshot
    memory: Memory


def otherwise(state: State, now: datetime, behind: timedelta, place: PlaceId) -> tuple[Otherwise, ...]:
    """What would change the decisions about a room now; of each kind of change the smallest. Nothing is done."""
    room = state.house.room(place)
    if room is None or not state.link.ready:
        return ()
    snapshot = states.snapshot(state, now, behind)
    found = []
    for domain, device in _devices(room):
        present = decided(snapshot, state.memory, place, device)
        found += [
            Otherwise(domain, what, present, then)
            for what, then in _changes(snapshot, state.memory, room, device, present, _at_once)
        ]
    return tuple(found)


def instead(
    snapshot: Snapshot, memory: Memory, record: DecisionRecord, pause: Callable[[], None] = _at_once
) -> tuple[Instead, ...]:
    """What would have changed a decision, given what the turn that made it saw and remembered when it began to decide.

    Nothing of one that these slices and the guard alone would not have made. `pause` is called between two tries.
    """
    request = record.decision.request
    room, device = snapshot.house.room(request.place), judged_here(snapshot.house, record)
    if room is None or device is None or not snapshot.link.ready:
        return ()
    present = decided(snapshot, memory, room.id, device)
    if differs(record.decision, present):
        return ()
    changes = _changes(snapshot, memory, room, device, present, pause)
    return tuple(
        Instead(what) if then is None else Instead(what, then.outcome, then.request.value) for what, then in changes
    )


def judged_here(house: House, record: DecisionRecord) -> Device | None:
    """The heater or lamp whose main point a decision is about; None: it is about something else, or only was so."""
    request = record.decision.request
    room = house.room(request.place)
    if room is None or record.decision.outcome is Outcome.SATISFIED:
        return None
    devices = (*room.devices, *room.lights)
    return next((each for each in devices if _main(each) == request.point and each.domain is request.domain), None)


def _changes(
    snapshot: Snapshot, memory: Memory, room: Room, device: Device, present: Decision | None, pause: Callable[[], None]
) -> Iterator[tuple[Reason, Decision | None]]:
    """Of each kind the smallest change that makes it another decision, and that decision."""
    for kind in _kinds(snapshot, memory, room, device.domain):
        for case in kind:
            pause()
            then = decided(case.snapshot, case.memory, room.id, device)
            if differs(present, then) and not _backwards(case.what.code, device, present, then):
                yield case.what, then
                break


def _backwards(code: Code, device: Device, present: Decision | None, then: Decision | None) -> bool:
    """Less heat for a colder room, more for a warmer one: the plan no longer holds there, which is no reason."""
    sign = {Code.IF_COLDER: -1.0, Code.IF_WARMER: 1.0}.get(code)
    if sign is None or device.cools or present is None or then is None:
        return False
    mine, theirs = present.request.value, then.request.value
    if isinstance(mine, str) or isinstance(theirs, str):
        return False
    return sign * (float(theirs) - float(mine)) > 0.0


def decided(snapshot: Snapshot, memory: Memory, place: PlaceId, device: Device) -> Decision | None:
    """What a turn would decide about a device's main point: the same slices and the same guard, and nothing after."""
    memory, requests, _ = cycle.decide(snapshot, memory, _with_source(snapshot.house, place), frozenset())
    point = _main(device)
    judged = guard.judge(snapshot, memory, [request for request in requests if request.point == point])
    return judged.decisions[-1] if judged.decisions else None


def differs(one: Decision | None, other: Decision | None) -> bool:
    """Whether something else is done, or the same is done no more."""
    if one is None or other is None:
        return one is not other
    if (one.outcome in _DONE) != (other.outcome in _DONE):
        return True
    mine, theirs = one.request.value, other.request.value
    if isinstance(mine, bool) or isinstance(theirs, bool) or isinstance(mine, str) or isinstance(theirs, str):
        return mine != theirs
    return abs(mine - theirs) >= _SAME


def _devices(room: Room) -> Iterator[tuple[Domain, Device]]:
    """One of each domain: what heats the room first, and its first lamp."""
    heats = next((device for device in room.devices if device.heats), next(iter(room.devices), None))
    if heats is not None:
        yield Domain.CLIMATE, heats
    for lamp in room.lights[:1]:
        yield Domain.LIGHTING, lamp


def _main(device: Device) -> Point:
    """What one would look at to see what it was told."""
    settable = device.kind.value == "thermostat"
    return Point(device.entity, Attribute.SET_POINT) if settable else device.switch


def _with_source(house: House, place: PlaceId) -> frozenset[PlaceId]:
    """The room alone: what a shared source makes of it is not asked."""
    return frozenset({place} & set(house.places))


# --- what could be otherwise --------------------------------------------------------------------------------------


def _kinds(snapshot: Snapshot, memory: Memory, room: Room, domain: Domain) -> Iterator[Iterator[Case]]:
    """Kinds of change, each from the smallest on."""
    yield _allowed(snapshot, memory, room, domain)
    yield _let_go(snapshot, memory, room)
    yield _somebody(snapshot, memory, room)
    if domain is Domain.CLIMATE:
        yield _degrees(snapshot, memory, room, -1.0)
        yield _degrees(snapshot, memory, room, 1.0)
        yield _window(snapshot, memory, room)
    else:
        yield _light(snapshot, memory, room, DARKER, Code.IF_DARKER)
        yield _light(snapshot, memory, room, BRIGHTER, Code.IF_BRIGHTER)
    yield _later(snapshot, memory)


def _sensed(snapshot: Snapshot, room: Room, sense: RoomSense) -> Snapshot:
    rooms: Mapping[PlaceId, RoomSense] = {each.id: snapshot.sense(each.id) for each in snapshot.house.rooms}
    return replace(snapshot, rooms={**rooms, room.id: sense})


def _degrees(snapshot: Snapshot, memory: Memory, room: Room, sign: float) -> Iterator[Case]:
    sense = snapshot.sense(room.id)
    if sense.temperature is None:
        return
    for kelvin in DEGREES:
        temperature = sense.temperature + sign * kelvin
        what = Reason.of(Code.IF_COLDER if sign < 0.0 else Code.IF_WARMER, temperature=temperature)
        yield Case(what, _sensed(snapshot, room, replace(sense, temperature=temperature)), memory)


def _light(snapshot: Snapshot, memory: Memory, room: Room, factors: tuple[float, ...], code: Code) -> Iterator[Case]:
    """The room's light sensor tells another value: its reading is looked at as well as what is known of the room."""
    sense = snapshot.sense(room.id)
    if sense.illuminance is None:
        return
    readings = (snapshot.good.get(sensor.point) for sensor in room.sensing(Attribute.ILLUMINANCE))
    told = next((each for each in readings if each is not None and each.value == sense.illuminance), None)
    if told is None:
        return
    for factor in factors:
        lux = factor * max(sense.illuminance, 5.0)
        changed = _sensed(snapshot, room, replace(sense, illuminance=lux))
        said = {told.point: told._replace(value=lux)}
        seen = replace(changed, good={**snapshot.good, **said}, latest={**snapshot.latest, **said})
        yield Case(Reason.of(code, lux=lux), seen, memory)


def _somebody(snapshot: Snapshot, memory: Memory, room: Room) -> Iterator[Case]:
    """The contrary of what is believed, of the room and of the home."""
    sense = snapshot.sense(room.id)
    there = snapshot.presence is Presence.PRESENT
    presence = Presence.ABSENT if there else Presence.PRESENT
    sign = sense.sign if there else snapshot.at
    changed = _sensed(snapshot, room, replace(sense, presence=presence, sign=sign))
    what = Reason(Code.IF_NOBODY if there else Code.IF_SOMEBODY)
    yield Case(what, replace(changed, presence=presence), memory)


def _window(snapshot: Snapshot, memory: Memory, room: Room) -> Iterator[Case]:
    if not snapshot.sense(room.id).window_open and room.id not in memory.windows:
        return
    windows = {**memory.windows, room.id: WindowMemory()}
    shut = _sensed(snapshot, room, replace(snapshot.sense(room.id), window_open=False))
    yield Case(Reason(Code.IF_SHUT), shut, replace(memory, windows=windows))


def _let_go(snapshot: Snapshot, memory: Memory, room: Room) -> Iterator[Case]:
    """Without what people wished or set here."""
    holds = {point: hold for point, hold in memory.holds.items() if hold.place != room.id}
    wishes = {place: wish for place, wish in memory.wishes.items() if place != room.id}
    if len(holds) < len(memory.holds) or len(wishes) < len(memory.wishes):
        yield Case(Reason(Code.IF_LET_GO), snapshot, replace(memory, holds=holds, wishes=wishes))


def _allowed(snapshot: Snapshot, memory: Memory, room: Room, domain: Domain) -> Iterator[Case]:
    """In act, where the settings allow that."""
    modes = memory.modes
    if min(modes.of(room.id, domain), room.ceiling) >= Mode.ACT or room.ceiling < Mode.ACT:
        return
    allowed = Modes({**modes.places, (room.id, domain): Mode.ACT})
    yield Case(Reason(Code.IF_ALLOWED), snapshot, replace(memory, modes=allowed))


def _later(snapshot: Snapshot, memory: Memory) -> Iterator[Case]:
    """As it is now, at a later time of day."""
    for after in LATER:
        at = snapshot.at + after
        yield Case(Reason.of(Code.IF_LATER, until=at), replace(snapshot, at=at), memory)
