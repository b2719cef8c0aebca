"""What may be wrong with a recording of temperatures, and the telling of all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from thermo_edge.errors import ThermoEdgeError

MOST = 12
"""Faults of one kind that are told one by one."""


class RecordingUnfit(ThermoEdgeError):
    """A recording cannot be used as its map says: mend the file or the map. Lists every fault, one a line."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join((f"{path}: {len(faults)} to mend", *(f"  {fault}" for fault in faults))))


@dataclass(slots=True)
class Faults:
    """Collects them by kind; many of one kind end in a count."""

    path: Path
    told: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, what: str) -> None:
        self.told.setdefault(kind, []).append(what)

    def lines(self) -> list[str]:
        found = []
        for kind, faults in self.told.items():
            found += faults[:MOST]
            if len(faults) > MOST:
                found.append(f"… and {len(faults) - MOST} more: {kind}")
        return found

    def raise_if_any(self) -> None:
        """Raises RecordingUnfit."""
        if self.told:
            raise RecordingUnfit(self.path, self.lines())
