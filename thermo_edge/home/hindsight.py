"""What the program would have done in the past of a house, and whether that would have been right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from thermo_edge.home.house import Domain, EntityId, PlaceId
from thermo_edge.home.reason import Reason
from thermo_edge.home.turn import Decision


class Judgement(StrEnum):
    """By what people did afterwards; nothing that speaks for or against it cannot be judged."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that the program would have done, however many devices and repetitions it takes."""

    at: datetime
    decision: Decision

    @property
    def place(self) -> PlaceId:
        return self.decision.request.place

    @property
    def domain(self) -> Domain:
        return self.decision.request.domain


@dataclass(frozen=True, slots=True)
class Judged:
    """An act with what came of it; `reason`: why it would have been wrong."""

    act: Act
    judgement: Judgement
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many acts of each kind."""

    right: int = 0
    wrong: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return self.right + self.wrong + self.unknown

    def plus(self, one: Judgement) -> "Count":
        return Count(
            self.right + (one is Judgement.RIGHT),
            self.wrong + (one is Judgement.WRONG),
            self.unknown + (one is Judgement.UNKNOWN),
        )


@dataclass(frozen=True, slots=True)
class AskedWarmth:
    """A room's set-point, °C, as it would have been asked and as it was, on average over the hours of both."""

    place: PlaceId
    asked: float
    was: float
    hours: float


@dataclass(frozen=True)
class Hindsight:
    """A replay of the past. `missing`: of that time nothing was kept; `wrongs`: the latest, oldest first.

    `unheard`: what the settings name and the history knows nothing of in that time.
    """

    begin: datetime
    end: datetime
    missing: timedelta
    counts: Mapping[tuple[Domain, PlaceId], Count]
    wrongs: tuple[Judged, ...] = ()
    warmth: tuple[AskedWarmth, ...] = ()
    unheard: tuple[EntityId, ...] = ()

    @property
    def days(self) -> float:
        return (self.end - self.begin) / timedelta(days=1)

    def of(self, domain: Domain | None = None, place: PlaceId | None = None) -> Count:
        """Those of a domain, a place, both, or all."""
        return summed(
            count
            for (kind, where), count in self.counts.items()
            if (domain is None or kind is domain) and (place is None or where == place)
        )


def summed(counts: Iterable[Count]) -> Count:
    """All of them together."""
    each = list(counts)
    return Count(sum(c.right for c in each), sum(c.wrong for c in each), sum(c.unknown for c in each))
