"""What `backtest --live-again` says of other policies beside what they do in the very same simulated home."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta

import numpy as np

from thermo_edge.app.backtest.again import LivedAgain, live_again
from thermo_edge.app.backtest.lives import AS_IT_WAS, PLAN, RULE, SETTLES, Served
from thermo_edge.app.backtest.tally import COLD, COMMANDS, COST, ENERGY, STARTS, WARM
from thermo_edge.app.core import UNHURRIED, Core, build
from thermo_edge.app.plain_policies import BY_THE_RULE, as_it_is
from thermo_edge.app.planning import rules_only
from thermo_edge.app.simulate import POLL, in_memory, wire
from thermo_edge.bench.rows import Row
from thermo_edge.climate.features import Array
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Announce
from thermo_edge.jobs import Timetable
from thermo_edge.learning.climate_base import shipped
from thermo_edge.learning.room_files import MemoryFiles
from thermo_edge.learning.room_shelf import Nights, RoomShelf
from thermo_edge.ports import History
from thermo_edge.simulation.forecaster import SimulatedWeather
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.household import PRICE
from thermo_edge.simulation.inhabitants import Habits
from thermo_edge.simulation.market import SimulatedEnergy
from thermo_edge.simulation.run import Build, Run
from thermo_edge.simulation.scenarios import SCENARIOS, Scenario
from thermo_edge.store.open import Opened

LOG = logging.getLogger(__name__)

DAYS, LIVED = 14, 6
SEED = 3
OTHERS = ("constant", "preheat-1h", PLAN)
QUICK = ("constant",)
NAMES = {"too cold, mean room": (COLD, "K·h"), "too warm, mean room": (WARM, "K·h"), "energy": (ENERGY, "kWh")}
NAMES |= {"cost": (COST, "€"), "commands": (COMMANDS, ""), "starts of heat": (STARTS, "")}


def bench_backtest(quick: bool, seed: int = SEED, say: Callable[[str], None] = LOG.info) -> list[Row]:
    """The simulated family in layered walls: a fortnight by the rule, and its last six days by others; all rooms.

    The true homes live the same days from the same past, with other programs. Nobody corrects anything by hand.
    """
    base = shipped()
    others = [each for each in (QUICK if quick else OTHERS) if each != PLAN or base is not None]
    truths = {policy: truth(policy, seed, say) for policy in (RULE, *others)}
    home = truths[RULE].run
    end = home.loop.history.newest()
    assert end is not None
    began = time.process_time()
    served = Served(base, {}) if base is not None else None
    told = live_again(home.loop.history, home.home.house, end, LIVED, (AS_IT_WAS, RULE, *others), served, say)
    took = time.process_time() - began
    lived = sum(len(each) for each in told.figures.values()) * (LIVED + SETTLES)
    cost = Row("lived again, a day of all rooms, processor", round(took / max(lived, 1), 2), "s", "lower")
    return [*rows(told, {policy: each.figures() for policy, each in truths.items()}), cost]


def rows(told: LivedAgain, truths: Mapping[str, Array]) -> list[Row]:
    """A day of each policy: the middle of the members, the least and the most of them, and the truth beside."""
    found = []
    for policy, true in truths.items():
        figures = told.whole(policy)
        for name, (place, unit) in NAMES.items():
            found.append(_row(f"{policy}: {name}", figures[:, place], unit, float(true[place])))
        if policy != RULE:
            ratio = figures[:, ENERGY] / told.whole(RULE)[:, ENERGY] - 1.0
            truly = float(true[ENERGY] / truths[RULE][ENERGY] - 1.0)
            found.append(_row(f"{policy}: energy against the rule", 100.0 * ratio, "%", 100.0 * truly))
    return found


def _row(name: str, told: Array, unit: str, true: float) -> Row:
    beside = {"least": round(float(told.min()), 2), "most": round(float(told.max()), 2), "true": round(true, 2)}
    return Row(name, round(float(told.mean()), 2), unit, "lower", None, beside)


# --- the truth ----------------------------------------------------------------------------------------------------


@dataclass
class Truth:
    """A home that lived the fortnight. `before` and `after`: what its meters said around the days that count."""

    run: Run
    before: Array
    after: Array

    def figures(self) -> Array:
        """(MEASURES) a day of the whole home; hours of full heat are not measured."""
        return (self.after - self.before) / LIVED


@dataclass
class _Starts:
    """Counts starts of heat, and keeps rooms from learning: nothing is learned meanwhile in the twin either."""

    shelf: RoomShelf
    count: int = 0
    _heated: frozenset[str] = field(default_factory=frozenset)

    def look(self, home: SimulatedHome) -> None:
        heats = frozenset(
            str(each.device.entity)
            for each in home.machines.values()
            if each.device.heats and (each.on or each.action == "heating")
        )
        self.count += len(heats - self._heated)
        self._heated = heats
        self.shelf.remember(Nights(home.now().astimezone(UTC)))


def truth(policy: str, seed: int, say: Callable[[str], None] = LOG.info) -> Truth:
    """Eight days by the rule, of them the last by `policy`, which then goes on for six more."""
    named = SCENARIOS["winter-week"]
    scenario: Scenario = replace(named, habits=Habits(corrects=False))
    shelf = RoomShelf(MemoryFiles())
    run, starts = Run(scenario, wire, in_memory(), seed, "layered"), _Starts(shelf)
    run.look = starts.look
    counts_from = run.clock.now() + timedelta(days=DAYS - LIVED)
    run.days(DAYS - LIVED - SETTLES)
    if policy != RULE:
        run.build = _by(policy, shelf)
        run.restart()
    run.go_on(counts_from - run.clock.now())
    before = _meters(run, starts.count)
    run.days(LIVED)
    found = Truth(run, before, _meters(run, starts.count))
    say(f"true home, {policy}: {found.figures().round(2)}")
    return found


def _by(policy: str, shelf: RoomShelf) -> Build:
    see, base = BY_THE_RULE.get(policy, as_it_is), shipped() if policy == PLAN else None

    def wired(clock: SteppedClock, home: SimulatedHome, history: History, announce: Announce) -> Core:
        core = build(
            see(home.house),
            clock,
            home,
            Opened(history),
            announce=announce,
            poll=POLL,
            pace=UNHURRIED,
            weather=SimulatedWeather(home.world.sky),
            thermal=(lambda: base) if base is not None else rules_only,
            energy=SimulatedEnergy(PRICE.entity, home.house.zone),
            taught=shelf,
        )
        kept = [job for job in core.timetable.jobs if job.name != "learn"]
        return replace(core, timetable=Timetable(kept, clock, lambda: home.house.zone, lambda: True))

    return wired


def _meters(run: Run, starts: int) -> Array:
    """(MEASURES) since the run began."""
    report = run.report()
    climate = {str(d.entity) for room in run.home.house.rooms for d in room.devices}
    sent = sum(count for entity, count in report.commands.items() if entity in climate) * report.days
    energy = report.gas + report.heater
    cold, warm = (float(np.mean(list(each.values()))) for each in (report.cold, report.warm))
    return np.array([cold, warm, np.nan, energy, report.climate_cost, sent, float(starts)])
