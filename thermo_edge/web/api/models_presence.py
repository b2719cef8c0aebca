"""What the API tells of who is where."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from thermo_edge.web.api.models import PresenceName, Told, Why

RegimeName = Literal["normal", "vacation", "guests", "party", "illness", "left_out"]


class Somebody(Told):
    """Whether a person is home, for those whom they let see it; that it was seen is noted."""

    person: str
    name: str
    presence: PresenceName


class LookTold(Told):
    """In this quarter of an hour somebody saw whether a person was home."""

    at: datetime
    who: str
    person: str


class LaterTold(Told):
    hours: float = Field(description="from now")
    probability: float = Field(description="that somebody is there")


class BeliefTold(Told):
    """Whether anybody is in a room."""

    room: str
    probability: float
    presence: PresenceName
    since: datetime | None
    why: tuple[Why, ...] = Field(description="the strongest first")
    ahead: tuple[LaterTold, ...]


class HomeTold(Told):
    """Of the whole home: three probabilities whose sum is 1."""

    away: float
    awake: float
    asleep: float
    presence: PresenceName
    since: datetime | None
    why: tuple[Why, ...]
    ahead: tuple[LaterTold, ...]


class MomentTold(Told):
    """When something is expected: it happens before `at` with probability `share`."""

    share: float
    at: datetime


class SpanOfTime(Told):
    """A time that is not normal."""

    regime: RegimeName
    known: Literal["declared", "detected"]
    since: datetime
    until: datetime
    who: str


class BinTold(Told):
    """Of so many beliefs about so high: how likely they said it was, and how often it was so."""

    count: int
    believed: float
    occupied: float


class OwnTold(Told):
    """What this home's own learning is worth: its Brier score beside that of the shipped model alone."""

    since: datetime | None = Field(description="null: it is not in use")
    rooms: tuple[str, ...]
    home: bool
    before: float
    after: float
    days: int = Field(description="that judged it")


class QualityTold(Told):
    """How good the belief was over so many days."""

    days: int
    false_on: int = Field(description="somebody was believed, and nobody there")
    false_off: int = Field(description="nobody was believed, and somebody there")
    bins: tuple[BinTold, ...] = Field(description="by tenths of the probability")


class OccupancyTold(Told):
    """Who is where as it is believed; no person is named."""

    home: HomeTold | None = Field(description="null: not told to you, or not known yet")
    rooms: tuple[BeliefTold, ...]
    returns: tuple[MomentTold, ...]
    wakes: tuple[MomentTold, ...]
    sleeps: tuple[MomentTold, ...]
    regime: SpanOfTime | None = Field(description="null: a normal time")
    quality: QualityTold | None
    own: OwnTold | None = Field(description="null: nothing is learned here")
    model: str = Field(description="what speaks; empty: plain rules and what is usual")
