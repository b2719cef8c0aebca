"""Beside the house: what would have changed each new decision is found from what was known in its turn, and noted."""

import logging
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from thermo_edge.control.otherwise import instead, judged_here
from thermo_edge.control.state import State
from thermo_edge.errors import StoreError
from thermo_edge.home.memory import Memory
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import DecisionRecord
from thermo_edge.ports import History

LOG = logging.getLogger(__name__)

MOST = 32
"""So many decisions wait at most; when one more comes, the one that has waited longest stays without."""

PACE = 1.0
"""Seconds between two decisions: a start, or a busy evening, takes no more than a small share of a core."""

BREATH = 0.0005
"""Seconds between two tries: the interpreter by itself would let the house wait for 5 ms."""

ENDS = 5.0
"""Seconds that the thread has to finish the decision it is at."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A decision, and what was seen and remembered when its turn began to decide."""

    snapshot: Snapshot
    memory: Memory
    record: DecisionRecord


class Wonder:
    """Implements cycle.Curious. What waits lives in memory only: when the program dies, those decisions stay without.

    `start` gives it a thread of its own; without one, `one` does the work whenever it is called.
    """

    def __init__(self, history: History, most: int = MOST, pace: float = PACE) -> None:
        self._history, self._pace = history, pace
        self._waiting: deque[_Asked] = deque(maxlen=most)
        self._came, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="wondering", daemon=True)

    @property
    def waiting(self) -> int:
        """How many decisions wait."""
        return len(self._waiting)

    def take(self, state: State, snapshot: Snapshot, new: Sequence[DecisionRecord]) -> None:
        asked = [_Asked(snapshot, state.memory, each) for each in new if judged_here(snapshot.house, each) is not None]
        if asked:
            self._waiting.extend(asked)
            self._came.set()

    def one(self) -> bool:
        """Do the decision that has waited longest. False: none waits."""
        try:
            asked = self._waiting.popleft()
        except IndexError:
            return False
        number = asked.record.number
        try:
            found = instead(asked.snapshot, asked.memory, asked.record, self._breathe)
            if found:
                self._history.note_otherwise(number, found)
        except StoreError as error:
            LOG.warning("what would have changed decision %d is not noted: %s", number, error)
        except Exception:
            LOG.exception("what would have changed decision %d cannot be found", number)
        return True

    def start(self) -> None:
        """Begin to work beside whoever calls."""
        self._thread.start()

    def stop(self) -> None:
        """End with the decision it is at; what waits is let go. Before the history is closed."""
        self._stopping.set()
        self._came.set()
        if self._thread.is_alive():
            self._thread.join(ENDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._came.wait()
            self._came.clear()
            while not self._stopping.is_set() and self.one():
                self._stopping.wait(self._pace)

    def _breathe(self) -> None:
        """Let the house in, where this is not its thread."""
        if threading.current_thread() is self._thread:
            self._stopping.wait(BREATH)
