"""Versions of the settings, and a file that was broken by hand."""

from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import background_tasks

from thermo_edge.config.desk import PAGE, Read, SettingsDesk
from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.house import House
from thermo_edge.home.reason import Refused
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Said, Section, attributes, box, icon, text
from thermo_edge.web.show.draft import Draft
from thermo_edge.web.show.settings import VersionRow, version_rows
from thermo_edge.web.show.things import why
from thermo_edge.web.site import Site

Reload = Callable[[], Awaitable[None]]


class VersionList:
    """The newest first, with a way back to each."""

    def __init__(self, site: Site, desk: SettingsDesk, draft: Draft, who: str, reload: Reload) -> None:
        self._site, self._desk, self._draft, self._who, self._reload = site, desk, draft, who, reload
        self._words = site.words
        with box("te-card te-form", "section"):
            text(
                self._words.say(N_("Each save, here or in the file, is a version. Going back is one, too.")),
                "p",
                "te-2",
            )
            self._said = Said()
            self._rows: Section[tuple[VersionRow, ...]] = Section(self._show, "te-list")
        background_tasks.create(self._read(), name="versions")

    async def _read(self) -> None:
        versions = await self._site.press(self._desk.versions)
        now = self._site.view.at if self._site.view is not None else versions[0].at if versions else None
        if not self._rows.box.is_deleted:
            self._rows.show(version_rows(versions, self._words, now, self._draft.tree))

    def _show(self, rows: tuple[VersionRow, ...]) -> None:
        words = self._words
        before = next((row for row in rows if not row.current and row.good), None)
        for row in rows:
            with box("te-version"):
                with box("te-grow"):
                    text(row.what, "div", "te-strong")
                    text(f"{row.when} · {row.who}", "div", "te-3")
                if row.current:
                    text(words.say(N_("Now")), "span", "te-3")
                    if before is not None:
                        Button(words.say(N_("Undo")), partial(self._restore, before.number))
                elif row.good:
                    label = words.say(N_("Go back to the version of {when}"), when=row.when)
                    Button(words.say(N_("Go back")), partial(self._restore, row.number), "bare", label)

    async def _restore(self, number: int) -> None:
        if self._draft.changes:
            self._said.say(self._words.say(N_("Save or discard your changes first.")))
            return
        try:
            saved = await self._site.press(partial(self._desk.restore, number, self._who or PAGE))
        except Refused as refused:
            self._said.say(why(refused.reason, House(), self._words))
            return
        except (ThermoEdgeError, TimeoutError, OSError) as error:
            self._said.say(self._words.say(N_("This could not be saved: {what}"), what=str(error)))
            return
        if saved.version is None:
            self._said.say(self._words.say(N_("That version is no longer kept.")))
        else:
            await self._reload()


class Broken:
    """Above everything: a file that the house cannot use, fault by fault, and the way back."""

    def __init__(self, site: Site, desk: SettingsDesk, reload: Reload) -> None:
        self._site, self._desk, self._reload = site, desk, reload
        self._part: Section[tuple[tuple[str, ...], int | None, bool]] = Section(self._show)

    def show(self, read: Read) -> None:
        self._part.show((read.faults, read.good, bool(read.version)))

    def _show(self, shown: tuple[tuple[str, ...], int | None, bool]) -> None:
        faults, good, readable = shown
        words = self._site.words
        if not faults:
            return
        with box("te-card te-broken", "section") as outer:
            attributes(outer, role="alert")
            with box("te-title"):
                icon("error")
                text(words.say(N_("The settings file cannot be used. The house goes on by the last good one.")), "h2")
            with box("te-whys", "ul"):
                for one in faults[:12]:
                    text(one, "li")
            if good is not None:
                with box("te-acts"):
                    Button(words.say(N_("Put back the last good one")), partial(self._restore, good), "main")
                kept = N_("What is there now is kept as a version.")
                beside = N_("What is there now is kept beside it, with .damaged behind its name.")
                text(words.say(kept if readable else beside), "p", "te-3")
            self._said = Said()

    async def _restore(self, number: int) -> None:
        words = self._site.words
        try:
            saved = await self._site.press(partial(self._desk.restore, number, PAGE))
        except (ThermoEdgeError, TimeoutError, OSError) as error:
            self._said.say(words.say(N_("This could not be saved: {what}"), what=str(error)))
            return
        if saved.version is None:
            self._said.say(words.say(N_("That version is no longer kept.")))
        else:
            await self._reload()
