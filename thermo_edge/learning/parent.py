"""Starts a training child and watches it; nothing here waits, so any thread may call it."""

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from thermo_edge.errors import TrainingFailed
from thermo_edge.learning.files import as_model_errors, write_whole
from thermo_edge.learning.job import Job, environment, to_json
from thermo_edge.learning.report import Report, from_line

LOG = logging.getLogger(__name__)

CHILD = (sys.executable, "-m", "thermo_edge.learning.train")
NIGHT_CHILD = (sys.executable, "-m", "thermo_edge.app.night")
JOB, LOG_FILE = "job.json", "child.log"

OVERTIME = 300.0
"""Seconds after its budget that a child has to finish what it made."""

GRACE = 30.0
"""Seconds that a child has to keep its place when it is told to stop."""


class Result(StrEnum):
    """How a training ended; the first six are the child's exit statuses, in their order."""

    DONE = "done"
    FAILED = "failed"
    UNUSABLE = "unusable"
    STOPPED = "stopped"
    MEMORY = "memory"
    LIBRARY = "library"
    KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`folder` holds the finished version where the result is DONE; else `text` says why there is none."""

    result: Result
    text: str = ""
    folder: Path | None = None


Heard = Callable[[Report], None]
Ended = Callable[[Outcome], None]


class Training:
    """One run of one job. `heard` and `ended` are called from a thread of its own, `ended` exactly once."""

    def __init__(self, job: Job, heard: Heard, ended: Ended, child: Sequence[str] = CHILD) -> None:
        self.job = job
        self._heard = heard
        self._ended = ended
        self._child = tuple(child)
        self._process: subprocess.Popen[bytes] | None = None
        self._told = threading.Event()
        self._over = threading.Event()
        self._outcome: Outcome | None = None

    @property
    def outcome(self) -> Outcome | None:
        """Nothing while it runs."""
        return self._outcome

    @property
    def pid(self) -> int | None:
        """The child's."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Begin, or go on where this job stood. Raises TrainingFailed or ModelError, then nothing runs."""
        output = self.job.output
        with as_model_errors(output):
            output.mkdir(parents=True, exist_ok=True)
            write_whole(output / JOB, to_json(self.job))
            log = (output / LOG_FILE).open("wb")
        command = [*self._child, str(output / JOB), "--attached"]
        with log:
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own module
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    env=environment(self.job),
                    start_new_session=True,
                )
            except OSError as error:
                raise TrainingFailed(f"the training cannot be started: {error}") from error
        threading.Thread(target=self._listen, args=(self._process,), name="training", daemon=True).start()
        threading.Thread(target=self._limit, args=(self._process,), name="training-limit", daemon=True).start()

    def stop(self) -> None:
        """Ask it to keep its place and end; killed if it does not. Returns at once."""
        self._told.set()

    def wait(self, timeout: float | None = None) -> Outcome | None:
        """For whoever has time; nothing where it still runs."""
        self._over.wait(timeout)
        return self._outcome

    # --- threads ------------------------------------------------------------------------------------------------

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        last: Report | None = None
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                report = from_line(line)
                if report is None:
                    continue
                last = report
                self._tell(lambda report=report: self._heard(report))  # type: ignore[misc]
        self._outcome = outcome = _outcome(process.wait(), last)
        self._over.set()
        self._told.set()
        self._tell(lambda: self._ended(outcome))

    def _limit(self, process: subprocess.Popen[bytes]) -> None:
        """Sees to it that it ends: when it is told to, or well after its budget."""
        self._told.wait(self.job.budget + OVERTIME)
        assert process.stdin is not None
        process.stdin.close()
        if self._over.is_set():
            return
        process.send_signal(signal.SIGTERM)
        if not self._over.wait(GRACE):
            process.kill()

    def _tell(self, callback: Callable[[], None]) -> None:
        try:
            callback()
        except Exception:
            LOG.exception("whoever listens to the training of %s failed", self.job.slice)


def _outcome(code: int, last: Report | None) -> Outcome:
    if code < 0:
        return Outcome(Result.KILLED, f"it ended by {signal.Signals(-code).name}")
    results = list(Result)[:-1]
    result = results[code] if code < len(results) else Result.FAILED
    if result is Result.DONE and (last is None or last.folder is None):
        return Outcome(Result.FAILED, "it ended without a model")
    text = last.text if last is not None else ""
    if result is Result.FAILED and not text:
        text = f"it ended with status {code}"
    return Outcome(result, text, last.folder if last is not None and result is Result.DONE else None)
