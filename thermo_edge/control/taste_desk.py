"""What people say of an offered or agreed temperature, as changes of the house's state."""

import math
from dataclasses import replace
from datetime import datetime

from thermo_edge.climate.adaptive import BOUND
from thermo_edge.climate.agreed import moved, settings_of
from thermo_edge.control import tasting
from thermo_edge.control.controller import Change
from thermo_edge.control.cycle import Cause
from thermo_edge.control.place import room_of
from thermo_edge.control.state import State
from thermo_edge.home.house import PlaceId
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.taste import Doing, TasteMemory
from thermo_edge.home.turn import Actor


def answered(place: PlaceId, key: str, yes: bool, who: Actor) -> Change:
    """To the offer of that key; one with other numbers is another, and the answer comes too late."""

    def change(state: State, now: datetime) -> tuple[State, Cause]:
        taste = state.memory.taste
        offer = taste.offered.get(place)
        if offer is None or offer.key != key or offer.until <= now:
            raise Refused(Reason(Code.TOO_LATE))
        after = tasting.accepted(taste, offer, who, now) if yes else tasting.declined(taste, offer, now)
        return _with(state, after), Cause("", frozenset({place}))

    return change


def withdrawn(situation: str) -> Change:
    """Go by the settings again there; refused where nothing is agreed."""

    def change(state: State, now: datetime) -> tuple[State, Cause]:
        agreed = state.memory.taste.agreed.get(situation)
        if agreed is None:
            raise Refused(Reason(Code.TOO_LATE))
        return _with(state, tasting.without(state.memory.taste, situation, now)), Cause("", frozenset({agreed.place}))

    return change


def preferred(place: PlaceId, doing: Doing, offset: float, who: Actor) -> Change:
    """`offset` K from the settings for good, 0: by the settings again; refused beyond what may be agreed at all."""

    def change(state: State, now: datetime) -> tuple[State, Cause]:
        room = room_of(state, place)
        band = settings_of(room, doing)
        if not math.isfinite(offset):
            raise Refused(Reason(Code.NOT_FINITE))
        if abs(offset) > BOUND:
            middle = band.middle
            facts = {"value": middle + offset, "low": middle - BOUND, "high": middle + BOUND}
            raise Refused(Reason.of(Code.OUT_OF_RANGE, **facts))
        within = moved(band, offset, room.limits).middle - band.middle
        after = tasting.preferred(state.memory.taste, place, doing, within, who, now)
        return _with(state, after), Cause("", frozenset({place}))

    return change


def _with(state: State, taste: TasteMemory) -> State:
    return replace(state, memory=replace(state.memory, taste=taste))
