"""A proposal as a settings file: what is sure stands, what is not stands as a comment with how sure it is and why."""

import json
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from thermo_edge.config.covers import CoverSettings
from thermo_edge.config.placing import TAKEN, slug, unique
from thermo_edge.config.proposal import SENTENCES, Found, Proposal, Role, RoomFound, Why
from thermo_edge.config.settings import (
    AlarmSettings,
    DeviceSettings,
    HeatSourceSettings,
    HomeAssistantSettings,
    LampSettings,
    PersonSettings,
    RoomSettings,
    Settings,
)

HEAD = """# Settings of Thermo Edge, proposed from what your Home Assistant has.
# What begins with "# 60 %" was not sure: take the # away from the lines below it if it is right.
# Every setting there is: thermo-edge config example. Everything begins by only observing; modes live on the page.
"""

OF_ROOM = (
    Role.TEMPERATURE,
    Role.HUMIDITY,
    Role.ILLUMINANCE,
    Role.CO2,
    Role.MOTION,
    Role.PRESENCE,
    Role.WINDOW,
    Role.DOOR,
    Role.LOCK,
    Role.SMOKE,
    Role.GAS,
    Role.LEAK,
    Role.LAMP,
    Role.HEATING,
    Role.COVER,
)

Fields = dict[str, str | float | bool]


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach the home again."""

    url: str
    token_file: Path


def written(proposal: Proposal, access: Access) -> str:
    """The file."""
    helped: set[str] = set()  # help is given once
    lines = [HEAD.rstrip(), ""]
    lines += _pair("name", proposal.name or "Home", 0, Settings, helped)
    lines += _pair("language", proposal.language, 0, Settings, helped)
    lines += ["", *_help("home_assistant", 0, Settings, helped), "home_assistant:"]
    lines += _pair("url", access.url, 1, HomeAssistantSettings, helped)
    lines += _pair("token_file", str(access.token_file), 1, HomeAssistantSettings, helped)
    for role in (Role.OUTDOOR, Role.WEATHER, Role.PRICE):
        lines += _one_of_house(proposal.of(role), role, 0, Settings, helped)
    lines += _alarm(proposal, helped)
    lines += _persons(proposal, helped)
    lines += _sources(proposal, helped)
    if proposal.rooms:
        lines += ["", *_help("rooms", 0, Settings, helped), "rooms:"]
    for room in proposal.rooms:
        lines += _room(room, proposal, helped)
    return "\n".join(lines) + "\n"


# --- the parts ------------------------------------------------------------------------------------------------------


def _one_of_house(
    found: Sequence[Found], role: Role, depth: int, model: type[BaseModel], helped: set[str]
) -> list[str]:
    lines = ["", *_help(role.value, depth, model, helped)] if found else []
    for one in found:
        lines += _said([f"{role.value}: {one.entity}"], one, depth)
    return lines


def _alarm(proposal: Proposal, helped: set[str]) -> list[str]:
    panels, sirens = proposal.of(Role.PANEL), proposal.of(Role.SIREN)
    if not panels and not sirens:
        return []
    stands = any(one.sure for one in (*panels, *sirens))
    lines = ["", *_help("alarm", 0, Settings, helped), "alarm:" if stands else "# alarm:"]
    panel = _one_of_house(panels, Role.PANEL, 1, AlarmSettings, helped)[1:]
    siren = _list(Role.SIREN, sirens, 1, AlarmSettings, helped, _plainly)
    return lines + panel + siren


def _persons(proposal: Proposal, helped: set[str]) -> list[str]:
    def fields(one: Found) -> Fields:
        return {"name": one.name[:60], "entity": one.entity, **({"user": one.user} if one.user else {})}

    return _named(Role.PERSON, proposal, set(TAKEN), PersonSettings, helped, fields)


def _sources(proposal: Proposal, helped: set[str]) -> list[str]:
    used = TAKEN | {room.id for room in proposal.rooms}

    def fields(one: Found) -> Fields:
        return {"name": one.name[:60], "switch": one.entity}

    return _named(Role.HEAT_SOURCE, proposal, set(used), HeatSourceSettings, helped, fields)


def _named(
    role: Role,
    proposal: Proposal,
    used: set[str],
    model: type[BaseModel],
    helped: set[str],
    fields: Callable[[Found], Fields],
) -> list[str]:
    """Entries by an id of their own."""
    found = proposal.of(role)
    if not found:
        return []
    stands = any(one.sure for one in found)
    lines = ["", *_help(role.value, 0, Settings, helped), f"{role.value}:" if stands else f"# {role.value}:"]
    for one in found:
        name = unique(slug(one.name) or slug(one.entity.partition(".")[2]) or role.value, used)
        used.add(name)
        inner = [f"{name}:"]
        for key, value in fields(one).items():
            helping = _help(key, 0, model, helped) if one.sure else []
            inner += [f"  {line}" for line in (*helping, f"{key}: {_scalar(value)}")]
        lines += _said(inner, one, 1)
    return lines


def _room(room: RoomFound, proposal: Proposal, helped: set[str]) -> list[str]:
    lines = [f"  {room.id}:", *_pair("name", room.name, 2, RoomSettings, helped)]
    for role in OF_ROOM:
        lines += _list(role, proposal.of(role, room.id), 2, RoomSettings, helped, _ENTRIES.get(role, _plainly))
    return lines


def _list(
    role: Role,
    found: Sequence[Found],
    depth: int,
    model: type[BaseModel],
    helped: set[str],
    entry: Callable[[Found], Fields | str],
) -> list[str]:
    if not found:
        return []
    pad = "  " * depth
    stands = any(one.sure for one in found)
    lines = [*_help(role.value, depth, model, helped), f"{pad}{role.value}:" if stands else f"{pad}# {role.value}:"]
    for one in found:
        said = entry(one)
        if isinstance(said, str):
            lines += _said([f"- {said}"], one, depth + 1)
            continue
        about = _ABOUT.get(role, DeviceSettings)
        inner: list[str] = []
        for number, (key, value) in enumerate(said.items()):
            helping = _help(key, 0, about, helped) if number and one.sure else []
            inner += [f"{'  ' if number else '- '}{line}" for line in (*helping, f"{key}: {_scalar(value)}")]
        lines += _said(inner, one, depth + 1)
    return lines


def _plainly(one: Found) -> str:
    return one.entity


def _lamp(one: Found) -> Fields | str:
    """With what it can do, where that is not everything."""
    fields: Fields = {"entity": one.entity}
    if not one.dims:
        fields["dims"] = False
    if one.kelvin is not None:
        warmest, coldest = (_bounded(one.kelvin[0], 1500.0, 6000.0), _bounded(one.kelvin[1], 2000.0, 9000.0))
        if warmest < coldest:
            fields |= {"warmest": warmest, "coldest": coldest}
    return fields if len(fields) > 1 else one.entity


def _heating(one: Found) -> Fields:
    fields: Fields = {"entity": one.entity}
    if not one.heats:
        fields["heats"] = False
    if one.cools:
        fields["cools"] = True
    return fields


def _cover(one: Found) -> Fields:
    """Where its window looks to is not known, so nothing is granted."""
    return {"entity": one.entity, "shades": False}


_ENTRIES: dict[Role, Callable[[Found], Fields | str]] = {
    Role.LAMP: _lamp,
    Role.HEATING: _heating,
    Role.COVER: _cover,
}
_ABOUT: dict[Role, type[BaseModel]] = {Role.LAMP: LampSettings, Role.COVER: CoverSettings}


def _bounded(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


# --- lines ------------------------------------------------------------------------------------------------------------


def _said(lines: Iterable[str], one: Found, depth: int) -> list[str]:
    """As they are, or as comments under how sure they are and why."""
    pad = "  " * depth
    if one.sure:
        return [f"{pad}{line}" for line in lines]
    share = "" if one.why is Why.DENIED else f"{one.confidence * 100:.0f} %: "
    return [f"{pad}# {share}{SENTENCES[one.why]}", *(f"{pad}# {line}" for line in lines)]


def _pair(key: str, value: str, depth: int, model: type[BaseModel], helped: set[str]) -> list[str]:
    return [*_help(key, depth, model, helped), f"{'  ' * depth}{key}: {_scalar(value)}"]


def _help(key: str, depth: int, model: type[BaseModel], helped: set[str]) -> list[str]:
    """What a setting means, the first time that it comes."""
    mark = f"{model.__name__}.{key}"
    if mark in helped:
        return []
    helped.add(mark)
    text = model.model_fields[key].description or ""
    return [f"{'  ' * depth}# {line}" for line in textwrap.wrap(text, 100)]


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    text = "".join(c for c in str(value) if c.isprintable())
    return (
        text
        if re.fullmatch(r"[A-Za-z_/][\w./:]*", text, re.ASCII) and not _WORD.fullmatch(text)
        else json.dumps(text, ensure_ascii=False)
    )


_WORD = re.compile(r"y|n|yes|no|true|false|on|off|null|nan|.*:", re.IGNORECASE)
"""What YAML takes for something else than text."""
