"""The set-point network as a torch module: temperature and context in, wished set-point out."""

import torch
from torch import Tensor, nn

from thermo_edge.climate.setpoint_features import NAMES, SetpointConfig


class SetpointNet(nn.Module):
    """One small perceptron that says by how much a set-point is wished above the middle of the settings' band.

    It begins at the settings, and cannot leave them by more than `config.most` K whatever it is taught.
    """

    def __init__(self, config: SetpointConfig) -> None:
        super().__init__()
        self.most = config.most
        self.inner = nn.Sequential(
            nn.Linear(len(NAMES), config.hidden), nn.Tanh(), nn.Linear(config.hidden, config.hidden), nn.Tanh()
        )
        self.wish = nn.Linear(config.hidden, 1)
        nn.init.zeros_(self.wish.weight)
        nn.init.zeros_(self.wish.bias)

    def forward(self, context: Tensor) -> Tensor:
        """K above the settings' middle (n,) from numbers (n, NAMES)."""
        offset: Tensor = self.most * torch.tanh(self.wish(self.inner(context))[:, 0] / self.most)
        return offset
