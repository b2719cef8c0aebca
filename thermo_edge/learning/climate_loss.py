"""What a network of climate is trained by, and how it leaves its training; only training children import it."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import smooth_l1_loss

from thermo_edge.climate.features import AHEAD, PAST, START, Numbers
from thermo_edge.climate.network import ClimateNet
from thermo_edge.learning.export import Exported, export
from thermo_edge.learning.recipes.climate_homes import Batch

OUTPUTS = ("free", "around", "heating", "cooling", "seen")
QUANTILES = (0.1, 0.5, 0.9)
_OF_ANSWERS = 0.4  # what an error of 1 in the logarithm of an answer costs, beside one of a forecast
_LEAST = 0.05  # K of an answer below which errors do not matter


def loss(module: ClimateNet, asked: Batch) -> Tensor:
    """Pinball losses of the quantiles, in what is usual at each horizon, and the error of the answers' logarithms."""
    where = module.scale.device
    free, around, heating, cooling, _ = module(*given_of(asked.numbers, where))
    heat, cold, change = (tensor(each, where) for each in (asked.heat, asked.cold, asked.change))
    missed = (change - free - answered(heating, heat) - answered(cooling, cold)) / module.scale
    pinballs = missed_by(missed, around / module.scale[:, None]).mean()
    cools = tensor((asked.cooling.min(axis=1) < 0.0).astype(float), where)
    wrong = unlike(heating, tensor(asked.heating, where)).mean()
    wrong = wrong + (unlike(-cooling, -tensor(asked.cooling, where)) * cools[:, None]).mean()
    return pinballs + _OF_ANSWERS * wrong


def missed_by(missed: Tensor, around: Tensor) -> Tensor:
    """Pinball losses of all quantiles together (n, ahead), of what the middle one missed and its distance to others."""
    shifts = (-around[..., 0], torch.zeros_like(missed), around[..., 1])
    found = missed.new_zeros(missed.shape)
    for share, shift in zip(QUANTILES, shifts, strict=True):
        found = found + torch.maximum(share * (missed - shift), (share - 1.0) * (missed - shift))
    return found


def answered(response: Tensor, plan: Tensor) -> Tensor:
    """The causal convolution of each row, by way of its spectrum."""
    steps = response.shape[-1]
    spectrum = torch.fft.rfft(response, 2 * steps) * torch.fft.rfft(plan, 2 * steps)
    found: Tensor = torch.fft.irfft(spectrum, 2 * steps)[..., :steps]
    return found


def unlike(said: Tensor, true: Tensor) -> Tensor:
    """Of lasting heat, at each time after it began."""
    ratio = torch.log((said.cumsum(dim=1) + _LEAST) / (true.cumsum(dim=1).clamp(min=0.0) + _LEAST))
    return smooth_l1_loss(ratio, torch.zeros_like(ratio), reduction="none", beta=0.3)


def tensor(values: NDArray[np.floating], where: torch.device) -> Tensor:
    """Single precision, on a device."""
    return torch.from_numpy(np.ascontiguousarray(values, np.float32)).to(where)


def given_of(asked: Numbers, where: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """What the module is called with."""
    return tensor(asked.past, where), tensor(asked.ahead, where), tensor(asked.start, where)


def exported(module: ClimateNet) -> Exported:
    """As ONNX, with rooms as its only free size."""
    config = module.config

    def example(rooms: int) -> dict[str, Tensor]:
        return {
            "past": torch.randn(rooms, config.past, len(PAST)),
            "ahead": torch.randn(rooms, config.ahead, len(AHEAD)),
            "start": torch.randn(rooms, len(START)),
        }

    free = {name: {0: "rooms"} for name in ("past", "ahead", "start")}
    return export(module, [example(3), example(1), example(20)], OUTPUTS, free)
