"""The page of a room: its day as a picture, a wish and the modes beside it, and what was decided about it."""

from functools import partial

from fastapi import Request
from nicegui import ui

from thermo_edge.home.house import PlaceId
from thermo_edge.home.turn import DecisionRecord
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.components import Keyed, Section, box, card, fact, icon, pill, text
from thermo_edge.web.pages import frame, rows
from thermo_edge.web.pages.decisions import Decisions
from thermo_edge.web.pages.lasting import LastingForm
from thermo_edge.web.pages.page import Page, opened
from thermo_edge.web.pages.panel import PanelBody
from thermo_edge.web.pages.room_picture import RoomPicture
from thermo_edge.web.show.day import day_model
from thermo_edge.web.show.decisions import Group
from thermo_edge.web.show.home import HoldRow
from thermo_edge.web.show.lasting import LastingModel
from thermo_edge.web.show.marks import Mark
from thermo_edge.web.show.otherwise import OtherwiseRow, otherwise_rows
from thermo_edge.web.show.room import RoomModel, about_room, room_model
from thermo_edge.web.show.rooms import RoomCard

_AT_FIRST, _MOST = 50, 1600
"""Decisions that are looked up at first, and at most."""


async def room(request: Request, place: str) -> None:
    """Build the page of one room for one browser; where there is no such room it says so, also to programs."""
    site, user = await opened(request)
    if site.view is not None and all(each.id != place for each in site.view.rooms):
        ui.status_code(404)
    RoomPage(site, PlaceId(place), user)


class RoomPage(Page[RoomModel]):
    """Each part is brought up to date by itself."""

    def __init__(self, site: Seat, place: PlaceId, user: str | None = None) -> None:
        self._place = place
        self._make = site.maker((room_model, place), partial(room_model, place))
        self._filled: PanelBody | None = None
        self._lasting: LastingForm | None = None
        self._limit = _AT_FIRST
        self._about: tuple[HouseView, tuple[DecisionRecord, ...], str] | None = None
        super().__init__(site, frame.room_path(str(place)), user, "te-room-page", site.place_name(place))

    def latest(self) -> RoomModel:
        return self.site.made(self._make)

    def build(self) -> None:
        words = self.words
        with box("te-col te-main"):
            with box("te-row te-now"):
                self._card: Section[RoomCard | None] = Section(self._degrees, "te-row")
                self._mode: Section[Mark | None] = Section(_mode, tag="span")
            with card(words.say(N_("How warm it is")), "show_chart"):
                self._picture = RoomPicture(self.site, self._place)
            with card(words.say(N_("What would change it now")), "alt_route"):
                self._others: Section[tuple[OtherwiseRow, ...]] = Section(self._otherwise, "te-list")
        with box("te-col te-aside"):
            with card(words.say(N_("In this room")), "meeting_room"):
                self._facts = Section(_facts, "te-facts")
                ui.link(words.say(N_("What if …")), f"{frame.WHAT_IF}?room={self._place}").classes("te-go")
            self._panel = box("te-col")
            self._usually = box("te-col")
            with card(words.say(N_("Holds")), "front_hand"):
                self._holds: Keyed[HoldRow] = Keyed(
                    lambda hold: hold.key, lambda hold: rows.hold_row(hold, self.hand), "te-list"
                )
                self._no_holds = Section(self._nothing_held)
        self._decisions = Decisions(self.hand, tuple(Group), self._older)

    def show(self, model: RoomModel) -> None:
        self._card.show(model.card)
        self._mode.show(model.card.mode if model.card is not None else None)
        self._facts.show(model.facts)
        self._holds.show(model.holds)
        self._no_holds.show(not model.holds)
        if model.panel is not None:
            if self._filled is None:
                with self._panel:
                    self._filled = PanelBody(model.panel, self.hand)
            self._filled.show(model.panel)
        if model.lasting is not None:
            if self._lasting is None:
                with self._usually:
                    self._lasting = self._lasts(model.lasting)
            self._lasting.show(model.lasting)

    def _lasts(self, model: LastingModel) -> LastingForm:
        words = self.words
        with card(words.say(N_("Usually")), "event_repeat"):
            made = LastingForm(model, self.hand)
            if not self.hand.may_not("settings"):
                hours = words.say(N_("Its comfort and hours in the settings"))
                ui.link(hours, frame.settings_path(str(self._place))).classes("te-go")
        return made

    async def look(self) -> None:
        """Show what is new; the decisions and the past of the picture come from the history."""
        self.refresh()
        await self._decided()
        view, day = self.site.view, await self.site.day(self._place)
        seen = next((each for each in view.rooms if each.id == self._place), None) if view is not None else None
        if view is None or seen is None or day is None:
            return
        self._others.show(otherwise_rows(await self.site.others(self._place), view, self.site.words))
        self._picture.show(self.site.drawn(self._place, partial(day_model, seen, day, view, self.site.words)))

    async def _decided(self) -> None:
        """This room's own, however many there were elsewhere since."""
        view, model = self.site.view, self.model
        records = await self.site.decisions(self._place, self._limit)
        if view is None or model is None or records is None:
            return
        seen = view, records, model.blocked
        if self._about is None or any(one is not other for one, other in zip(seen, self._about, strict=True)):
            self._about = seen
            cards = about_room(records, view, self.site.words, model.blocked)
            self._decisions.show(cards, more=len(records) >= self._limit < _MOST)

    async def _older(self) -> None:
        self._limit = min(2 * self._limit, _MOST)
        await self._decided()

    def _degrees(self, model: RoomCard | None) -> None:
        if model is None:
            return
        text(model.degrees, "b", "te-number" if model.known and not model.stale else "te-number unknown")
        said = f"{model.aside} {model.lasts}".strip()
        text(self.words.say(N_("Wish: {what}"), what=said) if model.wished else said, "span", "te-2")

    def _otherwise(self, found: tuple[OtherwiseRow, ...]) -> None:
        if not found:
            text(self.words.say(N_("Nothing that was tried would change it.")), "p", "te-3")
        for row in found:
            with box("te-fact"):
                icon(row.symbol)
                with box():
                    text(row.what, "div", "te-3")
                    text(row.then)

    def _nothing_held(self, nothing: bool) -> None:
        if nothing:
            text(self.words.say(N_("None. What someone sets by hand is left alone for a while.")), "p", "te-3")


def _mode(mark: Mark | None) -> None:
    if mark is not None:
        pill(mark)


def _facts(facts: tuple[Mark, ...]) -> None:
    for mark in facts:
        fact(mark)
