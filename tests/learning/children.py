"""Starts training children for tests, and keeps what they say."""

import importlib.util
import os
import sys
import threading
from pathlib import Path

import pytest

from thermo_edge.learning.job import Job
from thermo_edge.learning.parent import Outcome, Training
from thermo_edge.learning.report import Report

CHILD = (sys.executable, "-m", "tests.learning.child")
PATIENCE = 120.0


class Watched:
    """A training whose reports a test can wait for."""

    def __init__(self, job: Job) -> None:
        self.reports: list[Report] = []
        self.outcomes: list[Outcome] = []
        self._news = threading.Condition()
        self.training = Training(job, self._heard, self._ended, CHILD)

    def start(self) -> "Watched":
        self.training.start()
        return self

    def until(self, event: str, step: int = 0) -> Report:
        """The first report of this kind at or after a step."""

        def found() -> Report | None:
            return next((each for each in self.reports if each.event == event and each.step >= step), None)

        with self._news:
            assert self._news.wait_for(lambda: found() or self.outcomes, PATIENCE)
        report = found()
        assert report is not None, (self.reports[-3:], self.outcomes)
        return report

    def end(self) -> Outcome:
        with self._news:
            assert self._news.wait_for(lambda: self.outcomes, PATIENCE)
        (outcome,) = self.outcomes
        assert self.training.outcome == outcome
        return outcome

    def _heard(self, report: Report) -> None:
        with self._news:
            self.reports.append(report)
            self._news.notify_all()

    def _ended(self, outcome: Outcome) -> None:
        with self._news:
            self.outcomes.append(outcome)
            self._news.notify_all()


def a_job(output: Path, slice_: str = "plain", **options: str | float) -> Job:
    return Job(slice_, output, seed=3, budget=60.0, memory=1500.0, options=options)


def need_torch() -> None:
    """Tests that train need torch; in CI it is there."""
    missing = [name for name in ("torch", "onnx", "onnxscript") if importlib.util.find_spec(name) is None]
    if not missing:
        return
    if os.environ.get("THERMO_EDGE_CI") == "1":
        pytest.fail(f"{', '.join(missing)} must be here: pip install -e .[learn]")
    pytest.skip(f"{', '.join(missing)} is not installed")
