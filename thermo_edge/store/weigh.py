"""Time-weighted means of a point: a value holds until the next one, however unevenly a sensor reports."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from thermo_edge.ports import Sample
from thermo_edge.store.kinds import instant


@dataclass(frozen=True, slots=True)
class Stretch:
    """`span` alike stretches from number `index` on. `known` is how much of each is known, in microseconds."""

    index: int
    span: int
    known: int
    mean: float
    low: float
    high: float
    count: int


class Weigher:
    """Takes one point's values in order of time and makes stretches of equal length of them; times in microseconds."""

    def __init__(self, start: int, step: int, end: int, holds: int | None) -> None:
        self._start, self._step, self._end, self._holds = start, step, end, holds
        self._value: float | None = None
        self._since = self._taken = start
        self._index = -1
        self._known = self._count = 0
        self._sum = self._low = self._high = 0.0
        self._made: list[Stretch] = []

    def value(self, at: int, value: float | None) -> None:
        """From now on it is this; None: not known."""
        self.resume(at, at, value)
        if value is not None and self._start <= at < self._end:
            self._enter((at - self._start) // self._step)
            self._count += 1

    def resume(self, at: int, taken: int, value: float | None) -> None:
        """From now on it is this, which was taken earlier."""
        self._hold_until(at)
        self._value, self._since, self._taken = value, at, taken

    def stretch(self, begin: int, end: int, known: float, mean: float, low: float, high: float, count: int) -> None:
        """What is known only as an aggregate; `known` is the share of it that is."""
        begin, end = max(begin, self._start), min(end, self._end)
        while begin < end:
            index = (begin - self._start) // self._step
            until = min(end, self._start + (index + 1) * self._step)
            self._enter(index)
            self._weigh(int((until - begin) * known), mean, low, high)
            self._count += count
            begin, count = until, 0

    def done(self) -> list[Stretch]:
        """Everything up to the end; what is not known at all is left out."""
        self._hold_until(self._end)
        self._leave()
        return self._made

    def _hold_until(self, at: int) -> None:
        if self._value is None:
            return
        until = min(at, self._end)
        if self._holds is not None:
            until = min(until, self._taken + self._holds)
        begin = max(self._since, self._start)
        if until <= begin:
            return
        first, last = (begin - self._start) // self._step, (until - 1 - self._start) // self._step
        if first == last:  # nearly always
            self._enter(first)
            self._weigh(until - begin, self._value, self._value, self._value)
            return
        if last - first == 1:
            self.stretch(begin, until, 1.0, self._value, self._value, self._value, 0)
            return
        self.stretch(begin, self._start + (first + 1) * self._step, 1.0, self._value, self._value, self._value, 0)
        self._leave()
        whole = Stretch(first + 1, last - first - 1, self._step, self._value, self._value, self._value, 0)
        self._made.append(whole)
        self.stretch(self._start + last * self._step, until, 1.0, self._value, self._value, self._value, 0)

    def _enter(self, index: int) -> None:
        if index != self._index:
            self._leave()
            self._index = index

    def _weigh(self, known: int, mean: float, low: float, high: float) -> None:
        if self._known == 0:
            self._low, self._high = low, high
        elif low < self._low or high > self._high:
            self._low, self._high = min(self._low, low), max(self._high, high)
        self._sum += known * mean
        self._known += known

    def _leave(self) -> None:
        if self._known > 0:
            mean = min(max(self._sum / self._known, self._low), self._high)  # rounding leads past the extremes
            stretch = Stretch(self._index, 1, self._known, mean, self._low, self._high, self._count)
            self._made.append(stretch)
        self._index, self._known, self._count, self._sum = -1, 0, 0, 0.0


def merged(stretches: Iterable[Stretch], step: int) -> list[Stretch]:
    """Neighbours that were known throughout and never moved become one."""
    made: list[Stretch] = []
    for stretch in stretches:
        last = made[-1] if made else None
        if last is not None and _continues(last, stretch, step):
            made[-1] = replace(last, span=last.span + stretch.span, count=last.count + stretch.count)
        else:
            made.append(stretch)
    return made


def _continues(last: Stretch, stretch: Stretch, step: int) -> bool:
    return (
        stretch.index == last.index + last.span
        and last.known == stretch.known == step
        and last.low == last.high == stretch.low == stretch.high
    )


def as_samples(stretches: Iterable[Stretch], start: int, step: int) -> tuple[Sample, ...]:
    """One for each stretch."""
    return tuple(
        Sample(instant(start + (each.index + more) * step), each.mean, each.low, each.high, 0 if more else each.count)
        for each in stretches
        for more in range(each.span)
    )
