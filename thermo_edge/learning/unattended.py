"""Trains in a child that nobody watches, where this machine has the libraries and the memory for it."""

import logging
from pathlib import Path

from thermo_edge.learning.job import Job
from thermo_edge.learning.parent import Outcome, Result, Training
from thermo_edge.learning.probe import Teacher, probe, teacher
from thermo_edge.learning.report import Report

LOG = logging.getLogger(__name__)

_MEMORY = Path("/proc/meminfo")
_PLENTY = 1e6


def train(job: Job, data: Path) -> Outcome:
    """Wait until it ended; `data` keeps what is known of this machine. A machine that cannot says so at once.

    Too little memory counts as an interruption: there may be more another night. Raises TrainingFailed or ModelError.
    """
    if (refused := cannot(job, data)) is not None:
        return refused
    training = Training(job, _heard, lambda _: None)
    training.start()
    while (outcome := training.wait(60.0)) is None:
        continue
    return outcome


def cannot(job: Job, data: Path) -> Outcome | None:
    """Why this machine does not train such a job now; None: it does."""
    libraries = [probe(each, data) for each in ("onnxruntime", "torch")]
    for each in libraries:
        if not each.works:
            return Outcome(Result.LIBRARY, f"{each.library} does not run here: {each.why}")
    free = free_megabytes()
    if teacher(libraries[0], libraries[1], free, job.memory) is not Teacher.GRADIENTS:
        return Outcome(Result.STOPPED, f"it needs {job.memory:.0f} MB, and {free:.0f} are free")
    return None


def free_megabytes(told: Path = _MEMORY) -> float:
    """Memory that a new program can have; plenty where the machine does not tell."""
    try:
        lines = told.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024.0 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, IndexError, StopIteration):
        return _PLENTY


def _heard(report: Report) -> None:
    if report.text:
        LOG.info("training: %s", report.text)
