"""To forget a person: what goes and what stays is said first, and the name is typed before it is done."""

from collections.abc import Callable
from functools import partial

from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.forgetting import Forgetting
from thermo_edge.home.house import House, Person
from thermo_edge.home.reason import Refused
from thermo_edge.language import forgetting as told
from thermo_edge.language.marks import N_
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.components import Button, Said, Section, attributes, box, card, text
from thermo_edge.web.pages.fields import Field
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.things import why


class ForgetPersonCard:
    """The card, of those whom the one who looks may have forgotten; `changed` is called when somebody was."""

    def __init__(self, seat: Seat, hand: Hand, changed: Callable[[], None]) -> None:
        self._seat, self._hand, self._changed = seat, hand, changed
        self._words = seat.words
        self._typed: Field | None = None
        with card(self._words.say(N_("Forget a person")), "person_off"):
            with box("te-form"):
                self._who: Section[tuple[Person, ...]] = Section(self._persons, "te-form")
                self._about: Section[Forgetting | None] = Section(self._form, "te-form")
                self._done: Section[str] = Section(self._over)
            self._said = Said()
        self.show()

    def show(self) -> None:
        """Those who are there now."""
        self._who.show(self._seat.may_forget())

    def _persons(self, persons: tuple[Person, ...]) -> None:
        if not persons:
            text(self._words.say(N_("The owner can have anybody forgotten, everybody themself.")), "p", "te-3")
            return
        text(self._words.say(N_("Who? Nothing is done before you have read what goes.")), "p", "te-3")
        with box("te-row") as group:
            attributes(group, role="group", aria_label=self._words.say(N_("Forget a person")))
            for person in persons:
                Button(f"{person.name}…", partial(self._ask, person), "chip")

    async def _ask(self, person: Person) -> None:
        self._said.say("")
        self._done.show("")
        try:
            found = await self._seat.press(partial(self._seat.desk.forgetting, person.id))
        except Refused as refused:
            self._refuse(why(refused.reason, self._seat.house or House(), self._words))
        except TimeoutError:
            self._refuse(self._words.say(N_("The house does not answer.")))
        except ThermoEdgeError as error:
            self._refuse(str(error))
        else:
            self._about.show(found)

    def _refuse(self, words: str) -> None:
        self._about.show(None)
        self._said.say(words)

    def _form(self, found: Forgetting | None) -> None:
        if found is None:
            return
        for head, *lines in (told.goes(found, self._words), told.stays(found, self._words)):
            text(head, "h3")
            with box("te-whys", "ul"):
                for line in lines:
                    text(line, "li")
        self._typed = Field(self._words.say(told.ASKED, who=found.whom.name))

        async def press() -> None:
            await self._forget(found, yes)

        with box("te-acts"):
            yes = Button(self._words.say(N_("Forget {who}"), who=found.whom.name), press, "main")
            Button(self._words.say(N_("Leave it")), self._leave)

    def _leave(self) -> None:
        self._about.show(None)
        self._said.say("")

    async def _forget(self, found: Forgetting, yes: Button) -> None:
        seat, typed = self._seat, self._typed.value if self._typed is not None else ""
        verb = partial(seat.desk.forget_person, found.whom.person, typed, seat.who)
        if await self._hand.press(yes, self._said, verb):
            self._about.show(None)
            self._done.show(self._words.say(told.DONE, who=found.whom.name))
            self.show()
            self._changed()

    def _over(self, words: str) -> None:
        if words:
            attributes(text(f"{words}.", "p", "te-2"), role="status")
