"""The ladder of modes: four steps, and what the chosen one does."""

from functools import partial

from thermo_edge.home.house import Domain, Mode, PlaceId
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Said, Section, attributes, box, icon, text
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.panel import Ladder, ModeChoice

_NAMES = {
    Domain.CLIMATE: N_("Mode of the heating"),
    Domain.LIGHTING: N_("Mode of the light"),
    Domain.SECURITY: N_("Mode of the alarm"),
}


class LadderTiles:
    """One thing that the house does in one place, with how far the program may go with it."""

    def __init__(self, place: PlaceId, ladder: Ladder, hand: Hand) -> None:
        self._place, self._domain, self._hand = place, ladder.domain, hand
        words = hand.site.words
        self._barred = hand.may_not("set_mode")
        with box("te-tiles") as group:
            attributes(group, role="group", aria_label=words.say(_NAMES[ladder.domain]))
            self._tiles = {choice.mode: self._tile(choice) for choice in ladder.modes}
        self._meaning = text("", "p", "te-3")
        self._limited = text("", "p", "te-3")
        self._tried = text("", "p", "te-3")
        self._earned = text("", "p", "te-3")
        self._question = Section(self._offer)
        self._said = Said()

    def show(self, ladder: Ladder) -> None:
        self._meaning.set_text(ladder.meaning)
        self._limited.set_text(ladder.limited)
        self._tried.set_text(ladder.tried)
        self._earned.set_text(ladder.earned)
        self._question.show(ladder.question)
        for choice in ladder.modes:
            tile = self._tiles[choice.mode]
            attributes(tile, aria_pressed="true" if choice.chosen else "false")
            tile.bar(self._barred or ("" if choice.allowed else ladder.limited))
            if choice.allowed and not self._barred:
                attributes(tile, title=choice.meaning)

    def _tile(self, choice: ModeChoice) -> Button:
        words = f"{choice.mark.words}: {choice.meaning}"
        with Button("", lambda: self._choose(choice.mode, tile), "tile", words) as tile:
            icon(choice.mark.symbol)
            text(choice.mark.words, "span")
        return tile

    def _offer(self, question: str) -> None:
        """The next step, as a question: nobody but a person takes it."""
        if not question:
            return
        words = self._hand.site.words
        with box("te-taste") as outer:
            attributes(outer, role="group", aria_label=question)
            text(question)
            with box("te-acts"):
                yes = Button(words.say(N_("Yes")), lambda: self._answer(yes, True), "main")
                no = Button(words.say(N_("Not now")), lambda: self._answer(no, False))

    async def _answer(self, button: Button, yes: bool) -> None:
        site = self._hand.site
        verb = partial(site.desk.answer_step, self._place, self._domain, yes, site.who)
        await self._hand.press(button, self._said, verb)

    async def _choose(self, mode: Mode, tile: Button) -> None:
        site = self._hand.site
        await self._hand.press(tile, self._said, partial(site.desk.set_mode, self._place, self._domain, mode, site.who))
