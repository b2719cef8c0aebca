"""A small recurrent net over the last two dozen steps: what a network without structure reaches. It needs torch."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from thermo_edge.bench.baselines import home_states, targets
from thermo_edge.bench.contender import HORIZONS, Belief, Moments, Outlook, silent
from thermo_edge.bench.occupancy_logistic import Scale, clock_features, later_truth, plain_features, sigmoid
from thermo_edge.bench.recordings.recording import Array, Recording

if TYPE_CHECKING:
    import torch

STEPS, HIDDEN, SEED = 24, 32, 7
EPOCHS, BATCH, RATE, DECAY = 8, 128, 3e-3, 1e-3
KEPT_BACK = 0.15
"""Share of the training data, its end, that says how many epochs are best; then all of it trains for as many."""
MOST_WINDOWS = 8000
"""For an epoch; of longer recordings each epoch sees another sample."""


def torch_is_here() -> bool:
    return find_spec("torch") is not None


class Recurrent:
    """A gated recurrent unit (Cho 2014) with one output for each room, the home and each horizon, trained together."""

    name = "recurrent net"

    def fit(self, train: Recording) -> None:
        import torch

        torch.set_num_threads(1)
        self._scale = Scale(plain_features(train))
        self._rooms = len(train.rooms)
        inputs, wanted = self._inputs(train), _wanted(train)
        origins = np.flatnonzero(np.isfinite(wanted).any(axis=1))
        learnt, kept_back = np.split(origins, [int(len(origins) * (1 - KEPT_BACK))])
        losses = self._train(inputs, wanted, learnt, EPOCHS, kept_back)
        self._train(inputs, wanted, origins, int(np.argmin(losses)) + 1, kept_back)

    def _train(self, inputs: Array, wanted: Array, origins: Array, epochs: int, kept_back: Array) -> list[float]:
        """From the start, over some epochs. Returns the loss on what was kept back after each."""
        import torch

        torch.manual_seed(SEED)
        rng = np.random.default_rng(SEED)
        self._gru = torch.nn.GRU(inputs.shape[1], HIDDEN, batch_first=True)
        self._out = torch.nn.Linear(HIDDEN, wanted.shape[1])
        parameters = [*self._gru.parameters(), *self._out.parameters()]
        adam = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
        losses = []
        for _ in range(epochs):
            order = rng.permutation(origins)[:MOST_WINDOWS]
            for batch in np.array_split(order, max(1, len(order) // BATCH)):
                adam.zero_grad()
                torch.autograd.backward(self._loss(inputs, wanted, batch))
                adam.step()
            with torch.no_grad():
                losses.append(float(self._loss(inputs, wanted, kept_back)))
        return losses

    def now(self, recording: Recording) -> Belief:
        said = self._said(recording, np.arange(len(recording)))[:, : self._rooms + 2]
        return Belief(said[:, :-2], home_states(said[:, -2], said[:, -1]))

    def ahead(self, recording: Recording, origins: Array) -> Outlook:
        said = self._said(recording, origins)[:, self._rooms + 2 :].reshape(len(origins), len(HORIZONS), -1)
        return Outlook(said[:, :, :-1], said[:, :, -1])

    def moments(self, _recording: Recording, origins: Array) -> Moments:
        return silent(origins)

    def _inputs(self, recording: Recording) -> Array:
        scaled = self._scale(plain_features(recording))
        whole = np.column_stack([scaled, clock_features(recording.local)]).astype(np.float32)
        return np.concatenate([np.repeat(whole[:1], STEPS - 1, axis=0), whole])

    def _logits(self, inputs: Array, origins: Array) -> "torch.Tensor":
        import torch

        windows = inputs[origins[:, None] + np.arange(STEPS)[None, :]]
        states, _ = self._gru(torch.from_numpy(windows))
        logits: torch.Tensor = self._out(states[:, -1])
        return logits

    def _loss(self, inputs: Array, wanted: Array, origins: Array) -> "torch.Tensor":
        import torch

        real = torch.from_numpy(wanted[origins].astype(np.float32))
        known = torch.isfinite(real)
        return torch.nn.functional.binary_cross_entropy_with_logits(self._logits(inputs, origins)[known], real[known])

    def _said(self, recording: Recording, origins: Array) -> Array:
        import torch

        inputs = self._inputs(recording)
        with torch.no_grad():
            parts = [self._logits(inputs, part).numpy() for part in np.array_split(origins, len(origins) // 2048 + 1)]
        return sigmoid(np.concatenate(parts).astype(float))


def _wanted(train: Recording) -> Array:
    """(T, R + 2 + H * (R + 1)): the truth now, then for each horizon that of the rooms and the home."""
    truth = targets(train)
    later = later_truth(truth[:, :-1], np.arange(len(train)), train.step)
    return np.column_stack([truth, *later])
