"""What the API tells of the hours around now: the plan, a room's day, and what would be otherwise."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from thermo_edge.web.api.models import DomainName, Told, Why

Line = tuple[float | None, ...]


class SpanTold(Told):
    """Steps of the plan, from `first` up to, without, `end`, and what decides in them."""

    first: int
    end: int
    why: Why


class ReadyTold(Told):
    """When heating starts for a warmer time."""

    start: datetime
    ready: datetime
    margin_minutes: float = Field(description="give or take")
    target: float = Field(description="°C")


class PlannedRoom(Told):
    """A room's part of the plan, a value for each step."""

    id: str
    heat: tuple[float, ...] = Field(description="share of full heat")
    cool: tuple[float, ...] = Field(description="share of full cooling; empty where nothing cools")
    temperature: tuple[float, ...] = Field(description="expected, °C")
    tenth: tuple[float, ...] = Field(description="it is colder with probability 0.1, °C")
    ninetieth: tuple[float, ...] = Field(description="it is warmer with probability 0.1, °C")
    spans: tuple[SpanTold, ...]
    ready: tuple[ReadyTold, ...]
    kelvin: float = Field(description="what a band one kelvin lower would save, in currency")
    followed: bool = Field(description="whether the rule goes by it now")


class AlternativeTold(Told):
    """What else could have been done."""

    what: Literal["hold", "later"] = Field(description="hold: comfort all the time; later: heat half an hour later")
    cost: float
    energy: float = Field(description="bought, kWh")
    discomfort: float = Field(description="expected, K·h")


class PlanTold(Told):
    """The heating plan of the next day."""

    at: datetime
    step_minutes: float
    cost: float = Field(description="of all of it, in the house's currency")
    energy: float = Field(description="bought, kWh")
    discomfort: float = Field(description="expected, K·h")
    fresh: bool = Field(description="not too old to be followed")
    rooms: tuple[PlannedRoom, ...]
    alternatives: tuple[AlternativeTold, ...]
    left_out: dict[str, Why] = Field(description="rooms that are not in it, and why")
    notes: tuple[Why, ...]
    outdoor: tuple[float, ...] = Field(description="°C in each step; empty: not known")
    sun: tuple[float, ...] = Field(description="W/m² on level ground")
    price: tuple[float, ...] = Field(description="per kWh")
    weather: Literal["forecast", "climatology", "now"] | None = Field(description="what the outdoors rest on")


class DayTold(Told):
    """A room's last hours, a value for each step; null where nothing is known. The hours ahead are in /plan."""

    begin: datetime
    step_minutes: float
    temperature: Line = Field(description="°C")
    heating: Line = Field(description="share of full heat; where it is not told, reckoned from the set-point")
    outdoor: Line = Field(description="°C")
    price: Line = Field(description="per kWh")


class DecidedTold(Told):
    """What is, or would be, done."""

    title: str
    outcome: str = Field(description="acted, satisfied, would, suggested, asked or refused")
    entity: str
    attribute: str
    value: float | str | bool


class OtherwiseTold(Told):
    """Were it as `what` says, `then` would be decided in the place of `now`. It was tried, not guessed."""

    domain: DomainName
    what: Why
    now: DecidedTold | None = Field(description="null: nothing is asked for now")
    then: DecidedTold | None = Field(description="null: nothing would be asked for")


class ImaginedTold(Told):
    """The next day as planned and with the change, from the same moment, by the same forecasts and prices."""

    before: PlanTold
    after: PlanTold
