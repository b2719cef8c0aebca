"""What doors, windows and motion sensors saw, and how usual it was for its time of day."""

from dataclasses import dataclass
from datetime import datetime

from thermo_edge.home.house import EntityId, PlaceId, Point


@dataclass(frozen=True, slots=True)
class Happened:
    """A sensor was disturbed: opened, unlocked, tampered with, moved.

    Of `days` days before it is known whether the same happened at about that time; on `alike` of them it did.
    """

    at: datetime
    point: Point
    room: PlaceId | None
    days: int = 0
    alike: int = 0

    @property
    def entity(self) -> EntityId:
        return self.point.entity


@dataclass(frozen=True, slots=True)
class PastAlarm:
    """An alarm that is over, or stands; `fine` once a person said that there was nothing."""

    at: datetime
    fine: bool = False
