"""The ledger of what went out: in memory, one line for each address and purpose."""

import threading
from dataclasses import replace

from thermo_edge.home.egress import Connection
from thermo_edge.ports import Clock

MOST = 200
"""Lines; what is beyond them is counted on the last."""


class Ledger:
    """Implements home.egress.Egress."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._lines: dict[tuple[str, int, str], Connection] = {}

    def connected(self, host: str, port: int, purpose: str) -> None:
        now = self._clock.now()
        with self._lock:
            key = self._key(host, port, purpose)
            line = self._lines.get(key) or Connection(*key, now, now, 0)
            self._lines[key] = replace(line, last=now, count=line.count + 1)

    def carried(self, host: str, port: int, purpose: str, sent: int, received: int) -> None:
        with self._lock:
            key = self._key(host, port, purpose)
            line = self._lines.get(key)
            if line is not None:
                self._lines[key] = replace(line, sent=line.sent + sent, received=line.received + received)

    def lines(self) -> tuple[Connection, ...]:
        """The latest first."""
        with self._lock:
            found = list(self._lines.values())
        return tuple(sorted(found, key=lambda line: line.last, reverse=True))

    def _key(self, host: str, port: int, purpose: str) -> tuple[str, int, str]:
        key = host, port, purpose
        return key if key in self._lines or len(self._lines) < MOST else ("…", 0, "…")
