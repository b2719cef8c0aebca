"""Whether the house is quiet enough for work that may warm and slow its computer: nobody is up, or nobody is there."""

from datetime import datetime, timedelta

from thermo_edge.control import believed
from thermo_edge.control.state import State
from thermo_edge.home.house import Attribute
from thermo_edge.home.memory import Guarding, Watch
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason

STILL = timedelta(minutes=20)
"""Nothing has stirred for so long."""

ASLEEP = 0.5
"""So likely it must be that whoever is home sleeps; then who turns over in bed wakes nobody's computer."""

_STIRS = frozenset({Attribute.MOTION, Attribute.PRESENCE})


def stirring(state: State, now: datetime) -> Reason | None:
    """Why it is not quiet; None: it is, also where nothing could tell."""
    guarding = state.memory.security
    if guarding.state is Guarding.ARMED and guarding.watch in (Watch.AWAY, Watch.NIGHT):
        return None
    home = believed.belief(believed.evidence(state.house, state.senses, state.memory, state.learned, now), state.memory)
    if home.home.presence is Presence.ABSENT or home.home.asleep >= ASLEEP:
        return None
    people = {person.entity for person in state.house.persons}
    moves = [at for point, at in state.senses.seen.items() if point.entity not in people]
    on = any(
        reading.good and reading.value is True
        for point, reading in state.senses.latest.items()
        if point.attribute in _STIRS and point.entity not in people
    )
    last = now if on else max(moves, default=None)
    return Reason.of(Code.NIGHT_AWAKE, since=last) if last is not None and now - last < STILL else None
