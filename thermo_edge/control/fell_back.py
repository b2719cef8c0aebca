"""What people should know when the program lowered a mode by itself: why, and how it is raised again."""

from collections.abc import Iterator
from datetime import timedelta

from thermo_edge.control.trust import WINDOW
from thermo_edge.home.house import Domain
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Notice, Severity

SHOWN = timedelta(days=14)
"""Until then, or until a person chooses a mode there."""

_CODES = {Domain.CLIMATE: Code.HEAT_FELL_BACK, Domain.LIGHTING: Code.LIGHT_FELL_BACK}


def standing(snapshot: Snapshot, memory: Memory) -> Iterator[Notice]:
    """One for each thing and place."""
    for name, each in memory.trust.items():
        fell = each.fell
        if fell is None or snapshot.at - fell.at >= SHOWN or snapshot.house.room(fell.place) is None:
            continue
        reason = Reason.of(
            _CODES[fell.domain],
            room=fell.place,
            what=fell.now.name.lower(),
            count=float(fell.wrong),
            total=float(fell.done),
            days=float(WINDOW),
        )
        yield Notice(f"fell_back:{name}", Severity.INFO, reason, fell.at)
