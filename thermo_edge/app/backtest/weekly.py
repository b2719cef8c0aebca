"""Once a week, at night: what would have been right in the last days, told to the house for whoever raises a mode."""

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta

from thermo_edge.app.backtest.run import backtest
from thermo_edge.errors import HistoryTooShort, OtherHouse, ReplayFailed, StoreError
from thermo_edge.home.heard import Replayed
from thermo_edge.home.house import House
from thermo_edge.jobs import Job
from thermo_edge.ports import Clock, History

LOG = logging.getLogger(__name__)

AT = time(4, 20)
"""After everything else that the night is for."""

WEEK = timedelta(days=7)
DAYS = 30


class Weekly:
    """Replays by the plain rule, on a thread of its own; kept in memory, so that a restart makes it do so again."""

    def __init__(
        self,
        history: History,
        clock: Clock,
        house: Callable[[], House],
        tell: Callable[[Replayed], None],
        stopping: Callable[[], bool],
    ) -> None:
        self._history, self._clock, self._house = history, clock, house
        self._tell, self._stopping = tell, stopping
        self._done: datetime | None = None

    def job(self) -> Job:
        """For the timetable: it looks every night whether a week is over."""
        return Job("backtest", self.look, daily=AT, dated=True, slow=True)

    def look(self) -> None:
        """Replay, if it is due."""
        now = self._clock.now()
        if self._done is not None and now - self._done < WEEK - timedelta(hours=2):
            return
        self._done = now
        try:
            found = backtest(self._history, self._house(), DAYS, stop=self._stopping)
        except (HistoryTooShort, OtherHouse) as error:
            LOG.info("nothing to replay: %s", error)
            self._done = None
        except (StoreError, ReplayFailed) as error:
            LOG.warning("the past could not be replayed: %s", error)
        else:
            if not self._stopping():
                self._tell(Replayed(found))
