"""What a recipe works with: it reports, keeps its place, and is told when time is up."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from thermo_edge.learning import checkpoint
from thermo_edge.learning.checkpoint import Checkpoint
from thermo_edge.learning.events import Events
from thermo_edge.learning.job import Job
from thermo_edge.learning.report import Event, Report, to_line
from thermo_edge.ports import Clock

PROGRESS = "progress.jsonl"
REPORT_EVERY = timedelta(seconds=0.2)
SAVE_EVERY = timedelta(seconds=20)


class Stopped(Exception):
    """Somebody asked the training to stop; its place is kept."""


class Workbench:
    """One for each run of a child. `stopping` is set by whoever wants it to end. May raise LibraryMissing."""

    def __init__(
        self, job: Job, clock: Clock, out: IO[bytes], stopping: threading.Event, save_every: timedelta = SAVE_EVERY
    ) -> None:
        self.job = job
        self.stopping = stopping
        self.events = Events(job.logdir)
        self._clock = clock
        self._save_every = save_every
        self._out: IO[bytes] | None = out
        self._file = (job.output / PROGRESS).open("ab")
        self._begun = self._said = self._saved = clock.now()
        self._step = self._of = 0
        self._writing = threading.Lock()

    @property
    def left(self) -> float:
        """Seconds of the budget."""
        return max(0.0, self.job.budget - (self._clock.now() - self._begun).total_seconds())

    @property
    def begun(self) -> datetime:
        return self._begun

    def resume(self) -> Checkpoint | None:
        """Where an earlier run of this job stood."""
        return checkpoint.load(self.job.output, self.job.fingerprint)

    def goes_on(self, step: int, of: int, loss: float | None, place: Callable[[int], Checkpoint]) -> bool:
        """Say after each step where it stands; false when steps or budget are used up: finish with what there is.

        It keeps the place now and then: `place(step)` is asked for it. Raises Stopped where the training shall end
        without a model.
        """
        self._step, self._of = step, of
        if loss is not None:
            self.events.add(f"{self.job.slice}/loss", loss, step)
        now = self._clock.now()
        if now - self._said >= REPORT_EVERY or step >= of:
            self.say("step", loss=loss)
            self._said = now
        over = step >= of or not self.left
        if over or self.stopping.is_set() or now - self._saved >= self._save_every:
            checkpoint.save(self.job.output, self.job.fingerprint, place(step))
            self._saved = self._clock.now()
            self.say("saved", loss=loss)
        if self.stopping.is_set():
            raise Stopped
        return not over

    def note(self, text: str) -> None:
        """Say what is being done between the steps; raises Stopped as well."""
        self.say("note", text=text)
        if self.stopping.is_set():
            raise Stopped

    def say(self, event: Event, *, loss: float | None = None, text: str = "", folder: Path | None = None) -> None:
        """Write a report, to whoever started us and to the file; a reader that is gone stops nothing."""
        self.tell(Report(event, self._step, self._of, loss, round(self.left, 1), text, folder))

    def tell(self, report: Report) -> None:
        """The same, of a report that is made already."""
        line = to_line(report)
        with self._writing:
            if self._out is not None:
                try:
                    self._out.write(line)
                    self._out.flush()
                except OSError:
                    self._out = None
            try:
                self._file.write(line)
                self._file.flush()
            except OSError:
                return  # a full disk: the checkpoint or the model will say so
