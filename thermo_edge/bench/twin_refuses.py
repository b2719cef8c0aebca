"""Challengers that answer to heat wrongly, and such as do not: which of them the twin of a house lets serve."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from thermo_edge.app.simulate import in_memory, named, wire
from thermo_edge.app.twin_check import LAST_DAYS, twin_check
from thermo_edge.bench.rows import Row
from thermo_edge.climate.features import Array, Signals
from thermo_edge.climate.recent import quarter
from thermo_edge.home.house import House, PlaceId
from thermo_edge.learning.climate_at_home import DAY, Base, RoomLearned, look_back
from thermo_edge.learning.climate_base import shipped
from thermo_edge.learning.climate_blend import learn_blend
from thermo_edge.learning.dataset import read
from thermo_edge.learning.past import Kept
from thermo_edge.learning.twin_trial import MEASURES, Outcome, TwinVerdict
from thermo_edge.simulation.run import Run

SEED, DAYS = 3, 14
ROOMS = tuple(PlaceId(name) for name in ("living", "bedroom", "kids"))

WRONG: Mapping[str, float] = {"a third": 1 / 3, "half": 0.5, "twice": 2.0}
"""Times the base model's mean answer to heat."""


@dataclass(frozen=True)
class Lived:
    """A simulated home as a night finds it: its history, and the clean signals of the rooms that are tried."""

    history: Kept
    house: House
    end: datetime
    rooms: Mapping[PlaceId, Signals]


def bench_refuses(quick: bool) -> list[Row]:
    """The simulated family in layered walls, by the plain rule; the base serves before. Nothing where quick.

    Without a model no rows.
    """
    base = shipped()
    return [] if base is None or quick else list(rows(base, lived(ROOMS, DAYS)))


def lived(names: tuple[PlaceId, ...], days: int) -> Lived:
    """Of a winter, the first week of which is called usual."""
    run = Run(named("winter-week"), wire, in_memory(), SEED, "layered")
    run.days(days)
    house, history, end = run.home.house, run.loop.history, quarter(run.clock.now())
    known = {room.id: signals for room, signals in read(history, house, end, days).items()}
    return Lived(history, house, end, {name: known[name] for name in names})


def answers(base: Base, signals: Signals, share: float) -> RoomLearned:
    """So much of the base's mean answer to heat, and else nothing of its own."""
    return RoomLearned(days=signals.times / DAY, heating=share * mean_answer(base, signals))


def mean_answer(base: Base, signals: Signals) -> Array:
    """K at each lag after a step of full heat, over all moments of a history."""
    mean: Array = look_back(base, signals, signals.times, planned=True).said.heating.mean(axis=0)
    return mean


def blend(base: Base, signals: Signals) -> RoomLearned:
    """All that the days taught which are not lived again."""
    return learn_blend(base, signals, signals.times - LAST_DAYS * DAY)


# --- rows ---------------------------------------------------------------------------------------------------------


def rows(base: Base, home: Lived) -> Iterator[Row]:
    for name, share in WRONG.items():
        found = _tried(base, home, {room: answers(base, each, share) for room, each in home.rooms.items()})
        yield row(f"twin: {name} of the base's answer to heat, rooms that refuse it", found, Outcome.BREAKS)
    found = _tried(base, home, {room: RoomLearned() for room in home.rooms})
    yield row("twin: what serves against itself, rooms in which it holds", found, Outcome.HOLDS)
    found = _tried(base, home, {room: blend(base, each) for room, each in home.rooms.items()})
    yield row("twin: the home's own blend, rooms in which it holds", found, Outcome.HOLDS, target=None)


def _tried(base: Base, home: Lived, after: Mapping[PlaceId, RoomLearned]) -> Mapping[PlaceId, TwinVerdict]:
    return twin_check(home.history, home.house, home.end, home.rooms, base, {}, after)


def row(measure: str, found: Mapping[PlaceId, TwinVerdict], wanted: Outcome, target: float | None = 1.0) -> Row:
    """The share of the rooms that have a twin, and by what each that breaks is worse a day."""
    judged = {room: each for room, each in found.items() if each.outcome is not Outcome.NO_TWIN}
    share = float(np.mean([each.outcome is wanted for each in judged.values()])) if judged else np.nan
    worse = {f"{room} {each.worst}": round(_by(each), 1) for room, each in judged.items() if each.worst}
    days = float(max((each.blocks for each in judged.values()), default=0))
    what = f"{measure}, of {len(judged)}"
    return Row(what, round(share, 3), "", "higher", target, {"days lived": days, **worse})


def _by(verdict: TwinVerdict) -> float:
    place = MEASURES.index(verdict.worst)
    return verdict.after[place] - verdict.before[place]
