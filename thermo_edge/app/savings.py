"""Once a day, at night: what the program saves here, measured anew and told to the house for the page."""

import logging
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from thermo_edge.app.savings_days import Days
from thermo_edge.climate.comparing import NIGHT
from thermo_edge.control.controller import Controller
from thermo_edge.errors import StoreError
from thermo_edge.home.heard import Measured
from thermo_edge.home.house import House
from thermo_edge.home.memory import Memory
from thermo_edge.home.savings import Saving
from thermo_edge.jobs import Job
from thermo_edge.learning.savings import DayRow, saving
from thermo_edge.ports import Clock, History

LOG = logging.getLogger(__name__)

AT = time(4, 40)
"""After the day that ended at three is whole, and after what else the night is for."""

SPAN = timedelta(days=240)
"""A heating season: what was measured longer ago was another house."""

AGAIN = 3
"""Days that are read again: somebody may say today that there were guests yesterday."""


class Savings:
    """Keeps the rows of days in memory, so that a night reads the few last days only."""

    def __init__(self, controller: Controller, history: History, clock: Clock) -> None:
        self._controller, self._history, self._clock = controller, history, clock
        self._rows: dict[date, DayRow] = {}
        self._house: House | None = None

    def job(self) -> Job:
        """For the timetable."""
        return Job("savings", self.look, daily=AT, dated=True, slow=True)

    def look(self) -> None:
        """Measure, and tell the house."""
        state = self._controller.state
        if self._house != state.house:
            self._rows, self._house = {}, state.house
        last = yesterday(state.house, self._clock.now())
        first = last - SPAN
        newest = max(self._rows, default=None)
        since = max(first, newest - timedelta(days=AGAIN - 1)) if newest is not None else first
        days = Days(state.house, self._history, state.memory.comparison.runs, since, last)
        try:
            fresh = {row.day: row for row in days.rows()}
        except StoreError as error:
            LOG.warning("what is saved could not be measured: %s", error)
            return
        self._rows = {day: row for day, row in {**self._rows, **fresh}.items() if day >= first}
        self._controller.hear(Measured(saving(known(self._rows), days.source, state.house.measuring.alternate)))


def known(rows: dict[date, DayRow]) -> list[DayRow]:
    """In order, from the first day of which anything is known on."""
    ordered = [rows[day] for day in sorted(rows)]
    begun = next((n for n, row in enumerate(ordered) if row.energy == row.energy), len(ordered))
    return ordered[begun:]


def yesterday(house: House, now: datetime) -> date:
    """The last day that is over."""
    today = (house.local(now).replace(tzinfo=None) - NIGHT).date()
    return today - timedelta(days=1)


def measured(house: House, history: History, memory: Memory, first: date, last: date) -> Saving:
    """The same over given days, for whoever asks. Raises StoreError."""
    days = Days(house, history, memory.comparison.runs, first, last)
    rows = known({row.day: row for row in days.rows()})
    found = saving(rows, days.source, house.measuring.alternate)
    return found if rows else replace(found, begin=first, end=last)
