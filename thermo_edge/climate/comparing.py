"""Days for comparison: blocks that are run by hours, setback and presence alone, drawn by lot, and kept in mind."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np

from thermo_edge.home.house import Domain, Mode
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Code
from thermo_edge.home.savings import Run, Way
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.taste import NO_TASTE
from thermo_edge.home.turn import Request

NIGHT = timedelta(hours=3)
"""Local time at which a day begins and the way changes: the house rests, and nobody heats for the morning yet."""

BLOCK = 3
"""Days that are run one way. The first still has the heat of the day before and is not counted."""

KEPT = 300
"""Runs that are kept in mind: more than two years of blocks."""

_RULES = frozenset({Code.WARM_HOURS, Code.SETBACK_HOURS, Code.NOBODY_HOME, Code.KEPT_DRY})


def day_of(local: datetime) -> int:
    """The day (an ordinal) that this local time belongs to."""
    return (local.replace(tzinfo=None) - NIGHT).toordinal()


def is_plain(began: int, day: int) -> bool:
    """Whether this day of a comparison that began then is run the plain way.

    Blocks come in pairs, one of each way, their order by lot: both ways have as many days and every part of the season.
    The day it began is the seed, so that a restart draws the same.
    """
    block, order = divmod((day - began) // BLOCK, 2)
    return day >= began and _plain_first(began, block) is (order == 0)


@lru_cache(maxsize=64)
def _plain_first(began: int, pair: int) -> bool:
    return bool(np.random.default_rng([began, pair]).random() < 0.5)


def step(snapshot: Snapshot, memory: Memory) -> Memory:
    """Take note of how the house is run from now on; by a clock that cannot be trusted nothing changes."""
    if snapshot.clock_behind:
        return memory
    comparison, today = memory.comparison, day_of(snapshot.local)
    if snapshot.house.measuring.alternate is (comparison.began is None):
        began = today + 1 if snapshot.house.measuring.alternate else None
        comparison = replace(comparison, began=began)
    now = _way(snapshot, memory, comparison.began, today)
    if now is not way(memory):
        comparison = replace(comparison, runs=(*comparison.runs, Run(snapshot.at, now))[-KEPT:])
    return memory if comparison is memory.comparison else replace(memory, comparison=comparison)


def _way(snapshot: Snapshot, memory: Memory, began: int | None, today: int) -> Way:
    house = snapshot.house
    modes = (min(memory.modes.of(room.id, Domain.CLIMATE), room.ceiling) for room in house.rooms if room.devices)
    if max(modes, default=Mode.OBSERVE) < Mode.ACT:
        return Way.OBSERVED
    return Way.PLAIN if began is not None and is_plain(began, today) else Way.OURS


def way(memory: Memory) -> Way | None:
    """How the house is run; None: nobody has looked yet."""
    return memory.comparison.runs[-1].way if memory.comparison.runs else None


def compares(memory: Memory) -> bool:
    """Whether this is a day for comparison."""
    return way(memory) is Way.PLAIN


def plainly(memory: Memory) -> Memory:
    """What the climate rule may know: on a day for comparison neither the plan nor what people agreed to."""
    return replace(memory, plan=None, taste=NO_TASTE) if compares(memory) else memory


def marked(request: Request) -> Request:
    """A request whose reason says that it is a day for comparison; a person's wish and safety are no part of that."""
    if request.reason.code not in _RULES:
        return request
    return replace(request, reason=request.reason.with_facts(compared=1.0))
