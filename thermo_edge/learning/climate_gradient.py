"""Trains a home's own network further from the one that serves; only training children import it."""

import math
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from thermo_edge.climate.features import Array
from thermo_edge.climate.network import ClimateNet
from thermo_edge.errors import ModelRefused, TrainingFailed
from thermo_edge.learning.card import WEIGHTS, Metric, Span
from thermo_edge.learning.checkpoint import Checkpoint
from thermo_edge.learning.climate_at_home import DAY
from thermo_edge.learning.climate_base import ANSWER, of_shelved
from thermo_edge.learning.climate_lessons import FEWEST_DAYS, STOPPING, Lessons, Question, known_days
from thermo_edge.learning.climate_loss import answered, exported, given_of, loss, missed_by, tensor, unlike
from thermo_edge.learning.climate_night import HORIZONS, NAMES
from thermo_edge.learning.climate_parcel import Parcel, read, source
from thermo_edge.learning.export import load_weights, weights_of
from thermo_edge.learning.recipes import Finished
from thermo_edge.learning.recipes.climate_homes import Rooms, batch, live
from thermo_edge.learning.shelved import Shelved, open_folder
from thermo_edge.learning.torch_place import begin, device, go_back, place
from thermo_edge.learning.workbench import Workbench
from thermo_edge.ports import Arrays

STEPS, BATCH = 200, 64
"""Steps at most, and questions of the home in each; as many more are of simulated homes."""

LEARNING_RATE, WARMING = 2e-4, 20
LOOK_EVERY, PATIENCE = 20, 4
"""Steps between two looks at the days that stop it, and how many of these may bring nothing."""

WITHOUT_HEAT = 0.7
"""Share of the home's questions that are planned: the rest ask what happens as usual."""

REPLAY_SEED, REPLAY_HOMES, REPLAY_DAYS = 20_261, 60, 8
"""Simulated homes, the same for everybody, so that what the model knew of all homes is not forgotten."""

_LOOKED_AT = 400
_BEST, _ERRORS = "best/", "errors"


@dataclass(frozen=True)
class Told:
    """What teaches and what stops."""

    home: Lessons
    later: Question
    simulated: Rooms
    former: ClimateNet


def tune(bench: Workbench) -> Finished:
    """`job.data` is one parcel without the days that judge, `job.parent` the version that serves; options: "signals",
    the parcel's SHA-256, and "steps".

    Every weight is free. An answer to heat has the right sign whatever they are; it is drawn to the former one's at
    home, because a home that heats when it is cold cannot teach it. Raises TrainingFailed where there is too little, or
    where no step was better on the days that stop it.
    """
    job = bench.job
    begin(job)
    if job.parent is None or len(job.data) != 1:
        raise TrainingFailed("a home's own network needs a parent and the signals of the home")
    digest, steps = str(job.options.get("signals", "")), int(str(job.options.get("steps", STEPS)))
    shelved, parcel = open_folder(job.parent, job.slice), read(job.data[0], digest)
    module, former = _module(shelved), _module(shelved)
    told = _told(bench, parcel, former)
    best, at, errors = learn(bench, module, told, steps)
    load_weights(module, best)
    made = exported(module.cpu())
    calibration = of_shelved(shelved).calibration
    metrics = tuple(_metrics(_errors(former.cpu(), told.later), errors, parcel))
    days = max(map(known_days, parcel.rooms))
    data = Span(source(digest), 1, round(days, 2), parcel.end - timedelta(days=parcel.days), parcel.end)
    bench.note(f"best after {at} steps")
    more = {ANSWER: calibration.arrays} if calibration is not None else {}
    seeds = (job.seed, REPLAY_SEED)
    return Finished(module.config, made.weights, made.network, made.inputs, made.outputs, data, seeds, metrics, more)


def _module(shelved: Shelved) -> ClimateNet:
    base = of_shelved(shelved)
    module = ClimateNet(base.config)
    try:
        load_weights(module, shelved.arrays(WEIGHTS))
    except (RuntimeError, TypeError) as error:
        raise ModelRefused(f"{shelved.folder}: its weights are of another network") from error
    return module.to(device())


def _told(bench: Workbench, parcel: Parcel, former: ClimateNet) -> Told:
    times, config = parcel.rooms[0].times, former.config
    home = Lessons(parcel.rooms, config, max(0, times - STOPPING * DAY))
    if home.days() < FEWEST_DAYS:
        raise TrainingFailed(f"{home.days():.0f} days of a room to learn from; gradients need {FEWEST_DAYS}")
    whole = Lessons(parcel.rooms, config, times)
    rooms, at = whole.moments(times - STOPPING * DAY, _LOOKED_AT)
    if not len(at):
        raise TrainingFailed(f"nothing is known of the last {STOPPING} days, which stop it")
    bench.note(f"living in {REPLAY_HOMES} simulated homes")
    simulated = live(REPLAY_HOMES, REPLAY_DAYS, REPLAY_SEED)
    return Told(home, whole.ask(rooms, at, np.ones(len(at))), simulated, former.eval())


# --- learning -----------------------------------------------------------------------------------------------------


def learn(bench: Workbench, module: ClimateNet, told: Told, steps: int) -> tuple[Arrays, int, Array]:
    """The weights that were best on the days that stop it, after how many steps, and their errors there."""
    optimiser = torch.optim.AdamW(module.parameters(), lr=LEARNING_RATE, weight_decay=0.0, betas=(0.9, 0.98))
    first = _errors(module, told.later)
    step, share, at, best, errors = 0, 1.0, 0, weights_of(module), first
    earlier = bench.resume()
    if earlier is not None:
        go_back(earlier, module, optimiser)
        best = {n.removeprefix(_BEST): a for n, a in earlier.arrays.items() if n.startswith(_BEST)}
        step, share, at = earlier.step, float(str(earlier.notes["share"])), int(str(earlier.notes["at"]))
        errors = np.asarray(earlier.arrays[_ERRORS], float)

    def stand(now: int) -> Checkpoint:
        kept = place(now, module, optimiser, {"share": share, "at": at})
        arrays = {**kept.arrays, **{_BEST + name: values for name, values in best.items()}, _ERRORS: errors}
        return Checkpoint(now, arrays, kept.notes)

    module.train()
    while bench.goes_on(step, steps, share, stand) and step - at < (PATIENCE + 1) * LOOK_EVERY:
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * min(1.0, (step + 1) / WARMING)
        lost = _lost(module, told, bench.job.seed, step)
        optimiser.zero_grad(set_to_none=True)
        lost.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimiser.step()
        step += 1
        if step % LOOK_EVERY == 0:
            now = _errors(module, told.later)
            ratio = float(np.nanmean(now / first))
            bench.note(f"step {step}: error {ratio:.3f} of the former one's")
            if ratio < share:
                share, at, best, errors = ratio, step, weights_of(module), now
    if not at:
        raise TrainingFailed("no step was better than what serves on the days that stop it")
    return best, at, errors


def _lost(module: ClimateNet, told: Told, seed: int, step: int) -> Tensor:
    """The same at each step of a seed, whenever the training was stopped."""
    rng, config = np.random.default_rng([seed, step]), module.config
    rooms, at = told.home.drawn(BATCH, rng)
    asked = told.home.ask(rooms, at, (rng.random(BATCH) < WITHOUT_HEAT).astype(float))
    times = told.simulated.signals.times
    moments = rng.integers(config.past, times - config.ahead, BATCH)
    again = batch(told.simulated, rng.integers(0, len(told.simulated), BATCH), moments, config, rng)
    return home_loss(module, told.former, asked) + loss(module, again)


def home_loss(module: ClimateNet, former: ClimateNet, asked: Question) -> Tensor:
    """Pinball losses of what is known, as in `recipes.climate.loss`, and how far the answers to heat went away."""
    where = module.scale.device
    given = given_of(asked.numbers, where)
    free, around, heating, cooling, _ = module(*given)
    with torch.no_grad():
        _, _, heated, cooled, _ = former(*given)
    effect = _effect(asked, heating.detach(), cooling.detach())
    known = tensor(_known(asked).astype(float), where)
    missed = (tensor(np.nan_to_num(asked.change), where) - free - effect) / module.scale
    pinballs = missed_by(missed, around / module.scale[:, None]) * known
    away = unlike(heating, heated).mean() + unlike(-cooling, -cooled).mean()
    return pinballs.sum() / known.sum().clamp(min=1.0) + away


def _effect(asked: Question, heating: Tensor, cooling: Tensor) -> Tensor:
    heat, cold = (tensor(np.nan_to_num(each), heating.device) for each in (asked.heat, asked.cold))
    return answered(heating, heat) + answered(cooling, cold)


def _known(asked: Question) -> NDArray[np.bool_]:
    """(n, ahead) where the temperature is known, and all the heat that was given until then; cold may be unknown."""
    there: NDArray[np.bool_] = np.isfinite(asked.change) & np.logical_and.accumulate(np.isfinite(asked.heat), axis=1)
    return there


# --- what it is worth ---------------------------------------------------------------------------------------------


def _errors(module: ClimateNet, asked: Question) -> Array:
    """Mean absolute errors in K (HORIZONS,); NaN where nothing is known."""
    module.eval()
    where = module.scale.device
    with torch.no_grad():
        free, _, heating, cooling, _ = module(*given_of(asked.numbers, where))
        told = (free + _effect(asked, heating, cooling)).cpu().numpy()
    module.train()
    off = np.where(_known(asked), np.abs(told - asked.change), np.nan)[:, [steps - 1 for steps in HORIZONS]]
    count = np.isfinite(off).sum(axis=0)
    mean: Array = np.where(count > 0, np.nansum(off, axis=0) / np.maximum(count, 1), np.nan)
    return mean


def _metrics(former: Array, errors: Array, parcel: Parcel) -> list[Metric]:
    where = f"on the {STOPPING} days that stopped it, {len(parcel.rooms)} rooms"
    return [
        Metric(f"MAE {name} ahead, {where}", round(float(own), 4), "K", "lower", {"parent": round(float(was), 4)})
        for name, own, was in zip(NAMES, errors, former, strict=True)
        if math.isfinite(own) and math.isfinite(was)
    ]
