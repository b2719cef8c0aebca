"""What becomes of offered and agreed temperatures: they stand, are answered, withdrawn, or end unanswered."""

from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.climate.agreed import situation as meant
from thermo_edge.home.heard import TasteMade
from thermo_edge.home.house import House, PlaceId
from thermo_edge.home.memory import Memory
from thermo_edge.home.taste import Agreed, Doing, Offered, TasteMemory, directions
from thermo_edge.home.turn import Actor

STANDS = timedelta(days=14)
"""How long an offer waits for an answer."""

RESTS = timedelta(days=14)
"""After a yes, or no answer at all, nothing is offered for that situation: first the change is lived with."""

SILENT = timedelta(days=60)
"""After a no, and where something agreed was withdrawn."""

NOTHING = 0.05
"""K; less is as in the settings."""


def told(house: House, memory: Memory, message: TasteMade, now: datetime) -> Memory:
    """Take in what may be offered: one for each room, and nothing that was answered meanwhile.

    The same offer that stands already takes the newer numbers and ends when it would have.
    """
    taste = memory.taste
    offered = dict(taste.offered)
    for offer in message.offers:
        if house.room(offer.place) is None or offer.direction in taste.quiet:
            continue
        standing = offered.get(offer.place)
        if standing is None:
            offered[offer.place] = replace(offer, since=now, until=now + STANDS)
        elif standing.direction == offer.direction:
            offered[offer.place] = replace(offer, since=standing.since, until=standing.until)
    made = replace(taste, season=message.season, offered=offered)
    if message.owed_until is not None:
        made = replace(made, debts=message.debts, owed_until=message.owed_until)
    return replace(memory, taste=made) if made != taste else memory


def expired(memory: Memory, now: datetime) -> Memory:
    """Let go of offers that nobody answered and of silences that are over."""
    taste = memory.taste
    over = [offer for offer in taste.offered.values() if offer.until <= now]
    loud = [key for key, until in taste.quiet.items() if until <= now]
    if not over and not loud:
        return memory
    quiet = {key: until for key, until in taste.quiet.items() if until > now}
    quiet |= {offer.direction: now + RESTS for offer in over}
    return replace(memory, taste=replace(taste, offered=_without(taste, *(o.place for o in over)), quiet=quiet))


def accepted(taste: TasteMemory, offer: Offered, who: Actor, now: datetime) -> TasteMemory:
    """Somebody said yes."""
    agreed = Agreed(offer.place, offer.situation, offer.doing, offer.offset, who, now)
    quiet = {**taste.quiet, **dict.fromkeys(directions(offer.situation), now + RESTS)}
    offered = _without(taste, offer.place)
    return replace(taste, offered=offered, agreed={**taste.agreed, offer.situation: agreed}, quiet=quiet)


def preferred(
    taste: TasteMemory, place: PlaceId, doing: Doing, offset: float, who: Actor, now: datetime
) -> TasteMemory:
    """Somebody said so without being asked; what was offered for that situation is answered by it."""
    situation = meant(place, doing, taste.season).key
    if abs(offset) < NOTHING:
        return without(taste, situation, now) if situation in taste.agreed else taste
    agreed = Agreed(place, situation, doing.value, offset, who, now)
    quiet = {**taste.quiet, **dict.fromkeys(directions(situation), now + RESTS)}
    offered = {key: offer for key, offer in taste.offered.items() if offer.situation != situation}
    return replace(taste, offered=offered, agreed={**taste.agreed, situation: agreed}, quiet=quiet)


def declined(taste: TasteMemory, offer: Offered, now: datetime) -> TasteMemory:
    """Somebody said no."""
    quiet = {**taste.quiet, offer.direction: now + SILENT}
    return replace(taste, offered=_without(taste, offer.place), quiet=quiet)


def without(taste: TasteMemory, situation: str, now: datetime) -> TasteMemory:
    """Somebody wants the settings back; what would go on from what was agreed goes too."""
    agreed = {key: each for key, each in taste.agreed.items() if key != situation}
    quiet = {**taste.quiet, **dict.fromkeys(directions(situation), now + SILENT)}
    offered = {place: offer for place, offer in taste.offered.items() if offer.situation != situation}
    return replace(taste, offered=offered, agreed=agreed, quiet=quiet)


def _without(taste: TasteMemory, *places: PlaceId) -> dict[PlaceId, Offered]:
    return {place: offer for place, offer in taste.offered.items() if place not in places}
