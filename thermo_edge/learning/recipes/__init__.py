"""How each slice's model is made: one module for each slice, loaded only in the training child."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol

from thermo_edge.errors import TrainingFailed
from thermo_edge.learning.card import Metric, Span, Tensor
from thermo_edge.learning.workbench import Workbench
from thermo_edge.ports import Arrays

RECIPES: Mapping[str, str] = {
    "comfort": "thermo_edge.learning.recipes.comfort",
    "occupancy": "thermo_edge.learning.recipes.occupancy",
    "climate": "thermo_edge.learning.recipes.climate",
}
"""From a slice's name to the module of its recipe."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Of a base model's whole training: MB, and seconds on a small computer."""

    memory: float = 2000.0
    budget: float = 3600.0


NEEDS: Mapping[str, Needs] = {"climate": Needs(12_000.0, 8 * 3600.0)}
"""Of those that need more than others."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A trained network with everything that its card says; `config` is the slice's own frozen dataclass.

    `more` holds further arrays by the name of their file, such as a closed-form update in "home.safetensors".
    """

    config: object
    weights: Arrays
    network: bytes
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    data: Span
    seeds: tuple[int, ...]
    metrics: tuple[Metric, ...]
    more: Mapping[str, Arrays] = field(default_factory=dict)


class Recipe(Protocol):
    """A module with this function at its top."""

    def base(self, bench: Workbench) -> Finished:
        """Make the model that is shipped, from simulated or public data, as `bench.job` asks."""


def recipe(slice_: str, recipes: Mapping[str, str] = RECIPES) -> Recipe:
    """Load a slice's recipe; raises TrainingFailed where there is none, ImportError where a library is missing."""
    if slice_ not in recipes:
        raise TrainingFailed(f"nobody knows how to train {slice_}; there is: {', '.join(sorted(recipes)) or 'nothing'}")
    module: Recipe = import_module(recipes[slice_])
    return module
