"""The room cards: the name is the button, everything else is brought up to date beside it."""

from collections.abc import Callable

from nicegui import ui

from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.components import Button, Keyed, Row, Section, box, fact, pill, text
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.pages.tastes import taste_row, told_to
from thermo_edge.web.show.marks import Mark
from thermo_edge.web.show.rooms import RoomCard
from thermo_edge.web.show.tastes import TasteRow


def room_row(room: RoomCard, hand: Hand, open_: Callable[[], None]) -> Row[RoomCard]:
    """A card that opens."""
    words = hand.site.words
    with box("te-card te-room", "section") as outer:
        with box("head"):
            with box("", "h2"):
                Button(room.name, open_, "plain te-cover")
            mode = Section(pill, tag="span")
        degrees: Section[RoomCard] = Section(lambda model: _degrees(model, words), "te-deg")
        picture = Section(_ribbon, "te-ribbon-box")
        facts = Section(_facts, "te-facts")
        tastes: Keyed[TasteRow] = Keyed(lambda row: row.key, lambda row: taste_row(row, hand), "te-list")

    def show(model: RoomCard) -> None:
        outer.classes(add="stale") if model.stale else outer.classes(remove="stale")
        mode.show(model.mode)
        degrees.show(model)
        picture.show(model.ribbon)
        facts.show(model.facts)
        tastes.show(told_to(model.tastes, hand))

    return Row(outer, show)


def _degrees(room: RoomCard, words: Words) -> None:
    text(room.degrees, "b", "" if room.known else "unknown")
    if room.targeted or room.wished:
        text(words.say(N_("Wish") if room.wished else N_("Target")), "span", "te-sr")
    with box("aside wished" if room.wished else "aside", "span"):
        text(room.aside, "span")
        if room.lasts:
            text(f" {room.lasts}", "span")


def _ribbon(ribbon: str | None) -> None:
    if ribbon is None:
        box("te-skel")
    else:
        ui.html(ribbon, sanitize=False)  # numbers only


def _facts(facts: tuple[Mark, ...]) -> None:
    for mark in facts:
        fact(mark)
