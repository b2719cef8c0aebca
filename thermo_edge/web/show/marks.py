"""The small things that every part of a page says in the same way: modes, times, bands."""

from dataclasses import dataclass
from datetime import datetime

from thermo_edge.home.comfort import Band
from thermo_edge.home.house import Mode
from thermo_edge.home.reason import Reason
from thermo_edge.home.turn import Notice, Severity
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.sentences import NOTICES
from thermo_edge.language.words import Words


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with its icon and its tone, so that colour is never the only sign."""

    words: str
    symbol: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class _ModeWords:
    name: str
    symbol: str
    tone: str
    meaning: str


_MODES = {
    Mode.OBSERVE: _ModeWords(N_("Observe"), "visibility", "", N_("Only records what it would have done.")),
    Mode.SUGGEST: _ModeWords(N_("Suggest"), "lightbulb", "", N_("Shows what it would do. Does what you wish.")),
    Mode.ASK: _ModeWords(N_("Ask"), "touch_app", "ask", N_("Asks first, and does it after your tap.")),
    Mode.ACT: _ModeWords(N_("Act"), "bolt", "act", N_("Does it, and says why.")),
}


def mode_mark(mode: Mode, words: Words) -> Mark:
    """A mode's name with its icon."""
    found = _MODES[mode]
    return Mark(words.say(found.name), found.symbol, found.tone)


def mode_meaning(mode: Mode, words: Words) -> str:
    """What a mode does, in a line."""
    return words.say(_MODES[mode].meaning)


def trouble(why: Reason, view: HouseView, words: Words) -> str:
    """Why a part of the program does not work, in a line."""
    if why.code in NOTICES:
        return words.notice(Notice(why.code.value, Severity.WARN, why, view.at), view.house)[0]
    return words.why(why, view.house)


def stamp(at: datetime, view: HouseView, words: Words) -> str:
    """The local time of day, with the day where it is not today."""
    return words.dated(at, view.at)


def band_range(band: Band, words: Words) -> str:
    """20.5–21.5°, without needless zeros."""
    low, high = (_bare(words.temperature(end)) for end in (band.low, band.high))
    return f"{low}–{high}°"


def _bare(degrees: str) -> str:
    return degrees.removesuffix("°").removesuffix(".0")
