"""A stronger machine of the household trains: what it is given, what it does, and how that is judged at home."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from thermo_edge.climate.features import Signals
from thermo_edge.errors import ModelError, ModelRefused, TrainingFailed
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.card import CARD, FILE_BYTES, mark, to_json
from thermo_edge.learning.climate_at_home import DAY as STEPS
from thermo_edge.learning.climate_base import SLICE
from thermo_edge.learning.climate_lessons import FEWEST_DAYS, JUDGING, STOPPING, known_days
from thermo_edge.learning.climate_network import NetworkTrial, Refusal
from thermo_edge.learning.climate_own import DAY, Done, NetworkNight, OwnNetwork, job_of, taught_by
from thermo_edge.learning.climate_parcel import PARCEL, source
from thermo_edge.learning.command import COMMAND_LINE, Say, metrics, trained
from thermo_edge.learning.files import as_model_errors, write_folder, write_whole
from thermo_edge.learning.job import Job, read_job
from thermo_edge.learning.job import to_json as job_json
from thermo_edge.learning.parent import JOB
from thermo_edge.learning.shelved import Shelved, open_folder

OUT, PARENT = "out", "parent"

MOST_BYTES = 16 * 1024 * 1024
"""Of all files of a network of ours; a network of climate has one."""

MEMORY = 4000.0
"""MB that the training may have there."""

REFUSALS = {
    Refusal.NO_BETTER: "it was not surely better on later days",
    Refusal.ROOM_WORSE: "one room would have become worse",
    Refusal.FORGETS: "it has forgotten what holds in other homes",
    Refusal.WRONG_SIGN: "by it heat would cool, or cold would warm",
}


def pack(own: OwnNetwork, rooms: Mapping[PlaceId, Signals], end: datetime, folder: Path) -> Iterator[str]:
    """Write a job, the network that serves and the home's signals into a folder; raises ModelError.

    The last days stay at home: they will judge. Rooms are numbered there, nobody is named.
    """
    serving = own.serving()
    if serving is None or not rooms:
        raise ModelError("there is nothing to learn from yet: no room is known, or no network serves")
    until = end - JUDGING * DAY
    teaching = [signals.part(0, max(signals.times - JUDGING * STEPS, 0)) for signals in rooms.values()]
    known = max(map(known_days, teaching))
    if not known:
        raise ModelError(
            f"there is nothing to learn from yet: no temperature is known before {until:%Y-%m-%d %H:%M} UTC"
        )
    content, parent = taught_by(rooms, end, until), serving.shelved
    with as_model_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    write_folder(
        folder / PARENT, {**{name: parent.read(name) for name in parent.card.files}, CARD: to_json(parent.card)}
    )
    digest = mark(content).sha256
    write_whole(folder / PARCEL, content)
    job = replace(job_of(Path(OUT), Path(PARENT), digest, MEMORY), data=(Path(PARCEL),))
    write_whole(folder / JOB, job_json(job))
    own.packed(digest, until)
    span = max(signals.times for signals in teaching) / STEPS
    yield f"{folder} holds {len(rooms)} rooms without names, until {until:%Y-%m-%d %H:%M} UTC:"
    yield f"at most {known:.1f} days of known temperature in a room, in a span of {span:.0f} days."
    if known < FEWEST_DAYS + STOPPING:
        yield f"A training needs {FEWEST_DAYS + STOPPING} of them: pack again when they are there."
    yield f"There: thermo-edge learn --job {JOB}, in that folder. Then here: thermo-edge learn take FOLDER"


def carry_out(path: Path, line: Say, stop: threading.Event) -> Iterator[str]:
    """Train as a job file asks, beside it; raises TrainingFailed or ModelError."""
    shelved = trained(_beside(path), line, stop)
    yield f"{shelved.card.slice} {shelved.card.version} lies in {shelved.folder}"
    yield from metrics(shelved.card)
    yield "Whether it may serve is judged at home: thermo-edge learn take FOLDER"


def take(own: OwnNetwork, rooms: Mapping[PlaceId, Signals], end: datetime, folder: Path) -> Iterator[str]:
    """Judge what came back, and let it serve if it may. Raises ModelRefused, and then nothing has changed."""
    remembered = own.remembered()
    if not remembered.packed or remembered.packed_until is None:
        raise ModelRefused("nothing was given away from here: thermo-edge learn pack FOLDER")
    found = _found(folder)
    if found.card.data.source != source(remembered.packed):
        raise ModelRefused(f"{found.folder} was not learned from what was packed here last")
    if not rooms:
        raise ModelRefused("no room is known here by which it could be judged")
    yield from words(own.settle(found.folder, rooms, end, remembered.packed_until, COMMAND_LINE))


def words(night: NetworkNight) -> Iterator[str]:
    """The verdict, for a person."""
    trial = night.trial
    if trial is None:
        yield night.text
        return
    yield from _figures(trial)
    if night.done is Done.PROMOTED:
        yield f"{SLICE} {night.version} serves now with its rooms; the way back: thermo-edge learn rollback {SLICE}"
    elif trial.refusal is not None:
        yield f"{SLICE} {night.version} does not serve: {REFUSALS[trial.refusal]}"


# --- helpers ------------------------------------------------------------------------------------------------------


def _figures(trial: NetworkTrial) -> Iterator[str]:
    verdict = trial.trial
    yield f"Judged on {verdict.blocks} later days in {len(trial.rooms)} rooms; gain {verdict.gain:.1%}"
    for place, name in enumerate(verdict.names):
        others = "".join(f", {who} {errors[place]:.2f}" for who, errors in verdict.baselines.items() if errors)
        yield f"  {name} ahead: {verdict.challenger[place]:.2f} K, what serves {verdict.live[place]:.2f}{others}"
    if trial.forgot is not None:
        lost = trial.forgot
        yield f"  in homes that taught nobody: error {lost.error:+.1%}, of heat's effect {lost.answer:+.3f}"


def _beside(path: Path) -> Job:
    """Its paths are relative to it, and lead nowhere else."""
    job, folder = read_job(path), path.resolve().parent

    def inside(given: Path) -> Path:
        found = (folder / given).resolve()
        if given.is_absolute() or not found.is_relative_to(folder):
            raise TrainingFailed(f"{path} is no job from a home: {given} does not lie beside it")
        return found

    parent = inside(job.parent) if job.parent is not None else None
    return replace(job, output=inside(job.output), data=tuple(map(inside, job.data)), parent=parent)


def _found(folder: Path) -> Shelved:
    """The newest finished version in a folder that came back."""
    cards = sorted((folder / OUT).glob(f"*/{CARD}")) or sorted(folder.glob(CARD))
    if not cards:
        raise ModelRefused(f"no finished network lies in {folder / OUT}")
    shelved = open_folder(cards[-1].parent, SLICE)
    size = sum(sign.bytes for sign in shelved.card.files.values())
    if size > min(MOST_BYTES, FILE_BYTES):
        raise ModelRefused(f"{shelved.folder} has {size} bytes; a network of {SLICE} has at most {MOST_BYTES}")
    shelved.require_whole()
    return shelved
