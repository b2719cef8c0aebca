"""The owner's page of the program itself: its health, what it talks to, what it keeps, and what it said."""

from fastapi import Request
from nicegui import ui

from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.system import SystemView
from thermo_edge.language.marks import N_
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.components import Button, Keyed, Row, Section, attributes, box, card, icon, text
from thermo_edge.web.downloads import BACKUP, DIAGNOSTICS
from thermo_edge.web.pages import frame
from thermo_edge.web.pages.page import Page, opened
from thermo_edge.web.pages.put_back import PutBackCard
from thermo_edge.web.show.health import HealthRow
from thermo_edge.web.show.system import ConnectionRow, ProgramModel, SystemModel, program_model, system_model

_EVERY = 10
"""Looks between two looks at the program: counting what is kept costs something."""

_LOG_FIRST, _LOG_ALL = 12, 400


async def system(request: Request) -> None:
    """Build the page for one browser."""
    SystemPage(*await opened(request))


class SystemPage(Page[SystemModel]):
    """Each part is brought up to date by itself."""

    def __init__(self, site: Seat, user: str | None = None) -> None:
        self._looks, self._most = 0, _LOG_FIRST
        self._found: SystemView | None = None
        super().__init__(site, frame.SYSTEM, user, "te-system")

    def latest(self) -> SystemModel:
        return self.site.made(system_model)

    def build(self) -> None:
        words = self.words
        with box("te-col te-main"):
            with card(words.say(N_("Health")), "monitor_heart"):
                self._health: Keyed[HealthRow] = Keyed(lambda row: row.symbol, lambda _: _health(), "te-list")
            with card(words.say(N_("Connections made")), "lan"):
                self._connections: Keyed[ConnectionRow] = Keyed(lambda row: row.key, lambda _: _connection(), "te-list")
                self._none = Section(self._no_connection)
                since = N_("Since the program started. Thermo Edge makes no other connections.")
                text(words.say(since), "p", "te-3 te-after")
            with card(words.say(N_("Last lines of the log")), "receipt_long"):
                self._log: Section[tuple[str, ...]] = Section(self._lines)
                with box("te-acts"):
                    self._more = Button(words.say(N_("Show more")), self._unfold)
        with box("te-col te-aside"):
            with card(words.say(N_("Database")), "database"):
                self._kept: Section[tuple[tuple[str, str], ...]] = Section(_kept)
                self._version = text("", "p", "te-3 te-after")
            self._diagnostics()
            self._backup()
            self._put_back = PutBackCard(self.site, self.hand)

    def show(self, model: SystemModel) -> None:
        self._health.show(model.health)

    async def look(self) -> None:
        """Show what is new."""
        self.refresh()
        desk, view = self.site.system, self.site.view
        if desk is None or view is None:
            return
        if self._looks % _EVERY == 0:
            try:
                self._found = await self.site.press(desk.look)
            except (TimeoutError, ThermoEdgeError, OSError):
                self._looks -= 1
            await self._put_back.look()
        self._looks += 1
        if self._found is not None:
            self._program(program_model(self._found, view, self.site.words))

    def _program(self, model: ProgramModel) -> None:
        self._connections.show(model.connections)
        self._none.show(not model.connections)
        self._kept.show(model.kept)
        self._log.show(model.log[-self._most :])
        self._more.set_visibility(len(model.log) > self._most)
        if self._version.text != model.version:
            self._version.set_text(model.version)

    async def _unfold(self) -> None:
        self._most = _LOG_ALL
        await self.look()

    def _no_connection(self, none: bool) -> None:
        if none:
            text(self.words.say(N_("None.")), "p", "te-2")

    def _lines(self, lines: tuple[str, ...]) -> None:
        if not lines:
            text(self.words.say(N_("Nothing yet.")), "p", "te-2")
            return
        with box("te-log") as outer:
            attributes(outer, role="log", tabindex="0", aria_label=self.words.say(N_("Last lines of the log")))
            for line in lines:
                text(line)

    def _diagnostics(self) -> None:
        words = self.words
        with card(words.say(N_("Diagnostics")), "troubleshoot"):
            said = N_(
                "For somebody who helps: version, settings, health, connections, models and the log. Names, ids, "
                "addresses and secrets are replaced. Look into it before you send it."
            )
            text(words.say(said), "p", "te-2")
            _download(DIAGNOSTICS, words.say(N_("Download diagnostics")))

    def _backup(self) -> None:
        words = self.words
        with card(words.say(N_("Backup")), "save"):
            said = N_(
                "The whole house in one file: history, settings, and who may come in. It holds secrets and habits: "
                "keep it where only you can read it."
            )
            text(words.say(said), "p", "te-2")
            _download(BACKUP, words.say(N_("Download a backup")))


def _download(path: str, words: str) -> None:
    with box("te-acts"), ui.link(target=path).classes("te-btn quiet te-download") as link:
        icon("download")
        text(words, "span")
    attributes(link, download="")


def _health() -> Row[HealthRow]:
    with box() as outer:
        body = Section(_health_words, "te-row te-part-of")
    return Row(outer, body.show)


def _health_words(row: HealthRow) -> None:
    icon(row.symbol if row.good else "error")
    text(row.state, "span", "te-grow" if row.good else "te-grow te-bad")
    if row.detail:
        text(row.detail, "span", "te-3")


def _connection() -> Row[ConnectionRow]:
    with box() as outer:
        body = Section(_connection_words)
    return Row(outer, body.show)


def _connection_words(row: ConnectionRow) -> None:
    text(row.where, "div", "te-strong")
    text(row.what, "p", "te-2")
    text(row.much, "p", "te-3")


def _kept(rows: tuple[tuple[str, str], ...]) -> None:
    with box("te-pairs", "dl"):
        for name, value in rows:
            text(name, "dt")
            text(value, "dd")
