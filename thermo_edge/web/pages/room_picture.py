"""The picture of a room: the 24 hours around now, or its last week, month or year in the same place."""

from functools import partial

from nicegui import ui

from thermo_edge.home.house import PlaceId
from thermo_edge.home.past import Reach
from thermo_edge.language.marks import N_
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.components import Button, Section, attributes, box, text
from thermo_edge.web.show.day import DayModel, PaneModel
from thermo_edge.web.show.past import REACHES, past_model


class RoomPicture:
    """`show` brings the 24 hours up to date; a longer time is looked up when somebody asks for it."""

    def __init__(self, site: Seat, place: PlaceId) -> None:
        self._site, self._place, self._words = site, place, site.words
        self._reach: Reach | None = None  # None: the 24 hours
        self._day: DayModel | None = None
        with box("te-row te-reaches") as group:
            attributes(group, role="group", aria_label=self._words.say(N_("How far back")))
            self._chips = {reach: self._chip(reach) for reach in (None, *Reach)}
        self._picture: Section[DayModel | None] = Section(_picture)

    def show(self, day: DayModel | None) -> None:
        self._day = day
        if self._reach is None:
            self._picture.show(day)

    def _chip(self, reach: Reach | None) -> Button:
        label = self._words.say(REACHES[reach] if reach is not None else N_("24 hours"))
        chip = Button(label, partial(self._back, reach), "chip")
        attributes(chip, aria_pressed="true" if reach is self._reach else "false")
        return chip

    async def _back(self, reach: Reach | None) -> None:
        self._reach = reach
        for each, chip in self._chips.items():
            attributes(chip, aria_pressed="true" if each is reach else "false")
        if reach is None:
            self._picture.show(self._day)
            return
        found, view = await self._site.past(self._place, reach), self._site.view
        if self._reach is reach and view is not None:  # nobody pressed another one meanwhile
            self._picture.show(past_model(found, view, self._site.words) if found is not None else None)


def _picture(model: DayModel | None) -> None:
    if model is None:
        box("te-skel").style("height:150px")
        return
    text(model.caption, "p", "te-2")
    if not model.panes:
        return
    with box("te-panes") as outer:
        attributes(outer, role="img", aria_label=model.caption)
        for pane in model.panes:
            _pane(pane)
        if model.now is not None:
            with box("te-pane-now").style(f"--now:{model.now:.2f}"):
                text("", "i")
        with box("te-hours"):
            for place, label in model.ticks:
                text(label, "span").style(f"left:{place:.1f}%")
    text(model.key, "p", "te-3")


def _pane(model: PaneModel) -> None:
    with box(f"te-pane {model.key}"):
        if model.name:
            with box("te-pane-name"):
                text(model.name, "b")
                text(model.now, "span", "te-3")
        with box("te-pane-box"):
            ui.html(model.svg, sanitize=False)  # numbers only
            for place, label in model.levels:
                text(label, "span", "level").style(f"top:{place:.1f}%")
