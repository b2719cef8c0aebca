"""What the house has learned of the warmth that people want: offered, agreed to, or declined for a while."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from thermo_edge.home.correction import Correction
from thermo_edge.home.house import PlaceId
from thermo_edge.home.turn import Actor


class Doing(StrEnum):
    """When a temperature is about to hold: in a part of the day while the room is wanted warm, or during sleep."""

    MORNING = "morning"
    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    ASLEEP = "asleep"


@dataclass(frozen=True, slots=True)
class Offered:
    """Another temperature for a room in one situation; it changes nothing until somebody says yes.

    `doing` names the situation: a part of the day, or `asleep`. `times` of `total` that people said something about
    this room's warmth in it, they wanted it so, and set it to `usual`.
    """

    place: PlaceId
    situation: str  # its key
    doing: str
    offset: float  # K, from the middle of the settings' band
    now: float  # °C, the middle of the band in force
    then: float  # °C, the middle it would have
    usual: float | None  # °C
    times: int
    total: int
    since: datetime
    until: datetime

    @property
    def key(self) -> str:
        """Another temperature is another offer."""
        return f"{self.situation} {self.then:.1f}"

    @property
    def direction(self) -> str:
        """What a no is about."""
        return directions(self.situation)[self.then > self.now]


@dataclass(frozen=True, slots=True)
class Agreed:
    """Somebody said yes, or said so of themselves: in this situation the settings' band is moved by `offset` K."""

    place: PlaceId
    situation: str
    doing: str
    offset: float
    who: Actor
    since: datetime


@dataclass(frozen=True, slots=True)
class TasteMemory:
    """One offer at most stands for a room; what was agreed is kept by situation.

    `season` is that of the outdoor days of late, as the situations name it. `quiet`: what is not offered until then,
    by situation and direction. `debts`: K·h that people were outside what they tolerate in a room that they shared, by
    name; they fade. `owed_until`: the hours up to then are in them.
    """

    season: str = "cold"
    offered: Mapping[PlaceId, Offered] = field(default_factory=dict)
    agreed: Mapping[str, Agreed] = field(default_factory=dict)
    quiet: Mapping[str, datetime] = field(default_factory=dict)
    debts: Mapping[PlaceId, Mapping[str, float]] = field(default_factory=dict)
    owed_until: datetime | None = None
    corrected: tuple[Correction, ...] = ()  # decisions about warmth that people called wrong of late


NO_TASTE = TasteMemory()
"""Nothing was said: the settings hold."""


def directions(situation: str) -> tuple[str, str]:
    """Cooler and warmer there."""
    return f"{situation} cooler", f"{situation} warmer"
