"""The code of the alarm: compared in constant time, told to nobody, and not to be found by trying."""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

TRIES = 5
"""So many wrong codes within the window, and no further one is looked at for as long."""

WINDOW = timedelta(minutes=10)


class Codes:
    """Knows the code of the house. It is handed to the desk when the program is built, and kept nowhere else."""

    __slots__ = ("_digest",)

    def __init__(self, code: str = "") -> None:
        self._digest = _digest(code) if code else b""

    def __repr__(self) -> str:
        return "Codes()"

    @property
    def needed(self) -> bool:
        """Whether there is a code at all."""
        return bool(self._digest)

    def right(self, code: str) -> bool:
        """Whether this is it; without a code everything is."""
        return not self.needed or hmac.compare_digest(self._digest, _digest(code))


def recent(wrong: Sequence[datetime], now: datetime) -> tuple[datetime, ...]:
    """The wrong tries that still count."""
    return tuple(at for at in wrong if now - at < WINDOW)[-TRIES:]


def locked(wrong: Sequence[datetime], now: datetime) -> timedelta | None:
    """How much longer no code is looked at; None: one may be given."""
    if len(wrong) < TRIES or wrong[-1] - wrong[-TRIES] >= WINDOW:
        return None
    left = min(wrong[-1] + WINDOW - now, WINDOW)
    return left if left > timedelta(0) else None


def _digest(code: str) -> bytes:
    return sha256(code.strip().encode("utf-8", "surrogatepass")).digest()
