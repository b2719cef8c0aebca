"""The thermal model that is shipped, or one like it: what it says of rooms, asked in pieces."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from thermo_edge.climate.features import AHEAD, PAST, START, Array, ClimateConfig, Numbers
from thermo_edge.errors import ModelRefused
from thermo_edge.learning.card import config_of
from thermo_edge.learning.climate_answer import Calibration
from thermo_edge.learning.runtime import open_predictor
from thermo_edge.learning.shelf import BASE
from thermo_edge.learning.shelved import Shelved, open_folder
from thermo_edge.ports import Predictor

SLICE = "climate"
ANSWER = "answer.safetensors"

_PIECE = 256
"""Rooms or moments that are asked at once, so that it takes little memory."""


@dataclass(frozen=True)
class Said:
    """What the network says of n questions; steps from now on."""

    free: Array  # (n, ahead) K from the level
    around: Array  # (n, ahead, 2) K down to the 10 % and up to the 90 % quantile
    heating: Array  # (n, ahead) K at each lag after a step of full heat
    cooling: Array  # (n, ahead) K, never more than nothing
    seen: Array  # (n, stretches, width)


@dataclass(frozen=True)
class ClimateBase:
    """The network is opened when it is first asked. Asking raises ModelRefused, LibraryMissing or PredictionFailed."""

    shelved: Shelved
    config: ClimateConfig

    @cached_property
    def _predictor(self) -> Predictor:
        return open_predictor(self.shelved)

    @property
    def version(self) -> str:
        return self.shelved.card.version

    @cached_property
    def calibration(self) -> Calibration | None:
        """How far its word of a room's answer to heat is off, as simulated homes taught."""
        return Calibration.of_arrays(self._predictor.arrays(ANSWER))

    def open(self) -> None:
        """Before it is asked, so that a file that cannot serve is found out; raises ModelRefused or LibraryMissing."""
        calibration = self.calibration
        names = ("free", "around", "heating", "cooling", "seen")
        if {tensor.name for tensor in self.shelved.card.outputs} != set(names):
            raise ModelRefused(f"{self.shelved.folder}: it answers other things than this program asks")
        if calibration is not None and not all(np.isfinite(each).all() for each in calibration.arrays.values()):
            raise ModelRefused(f"{self.shelved.folder}: {ANSWER} has a number that is not finite")

    def ask(self, numbers: Numbers) -> Said:
        """Everything that it says."""
        count = len(numbers.level)
        parts = [
            self._predictor.predict(
                {name: getattr(numbers, name)[first : first + _PIECE] for name in ("past", "ahead", "start")}
            )
            for first in range(0, max(count, 1), _PIECE)
        ]
        names = ("free", "around", "heating", "cooling", "seen")
        return Said(*(np.concatenate([np.asarray(part[name], float) for part in parts]) for name in names))


def shipped(base: Path = BASE) -> ClimateBase | None:
    """The model that came with the program, nothing where there is none or where it is one of another program."""
    try:
        return of_shelved(open_folder(base / SLICE, SLICE, base=True))
    except ModelRefused:
        return None


def of_shelved(shelved: Shelved) -> ClimateBase:
    """A version of the model; raises ModelRefused where its inputs are not what this program makes."""
    config = config_of(shelved.card, ClimateConfig)
    wide = {tensor.name: tensor.shape[1:] for tensor in shelved.card.inputs}
    made = {"past": (config.past, len(PAST)), "ahead": (config.ahead, len(AHEAD)), "start": (len(START),)}
    if wide != made:
        raise ModelRefused(f"{shelved.folder}: it was trained on other numbers than this program makes")
    return ClimateBase(shelved, config)
