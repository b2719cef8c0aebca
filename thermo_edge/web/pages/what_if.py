"""The page that tries a change: the day as it would be, before anybody says yes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from fastapi import Request
from nicegui import ui

from thermo_edge.home.house import Domain, Mode, PlaceId
from thermo_edge.home.what_if import Ask, Change, Imagined
from thermo_edge.language.marks import N_
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.components import Button, Said, Section, attributes, box, card, icon_button, text
from thermo_edge.web.pages import frame
from thermo_edge.web.pages.page import Page, opened
from thermo_edge.web.show.what_if import (
    KINDS,
    Answer,
    WhatIfModel,
    absence_words,
    answer,
    shift_words,
    what_if_model,
    working_day,
)
from thermo_edge.web.show.wishes import End, ends, first_target, step

_SHIFT = timedelta(minutes=30)
_MOST = timedelta(hours=4)
_IN_SETTINGS = N_("To have it so, change it in the settings.")
_BY_ITSELF = N_("Once everybody is out, the house does so by itself.")


async def what_if(request: Request) -> None:
    """Build the page for one browser."""
    site, user = await opened(request)
    WhatIfPage(site, user, PlaceId(request.query_params.get("room", "")))


class WhatIfPage(Page[WhatIfModel]):
    """What is chosen stays half made while the page goes on."""

    def __init__(self, site: Seat, user: str | None = None, place: PlaceId | None = None) -> None:
        self._place = place
        self._ask, self._end = Ask.TARGET, "day"
        self._target: float | None = None
        self._shift = -_SHIFT
        super().__init__(site, frame.WHAT_IF, user, "te-what-if")

    def latest(self) -> WhatIfModel:
        return self.site.made(what_if_model)

    def build(self) -> None:
        words = self.words
        with box("te-col te-aside"), card(words.say(N_("What would be otherwise")), "tune"):
            self._kinds = Section(self._choose_kind, "te-row")
            self._rooms = Section(self._choose_room, "te-row te-lasts")
            with box("te-row te-step") as self._steps:
                self._less = icon_button("remove", words.say(N_("Less")), lambda: self._step(False))
                self._value = text("", "b")
                attributes(self._value, aria_live="polite")
                self._more = icon_button("add", words.say(N_("More")), lambda: self._step(True))
            self._ends = Section(self._choose_end, "te-row")
            self._away = text("", "p", "te-2 te-lasts")
            with box("te-acts"):
                self._try = Button(words.say(N_("Try it")), self._reckon, "main")
            self._said = Said()
        with box("te-col te-main"):
            self._answer: Section[tuple[Answer, Change] | None] = Section(self._told)

    def show(self, model: WhatIfModel) -> None:
        names = [place for place, _ in model.rooms]
        if names and self._place not in names:
            self._place = names[0]
        self._draw()

    # --- choosing -------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        whole = self._ask is Ask.AWAY
        self._kinds.show(self._ask)
        self._rooms.show(((self.model.rooms if self.model is not None and not whole else ()), self._place))
        self._steps.set_visibility(self._ask in {Ask.TARGET, Ask.HOURS})
        self._value.set_text(self._said_value())
        offered = tuple((end.key, end.words) for end in self._offered())
        self._ends.show((offered if self._ask is Ask.TARGET else (), self._end))
        view = self.site.view
        self._away.set_text(absence_words(view, self.words) if whole and view is not None else "")

    def _said_value(self) -> str:
        if self._ask is Ask.TARGET:
            return self.words.temperature(self._wanted())
        return shift_words(self._shift, self.words)

    def _wanted(self) -> float:
        if self._target is None:
            view = self.site.view
            seen = next((each for each in view.rooms if each.id == self._place), None) if view is not None else None
            self._target = first_target(seen, self.site.in_fahrenheit) if seen is not None else 20.0
        return self._target

    def _offered(self) -> tuple[End, ...]:
        view = self.site.view
        return ends(view.at, self._wanted(), view.house.zone, self.words) if view is not None else ()

    def _choose_kind(self, chosen: Ask) -> None:
        for ask, words in KINDS.items():
            _chip(self.words.say(words), ask is chosen, partial(self._take, ask=ask))

    def _choose_room(self, shown: tuple[tuple[tuple[PlaceId, str], ...], PlaceId | None]) -> None:
        rooms, chosen = shown
        for place, name in rooms:
            _chip(name, place == chosen, partial(self._take, place=place))

    def _choose_end(self, shown: tuple[tuple[tuple[str, str], ...], str]) -> None:
        offered, chosen = shown
        for key, words in offered:
            _chip(words, key == chosen, partial(self._take, end=key))

    def _take(self, ask: Ask | None = None, place: PlaceId | None = None, end: str = "") -> None:
        asked = self._ask, self._place
        if place is not None and place != self._place:
            self._place, self._target = place, None
        self._ask, self._end = ask or self._ask, end or self._end
        if (self._ask, self._place) != asked:  # the answer to another question would be taken for this one's
            self._answer.show(None)
        self._draw()

    def _step(self, up: bool) -> None:
        room = self.site.view.house.room(self._place) if self.site.view is not None and self._place else None
        if self._ask is Ask.HOURS:
            self._shift = max(-_MOST, min(self._shift + (_SHIFT if up else -_SHIFT), _MOST))
        elif room is not None:
            self._target = step(self._wanted(), up, room.limits, self.site.in_fahrenheit)
        self._draw()

    # --- trying ---------------------------------------------------------------------------------------------------

    def _change(self) -> Change:
        view = self.site.view
        if self._ask is Ask.AWAY and view is not None:
            since, until = working_day(view)
            return Change(Ask.AWAY, since=since, until=until)
        return Change(self._ask, self._place, self._wanted(), self._shift, until=self._until())

    def _until(self) -> datetime | None:
        return next((end.until for end in self._offered() if end.key == self._end), None)

    async def _reckon(self) -> None:
        change = self._change()
        found: list[Imagined] = []

        def imagine() -> None:
            found.append(self.site.desk.what_if(change))

        done, view = await self.hand.press(self._try, self._said, imagine, tries=True), self.site.view
        told = answer(found[0], view, self.site.words) if done and view is not None else None
        self._answer.show((told, change) if told is not None else None)

    def _told(self, shown: tuple[Answer, Change] | None) -> None:
        """What came of a change, and the change: another one that comes to the same is another answer."""
        words = self.words
        if shown is None:
            with card(cls="te-empty"):
                text(words.say(N_("Nothing tried yet.")), "h3")
            return
        model, change = shown
        with card(words.say(N_("The next day")), "compare_arrows"):
            text(model.sentence, "p", "te-strong")
            _table(model)
            if model.svg:
                text(f"{model.room}. {model.caption}", "p", "te-2")
                with box("te-panes") as outer:
                    attributes(outer, role="img", aria_label=f"{model.room}. {model.caption}")
                    with box("te-pane-box te-pane-tall"):
                        ui.html(model.svg, sanitize=False)  # numbers only
                        for place, label in model.levels:
                            text(label, "span", "level").style(f"top:{place:.1f}%")
                    with box("te-hours"):
                        for place, label in model.ticks:
                            text(label, "span").style(f"left:{place:.1f}%")
                text(words.say(N_("Grey: as planned. Dashed: as it would be.")), "p", "te-3")
            text(model.key, "p", "te-3")
            self._yes(change)

    def _yes(self, change: Change) -> None:
        """What can be done at once is offered; other changes stand in the settings."""
        words, verb = _to_do(change, self.site)
        if verb is None:
            text(self.words.say(_BY_ITSELF if change.ask is Ask.AWAY else _IN_SETTINGS), "p", "te-2")
            if change.place is not None and not self.hand.may_not("settings"):
                lasting = self.words.say(N_("Its comfort and hours for good"))
                ui.link(lasting, frame.settings_path(str(change.place))).classes("te-go")
            return

        async def do() -> None:
            if await self.hand.press(yes, said, verb):
                said.say(self.words.say(N_("Done.")))

        with box("te-acts"):
            yes = Button(words, do, "main")
        yes.bar(self.hand.may_not("set_mode" if change.ask is Ask.ALONE else "wish"))
        said = Said()


def _to_do(change: Change, site: Seat) -> tuple[str, Callable[[], None] | None]:
    """What the button says that does it, and what it does; None where it cannot be done from here."""
    if change.ask is Ask.TARGET and change.place is not None and change.target is not None and change.until:
        verb = partial(site.desk.wish, change.place, change.target, change.until, site.who)
        return site.words.say(N_("Yes, wish {target}"), target=change.target), verb
    if change.ask is Ask.ALONE and change.place is not None:
        verb = partial(site.desk.set_mode, change.place, Domain.CLIMATE, Mode.OBSERVE, site.who)
        return site.words.say(N_("Yes, only observe there")), verb
    return "", None


def _chip(words: str, chosen: bool, take: Callable[[], None]) -> None:
    chip = Button(words, take, "chip")
    attributes(chip, aria_pressed="true" if chosen else "false")


def _table(model: Answer) -> None:
    with box("te-table", "table"):
        with box("", "tr"):
            for title in model.head:
                attributes(text(title, "th"), scope="col")
        for row in model.rows:
            with box("", "tr"):
                for cell in row:
                    text(cell, "td")
