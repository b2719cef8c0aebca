"""The last lines of the log, kept in memory for the owner, with what opens doors taken out."""

import logging
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable

LINES = 400
_LONGEST = 1000
HIDDEN = "•••"

_SECRETS = (
    re.compile(r"()eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?"),  # a token of Home Assistant
    re.compile(r"(?i)(bearer )\S+"),
    re.compile(r"(?i)((?:token|passwd|password|secret)['\"]?[=:]\s*)\S+"),
    re.compile(r"(?i)(set-up code is )\S+"),
    re.compile(r"(://)[^\s/@:]+:[^\s/@]+(?=@)"),
)
"""The first group of each stays."""

_SHORTEST = 3
"""A secret of fewer signs would blank out half the log."""


class LogRing(logging.Handler):
    """Takes every record of this program. `secrets` are looked up when the lines are read."""

    def __init__(self, secrets: Callable[[], Iterable[str]] = tuple, lines: int = LINES) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self._secrets = secrets
        self._ring: deque[str] = deque(maxlen=lines)
        self._reading = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)[:_LONGEST]
        except Exception:  # noqa: BLE001 - a handler of the log never raises
            self.handleError(record)
            return
        with self._reading:
            self._ring.append(line)

    def drop(self, says: Callable[[str], bool]) -> None:
        """Keep no line that says something."""
        with self._reading:
            self._ring = deque((line for line in self._ring if not says(line)), self._ring.maxlen)

    def lines(self) -> tuple[str, ...]:
        """Oldest first, redacted."""
        with self._reading:
            kept = list(self._ring)
        secrets = sorted({each for each in self._secrets() if len(each) >= _SHORTEST}, key=len, reverse=True)
        return tuple(redacted(line, secrets) for line in kept)


def redacted(line: str, secrets: Iterable[str] = ()) -> str:
    """A line without these secrets, and without what looks like one."""
    for secret in secrets:
        line = line.replace(secret, HIDDEN)
    for pattern in _SECRETS:
        line = pattern.sub(rf"\1{HIDDEN}", line)
    return line
