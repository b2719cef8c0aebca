"""On a room's page: how it should usually be, a slider for each time of the day, and what that changes."""

from functools import partial

from nicegui import background_tasks, events, ui

from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.taste import Doing
from thermo_edge.home.what_if import Ask, Change, Imagined
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Keyed, Said, Section, attributes, box, text
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.pages.tastes import taste_row, told_to
from thermo_edge.web.show.lasting import LastingModel, LastingPart, changes, heat_words, offset_words, steps_of
from thermo_edge.web.show.tastes import TasteRow


class LastingForm:
    """What is chosen stays half made while the page goes on; nothing changes before the button is pressed."""

    def __init__(self, model: LastingModel, hand: Hand) -> None:
        self._model, self._hand, self._words = model, hand, hand.site.words
        self._doing = model.parts[0].doing if model.parts else Doing.ASLEEP
        self._steps: int | None = None  # None: as it is now
        self._asked = 0
        self._rows: Keyed[TasteRow] = Keyed(lambda row: row.key, lambda row: taste_row(row, hand), "te-list")
        with box("te-lasting") as outer:
            name = self._words.say(N_("Usually"))
            attributes(outer, role="group", aria_label=name)
            self._chips = Section(self._choose, "te-row")
            self._value = text("", "b")
            self._slider = Section(self._range)
            self._told = text("", "p", "te-2")
            attributes(self._told, aria_live="polite")
            self._heat = text("", "p", "te-2")
            self._season = text("", "p", "te-3")
            with box("te-acts") as self._acts:
                self._keep = Button(self._words.say(N_("Keep it so")), self._press, "main")
            self._said = Said()

    def show(self, model: LastingModel) -> None:
        self._model = model
        self._rows.show(told_to(model.rows, self._hand))
        self._season.set_text(model.season)
        self._keep.bar(self._hand.may_not("prefer"))
        self._draw()

    # --- drawing --------------------------------------------------------------------------------------------------

    def _part(self) -> LastingPart | None:
        parts = self._model.parts
        return next((part for part in parts if part.doing is self._doing), parts[0] if parts else None)

    def _chosen(self, part: LastingPart) -> int:
        steps = self._steps if self._steps is not None else steps_of(part, self._model.size)
        return min(max(steps, part.least), part.most)

    def _draw(self) -> None:
        part = self._part()
        if part is None:
            return
        steps, words = self._chosen(part), self._words
        said = offset_words(steps, self._model.size, words)
        self._chips.show((tuple((each.doing, each.name) for each in self._model.parts), part.doing))
        self._slider.show((part.doing, part.least, part.most, steps_of(part, self._model.size)))
        self._value.set_text(said)
        attributes(self._input, aria_valuetext=said)
        self._told.set_text(changes(part, steps, self._model, words))
        self._acts.set_visibility(steps != steps_of(part, self._model.size))

    def _choose(self, shown: tuple[tuple[tuple[Doing, str], ...], Doing]) -> None:
        offered, chosen = shown
        for doing, name in offered:
            chip = Button(name, partial(self._take, doing), "chip")
            attributes(chip, aria_pressed="true" if doing is chosen else "false")

    def _range(self, shown: tuple[Doing, int, int, int]) -> None:
        """Built anew only for another time of the day, or when what holds has changed: a hand may be on it."""
        _, least, most, steps = shown
        self._input = ui.element("input").classes("te-slider")
        label = self._words.say(N_("Warmer or cooler than the settings"))
        attributes(self._input, type="range", min=str(least), max=str(most), step="1", aria_label=label)
        self._input.on("vnodeMounted", js_handler=f"(v) => {{ v.el.value = {steps} }}")
        self._input.on("input", self._slide, js_handler="(e) => emit(+e.target.value)")
        self._input.on("change", self._rest, js_handler="(e) => emit(+e.target.value)")
        with box("te-slider-ends te-3"):
            text(self._words.say(N_("cooler")), "span")
            text(self._words.say(N_("warmer")), "span")

    # --- what is done with it -------------------------------------------------------------------------------------

    def _take(self, doing: Doing) -> None:
        if doing is not self._doing:  # else what is half made stays, as the slider does
            self._begin(doing)

    def _begin(self, doing: Doing) -> None:
        self._doing, self._steps = doing, None
        self._asked += 1  # what is still being reckoned is about something else
        self._heat.set_text("")
        self._draw()

    def _slide(self, event: events.GenericEventArguments) -> None:
        self._steps = int(event.args) if isinstance(event.args, int | float) else None
        self._heat.set_text("")
        self._draw()

    def _rest(self, event: events.GenericEventArguments) -> None:
        """Where the slider comes to rest, what it takes is reckoned beside the page."""
        self._slide(event)
        self._asked += 1
        background_tasks.create(self._reckon(self._asked), name="lasting")

    async def _reckon(self, asked: int) -> None:
        part, site = self._part(), self._hand.site
        if part is None or self._chosen(part) == steps_of(part, self._model.size):
            return
        offset = self._chosen(part) * self._model.size
        change = Change(Ask.LASTING, self._model.place, doing=part.doing, offset=offset)
        found: Imagined | None = None
        try:
            found = await site.ponder(partial(site.desk.what_if, change))
        except (TimeoutError, ThermoEdgeError):
            found = None  # what is not known is not said
        if asked == self._asked and not self._heat.is_deleted:
            self._heat.set_text(heat_words(found, self._words))

    async def _press(self) -> None:
        part, site = self._part(), self._hand.site
        if part is None:
            return
        offset = round(self._chosen(part) * self._model.size, 2)
        verb = partial(site.desk.prefer, self._model.place, part.doing, offset, site.who)
        if await self._hand.press(self._keep, self._said, verb):
            self._begin(part.doing)
