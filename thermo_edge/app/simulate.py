"""Scenarios on the program as it is: its loop, desk and timetable around a simulated home, and a table of what came."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Literal

from thermo_edge.app import planning
from thermo_edge.app.core import DATABASE, UNHURRIED, Core, build
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Announce
from thermo_edge.control.cycle import Curious
from thermo_edge.errors import SettingsError
from thermo_edge.home.house import House
from thermo_edge.ports import History
from thermo_edge.simulation.family import Kind, Maker, family_dwelling
from thermo_edge.simulation.forecaster import SimulatedWeather
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.household import PRICE
from thermo_edge.simulation.market import SimulatedEnergy
from thermo_edge.simulation.measure import Report
from thermo_edge.simulation.run import Build, Open, Run
from thermo_edge.simulation.scenarios import SCENARIOS, Scenario
from thermo_edge.simulation.variants import Variant
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import Opened, open_history

POLL = timedelta(hours=1)
"""How often everything is read again: nothing gets lost in a simulated home."""

REMEMBERED = 8000
"""Readings of each point: a month of most, so that a simulated home can learn as a real one does."""

Policy = Literal["plan", "rule"]


def wire(clock: SteppedClock, home: SimulatedHome, history: History, announce: Announce) -> Core:
    """The program around a simulated home, by the plain rule."""
    return around(home.house, clock, home, history, announce)


def around(
    house: House,
    clock: SteppedClock,
    home: SimulatedHome,
    history: History,
    announce: Announce,
    thermal: planning.Find = planning.rules_only,
    foresight: planning.Foresight | None = None,
    prices: bool = True,
    curious: Curious | None = None,
) -> Core:
    """The program around a simulated home that it takes for `house`; `prices`: it is told those of the next hours."""
    return build(
        house,
        clock,
        home,
        Opened(history),
        announce=announce,
        poll=POLL,
        pace=UNHURRIED,
        weather=SimulatedWeather(home.world.sky),
        thermal=thermal,
        foresight=foresight,
        energy=SimulatedEnergy(PRICE.entity, home.house.zone) if prices else None,
        curious=curious,
    )


def shipped_model() -> planning.Find:
    """The thermal model that came with the program, looked for once; SettingsError where it cannot run here."""
    with tempfile.TemporaryDirectory(prefix="thermo-edge-probe-") as folder:
        base = planning.shipped_model(Path(folder))()
    if base is None:
        raise SettingsError("simulate", ("the thermal model cannot run here; the plain rule can: --policy rule",))
    return lambda: base


def planned() -> Build:
    """The program that plans with the shipped thermal model."""
    thermal = shipped_model()
    return lambda clock, home, history, announce: around(home.house, clock, home, history, announce, thermal)


def in_memory() -> Open:
    """One history that outlives the program."""
    history = MemoryHistory(readings=REMEMBERED)
    return lambda: history


@contextmanager
def on_disk() -> Iterator[Open]:
    """Real databases: each program finds the file as it lay on the disk at the moment when the one before died."""
    with tempfile.TemporaryDirectory(prefix="thermo-edge-simulate-") as folder:
        lives: list[Path] = []

        def open_again() -> History:
            here = Path(folder) / str(len(lives))
            here.mkdir()
            for file in lives[-1].glob(f"{DATABASE}*") if lives else ():
                shutil.copy(file, here / file.name)
            lives.append(here)
            return open_history(here / DATABASE).history

        yield open_again


def simulate(
    scenario: Scenario,
    *,
    days: int | None = None,
    seed: int = 1,
    plant: Kind = "lumped",
    keep: bool | None = None,
    policy: Policy = "rule",
    source: Maker = "boiler",
    another: Build | None = None,
    fitted: Callable[[Variant], Variant] = lambda variant: variant,
) -> Report:
    """Live through a scenario. `keep`: with a real database; None: where the scenario needs one.

    `another`: heats in place of `policy`; `fitted`: the home with the devices that it needs.
    """
    wire_up = another or (planned() if policy == "plan" else wire)
    variant = fitted(Variant(family_dwelling(source), covers=scenario.covers))
    if keep if keep is not None else scenario.keeps:
        with on_disk() as open_again:
            return _lived(Run(scenario, wire_up, open_again, seed, plant, variant=variant), days)
    return _lived(Run(scenario, wire_up, in_memory(), seed, plant, variant=variant), days)


def _lived(run: Run, days: int | None) -> Report:
    run.days(days or run.scenario.days)
    run.home.close()
    run.loop.history.close()
    return run.report()


def named(name: str) -> Scenario:
    """The scenario of that name; raises SettingsError for an unknown one."""
    found = SCENARIOS.get(name)
    if found is None:
        raise SettingsError("simulate", (f"no scenario is called {name!r}; there are {', '.join(SCENARIOS)}",))
    return found


def listing() -> str:
    """All scenarios, a line each."""
    width = max(len(name) for name in SCENARIOS)
    return "\n".join(f"{name:<{width}}  {one.days} days  {one.title}" for name, one in SCENARIOS.items())


def table(report: Report) -> str:
    """What the household got, for people to read."""
    title = SCENARIOS[report.scenario].title if report.scenario in SCENARIOS else report.scenario
    rooms = list(report.cold)
    lines = [
        f"{title}: {report.days:.1f} days, seed {report.seed}, {report.plant} plant",
        "",
        f"{'':<22}" + "".join(f"{room:>10}" for room in rooms),
        _row("too cold, K·h", report.cold, 1),
        _row("too warm, K·h", report.warm, 1),
        _row("heat, kWh", report.heat, 0),
        "",
        f"{'energy, kWh':<22}{_energy(report)}",
        f"{'cost':<22}{_cost(report)}",
        f"{'commands a day':<22}{sum(report.commands.values()):.0f}, at most {report.busiest} an hour to one device",
        *(f"{'':<22}{entity:<30}{count:>6.1f}" for entity, count in sorted(report.commands.items())),
        f"{'lamps, hours a day':<22}{report.lamp_hours:.1f}, of these with nobody there {report.lamp_hours_nobody:.1f}",
        f"{'went dark over people':<22}{report.went_dark}",
        f"{'people corrected':<22}{_counts(report.corrections)}; called wrong {report.wrongs}",
        f"{'alerts, right':<22}{', '.join(report.alerts_true) or 'none'}",
        f"{'alerts, false':<22}{', '.join(report.alerts_false) or 'none'}",
        f"{'refused':<22}{_counts(report.refusals)}",
        f"{'turns':<22}{report.turns}",
    ]
    return "\n".join(lines)


def _energy(report: Report) -> str:
    used = f"gas {report.gas:.0f}, electric heat {report.heater:.1f}, cooling {report.cooling:.1f}"
    return f"{used}, lamps {report.lamps:.1f}"


def _cost(report: Report) -> str:
    """By the price of each hour in which it was used."""
    return f"€ {report.cost:.2f}, of this heating and cooling € {report.climate_cost:.2f}"


def _row(name: str, values: Mapping[str, float], digits: int) -> str:
    return f"{name:<22}" + "".join(f"{value:>10.{digits}f}" for value in values.values())


def _counts(values: Mapping[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in values.items()) or "nothing"
