"""Which decisions still hold: one that repeats the former for its point extends it, the others are new."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from thermo_edge.home.house import Point
from thermo_edge.home.turn import Decision, DecisionRecord

STILL_THE_SAME = timedelta(minutes=30)
"""What was not said again for so long did not hold in between: saying it once more is a new decision."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a turn adds to the ledger: new decisions, and longer standing of those it repeats."""

    new: tuple[DecisionRecord, ...]
    repeated: tuple[DecisionRecord, ...]
    standing: tuple[tuple[Point, tuple[DecisionRecord, ...]], ...]


class Ledger:
    """The decisions that the next turn may repeat, by point; written by the house's thread, read by any."""

    def __init__(self, records: Iterable[DecisionRecord] = (), last: int = 0) -> None:
        """`records`: those that stood when they were kept last; `last`: the highest number ever given."""
        self._lock = threading.Lock()
        self._last = last
        self._behind: dict[int, datetime] = {}
        self._standing: dict[Point, tuple[DecisionRecord, ...]] = {}
        for record in sorted(records, key=lambda each: each.number):
            point = record.decision.request.point
            self._standing[point] = (*self._standing.get(point, ()), record)

    @property
    def last(self) -> int:
        return self._last

    def enter(self, decisions: Sequence[Decision], at: datetime) -> Entry:
        """What these decisions would add; nothing is changed yet."""
        new: list[DecisionRecord] = []
        repeated: list[DecisionRecord] = []
        standing: dict[Point, list[DecisionRecord]] = {}
        for decision in decisions:
            here = standing.setdefault(decision.request.point, [])
            if any(decision.repeats(record.decision) for record in here):
                continue
            former = self._former(decision, at)
            if former is not None:
                repeated.append(replace(former, until=max(former.until, at)))
                here.append(repeated[-1])
            else:
                new.append(DecisionRecord(self._last + len(new) + 1, at, at, decision))
                here.append(new[-1])
        return Entry(tuple(new), tuple(repeated), tuple((point, tuple(each)) for point, each in standing.items()))

    def accept(self, entry: Entry) -> None:
        """What is new is kept; how long the others stand is kept a little later."""
        with self._lock:
            self._standing.update(entry.standing)
            self._last += len(entry.new)
            self._behind.update((record.number, record.until) for record in entry.repeated)

    def standing(self, entry: Entry) -> list[int]:
        """The numbers of all that stand once this entry is accepted."""
        after = self._standing | dict(entry.standing)
        return [record.number for records in after.values() for record in records]

    def change(self, change: Callable[[DecisionRecord], DecisionRecord]) -> None:
        """Those that stand become others, which say the same."""
        with self._lock:
            self._standing = {point: tuple(map(change, records)) for point, records in self._standing.items()}

    def until(self, record: DecisionRecord) -> DecisionRecord:
        """A kept record with how long it has stood by now."""
        until = self._behind.get(record.number)
        return record if until is None else replace(record, until=until)

    def behind(self) -> dict[int, datetime]:
        """Until when decisions have stood, where the tables do not know yet."""
        with self._lock:
            return dict(self._behind)

    def caught_up(self, untils: dict[int, datetime]) -> None:
        """The tables know these now."""
        with self._lock:
            for number, until in untils.items():
                if self._behind.get(number) == until:
                    del self._behind[number]

    def _former(self, decision: Decision, at: datetime) -> DecisionRecord | None:
        for record in self._standing.get(decision.request.point, ()):
            if decision.repeats(record.decision) and at - record.until <= STILL_THE_SAME:
                return record
        return None
