"""What the API tells of the alarm."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from thermo_edge.web.api.models import ModeName, Told, WatchName, Why


class Seen(Told):
    """A sensor that was disturbed."""

    entity: str
    attribute: str
    name: str
    at: datetime


class AlertTold(Told):
    """An alarm about intruders that nobody has answered yet, and what led to it."""

    since: datetime
    armed: datetime | None = Field(description="since when it had been armed")
    watch: WatchName | None
    who: str = Field(description="who had armed it")
    seen: tuple[Seen, ...]


class NotArmed(Told):
    """The last wish to arm, or disarm, that came to nothing."""

    watch: WatchName | None = Field(description="null: to disarm")
    at: datetime
    who: str
    why: Why | None


class AlarmTold(Told):
    """The alarm now."""

    id: str
    name: str
    state: Literal["disarmed", "arming", "armed", "entry", "alarm"]
    watch: WatchName | None
    since: datetime | None
    until: datetime | None = Field(description="the end of the exit or entry delay")
    who: str
    mode: ModeName
    ceiling: ModeName = Field(description="the most that the settings allow")
    code_needed: bool = Field(description="to disarm, and to change what is armed")
    without: tuple[str, ...] = Field(description="armed without these")
    asked: WatchName | Literal["disarmed"] | None = Field(description="what the panel has been asked and not yet done")
    refused: NotArmed | None
    sounding: bool
    alerts: tuple[AlertTold, ...]
    hazards: tuple[Seen, ...] = Field(description="smoke, gas and leaks that stand")


class HappenedTold(Told):
    """A sensor was opened, unlocked, tampered with or moved, and on how many of so many days that is usual then."""

    at: datetime
    entity: str
    attribute: str
    name: str
    room: str | None
    days: int = Field(description="that are known")
    alike: int = Field(description="of these, with the same at about that time")
    surprise: Literal["usual", "seldom", "rare", "new"] = Field(description="new: too few days are known to say")


class PastAlarmTold(Told):
    at: datetime
    fine: bool = Field(description="a person said that there was nothing")


class EventsTold(Told):
    """The last day, and the alarms of the last month; newest first."""

    events: tuple[HappenedTold, ...] = Field(
        description="without motion for whom it is not told who is in rooms, see /whereabouts"
    )
    alarms: tuple[PastAlarmTold, ...]
