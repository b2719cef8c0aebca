"""The last days of this home lived again in the twin of its rooms, by one policy after the other: what each would give.

Nothing here reaches the home: the loop talks to a twin, and the history is only read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.app.backtest.lives import AS_IT_WAS, BEFORE, PLAN, RULE, SETTLES, Lives, Served
from thermo_edge.app.backtest.tally import COLD, WARM
from thermo_edge.app.twin_check import as_it_was
from thermo_edge.app.twin_world import STEPS, TwinWorld
from thermo_edge.climate.recent import quarter
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.house import House, PlaceId
from thermo_edge.learning.dataset import read
from thermo_edge.learning.past import Kept
from thermo_edge.learning.twin import Found, twins
from thermo_edge.simulation.fit import MEMBERS
from thermo_edge.simulation.twin_home import RoomTwin

USUAL = (AS_IT_WAS, "constant", RULE, "preheat-1h", PLAN)
"""Policies where none are named."""

DAYS = 6
"""That are lived again where nobody says how many: they have not fitted the twin, where the history is long enough."""

READ = 30
"""Days of history that twins are made of."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LivedAgain:
    """What came of it. `figures`: (members, rooms, MEASURES) a day of each policy, NaN where not known.

    `measured` is (rooms, 2): K·h a day too cold and too warm by the rooms' own thermometers, NaN where these said
    nothing. `found` says of each room
    that was looked at what its twin is worth; those without one are not among `rooms`.
    """

    days: int
    begin: datetime
    end: datetime
    rooms: tuple[PlaceId, ...]
    found: Mapping[PlaceId, Found]
    figures: Mapping[str, FloatArray]
    measured: FloatArray

    def whole(self, policy: str) -> FloatArray:
        """(members, MEASURES): too cold and too warm of the mean room, the rest of all together."""
        each = self.figures[policy]
        found: FloatArray = each.sum(axis=1)
        found[:, [COLD, WARM]] = each[:, :, [COLD, WARM]].mean(axis=1)
        return found


def live_again(
    past: Kept,
    house: House,
    end: datetime,
    days: int = DAYS,
    policies: Sequence[str] = USUAL,
    served: Served | None = None,
    progress: Callable[[str], None] = lambda _: None,
    members: int = MEMBERS,
) -> LivedAgain:
    """The last days before `end`, at most so many and only those of which all these rooms were recorded.

    Without `served` no plan is among the policies.

    The same arguments give the same figures.
    """
    end = quarter(end)
    progress("fitting twins")
    signals = {room.id: each for room, each in read(past, house, end, READ).items() if _heated(house, room.id)}
    base = served.base if served is not None else None
    found = as_it_was(past, house, end, base, twins(signals))
    standing = {room: each.twin for room, each in found.items() if each.twin is not None}
    if not standing:
        return LivedAgain(0, end, end, (), found, {}, np.zeros((0, 2)))
    world = TwinWorld(past, house, base, standing, end)
    lives = Lives(world, house, min(days, livable(standing.values())), served)
    figures = {}
    for policy in policies if served is not None else [each for each in policies if each != PLAN]:
        each = []
        for member in range(members):
            progress(f"{policy}, {member + 1} of {members}")
            each.append(lives.lived(policy, member))
        figures[policy] = np.array(each)
    rooms = tuple(room.id for room in lives.rooms)
    return LivedAgain((end - lives.begin) // _DAY, lives.begin, end, rooms, found, figures, lives.measured())


def livable(standing: Iterable[RoomTwin]) -> int:
    """Days, at least one, that every one of these rooms has been recorded for, after those that a life begins with."""
    known = (each.recording.times - int(np.isfinite(each.recording.target).argmax()) for each in standing)
    return max(min(known) // STEPS - BEFORE - SETTLES, 1)


def _heated(house: House, room: PlaceId) -> bool:
    found = house.room(room)
    return found is not None and any(device.heats for device in found.devices)
