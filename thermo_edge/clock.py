"""The only file that asks the machine for the time."""

import time
from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(seconds=5)
"""Small corrections of the machine's clock are nobody's business."""


class SystemClock:
    """The machine's time, except that it never runs backwards.

    It follows the machine forwards. Where that is set back, it goes on by the monotonic counter and says how far
    the machine lies behind, so that durations stay right and nobody writes the same hour twice.
    """

    def __init__(self) -> None:
        self._at = _machine()
        self._tick = time.monotonic()

    def now(self) -> datetime:
        steady = self._at + timedelta(seconds=time.monotonic() - self._tick)
        now = max(steady, _machine())
        self._at, self._tick = now, time.monotonic()
        return now

    def behind(self) -> timedelta:
        gap = self.now() - _machine()
        return gap if gap > TOLERANCE else timedelta(0)


class SteppedClock:
    """A clock that somebody else moves: the simulated home, a replay, a test."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._behind = timedelta(0)

    def now(self) -> datetime:
        return self._now

    def behind(self) -> timedelta:
        return self._behind

    def advance(self, by: timedelta) -> datetime:
        """Go on by this much; what is behind catches up."""
        self._now += by
        self._behind = max(timedelta(0), self._behind - by)
        return self._now

    def fall_behind(self, by: timedelta) -> None:
        """As if the machine's clock had been set back."""
        self._behind = by


def _machine() -> datetime:
    return datetime.now(UTC)
