"""Times that nothing is learned from, and to leave another one out."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Keyed, Row, Said, Section, attributes, box, card, text
from thermo_edge.web.pages.inputs import entry, labelled
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.nights import LeftOutRow

_DAY = timedelta(days=1)


class ForgetCard:
    """The card; `changed` is called when something was left out."""

    def __init__(self, hand: Hand, changed: Callable[[], None]) -> None:
        self._hand, self._changed = hand, changed
        self._begin = self._end = ""
        self._view: HouseView | None = None
        words = hand.site.words
        with card(words.say(N_("Left out of learning")), "event_busy"):
            self._rows: Keyed[LeftOutRow] = Keyed(lambda row: row, self._span, "te-list")
            self._none: Section[bool] = Section(self._nothing)
            with box("te-acts"):
                self._more = Button(words.say(N_("Leave days out…")), self._ask)
            with box("te-form") as self._form:
                attributes(self._form, role="group", aria_label=words.say(N_("Leave days out…")), tabindex="-1")
                labelled(words.say(N_("First day")), lambda: entry("", self._from, "date", wait=False))
                labelled(words.say(N_("Last day")), lambda: entry("", self._to, "date", wait=False))
                said = N_(
                    "From the next night on nothing is learned from these days, and nothing is counted as saved on "
                    "them. The measurements stay, and the days can be taken in again. What was learned from them "
                    "serves until a night has learned better without them; roll back withdraws it at once."
                )
                text(words.say(said), "p", "te-3")
                with box("te-acts"):
                    self._yes = Button(words.say(N_("Leave out")), self._forget, "main")
                    Button(words.say(N_("Never mind")), self._leave)
            self._form.set_visibility(False)
            self._said = Said()
        for button in (self._more, self._yes):
            button.bar(hand.may_not("forget"))

    def show(self, rows: tuple[LeftOutRow, ...], view: HouseView) -> None:
        self._view = view
        self._rows.show(rows)
        self._none.show(not rows)

    def _span(self, row: LeftOutRow) -> Row[LeftOutRow]:
        """What was left out here has a button that takes it in again; what was recognised or declared has none."""
        site, words = self._hand.site, self._hand.site.words

        async def take_in() -> None:
            verb = partial(site.desk.take_in, row.begin, row.until, site.who)
            if await self._hand.press(button, said, verb):
                self._changed()

        with box() as outer:
            text(row.what)
            text(row.by, "div", "te-3")
            if row.by_hand:
                with box("te-acts"):
                    named = words.say(N_("Take in again: {what}"), what=row.what)
                    button = Button(words.say(N_("Take in again")), take_in, "bare", named)
                button.bar(self._hand.may_not("take_in"))
                said = Said()
        return Row(outer, lambda _: None)

    def _nothing(self, nothing: bool) -> None:
        if nothing:
            text(self._hand.site.words.say(N_("Nothing: every day counts.")), "p", "te-2")

    def _from(self, typed: str) -> None:
        self._begin = typed

    def _to(self, typed: str) -> None:
        self._end = typed

    def _ask(self) -> None:
        if self._more.barred:
            self._said.say(self._more.barred)
            return
        self._said.say("")
        self._form.set_visibility(True)
        self._form.run_method("focus")  # which brings it into sight, above the bar of a phone
        attributes(self._more, aria_expanded="true")

    def _leave(self) -> None:
        self._form.set_visibility(False)
        attributes(self._more, aria_expanded="false")

    async def _forget(self) -> None:
        site, words, view = self._hand.site, self._hand.site.words, self._view
        first, last = _day(self._begin), _day(self._end)
        if first is None or last is None or view is None:
            self._said.say(words.say(N_("Choose the first and the last day.")))
            return
        zone = view.house.zone
        begin, ends = datetime.combine(first, time(), zone), last < view.at.astimezone(zone).date()
        until = datetime.combine(last + _DAY, time(), zone) if ends else view.at
        if await self._hand.press(self._yes, self._said, lambda: site.desk.forget(begin, until, site.who)):
            self._leave()
            self._changed()


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
