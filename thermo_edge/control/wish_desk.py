"""A person's wish for the warmth of a room, as a change of the house's state."""

import math
from dataclasses import replace
from datetime import datetime

from thermo_edge.control.ending import require_ahead
from thermo_edge.control.place import require_beyond_observe, room_of
from thermo_edge.control.state import State
from thermo_edge.home.house import Domain, PlaceId, Point
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.turn import Actor, Wish


def wished(state: State, now: datetime, place: PlaceId, target: float, until: datetime, who: Actor) -> State:
    """The room at `target` °C until then; it overrides what was held for them in this room. Raises Refused."""
    room = room_of(state, place)
    if not math.isfinite(target):
        raise Refused(Reason(Code.NOT_FINITE))
    if not room.limits.lowest <= target <= room.limits.highest:
        low, high = room.limits.lowest, room.limits.highest
        raise Refused(Reason.of(Code.OUT_OF_RANGE, value=target, low=low, high=high))
    require_ahead(until, now)
    require_beyond_observe(state, place)
    wishes = {**state.memory.wishes, place: Wish(place, target, who, now, until)}
    holds = {
        point: hold for point, hold in state.memory.holds.items() if hold.place != place or not _climatic(state, point)
    }
    return replace(state, memory=replace(state.memory, wishes=wishes, holds=holds))


def ended(state: State, place: PlaceId) -> State:
    """Nothing is wished of the room any more."""
    wishes = {known: wish for known, wish in state.memory.wishes.items() if known != place}
    return replace(state, memory=replace(state.memory, wishes=wishes))


def _climatic(state: State, point: Point) -> bool:
    device = state.house.device(point.entity)
    return device is None or device.domain is Domain.CLIMATE
