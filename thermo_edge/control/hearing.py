"""Takes in what the home tells: readings, deliveries, actions overheard, the link, and other programs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from thermo_edge.climate.compensation import known_anew
from thermo_edge.control import alarm, overrides, presses, sensing, tasting
from thermo_edge.control.sensing import Senses
from thermo_edge.control.state import CLOCK_TOLERANCE, State
from thermo_edge.home.heard import (
    Believed,
    Changes,
    DampRead,
    Heard,
    LinkLost,
    Measured,
    Peer,
    PlanMade,
    Protected,
    Reckoned,
    Renamed,
    Replayed,
    SurfacesRead,
    Synced,
    TasteMade,
    Trouble,
)
from thermo_edge.home.house import WATCHED, Attribute, EntityId, House, Point
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Called, Link, Reading, Trip
from thermo_edge.home.thermostat import ThermostatsRead
from thermo_edge.home.turn import Change, Delivery, Notice, Severity

OVERHEARD = timedelta(minutes=10)
"""How long an action that somebody called is remembered, to know whose changes carry its context."""


@dataclass(frozen=True, slots=True)
class Take:
    """What came of the messages: the state after them, the readings as judged, and who changed what."""

    state: State
    readings: tuple[Reading, ...] = ()
    changes: tuple[Change, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    entities: frozenset[EntityId] = field(default_factory=frozenset)  # that said something new
    everywhere: bool = False  # every place is concerned
    trips: tuple[Trip, ...] = ()


def take(state: State, heard: Sequence[Heard], now: datetime) -> Take:
    """Fold messages into the state, in the order in which they came."""
    taken = Take(state)
    for message in heard:
        match message:
            case Changes(readings):
                taken = _readings(taken, readings, now)
            case Synced():
                taken = _synced(taken, message, now)
            case Delivery():
                memory = _delivered(taken.state.memory, message)
                taken = replace(
                    taken, state=replace(taken.state, memory=memory), deliveries=(*taken.deliveries, message)
                )
            case LinkLost(why):
                taken = replace(taken, state=_lost(taken.state, why, now), everywhere=True)
            case Called():
                taken = replace(taken, state=_called(taken.state, message, now))
            case Peer():
                peers = {**taken.state.peers, message.instance: (message, now)}
                taken = replace(taken, state=replace(taken.state, peers=peers))
            case Protected(entity, error):
                taken = replace(taken, state=_protected(taken.state, entity, error, now), everywhere=True)
            case Renamed(old, new):
                reason = Reason.of(Code.ENTITY_RENAMED, entity=old, detail=new)
                renamed = Trouble(f"renamed:{old}", reason, (old,))
                taken = replace(taken, state=_trouble(taken.state, renamed, now))
            case (
                Believed()
                | PlanMade()
                | TasteMade()
                | Replayed()
                | Measured()
                | ThermostatsRead()
                | DampRead()
                | SurfacesRead()
            ):
                taken = _reckoned(taken, message, now)
            case Trouble():
                taken = replace(taken, state=_trouble(taken.state, message, now))
    return taken


def _reckoned(taken: Take, message: Reckoned, now: datetime) -> Take:
    """What was reckoned beside the house; a new plan, or another season, concerns every place."""
    if isinstance(message, Believed):
        return replace(taken, state=replace(taken.state, learned=message.learned))
    if isinstance(message, Replayed):
        return replace(taken, state=replace(taken.state, hindsight=message.found))
    if isinstance(message, Measured):
        return replace(taken, state=replace(taken.state, saving=message.found))
    if isinstance(message, TasteMade):
        memory = tasting.told(taken.state.house, taken.state.memory, message, now)
    elif isinstance(message, ThermostatsRead):
        memory = replace(taken.state.memory, climate=known_anew(taken.state.memory.climate, message.found))
    elif isinstance(message, DampRead):
        memory = replace(taken.state.memory, climate=replace(taken.state.memory.climate, dry=dict(message.lowest)))
    elif isinstance(message, SurfacesRead):
        memory = replace(taken.state.memory, climate=replace(taken.state.memory.climate, radiant=dict(message.radiant)))
    else:
        memory = replace(taken.state.memory, plan=message.plan)
    return replace(taken, state=replace(taken.state, memory=memory), everywhere=True)


def _readings(taken: Take, readings: Sequence[Reading], now: datetime) -> Take:
    state = taken.state
    shifted = [_ours(reading, state.skew, now) for reading in readings]
    senses, cadences, judged = sensing.hear(state.senses, shifted, state.memory.cadences)
    memory = replace(state.memory, cadences=cadences) if cadences is not state.memory.cadences else state.memory
    watched, trips = watch(state.memory.watched, state.senses, judged)
    memory = replace(memory, watched=watched) if watched is not memory.watched else memory
    overheard = _overheard(state, now)
    memory, changes = overrides.attribute(state.house, memory, judged, overheard, now)
    pushed = presses.pressed(state.house, state.senses.latest, judged, overheard, now, state.skew)
    memory = alarm.moved(state.house, memory, changes)
    new = frozenset(
        reading.point.entity
        for reading in judged
        if (before := state.senses.latest.get(reading.point)) is None
        or (before.value, before.quality) != (reading.value, reading.quality)
    )
    return replace(
        taken,
        state=replace(state, senses=senses, memory=memory, pressed={**state.pressed, **pushed}),
        readings=(*taken.readings, *judged),
        changes=(*taken.changes, *changes),
        entities=taken.entities | new,
        trips=(*taken.trips, *trips),
    )


def watch(
    watched: Mapping[Point, bool], before: Senses, readings: Iterable[Reading]
) -> tuple[Mapping[Point, bool], list[Trip]]:
    """What the alarm looks at: the last good values, and who went from calm to not.

    A sensor that comes back after a fault trips nothing; one that changed while this program was dead does.
    """
    seen, heard = dict(watched), dict(before.latest)
    trips: list[Trip] = []
    for reading in readings:
        point, former = reading.point, heard.get(reading.point)
        heard[point] = reading
        if point.attribute not in WATCHED:
            continue
        if not reading.good or not isinstance(reading.value, bool):
            seen.pop(point, None)  # nor does it trip when this program dies before it comes back
            continue
        calm = point.attribute is Attribute.LOCKED
        was = former.value if former is not None and former.good else seen.get(point) if former is None else None
        if was is calm and reading.value is not calm:
            trips.append(Trip(point, reading.at))
        seen[point] = reading.value
    return (watched if seen == watched else seen), trips


def _ours(reading: Reading, skew: timedelta, now: datetime) -> Reading:
    """The times of the home's clock in ours; nothing was reported in the future."""
    if abs(skew) > CLOCK_TOLERANCE:
        reading = reading._replace(at=reading.at - skew, reported=reading.reported - skew)
    if reading.reported > now or reading.at > now:
        reading = reading._replace(at=min(reading.at, now), reported=min(reading.reported, now))
    return reading


def _synced(taken: Take, message: Synced, now: datetime) -> Take:
    """Everything was read again: only now may be acted."""
    state = taken.state
    skew = message.at - now if message.at else timedelta(0)
    link = state.link if state.link.ready else Link(True, now)
    came_back = not state.link.ready
    house = _where(state.house, message.zone)
    if message.currency is not None and house.currency_of_home and message.currency != house.currency:
        house = replace(house, currency=message.currency)
    if message.location is not None and house.location is None:
        house = replace(house, location=message.location)
    agrees = message.at is not None and abs(skew) <= CLOCK_TOLERANCE
    agreed = (state.agreed or now) if agrees else None
    state = replace(state, house=house, link=link, protected=message.protected, skew=skew, agreed=agreed)
    if message.fahrenheit is not house.fahrenheit:
        state = replace(state, house=replace(house, fahrenheit=message.fahrenheit))
    state = replace(state, groups=message.groups, takes=message.takes)
    taken = _readings(replace(taken, state=state), message.readings, now)
    return replace(taken, everywhere=taken.everywhere or came_back)


def _where(house: House, zone: str | None) -> House:
    """The house in the home's own time zone, where the settings name none."""
    if not zone or not house.zone_of_home or zone == house.zone.key:
        return house
    try:
        return replace(house, zone=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return house


def _lost(state: State, why: Reason, now: datetime) -> State:
    since = state.link.since if not state.link.ready else now
    return replace(state, link=Link(False, since, why))


def _delivered(memory: Memory, delivery: Delivery) -> Memory:
    for point, pending in memory.pending.items():
        if pending.number == delivery.number:
            contexts = (*pending.contexts, delivery.context) if delivery.context else pending.contexts
            failed = delivery.error is not None
            after = replace(pending, contexts=contexts, delivered=None if failed else delivery.at, failed=failed)
            after = replace(after, error=delivery.error)
            return replace(memory, pending={**memory.pending, point: after})
    return memory


def _called(state: State, called: Called, now: datetime) -> State:
    if called.origin.context is None:
        return state
    recent = {context: call for context, call in state.calls.items() if now - call[1] < OVERHEARD}
    return replace(state, calls={**recent, called.origin.context: (called.origin, now)})


def _protected(state: State, entity: EntityId, error: Reason | None, now: datetime) -> State:
    key, memory = f"protect:{entity}", state.memory
    if error is not None:
        return _trouble(state, Trouble(key, error, (entity,)), now)
    memory = replace(memory, protections={**memory.protections, entity: now})
    state = replace(state, memory=memory, protected=state.protected | {entity})
    return _trouble(state, Trouble(key, Reason(Code.PROTECT_FAILED), (entity,), mended=True), now)


def _trouble(state: State, trouble: Trouble, now: datetime) -> State:
    others = {key: notice for key, notice in state.troubles.items() if key != trouble.key}
    if trouble.mended:
        return replace(state, troubles=others)
    known = state.troubles.get(trouble.key)
    since = known.since if known else now
    notice = Notice(trouble.key, Severity.WARN, trouble.reason, since, None, trouble.entities)
    return replace(state, troubles={**others, trouble.key: notice})


def _overheard(state: State, now: datetime) -> overrides.Overheard:
    lapsed = frozenset(
        device.entity
        for device in state.house.devices
        if now - state.renewed.get(device.entity, state.started - device.failsafe_after) >= device.failsafe_after
    )
    calls = {context: call[0] for context, call in state.calls.items()}
    return overrides.Overheard(
        calls, lapsed, {entity: takes.step for entity, takes in state.takes.items() if takes.step}
    )
