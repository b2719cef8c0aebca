"""What would change what is decided about a room, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from thermo_edge.home.otherwise import Otherwise
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.decisions import SYMBOLS
from thermo_edge.web.show.things import why


@dataclass(frozen=True, slots=True)
class OtherwiseRow:
    """One change, and what would be decided then."""

    symbol: str
    what: str
    then: str


def otherwise_rows(found: Sequence[Otherwise], view: HouseView, words: Words) -> tuple[OtherwiseRow, ...]:
    """In the order in which they were tried."""
    nothing = words.say(N_("Nothing would be asked for"))

    def then(each: Otherwise) -> str:
        return words.title(each.then, view.house) if each.then is not None else nothing

    return tuple(
        OtherwiseRow(SYMBOLS[each.domain], why(each.what, view.house, words, view.at), then(each)) for each in found
    )
