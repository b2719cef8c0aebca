"""Many homes lived in by several processes, and questions drawn by others ahead of the step that needs them."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from thermo_edge.climate.features import ClimateConfig, Numbers
from thermo_edge.learning.recipes.climate_homes import Batch, Rooms, batch, live


@dataclass(frozen=True)
class Part:
    """So many homes of one seed."""

    homes: int
    days: int
    seed: int
    weather: tuple[Path, ...] = ()

    def live(self) -> Rooms:
        """Raises SettingsError for a bad weather file."""
        return live(self.homes, self.days, self.seed, self.weather)


@dataclass(frozen=True)
class Questions(Dataset[list[Tensor]]):
    """The same at each step of a seed, whenever the training was stopped and whoever draws them."""

    rooms: Rooms
    config: ClimateConfig
    seed: int
    count: int

    def __getitem__(self, step: int) -> list[Tensor]:
        rng, config = np.random.default_rng([self.seed, step]), self.config
        at = rng.integers(config.past, self.rooms.signals.times - config.ahead, self.count)
        return _packed(batch(self.rooms, rng.integers(0, len(self.rooms), self.count), at, config, rng))


def live_all(parts: Sequence[Part], threads: int) -> Rooms:
    """The rooms of all parts in their order; with more than one thread, by as many processes."""
    if threads == 1 or len(parts) == 1:
        return Rooms.together([part.live() for part in parts])
    with ProcessPoolExecutor(min(threads, len(parts)), mp_context=get_context("spawn")) as pool:
        return Rooms.together(list(pool.map(Part.live, parts)))


def drawn_ahead(
    rooms: Rooms, config: ClimateConfig, seed: int, count: int, steps: range, threads: int
) -> Iterator[Batch]:
    """The questions of so many steps; with more than one thread, drawn by the others while the first one learns.

    The others are forks: they share the rooms' memory, and touch no device.
    """
    drawn = DataLoader(
        Questions(rooms, config, seed, count),
        batch_size=None,
        sampler=steps,
        num_workers=threads - 1,
        collate_fn=_as_it_is,
        multiprocessing_context="fork" if threads > 1 else None,
        prefetch_factor=4 if threads > 1 else None,
    )
    return map(_unpacked, drawn)


_NUMBERS = tuple(each.name for each in fields(Numbers))
_ANSWERS = tuple(each.name for each in fields(Batch) if each.name != "numbers")


def _packed(asked: Batch) -> list[Tensor]:
    """As tensors, which processes hand on without a copy."""
    arrays = [getattr(asked.numbers, name) for name in _NUMBERS] + [getattr(asked, name) for name in _ANSWERS]
    return [torch.from_numpy(np.ascontiguousarray(each, np.float32)) for each in arrays]


def _unpacked(drawn: list[Tensor]) -> Batch:
    arrays = [each.numpy() for each in drawn]
    numbers = Numbers(*arrays[: len(_NUMBERS)])
    return Batch(numbers, *arrays[len(_NUMBERS) :])


def _as_it_is(drawn: Any) -> Any:
    return drawn
