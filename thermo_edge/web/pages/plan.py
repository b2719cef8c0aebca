"""The page of the heating plan: each room's next day, what it costs beside other ways, and what it rests on."""

import asyncio
from contextlib import suppress
from functools import partial

from fastapi import Request
from nicegui import ui

from thermo_edge.language.marks import N_
from thermo_edge.web.components import Keyed, Row, Section, attributes, box, card, pill, text
from thermo_edge.web.pages import frame
from thermo_edge.web.show.marks import Mark
from thermo_edge.web.show.plan import PlanCard, PlanModel
from thermo_edge.web.show.plan_chart import Chart
from thermo_edge.web.show.plan_costs import Costs
from thermo_edge.web.site import LOOK_EVERY, SCOPE, Site

_SKELETON_AFTER = 0.3

_KEY = N_(
    "Dashed: expected. Pale around it: 8 in 10. Block: comfort by the hours. Bars: heating, full height is full heat."
)


async def plan(request: Request) -> None:
    """Build the page for one browser."""
    site: Site = request.scope[SCOPE]
    site.opened()
    ui.context.client.on_delete(site.closed)
    with suppress(TimeoutError):
        await asyncio.wait_for(site.look(), _SKELETON_AFTER)
    PlanPage(site)


class PlanPage:
    """Each part is brought up to date by itself."""

    def __init__(self, site: Site) -> None:
        self._site, self._words = site, site.words
        self._model: PlanModel | None = None
        self._time = frame.head(site.words, frame.PLAN)
        with box("te-page"):
            box("te-sky").props("aria-hidden=true")
            self._headline = Section(frame.said, "te-say")
            self._waiting = Section(frame.skeleton)
            self._broken: Section[bool] = Section(partial(frame.some_broken, self._words))
            with box("te-home te-plan") as self._body:
                with box("te-col te-main"):
                    self._rooms: Keyed[PlanCard] = Keyed(lambda room: (room.key, room.name), self._room, "te-col")
                    text(self._words.say(_KEY), "p", "te-3")
                with box("te-col te-aside"):
                    self._aside()
        frame.foot(site.words, frame.PLAN)
        self._refresh()
        ui.timer(LOOK_EVERY, self._refresh)

    def _refresh(self) -> None:
        model = self._site.plan()
        if model is not self._model:
            self._model = model
            self._show(model)

    def _show(self, model: PlanModel) -> None:
        if self._time.text != model.time:
            self._time.set_text(model.time)
        self._headline.show(model.headline)
        self._waiting.show(model.waiting)
        self._broken.show(bool(model.broken))
        self._body.set_visibility(model.seen)
        self._body.classes(add="stale") if model.stale else self._body.classes(remove="stale")
        self._rooms.show(model.rooms)
        self._costs.show(model.costs)
        self._degree.show(model.costs)
        self._left_out.show(model.left_out)
        self._rests_on.show(model.rests_on)

    def _aside(self) -> None:
        words = self._words
        with card(words.say(N_("What it costs")), "payments"):
            self._costs = Section(self._what_it_costs, "te-col te-quality")
        self._degree = Section(self._one_degree_less)
        self._left_out = Section(self._not_planned)
        with card(words.say(N_("What it rests on")), "foundation"):
            self._rests_on = Section(_lines, "te-list te-2")

    def _room(self, room: PlanCard) -> Row[PlanCard]:
        with box("te-card te-belief", "section") as outer:
            attributes(outer, aria_label=room.name)
            with box("te-row"):
                text(room.name, "h2", "te-grow")
                pills = Section(_pills, "te-row", "span")
            said = Section(_said)
            picture = Section(_picture)

        def show(model: PlanCard) -> None:
            pills.show((model.mode, model.state))
            said.show((model.now, model.why, model.then, model.learned))
            picture.show(model.chart)

        return Row(outer, show)

    @staticmethod
    def _what_it_costs(model: Costs | None) -> None:
        if model is None:
            return
        text(model.title, cls="te-2")
        _table(model.rows, model.head)
        text(model.key, "p", "te-3")

    def _one_degree_less(self, model: Costs | None) -> None:
        if model is None or not model.degree:
            return
        with card(self._words.say(N_("One degree less")), "thermostat_arrow_down"), box("te-col te-quality"):
            text(self._words.say(N_("What one degree less, all day in one room, would save:")), "p", "te-2")
            _table(model.degree)

    def _not_planned(self, left_out: tuple[tuple[str, str], ...]) -> None:
        if not left_out:
            return
        with card(self._words.say(N_("Not planned")), "rule"), box("te-list"):
            for name, because in left_out:
                with box():
                    text(name, cls="te-strong")
                    text(because, "p", "te-3")


def _pills(shown: tuple[Mark | None, Mark]) -> None:
    for mark in shown:
        if mark is not None:
            pill(mark)


def _said(shown: tuple[str, str, str, str]) -> None:
    now, because, then, learned = shown
    text(now, cls="te-strong")
    if because:
        text(because, "p", "te-2")
    if then:
        text(then, "p")
    if learned:
        text(learned, "p", "te-3")


def _picture(model: Chart | None) -> None:
    if model is None:
        return
    text(model.caption, "p", "te-3")
    with box("te-chart") as outer:
        attributes(outer, role="img", aria_label=model.label)
        with box("te-chart-box"):
            ui.html(model.svg, sanitize=False)  # numbers only
            for place, label in model.levels:
                text(label, "span", "level").style(f"top:{place:.1f}%")
        with box("te-hours"):
            for place, label in model.ticks:
                text(label, "span").style(f"left:{place:.1f}%")


def _table(rows: tuple[tuple[str, ...], ...], head: tuple[str, ...] = ()) -> None:
    with box("te-table", "table"):
        if head:
            with box("", "tr"):
                for title in head:
                    attributes(text(title, "th"), scope="col")
        for row in rows:
            with box("", "tr"):
                for cell in row:
                    text(cell, "td")


def _lines(lines: tuple[str, ...]) -> None:
    for line in lines:
        text(line)
