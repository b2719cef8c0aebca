"""The light of a room, in its panel: how it is, its modes, and a wish for it."""

from collections.abc import Callable
from functools import partial

from thermo_edge.home.house import PlaceId
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Said, Section, attributes, box, fact, text
from thermo_edge.web.pages.ladder import LadderTiles
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.lamps import Level, levels
from thermo_edge.web.show.panel import LampsPanel
from thermo_edge.web.show.wishes import End, light_ends


class LightPart:
    """What is chosen stays half made while the page goes on."""

    def __init__(self, place: PlaceId, model: LampsPanel, hand: Hand) -> None:
        self._place, self._hand = place, hand
        self._words = words = hand.site.words
        self._levels = levels(model.dims)
        self._level, self._end = self._levels[0].key, "day"
        with box("te-wish", "section") as outer:
            attributes(outer, aria_label=words.say(N_("Light")))
            with box("te-row"):
                text(words.say(N_("Light")), "h3", "te-grow")
                self._line = Section(fact)
            self._why = Section(_why, "te-latest")
            with box("te-ladder"):
                self._ladder = LadderTiles(place, model.ladder, hand)
            self._held = Section(self._present)
            self._kinds = Section(self._choose_level, "te-row")
            self._chips = Section(self._choose_end, "te-row")
            with box("te-acts"):
                self._set = Button("", self._make, "main")
            self._said = Said()
        self._draw()

    def show(self, model: LampsPanel, blocked: str) -> None:
        self._line.show(model.line)
        self._why.show(model.latest)
        self._ladder.show(model.ladder)
        self._held.show(model.held)
        self._set.bar(blocked)
        self._draw()

    def _draw(self) -> None:
        ends, level = self._ends(), self._chosen()
        self._kinds.show((tuple((each.key, self._words.say(each.words)) for each in self._levels), level.key))
        self._chips.show((tuple((end.key, end.words) for end in ends), self._end))
        end = next((end for end in ends if end.key == self._end), None)
        self._set.set_text(self._words.say(level.wish, when=end.words) if end is not None else "")

    def _chosen(self) -> Level:
        return next((level for level in self._levels if level.key == self._level), self._levels[0])

    def _ends(self) -> tuple[End, ...]:
        view = self._hand.site.view
        return light_ends(view.at, view.house.zone, self._words) if view is not None else ()

    def _present(self, held: str) -> None:
        if not held:
            return
        with box("te-row"):
            text(held, "span", "te-grow")
            end = Button(self._words.say(N_("End it")), lambda: self._let_go(end))
            attributes(end, aria_label=self._words.say(N_("End it: leave the light to its rule")))

    def _choose_level(self, shown: tuple[tuple[tuple[str, str], ...], str]) -> None:
        _chips(shown, self._take_level)

    def _choose_end(self, shown: tuple[tuple[tuple[str, str], ...], str]) -> None:
        _chips(shown, self._take_end)

    def _take_level(self, key: str) -> None:
        self._level = key
        self._draw()

    def _take_end(self, key: str) -> None:
        self._end = key
        self._draw()

    async def _make(self) -> None:
        site, level = self._hand.site, self._chosen()
        until = next(end.until for end in self._ends() if end.key == self._end)
        verb = partial(site.desk.light, self._place, level.percent, until, site.who)
        await self._hand.press(self._set, self._said, verb)

    async def _let_go(self, button: Button) -> None:
        site = self._hand.site
        if site.view is not None:
            verb = partial(site.desk.light, self._place, None, site.view.at, site.who)
            await self._hand.press(button, self._said, verb)


def _chips(shown: tuple[tuple[tuple[str, str], ...], str], take: Callable[[str], None]) -> None:
    offered, chosen = shown
    for key, words in offered:
        chip = Button(words, partial(take, key), "chip")
        attributes(chip, aria_pressed="true" if key == chosen else "false")


def _why(lines: tuple[str, ...]) -> None:
    for number, line in enumerate(lines):
        text(line, "p", "te-3" if number else "te-strong")
