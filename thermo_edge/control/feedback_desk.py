"""What people say of decisions, and to the next step of a mode, as changes of the house's state."""

from dataclasses import replace
from datetime import datetime

from thermo_edge.control import believing, corrections, judging, trust
from thermo_edge.control import state as states
from thermo_edge.control.controller import Change
from thermo_edge.control.cycle import Cause
from thermo_edge.control.state import State
from thermo_edge.home.hindsight import Count
from thermo_edge.home.house import Domain, Mode, PlaceId
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.trust import Standing, TrustView
from thermo_edge.home.turn import Actor, DecisionRecord, Verdict
from thermo_edge.ports import Clock

_AGAINST = frozenset({Verdict.WRONG, Verdict.UNDONE})


def judged(record: DecisionRecord, verdict: Verdict, detail: str, who: Actor, clock: Clock) -> Change:
    """A person's word on a decision: the next one in the same situation is another, and it counts for the ladder."""

    def change(state: State, now: datetime) -> tuple[State, Cause]:
        snapshot = states.snapshot(state, now, clock.behind())
        memory = judging.worded(snapshot, state.memory, record, verdict)
        if verdict in _AGAINST:
            memory = corrections.corrected(snapshot, memory, record, who)
        elif verdict is Verdict.RETRACTED:
            memory = corrections.taken_back(memory, record.number)
        memory = believing.judged(replace(state, memory=memory), record, verdict, detail, now)
        return replace(state, memory=memory), Cause("", frozenset({record.decision.request.place}))

    return change


def chosen(state: State, place: PlaceId, domain: Domain, mode: Mode, now: datetime) -> Memory:
    """The memory after a person chose a mode."""
    memory = trust.chosen(state.house, state.memory, domain, place, mode, now)
    modes = memory.modes
    places = {**modes.places, (place, domain): mode}
    return replace(memory, modes=replace(modes, places=places))


def offered(state: State, place: PlaceId, domain: Domain, now: datetime) -> TrustView:
    """The step that is offered there; refused where none is."""
    found = next((each for each in views(state, now) if (each.place, each.domain) == (place, domain)), None)
    if found is None or not found.offered:
        raise Refused(Reason(Code.TOO_LATE))
    return found


def not_now(place: PlaceId, domain: Domain) -> Change:
    """The next step is not offered for a while."""

    def change(state: State, now: datetime) -> tuple[State, Cause]:
        offered(state, place, domain, now)
        name, memory = trust.key(domain, place), state.memory
        standing = replace(memory.trust.get(name, Standing()), quiet=now + trust.QUIET)
        memory = replace(memory, trust={**memory.trust, name: standing})
        return replace(state, memory=memory), Cause("", frozenset({place}))

    return change


def views(state: State, now: datetime) -> tuple[TrustView, ...]:
    """Where everything stands that is judged, in the order of the house."""
    found = state.hindsight
    return tuple(
        trust.view(
            state.house,
            state.memory,
            domain,
            room.id,
            now,
            found.of(domain, room.id) if found is not None else Count(),
        )
        for domain, room in trust.ladders(state.house)
    )
