"""The program around a home whose building is an EnergyPlus model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from integrations.energyplus.engine import Engine, model_file, package, weather_file
from integrations.energyplus.wired import Actuator, Felt, Output, Wired
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

__all__ = ["Actuator", "Output", "Rooms", "Wired", "Wiring", "around", "model_file", "package", "weather_file"]

_JOULES = 3.6e6
"""In a kWh."""


@dataclass(frozen=True)
class Wiring:
    """`wired` reads first the zones' air in the order of the rooms, then outdoors, then the supply where `supplied`.

    `energies`: of each room, which of the wired energies are its own; the rest are of the whole home.
    """

    wired: Wired
    energies: tuple[tuple[int, ...], ...]
    supplied: bool = False


class Rooms:
    """Implements simulation.lockstep.Building with EnergyPlus; `used` are kWh of each wired energy so far."""

    def __init__(self, model: Path, weather: Path, wiring: Wiring, begin: date, days: int) -> None:
        self._engine, self._wiring = Engine(model, weather, wiring.wired, begin, days), wiring
        self.used = [0.0] * len(wiring.wired.energies)
        self.stands = self._stands(self._engine.felt)

    def step(self, asked: Sequence[float]) -> Stands:
        felt = self._engine.step(asked)
        self.used = [before + joules / _JOULES for before, joules in zip(self.used, felt.energies, strict=True)]
        self.stands = self._stands(felt)
        return self.stands

    def close(self) -> None:
        self._engine.close()

    def _stands(self, felt: Felt) -> Stands:
        rooms = len(self._wiring.energies)
        heat = tuple(sum(felt.energies[number] for number in own) / _JOULES for own in self._wiring.energies)
        supply = felt.readings[rooms + 1] if self._wiring.supplied else None
        return Stands(felt.readings[:rooms], felt.readings[rooms], heat, supply)


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
