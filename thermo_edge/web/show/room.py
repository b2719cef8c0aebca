"""The page of a room as one value: how it is now and what is held and wished; and its own decisions as cards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from thermo_edge.home.house import PlaceId
from thermo_edge.home.turn import DecisionRecord
from thermo_edge.home.view import HouseView, RoomView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.decisions import DecisionCard, decision_card, latest_acts
from thermo_edge.web.show.headline import Headline, headline
from thermo_edge.web.show.home import HoldRow, cannot_send, hold_rows
from thermo_edge.web.show.lasting import LastingModel, lasting_model
from thermo_edge.web.show.marks import Mark
from thermo_edge.web.show.page import PageModel, begun, unseen
from thermo_edge.web.show.panel import Panel, panel
from thermo_edge.web.show.parts import Parts
from thermo_edge.web.show.rooms import RoomCard, room_card


@dataclass(frozen=True)
class RoomModel(PageModel):
    """Everything on the page but the picture and the decisions, which are looked up in the history."""

    card: RoomCard | None = None
    facts: tuple[Mark, ...] = ()
    panel: Panel | None = None
    holds: tuple[HoldRow, ...] = ()
    lasting: LastingModel | None = None  # None: nothing in the room heats or cools
    blocked: str = ""  # why nothing can be sent; empty: it can


def room_model(
    place: PlaceId, view: HouseView | None, words: Words, answers: bool = True, demo: float | None = None
) -> RoomModel:
    """The page of a room; `seen` is not set where there is no such room."""
    if view is None:
        return unseen(RoomModel, words, answers)
    parts = Parts()
    room = next((each for each in view.rooms if each.id == place), None)
    made = begun(RoomModel, parts, view, words, answers, demo, lambda: _headline(room, view, words, answers))
    if room is None:
        return replace(made, seen=False, broken=tuple(parts.broken))
    blocked = parts.one(lambda: cannot_send(view, words, answers), "")
    card = parts.one(lambda: room_card(room, view, words, None), None)
    felt: tuple[Mark, ...] = parts.one(lambda: _felt(room, words), ())
    return replace(
        made,
        card=card,
        facts=(*card.facts, *felt) if card is not None else felt,
        panel=parts.one(lambda: panel(place, view, words, in_fahrenheit=words.in_fahrenheit, blocked=blocked), None),
        holds=parts.one(lambda: tuple(each for each in hold_rows(view, words) if _of(each, place, view)), ()),
        lasting=parts.one(lambda: lasting_model(room, view, words), None),
        blocked=blocked,
        broken=tuple(parts.broken),
    )


def about_room(
    records: Sequence[DecisionRecord], view: HouseView, words: Words, blocked: str
) -> tuple[DecisionCard, ...]:
    """The cards of a room's own records, newest first; one that cannot be said is left out."""
    latest = latest_acts(records)
    return Parts().each(records, lambda record: decision_card(record, view, words, blocked, record.number in latest))


def _felt(room: RoomView, words: Words) -> tuple[Mark, ...]:
    """How warm it feels where its surfaces make that another temperature than its air's."""
    if room.feels is None or room.temperature is None:
        return ()
    colder = room.feels < room.temperature
    sentence = N_("Feels like {value}: colder surfaces") if colder else N_("Feels like {value}: warmer surfaces")
    return (Mark(words.say(sentence, value=room.feels), "thermostat"),)


def _of(hold: HoldRow, place: PlaceId, view: HouseView) -> bool:
    if hold.point is None:
        return hold.lamps_of == place
    device = view.house.device(hold.point.entity)
    return device is not None and device.place == place


def _headline(room: RoomView | None, view: HouseView, words: Words, answers: bool) -> Headline:
    if room is None:
        return Headline((words.say(N_("There is no such room in this house.")),))
    if not answers or not view.health.link_ready:
        return replace(headline(view, words, answers), note="")
    return Headline((room.name,))
