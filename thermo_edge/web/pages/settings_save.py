"""The bar that saves: how much was changed, what is wrong with it, and what the house made of the last save."""

from collections.abc import Awaitable, Callable

from thermo_edge.config.desk import SettingsDesk, State, Taken
from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.house import House
from thermo_edge.home.reason import Refused
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, attributes, box, text
from thermo_edge.web.show.draft import Draft
from thermo_edge.web.show.things import why
from thermo_edge.web.site import Site

Act = Callable[[], Awaitable[None]]

_TO_THE_FIRST_FAULT = (
    "{const first=[...document.querySelectorAll('[aria-invalid=true]')].find((field)=>field.checkVisibility());"
    "if(first){first.scrollIntoView({block:'center'});first.focus({preventScroll:true})}}"
)
"""Who presses Save in vain stands in the field that forbids it; one in another section is named beside the button."""

_TAKEN = {
    State.WAITING: N_("Saved. The house reads it within a few seconds."),
    State.TAKEN: N_("Saved. The house goes by it."),
    State.RESTART: N_("Saved. Some of it waits until Thermo Edge is started again."),
}


class SaveBar:
    """At the foot of the page; it is there when there is something to save or to say."""

    def __init__(self, site: Site, desk: SettingsDesk, draft: Draft, save: Act, discard: Act, undo: Act) -> None:
        self._words, self._desk, self._draft = site.words, desk, draft
        self._save, self._discard, self._undo = save, discard, undo
        self._busy = self._follows = self._refusal = False
        words = self._words
        with box("te-save") as self._box, box("te-save-in"):
            with box("te-grow"):
                self._count = text("", "p", "te-strong")
                self._state = text("", "p")
                attributes(self._state, role="status")
                self._said = text("", "p", "te-said")
                attributes(self._said, role="alert")
            self._back = Button(words.say(N_("Undo")), self._on_undo)
            self._drop = Button(words.say(N_("Discard")), self._on_discard)
            self._keep = Button(words.say(N_("Save")), self._on_save, "main")
        self._faults: tuple[str, ...] = ()
        self.show()

    def show(self, elsewhere: tuple[str, ...] | None = None) -> None:
        """`elsewhere`: faults of other sections than the one that is open."""
        if elsewhere is not None:
            self._faults = elsewhere
        words, count = self._words, len(self._draft.changes)
        told = words.say(N_("1 change")) if count == 1 else words.say(N_("{count} changes"), count=float(count))
        self._count.set_text(told if count else "")
        if count:
            self._state.set_text("")
            self._follows = False
        faulty = len(self._draft.faults)
        if faulty and count:
            mend = (
                words.say(N_("1 thing to mend first."))
                if faulty == 1
                else words.say(N_("{count} things to mend first."), count=float(faulty))
            )
            self._said.set_text(" ".join((mend, *self._faults[:2])))
        elif not self._refusal:
            self._said.set_text("")
        self._keep.bar(words.say(N_("Mend what is marked first.")) if faulty else "")
        self._keep.set_visibility(count > 0)
        self._drop.set_visibility(count > 0)
        self._back.set_visibility(self._follows)
        self._box.set_visibility(bool(count or self._state.text or self._said.text))
        attributes(self._box, data_unsaved="" if count else None)

    def refused(self, words: str) -> None:
        """Why it was not saved."""
        self._refusal = True
        if self._draft.conflicts:
            self._state.set_text("")
        self._said.set_text(words)
        self._box.set_visibility(True)

    def saved(self) -> None:
        self._follows = True
        self._refusal = False
        self._back.set_visibility(True)
        self.taken(self._desk.taken())

    def changed_elsewhere(self, here: bool, clashes: bool = False) -> None:
        """Somebody else saved; `here`: there are changes on this page, too, `clashes`: of the same setting.

        A conflict says so itself.
        """
        if self._draft.conflicts:
            return
        said = (
            N_("Somebody else changed the same setting. Save, and say which one holds.")
            if clashes
            else N_("The file was changed elsewhere meanwhile. Both changes are kept.")
            if here
            else N_("The file was changed elsewhere; this is how it is now.")
        )
        self._follows = False
        self._back.set_visibility(False)
        self._state.set_text(self._words.say(said))
        self._box.set_visibility(True)

    def taken(self, taken: Taken) -> None:
        """What the house made of the last save from here."""
        if not self._follows:
            return
        if taken.state is State.REFUSED:
            self._state.set_text("")
            self.refused(self._words.say(N_("Saved, but the house refuses it: {what}"), what="; ".join(taken.why)))
            return
        sentence = _TAKEN.get(taken.state)
        said = self._words.say(sentence) if sentence else ""
        if said != self._state.text:
            self._state.set_text(said)
            self._box.set_visibility(bool(said))

    async def _on_save(self) -> None:
        if self._keep.barred:
            self._box.client.run_javascript(_TO_THE_FIRST_FAULT)
            return
        await self._once(self._save)

    async def _on_discard(self) -> None:
        self._refusal = False
        await self._once(self._discard)

    async def _on_undo(self) -> None:
        await self._once(self._undo)

    async def _once(self, act: Act) -> None:
        if self._busy:
            return
        self._busy, self._refusal = True, False
        self._said.set_text("")
        attributes(self._keep, aria_busy="true")
        try:
            await act()
        except Refused as refused:
            self.refused(why(refused.reason, House(), self._words))
        except (ThermoEdgeError, TimeoutError, OSError) as error:
            self.refused(
                self._words.say(N_("This could not be saved: {what}"), what=str(error) or type(error).__name__)
            )
        finally:
            self._busy = False
            attributes(self._keep, aria_busy=None)
