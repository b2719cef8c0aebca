"""Makes the base model of climate from simulated homes: what rooms do by themselves, and how they answer to heat."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
from thermo_edge.learning.recipes.climate_homes import Rooms, live
from thermo_edge.learning.recipes.climate_many import Part, drawn_ahead, live_all
from thermo_edge.learning.recipes.climate_score import answers_at_home, calibration, gain_errors, metrics, score
from thermo_edge.learning.torch_place import begin, device, go_back, place
from thermo_edge.learning.workbench import Workbench
from thermo_edge.simulation.family import Kind

CONFIG = ClimateConfig()

HOMES, DAYS = 12_000, 40
TELLERS, JUDGES, ALL_FROM = 195, 65, 1300
"""Further homes that tell how far the network is off, and of each plant that judge; fewer where fewer homes teach."""

LOT = 650
"""Homes that one process lives in at a time."""

STEPS, BATCH = 7000, 1024
LEARNING_RATE, WARMING = 4e-3, 300

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
    module = ClimateNet(CONFIG).to(device())
    _learn(bench, module, lambda: _homes(bench, homes, days), steps)
    made = exported(module.cpu())
    bench.note("finding how far it is off where the truth is known")
    tellers = live(_further(homes, TELLERS), LENGTHS[-1] + 1, _seed(job.seed, 2), job.data)
    asked = Asked(module)
    asked = Asked(module, calibration(asked, tellers))
    sums: dict[Kind, dict[str, float]] = {}
    kinds: tuple[Kind, ...] = ("lumped", "layered")
    for number, kind in enumerate(kinds):
        bench.note(f"judging in homes that it has not seen, {kind}")
        judges = live(_further(homes, JUDGES), 20, _seed(job.seed, 8 + number), kind=kind, play=0.0, varied=0.0)
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
    job = bench.job
    filed = count // 2 if job.data else 0
    bench.note(f"living in {count - filed} homes under made weather, {filed} under that of {len(job.data)} files")
    parts = [*_parts(count - filed, days, _seed(job.seed, 0)), *_parts(filed, days, _seed(job.seed, 1), job.data)]
    return live_all(parts, job.threads)


def _parts(count: int, days: int, seed: int, weather: tuple[Path, ...] = ()) -> list[Part]:
    """Many homes as several lots, so that several processes can live in them; the first has the seed itself."""
    firsts = range(0, count, LOT)
    return [Part(min(LOT, count - first), days, seed + 1_000_003 * lot, weather) for lot, first in enumerate(firsts)]


def _further(homes: int, most: int) -> int:
    return min(most, max(2, homes * most // ALL_FROM))


def _seed(seed: int, part: int) -> int:
    return 16 * seed + part


# --- learning -----------------------------------------------------------------------------------------------------


def _learn(bench: Workbench, module: ClimateNet, taught: Callable[[], Rooms], steps: int) -> None:
    optimiser = torch.optim.AdamW(module.parameters(), lr=LEARNING_RATE, weight_decay=0.01, betas=(0.9, 0.98))
    step, held = 0, math.nan
    earlier = bench.resume()
    if earlier is not None:
        go_back(earlier, module, optimiser)
        step = earlier.step

    def stand(at: int) -> Checkpoint:
        return place(at, module, optimiser)

    if step >= steps:
        return  # an earlier run had come so far, and nobody need live in homes again
    module.train()
    questions = drawn_ahead(taught(), module.config, bench.job.seed, BATCH, range(step, steps), bench.job.threads)
    while bench.goes_on(step, steps, None if math.isnan(held) else held, stand):
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * _pace(step, steps)
        lost = loss(module, next(questions))
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
