"""A two-layer network that learns whether two numbers have different signs: the whole way in the small."""

import threading
from dataclasses import dataclass

import numpy as np
import torch

from thermo_edge.learning.card import Metric, Span
from thermo_edge.learning.export import export
from thermo_edge.learning.recipes import Finished
from thermo_edge.learning.torch_place import begin, go_back, place
from thermo_edge.learning.workbench import Workbench


@dataclass(frozen=True)
class XorConfig:
    hidden: int = 16


class Xor(torch.nn.Module):
    """The logit, and the features that it is linear in, a one among them: what a home learns in closed form."""

    def __init__(self, config: XorConfig) -> None:
        super().__init__()
        self.inner = torch.nn.Linear(2, config.hidden)
        self.outer = torch.nn.Linear(config.hidden, 1)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = torch.tanh(self.inner(x))
        return self.outer(hidden), torch.cat([hidden, torch.ones_like(hidden[:, :1])], dim=1)


def xor_data(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    x = np.random.default_rng(seed).normal(size=(count, 2)).astype(np.float32)
    return x, (x[:, :1] * x[:, 1:] < 0).astype(np.float32)


def base(bench: Workbench) -> Finished:
    job = bench.job
    begin(job)
    config = XorConfig()
    module = Xor(config)
    optimiser = torch.optim.Adam(module.parameters(), lr=0.03)
    earlier, step, loss = bench.resume(), 0, None
    if earlier is not None:
        go_back(earlier, module, optimiser)
        step = earlier.step
    bench.note(f"from step {step}")
    steps, pause = int(str(job.options["steps"])), float(str(job.options.get("pause", 0.0)))
    while bench.goes_on(step, steps, loss, lambda at: place(at, module, optimiser)):
        x, y = (torch.from_numpy(each) for each in xor_data(64, 1000 * job.seed + step))
        lost = torch.nn.functional.binary_cross_entropy_with_logits(module(x)[0], y)
        optimiser.zero_grad()
        lost.backward()
        optimiser.step()
        step, loss = step + 1, float(lost)
        threading.Event().wait(pause)
    examples = [{"x": torch.randn(count, 2)} for count in (3, 1, 50)]
    made = export(module, examples, ("logit", "features"), {"x": {0: "batch"}})
    return Finished(
        config,
        made.weights,
        made.network,
        made.inputs,
        made.outputs,
        Span("two random numbers", 1, 1.0),
        (job.seed,),
        (Metric("accuracy", _accuracy(module), "", "higher", {"always no": 0.5}),),
    )


def _accuracy(module: Xor) -> float:
    x, y = xor_data(2000, 99)
    with torch.no_grad():
        logit = module(torch.from_numpy(x))[0].numpy()
    return float(((logit > 0) == (y > 0.5)).mean())
