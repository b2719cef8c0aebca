"""Learning at night as people see it: when it may be done, how far it is, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.learning_hours import Learning
from thermo_edge.home.reason import Reason
from thermo_edge.home.turn import Actor


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button."""

    at: datetime
    who: Actor


POINTS = 60
"""So many nights of each model are kept to be drawn."""


class Phase(StrEnum):
    """What is going on."""

    OFF = "off"  # the settings want no nights; a person can still ask for one
    IDLE = "idle"  # nothing; `why` is set where the last night was not done
    WAITING = "waiting"  # it is time for a night, and `why` keeps it
    RUNNING = "running"
    STOPPING = "stopping"  # somebody asked it to end


class Fate(StrEnum):
    """What a night did with a model."""

    PROMOTED = "promoted"  # something new serves
    ROLLED_BACK = "rolled_back"  # what served had become worse, and the one before serves again
    REFUSED = "refused"  # better on later days, which were unusual, or it broke something in the twin: `why` says what
    NO_BETTER = "no_better"  # what was tried is not surely better on later days: nothing has changed
    TOO_LITTLE = "too_little"  # there are too few days to judge by
    FAILED = "failed"  # `detail` says why; nothing has changed
    NOT_REACHED = "not_reached"  # time was up before its turn: the next night begins with it


@dataclass(frozen=True, slots=True)
class NightOutcome:
    """What came of one model in a night, for people: in words at the page, in figures here.

    `before` and `after` are the errors of what served and of the best that was tried on the same `days` later days, in
    `unit`, of what `what` says (such as "24 h"); `gain` is the share by which the errors of all horizons fell.
    `baselines` are the errors of those who know nothing of the home, by their names.
    """

    model: str  # the slice: climate, occupancy, …
    fate: Fate
    at: datetime
    place: str = ""  # a room's id; empty: of the whole home
    what: str = ""
    days: int = 0
    before: float | None = None
    after: float | None = None
    unit: str = ""
    gain: float | None = None
    detail: str = ""
    why: Reason | None = None
    baselines: tuple[tuple[str, float], ...] = ()

    @property
    def key(self) -> str:
        """The model that it is of: the last outcome of each is kept."""
        return f"{self.model}/{self.place}" if self.place else self.model


@dataclass(frozen=True, slots=True)
class LearningView:
    """How far learning is, for a page; frozen, and made anew whenever something is heard of it.

    `step` counts from 1 up to `of` steps of a night, `name` is the step's; `share` is 0..1 of the whole night, and
    `left` how long it will take at the pace so far, never more than its budget. `log` are its last lines, the oldest
    first, as they stand in the program's own log; `told` is what came of models in it, in the order of the night.
    `outcomes` are the last of each model, of whichever night, `past` those that were judged, of many nights and oldest
    first. `last` is when a night was last done to its end.
    """

    phase: Phase
    at: datetime
    why: Reason | None = None
    step: int = 0
    of: int = 0
    name: str = ""
    place: str = ""
    loss: float | None = None
    share: float = 0.0
    left: timedelta | None = None
    begun: datetime | None = None
    who: Actor | None = None  # who asked for it; None: the timetable
    log: tuple[str, ...] = ()
    told: tuple[NightOutcome, ...] = ()
    outcomes: tuple[NightOutcome, ...] = ()
    past: tuple[NightOutcome, ...] = ()
    last: datetime | None = None
    settings: Learning = field(default_factory=Learning)


def latest(outcomes: Iterable[NightOutcome]) -> tuple[NightOutcome, ...]:
    """Of each model the last one, in the order of their names."""
    found: dict[str, NightOutcome] = {}
    for each in outcomes:
        known = found.get(each.key)
        if known is None or known.at <= each.at:
            found[each.key] = each
    return tuple(found[key] for key in sorted(found))


def judged(outcomes: Iterable[NightOutcome], most: int = POINTS) -> tuple[NightOutcome, ...]:
    """Those with figures, each once, of each model the latest so many, oldest first."""
    found: dict[tuple[str, datetime], NightOutcome] = {}
    for each in outcomes:
        if each.before is not None and each.after is not None:
            found[each.key, each.at] = each
    kept: dict[str, list[NightOutcome]] = {}
    for each in sorted(found.values(), key=lambda each: each.at):
        kept.setdefault(each.key, []).append(each)
    return tuple(sorted((one for line in kept.values() for one in line[-most:]), key=lambda each: (each.at, each.key)))


class Learns(Protocol):
    """What people may ask of learning: a part of ports.Desk. The verbs raise `Refused`."""

    def learning(self) -> LearningView:
        """How far learning is, and what came of it; never waits."""

    def learn_now(self, who: Actor) -> None:
        """Begin a night at once, whatever the time; returns when it has begun."""

    def stop_learning(self, who: Actor) -> None:
        """End what runs; what serves is whole, and the next night goes on from there. Returns at once."""

    def roll_back_learning(self, who: Actor) -> None:
        """Withdraw what was put to serve last: all of that night. What served before it serves again."""

    def left_out(self) -> tuple[RegimeSpan, ...]:
        """The latest times that nothing is learned from, newest first."""

    def forget(self, begin: datetime, until: datetime, who: Actor) -> None:
        """Leave a time that has passed out of learning, from the next night on; it can be taken in again."""

    def take_in(self, begin: datetime, until: datetime, who: Actor) -> None:
        """Learn again, from the next night on, from a time that was left out, as `left_out` tells it."""
