"""The real loop around an EnergyPlus model, under each policy from zero history."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from thermo_edge.app import energyplus
from thermo_edge.app.planning import Find, rules_only
from thermo_edge.app.simulate import shipped_model
from thermo_edge.bench import energyplus_house as houses
from thermo_edge.bench import energyplus_schedules as schedules
from thermo_edge.bench.energyplus_life import Ledger, found, idle, live, midnight
from thermo_edge.bench.energyplus_map import EXAMPLE, SHIPPED, EnergyPlusMap, read_energyplus_map
from thermo_edge.bench.loop_policies import OURS, POLICIES
from thermo_edge.bench.loop_rows import Lived, rows
from thermo_edge.bench.recordings.mapping import find_map
from thermo_edge.bench.rows import Row
from thermo_edge.clock import SteppedClock
from thermo_edge.errors import SettingsError
from thermo_edge.home.house import House
from thermo_edge.simulation.epw import Year, read
from thermo_edge.simulation.lockstep import LockstepHome

LOG = logging.getLogger(__name__)

BEGIN = datetime(2026, 1, 12)  # noqa: DTZ001 - a local midnight
DAYS, QUICK_DAYS = 4, 2

CONTENDERS = tuple(name for name, policy in POLICIES.items() if policy.asked and not policy.knows)
"""Those of every run but the oracle: EnergyPlus cannot be let run ahead and be called back."""

QUICK = ("constant", "setback", "preheat-1h", OURS)


@dataclass(frozen=True)
class EnergyPlusOptions:
    """Nothing said: the shipped example, with what its map names."""

    model: str | None = None
    weather: str | None = None
    map: str = EXAMPLE
    policies: Sequence[str] = ()
    begin: datetime | None = None
    days: int | None = None


@dataclass(frozen=True)
class Plant:
    """A mapped model with its files, ready to be lived in."""

    mapped: EnergyPlusMap
    model: Path
    weather: Path
    year: Year
    house: House


def bench_energyplus(
    quick: bool, asked: EnergyPlusOptions | None = None, say: Callable[[str], None] = LOG.info
) -> list[Row]:
    """Quick: two days, four policies. `say` hears of each run when it ends.

    Raises LibraryMissing without EnergyPlus, and SettingsError for a map, a model, a weather file or a name that does
    not fit.
    """
    asked = asked or EnergyPlusOptions()
    energyplus.package()
    policies = _policies(asked.policies or (QUICK if quick else CONTENDERS))
    begin, days = asked.begin or BEGIN, asked.days or (QUICK_DAYS if quick else DAYS)
    _within_a_year(begin.date(), days)
    plant = opened(asked, begin.date(), days, say)
    thermal = shipped_model() if OURS in policies else rules_only
    lives = {name: one(plant, name, begin, days, thermal, say) for name in policies}
    return rows([(plant.mapped.name, lives)], days)


def opened(asked: EnergyPlusOptions, begin: date, days: int, say: Callable[[str], None] = LOG.info) -> Plant:
    """The map with the files that it or the command names, and its household as the model's schedules say."""
    mapped = read_energyplus_map(asked.map)
    model, weather = asked.model or mapped.model, asked.weather or mapped.weather
    lacking = [
        f"{what} is missing: name it in the map or by --{what}"
        for what, there in (("model", model), ("weather", weather))
        if not there
    ]
    if lacking or model is None or weather is None:
        raise SettingsError(asked.map, tuple(lacking))
    file = energyplus.weather_file(weather)
    year, found = read(file), _model_file(model, asked)
    mapped = schedules.with_classes(mapped, energyplus.schedules(found), asked.map)
    if names := schedules.read_ahead(mapped):
        days = max(days, schedules.WEEK)
        _within_a_year(begin, days)
        values = energyplus.schedule_values(found, file, names, begin, days, mapped.step)
        of = schedules.Values(begin, mapped.step, dict(zip(names, values, strict=True)))
        mapped = schedules.with_weeks(mapped, of, asked.map, say)
    return Plant(mapped, found, file, year, houses.house(mapped, year))


def one(
    plant: Plant, policy: str, begin: datetime, days: int, thermal: Find, say: Callable[[str], None] = LOG.info
) -> Lived:
    """The home under one policy."""
    chosen, before = POLICIES[policy], time.perf_counter()
    lived_in = houses.with_relays(plant.house) if chosen.relays else plant.house
    step = timedelta(minutes=plant.mapped.step)
    rooms = energyplus.Rooms(plant.model, plant.weather, houses.wiring(plant.mapped), begin.date(), days)
    try:
        clock = SteppedClock(midnight(begin, plant.house))
        heaters = houses.heaters(lived_in, plant.mapped, chosen.relays)
        home = LockstepHome(clock, lived_in, rooms, heaters, houses.somebody(plant.mapped), step)
        taken_for = chosen.house(lived_in)
        find = thermal if chosen.plans else rules_only
        core = energyplus.around(taken_for, clock, home, plant.weather, _silent, find)
        ledger = Ledger(plant.house, home, step)
        live(core, home, ledger, days)
    finally:
        rooms.close()
    came = found(ledger, rooms, plant.mapped, days)
    for warning in idle(rooms, plant.mapped):
        say(f"{plant.mapped.name}, {policy}: {warning}")
    say(f"{plant.mapped.name}, {policy}: {came.told()}; {time.perf_counter() - before:.0f} s")
    return came


def _model_file(name: str, asked: EnergyPlusOptions) -> Path:
    """A map names its model beside itself, or as the command would."""
    beside = find_map(asked.map, SHIPPED).parent / name
    return beside.resolve() if asked.model is None and beside.is_file() else energyplus.model_file(name)


def _silent(*_: object) -> None:
    """Notices are for people."""


def _policies(names: Sequence[str]) -> tuple[str, ...]:
    unknown = [name for name in names if name not in CONTENDERS]
    if unknown:
        beside = "; the oracle cannot look ahead in EnergyPlus" if "oracle" in unknown else ""
        fault = f"no policy is called {', '.join(unknown)} here; there are {', '.join(CONTENDERS)}{beside}"
        raise SettingsError("bench loop --plant energyplus", (fault,))
    return tuple(names)


def _within_a_year(begin: date, days: int) -> None:
    """Weather files have no 29th of February."""
    if any((begin + timedelta(days=number)).strftime("%m-%d") == "02-29" for number in range(days)):
        fault = "the days reach over a 29th of February, which weather files do not have: choose others"
        raise SettingsError("bench loop --plant energyplus", (fault,))
