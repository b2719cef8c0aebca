"""A wish: warmer or cooler, and for how long."""

from functools import partial

from thermo_edge.home.house import PlaceId
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Said, Section, attributes, box, icon_button, text
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.panel import WishModel
from thermo_edge.web.show.wishes import End, ends, step, warmer


class WishForm:
    """What is wished stays half made while the page goes on."""

    def __init__(self, place: PlaceId, model: WishModel, hand: Hand) -> None:
        self._place, self._hand = place, hand
        self._words = words = hand.site.words
        self._target, self._limits, self._end = model.start, model.limits, "day"
        self._measured = model.measured
        with box("te-wish") as outer:
            attributes(outer, role="group", aria_label=words.say(N_("Wish")))
            text(words.say(N_("Wish")), "h3")
            self._now = Section(self._present)
            with box("te-row te-step"):
                icon_button("remove", words.say(N_("Cooler")), lambda: self._step(False))
                self._value = text("", "b")
                attributes(self._value, aria_live="polite")
                icon_button("add", words.say(N_("Warmer")), lambda: self._step(True))
            self._chips = Section(self._choose, "te-row")
            with box("te-acts"):
                self._set = Button("", self._make, "main")
            self._said = Said()
        self._draw()

    def show(self, model: WishModel, blocked: str) -> None:
        self._limits, self._measured = model.limits, model.measured
        self._now.show(model.now)
        self._set.bar(blocked)
        self._draw()

    def _draw(self) -> None:
        self._value.set_text(self._words.temperature(self._target))
        offered = self._ends()
        self._chips.show((tuple((end.key, end.words) for end in offered), self._end))
        self._set.set_text(next((end.wish for end in offered if end.key == self._end), ""))

    def _ends(self) -> tuple[End, ...]:
        view = self._hand.site.view
        return ends(view.at, self._target, view.house.zone, self._words) if view is not None else ()

    def _present(self, now: str) -> None:
        if not now:
            return
        with box("te-row"):
            text(now, "span", "te-grow")
            end = Button(self._words.say(N_("End wish")), lambda: self._end_wish(end))

    def _choose(self, shown: tuple[tuple[tuple[str, str], ...], str]) -> None:
        offered, chosen = shown
        for key, words in offered:
            chip = Button(words, lambda key=key: self._last(key), "chip")  # type: ignore[misc]
            attributes(chip, aria_pressed="true" if key == chosen else "false")

    def _last(self, key: str) -> None:
        self._end = key
        self._draw()

    def _step(self, up: bool) -> None:
        fahrenheit = self._hand.site.in_fahrenheit
        self._target = (
            warmer(self._target, self._measured, self._limits, fahrenheit)
            if up
            else step(self._target, False, self._limits, fahrenheit)
        )
        self._draw()

    async def _make(self) -> None:
        site, target = self._hand.site, self._target
        until = next(end.until for end in self._ends() if end.key == self._end)
        verb = partial(site.desk.wish, self._place, target, until, site.who)
        await self._hand.press(self._set, self._said, verb)

    async def _end_wish(self, button: Button) -> None:
        site = self._hand.site
        await self._hand.press(button, self._said, partial(site.desk.end_wish, self._place, site.who))
