"""The first page: the house in a sentence, its questions, its rooms, its holds, and what it decided."""

from functools import partial

from fastapi import Request
from nicegui import ui

from thermo_edge.home.house import PlaceId
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Keyed, Row, Said, Section, attributes, box, card, icon, text
from thermo_edge.web.pages import frame, rows
from thermo_edge.web.pages.alarm import AlarmCard, Alerts
from thermo_edge.web.pages.decisions import Decisions
from thermo_edge.web.pages.page import opened
from thermo_edge.web.pages.panel import PlacePanel
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.pages.rooms import room_row
from thermo_edge.web.show.coming import Coming
from thermo_edge.web.show.home import AskRow, HoldRow, HomeModel, SourceRow, home_model
from thermo_edge.web.show.rooms import RoomCard
from thermo_edge.web.site import LOOK_EVERY, Site


async def home(request: Request) -> None:
    """Build the page for one browser."""
    HomePage(*await opened(request))


class HomePage:
    """Each part is brought up to date by itself, so that nothing open closes and no focus is lost."""

    def __init__(self, site: Site, user: str | None = None) -> None:
        self._site, self._words = site, site.words
        self._hand = Hand(site, self.look, user)
        self._model: HomeModel | None = None
        self._time = frame.head(site.words, frame.HOME)
        self._panel = PlacePanel(self._hand)
        with box("te-page"):
            box("te-sky").props("aria-hidden=true")
            self._headline = Section(frame.said, "te-say")
            self._banners = rows.Banners(self._hand, self._show_not_done)
            self._waiting = Section(frame.skeleton)
            self._broken: Section[bool] = Section(partial(frame.some_broken, self._words))
            with box("te-home") as self._body:
                self._main()
                with box("te-col te-aside"):
                    self._aside()
                self._decisions = Decisions(self._hand)
            with card(cls="te-stands") as self._stands:
                attributes(self._stands, aria_label=self._words.say(N_("Health")))
                self._health = Keyed(lambda row: row.symbol, lambda _: rows.health_row(), "te-stands-grid")
        frame.foot(site.words, frame.HOME)
        first = self._site.model or home_model(None, self._words, None)
        self._show(first)
        self._show_banners(first)
        ui.timer(LOOK_EVERY, self.look)

    def look(self) -> None:
        """Show what is new."""
        model = self._site.model
        if model is not None and model is not self._model:
            self._model = model
            self._show(model)
        if model is not None:
            self._show_banners(model)
        self._alarm.say_once()
        self._panel.refresh()

    def _show(self, model: HomeModel) -> None:
        if self._time.text != model.time:
            self._time.set_text(model.time)
        self._headline.show(model.headline)
        self._waiting.show(model.waiting)
        self._body.set_visibility(model.seen)
        self._stands.set_visibility(model.seen)
        self._broken.show(bool(model.broken))
        self._alerts.show(model.alerts)
        self._alarm.show(model.alarm)
        self._asks.show(model.asks)
        self._rooms.show(model.rooms)
        self._empty.show(model.empty)
        self._next.set_visibility(model.coming is not None)
        self._coming.show(model.coming)
        self._holds.show(model.holds)
        self._no_holds.show(not model.holds)
        self._sources.show(model.sources)
        self._sources_card.set_visibility(bool(model.sources))
        self._observing.show(model.observing)
        attributes(self._switch, aria_checked="true" if model.observing else "false")
        self._decisions.show(model.decisions)
        self._health.show(model.health)

    def _show_banners(self, model: HomeModel) -> None:
        """Without the one that repeats what a press on the alarm was answered; it comes back when that is over."""
        said = self._alarm.refusal
        self._banners.show(tuple(banner for banner in model.banners if not said or banner.text != said))

    def _main(self) -> None:
        with box("te-col te-main"):
            self._alerts = Alerts(self._hand)
            self._asks: Keyed[AskRow] = Keyed(
                lambda ask: ask.key, lambda ask: rows.ask_row(ask, self._hand), "te-col te-asking"
            )
            self._rooms: Keyed[RoomCard] = Keyed(lambda room: (room.key, room.name), self._room, "te-rooms")
            self._empty = Section(self._no_rooms)

    def _room(self, room: RoomCard) -> Row[RoomCard]:
        return room_row(room, self._hand, lambda: self._panel.open(PlaceId(room.key)))

    def _source(self, source: SourceRow) -> Row[SourceRow]:
        return rows.source_row(lambda: self._panel.open(PlaceId(source.key)))

    def _aside(self) -> None:
        words = self._words
        self._alarm = AlarmCard(self._hand, self._open_alarm)
        with card(words.say(N_("Next")), "update") as self._next:
            self._coming = Section(self._what_comes, "te-list")
        with card(words.say(N_("Holds")), "front_hand"):
            self._holds: Keyed[HoldRow] = Keyed(
                lambda hold: hold.key, lambda hold: rows.hold_row(hold, self._hand), "te-list"
            )
            self._no_holds = Section(self._nothing_held)
        with card(words.say(N_("Heat sources")), "heat_pump") as self._sources_card:
            self._sources: Keyed[SourceRow] = Keyed(lambda source: source.key, self._source, "te-list")
        with card(cls="te-observe"):
            icon("visibility")
            with box("words"):
                text(words.say(N_("Observe everything")), "h2")
                self._observing = Section(self._observe_line, "te-3")
                said = Said()
            self._switch = Button("", lambda: self._observe(said), "switch", words.say(N_("Observe everything")))
            attributes(self._switch, role="switch")

    def _open_alarm(self) -> None:
        if self._model is not None and self._model.alarm is not None:
            self._panel.open(PlaceId(self._model.alarm.place))

    async def _observe(self, said: Said) -> None:
        site, on = self._site, self._model is not None and not self._model.observing
        await self._hand.press(self._switch, said, partial(site.desk.observe_everything, on, site.who))

    def _observe_line(self, on: bool) -> None:
        sentence = N_("Nothing is sent to any device.") if on else N_("Each room goes by its own mode.")
        text(self._words.say(sentence))

    def _what_comes(self, model: Coming | None) -> None:
        if model is None:
            return
        for room, what in model.rows:
            with box():
                text(room, cls="te-strong")
                text(what, "p", "te-3")
        if not model.rows:
            text(self._words.say(N_("Nothing has to be heated as far as is planned.")), "p", "te-3")
        if model.price:
            text(model.price, "p", "te-3")

    def _nothing_held(self, nothing: bool) -> None:
        if nothing:
            text(self._words.say(N_("None. What someone sets by hand is left alone for a while.")), "p", "te-3")

    def _no_rooms(self, empty: bool) -> None:
        if not empty:
            return
        with card(self._words.say(N_("Add rooms")), "add_home"):
            sentence = N_(
                "Name each room in the settings file under rooms, with its thermometer and what heats it; "
                "config.example.yaml shows how. Until then nothing is read and nothing is sent."
            )
            text(self._words.say(sentence), "p", "te-2")

    def _show_not_done(self) -> None:
        self._decisions.show_not_done()
