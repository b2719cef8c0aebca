"""The facts of a plan with one thing otherwise: what a person tries before saying yes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from thermo_edge.control.ending import require_ahead
from thermo_edge.control.state import State
from thermo_edge.control.tasting import preferred
from thermo_edge.home.comfort import Warm
from thermo_edge.home.house import Attribute, PlaceId, Point, Room
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.taste import Doing
from thermo_edge.home.turn import SOMEBODY, Wish
from thermo_edge.home.what_if import Ask, Change

_DAY = timedelta(days=1)
MOST_SHIFT = timedelta(hours=4)
_ANY = date(2000, 1, 5)


def changed(state: State, change: Change, now: datetime) -> State:
    """The state as it would be; raises Refused where the change makes no sense. An absence changes no state."""
    if change.ask is Ask.AWAY:
        away(change, now)
        return state
    room = state.house.room(change.place) if change.place is not None else None
    if room is None:
        raise Refused(Reason(Code.UNKNOWN_PLACE))
    match change.ask:
        case Ask.TARGET:
            return _wished(state, room, change.target, change.until, now)
        case Ask.ALONE:
            return _wished(state, room, _set_now(state, room), now + _DAY, now)
        case Ask.HOURS:
            return _shifted(state, room, change.shift)
        case Ask.LASTING:
            return _preferred(state, room, change.doing, change.offset, now)


def away(change: Change, now: datetime) -> tuple[datetime, datetime]:
    """From when until when nobody is home; raises Refused."""
    since, until = max(change.since or now, now), change.until or now + _DAY
    require_ahead(until, now)
    if until <= since:
        raise Refused(Reason(Code.TOO_LATE))
    return since, until


def _wished(state: State, room: Room, target: float | None, until: datetime | None, now: datetime) -> State:
    limits = room.limits
    if target is None or not limits.lowest <= target <= limits.highest:
        low, high = limits.lowest, limits.highest
        raise Refused(Reason.of(Code.OUT_OF_RANGE, value=target or 0.0, low=low, high=high))
    if until is None:
        raise Refused(Reason(Code.TOO_LATE))
    require_ahead(until, now)
    wish = Wish(room.id, target, SOMEBODY, now, until)
    wishes: Mapping[PlaceId, Wish] = {**state.memory.wishes, room.id: wish}
    return replace(state, memory=replace(state.memory, wishes=wishes))


def _preferred(state: State, room: Room, doing: Doing | None, offset: float, now: datetime) -> State:
    """As if somebody had said so; sleep is not known ahead, and so nothing can be said of it."""
    if doing is None or doing is Doing.ASLEEP:
        raise Refused(Reason(Code.NO_FORECAST))
    taste = preferred(state.memory.taste, room.id, doing, offset, SOMEBODY, now)
    return replace(state, memory=replace(state.memory, taste=taste))


def _set_now(state: State, room: Room) -> float:
    """What its thermostat is set to; raises Refused where it has none that tells."""
    for device in room.devices:
        reading = state.senses.latest.get(Point(device.entity, Attribute.SET_POINT))
        if reading is not None and reading.good and isinstance(reading.value, int | float):
            return float(reading.value)
    raise Refused(Reason(Code.NO_SET_POINT))


def _shifted(state: State, room: Room, shift: timedelta) -> State:
    if not room.comfort.hours:
        raise Refused(Reason(Code.NO_HOURS))
    within = max(-MOST_SHIFT, min(shift, MOST_SHIFT))
    hours = tuple(_moved(each, within) for each in room.comfort.hours)
    other = replace(room, comfort=replace(room.comfort, hours=hours))
    rooms = tuple(other if each.id == room.id else each for each in state.house.rooms)
    return replace(state, house=replace(state.house, rooms=rooms))


def _moved(warm: Warm, shift: timedelta) -> Warm:
    """On a wall clock: what begins on another day then has other weekdays."""
    start, end = (datetime.combine(_ANY, at) + shift for at in (warm.start, warm.end))
    turned = (start.date() - _ANY).days
    return Warm(frozenset((day + turned) % 7 for day in warm.days), start.time(), end.time())
