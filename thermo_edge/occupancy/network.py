"""The occupancy model as a torch module: who is where now, and corrections to what is usual for the hours ahead."""

import torch
from torch import Tensor, nn

from thermo_edge.occupancy.features import OccupancyConfig

TARGETS = ("room", "home", "asleep")
"""What may be asked: somebody is in this room; anybody is home; everybody who is home sleeps."""

USUAL = (0.6, 0.25, 0.15)
"""What the forecast begins with: of the weekday, of the half of the week, of any day."""


class OccupancyNet(nn.Module):
    """Two small perceptrons: one reads the sensors, the other what is usual and what is so now.

    The forecast begins at what is usual then, which a network without data cannot beat, and learns only to correct it.
    """

    hours: Tensor

    def __init__(self, config: OccupancyConfig, features: int, ahead: int) -> None:
        super().__init__()
        self.senses = nn.Sequential(
            nn.Linear(features, config.hidden), nn.GELU(), nn.Linear(config.hidden, config.hidden // 2), nn.GELU()
        )
        self.now = nn.Linear(config.hidden // 2, len(TARGETS))
        inputs = ahead + len(TARGETS) + 3
        self.correction = nn.Sequential(
            nn.Linear(inputs, config.hidden), nn.GELU(), nn.Linear(config.hidden, config.hidden // 2), nn.GELU()
        )
        self.drift = nn.Linear(config.hidden // 2, 1)
        self.trust = nn.Parameter(torch.tensor(USUAL))
        nn.init.zeros_(self.drift.weight)
        nn.init.zeros_(self.drift.bias)
        self.register_buffer("hours", torch.tensor(config.horizons))

    def forward(self, senses: Tensor, ahead: Tensor, target: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Log-odds now (n, 3) for each of TARGETS, log-odds ahead (m, horizons), and what the senses saw (n, hidden/2).

        `senses` is (n, features); `ahead` (m, horizons, NAMES of occupancy.ahead); `target` (m, 3), one of TARGETS:
        the two have nothing to do with each other.
        """
        seen = self.senses(senses)
        return self.now(seen), self.later(ahead, target), seen

    def later(self, ahead: Tensor, target: Tensor) -> Tensor:
        """Log-odds ahead alone, (n, horizons)."""
        count, horizons = ahead.shape[0], ahead.shape[1]
        hours = self.hours.to(ahead.dtype)[None, :, None].expand(count, horizons, 1)
        when = torch.cat([torch.log(hours), hours / 24.0, torch.exp(-hours)], dim=2)
        asked = torch.cat([ahead, target[:, None, :].expand(count, horizons, 3), when], dim=2)
        usual = (ahead[:, :, :3] * self.trust).sum(dim=2)
        drift: Tensor = self.drift(self.correction(asked))[:, :, 0]
        return usual + drift
