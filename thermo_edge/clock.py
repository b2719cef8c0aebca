"""The only file that asks the machine for the time."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(seconds=5)
"""Small corrections of the machine's clock are nobody's business."""

STEADY = timedelta(minutes=10)
"""A machine's clock that was set back is believed once it has gone on evenly for so long."""

SLOWLY = 2
"""Time goes so many times slower until a clock that was set back has caught up; heartbeats still come in time."""


def _machine() -> datetime:
    return datetime.now(UTC)


def _counter() -> timedelta:
    return timedelta(microseconds=time.monotonic_ns() // 1000)


class SystemClock:
    """The machine's time, except that it never runs backwards. Any thread may ask.

    It follows the machine forwards. Where that is set back, it goes on by the counter that nobody can set, and says how
    far the machine lies behind; once the machine has gone on evenly for a while, it is believed: time goes slower until
    both agree. `machine` tells the time that may be set, `counter` what only ever goes on.
    """

    def __init__(self, machine: Callable[[], datetime] = _machine, counter: Callable[[], timedelta] = _counter) -> None:
        self._machine, self._counter = machine, counter
        self._lock = threading.Lock()
        self._told, self._count = machine(), counter()
        self._at = self._told
        self._leapt = timedelta(0)
        self._set: timedelta | None = None  # when the machine's clock was last set, by the counter

    def now(self) -> datetime:
        with self._lock:
            return self._go_on()

    def behind(self) -> timedelta:
        """How far the machine's clock lies behind what was told; nothing where that is a small correction."""
        with self._lock:
            gap = self._go_on() - self._told
            return gap if gap > TOLERANCE else timedelta(0)

    def leapt(self) -> timedelta:
        """How far time has leapt ahead of what really passed since this clock was made; it only grows."""
        with self._lock:
            self._go_on()
            return self._leapt

    def _go_on(self) -> datetime:
        count, told = self._counter(), self._machine()
        passed = count - self._count
        if abs(told - self._told - passed) > TOLERANCE:
            self._set = count
        steady = self._at + passed
        if told >= steady:
            leap = told - steady
            self._leapt += leap if leap > TOLERANCE else timedelta(0)
            self._at = told
        elif steady - told <= TOLERANCE or self._set is None or count - self._set >= STEADY:
            self._at = max(told, self._at + passed / SLOWLY)
        else:
            self._at = steady
        self._told, self._count = told, count
        return self._at


class SteppedClock:
    """A clock that somebody else moves: the simulated home, a replay, a test. It reckons as the system's does."""

    def __init__(self, start: datetime) -> None:
        self._machine = start.astimezone(UTC)
        self._passed = timedelta(0)
        self._clock = SystemClock(lambda: self._machine, lambda: self._passed)
        self._now = self._clock.now()

    def now(self) -> datetime:
        return self._now

    def behind(self) -> timedelta:
        return self._clock.behind()

    def leapt(self) -> timedelta:
        return self._clock.leapt()

    def advance(self, by: timedelta) -> datetime:
        """Let so much time pass."""
        self._passed += by
        self._machine += by
        self._now = self._clock.now()
        return self._now

    def fall_behind(self, by: timedelta) -> None:
        """As if the machine's clock had been set back by so much."""
        self._machine -= by
        self._now = self._clock.now()

    def leap(self, by: timedelta) -> None:
        """As if the machine's clock had been set forward by so much."""
        self._machine += by
        self._now = self._clock.now()
