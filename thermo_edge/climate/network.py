"""The thermal model as a torch module: a free response that is blind to any plan, and answers that cannot be wrong."""

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from thermo_edge.climate.features import AHEAD, PAST, START, STEP, ClimateConfig

MODES = 3

_SLOWEST = ((0.2, 3.0), (3.0, 20.0), (20.0, 200.0))  # h, bounds of the time constants of the three modes
_EMITTER = (0.03, 4.0)  # h
_USUAL = (2.0, 4.0, 10.0)  # K that full heat makes in each mode in the end, where nothing is known
_WIDEST = 4.0  # of the logarithm of what it may be instead
_APART = 1e-3  # of two low-passes, below which their difference is not computed well
_LAGS, _HEATS = 48, 24  # steps of the past that the forecast also sees directly


class Answer(nn.Module):
    """How a room answers to a step of full power: three low-pass modes behind an emitter's lag, all gains positive."""

    low: Tensor
    wide: Tensor
    usual: Tensor
    lag: Tensor

    def __init__(self, config: ClimateConfig) -> None:
        super().__init__()
        self.parameters_of = nn.Linear(config.width, 2 * MODES + 1)
        nn.init.zeros_(self.parameters_of.weight)
        nn.init.zeros_(self.parameters_of.bias)
        bounds = torch.tensor((*_SLOWEST, _EMITTER)).log()
        self.register_buffer("low", bounds[:, 0], persistent=False)
        self.register_buffer("wide", bounds[:, 1] - bounds[:, 0], persistent=False)
        self.register_buffer("usual", torch.tensor(_USUAL).log(), persistent=False)
        self.register_buffer("lag", torch.arange(1, config.ahead + 1).float(), persistent=False)

    def forward(self, seen: Tensor) -> Tensor:
        """(n, width) → K at each lag (n, ahead)."""
        told = self.parameters_of(seen)
        gain = torch.exp(self.usual + _WIDEST * torch.tanh(told[:, :MODES] / _WIDEST))
        slow = torch.exp(self.low + self.wide * torch.sigmoid(told[:, MODES:]))
        keep = torch.exp(-STEP / slow)
        emitter, modes = keep[:, MODES:], keep[:, :MODES]
        apart = modes - emitter
        apart = torch.where(apart.abs() < _APART, torch.full_like(apart, _APART), apart)
        other = modes - apart  # the emitter, but never quite as slow as the mode: two low-passes in a row are
        strength = gain * (1.0 - modes) * (1.0 - other) / apart  # (a^(k+1) − b^(k+1)) (1 − a) (1 − b) / (a − b)
        faded = modes[:, :, None] ** self.lag - other[:, :, None] ** self.lag
        return (strength[:, :, None] * faded).sum(dim=1).clamp(min=0.0)


class ClimateNet(nn.Module):
    """An encoder over patches of the past and of the weather to come; what it saw as a whole is its first token."""

    scale: Tensor

    def __init__(self, config: ClimateConfig) -> None:
        super().__init__()
        self.config = config
        self.behind, self.before = config.past // config.patch, config.ahead // config.patch
        self.of_start = nn.Linear(len(START), config.width)
        self.of_past = nn.Linear(config.patch * len(PAST), config.width)
        self.of_ahead = nn.Linear(config.patch * len(AHEAD), config.width)
        self.encoder = BertModel(_bert(config, 1 + self.behind + self.before), add_pooling_layer=False)
        self.middle = nn.Linear(config.width, config.patch)
        self.around = nn.Linear(config.width, 2 * config.patch)
        self.direct = nn.Linear(2 * _LAGS + _HEATS + len(START), config.ahead)
        for each in (self.middle, self.direct):
            nn.init.zeros_(each.weight)
            nn.init.zeros_(each.bias)
        self.heating, self.cooling = Answer(config), Answer(config)
        reached = 0.12 * torch.arange(1, config.ahead + 1).float() ** 0.62
        self.register_buffer("scale", reached.clamp(max=1.6), persistent=False)

    def forward(self, past: Tensor, ahead: Tensor, start: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """K from the present temperature (n, ahead), K down and up to the 10 and 90 % quantiles (n, ahead, 2),
        the answers to a step of full heating and of full cooling (n, ahead), and what was seen of each
        stretch to come (n, ahead / patch, width). Inputs are `features.Numbers`.
        """
        count, config = past.shape[0], self.config
        tokens = torch.cat(
            [
                self.of_start(start)[:, None],
                self.of_past(past.reshape(count, self.behind, -1)),
                self.of_ahead(ahead.reshape(count, self.before, -1)),
            ],
            dim=1,
        )
        seen = self.encoder(inputs_embeds=tokens).last_hidden_state
        whole, coming = seen[:, 0], seen[:, 1 + self.behind :]
        recent = torch.cat([past[:, -_LAGS:, 0], past[:, -_LAGS:, 10], past[:, -_HEATS:, 6], start], dim=1)
        free = self.scale * (self.middle(coming).reshape(count, config.ahead) + self.direct(recent))
        around = nn.functional.softplus(self.around(coming).reshape(count, config.ahead, 2) - 0.5)
        around = self.scale[:, None] * around
        return free, around, self.heating(whole), -self.cooling(whole), coming


def _bert(config: ClimateConfig, tokens: int) -> BertConfig:
    return BertConfig(
        vocab_size=1,
        hidden_size=config.width,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        intermediate_size=config.inner,
        max_position_embeddings=tokens,
        type_vocab_size=1,
        pad_token_id=0,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",  # type: ignore[call-arg]
    )
