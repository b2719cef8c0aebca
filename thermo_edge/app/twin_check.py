"""Whether what a room has taught breaks anything in the twin of this house, before it may serve."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from thermo_edge.app.twin_again import again
from thermo_edge.app.twin_world import TwinWorld
from thermo_edge.climate import recent
from thermo_edge.climate.features import Signals
from thermo_edge.home.house import House, PlaceId
from thermo_edge.learning.climate_at_home import Base, RoomLearned
from thermo_edge.learning.past import Kept
from thermo_edge.learning.twin import Found, twins
from thermo_edge.learning.twin_again import believed
from thermo_edge.learning.twin_trial import Lived, Rules, TwinVerdict, trial

PLANS_EVERY = timedelta(minutes=30)
"""A plan reaches a day ahead; half as many as in the living house cost half the time and change little."""

LAST_DAYS = 6
"""Days that are lived again: the last ones, on which the challenger was judged and from which it has not learned."""


def twin_check(
    history: Kept,
    house: House,
    end: datetime,
    signals: Mapping[PlaceId, Signals],
    base: Base,
    before: Mapping[PlaceId, RoomLearned],
    after: Mapping[PlaceId, RoomLearned],
    *,
    rules: Rules | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[PlaceId, TwinVerdict]:
    """A verdict for each room in `after`: what it has taught now, beside `before`, all that serves.

    `signals` are the clean histories that end at `end`, as `learning.dataset.read` gives them; the history is only
    read. All challengers live in the same days together. The same arguments give the same verdicts.
    """
    rooms = {room: each for room, each in signals.items() if room in after}

    found = as_it_was(history, house, end, base, twins(rooms))
    world = _world(history, house, end, base, found)

    def live(block: int, challenges: bool) -> Mapping[PlaceId, Lived]:
        assert world is not None
        progress(f"a day in the twin, {block + 1}")
        learned = {**before, **after} if challenges else before
        return world.live(block % LAST_DAYS, block, learned)

    return trial(found, after, live, rules)


def as_it_was(
    history: Kept, house: House, end: datetime, base: Base | None, found: Mapping[PlaceId, Found]
) -> Mapping[PlaceId, Found]:
    """Without twins that are not as comfortable as their rooms were, on the days and by the members of the trial."""
    world = _world(history, house, end, base, found)
    if world is None:
        return found
    days = [again(world, number, number) for number in range(LAST_DAYS)]
    return {room: believed(each, [one[room] for one in days if room in one]) for room, each in found.items()}


def _world(
    history: Kept, house: House, end: datetime, base: Base | None, found: Mapping[PlaceId, Found]
) -> TwinWorld | None:
    standing = {room: each.twin for room, each in found.items() if each.twin is not None}
    return TwinWorld(history, house, base, standing, recent.quarter(end), PLANS_EVERY) if standing else None
