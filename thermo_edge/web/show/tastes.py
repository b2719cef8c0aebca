"""Another temperature for a room, as its card asks for it, and those that somebody agreed to."""

from dataclasses import dataclass

from thermo_edge.climate.agreed import moved
from thermo_edge.home.house import PlaceId, Room
from thermo_edge.home.taste import Agreed
from thermo_edge.home.view import HouseView, RoomView
from thermo_edge.language.words import Words

WORTH_SAYING = 1.0
"""K·h; less is nothing to speak of."""


@dataclass(frozen=True, slots=True)
class TasteRow:
    """A question (then `offer` is its key), what was agreed of a situation, or who gave in of late: `about` names them.

    What is about somebody is shown only to those who may see whether they are home.
    """

    place: PlaceId
    sentence: str
    offer: str = ""
    situation: str = ""
    about: str = ""

    @property
    def key(self) -> str:
        return self.offer or self.situation or f"owed {self.about}"


def taste_rows(room: RoomView, view: HouseView, words: Words) -> tuple[TasteRow, ...]:
    """The question first: it is what waits for a person."""
    offer = room.offer
    asked = (TasteRow(room.id, words.offer(offer, view.house), offer=offer.key),) if offer is not None else ()
    known = view.house.room(room.id)
    agreed = (_agreed(each, known, words) for each in room.agreed) if known is not None else ()
    return (*asked, *agreed, *_gave_in(room, view, words))


def _gave_in(room: RoomView, view: HouseView, words: Words) -> tuple[TasteRow, ...]:
    """The one who gave in most, of those who still live here."""
    names = {person.name for person in view.house.persons}
    who, owed = max(room.owed, key=lambda each: each[1], default=("", 0.0))
    if who not in names or owed < WORTH_SAYING:
        return ()
    return (TasteRow(room.id, words.gave_in(who, owed), about=who),)


def _agreed(agreed: Agreed, room: Room, words: Words) -> TasteRow:
    """By today's settings: they may have changed since."""
    settings = room.comfort.setback if agreed.doing == "asleep" and room.comfort.hours else room.comfort.comfort
    aim = moved(settings, agreed.offset, room.limits).middle
    return TasteRow(room.id, words.agreed(agreed.doing, aim, settings.middle), situation=agreed.situation)
