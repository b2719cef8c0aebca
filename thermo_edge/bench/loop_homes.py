"""Homes in which the closed loop is judged: none of them taught the thermal model."""

from dataclasses import dataclass, replace
from datetime import datetime

from thermo_edge.simulation.family import Kind, Maker
from thermo_edge.simulation.inhabitants import Habits
from thermo_edge.simulation.scenarios import Scenario
from thermo_edge.simulation.variants import Variant, drawn

STARTS = {"winter": datetime(2026, 1, 12), "mild": datetime(2026, 4, 6), "summer": datetime(2026, 7, 13)}  # noqa: DTZ001
"""Midnight on the home's own clock."""

WARMER = {"winter": 0.0, "mild": 0.0, "summer": 6.0}


@dataclass(frozen=True)
class LoopHome:
    """A dwelling drawn from a seed, lived in by the family of that seed, in the weather of that seed."""

    name: str
    heats: str  # "radiator", "floor" or "electric"
    source: Maker = "boiler"
    plant: Kind = "layered"
    relays: bool = False  # thermostats that go on and off, else valves
    switched: tuple[str, ...] = ()  # rooms with a bare switch
    cooled: bool = False
    bare_cold: bool = False  # what cools is a bare switch
    seed: int = 1

    def variant(self) -> Variant:
        """As it can be lived in."""
        dwelling = drawn(self.heats, self.source, self.seed, self.cooled)
        return Variant(dwelling, self.switched, self.relays, bare_cold=self.bare_cold)

    def scenario(self, season: str, start: datetime | None = None) -> Scenario:
        """Nobody corrects by hand, or the same comfort would not be asked of every policy."""
        title = f"{self.name} in {season}"
        begin = start or STARTS[season]
        return Scenario(title, title, begin, 14, warmer=WARMER[season], habits=Habits(corrects=False))

    @property
    def seasons(self) -> tuple[str, ...]:
        return ("winter", "mild", "summer") if self.cooled else ("winter", "mild")


def _plant(number: int) -> Kind:
    return "lumped" if number % 3 == 2 else "layered"


def _radiators(number: int) -> LoopHome:
    source: Maker = "heat pump" if number % 2 else "boiler"
    return LoopHome(f"r{number + 1}", "radiator", source, _plant(number), relays=number % 4 == 3, seed=100 + number)


def _floors(number: int) -> LoopHome:
    source: Maker = "boiler" if number % 3 == 1 else "heat pump"
    return LoopHome(f"f{number + 1}", "floor", source, _plant(number), relays=number % 2 == 0, seed=200 + number)


def _electric(number: int) -> LoopHome:
    bare = ("living", "kitchen", "bedroom", "kids", "bath", "hall") if number % 2 else ("bath",)
    return LoopHome(f"e{number + 1}", "electric", "boiler", _plant(number), True, bare, seed=300 + number)


def _cooled(number: int) -> LoopHome:
    return LoopHome(f"c{number + 1}", "radiator", "heat pump", _plant(number), cooled=True, seed=400 + number)


HOMES = {
    home.name: home
    for home in (
        *map(_radiators, range(8)),
        *map(_floors, range(6)),
        *map(_electric, range(4)),
        *map(_cooled, range(2)),
    )
}
"""Twenty: eight with radiators, six with floors, four electric, two with radiators and air conditioning."""

MORE = {name: replace(_cooled(number), name=name, bare_cold=True) for name, number in (("s1", 0), ("s2", 7))}
"""Lived in only where they are named: air conditioners behind bare switches, in c1 and another such home."""

QUICK = ("r1", "f1")
