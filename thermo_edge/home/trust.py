"""How far the program has earned to go: what it did, how often that was right, and where it fell back."""

from dataclasses import dataclass
from datetime import datetime

from thermo_edge.home.house import Domain, Mode, PlaceId
from thermo_edge.home.turn import Decision


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that was done, asked, suggested or would have been done, until it can no longer be judged.

    `right`: what people made of it, None while they have not; `day`: the local one on which hands or an answer said so.
    """

    at: datetime
    decision: Decision
    right: bool | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """One local day: how often something was done or asked, and what people judged right and wrong of everything."""

    day: int  # ordinal
    done: int = 0
    right: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """What a person said of a decision, so that the same word counts once and can be taken back.

    `about`: when the occasion began that it was one of; of several words on one occasion the first `counts`.
    """

    decision: int
    right: bool
    day: int
    about: datetime | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """Of one thing in one place, since its mode was chosen: the days that count, oldest first."""

    days: tuple[Tally, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Fell:
    """The program lowered a mode by itself: of `done` things people minded `wrong`."""

    place: PlaceId
    domain: Domain
    was: Mode
    now: Mode
    at: datetime
    wrong: int
    done: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What must not be forgotten of one thing in one place.

    `since`: its mode was chosen, or fell; `early`: a person raised it before that was earned; `quiet`: no question
    until then.
    """

    since: datetime | None = None
    early: bool = False
    fell: Fell | None = None
    quiet: datetime | None = None


@dataclass(frozen=True, slots=True)
class TrustView:
    """Where one thing in one place stands. Counts are of what people judged since the mode was chosen.

    `precision` and `lower` are shares 0..1 (None: nothing was judged), the second is exceeded with `confidence`.
    `following` is the next step, None at the top; `needs` occasions with a lower bound of `bound` earn it. `offered`:
    it is earned, the settings allow it, and nobody said *not now*. `replayed`: counts are those of the last replay.
    """

    place: PlaceId
    domain: Domain
    mode: Mode
    since: datetime | None
    right: int
    wrong: int
    done: int
    precision: float | None
    lower: float | None
    confidence: float
    following: Mode | None
    needs: int
    bound: float
    earned: bool
    offered: bool
    early: bool
    fell: Fell | None
    replayed: bool = False

    @property
    def judged(self) -> int:
        """How many occasions people judged."""
        return self.right + self.wrong
