"""Why settings are refused, as sentences; the named places are filled from what the model says in English."""

import re
from collections.abc import Mapping
from functools import cache

from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words

KINDS = {
    "greater_than_equal": N_("It must be {ge} or more."),
    "less_than_equal": N_("It must be {le} or less."),
    "greater_than": N_("It must be more than {gt}."),
    "float_parsing": N_("Write a number."),
    "float_type": N_("Write a number."),
    "finite_number": N_("Write a number."),
    "int_parsing": N_("Write a whole number."),
    "int_from_float": N_("Write a whole number."),
    "int_type": N_("Write a whole number."),
    "string_too_long": N_("At most {max_length} letters."),
    "string_type": N_("Write text."),
    "bool_parsing": N_("Write true or false."),
    "missing": N_("This is needed."),
    "extra_forbidden": N_("There is no such setting."),
    "model_type": N_("Its settings belong below it."),
    "dict_type": N_("Its entries belong below it, each by its id."),
    "list_type": N_("A list belongs here."),
    "literal_error": N_("One of: {expected}."),
    "string_pattern_mismatch": N_("Small letters, digits and _ only, beginning with a letter."),
}
"""By what the model calls the fault."""

SENTENCES = (
    N_("keep frost ≤ lowest ≤ safe ≤ highest < overheat"),
    N_("{name} is named both as a thermometer and as a surface: one of them tells of the air, the other of a wall"),
    N_("it must heat or cool"),
    N_("a bare switch heats or cools, not both"),
    N_("what opens, locks or guards is no switch: name what heats or cools"),
    N_("{room} is both a room and a heat source"),
    N_("there is no heat source {name}"),
    N_("{name} is named twice as a device"),
    N_("there is no person {name}"),
    N_("give a price, or rates by the hour"),
    N_("give two points of cop or more, or none"),
    N_("give one cop for each temperature outdoors"),
    N_("a heat pump has a cop and no efficiency"),
    N_("power is that of heating, and it does not heat"),
    N_("{name} is of cooling, and it does not cool"),
    N_("a lamp is a light entity, such as light.hall"),
    N_("give both warmest and coldest, the warmest first, or neither"),
    N_("panel must be an alarm_control_panel entity"),
    N_("write an entity as Home Assistant does, for example sensor.living_room_temperature"),
    N_("it must begin with http:// or https:// and name a host"),
    N_("{name} is no currency; write three capital letters such as EUR"),
    N_("{name} is no time zone; write one such as {like}"),
    N_("write a time of day as 06:30"),
    N_("a cover is a cover entity, such as cover.living_room_shutter"),
    N_("doors, gates and garages are not moved by Thermo Edge: name only what shades a window"),
    N_("an awning is only looked at: some makers call it open when it is out, and a storm could tear it off"),
    N_("to shade, give the azimuth of its window: 90 is east, 180 south, 270 west"),
    N_("a flow temperature is set at a number, climate or water_heater entity"),
    N_("keep lowest < highest"),
    N_("rates {one} and {other} both name {when}"),
    N_("no rate names {when}: give a price for such times"),
    N_("the file is larger than 1 MB: this cannot be the settings"),
    N_("line {line} is not written in UTF-8: save it so"),
)
"""What settings do not fit together, as the checks say it."""

BY_LABEL = {
    "high must be at least 0.2 above low": N_("“Warmest” must be at least 0.2 above “Coldest”"),
    "comfort and setback must lie between limits.lowest and limits.highest": N_(
        "“Comfort” and “Outside the hours” must lie between “Lowest” and “Highest” of the limits"
    ),
    "cool_above must lie above comfort.high": N_("“Cool above” must lie above “Warmest” of comfort"),
    "cycle must hold minimum_on and minimum_off": N_("“Cycle” must hold “Runs at least” and “Rests at least”"),
}
"""The same where the checks name settings as the file does: in a form they stand under their labels."""


def fault_words(kind: str, facts: Mapping[str, str | float], english: str, words: Words) -> str:
    """A fault in the reader's language; one without a sentence stays in English."""
    sentence = KINDS.get(kind)
    if sentence is not None:
        return words.say(sentence, **facts)
    for pattern, template in _patterns():
        found = pattern.fullmatch(english)
        if found is not None:
            return _begun(words.say(template, **found.groupdict()))
    return _begun(english)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "。")) else "。" if "，" in text else ".")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    def pattern(sentence: str) -> re.Pattern[str]:
        parts = re.split(r"\{(\w+)\}", sentence)
        made = [f"(?P<{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(parts)]
        return re.compile("".join(made))

    return tuple((pattern(said), shown) for said, shown in [*zip(SENTENCES, SENTENCES, strict=True), *BY_LABEL.items()])
