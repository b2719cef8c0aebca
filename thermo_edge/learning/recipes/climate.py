"""Makes the base model of climate from simulated homes: what rooms do by themselves, and how they answer to heat."""

import math
from dataclasses import dataclass

import numpy as np
import torch

from thermo_edge.climate.features import ClimateConfig, Numbers
from thermo_edge.climate.network import ClimateNet
from thermo_edge.learning.card import Span
from thermo_edge.learning.checkpoint import Checkpoint
from thermo_edge.learning.climate_answer import LENGTHS, Calibration
from thermo_edge.learning.climate_base import ANSWER, Said
from thermo_edge.learning.climate_gradient import tune
from thermo_edge.learning.climate_loss import exported, loss
from thermo_edge.learning.recipes import Finished
from thermo_edge.learning.recipes.climate_homes import Batch, Rooms, batch, live
from thermo_edge.learning.recipes.climate_score import answers_at_home, calibration, gain_errors, metrics, score
from thermo_edge.learning.torch_place import begin, go_back, place
from thermo_edge.learning.workbench import Workbench
from thermo_edge.simulation.family import Kind

CONFIG = ClimateConfig()

HOMES, DAYS = 1300, 40
TELLERS, JUDGES = 0.15, 0.05
"""Further homes as shares of those that teach: that tell how far the network is off, and of each plant that judge."""

STEPS, BATCH = 8500, 128
LEARNING_RATE, WARMING = 1.5e-3, 300

_LOOK_EVERY = 500
_PIECE = 256


@dataclass(frozen=True)
class Asked:
    """The module as the program asks the network."""

    module: ClimateNet
    calibration: Calibration | None = None
    config: ClimateConfig = CONFIG
    version: str = "in training"

    def ask(self, numbers: Numbers) -> Said:
        self.module.eval()
        parts = []
        with torch.no_grad():
            for first in range(0, len(numbers.level), _PIECE):
                piece = slice(first, first + _PIECE)
                given = (torch.from_numpy(getattr(numbers, name)[piece]) for name in ("past", "ahead", "start"))
                parts.append([each.numpy().astype(float) for each in self.module(*given)])
        return Said(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def base(bench: Workbench) -> Finished:
    """Train on homes under made weather, half of them under `job.data` where EPW files are given; judge on others.

    With a parent, a home's own network is trained further from that one.
    """
    job = bench.job
    if job.parent is not None:
        return tune(bench)
    begin(job)
    homes, days = job.homes or HOMES, max(job.days or DAYS, 5)
    steps = int(str(job.options.get("steps", STEPS)))
    taught = _homes(bench, homes, days)
    module = ClimateNet(CONFIG)
    _learn(bench, module, taught, steps)
    made = exported(module)
    bench.note("finding how far it is off where the truth is known")
    tellers = live(max(2, round(homes * TELLERS)), LENGTHS[-1] + 1, _seed(job.seed, 2), job.data)
    asked = Asked(module)
    asked = Asked(module, calibration(asked, tellers))
    sums: dict[Kind, dict[str, float]] = {}
    kinds: tuple[Kind, ...] = ("lumped", "layered")
    for number, kind in enumerate(kinds):
        bench.note(f"judging in homes that it has not seen, {kind}")
        judges = live(max(2, round(homes * JUDGES)), 20, _seed(job.seed, 8 + number), kind=kind, play=0.0, varied=0.0)
        sums[kind] = score(judges, asked, job.seed)
        errors = gain_errors(*answers_at_home(asked, judges, 14))
        sums[kind]["heating error at home"] = float(np.nanmedian(errors)) if np.isfinite(errors).any() else 1.0
    data, config = Span("simulated homes", homes, float(days)), CONFIG
    assert asked.calibration is not None
    more = {ANSWER: asked.calibration.arrays}
    return Finished(
        config, made.weights, made.network, made.inputs, made.outputs, data, (job.seed,), metrics(sums), more
    )


def _homes(bench: Workbench, count: int, days: int) -> Rooms:
    seed, files = bench.job.seed, bench.job.data
    filed = count // 2 if files else 0
    bench.note(f"living in {count - filed} homes under made weather")
    parts = [live(count - filed, days, _seed(seed, 0))]
    if filed:
        bench.note(f"living in {filed} homes under the weather of {len(files)} files")
        parts.append(live(filed, days, _seed(seed, 1), files))
    return Rooms.together(parts)


def _seed(seed: int, part: int) -> int:
    return 16 * seed + part


# --- learning -----------------------------------------------------------------------------------------------------


def _learn(bench: Workbench, module: ClimateNet, rooms: Rooms, steps: int) -> None:
    optimiser = torch.optim.AdamW(module.parameters(), lr=LEARNING_RATE, weight_decay=0.01, betas=(0.9, 0.98))
    step, held = 0, math.nan
    earlier = bench.resume()
    if earlier is not None:
        go_back(earlier, module, optimiser)
        step = earlier.step

    def stand(at: int) -> Checkpoint:
        return place(at, module, optimiser)

    module.train()
    while bench.goes_on(step, steps, None if math.isnan(held) else held, stand):
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * _pace(step, steps)
        lost = loss(module, _drawn(rooms, bench.job.seed, step))
        optimiser.zero_grad(set_to_none=True)
        lost.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimiser.step()
        now = float(lost.detach())
        held = now if math.isnan(held) else 0.99 * held + 0.01 * now
        step += 1
        if step % _LOOK_EVERY == 0:
            bench.note(f"step {step}: {held:.4f}")


def _pace(step: int, steps: int) -> float:
    """Rises to one, then falls along a half cosine."""
    return min(1.0, (step + 1) / WARMING) * (0.01 + 0.99 * 0.5 * (1.0 + math.cos(math.pi * step / steps)))


def _drawn(rooms: Rooms, seed: int, step: int) -> Batch:
    """The same at each step of a seed, whenever the training was stopped."""
    rng = np.random.default_rng([seed, step])
    times = rooms.signals.times
    at = rng.integers(CONFIG.past, times - CONFIG.ahead, BATCH)
    return batch(rooms, rng.integers(0, len(rooms), BATCH), at, CONFIG, rng)
