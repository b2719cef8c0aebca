"""A person's wish for the lamps of a room, as a change of the house's state."""

import math
from dataclasses import replace
from datetime import datetime

from thermo_edge.control.ending import require_ahead
from thermo_edge.control.place import require_beyond_observe, room_of
from thermo_edge.control.state import State
from thermo_edge.home.house import Attribute, Domain, PlaceId, Point, Room, Value
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.turn import Actor, Hold
from thermo_edge.lighting.policy import commanded


def wished(state: State, now: datetime, place: PlaceId, level: float, until: datetime, who: Actor) -> State:
    """All lamps of the room at `level` %, or off at 0, until then. Raises Refused."""
    room = lamps_of(state, place)
    if not math.isfinite(level):
        raise Refused(Reason(Code.NOT_FINITE))
    if level != 0.0 and not 1.0 <= level <= 100.0:
        raise Refused(Reason(Code.NO_LEVEL))
    require_ahead(until, now)
    require_beyond_observe(state, place, Domain.LIGHTING)
    holds = without_holds(state, room)
    for lamp in commanded(state.groups, room):
        wanted: dict[Point, Value] = {lamp.switch: level > 0.0}
        if lamp.dims and level > 0.0:
            wanted[Point(lamp.entity, Attribute.BRIGHTNESS)] = float(level)
        holds |= {point: Hold(point, value, place, who, now, until, establish=True) for point, value in wanted.items()}
    return replace(state, memory=replace(state.memory, holds=holds))


def left_to_the_rule(state: State, place: PlaceId) -> State:
    """Nothing is held of the room's lamps any more. Raises Refused where there are none."""
    room = lamps_of(state, place)
    return replace(state, memory=replace(state.memory, holds=without_holds(state, room)))


def lamps_of(state: State, place: PlaceId) -> Room:
    """The room, which has lamps."""
    room = room_of(state, place)
    if not room.lights:
        raise Refused(Reason(Code.NO_LAMP))
    return room


def without_holds(state: State, room: Room) -> dict[Point, Hold]:
    lamps = {lamp.entity for lamp in room.lights}
    return {point: hold for point, hold in state.memory.holds.items() if point.entity not in lamps}
