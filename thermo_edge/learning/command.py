"""What `thermo-edge learn` does, as lines for a person."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from thermo_edge.errors import TrainingFailed
from thermo_edge.learning.card import CARD, Card, Metric, to_json
from thermo_edge.learning.files import write_folder
from thermo_edge.learning.job import Job
from thermo_edge.learning.parent import CHILD, Result, Training
from thermo_edge.learning.report import Report
from thermo_edge.learning.shelf import BASE, Shelf
from thermo_edge.learning.shelved import Shelved, open_folder
from thermo_edge.ports import Clock

COMMAND_LINE = "command line"
_BAR = 24

Say = Callable[[str], None]


def make_base(
    job: Job, line: Say, ship: bool, stop: threading.Event, base: Path = BASE, child: Sequence[str] = CHILD
) -> Iterator[str]:
    """Train a base model in a child until it is done or `stop` is set; `line` gets the progress, over and over.

    `ship` puts it into `base`. Raises TrainingFailed.
    """
    shelved = trained(job, line, stop, child)
    yield f"{job.slice} {shelved.card.version} lies in {shelved.folder}"
    yield from metrics(shelved.card)
    if ship:
        files = {name: shelved.read(name) for name in shelved.card.files}
        write_folder(base / job.slice, {**files, CARD: to_json(shelved.card)})
        yield f"It is shipped with the program now: {base / job.slice}"


def trained(job: Job, line: Say, stop: threading.Event, child: Sequence[str] = CHILD) -> Shelved:
    """Train in a child until it is done or `stop` is set; raises TrainingFailed."""
    training = Training(job, Progress(job, line).heard, lambda _: None, child)
    training.start()
    while (outcome := training.wait(0.2)) is None:
        if stop.is_set():
            training.stop()
    if outcome.result is Result.STOPPED:
        raise TrainingFailed(f"{job.slice}: stopped; the same command goes on from there")
    if outcome.folder is None:
        raise TrainingFailed(f"{job.slice}: {outcome.text or outcome.result}; see {job.output}")
    return open_folder(outcome.folder, job.slice)


def status(shelf: Shelf) -> Iterator[str]:
    """What serves each slice, since when, and what it is worth."""
    slices = shelf.slices()
    if not slices:
        yield "There is no model yet: every slice goes by its rule."
    for slice_ in slices:
        served = shelf.serving(slice_)
        for words in served.refused:
            yield f"{slice_}: refused: {words}"
        if served.model is None:
            yield f"{slice_}: no model serves, it goes by its rule"
            continue
        card, step = served.model.card, served.model.step
        since = f"put to serve {step.at:%Y-%m-%d %H:%M} UTC by {step.who}: {step.why}" if step else "the base model"
        yield f"{slice_}: {card.version}, {since}"
        yield from metrics(card)
        waiting = [each.card.version for each in shelf.versions(slice_) if each.card.version != card.version]
        if waiting:
            yield f"  kept besides: {', '.join(waiting)}"


def roll_back(shelf: Shelf, slice_: str, clock: Clock, everything: bool) -> Iterator[str]:
    """Withdraw what serves a slice. Raises ModelError."""
    model = shelf.roll_back(slice_, who=COMMAND_LINE, at=clock.now(), why="a person asked", everything=everything)
    yield f"{slice_}: {model.card.version if model else 'its rule'} serves now"


def metrics(card: Card) -> Iterator[str]:
    """A line for each measure, with what plainer ways reach."""
    for metric in card.metrics:
        others = "".join(f", {name} {_number(value)}" for name, value in metric.baselines.items())
        yield f"  {metric.measure}: {_number(metric.value)}{_unit(metric)} ({metric.better} is better{others})"


class Progress:
    """Turns reports into one calm line, with the time that is left by how fast it went so far."""

    def __init__(self, job: Job, line: Say) -> None:
        self._job = job
        self._line = line
        self._first: Report | None = None

    def heard(self, report: Report) -> None:
        if report.event == "note":
            self._line(f"{self._job.slice}: {report.text}")
        if report.event != "step" or not report.of:
            return
        self._first = self._first or report
        done = int(_BAR * report.step / report.of)
        bar = "█" * done + "░" * (_BAR - done)
        loss = f", loss {_number(report.loss)}" if report.loss is not None else ""
        self._line(f"{self._job.slice} {bar} step {report.step} of {report.of}{loss}, {_span(self._left(report))} left")

    def _left(self, report: Report) -> float:
        assert self._first is not None
        if report.step >= report.of:
            return 0.0
        steps, seconds = report.step - self._first.step, self._first.left - report.left
        return min(report.left, seconds / steps * (report.of - report.step)) if steps > 0 else report.left


def _number(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _unit(metric: Metric) -> str:
    return f" {metric.unit}" if metric.unit else ""


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
