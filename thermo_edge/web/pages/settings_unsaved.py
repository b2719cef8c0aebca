"""What was typed into the settings and not saved outlives the page: the browser keeps it, and it is offered again."""

import json
from collections.abc import Callable

from nicegui import ui
from nicegui.events import GenericEventArguments

from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.components import Button, Section, attributes, box, icon, text
from thermo_edge.web.show.draft import Draft
from thermo_edge.web.show.unsaved import Unsaved, given_back, lines, resumed, to_keep

_SHOWN = 6
_SCRIPT = """(() => {
    const at = 'te-unsaved:' + location.pathname.split('/settings')[0];
    const kept = () => { try { return JSON.parse(sessionStorage.getItem(at)) || {} } catch { return {} } };
    const keep = (all) => { try {
        if (all.draft || all.typed) sessionStorage.setItem(at, JSON.stringify(all)); else sessionStorage.removeItem(at);
    } catch {} };
    window.teUnsaved = {
        lost: false,
        keep: (draft) => keep(draft ? {draft} : {}),
        settle: () => keep({draft: kept().draft}),
    };
    const note = (event) => {
        const one = event.target, where = one.dataset && one.dataset.where;
        if (!where || one.type === 'password') return;
        const all = kept();
        all.typed = {...all.typed, [where]: one.type === 'checkbox' ? one.checked : one.value};
        keep(all);
    };
    document.addEventListener('input', note, true);
    window.socket.on('disconnect', () => { window.teUnsaved.lost = true });
    window.socket.on('update', () => { window.teUnsaved.lost = false });
    window.onbeforeunload = (event) => {
        if (!window.teUnsaved.lost && document.querySelector('[data-unsaved]')) event.preventDefault();
    };
    emitEvent('te-unsaved', JSON.stringify(kept()));
})()"""
"""What is typed is noted before the house has heard it, for the connection may be gone; what the house has heard
is kept as one draft instead. The browser asks before changes are left behind, by what the bar shows at that moment
(a call that says so would come after the text); not where the connection was `lost`: that page reloads by itself."""


class UnsavedCard:
    """Keeps the draft in the browser's tab, and offers what an earlier page left there; `taken` hears that it came."""

    def __init__(self, draft: Draft, words: Words, taken: Callable[[], None]) -> None:
        self._draft, self._words, self._taken = draft, words, taken
        self._found: Unsaved | None = None
        self._asked = False
        self._client = ui.context.client
        self._part: Section[tuple[tuple[str, ...], bool]] = Section(self._offer)

    def begin(self) -> None:
        """Ask the browser what it has."""
        ui.on("te-unsaved", self._heard)
        ui.run_javascript(_SCRIPT)

    def keep(self) -> None:
        """After a change. What waits to be put back is not written over before it is answered."""
        if not self._asked:
            return
        if self._found is not None:
            if not self._draft.changes:
                self._client.run_javascript("teUnsaved.settle()")
            return
        kept = to_keep(self._draft) if self._draft.changes else None
        self._client.run_javascript(f"teUnsaved.keep({json.dumps(kept)})")

    def _heard(self, event: GenericEventArguments) -> None:
        if self._asked:
            return
        self._asked = True
        try:
            found = given_back(json.loads(str(event.args)))
        except ValueError:
            found = None
        told = lines(self._draft, found, self._words) if found is not None else ()
        self._found = found if told else None
        self._part.show((told, found is not None and found.secrets))
        if self._found is None and (found is not None or self._draft.changes):
            self.keep()  # nothing to let go: what was typed meanwhile is noted, and not yet heard

    def _offer(self, shown: tuple[tuple[str, ...], bool]) -> None:
        told, secrets = shown
        if not told:
            return
        words = self._words
        with box("te-card te-conflict", "section") as outer:
            heading = words.say(N_("You had not saved these"))
            attributes(outer, aria_label=heading)
            with box("te-title"):
                icon("edit_note")
                attributes(text(heading, "h2"), role="alert")
            with box("te-list"):
                for line in told[:_SHOWN]:
                    text(line)
                if len(told) > _SHOWN:
                    text(words.say(N_("and {count} more"), count=float(len(told) - _SHOWN)), "p", "te-3")
            if secrets:
                text(words.say(N_("Tokens and codes are not kept: type them again.")), "p", "te-3")
            with box("te-acts"):
                Button(words.say(N_("Put them back")), self._put_back, "main")
                Button(words.say(N_("Let them go")), self._let_go)

    def _put_back(self) -> None:
        found = self._found
        if found is not None:
            self._draft.tree, self._draft.conflicts = resumed(self._draft, found)
            self._let_go()
            self._taken()

    def _let_go(self) -> None:
        self._found = None
        self._part.show(((), False))
        self.keep()
