"""What the API tells of learning: nights, verdicts, trust and savings."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from thermo_edge.web.api.models import DomainName, ModeName, Told, Why


class NightTold(Told):
    """What came of one model in a night. `before` and `after` are errors on the same later days, in `unit`."""

    model: str = Field(description="climate, occupancy or network")
    place: str = Field(description="a room; empty: the whole home")
    at: datetime
    fate: Literal["promoted", "rolled_back", "refused", "no_better", "too_little", "failed", "not_reached"]
    what: str = Field(description="what the errors are of, such as 24 h")
    days: int = Field(description="later days that judged it")
    before: float | None = Field(description="of what served")
    after: float | None = Field(description="of the best that was tried")
    unit: str
    gain: float | None = Field(description="the share by which the errors fell")
    baselines: dict[str, float] = Field(description="errors of those who know nothing of the home")
    detail: str
    why: Why | None


class LearningTold(Told):
    """How far learning is, and the last verdict on each model."""

    phase: Literal["off", "idle", "waiting", "running", "stopping"]
    at: datetime
    why: Why | None
    step: int
    of: int
    name: str = Field(description="of the step")
    place: str
    share: float = Field(description="of the whole night")
    left_seconds: float | None
    begun: datetime | None
    who: str = Field(description="who asked for it; empty: the timetable")
    log: tuple[str, ...]
    last: datetime | None = Field(description="when a night was last done to its end")
    models: tuple[NightTold, ...]


class CountTold(Told):
    right: int
    wrong: int
    unknown: int = Field(description="nothing speaks for or against it")


class WrongTold(Told):
    """Something that would have been wrong, by what people then did."""

    at: datetime
    place: str
    domain: DomainName
    title: str
    why: Why | None


class HindsightTold(Told):
    """What would have been done in the last days, replayed on the house's own history."""

    begin: datetime
    end: datetime
    all: CountTold
    by_domain: dict[DomainName, CountTold]
    wrongs: tuple[WrongTold, ...] = Field(description="the latest, oldest first")


class FellTold(Told):
    """The program lowered a mode by itself: of `done` things people minded `wrong`."""

    was: ModeName
    now: ModeName
    at: datetime
    wrong: int
    done: int


class TrustTold(Told):
    """Where one thing in one place stands on the ladder, and what is missing for the next step."""

    place: str
    domain: DomainName
    mode: ModeName
    since: datetime | None
    right: int
    wrong: int
    done: int
    precision: float | None = Field(description="a share; null: nothing was judged")
    lower: float | None = Field(description="it is exceeded with `confidence`")
    confidence: float
    following: ModeName | None = Field(description="the next step; null at the top")
    needs: int = Field(description="occasions that earn it")
    bound: float = Field(description="the lower bound that earns it")
    earned: bool
    offered: bool = Field(description="it can be answered at /places/{place}/modes/{domain}/next-step")
    fell: FellTold | None
    text: str


class CorrectionTold(Told):
    """What a person called wrong, and is done otherwise for that until then."""

    decision: int
    place: str
    domain: DomainName
    about: str = Field(description="warmer, cooler, light_on, light_off, dials, lower or raise")
    who: str
    at: datetime
    when: datetime = Field(description="the time of day that it is about")
    until: datetime


class IntervalTold(Told):
    value: float
    low: float = Field(description="of the 90 % interval")
    high: float


class SavingsTold(Told):
    """What was measured of savings; `less` is by how much less there is on days that are the program's."""

    design: Literal["alternating", "matched"]
    begin: date
    end: date
    ours: int = Field(description="days")
    plain: int = Field(description="days")
    missing: int = Field(description="about so many more days are needed")
    left_out: dict[str, int] = Field(description="days that are not counted, by why")
    source: Literal["meter", "power", "assumed"]
    usual: float | None = Field(description="kWh of a plain day")
    less: dict[str, IntervalTold] = Field(description="energy kWh, share, money, cold and warm K·h, holds; of a day")
    text: tuple[str, ...]
