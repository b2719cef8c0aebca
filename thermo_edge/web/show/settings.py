"""The settings as the page shows them: their groups, names and help, and what is said of faults and changes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from thermo_edge.config.checking import Fault
from thermo_edge.config.desk import PAGE
from thermo_edge.config.editing import Where, field_at
from thermo_edge.config.form import Field, Kind, PartForm, form
from thermo_edge.config.tree import ABSENT, Change
from thermo_edge.config.versions import Version
from thermo_edge.language.marks import N_
from thermo_edge.language.settings_faults import fault_words
from thermo_edge.language.settings_labels import CHOICES, LABELS, SPECIAL
from thermo_edge.language.words import Words
from thermo_edge.web.show.draft import shown


@dataclass(frozen=True)
class Section:
    """A page of the form: plain settings of the whole, or one part, or one entry of those by name."""

    key: str
    symbol: str
    title: str
    keys: tuple[str, ...]
    about: str = ""


SECTIONS = (
    Section(
        "house",
        "home",
        N_("The house"),
        ("name", "language", "time_zone", "currency", "latitude", "longitude", "data_folder", "page"),
        N_("Name, language, place, page"),
    ),
    Section("home_assistant", "hub", N_("Home Assistant"), ("home_assistant",), N_("Where it is and what opens it")),
    Section("rooms", "meeting_room", N_("Rooms"), ("rooms",), N_("What measures, heats and lights each, and comfort")),
    Section("persons", "group", N_("People"), ("persons",), N_("Who lives here, and who sees whom")),
    Section("heat_sources", "mode_heat", N_("Heat sources"), ("heat_sources",), N_("Boilers and pumps")),
    Section(
        "energy",
        "bolt",
        N_("Energy and prices"),
        ("price", "electricity"),
        N_("What electricity costs and where it comes from"),
    ),
    Section(
        "outdoors",
        "partly_cloudy_day",
        N_("Outdoors"),
        ("outdoor_temperature", "weather", "wind"),
        N_("Thermometer, forecast, wind"),
    ),
    Section("alarm", "shield", N_("Alarm"), ("alarm",), N_("Panel, sirens, delays, code")),
    Section(
        "manners",
        "tune",
        N_("Habits of the house"),
        ("plan", "away_setback", "window_delay", "holds", "calendars", "notices"),
        N_("Planning, absence, windows, holds, notices"),
    ),
    Section(
        "learning",
        "model_training",
        N_("Learning and savings"),
        ("learning", "savings"),
        N_("When it may learn, and how savings are measured"),
    ),
)
"""Every setting stands in one of them."""

_RARE: Mapping[str, tuple[str, ...]] = {
    "DeviceSettings": ("entity", "heats", "cools", "source", "switch_off"),
    "LampSettings": ("entity", "dims"),
    "CoverSettings": ("entity", "shades", "azimuth"),
    "RoomSettings": ("name", "temperature", "motion", "windows", "heating", "lamps", "comfort", "setback", "hours"),
    "HeatSourceSettings": ("name", "switch", "at_most", "tariff", "pump"),
    "PersonSettings": ("name", "entity", "user", "visible_to"),
    "AlarmSettings": ("name", "panel", "sirens", "code", "entry_delay", "exit_delay"),
    "HomeAssistantSettings": ("url", "token", "token_file"),
    "ElectricitySettings": ("price", "rates", "added", "feed_in"),
}
"""Of these parts, what is shown at once; the rest is behind *More*, unless it is set."""

_UNITS = re.compile(r"(?:, |^)(°C|K|lx|kW|m/s|%|ppm)(?=$|[;, ])")
_TICKED = re.compile(r"(?:true|false)(?=[:：])", re.IGNORECASE)
_AS_TICKED = {"true": N_("ticked"), "false": N_("not ticked")}
_ONES = {"minutes": N_("min"), "seconds": N_("s"), "degrees": "°", "%": "%", "messages": ""}
_SPANS = {"minutes": N_("min"), "seconds": N_("s"), "hours": N_("h")}
_OURS = {"Alarm": N_("Alarm")}
"""Names that things have until a person gives them one, in the reader's language."""


def often(part: PartForm, field: Field, value: Any) -> bool:
    """Whether a setting is shown without asking for more."""
    common = _RARE.get(part.name)
    return common is None or field.key in common or value is not ABSENT


def label(field: Field, part: str, words: Words) -> str:
    """What a setting is called."""
    name = SPECIAL.get(f"{part}.{field.key}") or LABELS.get(field.key)
    return words.say(name) if name else field.key.replace("_", " ").capitalize()


def help_of(text: str, words: Words) -> str:
    """A description in the reader's language, as a sentence begins."""
    said = words.say(text) if text else ""
    return said[:1].upper() + said[1:]


def field_help(field: Field, words: Words) -> str:
    """The description of one setting as its form says it: without what is meant for who writes the file."""
    if field.kind is Kind.DAYS:
        return ""  # the days stand there
    said = help_of(field.help, words)
    if field.kind is Kind.TICK:
        said = _TICKED.sub(lambda found: words.say(_AS_TICKED[found[0].lower()]), said)
        return said[:1].upper() + said[1:]
    before, _, listed = said.replace("：", ":").partition(":")
    named = set(re.findall(r"\w+", listed, re.ASCII)) - {"or"}
    return before if field.kind is Kind.CHOICE and named and named <= set(field.choices) else said


def usually(usual: Any, words: Words) -> str:
    """What holds where nothing is typed, as a hint in its field; empty: nothing."""
    if isinstance(usual, str) and usual in _OURS:
        return words.say(_OURS[usual])
    return "" if usual in (None, "", []) else shown(usual)


def unit(field: Field, words: Words) -> str:
    """The unit of a number, read off its description."""
    if field.kind not in (Kind.NUMBER, Kind.WHOLE):
        return ""
    first = field.help.split(" ")[0]
    if first in _ONES:
        return words.say(_ONES[first]) if _ONES[first] else ""
    found = _UNITS.search(field.help)
    named = _SPANS.get(field.key.split("_")[-1])
    return found[1] if found else words.say(named) if named else ""


def choice(value: str, words: Words) -> str:
    return words.say(CHOICES[value]) if value in CHOICES else value


def section_of(key: str) -> Section:
    """The section in which a setting of the whole stands."""
    return next((section for section in SECTIONS if key in section.keys), SECTIONS[0])


def title_of(where: Iterable[str | int], tree: Any, words: Words) -> str:
    """A place in words: Rooms › Hall › Comfort › Coldest."""
    steps: list[str] = []
    here: Any = tree
    done: Where = ()
    part = "Settings"
    for step in where:
        done = (*done, step)
        here = here.get(step, ABSENT) if isinstance(here, dict) else _item(here, step)
        field, above = field_at(done), field_at(done[:-1]) if len(done) > 1 else None
        if above is not None and above.kind in (Kind.PARTS, Kind.NAMED) and field is above:
            steps.append(_called(here, step))
            part = above.part.name if above.part else ""
        elif field is not None:
            steps.append(label(field, part, words))
            part = field.part.name if field.part else part
        else:
            steps.append(str(step))
    return " › ".join(steps)


def _item(here: Any, step: str | int) -> Any:
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return ABSENT


def _called(entry: Any, step: str | int) -> str:
    name = entry.get("name") or entry.get("entity") if isinstance(entry, dict) else entry
    return str(name) if isinstance(name, str) and name else str(step + 1 if isinstance(step, int) else step)


def fault(one: Fault, words: Words) -> str:
    return fault_words(one.kind, one.facts, one.words, words)


# --- versions ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A line of the list; `current` is what the file says."""

    number: int
    when: str
    who: str
    what: str
    good: bool
    current: bool


def version_rows(versions: Iterable[Version], words: Words, now: Any, tree: Any) -> tuple[VersionRow, ...]:
    return tuple(
        VersionRow(
            version.number,
            when(version.at, now, words),
            who(version.who, words),
            _what(version, words, tree),
            version.good,
            place == 0,
        )
        for place, version in enumerate(versions)
    )


def when(at: Any, now: Any, words: Words) -> str:
    """A time of today, or a day and a time."""
    local, today = words.local(at), words.local(now)
    return f"{local:%H:%M}" if local.date() == today.date() else f"{local:%Y-%m-%d %H:%M}"


def who(name: str, words: Words) -> str:
    if name == PAGE:
        return words.say(N_("on this page"))
    return name or words.say(N_("in the file"))


def _what(version: Version, words: Words, tree: Any) -> str:
    if version.restored is not None:
        return words.say(N_("Version {number} was put back"), number=str(version.restored))
    if not version.good:
        return words.say(N_("It cannot be used"))
    if not version.changes:
        return words.say(N_("As it was first seen")) if version.number == 1 else words.say(N_("Only comments or order"))
    told = [change_words(change, words, tree) for change in version.changes[:3]]
    if len(version.changes) > 3:
        told.append(words.say(N_("and {count} more"), count=float(len(version.changes) - 3)))
    return "; ".join(told)


def change_words(change: Change, words: Words, tree: Any) -> str:
    """One change: where, what it was and what it is."""
    where = title_of(change.path, tree, words)
    field = field_at(change.path)
    if field is not None and field.kind is Kind.SECRET:
        sentence = N_("{where}: taken away") if change.new is ABSENT else N_("{where}: set anew")
        return words.say(sentence, where=where)
    old, new = value(change.old, words), value(change.new, words)
    if change.old is ABSENT:
        return (
            words.say(N_("{where}: {new}"), where=where, new=new)
            if new
            else words.say(N_("{where}: added"), where=where)
        )
    if change.new is ABSENT:
        return words.say(N_("{where}: taken away"), where=where)
    if not old or not new:
        return words.say(N_("{where}: changed"), where=where)
    return words.say(N_("{where}: {old} → {new}"), where=where, old=old, new=new)


def value(raw: Any, words: Words) -> str:
    """A simple value in words; empty for what is more than that."""
    if raw is ABSENT or raw is None or isinstance(raw, dict):
        return ""
    if isinstance(raw, bool):
        return words.say(N_("yes")) if raw else words.say(N_("no"))
    if isinstance(raw, float):
        return f"{raw:g}"
    if isinstance(raw, list):
        return ", ".join(map(str, raw)) if all(isinstance(one, str) for one in raw) else ""
    return choice(str(raw), words)


def root() -> PartForm:
    return form()
