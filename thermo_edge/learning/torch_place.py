"""Keeps a torch training's place, weights, optimiser and chance, and starts one so that a seed repeats it."""

from collections.abc import Mapping

import numpy as np
import torch
from pydantic import JsonValue

from thermo_edge.learning.checkpoint import Checkpoint
from thermo_edge.learning.export import load_weights, weights_of
from thermo_edge.learning.job import Job

_WEIGHTS, _OPTIMISER, _CHANCE = "weights/", "optimiser/", "chance"


def device() -> torch.device:
    """The fastest that this machine has; in full numbers, because networks this small gain nothing from half ones."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def begin(job: Job) -> None:
    """Seed torch and give it the threads that the job allows; before anything is made."""
    torch.set_num_threads(job.threads)
    torch.manual_seed(job.seed)
    torch.use_deterministic_algorithms(True, warn_only=True)


def place(
    step: int,
    module: torch.nn.Module,
    optimiser: torch.optim.Optimizer,
    notes: Mapping[str, JsonValue] | None = None,
) -> Checkpoint:
    """Everything that `go_back` needs; learning rates are the recipe's business: let them follow from the step."""
    arrays = {_WEIGHTS + name: array for name, array in weights_of(module).items()}
    for number, state in optimiser.state_dict()["state"].items():
        for key, value in state.items():
            arrays[f"{_OPTIMISER}{number}/{key}"] = torch.as_tensor(value).cpu().numpy().copy()
    arrays[_CHANCE] = torch.get_rng_state().numpy().copy()
    return Checkpoint(step, arrays, dict(notes or {}))


def go_back(checkpoint: Checkpoint, module: torch.nn.Module, optimiser: torch.optim.Optimizer) -> None:
    """Put a new module and its new optimiser where the checkpoint was."""
    arrays = checkpoint.arrays
    load_weights(module, {name.removeprefix(_WEIGHTS): arrays[name] for name in arrays if name.startswith(_WEIGHTS)})
    state: dict[int, dict[str, torch.Tensor]] = {}
    for name in arrays:
        if name.startswith(_OPTIMISER):
            number, key = name.removeprefix(_OPTIMISER).split("/")
            state.setdefault(int(number), {})[key] = torch.from_numpy(np.array(arrays[name]))
    optimiser.load_state_dict({"state": state, "param_groups": optimiser.state_dict()["param_groups"]})
    torch.set_rng_state(torch.from_numpy(np.array(arrays[_CHANCE])))
