"""What is remembered of a room's own heating, to tell the fall that its end brings from an open window."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OwnHeat:
    """When the heating of a room last gave more and less, and how fast it has warmed the air."""

    heats: bool = False
    set_point: float | None = None  # °C, the last that was a step away from the one before
    more: datetime | None = None  # it went on, or was set higher
    less: datetime | None = None  # it went off, or was set lower
    rises: tuple[tuple[datetime, float], ...] = ()  # K soon after it gave more; those that were fast


UNHEATED = OwnHeat()
"""Nothing is known of it."""
