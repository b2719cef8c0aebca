"""Makes the comfort model: a base from simulated households and recorded votes, or one fine-tuned on own set-points."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import huber_loss

from thermo_edge.climate.preference import Prior
from thermo_edge.climate.setpoint_features import NAMES, Floats, numbers
from thermo_edge.climate.setpoint_network import SetpointNet
from thermo_edge.errors import TrainingFailed
from thermo_edge.learning.card import WEIGHTS, Metric, Span
from thermo_edge.learning.checkpoint import Checkpoint
from thermo_edge.learning.comfort_base import ComfortConfig, of_shelved
from thermo_edge.learning.comfort_holds import Held, read_holds
from thermo_edge.learning.comfort_votes import read_votes
from thermo_edge.learning.export import export, load_weights, weights_of
from thermo_edge.learning.recipes import Finished
from thermo_edge.learning.recipes.comfort_prior import fit_prior
from thermo_edge.learning.recipes.comfort_tastes import Wishes, wishes
from thermo_edge.learning.shelved import open_folder
from thermo_edge.learning.torch_place import begin, go_back, place
from thermo_edge.learning.workbench import Workbench
from thermo_edge.ports import Arrays

HOMES, TIMES = 2000, 40
"""Simulated households, and moments of each (`--days`)."""

STEPS, BATCH, LEARNING_RATE = 1500, 512, 3e-3
APART = 0.1
"""Share of the households that judge."""

TUNING_STEPS, TUNING_RATE, PULL = 300, 2e-3, 0.02
"""At home: at most so many steps, and how strongly the weights are pulled back to those of the base."""

LOOK_EVERY, FEWEST = 5, 10
SHARES = (0.6, 0.8)
"""Set-points in order of time: up to the first they teach, up to the second they say when to stop, the others judge."""


SETS = {"ashrae": "ASHRAE Global Thermal Comfort Database II v2.1 (V. Foldvary Licina and others, 2018; CC0)"}


def base(bench: Workbench) -> Finished:
    """The base model; where the job names a parent, that one fine-tuned on the set-points in its data."""
    begin(bench.job)
    return _base(bench) if bench.job.parent is None else _tuned(bench, bench.job.parent)


def _base(bench: Workbench) -> Finished:
    job, config = bench.job, ComfortConfig()
    count, times = job.homes or HOMES, job.days or TIMES
    bench.note(f"living in {count} homes")
    taught = wishes(max(1, round(count * (1.0 - APART))), times, 2 * job.seed)
    judged = wishes(max(1, round(count * APART)), times, 2 * job.seed + 1)
    steps = int(str(job.options.get("steps", STEPS)))
    module = _learn(bench, SetpointNet(config.network), taught, steps)
    prior, source = _prior(bench)
    return _finished(
        replace(config, prior=prior, source=source),
        module,
        Span("simulated households", count, 0.0),
        job.seed,
        _judged(module, judged),
    )


def _learn(bench: Workbench, module: SetpointNet, taught: Wishes, steps: int) -> SetpointNet:
    optimiser, step, loss = torch.optim.AdamW(module.parameters(), lr=LEARNING_RATE), 0, None
    earlier = bench.resume()
    if earlier is not None:
        go_back(earlier, module, optimiser)
        step = earlier.step
    context, wished = _tensors(taught.context, taught.wished)
    while bench.goes_on(step, steps, loss, lambda at: place(at, module, optimiser)):
        at = torch.randint(len(wished), (BATCH,))
        lost = huber_loss(module(context[at]), wished[at])
        optimiser.zero_grad()
        lost.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        step, loss = step + 1, float(lost.detach())
    return module


def _prior(bench: Workbench) -> tuple[Prior, str]:
    """What is known of people in general, by the votes where the job has a file of them."""
    if not bench.job.data:
        return Prior(), "documented: see climate/preference.py"
    (path,), layout = bench.job.data, str(bench.job.options.get("layout", "ashrae"))
    votes = read_votes(path, layout)

    def said(step: int, of: int, loss: float) -> bool:
        if step % 10 == 0 or step == of:
            bench.note(f"votes of {len(votes)}, step {step} of {of}: {loss:.4f}")
        return True

    taught, name = int((~votes.apart).sum()), SETS.get(layout, layout)
    return fit_prior(votes, bench.job.seed, said), f"{name}: {taught} of {len(votes)} votes, the others kept apart"


def _judged(module: SetpointNet, judged: Wishes) -> tuple[Metric, ...]:
    error = float(np.abs(_asked(module, judged.context) - judged.wished).mean())
    plain = {"the settings": round(float(np.abs(judged.wished).mean()), 3)}
    return (Metric("mean absolute error of a set-point in homes apart", round(error, 3), "K", "lower", plain),)


# --- at home ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Own:
    """A household's set-points as numbers, in order of time."""

    context: Floats
    wished: Floats

    @classmethod
    def of(cls, held: tuple[Held, ...]) -> "_Own":
        return cls(numbers([one.context for one in held]), np.array([one.set_point - one.settings for one in held]))

    def part(self, first: float, last: float) -> "_Own":
        at = slice(round(first * len(self.wished)), round(last * len(self.wished)))
        return _Own(self.context[at], self.wished[at])


def _tuned(bench: Workbench, parent: Path) -> Finished:
    shelved = open_folder(parent, bench.job.slice)
    config = of_shelved(shelved).config
    before: Arrays = shelved.arrays(WEIGHTS)
    own = _Own.of(_holds(bench))
    module = SetpointNet(config.network)
    load_weights(module, before)
    module, step = _tune(bench, module, own)
    bench.note(f"best after {step} steps")
    judge, plain = own.part(SHARES[1], 1.0), SetpointNet(config.network)
    load_weights(plain, before)
    errors = {"the base": _error(plain, judge), "own mean": _mean_error(own, judge), "the settings": _size(judge)}
    metric = Metric("mean absolute error of the last set-points", _error(module, judge), "K", "lower", errors)
    span = Span("the household's set-points", 1, float(len(own.wished)))
    return _finished(config, module, span, bench.job.seed, (metric,))


def _holds(bench: Workbench) -> tuple[Held, ...]:
    held = tuple(one for path in bench.job.data for one in read_holds(path))
    if len(held) < FEWEST:
        raise TrainingFailed(f"{len(held)} set-points are too few to learn from: at least {FEWEST}")
    return held


def _tune(bench: Workbench, module: SetpointNet, own: _Own) -> tuple[SetpointNet, int]:
    """Gradient steps on the earlier set-points, pulled to the base; what is best on the next ones is kept."""
    steps = int(str(bench.job.options.get("steps", TUNING_STEPS)))
    teach, stop = own.part(0.0, SHARES[0]), own.part(SHARES[0], SHARES[1])
    context, wished = _tensors(teach.context, teach.wished)
    anchor = [weight.detach().clone() for weight in module.parameters()]
    optimiser = torch.optim.Adam(module.parameters(), lr=TUNING_RATE)
    best, lowest, found, step, loss = weights_of(module), _error(module, stop), 0, 0, None
    while bench.goes_on(step, steps, loss, lambda at: Checkpoint(at, {}, {})):
        pull = sum((each - old).pow(2).sum() for each, old in zip(module.parameters(), anchor, strict=True))
        lost = huber_loss(module(context), wished) + PULL * pull
        optimiser.zero_grad()
        lost.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        step, loss = step + 1, float(lost.detach())
        if step % LOOK_EVERY == 0 and (error := _error(module, stop)) < lowest:
            best, lowest, found = weights_of(module), error, step
    load_weights(module, best)
    return module, found


# --- helpers ------------------------------------------------------------------------------------------------------


def _finished(
    config: ComfortConfig, module: SetpointNet, data: Span, seed: int, metrics: tuple[Metric, ...]
) -> Finished:
    examples: list[Mapping[str, Tensor]] = [{"context": torch.randn(count, len(NAMES))} for count in (3, 1, 50)]
    made = export(module, examples, ("offset",), {"context": {0: "moments"}})
    return Finished(config, made.weights, made.network, made.inputs, made.outputs, data, (seed,), metrics)


def _tensors(context: Floats, wished: Floats) -> tuple[Tensor, Tensor]:
    return torch.from_numpy(context.astype(np.float32)), torch.from_numpy(wished.astype(np.float32))


def _asked(module: SetpointNet, context: Floats) -> Floats:
    with torch.no_grad():
        said: Tensor = module(torch.from_numpy(context.astype(np.float32)))
    return np.asarray(said.numpy(), dtype=np.float64)


def _error(module: SetpointNet, own: _Own) -> float:
    return round(float(np.abs(_asked(module, own.context) - own.wished).mean()), 4)


def _mean_error(own: _Own, judge: _Own) -> float:
    return round(float(np.abs(own.part(0.0, SHARES[1]).wished.mean() - judge.wished).mean()), 4)


def _size(judge: _Own) -> float:
    return round(float(np.abs(judge.wished).mean()), 4)
