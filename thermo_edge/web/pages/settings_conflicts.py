"""Settings that two people changed at once, side by side: for each, mine or theirs."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from nicegui import ui

from thermo_edge.config.tree import Conflict, Path
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Section, attributes, box, icon, text
from thermo_edge.web.show.conflicts import ConflictRow, conflict_rows
from thermo_edge.web.show.draft import Draft
from thermo_edge.web.site import Site

_LEAD = (
    "{const card=document.querySelector('.te-conflict');"
    "if(card){card.scrollIntoView({block:'center'});card.querySelector('button').focus({preventScroll:true})}}"
)
"""Who pressed Save far below would read that something is to be said, and not see what."""

Settle = Callable[[Iterable[Conflict], Iterable[Conflict]], Awaitable[None]]
"""Takes those that were decided, and of them those in which mine holds."""


class Conflicts:
    """Nothing is decided until each setting has its answer; the two long buttons answer for all that is left."""

    def __init__(self, site: Site, draft: Draft, settle: Settle) -> None:
        self._words, self._draft, self._settle = site.words, draft, settle
        self._choices: dict[Path, bool] = {}
        self._client = ui.context.client
        self._part: Section[tuple[ConflictRow, ...]] = Section(self._show)

    def show(self) -> None:
        """What the draft has of them; a setting that changed once more is asked about anew."""
        self._choices = {}
        self._draw()

    def lead(self) -> None:
        """Bring whoever reads to the first question."""
        self._client.run_javascript(_LEAD)

    def _draw(self) -> None:
        draft = self._draft
        self._part.show(conflict_rows(draft.conflicts, self._choices, draft.tree, self._words))

    def _show(self, rows: tuple[ConflictRow, ...]) -> None:
        if not rows:
            return
        words = self._words
        with box("te-card te-conflict", "section") as outer:
            heading = words.say(N_("Somebody else changed the same settings."))
            attributes(outer, aria_label=heading)
            with box("te-title"):
                icon("call_split")
                attributes(text(heading, "h2"), role="alert")
            text(words.say(N_("Say of each which one holds. Nothing is saved before.")), "p", "te-2")
            for row in rows:
                self._row(row)
            left = sum(row.mine is None for row in rows)
            with box("te-acts"):
                if left == 0:
                    Button(words.say(N_("Go on with these")), self._decide, "main")
                elif len(rows) > 1:
                    Button(words.say(N_("Mine for all that is left")), partial(self._rest, True))
                    Button(words.say(N_("Theirs for all that is left")), partial(self._rest, False))

    def _row(self, row: ConflictRow) -> None:
        words = self._words
        with box("te-both") as group:
            attributes(group, role="group", aria_label=row.where)
            text(row.where, "h3")
            for mine, name, lines in (
                (True, words.say(N_("Yours")), row.own),
                (False, words.say(N_("Theirs, in the file now")), row.theirs),
            ):
                side = Button("", partial(self._choose, row.path, mine), "side", f"{name}: {'; '.join(lines)}")
                attributes(side, aria_pressed="true" if row.mine is mine else "false")
                with side:
                    text(name, "span", "te-3")
                    for line in lines:
                        text(line, "span", "te-strong")

    def _choose(self, path: Path, mine: bool) -> None:
        self._choices = {**self._choices, path: mine}
        self._draw()

    def _rest(self, mine: bool) -> None:
        self._choices = {**{one.path: mine for one in self._draft.conflicts}, **self._choices}
        self._draw()

    async def _decide(self) -> None:
        decided = tuple(one for one in self._draft.conflicts if one.path in self._choices)
        await self._settle(decided, tuple(one for one in decided if self._choices[one.path]))
