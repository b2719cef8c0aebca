"""The real loop in simulated homes, under each policy from zero history: comfort, energy, cost, switching."""

import logging
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from thermo_edge.app.planning import Find, rules_only
from thermo_edge.app.simulate import in_memory, shipped_model
from thermo_edge.bench import loop_homes, loop_policies
from thermo_edge.bench.loop_homes import HOMES, MORE, LoopHome
from thermo_edge.bench.loop_lost import Lost
from thermo_edge.bench.loop_policies import POLICIES
from thermo_edge.bench.loop_rows import Lived, rows
from thermo_edge.bench.rows import Row
from thermo_edge.errors import SettingsError
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.run import STEP, Run

LOG = logging.getLogger(__name__)

DAYS, QUICK_DAYS = 14, 4

QUICK_LIMIT = 1.75
"""K·h a room in those days; airing r1 and f1 takes 1.1 of it, and constant heat is at 1.33 and 1.58."""


@dataclass(frozen=True)
class LoopOptions:
    """Nothing said: all of it. `start` is a local midnight that replaces those of the seasons.

    `after`: days that are lived before those that count.
    """

    policies: Sequence[str] = ()
    homes: Sequence[str] = ()
    seasons: Sequence[str] = ()
    start: datetime | None = None
    days: int | None = None
    after: int = 0


def bench_loop(quick: bool, asked: LoopOptions | None = None, say: Callable[[str], None] = LOG.info) -> list[Row]:
    """Quick: two homes, four days of winter, four policies, and a limit of their own.

    `say` hears of each run when it ends. Raises SettingsError for names that there are not, and where the shipped model
    cannot run.
    """
    asked = asked or LoopOptions()
    there = {**HOMES, **MORE}
    homes = _named("home", asked.homes or (loop_homes.QUICK if quick else tuple(HOMES)), there)
    policies = _named("policy", asked.policies or (loop_policies.QUICK if quick else loop_policies.EVERY), POLICIES)
    seasons = asked.seasons or (("winter",) if quick else tuple(loop_homes.STARTS))
    days = asked.days or (QUICK_DAYS if quick else DAYS)
    thermal = shipped_model() if any(POLICIES[name].plans for name in policies) else rules_only
    found = []
    for name in homes:
        home = there[name]
        for season in (each for each in home.seasons if each in seasons):
            lived = {
                policy: live(home, season, policy, days, thermal, asked.start, say, asked.after) for policy in policies
            }
            found.append((f"{home.name} {season}", lived))
    return rows(found, days, asked.after, QUICK_LIMIT if quick and asked == LoopOptions() else None)


def live(
    home: LoopHome,
    season: str,
    policy: str,
    days: int,
    thermal: Find,
    start: datetime | None = None,
    say: Callable[[str], None] = LOG.info,
    after: int = 0,
) -> Lived:
    """One home under one policy, from zero history; what came in the first `after` days is not counted."""
    one, scenario = POLICIES[policy], home.scenario(season, start)
    before = time.process_time()
    run = Run(scenario, one.build(thermal), in_memory(), home.seed, home.plant, variant=one.fitted(home.variant()))
    lost = Lost(run.home.house.rooms)
    run.look = lambda lived_in: _look(lived_in, lost)
    first = _lived(run, lost, after) if after else None
    whole = _lived(run, lost, days)
    run.home.close()
    run.loop.history.close()
    found = whole.after(first, after / (after + days)) if first else whole
    took = time.process_time() - before
    say(f"{scenario.name}, {policy}: {found.told()}; {took:.0f} s")
    return found


def _lived(run: Run, lost: Lost, days: int) -> Lived:
    """So many days more; all since the beginning."""
    run.days(days)
    return Lived.of(run.report(), lost)


def _look(home: SimulatedHome, lost: Lost) -> None:
    """The step that has just ended."""
    heating = {m.device.place for m in home.machines.values() if m.device.heats and (m.on or m.action == "heating")}
    opened = {room for room, is_open in home.windows.items() if is_open}
    heats, windows = (np.array([room in each for room in ROOMS]) for each in (heating, opened))
    lost.look(home.house.local(home.now()), STEP, home.world.air, home.people.somebody_home, heats, windows)


def _named(kind: str, names: Sequence[str], there: Collection[str]) -> tuple[str, ...]:
    unknown = [name for name in names if name not in there]
    if unknown:
        raise SettingsError("bench loop", (f"no {kind} is called {', '.join(unknown)}; there are {', '.join(there)}",))
    return tuple(names)
