"""Who is where, now and in the next hours, as the house believes it: probabilities, with when and by what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from thermo_edge.home.house import PersonId, PlaceId
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Reason
from thermo_edge.home.turn import Actor

LIKELIEST, LEAST = 0.98, 0.02
"""No belief is ever more certain than this."""


def capped(probability: float) -> float:
    """A probability between LEAST and LIKELIEST; one half for what is no number."""
    return min(max(probability, LEAST), LIKELIEST) if probability == probability else 0.5


class Regime(StrEnum):
    """What kind of time it is; all but the normal one is kept out of learning."""

    NORMAL = "normal"
    VACATION = "vacation"
    GUESTS = "guests"
    PARTY = "party"
    ILLNESS = "illness"
    LEFT_OUT = "left_out"  # a person wants nothing learned from it; it never holds now


class Known(StrEnum):
    """How it is known that a regime holds."""

    DECLARED = "declared"  # a person said so
    DETECTED = "detected"


@dataclass(frozen=True, slots=True)
class RegimeSpan:
    """A time that is not normal; `until` is when it ends by itself, `who` declared it."""

    regime: Regime
    known: Known
    since: datetime
    until: datetime
    who: Actor | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """P(occupied) so much later."""

    after: timedelta
    probability: float


@dataclass(frozen=True, slots=True)
class Moment:
    """When something will happen: (share, time) pairs, rising; it happens before that time with that probability."""

    quantiles: tuple[tuple[float, datetime], ...]

    @property
    def median(self) -> datetime:
        """The time that comes first and the time that comes later being as likely."""
        return min(self.quantiles, key=lambda each: abs(each[0] - 0.5))[1]


@dataclass(frozen=True, slots=True)
class RoomBelief:
    """Whether anybody is in a room. `sign`: when somebody last gave one; `since`: it has been believed since then."""

    probability: float
    presence: Presence
    sign: datetime | None = None
    since: datetime | None = None
    reasons: tuple[Reason, ...] = ()  # the strongest first


@dataclass(frozen=True, slots=True)
class HomeBelief:
    """Nobody is home, somebody is up, or everybody who is home sleeps: three probabilities whose sum is 1."""

    away: float
    awake: float
    asleep: float
    presence: Presence
    since: datetime | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def home(self) -> float:
        """P that anybody is home."""
        return self.awake + self.asleep


@dataclass(frozen=True, slots=True)
class OwnLearning:
    """What a home's own learning is worth: its Brier score beside that of the shipped model alone, on days kept apart.

    The scores are means over what is in use. `since`: None: nothing is; `days`: that judged it, nought: none did yet.
    """

    since: datetime | None = None
    rooms: tuple[PlaceId, ...] = ()
    home: bool = False
    before: float = 0.0
    after: float = 0.0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Learned:
    """What the learned side says at one time. What it cannot say is not in the mappings, or None.

    `by_room`: P(occupied) now; `rooms` and `home` are for the hours to come; `version` names the model, empty where
    only what is usual was looked at.
    """

    at: datetime
    by_room: Mapping[PlaceId, float] = field(default_factory=dict)
    at_home: float | None = None
    asleep: float | None = None  # of those who are home
    rooms: Mapping[PlaceId, tuple[Later, ...]] = field(default_factory=dict)
    home: tuple[Later, ...] = ()
    returns: Moment | None = None
    wakes: Moment | None = None
    sleeps: Moment | None = None
    version: str = ""
    reasons: Mapping[PlaceId, tuple[Reason, ...]] = field(default_factory=dict)  # the strongest inputs by room
    why_home: tuple[Reason, ...] = ()
    own: OwnLearning | None = None  # None: nothing learns here


@dataclass(frozen=True)
class Belief:
    """The belief of now. `learned` is None where nothing learned, or nothing fresh, speaks."""

    at: datetime
    rooms: Mapping[PlaceId, RoomBelief]
    home: HomeBelief
    learned: Learned | None = None
    regime: RegimeSpan | None = None  # None: a normal time


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Whether a person is home. It is shown to those in `visible_to` only; None: to everyone."""

    person: PersonId
    name: str
    presence: Presence
    visible_to: frozenset[PersonId] | None
