"""What a turn of the loop is made of: requests in, decisions and commands out."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

from thermo_edge.home.house import Domain, EntityId, PlaceId, Point, Value
from thermo_edge.home.reason import Code, Reason


class Priority(IntEnum):
    """safety › a person's wish › security › comfort › energy: the lower number wins."""

    SAFETY = 0
    PERSON = 1
    SECURITY = 2
    COMFORT = 3
    ENERGY = 4


HAZARDS = frozenset({Code.FROST, Code.OVERHEAT, Code.SMOKE, Code.GAS})
"""Reasons that beat minimum times, holds, windows and write budgets."""


class Grant(StrEnum):
    """What lets a lamp be turned on. The guard checks that it is so."""

    PRESENCE = "presence"  # somebody is in the room
    PERSON = "person"  # somebody wished it just now
    SIMULATION = "simulation"  # nobody is home, and the house is to look lived in
    SAFETY = "safety"  # an alarm


class ActorKind(StrEnum):
    """Who can change a device."""

    US = "us"
    PERSON = "person"
    DEVICE = "device"
    AUTOMATION = "automation"


class Actor(NamedTuple):
    """Somebody; `name` as a person would say it, empty if not known."""

    kind: ActorKind
    name: str = ""


US = Actor(ActorKind.US)
SOMEBODY = Actor(ActorKind.PERSON)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for a room: a temperature in °C until some time."""

    room: PlaceId
    target: float
    who: Actor
    since: datetime
    until: datetime
    domain: Domain = Domain.CLIMATE


@dataclass(frozen=True, slots=True)
class Request:
    """A wish of a rule, a model, a person or safety for one point. It reaches no device."""

    point: Point
    value: Value
    place: PlaceId
    domain: Domain
    priority: Priority
    reason: Reason
    aim: float | None = None  # °C that this serves; what a person is asked about
    until: datetime | None = None  # the aim is good until then, as far as is known
    grant: Grant | None = None  # of a lamp that is to go on

    @property
    def hazard(self) -> bool:
        return self.priority is Priority.SAFETY and self.reason.code in HAZARDS

    @property
    def gives_back(self) -> bool:
        """It only takes back what we did ourselves, which needs no more leave than that had."""
        return self.reason.code is Code.HANDED_BACK


class Outcome(StrEnum):
    """What became of a request."""

    ACTED = "acted"
    SATISFIED = "satisfied"  # it is so already
    WOULD = "would"  # observe: what would have been done
    SUGGESTED = "suggested"
    ASKED = "asked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Decision:
    """A request with what became of it and, where it was not done, why not."""

    request: Request
    outcome: Outcome
    because: Reason | None = None
    before: Value | None = None  # what the point was

    def repeats(self, former: "Decision") -> bool:
        """Whether this says the same again. The numbers may have moved on, and what was done may just be so now."""
        mine, other = self.request, former.request
        if mine.point != other.point or mine.value != other.value or mine.reason.code is not other.reason.code:
            return False
        if self.outcome is Outcome.SATISFIED:
            return former.outcome in (Outcome.SATISFIED, Outcome.ACTED)
        codes = [decision.because.code if decision.because else None for decision in (self, former)]
        return self.outcome is former.outcome and self.outcome is not Outcome.ACTED and codes[0] is codes[1]


@dataclass(frozen=True, slots=True)
class Instead:
    """Had it been as `what` says, something else would have been decided about the same point: tried, not guessed.

    `outcome` and `value` None: nothing would have been asked for.
    """

    what: Reason
    outcome: Outcome | None = None
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision as it is kept: it held from `at` to `until`. `number` is unique and rising.

    `otherwise`: what would have changed it, tried when it was made; empty also where nothing was tried.
    """

    number: int
    at: datetime
    until: datetime
    decision: Decision
    otherwise: tuple[Instead, ...] = ()

    def then(self, instead: Instead) -> Decision | None:
        """What would have been decided; None: nothing would have been asked for."""
        if instead.outcome is None or instead.value is None:
            return None
        return Decision(replace(self.decision.request, value=instead.value), instead.outcome)


class Command(ABC):
    """What may reach a device. Only the guard has the class that can be made, so nobody else can hand one to a home."""

    __slots__ = ()

    @property
    @abstractmethod
    def number(self) -> int:
        """Unique in this database, rising."""

    @property
    @abstractmethod
    def point(self) -> Point: ...

    @property
    @abstractmethod
    def value(self) -> Value: ...

    @property
    @abstractmethod
    def request(self) -> Request: ...


class CommandRecord(NamedTuple):
    """A command as the store reads it back; no home takes one."""

    number: int
    point: Point
    value: Value
    at: datetime
    delivered: datetime | None = None
    context: str | None = None
    error: Reason | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the home said to a command: the context that its changes carry, or why it failed."""

    number: int
    at: datetime
    context: str | None = None
    error: Reason | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A person (or another automation) set this point: it is left alone until then.

    `establish`: the point is not at the value yet and is to be brought there (an undo, or what a window interrupted).
    """

    point: Point
    value: Value
    place: PlaceId
    who: Actor
    since: datetime
    until: datetime
    establish: bool = False


class Answer(StrEnum):
    """What became of a question."""

    OPEN = "open"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that waits for a tap: may this place be brought to `aim` °C (None: be turned on)?"""

    place: PlaceId
    domain: Domain
    aim: float | None
    reason: Reason
    since: datetime
    until: datetime
    answer: Answer = Answer.OPEN

    @property
    def key(self) -> str:
        return f"{self.domain}:{self.place}"


@dataclass(frozen=True, slots=True)
class Change:
    """A point that can be set took another value, and who did that."""

    point: Point
    value: Value
    before: Value | None
    at: datetime
    who: Actor


class Severity(StrEnum):
    """How much a notice matters."""

    INFO = "info"
    WARN = "warn"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should know; one for each root cause, named by its key."""

    key: str
    severity: Severity
    reason: Reason
    since: datetime
    until: datetime | None = None  # mended then
    entities: tuple[EntityId, ...] = ()


class Verdict(StrEnum):
    """What a person says of a decision."""

    WRONG = "wrong"
    RIGHT = "right"
    UNDONE = "undone"
    RETRACTED = "retracted"  # what they said before counts no more


@dataclass(frozen=True, slots=True)
class Feedback:
    """A person's word on a decision: a label for learning."""

    decision: int
    verdict: Verdict
    who: Actor
    at: datetime
    detail: str = ""


def in_force(words: Iterable[Feedback]) -> tuple[Feedback, ...]:
    """Without those that were taken back, in the same order; they come newest first."""
    over, found = set[int](), list[Feedback]()
    for word in words:
        if word.verdict is Verdict.RETRACTED:
            over.add(word.decision)
        elif word.decision not in over:
            found.append(word)
    return tuple(found)
