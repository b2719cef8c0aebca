"""The page of the heating plan: each room's next day, what it costs beside other ways, and what it rests on."""

from fastapi import Request
from nicegui import ui

from thermo_edge.language.marks import N_
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.components import Keyed, Row, Section, attributes, box, card, pill, text
from thermo_edge.web.pages import frame
from thermo_edge.web.pages.page import Page, opened
from thermo_edge.web.show.marks import Mark
from thermo_edge.web.show.plan import PlanCard, PlanModel, plan_model
from thermo_edge.web.show.plan_chart import Chart
from thermo_edge.web.show.plan_costs import Costs

_KEY = N_(
    "Dashed: expected. Pale around it: 8 in 10. Block: comfort by the hours. Bars: heating, full height is full heat."
)


async def plan(request: Request) -> None:
    """Build the page for one browser."""
    PlanPage(*await opened(request))


class PlanPage(Page[PlanModel]):
    """Each part is brought up to date by itself."""

    def __init__(self, site: Seat, user: str | None = None) -> None:
        super().__init__(site, frame.PLAN, user, "te-plan")

    def latest(self) -> PlanModel:
        return self.site.made(plan_model)

    def build(self) -> None:
        with box("te-col te-main"):
            self._rooms: Keyed[PlanCard] = Keyed(lambda room: (room.key, room.name), self._room, "te-col")
            text(self.words.say(_KEY), "p", "te-3")
        with box("te-col te-aside"):
            self._aside()

    def show(self, model: PlanModel) -> None:
        self._rooms.show(model.rooms)
        self._costs.show(model.costs)
        self._degree.show(model.costs)
        self._left_out.show(model.left_out)
        self._rests_on.show(model.rests_on)

    def _aside(self) -> None:
        words = self.words
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
        with card(self.words.say(N_("One degree less")), "thermostat_arrow_down"), box("te-col te-quality"):
            text(self.words.say(N_("What one degree less, all day in one room, would save:")), "p", "te-2")
            _table(model.degree)

    def _not_planned(self, left_out: tuple[tuple[str, str], ...]) -> None:
        if not left_out:
            return
        with card(self.words.say(N_("Not planned")), "rule"), box("te-list"):
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
