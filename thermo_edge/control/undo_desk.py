"""What an act changed, brought back by a person, as a change of the house's state."""

from dataclasses import replace
from datetime import datetime

from thermo_edge.control.place import require_beyond_observe
from thermo_edge.control.state import State
from thermo_edge.home.house import Attribute, DeviceKind, Domain
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.turn import Actor, DecisionRecord, Hold, Outcome


def require_undoable(state: State, record: DecisionRecord) -> None:
    """Raises Refused for what changed nothing, a siren's time, and what needs a code."""
    request, before = record.decision.request, record.decision.before
    device = state.house.device(request.point.entity)
    siren = device is not None and device.kind is DeviceKind.SIREN and before is True
    guarded = siren or request.point.attribute is Attribute.ALARM
    if record.decision.outcome is not Outcome.ACTED or before is None or guarded:
        raise Refused(Reason(Code.NOTHING_TO_UNDO))
    if request.reason.code is Code.INTRUSION and request.domain is Domain.SECURITY:
        raise Refused(Reason(Code.CODE_NEEDED))  # what an intruder set off is ended by disarming


def undone(state: State, now: datetime, record: DecisionRecord, who: Actor) -> State:
    """What was before is held for a while, and a wish that led to it is over. Raises Refused."""
    request, before = record.decision.request, record.decision.before
    assert before is not None
    require_beyond_observe(state, request.place, request.domain)
    device = state.house.device(request.point.entity)
    # a bare switch heats without measure while it is held: no longer than it may within one cycle
    lasts = device.cycle if device is not None and device.kind is DeviceKind.DUTY else state.house.hold
    if request.domain is Domain.LIGHTING:
        lasts = state.house.light_hold
    until = now + min(lasts, state.house.hold)
    hold = Hold(request.point, before, request.place, who, now, until, establish=True)
    wishes = {
        place: wish
        for place, wish in state.memory.wishes.items()
        if place != request.place or wish.domain is not request.domain
    }
    return replace(
        state, memory=replace(state.memory, holds={**state.memory.holds, request.point: hold}, wishes=wishes)
    )
