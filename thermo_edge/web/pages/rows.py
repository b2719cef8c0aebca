"""The rows of the first page: banners, questions, holds, heat sources, health."""

from collections.abc import Callable
from functools import partial

from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Keyed, Row, Said, Section, attributes, box, icon, icon_button, pill, text
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.banners import OBSERVE, Banner
from thermo_edge.web.show.health import HealthRow
from thermo_edge.web.show.home import AskRow, HoldRow, SourceRow

_AT_ONCE = 3
"""Banners before the rest is folded away."""


class Banners:
    """The worst few, and the rest on request."""

    def __init__(self, hand: Hand, show_observed: Callable[[], None]) -> None:
        self._words = hand.site.words
        self._show_observed = show_observed
        self._all: tuple[Banner, ...] = ()
        self._open = False
        with box("te-col te-banners") as self._box:
            self._list: Keyed[Banner] = Keyed(lambda banner: (banner.key, banner.tone), self._make, "te-col")
            self._more = Section(self._fold)

    def show(self, banners: tuple[Banner, ...]) -> None:
        self._all = banners
        self._list.show(banners if self._open else banners[:_AT_ONCE])
        self._more.show(0 if self._open else max(0, len(banners) - _AT_ONCE))
        self._box.set_visibility(bool(banners))

    def _make(self, banner: Banner) -> Row[Banner]:
        with box(f"te-banner {banner.tone}") as outer:
            if banner.key != OBSERVE:
                attributes(outer, role="status")
            icon(banner.symbol)
            body = Section(_banner_words, "words")
            if banner.key == OBSERVE:
                Button(self._words.say(N_("Show them")), self._show_observed, "bare")
        return Row(outer, body.show)

    def _fold(self, count: int) -> None:
        if count:
            Button(self._words.say(N_("Show {count} more"), count=count), self._unfold, "bare")

    def _unfold(self) -> None:
        self._open = True
        self.show(self._all)


def _banner_words(banner: Banner) -> None:
    text(banner.title, cls="te-strong")
    if banner.text:
        text(banner.text)


def ask_row(ask: AskRow, hand: Hand) -> Row[AskRow]:
    """A question stands first: it is the only thing that waits for a person."""
    words, key = hand.site.words, ask.key

    async def answer(button: Button, agreed: bool) -> None:
        await hand.press(button, said, partial(hand.site.desk.answer, key, agreed, hand.site.who))

    with box("te-card te-asks", "section") as outer:
        icon("touch_app")
        body = Section(_ask_words, "words")
        with box("te-acts"):
            yes = Button(words.say(N_("Yes")), lambda: answer(yes, True), "main")
            no = Button(words.say(N_("Not now")), lambda: answer(no, False))
        said = Said()

    def show(model: AskRow) -> None:
        body.show((model.question, model.why))
        yes.bar(model.blocked)
        attributes(outer, aria_label=model.question)

    return Row(outer, show)


def _ask_words(shown: tuple[str, str]) -> None:
    question, why = shown
    text(question, "h2")
    text(why, cls="te-3")


def hold_row(hold: HoldRow, hand: Hand) -> Row[HoldRow]:
    """Who, what, until, a bar, and the way to end it."""
    site, words, point, lamps_of, wish_of = hand.site, hand.site.words, hold.point, hold.lamps_of, hold.wish_of

    def let_go() -> None:
        if point is not None:
            site.desk.end_hold(point, site.who)
        elif lamps_of is not None and site.view is not None:
            site.desk.light(lamps_of, None, site.view.at, site.who)
        elif wish_of is not None:
            site.desk.end_wish(wish_of, site.who)

    async def end() -> None:
        await hand.press(button, said, let_go)

    with box("te-hold") as outer:
        body = Section(_hold_words)
        button = icon_button("close", "", end)
        said = Said()

    def show(model: HoldRow) -> None:
        body.show(model)
        end_it = N_("End wish: {what}") if wish_of is not None else N_("End hold: {what}")
        attributes(button, aria_label=words.say(end_it, what=model.what))

    return Row(outer, show)


def _hold_words(hold: HoldRow) -> None:
    with box("te-title"):
        icon(hold.symbol)
        text(hold.what)
    with box("te-row"):
        text(hold.line, "span", "te-3")
        with box("te-meter", "span") as meter:
            attributes(meter, role="img", aria_label=hold.left)
            box("", "i").style(f"width:{hold.percent}%")


def source_row(open_: Callable[[], None]) -> Row[SourceRow]:
    """A shared heat source; it opens like a room."""
    with box("te-source") as outer:
        button = Button("", open_, "plain te-cover")
        state = Section(_state, tag="span")
        mode = Section(pill, tag="span")

    def show(model: SourceRow) -> None:
        button.set_text(model.name)
        state.show(model.state)
        mode.show(model.mode)

    return Row(outer, show)


def _state(state: str) -> None:
    text(state, "span", "te-3")


def health_row() -> Row[HealthRow]:
    """What the program stands on."""
    with box("te-stand") as outer:
        body = Section(_health_words)
    return Row(outer, body.show)


def _health_words(row: HealthRow) -> None:
    with box("v" if row.good else "v bad"):
        icon(row.symbol if row.good else "error")
        text(row.state, "span")
    text(row.detail, cls="d")
