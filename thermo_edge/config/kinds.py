"""What settings are written in: entities, days, times of day, temperatures, modes."""

import re
from datetime import time
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Annotated, Literal, get_args
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from thermo_edge.home.energy import CURRENCY
from thermo_edge.home.house import Mode

ENTITY = r"^[a-z0-9_]+\.[a-z0-9_]+$"
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)

_SHOWN = 40
"""Letters of a wrong name that are shown: no time zone has more."""
_ALIKE = 0.75


def _entity(value: object) -> object:
    if isinstance(value, str) and not re.match(ENTITY, value):
        raise ValueError("write an entity as Home Assistant does, for example sensor.living_room_temperature")
    return value


def _listed(value: object) -> object:
    """One entity may be written without a list."""
    return [value] if isinstance(value, str) else ([] if value is None else value)


def weekdays(value: object) -> object:
    """`mon-fri`, `sat`, a list of those, or `all`."""
    names: list[object] = []
    for part in value if isinstance(value, list) else [value]:
        if not isinstance(part, str):
            return value
        first, _, last = part.strip().lower().partition("-")
        if first == "all":
            names += DAYS
        elif first in DAYS and last in ("", *DAYS):
            begin, end = DAYS.index(first), DAYS.index(last or first)
            names += DAYS[begin : end + 1] if begin <= end else (*DAYS[begin:], *DAYS[: end + 1])
        else:
            raise ValueError(f"days are {', '.join(DAYS)}, a span like mon-fri, or all; not {part!r}")
    return names


def read_clock(value: object) -> object:
    """A time of day out of its text; ValueError with how to write it."""
    if isinstance(value, str):
        if value in ("24:00", "24:00:00"):
            return time(0, 0)
        if not re.match(r"^\d{1,2}:\d{2}$", value):
            raise ValueError("write a time of day as 06:30")
        hour, minute = value.split(":")
        if int(hour) > 23 or int(minute) > 59:
            raise ValueError("write a time of day as 06:30")
        return time(int(hour), int(minute))
    return value


def _address(value: str) -> str:
    if not re.match(r"^https?://[^\s/]+", value):
        raise ValueError("it must begin with http:// or https:// and name a host")
    return value


def _host_address(value: str) -> str:
    if value != "localhost":
        try:
            ip_address(value)
        except ValueError:
            raise ValueError("write an address of this computer: 127.0.0.1, or 0.0.0.0 for all of them") from None
    return value


def zone_like(name: str) -> str:
    """The time zone that is most likely meant: by its whole name or its city, else an example."""
    known = {zone.lower(): zone for zone in sorted(available_timezones())}
    cities = {zone.rpartition("/")[2]: zone for zone in known}
    asked = name[:_SHOWN].lower().replace(" ", "_")
    for names in (known, cities):
        found = get_close_matches(asked, list(names), 1, _ALIKE)
        if found:
            return known[names[found[0]].lower()]
    return "Europe/Amsterdam"


def _zone(value: str) -> str:
    if value and value not in available_timezones():
        raise ValueError(f"{value[:_SHOWN]} is no time zone; write one such as {zone_like(value)}")
    return value


def _currency(value: str) -> str:
    if value and not CURRENCY.fullmatch(value):
        raise ValueError(f"{value} is no currency; write three capital letters such as EUR")
    return value


def _mode(value: object) -> object:
    names = [mode.name.lower() for mode in Mode]
    if isinstance(value, str):
        if value.lower() not in names:
            raise ValueError(f"one of {', '.join(names)}")
        return Mode[value.upper()]
    return value


Entity = Annotated[str, BeforeValidator(_entity)]
Entities = Annotated[list[Entity], BeforeValidator(_listed)]
Celsius = Annotated[float, Field(ge=-30.0, le=60.0, allow_inf_nan=False)]
Clock = Annotated[time, BeforeValidator(read_clock)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
Address = Annotated[str, AfterValidator(_address)]
HostAddress = Annotated[str, AfterValidator(_host_address)]
HostName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")]
Currency = Annotated[str, AfterValidator(_currency)]
Zone = Annotated[str, AfterValidator(_zone)]
AtMost = Annotated[Mode, BeforeValidator(_mode)]


class Part(BaseModel):
    """A part of the settings: nothing unknown is let in, and nothing is changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
