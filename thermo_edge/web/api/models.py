"""What the API tells. Temperatures in °C, times with their zone, shares 0..1, light in %."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

ModeName = Literal["observe", "suggest", "ask", "act"]
DomainName = Literal["climate", "lighting", "security"]
PresenceName = Literal["present", "absent", "unknown"]
WatchName = Literal["home", "night", "away"]


class Told(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


class Problem(Told):
    """Why something was not done (RFC 9457)."""

    type: str = Field("about:blank", description="of the problem")
    title: str = Field(description="the sentence for people")
    status: int = Field(description="the HTTP status")
    code: str = Field(description="the reason for programs; it does not change with the language")
    detail: str = Field(description="the sentence for people, in the language of Accept-Language or of the house")
    faults: tuple[str, ...] = Field((), description="of settings: each thing that is wrong, or was changed elsewhere")


class Me(Told):
    """Who asks."""

    name: str = Field(description="as the house knows them; empty where it does not")
    role: Literal["resident", "owner"] = Field(description="an owner may everything")
    person: str | None = Field(description="the id of the person of the household, where that is known")
    means: str = Field(description="open, ingress, session or token")
    read_only: bool = Field(description="a token that may only read")
    form_token: str = Field(description="what X-CSRF-Token has to bring along by cookie; empty elsewhere")
    verbs: tuple[str, ...] = Field(description="what they may do")


class Why(Told):
    """A reason."""

    code: str = Field(description="for programs")
    text: str = Field(description="for people")


class Range(Told):
    low: float = Field(description="°C")
    high: float = Field(description="°C")


class BandTold(Range):
    """The comfort that is aimed at from then on."""

    since: datetime


class WishTold(Told):
    """What somebody wished for a room."""

    target: float = Field(description="°C")
    who: str = Field(description="empty: not known")
    until: datetime


class Lamps(Told):
    """The lamps of a room."""

    total: int
    on: int
    brightness: float | None = Field(description="%, of the brightest that is on and tells")
    mode: ModeName
    ceiling: ModeName = Field(description="the most that the settings allow")
    wished: bool = Field(description="a person's wish is in force")


class Offer(Told):
    """Another temperature that waits for a yes."""

    key: str = Field(description="to answer it")
    text: str


class Agreement(Told):
    """Another temperature that somebody said yes to."""

    situation: str = Field(description="to withdraw it")
    doing: str = Field(description="the part of the day, or asleep")
    offset: float = Field(description="K, from the middle of the settings' band")
    who: str


class Room(Told):
    """A room now."""

    id: str
    name: str
    temperature: float | None = Field(description="°C; null: not known")
    feels: float | None = Field(
        description="operative °C, where the room's surfaces make it feel otherwise than its air; null: as its air"
    )
    stale: bool = Field(description="the thermometer has been silent for longer than it usually is")
    band: Range | None = Field(description="the comfort that is aimed at")
    bands: tuple[BandTold, ...] = Field(description="that of the next day")
    mode: ModeName
    ceiling: ModeName = Field(description="the most that the settings allow")
    presence: PresenceName | None = Field(
        description="of anybody at home, as the heating believes it; null: not told to you, see /whereabouts"
    )
    here: PresenceName | None = Field(
        description="of anybody in this room; null: nothing in it could tell, or it is not told to you"
    )
    window_open: bool
    heating: float | None = Field(description="the share of its strongest heater")
    cooling: bool
    wish: WishTold | None
    lamps: Lamps | None
    offer: Offer | None
    agreed: tuple[Agreement, ...]
    unprotected: tuple[str, ...] = Field(description="bare switches that nothing turns off yet if the program dies")


class Source(Told):
    """A shared heat source."""

    id: str
    name: str
    mode: ModeName
    ceiling: ModeName
    on: bool | None = Field(description="null: not known")
    unprotected: tuple[str, ...] = Field(description="bare switches, to be protected by /switch-offs/{entity}")


class HoldTold(Told):
    """What somebody set by hand, and is left alone for a while."""

    entity: str
    attribute: str
    value: float | str | bool
    place: str
    who: str
    until: datetime
    text: str


class WishOfRoom(WishTold):
    """A wish that holds, among all of the house; DELETE /rooms/{place}/wish ends it."""

    place: str
    text: str


class Question(Told):
    """What waits for a yes."""

    key: str = Field(description="to answer it")
    place: str
    text: str
    until: datetime


class NoticeTold(Told):
    key: str
    severity: Literal["info", "warn", "alert"]
    title: str
    text: str
    since: datetime


class House(Told):
    """Everything at a glance."""

    at: datetime = Field(description="of the turn that this shows")
    name: str
    zone: str
    outdoor: float | None = Field(description="°C")
    observe_everything: bool = Field(description="nothing is sent to any device")
    would_today: int = Field(description="what would have been done today, had it been allowed")
    regime: str = Field(description="normal, vacation, guests, party or illness")
    way: Literal["ours", "plain", "observed"] | None = Field(
        description="how the warmth is run today; plain: by the rule alone, to compare; null: not known yet"
    )
    rooms: tuple[Room, ...]
    sources: tuple[Source, ...]
    holds: tuple[HoldTold, ...]
    wishes: tuple[WishOfRoom, ...] = Field(description="for warmth, each also at its room")
    asks: tuple[Question, ...]
    notices: tuple[NoticeTold, ...]


class InsteadTold(Told):
    """Had it been as `what` says, this would have been decided instead. It was tried when the decision was made."""

    what: Why
    title: str
    outcome: str | None = Field(description="null: nothing would have been asked for")
    value: float | str | bool | None


class DecisionTold(Told):
    """What was decided, and why."""

    number: int = Field(description="to undo or judge it")
    at: datetime
    until: datetime
    place: str
    domain: DomainName
    entity: str
    attribute: str
    value: float | str | bool
    outcome: str = Field(description="acted, satisfied, would, suggested, asked or refused")
    title: str
    why: tuple[str, ...] = Field(description="the reason, and why it was not done where it was not")
    code: str = Field(description="of the reason")
    because: str | None = Field(description="the code of why it was not done")
    undo: str = Field(description="what taking it back would do; empty: it cannot be")
    otherwise: tuple[InsteadTold, ...] = Field(
        description="what would have changed it; empty: nothing would, it was not tried, or it is not told to you"
    )


class PastTold(Told):
    """A room's past in steps from `begin` on; null where nothing is known."""

    begin: datetime
    step_minutes: float
    low: tuple[float | None, ...] = Field(description="°C, the lowest in each step")
    mean: tuple[float | None, ...]
    high: tuple[float | None, ...]
    heating: tuple[float | None, ...] = Field(description="share of full heat")
    outdoor: tuple[float | None, ...] = Field(description="°C")


class Point(Told):
    """A stretch of a room's history."""

    at: datetime = Field(description="its begin")
    mean: float
    low: float
    high: float


class HealthPart(Told):
    ok: bool
    text: str


class Health(Told):
    """Whether the program works."""

    ok: bool
    parts: dict[str, HealthPart]


class Done(Told):
    """It was done, or is under way."""

    done: Literal[True] = True
