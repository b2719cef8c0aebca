"""What people say about who is where, as changes of the house's state, and what each may see of the others."""

from dataclasses import replace
from datetime import datetime

from thermo_edge.control.controller import Change
from thermo_edge.control.cycle import Cause
from thermo_edge.control.ending import require_ahead
from thermo_edge.control.state import State
from thermo_edge.home.forecast import Known, Regime, RegimeSpan, Whereabouts
from thermo_edge.home.house import Attribute, Person, Point
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.turn import Actor
from thermo_edge.occupancy.regimes import forgotten


def declared(regime: Regime, until: datetime, who: Actor) -> Change:
    """A person says what kind of time it is; a normal one ends whatever was declared or detected."""

    def change(state: State, now: datetime) -> tuple[State, Cause]:
        memory = state.memory
        everywhere = Cause("", frozenset(state.house.places))
        if regime is Regime.NORMAL:
            occupancy = replace(memory.occupancy, habits=forgotten(memory.occupancy.habits))
            return replace(state, memory=replace(memory, regimes={}, occupancy=occupancy)), everywhere
        if regime is Regime.LEFT_OUT:  # that is said of days that are over
            raise Refused(Reason(Code.TOO_LATE))
        require_ahead(until, now)
        span = RegimeSpan(regime, Known.DECLARED, now, until, who)
        others = {kind: known for kind, known in memory.regimes.items() if known.known is Known.DETECTED}
        return replace(state, memory=replace(memory, regimes={**others, regime: span})), everywhere

    return change


def whereabouts(state: State) -> tuple[Whereabouts, ...]:
    """Of every person, by their own phone alone."""
    return tuple(
        Whereabouts(person.id, person.name, _presence(state, person), person.visible_to)
        for person in state.house.persons
    )


def _presence(state: State, person: Person) -> Presence:
    reading = state.senses.latest.get(Point(person.entity, Attribute.PRESENCE)) if person.entity else None
    if reading is None or not reading.good:
        return Presence.UNKNOWN
    return Presence.PRESENT if reading.value is True else Presence.ABSENT
