"""What a simulated home is made of, chosen in one place: its plant, its weather, its people, its own description."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from thermo_edge.home.house import House
from thermo_edge.simulation import household, paid, shutters
from thermo_edge.simulation.agenda import Calendar, Residents, Spell
from thermo_edge.simulation.family import BUILD, Kind, Maker, family_dwelling, family_weather
from thermo_edge.simulation.inhabitants import Habits
from thermo_edge.simulation.people import family
from thermo_edge.simulation.variants import Variant
from thermo_edge.simulation.world import Sky, World


@dataclass(frozen=True)
class Parts:
    """`grain`: how long a step of the world is; people, switches and contacts are told at their own moments."""

    house: House
    world: World
    residents: Residents
    grain: timedelta = timedelta(seconds=60)
    habits: Habits = field(default_factory=Habits)
    seed: int = 1
    variant: Variant = field(default_factory=Variant)


def make(
    start: datetime,
    *,
    seed: int = 1,
    people: bool = True,
    plant: Kind = "lumped",
    source: Maker = "boiler",
    sky: Sky | None = None,
    spells: tuple[Spell, ...] = (),
    baby: bool = False,
    panel: bool = False,
    habits: Habits | None = None,
    grain: timedelta = timedelta(seconds=60),
    temperature: float = 18.5,
    variant: Variant | None = None,
) -> Parts:
    """The family's home, or a variant of it, as it stands at `start`, all of it at one temperature."""
    variant = variant or Variant(family_dwelling(source))
    dwelling = variant.dwelling
    house = household.house(panel, variant.switched, variant.cooled, variant.hung, variant.bare_cold)
    house = paid.described(house, dwelling)
    house = shutters.hung(house, dwelling, variant.covers)
    house = paid.settable(house, dwelling) if variant.flow else house
    weather = sky or family_weather(seed)
    world = World(BUILD[plant](dwelling), weather, dwelling.floor, start, temperature, seed, variant.relays)
    calendar = Calendar(house.local(start).date(), spells)
    residents = Residents(family(baby), calendar, house.zone, seed, people)
    return Parts(house, world, residents, grain, habits or Habits(), seed, variant)
