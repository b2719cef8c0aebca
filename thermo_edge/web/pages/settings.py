"""The settings: every one as a field, saved to the file that people edit by hand, with all its versions."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from functools import partial

from fastapi import Request
from nicegui import background_tasks, ui
from nicegui.events import GenericEventArguments

from thermo_edge.config.checking import Fault
from thermo_edge.config.desk import PAGE, Read, SettingsDesk, State
from thermo_edge.config.editing import Where, field_at
from thermo_edge.config.form import Kind
from thermo_edge.config.placing import slug, unique
from thermo_edge.config.tree import ABSENT, Conflict, at
from thermo_edge.config.wanted import Offer, offers, wanted
from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.inventory import Inventory
from thermo_edge.language.marks import N_
from thermo_edge.language.settings_labels import ONE
from thermo_edge.web.components import Button, Said, Section, attributes, box, icon, icon_button, text
from thermo_edge.web.pages import frame, inputs
from thermo_edge.web.pages.settings_conflicts import Conflicts
from thermo_edge.web.pages.settings_form import SettingsForm
from thermo_edge.web.pages.settings_save import SaveBar
from thermo_edge.web.pages.settings_unsaved import UnsavedCard
from thermo_edge.web.pages.settings_versions import Broken, VersionList
from thermo_edge.web.show.draft import Draft
from thermo_edge.web.show.settings import SECTIONS, fault, root, section_of, title_of
from thermo_edge.web.site import SCOPE, USER, Site

_LOOK_EVERY = 2.0
_ENTITIES_WITHIN = 1.5
_VERSIONS = "versions"


async def settings(request: Request, path: str = "") -> None:
    """Build the page for one browser; `path` names the section that is open."""
    site: Site = request.scope[SCOPE]
    if site.settings is None:
        frame.head(site.words, frame.SETTINGS)
        with box("te-page"), box("te-say"):
            text(site.words.say(N_("There are no settings to be changed here.")), "h1")
        frame.foot(site.words, frame.SETTINGS)
        return
    site.opened()
    ui.context.client.on_delete(site.closed)
    with suppress(TimeoutError):
        await asyncio.wait_for(site.look(), 0.3)
    read = await site.press(site.settings.read)
    page = SettingsPage(site, site.settings, read, request.scope.get(USER))
    steps = tuple(step for step in path.split("/") if step)
    await page.begin(steps)


class SettingsPage:
    """The list of sections, the one that is open, and the bar that saves."""

    def __init__(self, site: Site, desk: SettingsDesk, read: Read, user: str | None) -> None:
        self._site, self._desk, self._words = site, desk, site.words
        self._user = user
        self._draft = Draft(read)
        self._place: Where = ()
        self._inventory: Inventory | None = None
        self._checking = self._dirty = False
        words = self._words
        self._time = frame.head(words, frame.SETTINGS)
        with box("te-page te-set"):
            with box("te-say") as self._headline:
                text(words.say(N_("Settings")), "h1")
                text(words.say(N_("What is saved here stands in the same file that you can edit by hand.")), "p")
            self._broken = Broken(site, desk, self.reload)
            self._unsaved = UnsavedCard(self._draft, words, self._resumed)
            self._conflicts = Conflicts(site, self._draft, self._settle)
            with box("te-set-body") as self._body:
                with box("te-set-list", "nav") as self._nav:
                    attributes(self._nav, aria_label=words.say(N_("Sections")))
                    self._list = Section(self._sections)
                with box("te-col te-set-part") as self._part:
                    pass
        self._form = SettingsForm(self._draft, words, self._offers, self._changed, self.rebuild)
        self._bar = SaveBar(site, desk, self._draft, self._save, self._discard, self._undo)
        frame.foot(words, frame.SETTINGS)

    async def begin(self, place: Where) -> None:
        """Open a section; what the home has is asked for meanwhile."""
        self._asking = background_tasks.create(self._ask(), name="entities")
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self._asking), _ENTITIES_WITHIN)
        self.open(place, push=False)
        ui.on("te-place", self._went)
        ui.run_javascript(
            "window.addEventListener('popstate',()=>emitEvent('te-place',location.pathname.split('/settings')[1]||''))"
        )
        self._unsaved.begin()
        ui.timer(_LOOK_EVERY, self.look)
        self._changed()

    # --- where one is ---------------------------------------------------------------------------------------------

    def open(self, place: Where, push: bool = True) -> None:
        """Show a section, or an entry of it; () is the list."""
        known = not place or place[0] in {*(section.key for section in SECTIONS), _VERSIONS}
        self._place = place[:2] if known else ()
        if push:
            tail = "".join(f"/{step}" for step in self._place)
            ui.run_javascript(
                f"history.pushState(history.state,'',location.pathname.replace(/\\/settings.*$/,'/settings{tail}'));"
                "window.scrollTo(0,0)"
            )
        self.rebuild()

    def _went(self, event: GenericEventArguments) -> None:
        steps = tuple(step for step in str(event.args).split("/") if step)
        self.open(steps, push=False)

    def rebuild(self) -> None:
        """Build the open section anew."""
        if self._place and not self._entry_exists():
            self._place = self._place[:1]
        self._body.classes(add="inner") if self._place else self._body.classes(remove="inner")
        self._headline.classes(add="outer") if self._place else self._headline.classes(remove="outer")
        self._part.clear()
        self._form.begin()
        with self._part:
            self._show_place(self._place or (SECTIONS[0].key,))
        self._list.show((self._place[:1], self._marks()))
        self._tell()

    def _entry_exists(self) -> bool:
        return len(self._place) < 2 or at(self._draft.tree, self._place) is not ABSENT

    def _show_place(self, place: Where) -> None:
        words = self._words
        if place[0] == _VERSIONS:
            self._above(words.say(N_("Versions")), ())
            VersionList(self._site, self._desk, self._draft, self.who, self.reload)
            return
        section = next(one for one in SECTIONS if one.key == place[0])
        field = root().field(section.key)
        named = field is not None and field.kind is Kind.NAMED
        if named and len(place) > 1:
            self._entry(place)
            return
        self._above(words.say(section.title), ())
        if named:
            self._names(section.key)
            return
        parts = [one for one in root().fields if one.key in section.keys]
        simple = [one for one in parts if one.part is None]
        if simple:
            with box("te-card te-form", "section"):
                self._form.fields(root(), simple, ())
        for one in parts:
            if one.part is not None:
                self._form.nested(root(), one, (one.key,))

    def _above(self, title: str, back: Where) -> None:
        with box("te-row te-set-head"):
            target = back
            button = icon_button("arrow_back", self._words.say(N_("Back")), lambda: self.open(target))
            if not back:
                button.classes("te-only-phone")
            text(title, "h2", "te-big")

    def _names(self, key: str) -> None:
        """The entries of what goes by names."""
        words, entries = self._words, self._draft.at((key,))
        with box("te-card", "section"):
            with box("te-list"):
                for name in entries if isinstance(entries, dict) else ():
                    self._link((key, name), title_of((key, name), self._draft.tree, words).split(" › ")[-1])
            self._adding(key)
        self._form.lines[(key,)] = Said()

    def _link(self, place: Where, title: str) -> None:
        with box("te-item-row"):
            Button(title, partial(self.open, place), "plain te-grow te-strong")
            if any(one.where[: len(place)] == place for one in self._draft.faults):
                with box("te-fact bad", "span"):
                    icon("error")
                    text(self._words.say(N_("to mend")), "span")
            icon("chevron_right")

    def _adding(self, key: str) -> None:
        words, typed = self._words, [""]
        add, _ = ONE[key]

        def make() -> None:
            name = typed[0].strip()[:60]
            if not name:
                said.say(words.say(N_("Write a name first.")))
                return
            taken = {*(self._draft.tree.get("rooms") or {}), *(self._draft.tree.get("heat_sources") or {}), "alarm"}
            taken |= set(self._draft.tree.get(key) or {})
            made = unique(slug(name) or key.rstrip("s"), taken)
            self._draft.add((key,), made)
            self._draft.put((key, made, "name"), name)
            self._changed()
            self.open((key, made))

        def control() -> ui.element:
            line = inputs.entry("", lambda words_: typed.__setitem__(0, words_), wait=False)
            line.on("keydown.enter", make, args=[])
            return line

        with box("te-adding"):
            inputs.labelled(words.say(N_("{what}: name"), what=words.say(add)), control)
            Button(words.say(add), make)
            said = Said()

    def _entry(self, place: Where) -> None:
        words, field = self._words, field_at(place[:1])
        assert field is not None and field.part is not None
        name = title_of(place, self._draft.tree, words).split(" › ")[-1]
        self._above(name, place[:1])
        text(words.say(N_("Its id in the file: {name}"), name=str(place[1])), "p", "te-3")
        self._form.part(field.part, place)
        self._form.lines[place] = Said()

        def take_away() -> None:
            self._draft.put(place, ABSENT)
            self._changed()
            self.open(place[:1])

        with box("te-acts"):
            Button(words.say(N_("Take away: {what}"), what=name), take_away)

    def _sections(self, shown: tuple[Where, frozenset[str]]) -> None:
        place, marks = shown
        words = self._words
        rows = [(one.key, one.symbol, words.say(one.title), words.say(one.about)) for one in SECTIONS]
        rows.append((_VERSIONS, "history", words.say(N_("Versions")), words.say(N_("The last twenty; go back to one"))))
        for key, symbol, title, about in rows:
            with box("te-set-row") as row:
                icon(symbol)
                with box("te-grow"):
                    button = Button(title, partial(self.open, (key,)), "plain te-cover")
                    text(about, "div", "te-3")
                if key in marks:
                    icon("error")
                    text(words.say(N_("to mend")), "span", "te-sr")
                icon("chevron_right")
            attributes(button, aria_current="page" if place[:1] == (key,) else None)
            if place[:1] == (key,) or (not place and key == SECTIONS[0].key):
                row.classes("on")

    def _marks(self) -> frozenset[str]:
        return frozenset(section_of(str(one.where[0])).key for one in self._draft.faults if one.where)

    # --- what the home has ----------------------------------------------------------------------------------------

    async def _ask(self) -> None:
        with suppress(ThermoEdgeError, TimeoutError, OSError):
            self._inventory = await self._site.press(self._desk.entities)

    def _offers(self, where: Where) -> tuple[Offer, ...]:
        if self._inventory is None:
            return ()
        room = at(self._draft.tree, (*where[:2], "name")) if where[0] == "rooms" else ""
        return offers(self._inventory, wanted(where)[1], room if isinstance(room, str) else "")[:400]

    # --- changes --------------------------------------------------------------------------------------------------

    @property
    def who(self) -> str:
        """Who saves, where that is known."""
        person = self._site.person(self._user)
        return person.name if person is not None else ""

    def _changed(self) -> None:
        self._bar.show()
        self._unsaved.keep()
        self._dirty = True
        if not self._checking:
            background_tasks.create(self._check(), name="settings check")

    async def _check(self) -> None:
        self._checking = True
        try:
            while self._dirty:
                self._dirty = False
                self._draft.faults = await self._site.press(partial(self._desk.check, self._draft.tree))
                self._tell()
        finally:
            self._checking = False

    def _tell(self) -> None:
        """Each fault under its field; those that have none here are told beside the button that saves."""
        told: dict[Where, list[str]] = {}
        elsewhere: list[Fault] = []
        for one in self._draft.faults:
            where = one.where
            while where and where not in self._form.lines:
                where = where[:-1]
            said = fault(one, self._words)
            if where and len(where) >= len(one.where) - 1:
                told.setdefault(where, []).append(said)
            else:
                elsewhere.append(one)
        for where, line in self._form.lines.items():
            line.say(" ".join(told.get(where, ())))
        self._list.show((self._place[:1], self._marks()))
        self._bar.show(tuple(self._located(one) for one in elsewhere))

    def _located(self, one: Fault) -> str:
        where, said = title_of(one.where, self._draft.tree, self._words), fault(one, self._words)
        return f"{where}: {said}" if where else said

    async def _save(self) -> None:
        verb = partial(self._desk.save, self._draft.base, self._draft.tree, self.who or PAGE)
        saved = await self._site.press(verb)
        if saved.version is not None:
            await self.reload()
            self._bar.saved()
        elif saved.conflicts:
            self._draft.conflicts = saved.conflicts
            self._conflicts.show()
            self._conflicts.lead()
            self._bar.refused(self._words.say(N_("Somebody else changed the same setting: say which one holds.")))
        elif saved.faults:
            self._draft.faults = saved.faults
            self._tell()
            self._bar.refused(self._located(saved.faults[0]))
        else:
            self._bar.refused(
                self._words.say(N_("The file is written in a way that cannot be changed here: edit it by hand."))
            )

    async def _settle(self, decided: Iterable[Conflict], mine: Iterable[Conflict]) -> None:
        """After a conflict: in these mine holds, in the others theirs; then it can be saved."""
        self._draft.rebase(await self._site.press(self._desk.read), decided, mine)
        self._conflicts.show()
        self.rebuild()
        self._changed()

    def _resumed(self) -> None:
        """What was typed before the page was lost is here again."""
        self._conflicts.show()
        self.rebuild()
        self._changed()

    async def _undo(self) -> None:
        """What was before the last save holds again; where somebody saved meanwhile, that is theirs to undo."""
        if (await self._site.press(self._desk.read)).version != self._draft.base.version:
            await self.reload()
            self._bar.changed_elsewhere(False)
            return
        versions = await self._site.press(self._desk.versions)
        before = next((one for one in versions[1:] if one.good), None)
        if before is not None:
            await self._site.press(partial(self._desk.restore, before.number, self.who or PAGE))
            await self.reload()
            self._bar.saved()

    async def _discard(self) -> None:
        await self.reload()

    async def reload(self) -> None:
        """Begin anew with what the file says."""
        self._draft.discard(await self._site.press(self._desk.read))
        self._conflicts.show()
        self.rebuild()
        self._changed()

    async def look(self) -> None:
        """What became of the file, and of what was saved."""
        model = self._site.model
        if model is not None and self._time.text != model.time:
            self._time.set_text(model.time)
        with suppress(TimeoutError, ThermoEdgeError, OSError):
            now = await self._site.press(self._desk.read)
            self._broken.show(now)
            if now.version != self._draft.base.version:
                if not self._draft.changes:
                    await self.reload()
                    self._bar.changed_elsewhere(False)
                else:
                    self._bar.changed_elsewhere(True, self._draft.clashes(now))
        taken = self._desk.taken()
        self._bar.taken(taken)
        if taken.state is State.REFUSED:
            self._bar.show()
