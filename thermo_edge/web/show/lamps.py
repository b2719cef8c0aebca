"""The light of a room in words, and a wish for it before it is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from thermo_edge.home.house import Attribute
from thermo_edge.home.turn import Hold
from thermo_edge.home.view import HouseView, LampsView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import Mark, stamp
from thermo_edge.web.show.things import who

SYMBOL = "light"

DIM, BRIGHT = 25.0, 100.0  # %


@dataclass(frozen=True, slots=True)
class Level:
    """What light can be wished: a word, and the sentence of the button with when it ends."""

    key: str
    percent: float
    words: str
    wish: str


_OFF = Level("off", 0.0, N_("Off"), N_("Light off {when}"))
_ON = Level("on", BRIGHT, N_("On"), N_("Light on {when}"))
_DIM = Level("dim", DIM, N_("Dim"), N_("Dim light {when}"))
_BRIGHT = Level("bright", BRIGHT, N_("Bright"), N_("Bright light {when}"))


def levels(dims: bool) -> tuple[Level, ...]:
    """Off, dim and bright; lamps that cannot be dimmed are off or on."""
    return (_OFF, _DIM, _BRIGHT) if dims else (_OFF, _ON)


def lamps_mark(lamps: LampsView, words: Words) -> Mark:
    """Light on, 40 %."""
    if lamps.on == 0:
        known = lamps.silent < lamps.total or lamps.total == 0
        return Mark(words.say(N_("Light off") if known else N_("Light not known")), SYMBOL)
    if lamps.on < lamps.total:
        some = N_("{count} of {total} lamps on")
        return Mark(words.say(some, count=float(lamps.on), total=float(lamps.total)), SYMBOL, "lit")
    on = N_("Light on") if lamps.brightness is None else N_("Light on, {level}")
    return Mark(words.say(on, level=lamps.brightness), SYMBOL, "lit")


def main_hold(holds: Sequence[Hold]) -> Hold:
    """The one that says most of what is held of a room's lamps: off, then how bright, then on."""

    def rank(hold: Hold) -> int:
        if hold.point.attribute is Attribute.ON:
            return 0 if hold.value is False else 2
        return 1 if hold.point.attribute is Attribute.BRIGHTNESS else 3

    return min(holds, key=rank)


def held_now(lamps: LampsView, view: HouseView, words: Words) -> str:
    """What is held of these lamps, for whom and how long; empty if nothing is."""
    if not lamps.holds:
        return ""
    hold = main_hold(lamps.holds)
    until = max(held.until for held in lamps.holds)
    by = who(hold.who, words, here=hold.establish)
    what = words.hold(hold, view.house)
    return words.say(N_("{what}. {who}, until {when}"), what=what, who=by, when=stamp(until, view, words))
