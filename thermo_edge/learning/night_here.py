"""Watches a night that is done in this process, as simulations and the demo do; and the lines that a night logs."""

import logging
from collections.abc import Callable
from typing import Protocol

from thermo_edge.home.learning import Fate, NightOutcome
from thermo_edge.learning.parent import Outcome, Result
from thermo_edge.learning.report import Report
from thermo_edge.learning.workbench import Stopped

LOG = logging.getLogger(__name__)


class Listener(Protocol):
    """Who hears of nights, wherever they are done; from any thread."""

    @property
    def stopping(self) -> bool:
        """Whether somebody asked for the end."""

    def heard(self, report: Report) -> None: ...

    def ended(self, outcome: Outcome) -> None: ...


class Deaf:
    """Hears nothing, and lets every night come to its end."""

    stopping = False

    def heard(self, report: Report) -> None:
        """Nobody looks."""

    def ended(self, outcome: Outcome) -> None:
        """Nobody looks."""


class Here:
    """Implements night_steps.Teller: as the child reports, but to this process, and nothing is kept of its place."""

    def __init__(self, listener: Listener, name: str = "") -> None:
        self._listener, self._name = listener, name
        self._number, self._of = 1, 1

    def begin(self, number: int, of: int, name: str) -> None:
        self._number, self._of, self._name = number, of, name
        self.at(0.0)

    def at(self, share: float, place: str = "", loss: float | None = None) -> None:
        self._tell(Report("step", self._number, self._of, loss, name=self._name, place=place, share=share))

    def note(self, text: str) -> None:
        LOG.info("%s", text)
        self._tell(Report("note", self._number, self._of, text=text, name=self._name))

    def say(self, outcome: NightOutcome) -> None:
        log(outcome)
        told = Report("outcome", self._number, self._of, text=line(outcome), name=self._name, outcome=outcome)
        self._listener.heard(told)

    def measure(self, name: str, value: float, at: int = 0) -> None:
        """Nobody looks."""

    def done(self, key: str) -> bool:
        """It always begins anew."""
        del key
        return False

    def finish(self, key: str) -> None:
        """Nothing is kept of it."""

    def _tell(self, report: Report) -> None:
        self._listener.heard(report)
        if self._listener.stopping:
            raise Stopped


def here(listener: Listener, name: str, work: Callable[[Here], object]) -> None:
    """Do a night, or a step of one, in this process; the listener hears when it ends, also where it raises."""
    ended = Outcome(Result.FAILED)
    listener.heard(Report("begun", text=name))
    try:
        work(Here(listener, name))
        ended = Outcome(Result.DONE)
    except Stopped:
        ended = Outcome(Result.STOPPED)
    except Exception as error:
        ended = Outcome(Result.FAILED, str(error))
        raise
    finally:
        listener.ended(ended)


def log(outcome: NightOutcome) -> None:
    """One line; too little to judge by is the rule in a new home, and no news."""
    LOG.log(logging.DEBUG if outcome.fate is Fate.TOO_LITTLE else logging.INFO, "%s", line(outcome))


def line(outcome: NightOutcome) -> str:
    """For a log."""
    figures = ""
    if outcome.before is not None and outcome.after is not None:
        what = f"{outcome.what} ahead" if outcome.unit == "K" else outcome.what
        figures = f": {what} {outcome.after:g} {outcome.unit} instead of {outcome.before:g} on {outcome.days} days"
    gain = f", gain {outcome.gain:.3f}" if outcome.gain is not None else ""
    detail = f" ({outcome.detail})" if outcome.detail else ""
    return f"{outcome.key}: {outcome.fate.value.replace('_', ' ')}{figures}{gain}{detail}"
