"""The program itself, as its owner looks after it: what it talks to, what it keeps, and what it said."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from thermo_edge.home.egress import Connection
from thermo_edge.home.put_back import Incoming, PutBack


@dataclass(frozen=True, slots=True)
class Kept:
    """The database: bytes on disk, rows of everything, and from when to when it knows."""

    size: int
    rows: int
    begin: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class SystemView:
    """`kept` is None where the history cannot be read, or lies in memory. `log` is the newest lines, oldest first."""

    version: str
    started: datetime
    connections: tuple[Connection, ...]
    kept: Kept | None
    log: tuple[str, ...]
    folder: str


class SystemDesk(Protocol):
    """May be asked from any thread. What cannot be read or written is a ThermoEdgeError or an OSError."""

    def look(self) -> SystemView:
        """It may take a second."""

    def diagnostics(self) -> bytes:
        """A zip archive for somebody who helps: without names, ids, addresses and secrets."""

    def backup(self, to: Path) -> None:
        """Write the whole house to a new file: history, settings and keys, secrets too."""

    def put_back(self) -> PutBack | None:
        """Which backup was sent, whether it waits, and what became of the last one; None: it cannot be done here."""

    def receive(self, length: int | None) -> Incoming:
        """A backup comes, of so many bytes if that was said. Raises home.put_back.Unfit, as all that follow."""

    def agree(self, mark: str, who: str) -> None:
        """Put the one that was looked at back at the next start."""

    def drop(self) -> None:
        """Do not put it back, and tell no more of the last one."""

    def restart(self) -> None:
        """End in the ordinary way and start anew; returns before that."""
