"""The program around a home whose building is an EnergyPlus model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from integrations.energyplus.engine import Engine, model_file, package, weather_file
from integrations.energyplus.idf import schedules
from integrations.energyplus.wired import Actuator, Felt, Guided, Output, Wired, listed
from thermo_edge.app import planning
from thermo_edge.app.core import UNHURRIED, Core, build
from thermo_edge.app.simulate import POLL, in_memory
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Announce
from thermo_edge.home.house import House
from thermo_edge.simulation.epw import FileWeather, read
from thermo_edge.simulation.forecaster import SimulatedWeather
from thermo_edge.simulation.lockstep import LockstepHome, Stands
from thermo_edge.store.open import Opened

__all__ = [
    "Actuator",
    "Guided",
    "Output",
    "Rooms",
    "Wired",
    "Wiring",
    "around",
    "listed",
    "model_file",
    "package",
    "schedule_values",
    "schedules",
    "weather_file",
]

_JOULES = 3.6e6
"""In a kWh."""

_FELT = 12.0
"""W from which what air brings a room counts as heat: fans and draughts are always there."""


@dataclass(frozen=True)
class Wiring:
    """`wired` reads first the zones' air in the order of the rooms, then outdoors, then the supply where `supplied`.

    `energies`: of each room, which of the wired energies (and meters after them) tell of its heat. `felt`: rooms where
    that is what its air is brought, which is not counted. `counted`: which energies are, in the order of the map.
    """

    wired: Wired
    energies: tuple[tuple[int, ...], ...]
    counted: tuple[int, ...]
    felt: tuple[bool, ...]
    supplied: bool = False


class Rooms:
    """Implements simulation.lockstep.Building with EnergyPlus; `used` are kWh of each counted energy so far.

    `heat_at`: kWh and steps so far, by the number of a room and what was asked of it.
    """

    def __init__(self, model: Path, weather: Path, wiring: Wiring, begin: date, days: int) -> None:
        self._engine, self._wiring = Engine(model, weather, wiring.wired, begin, days), wiring
        self.used = [0.0] * len(wiring.counted)
        self.heat_at: dict[tuple[int, float], tuple[float, int]] = {}
        self._hours = wiring.wired.minutes / 60.0
        self.stands = self._stands(self._engine.felt)

    def step(self, asked: Sequence[float]) -> Stands:
        felt = self._engine.step(asked)
        counted = [felt.energies[number] for number in self._wiring.counted]
        self.used = [before + joules / _JOULES for before, joules in zip(self.used, counted, strict=True)]
        self.stands = self._stands(felt)
        for number, (value, heat) in enumerate(zip(asked, self.stands.heat, strict=True)):
            before, steps = self.heat_at.get((number, value), (0.0, 0))
            self.heat_at[number, value] = (before + heat, steps + 1)
        return self.stands

    def close(self) -> None:
        self._engine.close()

    def _stands(self, felt: Felt) -> Stands:
        rooms = len(self._wiring.energies)
        all_heat = (sum(felt.energies[number] for number in own) / _JOULES for own in self._wiring.energies)
        least = _FELT * self._hours / 1000.0
        heat = tuple(
            0.0 if aired and kwh < least else kwh for kwh, aired in zip(all_heat, self._wiring.felt, strict=True)
        )
        supply = felt.readings[rooms + 1] if self._wiring.supplied else None
        return Stands(felt.readings[:rooms], felt.readings[rooms], heat, supply)


def schedule_values(
    model: Path, weather: Path, names: Sequence[str], begin: date, days: int, minutes: int
) -> tuple[tuple[float, ...], ...]:
    """What schedules of the model say, (steps,) for each of `names`: EnergyPlus runs them alone. Raises as `Rooms`."""
    wired = Wired((), (), (), tuple(Output("Schedule Value", name) for name in names), (), minutes=minutes)
    engine = Engine(model, weather, wired, begin, days, schedules_alone=True)
    try:
        steps = [engine.step(()).readings for _ in range(days * 24 * 60 // minutes)]
    finally:
        engine.close()
    return tuple(zip(*steps, strict=True))


def around(
    house: House,
    clock: SteppedClock,
    home: LockstepHome,
    weather: Path,
    announce: Announce,
    thermal: planning.Find = planning.rules_only,
) -> Core:
    """The real program with an empty history in memory, and a weather service that errs about the file's weather."""
    sky = SimulatedWeather(FileWeather([read(weather)]))
    return build(
        house,
        clock,
        home,
        Opened(in_memory()()),
        announce=announce,
        poll=POLL,
        pace=UNHURRIED,
        weather=sky,
        thermal=thermal,
    )
