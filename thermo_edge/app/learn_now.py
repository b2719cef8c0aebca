"""The command `thermo-edge learn now`: a night at once, in the same child, whether the program runs or not."""

import argparse
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from thermo_edge.app.night_child import NightChild
from thermo_edge.config.file import read_settings
from thermo_edge.config.house import house as described
from thermo_edge.config.settings import Settings
from thermo_edge.errors import TrainingFailed
from thermo_edge.home.house import House
from thermo_edge.learning import night_files
from thermo_edge.learning.climate_step import NAME as CLIMATE
from thermo_edge.learning.files import held
from thermo_edge.learning.network_step import NAME as NETWORK
from thermo_edge.learning.night_here import line as told
from thermo_edge.learning.parent import Outcome, Result
from thermo_edge.learning.report import Report

_BAR = 24


class Line:
    """Implements learning.night_here.Listener: one calm line, and at the end what came of each model."""

    stopping = False

    def __init__(self, line: Callable[[str], None]) -> None:
        self._line = line
        self.over = threading.Event()
        self.outcome: Outcome | None = None
        self._first: float | None = None

    def heard(self, report: Report) -> None:
        if report.event == "note":
            self._line(report.text)
        if report.event != "step" or not report.of:
            return
        self._first = self._first if self._first is not None else report.left
        share = (report.step - 1 + report.share) / report.of
        bar = "█" * int(_BAR * share)
        where = f"{report.name} {report.place}".rstrip()
        passed = self._first - report.left
        left = f", {passed / share * (1.0 - share):.0f} s left" if share > 0.05 else ""
        loss = f", loss {report.loss:.3g}" if report.loss is not None else ""
        self._line(f"{bar:░<{_BAR}} step {report.step} of {report.of}: {where}{loss}{left}")

    def ended(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.over.set()


def learn_now(
    settings: Settings, database: Path, line: Callable[[str], None], stop: threading.Event, logdir: Path | None = None
) -> Iterator[str]:
    """Do a night until it is done or `stop` is set; what came of each model. Raises TrainingFailed or ModelError."""
    child = NightChild(database, () if settings.plan else (CLIMATE, NETWORK), logdir)
    if held(child.folder):
        raise TrainingFailed("A night is at work already: that of the program, or of another command")
    listener = Line(line)
    child.start(house_of(settings, child.folder), listener)
    while not listener.over.wait(0.2):
        if stop.is_set():
            child.stop()
    outcome = listener.outcome
    assert outcome is not None
    if outcome.result is Result.STOPPED:
        raise TrainingFailed("Stopped; the next night, or the same command, goes on from there")
    record = night_files.read_record(child.folder)
    if outcome.result is not Result.DONE or record is None:
        raise TrainingFailed(f"{outcome.text or outcome.result}; see {child.folder}")
    yield from (told(each) for each in record.outcomes if each.at == record.at)
    if not record.whole:
        yield "Its time was up: the next night goes on from there"


def house_of(settings: Settings, folder: Path) -> House:
    """As the settings say; where they leave it to the home, in the place in which the program last found it."""
    try:
        known = night_files.read_house(folder)
    except TrainingFailed:
        return described(settings, settings.zone())
    found = described(settings, ZoneInfo(settings.time_zone) if settings.time_zone else known.zone)
    return replace(found, location=found.location or known.location)


def command(given: argparse.Namespace, line: Callable[[str], None], stop: threading.Event) -> int:
    """Run it. Returns the exit status; raises ThermoEdgeError."""
    from thermo_edge.app.live_files import database_path

    path: Path = given.config.resolve()
    settings = read_settings(path)
    for told_line in learn_now(settings, database_path(settings, path), line, stop, given.logdir):
        sys.stdout.write(f"{told_line}\n")
    return 0
