"""One turn of the loop: sense, decide, guard, remember, act. Live, simulated and tested, it is this one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from thermo_edge.climate import comparing
from thermo_edge.climate.policy import policy as climate
from thermo_edge.control import (
    alarm,
    believing,
    corrections,
    guard,
    hearing,
    judging,
    notices,
    safety,
    stamps,
    tasting,
    windows,
)
from thermo_edge.control import state as states
from thermo_edge.control.hearing import Take
from thermo_edge.control.overrides import ECHO
from thermo_edge.control.state import State
from thermo_edge.errors import StoreCorrupt, StoreError, StoreFull, StoreTooNew
from thermo_edge.home.heard import Heard
from thermo_edge.home.house import Device, DeviceKind, Domain, Failsafe, House, Mode, PlaceId
from thermo_edge.home.memory import DeviceMemory, Memory, Turn
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import DecisionRecord, Grant, Hold, Priority, Request
from thermo_edge.lighting.policy import policy as lighting
from thermo_edge.ports import Clock, History, Home
from thermo_edge.security.policy import policy as security

_UNKNOWN = DeviceMemory()

Leaving = safety.Leaving


class Curious(Protocol):
    """Looks at what was decided, after it was done."""

    def take(self, state: State, snapshot: Snapshot, new: Sequence[DecisionRecord]) -> None:
        """New decisions, and what they were made from. Returns at once, and never raises."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The world, as far as a turn touches it."""

    clock: Clock
    home: Home
    history: History
    curious: Curious | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """What set a turn off, and which places it concerns (None: those of what was heard)."""

    name: str
    places: frozenset[PlaceId] | None = None
    leaving: frozenset[Leaving] = frozenset()  # what is about to go to observe: what is ours there is given back


def turn(state: State, ports: Ports, heard: Sequence[Heard], cause: Cause) -> tuple[State, Turn]:
    """One turn. Returns the state after it; what it decided is kept before anything is sent."""
    taken = hearing.take(_in_time(state, ports.clock), heard, ports.clock.now())
    taken = replace(taken, state=believing.step(taken.state, taken.readings, taken.changes, ports.clock.now()))
    snapshot = states.snapshot(taken.state, ports.clock.now(), ports.clock.behind(), taken.trips)
    leaving = cause.leaving | taken.state.leaving
    places = _concerned(taken, cause)
    memory, requests, wake = decide(snapshot, taken.state.memory, places, leaving)
    memory = alarm.settle(snapshot, taken.state.memory, memory)
    judged = guard.judge(snapshot, memory, requests)
    memory = judging.step(snapshot, judged.memory, judged.decisions, taken.changes, state.memory)
    memory = notices.step(taken.state, snapshot, replace(memory, turn=memory.turn + 1), places)
    wake = _earliest(wake, judged.wake)
    decisions = (*judged.decisions, *alarm.log(snapshot, taken.state.memory, memory))
    done = Turn(memory.turn, snapshot.at, cause.name, decisions, judged.commands, taken.changes, memory, wake)
    after = replace(taken.state, memory=memory, claim=states.claim(taken.state, memory, snapshot.at))
    after, new = remember(after, ports.history, taken, done, snapshot)
    after = act(after, ports.home, done)
    if new and ports.curious is not None:
        ports.curious.take(taken.state, snapshot, new)
    return after, done


def _in_time(state: State, clock: Clock) -> State:
    """Where the clock was set forward, what has begun goes along: less time has passed than the clock says."""
    leapt = clock.leapt()
    by = leapt - state.leapt
    return replace(stamps.leapt(state, by, clock.now()), leapt=leapt) if by > timedelta(0) else state


def decide(
    snapshot: Snapshot, memory: Memory, places: frozenset[PlaceId], leaving: frozenset[Leaving]
) -> tuple[Memory, list[Request], datetime | None]:
    """What is over ends; then every slice says what it wants, and safety what must be."""
    memory, ends = expire(memory, snapshot.at)
    memory, delayed = windows.step(snapshot, memory)
    memory = comparing.step(snapshot, memory)
    stays = {domain: places - {place for place, left in leaving if left is domain} for domain in Domain}
    warm = climate(snapshot, memory, stays[Domain.CLIMATE])
    lit = lighting(snapshot, memory, stays[Domain.LIGHTING])
    safe = security(snapshot, memory, stays[Domain.SECURITY])
    if (warm.memory, lit.memory, safe.memory) != (memory.climate, memory.lighting, memory.security):
        memory = replace(memory, climate=warm.memory, lighting=lit.memory, security=safe.memory)
    requests = [*warm.requests, *lit.requests, *safe.requests, *_established(snapshot.house, memory, places)]
    requests += safety.requests(snapshot, memory, places, leaving)
    return memory, requests, _earliest(warm.wake, lit.wake, safe.wake, ends, delayed)


def remember(
    state: State, history: History, taken: Take, done: Turn, snapshot: Snapshot
) -> tuple[State, tuple[DecisionRecord, ...]]:
    """Keep readings and the turn; which decisions are new. A store that fails is noted, and the house goes on.

    By a clock that cannot be trusted nothing is recorded: only what safety needs after a restart is kept.
    """
    try:
        if snapshot.clock_behind:
            new = history.keep(replace(done, decisions=(), changes=()))
        else:
            history.add(taken.readings)
            for delivery in taken.deliveries:
                history.delivered(delivery)
            new = history.keep(done)
    except StoreError as error:
        return replace(state, store_error=store_reason(error)), ()
    return (replace(state, store_error=None) if state.store_error else state), new


def store_reason(error: StoreError) -> Reason:
    """What a person is told of a store that cannot be used."""
    codes = {StoreFull: Code.DISK_FULL, StoreTooNew: Code.STORE_TOO_NEW, StoreCorrupt: Code.STORE_CORRUPT}
    return Reason.of(codes.get(type(error), Code.STORE_FAILS), detail=str(error))


def act(state: State, home: Home, done: Turn) -> State:
    """Send the commands. What turns a bare switch off if we die is told before it goes on, whoever turns it on."""
    switches = [command.point.entity for command in done.commands if command.value is True]
    switches += [change.point.entity for change in done.changes if change.value is True]
    state = renew(state, home, done.at, frozenset(switches)) if switches else state
    if done.commands:
        home.send(done.commands)
    return state


def renew(state: State, home: Home, now: datetime, only: frozenset[str] | None = None) -> State:
    """Our heartbeat for the bare switches that may stay on (or only for some of them).

    It leaves, and counts, only over a connection that is up, and never from a program that has not got this home:
    that would keep on what the other one left on when it died.
    """
    if not state.link.ready or not states.primary(state, now):
        return state
    wanted = [
        device
        for device in state.house.devices
        if device.bare
        and device.failsafe is Failsafe.AUTOMATION
        and device.entity in state.memory.protections
        and _tended(state, device)
        and (device.entity in only if only is not None else _may_stay_on(state, device))
    ]
    if not wanted:
        return state
    home.renew(wanted)
    return replace(state, renewed={**state.renewed, **{device.entity: now for device in wanted}})


def _may_stay_on(state: State, device: Device) -> bool:
    """What is on, by us or by a person: the automation at the home is only for when we are gone.

    A siren is promised once, when it begins: it sounds no longer than that, whoever dies meanwhile.
    """
    if device.kind is DeviceKind.SIREN:
        return False
    return state.memory.devices.get(device.entity, _UNKNOWN).on is True


def _tended(state: State, device: Device) -> bool:
    """In observe nothing is armed at the home: it would turn off what a person turned on."""
    mode = min(state.memory.modes.of(device.place, device.domain), state.house.ceiling(device.place))
    return mode > Mode.OBSERVE and (device.place, device.domain) not in state.leaving


def expire(memory: Memory, now: datetime) -> tuple[Memory, datetime | None]:
    """Let go of holds, wishes and questions that are over, and of commands long confirmed. When the next one ends."""
    holds = {point: hold for point, hold in memory.holds.items() if hold.until > now}
    wishes = {place: wish for place, wish in memory.wishes.items() if wish.until > now}
    asks = {key: ask for key, ask in memory.asks.items() if ask.until > now}
    pending = {point: sent for point, sent in memory.pending.items() if not sent.confirmed or now - sent.at < ECHO}
    regimes = {kind: span for kind, span in memory.regimes.items() if span.until > now}
    if len(regimes) < len(memory.regimes):
        memory = replace(memory, regimes=regimes)
    memory = corrections.expired(tasting.expired(memory, now), now)
    ends = [*(h.until for h in holds.values()), *(w.until for w in wishes.values()), *(a.until for a in asks.values())]
    kept = len(holds) + len(wishes) + len(asks) + len(pending)
    if kept < len(memory.holds) + len(memory.wishes) + len(memory.asks) + len(memory.pending):
        memory = replace(memory, holds=holds, wishes=wishes, asks=asks, pending=pending)
    return memory, min(ends, default=None)


def _established(house: House, memory: Memory, places: frozenset[PlaceId]) -> list[Request]:
    """What a person took back, or wished of a lamp, is brought about."""
    found: list[Request] = []
    for hold in memory.holds.values():
        device = house.device(hold.point.entity)
        if not hold.establish or hold.place not in places or device is None:
            continue
        grant = Grant.PERSON if device.kind is DeviceKind.LIGHT and hold.value is not False else None
        reason = _taken_back(hold, device)
        found.append(Request(hold.point, hold.value, hold.place, device.domain, Priority.PERSON, reason, grant=grant))
    return found


def _taken_back(hold: Hold, device: Device) -> Reason:
    if device.kind is DeviceKind.LIGHT:
        return Reason.of(Code.LAMP_WISHED, who=hold.who.name, until=hold.until)
    warmth = isinstance(hold.value, float) and device.kind is not DeviceKind.COVER
    return Reason.of(Code.UNDONE, who=hold.who.name, target=float(hold.value) if warmth else None)


def _concerned(taken: Take, cause: Cause) -> frozenset[PlaceId]:
    house = taken.state.house
    if taken.everywhere:
        return frozenset(house.places)
    if cause.places is not None:
        return cause.places
    return frozenset().union(*(house.places_of(entity) for entity in taken.entities))


def _earliest(*times: datetime | None) -> datetime | None:
    return min((at for at in times if at is not None), default=None)
