"""What users of Home Assistant may here, for the owner to say; its administrators own the house in any case."""

from functools import partial

from thermo_edge.home.house import Person
from thermo_edge.language.marks import N_
from thermo_edge.web.access.gate import Guarded
from thermo_edge.web.access.roles import require
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.access.visitor import Role
from thermo_edge.web.components import Said, box, card, text
from thermo_edge.web.pages import inputs
from thermo_edge.web.pages.press import Hand

RIGHTS = {
    Role.RESIDENT: N_("Lives here"),
    Role.OWNER: N_("Owner"),
    Role.GUEST: N_("Guest: sees no pages"),
}


class RightsCard:
    """A row for each person of the household who has a user there; nothing where the program is no add-on."""

    def __init__(self, seat: Seat, access: Guarded, hand: Hand) -> None:
        self._seat, self._access, self._hand, self._words = seat, access, hand, seat.words
        persons = [each for each in seat.house.persons if each.user] if seat.house is not None else []
        if not access.addon or not persons:
            return
        with card(self._words.say(N_("Through Home Assistant")), "badge"):
            for person in persons:
                self._row(person)
            self._said = Said()

    def _row(self, person: Person) -> None:
        words, book = self._words, self._access.keyring.book
        with box("te-row te-right"):
            text(person.name, cls="te-strong te-grow")
            if book.admins is not None and person.user in book.admins:
                text(words.say(N_("Owner, as an administrator of Home Assistant")), "span", "te-3")
                return
            now = next((right.role for right in book.rights if right.user == person.user), Role.RESIDENT)
            offered = [(str(role.value), words.say(name)) for role, name in RIGHTS.items()]
            name = words.say(N_("What {what} may"), what=person.name)
            inputs.choose(str(now.value), offered, partial(self._give, str(person.user)), aria_label=name)

    async def _give(self, user: str, chosen: str) -> None:
        def grant() -> None:
            require("keys", self._seat.visitor)
            self._access.keyring.grant({user: Role(int(chosen))})

        await self._hand.choose(self._said, grant)
