"""Makes the base model of occupancy from simulated households: first who is where now, then the hours ahead."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from thermo_edge.learning.calibration import platt
from thermo_edge.learning.card import Span
from thermo_edge.learning.checkpoint import Checkpoint
from thermo_edge.learning.export import Exported, export, load_weights, weights_of
from thermo_edge.learning.recipes import Finished
from thermo_edge.learning.recipes.occupancy_homes import Rows, homes, rows_ahead, rows_now
from thermo_edge.learning.recipes.occupancy_score import Sums, beliefs, metrics, score
from thermo_edge.learning.torch_place import begin, go_back, place
from thermo_edge.learning.workbench import Workbench
from thermo_edge.occupancy.ahead import NAMES
from thermo_edge.occupancy.features import OccupancyConfig, names
from thermo_edge.occupancy.network import TARGETS, OccupancyNet
from thermo_edge.occupancy.signals import ANALOG, EVENTS, Array
from thermo_edge.ports import Arrays

CONFIG = OccupancyConfig(hidden=96)

Places = NDArray[np.integer[Any]]

HOMES, DAYS, SHORT = 800, 28, 8
"""Homes in all, days of those that teach the hours ahead, and of those that teach now."""

STEPS_NOW, STEPS_AHEAD = 6000, 4500
LEARNING_RATE, BATCH = 2e-3, 1024
LOOK_EVERY, PATIENCE = 150, 12
TIMES = 150
"""Random moments of each target of a home that teach now."""

DROPPED = 0.07
"""How often each kind of sensor is taken away from a home that has it."""

_BEST = "best/"
_SHARES = (0.7, 0.2, 0.04)
"""Of the homes that teach now, teach the hours ahead, and say when to stop and calibrate; the others judge."""


@dataclass(frozen=True)
class _Plan:
    """How many homes do what."""

    now: int
    ahead: int
    stop: int
    judge: int

    @classmethod
    def of(cls, count: int) -> "_Plan":
        now, ahead, stop = (max(1, round(count * share)) for share in _SHARES)
        return cls(now, ahead, stop, max(1, count - now - ahead - stop))

    def seed(self, job_seed: int, part: int) -> int:
        return 4 * job_seed + part


def base(bench: Workbench) -> Finished:
    """Train, stop early on homes kept apart, calibrate there, and judge on yet others."""
    job = bench.job
    begin(job)
    count, days = job.homes or HOMES, max(job.days or DAYS, SHORT + 1)
    plan = _Plan.of(count)
    steps = (int(str(job.options.get("now", STEPS_NOW))), int(str(job.options.get("ahead", STEPS_AHEAD))))
    module = OccupancyNet(CONFIG, len(names(CONFIG)), len(NAMES))
    learner = _Learner(bench, module, sum(steps))
    stop_now = _ForNow(bench, plan.stop, days, plan.seed(job.seed, 2))
    if learner.step < steps[0]:
        taught = _ForNow(bench, plan.now, SHORT, plan.seed(job.seed, 0))
        learner.learn(_Now(taught.rows), _Now(stop_now.rows), steps[0], 0)
        learner.use_best()
        del taught
    taught_ahead = _for_ahead(bench, module, plan.ahead, days, plan.seed(job.seed, 1))
    stop_ahead = _for_ahead(bench, module, plan.stop, days, plan.seed(job.seed, 2))
    learner.learn(_Ahead(taught_ahead), _Ahead(stop_ahead), sum(steps), steps[0])
    learner.use_best()
    _calibrate(module, stop_now.rows, stop_ahead)
    made = _exported(module)
    sums = Sums()
    for number, one in enumerate(homes(plan.judge, days, plan.seed(job.seed, 3), CONFIG)):
        bench.note(f"judging, home {number + 1} of {plan.judge}")
        score(one, _asked_now(module), _asked_ahead(module), sums, CONFIG.horizons)
    lived = (plan.now * SHORT + plan.ahead * days) / (plan.now + plan.ahead)
    data = Span("simulated households", plan.now + plan.ahead, round(lived, 1))
    return Finished(
        CONFIG, made.weights, made.network, made.inputs, made.outputs, data, (job.seed,), metrics(sums.means())
    )


# --- data ---------------------------------------------------------------------------------------------------------


class _ForNow:
    """Rows of now of so many homes."""

    def __init__(self, bench: Workbench, count: int, days: int, seed: int) -> None:
        parts = []
        rng = np.random.default_rng([seed, 5])
        for number, one in enumerate(homes(count, days, seed, CONFIG)):
            bench.note(f"living in home {number + 1} of {count}")
            parts.append(rows_now(one, TIMES, rng))
        self.rows = Rows.together(parts)


def _for_ahead(bench: Workbench, module: OccupancyNet, count: int, days: int, seed: int) -> Rows:
    parts = []
    for number, one in enumerate(homes(count, days, seed, CONFIG)):
        bench.note(f"looking ahead in home {number + 1} of {count}")
        told = beliefs(one, _asked_now(module))
        parts.append(rows_ahead(one, told, CONFIG, 8, 24, seed + number))
    return Rows.together(parts)


def _asked_now(module: OccupancyNet) -> "_Asked":
    return _Asked(module, now=True)


def _asked_ahead(module: OccupancyNet) -> "_Asked":
    return _Asked(module, now=False)


@dataclass(frozen=True)
class _Asked:
    """Asks the module as the program asks the network."""

    module: OccupancyNet
    now: bool

    def __call__(self, numbers: Array, target: int) -> Array:
        given = torch.from_numpy(numbers.astype(np.float32))
        with torch.no_grad():
            if self.now:
                return np.asarray(self.module.now(self.module.senses(given))[:, target].numpy(), dtype=float)
            asked = torch.nn.functional.one_hot(torch.full((len(given),), target), len(TARGETS)).float()
            return np.asarray(self.module.later(given, asked).numpy(), dtype=float)


# --- what is learned ----------------------------------------------------------------------------------------------


class _Now:
    """The question who is where now; kinds of sensors are taken away at random."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._kinds = torch.from_numpy(_columns_by_kind())

    def __len__(self) -> int:
        return len(self._rows)

    def loss(self, module: OccupancyNet, at: Places, drop: bool) -> Tensor:
        numbers = torch.from_numpy(self._rows.numbers[at].astype(np.float32))
        if drop:
            gone = (torch.rand(len(at), len(self._kinds)) < DROPPED).float() @ self._kinds
            numbers = numbers * (gone == 0.0)
        said = module.now(module.senses(numbers))
        target = torch.from_numpy(self._rows.target[at].astype(np.int64))
        return _cost(said.gather(1, target[:, None])[:, 0], self._rows.label[at])


class _Ahead:
    """The question who will be where."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def loss(self, module: OccupancyNet, at: Places, drop: bool) -> Tensor:
        numbers = torch.from_numpy(self._rows.numbers[at].astype(np.float32))
        target = torch.from_numpy(self._rows.target[at].astype(np.int64))
        asked = torch.nn.functional.one_hot(target, len(TARGETS)).float()
        if drop:
            told = (torch.rand(len(at), 1, 1) > DROPPED).float()
            numbers = torch.cat([numbers[..., :-3], numbers[..., -3:] * told], dim=2)
        return _cost(module.later(numbers, asked), self._rows.label[at])


def _cost(said: Tensor, label: Array) -> Tensor:
    true = torch.from_numpy(label.astype(np.float32))
    known = torch.isfinite(true)
    return binary_cross_entropy_with_logits(said[known], true[known])


def _columns_by_kind() -> Array:
    """(kinds, features): 1 where a number comes from a kind of sensor."""
    columns = names(CONFIG)
    own = [[name.startswith(f"{kind} ") or name == f"has {kind}" for name in columns] for kind in (*ANALOG, *EVENTS)]
    own.append([name in ("persons home", "has persons") for name in columns])
    return np.array(own, dtype=np.float32)


class _Learner:
    """Goes on from a checkpoint, keeps what was best on the homes kept apart, and stops when it gets no better."""

    def __init__(self, bench: Workbench, module: OccupancyNet, steps: int) -> None:
        self._bench, self._module, self._steps = bench, module, steps
        self._optimiser = torch.optim.AdamW(module.parameters(), lr=LEARNING_RATE, weight_decay=3e-3)
        self.step = 0
        self._best: Arrays = weights_of(module)
        self._lowest, self._looks = math.inf, 0
        earlier = bench.resume()
        if earlier is not None:
            kept = {n: a for n, a in earlier.arrays.items() if not n.startswith(_BEST)}
            go_back(replace(earlier, arrays=kept), module, self._optimiser)
            self._best = {n.removeprefix(_BEST): a for n, a in earlier.arrays.items() if n.startswith(_BEST)}
            self._lowest = float(str(earlier.notes["lowest"]))
            self._looks = int(str(earlier.notes["looks"]))
            self.step = earlier.step

    def learn(self, task: _Now | _Ahead, apart: _Now | _Ahead, until: int, since: int) -> None:
        """Steps from `since` to `until` belong to this task."""
        if self.step <= since:
            self._lowest, self._looks = math.inf, 0
        loss: float | None = None
        while self._looks < PATIENCE and self.step < until:
            if not self._bench.goes_on(self.step, self._steps, loss, self._place):
                return
            rate = 0.5 * (1.0 + math.cos(math.pi * (self.step - since) / (until - since)))
            for group in self._optimiser.param_groups:
                group["lr"] = LEARNING_RATE * (0.02 + 0.98 * rate)
            at = torch.randint(len(task), (BATCH,)).numpy()
            self._optimiser.zero_grad(set_to_none=True)
            lost = task.loss(self._module, at, drop=True)
            lost.backward()  # type: ignore[no-untyped-call]
            self._optimiser.step()
            self.step, loss = self.step + 1, float(lost.detach())
            if self.step % LOOK_EVERY == 0 or self.step == until:
                self._look(apart)
        self.step, self._looks = max(self.step, until), 0

    def use_best(self) -> None:
        load_weights(self._module, self._best)

    def _look(self, apart: _Now | _Ahead) -> None:
        with torch.no_grad():
            lost = float(np.mean([float(apart.loss(self._module, at, drop=False)) for at in _pieces(len(apart))]))
        self._looks += 1
        if lost < self._lowest:
            self._lowest, self._looks, self._best = lost, 0, weights_of(self._module)
        self._bench.note(f"step {self.step}: {lost:.4f} in homes kept apart, best {self._lowest:.4f}")

    def _place(self, step: int) -> Checkpoint:
        kept = place(step, self._module, self._optimiser, {"lowest": repr(self._lowest), "looks": self._looks})
        return replace(kept, arrays={**kept.arrays, **{_BEST + name: array for name, array in self._best.items()}})


def _pieces(count: int) -> Iterator[Places]:
    for begin_at in range(0, count, 8192):
        yield np.arange(begin_at, min(begin_at + 8192, count))


# --- after it -----------------------------------------------------------------------------------------------------


def _calibrate(module: OccupancyNet, now: Rows, ahead: Rows) -> None:
    """Fold the curve that makes probabilities honest on homes kept apart into the last layers."""
    with torch.no_grad():
        for target in range(len(TARGETS)):
            mine = np.flatnonzero(now.target == target)
            curve = platt(_asked_now(module)(now.numbers[mine], target), now.label[mine].astype(float))
            module.now.weight[target] *= curve.slope
            module.now.bias[target] = curve.slope * module.now.bias[target] + curve.shift
        said = np.concatenate([_asked_ahead(module)(ahead.numbers[p], t) for t, p in _by_target(ahead)])
        true = np.concatenate([ahead.label[p] for _, p in _by_target(ahead)]).astype(float)
        curve = platt(said.ravel(), true.ravel())
        module.trust.mul_(curve.slope)
        module.drift.weight *= curve.slope
        module.drift.bias.mul_(curve.slope).add_(curve.shift)


def _by_target(rows: Rows) -> Sequence[tuple[int, Places]]:
    return [(target, np.flatnonzero(rows.target == target)) for target in range(len(TARGETS))]


def _exported(module: OccupancyNet) -> Exported:
    def example(now: int, later: int) -> dict[str, Tensor]:
        return {
            "senses": torch.randn(now, len(names(CONFIG))),
            "ahead": torch.randn(later, len(CONFIG.horizons), len(NAMES)),
            "target": torch.nn.functional.one_hot(torch.arange(later) % len(TARGETS), len(TARGETS)).float(),
        }

    free = {"senses": {0: "moments"}, "ahead": {0: "questions"}, "target": {0: "questions"}}
    return export(module, [example(3, 5), example(1, 1), example(50, 7)], ("now", "later", "seen"), free)
