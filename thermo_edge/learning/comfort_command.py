"""What `thermo-edge learn comfort` says: what would be proposed before, and after learning from own set-points."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import numpy as np

from thermo_edge.climate.comfort import Frame, at_home
from thermo_edge.climate.evidence import Part, Situation, part_of, season_of
from thermo_edge.climate.preference import probabilities
from thermo_edge.climate.setpoint_features import Context
from thermo_edge.home.comfort import Band, Limits
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.comfort_base import SLICE, ComfortBase, of_shelved
from thermo_edge.learning.comfort_holds import Held, read_holds
from thermo_edge.learning.command import Say, metrics, trained
from thermo_edge.learning.job import Job
from thermo_edge.learning.shelf import BASE
from thermo_edge.learning.shelved import open_folder

WHERE = PlaceId("room")
WIDTH = 1.0
"""K of the band around the settings' middle."""

BUDGET, MEMORY = 600.0, 1500.0
"""Seconds and MB of a fine-tuning; it needs a few seconds."""

HOURS = {Part.MORNING: 8, Part.DAY: 13, Part.EVENING: 20, Part.NIGHT: 2}


@dataclass(frozen=True, slots=True)
class Change:
    """One situation: the °C that are wished before and after, as far as a proposal may go."""

    situation: Situation
    settings: float
    before: float
    after: float
    content: tuple[float, float]  # expected share of content people at each
    set_points: int  # of this situation


def tune(holds: Path, parent: Path | None, output: Path, seed: int, line: Say, stop: threading.Event) -> Iterator[str]:
    """Fine-tune a version (the shipped one) on a file of set-points, and say what it is worth and what it changes.

    Raises HoldsFault, ModelError or TrainingFailed.
    """
    parent = (parent or BASE / SLICE).resolve()
    held, before = read_holds(holds), of_shelved(open_folder(parent, SLICE))
    job = Job(SLICE, output, seed, BUDGET, MEMORY, data=(holds,), parent=parent)
    shelved = trained(job, line, stop)
    yield f"{SLICE} {shelved.card.version} lies in {shelved.folder}"
    yield from metrics(shelved.card)
    yield from lines(before, of_shelved(shelved), held)


def changes(before: ComfortBase, after: ComfortBase, held: Sequence[Held]) -> tuple[Change, ...]:
    """By situation in which something was set, with the usual temperature of it. Raises what asking a model raises."""
    parts = [[one for one in held if part_of(one.context.local) is part] for part in Part]
    return tuple(_change(before, after, mine) for mine in parts if mine)


def _change(before: ComfortBase, after: ComfortBase, mine: Sequence[Held]) -> Change:
    """Of set-points of one part of the day."""
    part, settings = part_of(mine[0].context.local), float(np.median([one.settings for one in mine]))
    told = [one.context.outdoor_mean for one in mine if one.context.outdoor_mean is not None]
    outdoors = float(np.mean(told)) if told else float("nan")
    asleep = sum(one.context.asleep for one in mine) * 2 > len(mine)
    inside = float(np.mean([one.context.temperature for one in mine]))
    local = datetime.combine(mine[-1].context.local.date(), time(HOURS[part]))
    context = Context(local, inside, outdoors if told else None, asleep)
    band = Band(settings - WIDTH / 2, settings + WIDTH / 2)
    frame = Frame.around(band, Limits(), outdoors, cooled=False, asleep=asleep)
    wished = [float(model.wished([context], settings)[0]) for model in (before, after)]
    bounded = [round(frame.clip(celsius), 1) for celsius in wished]
    prior = at_home(after.config.prior)
    shares = [float(probabilities(prior, wished[1] - celsius, prior.situation)[1]) for celsius in bounded]
    situation = Situation(WHERE, part, season_of(outdoors), asleep)
    return Change(situation, settings, bounded[0], bounded[1], (shares[0], shares[1]), len(mine))


def lines(before: ComfortBase, after: ComfortBase, held: Sequence[Held]) -> Iterator[str]:
    """One for each situation, for a person."""
    yield f"From {len(held)} set-points; °C before → after, with the expected share of content people:"
    for one in changes(before, after, held):
        what = "asleep" if one.situation.asleep else str(one.situation.part)
        yield (
            f"  {what}, {one.situation.season} outdoors, settings {one.settings:g}: {one.before:g} → {one.after:g}"
            f" ({one.content[0]:.0%} → {one.content[1]:.0%}, {one.set_points} set-points)"
        )
