"""The page of who is where: the home and its rooms, what comes, what kind of time it is, and how good that was."""

from fastapi import Request
from nicegui import ui

from thermo_edge.home.turn import Actor, ActorKind
from thermo_edge.language.marks import N_
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.components import Keyed, Row, Section, attributes, box, card, icon, pill, text
from thermo_edge.web.pages import frame
from thermo_edge.web.pages.page import Page, opened
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.pages.regime import RegimeCard
from thermo_edge.web.show.marks import Mark
from thermo_edge.web.show.people import look_lines
from thermo_edge.web.show.quality import QualityModel
from thermo_edge.web.show.steps import Steps
from thermo_edge.web.show.where import BeliefCard, MomentRow, WhereModel, persons, where_model


async def where(request: Request) -> None:
    """Build the page for one browser, and for the one who looks."""
    WherePage(*await opened(request))


class WherePage(Page[WhereModel]):
    """Each part is brought up to date by itself."""

    def __init__(self, site: Seat, user: str | None) -> None:
        super().__init__(site, frame.WHERE, user, "te-where")

    def latest(self) -> WhereModel:
        return self.site.made(where_model)

    def build(self) -> None:
        self._main()
        with box("te-col te-aside"):
            self._aside(self.hand)

    async def look(self) -> None:
        """Show what is new."""
        self.refresh()
        found = await self.site.whereabouts(self.user)
        known = self.site.person(self.user) is not None
        self._persons.show((known, persons(found or (), self.site.words), known and found is None))
        view = self.site.view
        self._looks.show(look_lines(self.site.looks(), view.house if view is not None else None, self.site.words))

    def show(self, model: WhereModel) -> None:
        self._home.show(() if model.home is None else (model.home,))
        self._rooms.show(model.rooms)
        self._moments.show(model.moments)
        self._no_moments.show(not model.moments)
        self._source.show(model.source)
        self._own.show(model.own)
        self._regime.show(model.regime)
        self._quality.show(model.quality)

    def _who(self) -> Actor:
        person = self.site.person(self.user)
        return Actor(ActorKind.PERSON, person.name) if person is not None else self.site.who

    def _main(self) -> None:
        with box("te-col te-main"):
            self._home: Keyed[BeliefCard] = Keyed(lambda home: home.key, self._belief, "te-col")
            self._rooms: Keyed[BeliefCard] = Keyed(lambda room: (room.key, room.name), self._belief, "te-beliefs")

    def _aside(self, hand: Hand) -> None:
        words = self.words
        with card(words.say(N_("Expected")), "schedule"):
            self._moments: Keyed[MomentRow] = Keyed(lambda row: row.symbol, lambda _: _moment(), "te-list")
            self._no_moments = Section(self._nothing_expected)
            self._source = Section(_small)
        self._regime = RegimeCard(hand, self._who)
        with card(words.say(N_("People")), "group"):
            self._persons = Section(self._people, "te-list")
            self._looks = Section(self._looked)
        with card(words.say(N_("How good this has been")), "fact_check"):
            self._quality = Section(self._how_good, "te-col te-quality")
            self._own = Section(_small)

    def _belief(self, belief: BeliefCard) -> Row[BeliefCard]:
        with box("te-card te-belief", "section") as outer:
            attributes(outer, aria_label=belief.name)
            with box("te-row"):
                text(belief.name, "h2", "te-grow")
                state = Section(pill, tag="span")
            bar = Section(_bar)
            reasons = Section(self._reasons)
            picture = Section(self._picture)

        def show(model: BeliefCard) -> None:
            state.show(model.state)
            bar.show((model.percents, model.likely, model.since, model.state.tone))
            reasons.show(model.reasons)
            picture.show(model.steps)

        return Row(outer, show)

    def _reasons(self, reasons: tuple[str, ...]) -> None:
        if not reasons:
            text(self.words.say(N_("Nothing speaks for or against it")), "p", "te-3")
            return
        with box("te-whys", "ul"):
            for reason in reasons:
                text(reason, "li")

    @staticmethod
    def _picture(steps: Steps | None) -> None:
        if steps is None:
            return
        text(steps.caption, "p", "te-3")
        with box("te-ahead") as outer:
            attributes(outer, role="img", aria_label=steps.label)
            ui.html(steps.svg, sanitize=False)  # numbers only
            with box("te-axis"):
                for label in steps.labels:
                    text(label, "span")

    def _nothing_expected(self, nothing: bool) -> None:
        if nothing:
            sentence = N_("Not known now. It takes some weeks to see when people come, wake and go to sleep.")
            text(self.words.say(sentence), "p", "te-3")

    def _people(self, shown: tuple[bool, tuple[tuple[str, Mark], ...], bool]) -> None:
        known, found, failed = shown
        if not found:
            sentence = N_("It is not known who looks at this page, so it names nobody.")
            if known:
                sentence = N_("Not known") if failed else N_("Nobody lets you see whether they are home.")
            text(self.words.say(sentence), "p", "te-3")
        for name, mark in found:
            with box("te-row"):
                text(name, "span", "te-grow")
                pill(mark)

    def _looked(self, lines: tuple[str, ...]) -> None:
        if not lines:
            return
        text(self.words.say(N_("Who looked")), "h3")
        with box("te-whys", "ul"):
            for line in lines:
                text(line, "li")

    def _how_good(self, model: QualityModel | None) -> None:
        if model is None:
            return
        for fault in model.faults:
            with box():
                text(fault.what, cls="te-2")
                text(fault.often, cls="te-strong")
                text(fault.counted, "p", "te-3")
        text(model.sentence, "p", "te-2")
        if not model.rows:
            return
        titles = (N_("It said"), N_("It was so"), N_("Beliefs"))
        with box("te-table", "table"):
            with box("", "tr"):
                for title in titles:
                    attributes(text(self.words.say(title), "th"), scope="col")
            for row in model.rows:
                with box("", "tr"):
                    for cell in row:
                        text(cell, "td")


def _bar(shown: tuple[tuple[int, ...], str, str, str]) -> None:
    percents, likely, since, tone = shown
    with box(f"te-meter te-likely {tone}") as meter:
        attributes(meter, role="img", aria_label=likely)
        for percent in percents:
            box("", "i").style(f"width:{percent}%")
    with box("te-row te-under"):
        text(likely, "span", "te-grow")
        if since:
            text(since, "span", "te-3")


def _small(line: str) -> None:
    if line:
        text(line, "p", "te-3")


def _moment() -> Row[MomentRow]:
    with box("te-moment") as outer:
        body = Section(_moment_words)
    return Row(outer, body.show)


def _moment_words(row: MomentRow) -> None:
    icon(row.symbol)
    with box("te-grow"):
        text(row.what)
        if row.between:
            text(row.between, cls="te-3")
    text(row.when, "span", "te-strong")
