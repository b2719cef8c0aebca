"""The occupancy model that is shipped, as the prior of what is learned at home."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from thermo_edge.errors import ModelRefused
from thermo_edge.learning.card import config_of
from thermo_edge.learning.runtime import open_predictor
from thermo_edge.learning.shelf import BASE
from thermo_edge.learning.shelved import Shelved, open_folder
from thermo_edge.occupancy.ahead import NAMES
from thermo_edge.occupancy.features import OccupancyConfig, names
from thermo_edge.occupancy.signals import Array
from thermo_edge.ports import Arrays, Predictor

SLICE = "occupancy"
_MOST = 1024
TARGETS = 3
"""Room, home, asleep: as in occupancy.network.TARGETS, which needs torch."""


@dataclass(frozen=True)
class OccupancyBase:
    """Implements `occupancy_at_home.Base`. The network is opened when it is first asked.

    Asking raises ModelRefused, LibraryMissing or PredictionFailed.
    """

    shelved: Shelved
    config: OccupancyConfig

    @property
    def features(self) -> int:
        """How many numbers it reads now."""
        return len(names(self.config))

    @cached_property
    def _predictor(self) -> Predictor:
        return open_predictor(self.shelved)

    def now(self, senses: Array, target: int) -> Array:
        """Log-odds (n,) from numbers (n, features)."""
        nothing = np.zeros((1, len(self.config.horizons), len(NAMES)))
        return np.concatenate(
            [self._ask(some, nothing, target)["now"][:, target] for some in _parts(senses)], dtype=float
        )

    def ahead(self, features: Array, target: int) -> Array:
        """Log-odds (n, horizons) from numbers (n, horizons, features)."""
        nothing = np.zeros((1, self.features))
        return np.concatenate([self._ask(nothing, some, target)["later"] for some in _parts(features)], dtype=float)

    def _ask(self, senses: Array, ahead: Array, target: int) -> Arrays:
        asked = np.zeros((len(ahead), TARGETS), np.float32)
        asked[:, target] = 1.0
        return self._predictor.predict(
            {"senses": senses.astype(np.float32), "ahead": ahead.astype(np.float32), "target": asked}
        )


def _parts(numbers: Array) -> list[Array]:
    """So that a month of asking takes no more memory than a day; at least one."""
    return np.array_split(numbers, max(1, -(-len(numbers) // _MOST)))


def shipped(base: Path = BASE) -> OccupancyBase | None:
    """The model that came with the program, nothing where there is none or where it is one of another program."""
    try:
        return of_shelved(open_folder(base / SLICE, SLICE, base=True))
    except ModelRefused:
        return None


def of_shelved(shelved: Shelved) -> OccupancyBase:
    """A version of the model; raises ModelRefused where its inputs are not what this program makes."""
    config = config_of(shelved.card, OccupancyConfig)
    wide = {tensor.name: tensor.shape[-1] for tensor in shelved.card.inputs}
    if wide.get("senses") != len(names(config)) or wide.get("ahead") != len(NAMES):
        raise ModelRefused(f"{shelved.folder}: it was trained on other numbers than this program makes")
    return OccupancyBase(shelved, config)
