"""The belief of who is where in a turn: what events say at once, and once a minute what time alone changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.control import believed
from thermo_edge.control.state import State
from thermo_edge.home.house import Attribute, DeviceKind, Domain, House, PlaceId, Point
from thermo_edge.home.memory import Memory, OccupancyMemory, QualityMemory
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.turn import ActorKind, Change, DecisionRecord, Outcome, Verdict
from thermo_edge.occupancy import quality, regimes, remember
from thermo_edge.occupancy.belief import Evidence, room_belief
from thermo_edge.occupancy.policy import SEES
from thermo_edge.occupancy.quality import Fault

TIME, TEMPERATURE = "time", "temperature"
"""What was wrong, where it is said, that is not about who is there."""

SAID_SOON = timedelta(minutes=10)
"""Who says so within this time is there now."""

LONGEST = timedelta(minutes=10)
"""No look counts for more time than this: meanwhile the program may not have run."""


def step(state: State, readings: Sequence[Reading], changes: Sequence[Change], now: datetime) -> State:
    """Note signs, and whom they prove wrong; once a minute look at everything."""
    memory = state.memory
    occupancy = memory.occupancy
    faults = list(_by_hand(state, changes))
    if any(reading.point.attribute in SEES for reading in readings):
        faults += _went_dark(state, readings)
        occupancy = remember.signs(_evidence(state, now), readings)
        occupancy = _seen(state.house, occupancy, readings, now)
    if faults:
        occupancy = replace(occupancy, quality=quality.wrong(occupancy.quality, faults, _day(state.house, now)))
    state = _with(state, occupancy)
    looked = occupancy.habits.looked
    if looked is not None and timedelta(0) <= now - looked < remember.EVERY:
        return state
    passed = min(now - looked, LONGEST) if looked is not None and looked < now else timedelta(0)
    return _looked(state, now, passed)


BELIEVED = {
    Code.SOMEBODY_HERE: True,
    Code.SUN_DOWN: True,
    Code.NOBODY_HERE: False,
    Code.GOING_OUT: False,
    Code.NOBODY_HOME: False,
}
"""The decisions that rest on somebody being there, or nobody."""


def presence_meant(record: DecisionRecord, verdict: Verdict, detail: str) -> bool | None:
    """Whether somebody was there, by a person's word on a decision; None: it says nothing about that.

    Who takes back that a light went out was there; who takes back that it went on may have had light enough.
    """
    believed = BELIEVED.get(record.decision.request.reason.code)
    if believed is None or record.decision.outcome is Outcome.REFUSED or detail in (TIME, TEMPERATURE):
        return None
    if verdict is Verdict.WRONG:
        return not believed
    lit_again = verdict is Verdict.UNDONE and not believed and record.decision.request.domain is Domain.LIGHTING
    return True if lit_again else None


def judged(state: State, record: DecisionRecord, verdict: Verdict, detail: str, now: datetime) -> Memory:
    """A person's word on a decision that rested on who is where: counted, and believed.

    Who says at once that they are there is a sign like any other; who says that nobody was there has the sensors that
    said otherwise believed less.
    """
    memory, there = state.memory, presence_meant(record, verdict, detail)
    if there is None:
        return memory
    known = quality.wrong(memory.occupancy.quality, [Fault(on=not there)], _day(state.house, now))
    occupancy = replace(memory.occupancy, quality=known)
    place = record.decision.request.place
    if there and now - record.until <= SAID_SOON:
        occupancy = remember.told(occupancy, place, now)
    elif not there:
        occupancy = remember.doubted(_evidence(state, now), occupancy, place)
    return replace(memory, occupancy=occupancy)


# --- helpers ------------------------------------------------------------------------------------------------------


def _evidence(state: State, now: datetime) -> Evidence:
    return believed.evidence(state.house, state.senses, state.memory, state.learned, now)


def _looked(state: State, now: datetime, passed: timedelta) -> State:
    """Everything, once a minute: trust, rooms, what kind of time it is, and what can be known by now."""
    if not state.link.ready:
        return state
    found = _evidence(state, now)
    occupancy = remember.look(found, passed)
    habits = regimes.observe(occupancy.habits, _today(found), now, passed)
    spans = regimes.settle(state.memory.regimes, habits, now)
    known = _accounted(found, occupancy, now)
    occupancy = replace(occupancy, habits=habits, quality=known)
    return replace(state, memory=replace(state.memory, occupancy=occupancy, regimes=spans))


def _today(found: Evidence) -> regimes.Day:
    house, home = found.house, found.home
    lively = sum(at == found.now for at, _ in found.signs.latest.values())
    told = [found.latest.get(Point(p.entity, Attribute.PRESENCE)) if p.entity else None for p in house.persons]
    gone = sum(reading is not None and reading.good and reading.value is False for reading in told)
    last = max(found.signs.latest.values(), default=None)
    return regimes.Day(
        local=house.local(found.now),
        away=home.presence is Presence.ABSENT,
        home=home.presence is Presence.PRESENT,
        lively=lively,
        persons=len(house.persons) - gone,
        quiet=found.now - last[0] if last is not None else None,
    )


def _accounted(found: Evidence, memory: OccupancyMemory, now: datetime) -> QualityMemory:
    """Settle what has become certain, and note what is believed now."""
    known = memory.quality
    rooms = [room for room in found.house.rooms if room.seeing]
    if known.claims and not timedelta(0) <= now - known.claims[0].at < quality.HINDSIGHT:
        answering = frozenset(room.id for room in rooms if all(found.speaks(point) for point in room.seeing))
        signs = {room.id: memory.rooms[room.id].sign for room in rooms if room.id in memory.rooms}
        known = quality.settle(known, signs, answering, now, _day(found.house, now))
    if known.asked is not None and timedelta(0) <= now - known.asked < quality.EVERY:
        return known
    beliefs = [(room.id, room_belief(found, room, why=False).probability) for room in rooms]
    return quality.claim(known, beliefs, now)


def _seen(house: House, occupancy: OccupancyMemory, readings: Iterable[Reading], now: datetime) -> OccupancyMemory:
    known = occupancy.quality
    if not known.claims:
        return occupancy
    for room, reading in _stirring(house, readings):
        known = quality.seen(known, room, reading.at, _day(house, now))
    return occupancy if known is occupancy.quality else replace(occupancy, quality=known)


def _stirring(house: House, readings: Iterable[Reading]) -> Iterator[tuple[PlaceId, Reading]]:
    """The rooms in which somebody was seen."""
    for reading in readings:
        if reading.point.attribute in SEES and reading.good and reading.value is True:
            yield from ((room.id, reading) for room in house.rooms if reading.point in room.seeing)


def _went_dark(state: State, readings: Iterable[Reading]) -> Iterator[Fault]:
    """Somebody moved just after we turned their light off, for want of anybody."""
    for place, reading in _stirring(state.house, readings):
        known, room = state.memory.occupancy.rooms.get(place), state.house.room(place)
        if known is None or room is None or known.presence is not Presence.ABSENT:
            continue
        sent = [state.memory.pending.get(lamp.switch) for lamp in room.lights]
        offs = [each for each in sent if each is not None and each.value is False and not each.failed]
        begun = known.sign is None or reading.at > known.sign
        if begun and any(timedelta(0) <= reading.at - each.at <= quality.SOON for each in offs):
            yield Fault(on=False)


def _by_hand(state: State, changes: Iterable[Change]) -> Iterator[Fault]:
    """Somebody turned a lamp on by hand where nobody was believed."""
    for change in changes:
        if change.point.attribute is not Attribute.ON or change.value is not True:
            continue
        device = state.house.device(change.point.entity)
        known = state.memory.occupancy.rooms.get(device.place) if device is not None else None
        lamp = device is not None and device.kind is DeviceKind.LIGHT
        if lamp and known is not None and known.presence is Presence.ABSENT and change.who.kind is ActorKind.PERSON:
            yield Fault(on=False)


def _day(house: House, now: datetime) -> int:
    return house.local(now).toordinal()


def _with(state: State, occupancy: OccupancyMemory) -> State:
    if occupancy is state.memory.occupancy:
        return state
    return replace(state, memory=replace(state.memory, occupancy=occupancy))
