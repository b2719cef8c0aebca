"""The page of the alarm: what is open, arming with what stands in its way, and what happened today."""

from fastapi import Request
from nicegui import ui

from thermo_edge.home.house import PlaceId
from thermo_edge.language.marks import N_
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.components import Button, Keyed, Row, Section, attributes, box, card, icon, pill, text
from thermo_edge.web.pages import frame
from thermo_edge.web.pages.alarm import AlarmCard, Alerts
from thermo_edge.web.pages.page import Page, opened
from thermo_edge.web.pages.panel import PlacePanel
from thermo_edge.web.show.security import Budget, SecurityModel, budget, security_model
from thermo_edge.web.show.timeline import EventRow, Timeline, timeline

_PAGE = 12
"""Events before the rest is folded away."""


async def security(request: Request) -> None:
    """Build the page for one browser."""
    SecurityPage(*await opened(request))


class SecurityPage(Page[SecurityModel]):
    """Each part is brought up to date by itself."""

    def __init__(self, site: Seat, user: str | None = None) -> None:
        self._most = _PAGE
        super().__init__(site, frame.SECURITY, user, "te-security")

    def latest(self) -> SecurityModel:
        return self.site.made(security_model)

    def build(self) -> None:
        words = self.words
        self._panel = PlacePanel(self.hand)
        self._alerts = Alerts(self.hand)
        with box("te-col te-aside"):
            self._alarm = AlarmCard(self.hand, self._open_alarm)
            with card(words.say(N_("Alarms of late")), "notifications"):
                self._budget: Section[Budget | None] = Section(_cells)
        with box("te-col te-main"), card(words.say(N_("What was unusual in the last day")), "timeline"):
            self._picture: Section[Timeline | None] = Section(self._today)
            self._rows: Keyed[EventRow] = Keyed(lambda row: row.key, lambda _: _event(), "te-list")
            self._more = Section(self._fold)

    def show(self, model: SecurityModel) -> None:
        self._alerts.show(model.alerts)
        self._alarm.show(model.alarm)

    async def look(self) -> None:
        """Show what is new, and what the history says of today."""
        self.refresh()
        self._alarm.say_once()
        self._panel.refresh()
        view, found = self.site.view, await self.site.happened()
        if view is None or found is None:
            return
        events, past = found
        made = timeline(events, view, self.site.words)
        self._picture.show(made)
        self._rows.show(made.rows[: self._most])
        self._more.show(len(made.rows) > self._most)
        self._budget.show(budget(past, view, self.site.words))

    def _open_alarm(self) -> None:
        if self.model is not None and self.model.alarm is not None:
            self._panel.open(PlaceId(self.model.alarm.place))

    def _fold(self, more: bool) -> None:
        if more:
            Button(self.words.say(N_("Show more")), self._unfold)

    async def _unfold(self) -> None:
        self._most += _PAGE
        await self.look()

    def _today(self, model: Timeline | None) -> None:
        if model is None:
            return
        text(model.sentence, "p", "te-2")
        if model.young:
            text(model.young, "p", "te-3")
        if not model.svg:
            return
        with box("te-chart te-surprise") as outer:
            attributes(outer, role="img", aria_label=model.label)
            with box("te-chart-box"):
                ui.html(model.svg, sanitize=False)  # numbers only
            with box("te-hours"):
                for place, label in model.ticks:
                    text(label, "span").style(f"left:{place:.1f}%")


def _event() -> Row[EventRow]:
    with box("te-event te-row") as outer:
        body = Section(_event_words, "te-row te-grow")
    return Row(outer, body.show)


def _event_words(row: EventRow) -> None:
    text(row.when, "span", "te-when")
    icon(row.symbol)
    with box("te-grow"):
        text(row.what)
        if row.often:
            text(row.often, "div", "te-3")
    if row.mark is not None:
        pill(row.mark)


def _cells(model: Budget | None) -> None:
    if model is None:
        return
    text(model.sentence, "p", "te-2")
    with box("te-cells") as outer:
        attributes(outer, role="img", aria_label=model.label)
        for cell in model.cells:
            box(cell, "i")
