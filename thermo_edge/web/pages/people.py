"""The page of people and keys: who looks, and for the owner who else may come in, and with what."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from fastapi import Request
from nicegui import ui

from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.language.marks import N_
from thermo_edge.web.access.forms import LOGOUT
from thermo_edge.web.access.gate import Guarded
from thermo_edge.web.access.roles import require
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.access.visitor import Knock, Means, Role
from thermo_edge.web.components import Button, Keyed, Row, Said, Section, attributes, box, card, icon_button, text
from thermo_edge.web.pages import frame
from thermo_edge.web.pages.fields import Field
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.pages.rights import RightsCard
from thermo_edge.web.show.people import ROLES, KeyRow, key_row, token_row, you
from thermo_edge.web.site import KNOCK, LOOK_EVERY, SCOPE

_SKELETON_AFTER = 0.3


async def people(request: Request) -> None:
    """Build the page for one browser."""
    seat: Seat = request.scope[SCOPE]
    seat.opened()
    ui.context.client.on_delete(seat.closed)
    with suppress(TimeoutError):
        await asyncio.wait_for(seat.look(), _SKELETON_AFTER)
    PeoplePage(seat, request.scope[KNOCK])


class PeoplePage:
    """What the owner may is built for the owner only, and asked again whenever it is pressed."""

    def __init__(self, seat: Seat, knock: Knock) -> None:
        self._seat, self._knock, self._words = seat, knock, seat.words
        self._hand = Hand(seat, self.look)
        time = frame.head(seat.words, frame.PEOPLE)
        if seat.view is not None:
            time.set_text(seat.words.instant(seat.view.at))
        self._keys: Keyed[KeyRow] | None = None
        self._tokens: Keyed[KeyRow] | None = None
        with box("te-page"):
            box("te-sky").props("aria-hidden=true")
            with box("te-say"):
                text(self._say(N_("People and keys")), "h1")
            with box("te-home"):
                with box("te-col te-main"):
                    self._you()
                    if isinstance(seat.access, Guarded) and seat.why_not("keys") is None:
                        self._people(seat.access)
                        RightsCard(seat, seat.access, self._hand)
                with box("te-col te-aside"):
                    if isinstance(seat.access, Guarded) and seat.why_not("keys") is None:
                        self._programs(seat.access)
        frame.foot(seat.words, frame.PEOPLE)
        self.look()
        ui.timer(5 * LOOK_EVERY, self.look)

    def look(self) -> None:
        """Show who has a key now."""
        access, house = self._seat.access, self._seat.house
        if not isinstance(access, Guarded):
            return
        book, count = access.keyring.book, access.sessions.count
        if self._keys is not None:
            self._keys.show([key_row(key, count(key), house, self._words) for key in book.keys])
        if self._tokens is not None:
            self._tokens.show([token_row(token, house, self._words) for token in book.tokens])

    # --- whoever looks ------------------------------------------------------------------------------------------

    def _you(self) -> None:
        name, role, means = you(self._seat.visitor, self._seat.house, self._words)
        with card(name, "account_circle"):
            text(role, cls="te-strong")
            text(means, "p", "te-2")
            if self._seat.visitor.means is not Means.SESSION:
                return
            with ui.element("form").classes("te-acts") as form:
                attributes(form, method="post", action=self._knock_prefix() + LOGOUT)
                attributes(ui.element("input"), type="hidden", name="form", value=self._seat.visitor.csrf)
                attributes(text(self._say(N_("Log out")), "button", "te-btn quiet"), type="submit")
            self._own_password()

    def _knock_prefix(self) -> str:
        return ui.context.client.request.headers.get("x-forwarded-prefix", "")

    def _own_password(self) -> None:
        with box("te-fields"):
            text(self._say(N_("Another password")), "h3")
            old = Field(self._say(N_("The password until now")), "password", "current-password")
            new = Field(self._say(N_("The new one, at least 10 characters")), "password", "new-password")
            again = Field(self._say(N_("The new one again")), "password", "new-password")

            def change(given: tuple[str, str, str]) -> None:
                require("own_password", self._seat.visitor)
                access = self._guarded()
                if given[1] != given[2]:
                    raise Refused(Reason(Code.PASSWORDS_DIFFER))
                key = access.log_in.confirm(self._knock.peer, self._seat.visitor.name, given[0])
                access.keyring.set_password(key.id, given[1])

            async def press() -> None:
                await self._hand.press(button, said, partial(change, (old.take(), new.take(), again.take())))

            with box("te-acts"):
                button = Button(self._say(N_("Change it")), press)
            text(self._say(N_("You log in again then, on every device.")), "p", "te-3")
            said = Said()

    # --- the owner --------------------------------------------------------------------------------------------------

    def _people(self, access: Guarded) -> None:
        keyring = access.keyring
        with card(self._say(N_("Who may come in with a password")), "key"):
            self._keys = self._list(keyring.remove, N_("Take the key away: {what}"))
            with box("te-fields"):
                text(self._say(N_("A key for somebody more")), "h3")
                name = Field(self._say(N_("Name")))
                password = Field(self._say(N_("Password, at least 10 characters")), "password", "new-password")
                role = _Choice([(str(each.value), self._say(ROLES[each])) for each in (Role.RESIDENT, Role.OWNER)], "1")
                persons = self._seat.house.persons if self._seat.house is not None else ()
                who = _Choice(
                    [("", self._say(N_("Nobody of the list"))), *((each.id, each.name) for each in persons)], ""
                )

                async def add() -> None:
                    given = name.value, password.take(), Role(int(role.chosen)), who.chosen or None
                    if await self._hand.press(button, said, lambda: self._owned(lambda: keyring.add(*given))):
                        name.clear()

                async def end() -> None:
                    await self._hand.press(everybody, said, lambda: self._owned(keyring.end_all))

                with box("te-acts"):
                    button = Button(self._say(N_("Make the key")), add, "main")
                    everybody = Button(self._say(N_("Log everybody out")), end)
                said = Said()

    def _programs(self, access: Guarded) -> None:
        keyring = access.keyring
        with card(self._say(N_("Tokens for programs")), "vpn_key"):
            text(self._say(N_("For a dashboard of your own, by the HTTP API below /api.")), "p", "te-2")
            self._tokens = self._list(keyring.revoke, N_("Take the token away: {what}"))
            with box("te-fields"):
                name = Field(self._say(N_("What it is for")))
                rights = _Choice(
                    [
                        ("read", self._say(N_("May only read"))),
                        ("resident", self._say(N_("May what residents may"))),
                        ("owner", self._say(N_("May everything"))),
                    ],
                    "read",
                )
                shown = Section(self._secret)

                def make(called: str, chosen: str) -> None:
                    role = Role.OWNER if chosen == "owner" else Role.RESIDENT
                    made.append(keyring.make_token(called, role, chosen == "read"))

                made: list[str] = []

                async def press() -> None:
                    given = name.value, rights.chosen
                    if await self._hand.press(button, said, lambda: self._owned(lambda: make(*given))):
                        name.clear()
                        shown.show(made.pop())

                with box("te-acts"):
                    button = Button(self._say(N_("Make a token")), press)
                said = Said()

    def _secret(self, secret: str) -> None:
        text(self._say(N_("Write it down now: it is shown this once.")), "p", "te-2")
        attributes(text(secret, "div", "te-secret"), tabindex="0")

    def _list(self, take_away: Callable[[str], None], label: str) -> Keyed[KeyRow]:
        return Keyed(lambda row: row.id, lambda row: self._row(row, take_away, label), "te-list")

    def _row(self, row: KeyRow, take_away: Callable[[str], None], label: str) -> Row[KeyRow]:
        async def remove() -> None:
            await self._hand.press(button, said, lambda: self._owned(lambda: take_away(row.id)))

        with box("te-key") as outer:
            with box("te-row"):
                with box("te-grow"):
                    name = text("", cls="te-strong")
                    line = text("", cls="te-3")
                role = text("", "span", "te-2")
                button = icon_button("close", "", remove)
            said = Said()

        def show(model: KeyRow) -> None:
            for element, words in ((name, model.name), (line, model.line), (role, model.role)):
                element.set_text(words)
            attributes(button, aria_label=self._say(label, what=model.name))

        return Row(outer, show)

    def _owned(self, verb: Callable[[], object]) -> None:
        """What only the owner may, asked at the moment that it is done."""
        require("keys", self._seat.visitor)
        verb()

    def _guarded(self) -> Guarded:
        access = self._seat.access
        assert isinstance(access, Guarded)
        return access

    def _say(self, sentence: str, **facts: str) -> str:
        return self._words.say(sentence, **facts)


class _Choice:
    """One of a few, as chips."""

    def __init__(self, offered: list[tuple[str, str]], chosen: str) -> None:
        self.chosen = chosen
        with box("te-row") as group:
            attributes(group, role="group")
            self._chips = {key: Button(words, partial(self._take, key), "chip") for key, words in offered}
        self._take(chosen)

    def _take(self, key: str) -> None:
        self.chosen = key
        for each, chip in self._chips.items():
            attributes(chip, aria_pressed="true" if each == key else "false")
