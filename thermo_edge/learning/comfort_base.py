"""The comfort model as it is served: what is known of people in general, and the network that wishes set-points."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.preference import Prior
from thermo_edge.climate.setpoint_features import NAMES, Context, SetpointConfig, numbers
from thermo_edge.errors import ModelRefused
from thermo_edge.learning.card import config_of
from thermo_edge.learning.runtime import open_predictor
from thermo_edge.learning.shelf import BASE
from thermo_edge.learning.shelved import Shelved, open_folder
from thermo_edge.ports import Predictor

SLICE = "comfort"


@dataclass(frozen=True, slots=True)
class ComfortConfig:
    """What the card of a comfort model says: the shape of the network, and the prior with where it comes from."""

    network: SetpointConfig = field(default_factory=SetpointConfig)
    prior: Prior = field(default_factory=Prior)
    source: str = "documented"


@dataclass(frozen=True)
class ComfortBase:
    """A version of the model. Asking raises ModelRefused, LibraryMissing or PredictionFailed."""

    shelved: Shelved
    config: ComfortConfig

    @cached_property
    def _predictor(self) -> Predictor:
        return open_predictor(self.shelved)

    def wished(self, contexts: Sequence[Context], settings: float) -> NDArray[np.float64]:
        """°C (n,) that is wished in each context where the middle of the settings' band is `settings`."""
        offset = self._predictor.predict({"context": numbers(contexts).astype(np.float32)})["offset"]
        return np.asarray(settings + offset.astype(np.float64))


def shipped(base: Path = BASE) -> ComfortBase | None:
    """The model that came with the program; nothing where there is none, or where it is of another program."""
    try:
        return of_shelved(open_folder(base / SLICE, SLICE, base=True))
    except ModelRefused:
        return None


def shipped_prior(base: Path = BASE) -> Prior:
    """What is known of people in general: by the shipped model, or as documented."""
    found = shipped(base)
    return found.config.prior if found is not None else Prior()


def of_shelved(shelved: Shelved) -> ComfortBase:
    """A version of the model; raises ModelRefused where its inputs are not what this program makes."""
    config = config_of(shelved.card, ComfortConfig)
    wide = {tensor.name: tensor.shape[-1] for tensor in shelved.card.inputs}
    if wide.get("context") != len(NAMES):
        raise ModelRefused(f"{shelved.folder}: it was trained on other numbers than this program makes")
    return ComfortBase(shelved, config)
