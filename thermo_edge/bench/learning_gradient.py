"""A home's own network in simulated homes: what gradients add to the closed form, and what the gate lets serve."""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from thermo_edge.bench.rows import Row
from thermo_edge.climate.features import Array, Signals
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.card import mark
from thermo_edge.learning.climate_at_home import DAY, RoomLearned
from thermo_edge.learning.climate_base import SLICE, ClimateBase, of_shelved, shipped
from thermo_edge.learning.climate_lessons import JUDGING
from thermo_edge.learning.climate_network import Refusal, Serving, network_trial
from thermo_edge.learning.climate_night import NAMES, RULES, Losses, night
from thermo_edge.learning.climate_own import DAY as ONE_DAY
from thermo_edge.learning.climate_own import job_of, taught_by
from thermo_edge.learning.climate_parcel import PARCEL
from thermo_edge.learning.parent import Result, Training
from thermo_edge.learning.recipes.climate_homes import live
from thermo_edge.learning.recipes.climate_score import room_of
from thermo_edge.learning.shelved import open_folder
from thermo_edge.learning.trial import Outcome

HOMES, QUICK_HOMES, SEED, ROOMS = 4, 1, 6201, 2
AFTER, QUICK_AFTER = (25, 60), (25,)
"""Days of history at the nights that are lived through; the first is the least that a network is trained from."""

SPAN, WEEK = 30, 7
END = datetime(2026, 1, 1, tzinfo=UTC)
"""Nobody looks at the date."""

MEMORY = 1500.0


@dataclass
class Told:
    """Of all rooms and nights of one length: errors (HORIZONS,) on the week after."""

    alone: list[Array] = field(default_factory=list)
    closed: list[Array] = field(default_factory=list)
    gradient: list[Array] = field(default_factory=list)  # with rooms learned anew, without a gate
    served: list[Array] = field(default_factory=list)
    promoted: list[float] = field(default_factory=list)  # gains over what served, of homes
    refused: list[Refusal] = field(default_factory=list)
    untrained: int = 0
    forgot: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)  # of the training, on the clock


def bench_gradient(quick: bool) -> list[Row]:
    """No rows where no model is shipped. Homes of layered walls, as in `bench_learning`."""
    base = shipped()
    if base is None:
        return []
    homes, lengths = (QUICK_HOMES, QUICK_AFTER) if quick else (HOMES, AFTER)
    lived = live(homes, max(lengths) + WEEK, SEED, kind="layered", play=0.0, varied=0.0)
    rows: list[Row] = []
    for days in lengths:
        told = Told()
        for home in range(homes):
            rooms = {PlaceId(f"room {n}"): room_of(lived, ROOMS * home + n) for n in range(ROOMS)}
            _live(base, rooms, days, told)
        rows += _rows(told, f"{days} days, {homes} homes")
    return rows


def _live(base: ClimateBase, rooms: Mapping[PlaceId, Signals], days: int, told: Told) -> None:
    """One night after so many days."""
    whole = {room: signals.part(0, days * DAY) for room, signals in rooms.items()}
    lately = max(0, days - SPAN) * DAY
    served: dict[PlaceId, RoomLearned] = {}
    for room, signals in whole.items():
        found = night(base, signals.part(lately, signals.times), None)
        if found.trial.outcome is Outcome.BETTER:
            served[room] = found.challenger
    before, alone = _weeks(Serving(base, served), rooms, days), _weeks(Serving(base), rooms, days)
    told.alone += alone
    told.closed += before
    with tempfile.TemporaryDirectory(prefix="thermo-edge-bench-") as folder:
        challenger = _trained(base, whole, Path(folder), told)
        if challenger is None:
            told.untrained += 1
            told.gradient += before
            told.served += before
            return
        found_ = network_trial(Serving(base, served), challenger, whole, (days - JUDGING) * DAY)
        after = _weeks(Serving(challenger, found_.learned), rooms, days)
    told.gradient += after
    if found_.forgot is not None:
        told.forgot.append(found_.forgot.error)
    if found_.refusal is None:
        told.promoted.append(float(np.mean([(1.0 - new / old).mean() for new, old in zip(after, before, strict=True)])))
    else:
        told.refused.append(found_.refusal)
    told.served += after if found_.refusal is None else before


def _trained(base: ClimateBase, rooms: Mapping[PlaceId, Signals], folder: Path, told: Told) -> ClimateBase | None:
    """In a child, as at home; None where no step was better on the days that stop it."""
    content = taught_by(rooms, END, END - JUDGING * ONE_DAY)
    (folder / PARCEL).write_bytes(content)
    begun = time.perf_counter()
    training = Training(
        job_of(folder, base.shelved.folder, mark(content).sha256, MEMORY), lambda _: None, lambda _: None
    )
    training.start()
    outcome = training.wait()
    assert outcome is not None
    told.seconds.append(time.perf_counter() - begun)
    if outcome.result is Result.FAILED:
        return None
    if outcome.folder is None:
        raise RuntimeError(f"the training ended otherwise: {outcome}")
    found = of_shelved(open_folder(outcome.folder, SLICE))
    found.open()
    return found


def _weeks(serving: Serving, rooms: Mapping[PlaceId, Signals], days: int) -> list[Array]:
    found = []
    for room, signals in rooms.items():
        losses = Losses(serving.base, signals.part((days - 2) * DAY, (days + WEEK) * DAY), 2 * DAY)
        found.append(np.asarray(np.nanmean(losses.of(serving.learned.get(room)), axis=0)))
    return found


def _rows(told: Told, where: str) -> list[Row]:
    alone = np.array(told.alone)

    def ratios(errors: list[Array]) -> list[float]:
        return [round(float(each), 3) for each in np.exp(np.log(np.array(errors) / alone).mean(axis=0))]

    closed, free, served = ratios(told.closed), ratios(told.gradient), ratios(told.served)
    rows = [
        Row(
            f"{name} ahead, error on the week after: what serves / base alone, {where}",
            value,
            "",
            "lower",
            None,
            {"closed form": one, "gradients and closed form, no gate": other},
        )
        for name, value, one, other in zip(NAMES, served, closed, free, strict=True)
    ]
    gains = np.array(told.promoted)
    no_worse = float((gains >= -RULES.margin).mean()) if gains.size else float("nan")
    count = len(gains) + len(told.refused) + told.untrained
    why = {str(each): float(told.refused.count(each)) for each in sorted(set(told.refused))}
    return [
        *rows,
        Row(
            f"of {count} networks were promoted, {where}",
            float(gains.size),
            "",
            "higher",
            None,
            {**why, "no step was better": float(told.untrained)},
        ),
        Row(
            f"promoted and no worse than what served on the week after, within {RULES.margin:.0%}, {where}",
            no_worse,
            "",
            "higher",
            0.95 if gains.size else None,
            {"mean gain": round(float(gains.mean()), 3)} if gains.size else {},
        ),
        Row(f"error in homes that taught nobody, more at most, {where}", _most(told.forgot), "", "lower"),
        Row(f"training of a network, by the clock, {where}", round(float(np.mean(told.seconds)), 1), "s", "lower"),
    ]


def _most(forgot: list[float]) -> float:
    return round(max(forgot), 3) if forgot else float("nan")
