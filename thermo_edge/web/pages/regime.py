"""What kind of time it is: declared with an end, and ended."""

from collections.abc import Callable
from functools import partial

from thermo_edge.home.forecast import Regime
from thermo_edge.home.turn import Actor
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Said, Section, attributes, box, card, icon, text
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.marks import Mark
from thermo_edge.web.show.regimes import RegimeModel, Span, kinds, spans


class RegimeCard:
    """What is chosen stays half made while the page goes on. `who` tells who looks at this page."""

    def __init__(self, hand: Hand, who: Callable[[], Actor]) -> None:
        self._hand, self._who = hand, who
        self._words = words = hand.site.words
        self._regime: Regime | None = None
        self._span = ""
        with card(words.say(N_("What kind of time it is")), "event"):
            self._state = Section(_state)
            with box("te-acts") as self._ending:
                self._end = Button(words.say(N_("End it: a normal time")), self._normal)
            with box("te-row te-kinds") as group:
                attributes(group, role="group", aria_label=words.say(N_("Say what kind of time it is")))
                self._chips = Section(self._choose_kind, "te-row")
            self._lasts = Section(self._choose_span, "te-row te-lasts")
            with box("te-acts") as self._declaring:
                self._set = Button("", self._declare, "main")
            self._said = Said()

    def show(self, model: RegimeModel | None) -> None:
        if model is None:
            return
        self._state.show((model.state, model.lines))
        self._ending.set_visibility(model.ends)
        for button in (self._end, self._set):
            button.bar(model.blocked)
        self._draw()

    def _draw(self) -> None:
        offered, chosen = self._offered(), self._chosen()
        self._chips.show((kinds(self._words), self._regime.value if self._regime is not None else ""))
        self._lasts.show((tuple((span.key, span.words) for span in offered), chosen.key if chosen is not None else ""))
        self._declaring.set_visibility(chosen is not None)
        self._set.set_text(chosen.wish if chosen is not None else "")

    def _offered(self) -> tuple[Span, ...]:
        view = self._hand.site.view
        if self._regime is None or view is None:
            return ()
        return spans(self._regime, view, self._hand.site.words)

    def _chosen(self) -> Span | None:
        offered = self._offered()
        return next((span for span in offered if span.key == self._span), next(iter(offered), None))

    def _choose_kind(self, shown: tuple[tuple[tuple[str, str], ...], str]) -> None:
        _choice(shown, self._take_kind)

    def _choose_span(self, shown: tuple[tuple[tuple[str, str], ...], str]) -> None:
        _choice(shown, self._take_span)

    def _take_kind(self, key: str) -> None:
        self._regime = None if self._regime is not None and self._regime.value == key else Regime(key)
        self._draw()

    def _take_span(self, key: str) -> None:
        self._span = key
        self._draw()

    async def _declare(self) -> None:
        regime, span = self._regime, self._chosen()
        if regime is None or span is None:
            return
        verb = partial(self._hand.site.desk.declare, regime, span.until, self._who())
        if await self._hand.press(self._set, self._said, verb):
            self._regime = None
            self._draw()

    async def _normal(self) -> None:
        view = self._hand.site.view
        if view is not None:
            verb = partial(self._hand.site.desk.declare, Regime.NORMAL, view.at, self._who())
            await self._hand.press(self._end, self._said, verb)


def _state(shown: tuple[Mark, tuple[str, ...]]) -> None:
    state, lines = shown
    with box(f"te-state {state.tone}"):
        icon(state.symbol)
        text(state.words, "span")
    for line in lines:
        text(line, "p", "te-3")


def _choice(shown: tuple[tuple[tuple[str, str], ...], str], take: Callable[[str], None]) -> None:
    offered, chosen = shown
    for key, words in offered:
        chip = Button(words, partial(take, key), "chip")
        attributes(chip, aria_pressed="true" if key == chosen else "false")
