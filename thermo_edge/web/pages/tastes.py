"""On a room's card: another temperature to say yes or no to, and the way back from one that was agreed."""

from collections.abc import Iterable
from functools import partial

from thermo_edge.home.view import known_to
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Row, Said, Section, attributes, box, icon_button, text
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.tastes import TasteRow


def taste_row(row: TasteRow, hand: Hand) -> Row[TasteRow]:
    """Above the card's own button, so that it can be pressed."""
    if row.about:
        return _gave_in()
    return _offer(row, hand) if row.offer else _agreed(row, hand)


def told_to(rows: Iterable[TasteRow], hand: Hand) -> tuple[TasteRow, ...]:
    """Without what is about people of whom the one who looks may not see whether they are home: not a trace of it."""
    site = hand.site
    person = site.person(hand.user)
    names = known_to(site.view.house, person.id if person is not None else None) if site.view else frozenset()
    return tuple(row for row in rows if not row.about or row.about in names)


def _gave_in() -> Row[TasteRow]:
    with box("te-taste agreed") as outer:
        sentence = Section(_said, "te-grow te-3")
    return Row(outer, lambda model: sentence.show(model.sentence))


def _offer(row: TasteRow, hand: Hand) -> Row[TasteRow]:
    words, desk = hand.site.words, hand.site.desk

    async def answer(button: Button, agreed: bool) -> None:
        await hand.press(button, said, partial(desk.answer_offer, row.place, row.offer, agreed, hand.site.who))

    with box("te-taste") as outer:
        attributes(outer, role="group")
        sentence = Section(_said)
        with box("te-acts"):
            yes = Button(words.say(N_("Yes")), lambda: answer(yes, True), "main")
            no = Button(words.say(N_("No")), lambda: answer(no, False))
        said = Said()

    def show(model: TasteRow) -> None:
        sentence.show(model.sentence)
        attributes(outer, aria_label=model.sentence)

    return Row(outer, show)


def _agreed(row: TasteRow, hand: Hand) -> Row[TasteRow]:
    words, desk = hand.site.words, hand.site.desk

    async def withdraw() -> None:
        await hand.press(button, said, partial(desk.withdraw, row.situation, hand.site.who))

    with box("te-taste agreed") as outer:
        with box("te-row"):
            sentence = Section(_said, "te-grow te-3")
            button = icon_button("close", "", withdraw)
        said = Said()

    def show(model: TasteRow) -> None:
        sentence.show(model.sentence)
        attributes(button, aria_label=words.say(N_("Back to the settings: {what}"), what=model.sentence))

    return Row(outer, show)


def _said(sentence: str) -> None:
    text(sentence)
