"""What the API is asked: every field named, nothing else taken."""

from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from thermo_edge.home.house import Attribute
from thermo_edge.home.taste import Doing
from thermo_edge.web.api.models import ModeName, WatchName


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("name a time zone, such as 2026-01-31T22:00:00Z")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("there is no such time") from None


_WHEN = "2026-01-31T22:00:00Z"
Time = Annotated[datetime, AfterValidator(_aware)]
Entity = Annotated[str, Field(max_length=255)]
Code = Annotated[SecretStr, Field(max_length=64, description="of the alarm, where it has one")]


class Asked(BaseModel):
    """A request."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WishBody(Asked):
    """Warmth for a room."""

    target: float = Field(ge=0, le=40, description="°C; the room's own limits are narrower", examples=[21.5])
    until: Time = Field(description="when the wish ends", examples=[_WHEN])


class PreferBody(Asked):
    """Lasting warmth for a room."""

    offset: float = Field(ge=-2, le=2, description="K from the settings' band; 0: as the settings say")


class LightBody(Asked):
    """Light for a room."""

    level: float = Field(ge=0, le=100, description="%; 0: off", examples=[40])
    until: Time = Field(description="when the wish ends", examples=[_WHEN])


class Answer(Asked):
    """Yes or no."""

    yes: bool


class PointBody(Asked):
    """One attribute of one entity, as holds name it."""

    entity: Entity = Field(examples=["climate.living"])
    attribute: Attribute = Field(examples=["set_point"])


class JudgeBody(Asked):
    """A word on a decision."""

    verdict: Literal["wrong", "right", "retracted"] = Field(
        description="retracted: what was said before counts no more"
    )
    detail: str = Field("", max_length=200, description="time, temperature or nobody_there")


class OnBody(Asked):
    """On or off."""

    on: bool


class ModeBody(Asked):
    """How far the program may go."""

    mode: ModeName


class ArmBody(Asked):
    """Arm the alarm."""

    watch: WatchName
    code: Code = SecretStr("")
    without: tuple[Entity, ...] = Field((), max_length=100, description="sensors to leave out")


class DisarmBody(Asked):
    """Disarm the alarm."""

    code: Code = SecretStr("")
    was_fine: bool = Field(False, description="the same motion alone is no alarm around that time for some days")


class RegimeBody(Asked):
    """What kind of time it is."""

    regime: Literal["normal", "vacation", "guests", "party", "illness"]
    until: Time | None = Field(None, description="when it ends; not needed for a normal time", examples=[_WHEN])


class WhatIfBody(Asked):
    """One thing that would be otherwise. Of the fields only those of its kind count."""

    ask: Literal["target", "hours", "alone", "away", "lasting"]
    doing: Doing | None = Field(None, description="for lasting")
    offset: float = Field(0.0, ge=-2, le=2, description="K from the settings' band, for lasting")
    room: str | None = Field(None, max_length=64, description="not needed for away", examples=["living"])
    target: float | None = Field(None, ge=0, le=40, description="°C", examples=[19.0])
    shift_minutes: float = Field(0.0, ge=-240, le=240, description="of the warm hours; negative: earlier")
    since: Time | None = Field(None, description="of an absence; usually now")
    until: Time | None = Field(None, description="of another temperature, or of an absence", examples=[_WHEN])

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.ask == "target" and (self.target is None or self.until is None):
            raise ValueError("another temperature needs target and until")
        return self


class NameBody(Asked):
    """The name of who is to be forgotten, so that nobody is by a slip."""

    name: str = Field(max_length=60)


class MarkBody(Asked):
    """Which backup, so that nobody says yes to another one."""

    mark: str = Field(max_length=64, description="as `offered` tells it")


class LeftOutBody(Asked):
    """A time that has passed, to be left out of learning."""

    begin: Time = Field(examples=["2026-01-24T00:00:00Z"])
    until: Time = Field(description="not included; at most 366 days later", examples=[_WHEN])
