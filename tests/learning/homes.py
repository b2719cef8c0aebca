"""A small home with its habits, and a base model that knows how people move but not this home."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thermo_edge.learning.occupancy_own import Past
from thermo_edge.occupancy.ahead import NAMES
from thermo_edge.occupancy.features import OccupancyConfig, names
from thermo_edge.occupancy.signals import Array, HouseSignals, RoomSignals

CONFIG = OccupancyConfig(horizons=(1.0,))
STEP = 60.0
DAY = 24


@dataclass(frozen=True)
class Neighbour:
    """Believes motion, and that it goes on as it is."""

    sure: float = 2.0

    @property
    def features(self) -> int:
        return len(names(CONFIG))

    def now(self, senses: Array, target: int) -> Array:
        fresh = senses[:, names(CONFIG).index("motion 40")]
        return np.asarray(2.0 * self.sure * fresh - self.sure)

    def ahead(self, features: Array, target: int) -> Array:
        return np.asarray(self.sure * features[..., NAMES.index("now")])


def evenings(days: int, moved: int | None = None, rooms: Sequence[str] = ("living", "hall")) -> Past:
    """Somebody is in the living room from 18 to 22; from day `moved` on from 8 to 12. Other rooms are never used."""
    step = np.arange(days * DAY)
    hour, day = (step + 1) * STEP / 60.0 % 24.0, step // DAY
    late = (hour >= 18.0) & (hour < 22.0)
    early = (hour >= 8.0) & (hour < 12.0)
    there = np.where(day >= (days if moved is None else moved), early, late).astype(float)
    line = {"motion": there}
    said = {name: RoomSignals(events=line, stirs=line) if name == "living" else RoomSignals() for name in rooms}
    house = HouseSignals(STEP, hour, (day % 7).astype(float), said, there)
    return Past(house, day.astype(float), (), np.zeros(len(step), dtype=bool))
