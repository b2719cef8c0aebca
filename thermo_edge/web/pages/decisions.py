"""The latest decisions and refusals, and what a person says to them."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from thermo_edge.home.turn import Verdict
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Keyed, Row, Said, Section, attributes, box, card, icon, pill, text
from thermo_edge.web.pages.inputs import more
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.decisions import GROUPS, DecisionCard, Group, chosen
from thermo_edge.web.show.instead import InsteadRow
from thermo_edge.web.show.marks import Mark

_PAGE = 8
"""Cards before the rest is folded away."""

AT_A_GLANCE = (Group.ALL, Group.DID, Group.DID_NOT)
"""What the list of the whole house can be narrowed to."""

_MORE, _OLDER = N_("Show more"), N_("Show older")

_WRONG = {
    "time": (N_("The time"), N_("Noted: the time was wrong.")),
    "temperature": (N_("The temperature"), N_("Noted: the temperature was wrong.")),
    "nobody_there": (N_("Nobody was there"), N_("Noted: nobody was there.")),
}
"""What can be wrong: what is kept as the label's detail, the button, and what is said then."""


class Decisions:
    """The list with its filter. `older` is called when more is asked for than there is here."""

    def __init__(
        self, hand: Hand, groups: Sequence[Group] = AT_A_GLANCE, older: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        self._hand, self._older = hand, older
        self._words = hand.site.words
        self._all: tuple[DecisionCard, ...] = ()
        self._group, self._most = Group.ALL, _PAGE
        self._told: dict[int, str] = {}
        self._there_are_more = False
        with box("te-col te-decisions", "section") as outer:
            with box("te-row"):
                self._title = text(self._words.say(N_("Decisions")), "h2", "te-grow")
                attributes(self._title, tabindex="-1")
                self._chips = {group: self._chip(group) for group in groups}
            self._list: Keyed[DecisionCard] = Keyed(lambda item: item.number, self._make, "te-col")
            self._empty = Section(self._nothing)
            self._more = Section(self._fold)
        attributes(outer, aria_label=self._words.say(N_("Decisions")))

    def show(self, cards: tuple[DecisionCard, ...], more: bool = False) -> None:
        """`more`: there are older ones than these."""
        self._all, self._there_are_more = cards, more
        found = chosen(cards, self._group)
        self._list.show(found[: self._most])
        self._empty.show((not found, len(cards), more))
        self._more.show("" if len(found) <= self._most and not more else _OLDER if self._older else _MORE)
        for group, chip in self._chips.items():
            attributes(chip, aria_pressed="true" if group is self._group else "false")

    def narrow(self, group: Group) -> None:
        """Show one group only."""
        self._group, self._most = group, _PAGE
        self.show(self._all, self._there_are_more)

    def show_not_done(self) -> None:
        """From the observe banner: what would have been done."""
        self.narrow(Group.DID_NOT)
        self._title.run_method("focus")

    def _chip(self, group: Group) -> Button:
        return Button(self._words.say(GROUPS[group]), lambda: self.narrow(group), "chip")

    def _fold(self, label: str) -> None:
        if label:
            Button(self._words.say(label), self._unfold)

    async def _unfold(self) -> None:
        self._most += _PAGE
        self.show(self._all, self._there_are_more)
        if self._there_are_more and self._older is not None and len(chosen(self._all, self._group)) < self._most:
            await self._older()

    def _nothing(self, state: tuple[bool, int, bool]) -> None:
        nothing, count, more = state
        if not nothing:
            return
        with card(cls="te-empty"):
            among = self._words.say(N_("None of these among the latest {count}."), count=float(count))
            said = self._words.say(N_("None of these yet.") if count else N_("None yet."))
            text(among if more else said, "h3")
            if not count:
                text(self._words.say(N_("They come as soon as the house has something to decide.")), cls="te-2")

    def _make(self, item: DecisionCard) -> Row[DecisionCard]:
        row = _DecisionRow(item, self._hand, self._told)
        return Row(row.element, row.show)


class _DecisionRow:
    """A card; below it Undo and Wrong, then the question, then what was noted."""

    def __init__(self, item: DecisionCard, hand: Hand, told: dict[int, str]) -> None:
        self._item, self._hand, self._told = item, hand, told
        self._undo_button: Button | None = None
        self._acts_rest, self._offered, self._corrected = True, False, False
        self._words = hand.site.words
        with box("te-card te-dec", "article") as self.element:
            self._head = Section(_head, "te-row")
            self._body = Section(_body)
            self._others = Section(self._otherwise)
            self._acts = box("te-acts")
            self._said = Said()
        self._rest()

    def show(self, item: DecisionCard) -> None:
        self._item = item
        self._head.show((item.kind, item.when))
        self._body.show((item.symbol, item.title, item.why))
        self._others.show(item.otherwise)
        if (bool(item.undo), item.corrected) != (self._offered, self._corrected) and self._acts_rest:
            self._rest()
        if self._undo_button is not None and not self._undo_button.is_deleted:
            self._undo_button.bar(item.blocked)

    def _otherwise(self, rows: tuple[InsteadRow, ...]) -> None:
        if not rows:
            return
        with more(self._words.say(N_("Would have been otherwise"))):
            for row in rows:
                text(self._words.say(N_("{what}: {then}"), what=row.what, then=row.then), "p", "te-2")

    def _rest(self) -> Button | None:
        """The buttons at rest; the one that begins the question is given back."""
        self._acts.clear()
        self._acts.classes(remove="asking")
        self._acts_rest, self._offered, self._corrected = True, bool(self._item.undo), self._item.corrected
        with self._acts:
            told = self._told.get(self._item.number, "")
            if told or self._item.corrected:
                text(told or self._words.say(N_("Called wrong: it is done otherwise for a week.")), "span", "te-2")
                back = Button(self._words.say(N_("Take that back")), lambda: self._take_back(back), "bare")
                attributes(back, aria_label=self._words.say(N_("Take that back: {what}"), what=self._item.title))
                return None
            if self._item.undo:
                undo = self._undo_button = Button(self._words.say(N_("Undo")), lambda: self._undo(undo))
                attributes(undo, aria_label=self._words.say(N_("Undo: {what}"), what=self._item.undo))
                undo.bar(self._item.blocked)
            wrong = Button(self._words.say(N_("Wrong")), self._ask, "bare")
            attributes(wrong, aria_label=self._words.say(N_("Wrong: {what}"), what=self._item.title))
            return wrong

    def _ask(self) -> None:
        self._acts.clear()
        self._acts.classes(add="asking")
        self._acts_rest = False
        with self._acts:
            text(self._words.say(N_("What was wrong?")), cls="te-all")
            buttons = [self._choice(detail, words) for detail, (words, _) in _WRONG.items()]
            Button(self._words.say(N_("Never mind")), self._never_mind, "bare")
        buttons[0].run_method("focus")

    def _choice(self, detail: str, words: str) -> Button:
        button = Button(self._words.say(words), lambda: self._judge(button, detail))
        return button

    def _never_mind(self) -> None:
        self._said.say("")
        wrong = self._rest()
        if wrong is not None:
            wrong.run_method("focus")

    async def _judge(self, button: Button, detail: str) -> None:
        site, number = self._hand.site, self._item.number
        verb = partial(site.desk.judge, number, Verdict.WRONG, detail, site.who)
        if await self._hand.press(button, self._said, verb):
            self._note(_WRONG[detail][1])

    async def _undo(self, button: Button) -> None:
        site, number = self._hand.site, self._item.number
        if await self._hand.press(button, self._said, partial(site.desk.undo, number, site.who)):
            self._note(N_("Undone."))

    async def _take_back(self, button: Button) -> None:
        """What was said counts no more; what an undo brought back stays as it is."""
        site, number = self._hand.site, self._item.number
        verb = partial(site.desk.judge, number, Verdict.RETRACTED, "", site.who)
        if await self._hand.press(button, self._said, verb):
            self._told.pop(number, None)
            if not self.element.is_deleted:
                self._rest()

    def _note(self, sentence: str) -> None:
        self._told[self._item.number] = self._words.say(sentence)
        if not self.element.is_deleted:
            self._rest()


def _head(shown: tuple[Mark, str]) -> None:
    kind, when = shown
    pill(kind)
    text(when, "span", "te-3")


def _body(shown: tuple[str, str, tuple[str, ...]]) -> None:
    symbol, title, why = shown
    with box("te-title"):
        icon(symbol)
        text(title, "h3")
    for reason in why:
        text(reason, "p", "te-2")
