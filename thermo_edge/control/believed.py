"""The belief of now, from what was heard and what is remembered; each room is reckoned when it is looked at."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from thermo_edge.control.sensing import Senses
from thermo_edge.home.forecast import Belief, Learned, RegimeSpan, RoomBelief
from thermo_edge.home.house import House, PlaceId
from thermo_edge.home.memory import Memory
from thermo_edge.occupancy import regimes
from thermo_edge.occupancy.belief import Evidence, room_belief


class BelievedRooms(Mapping[PlaceId, RoomBelief]):
    """What is believed of every room."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._known: dict[PlaceId, RoomBelief] = {}

    def __getitem__(self, place: PlaceId) -> RoomBelief:
        known = self._known.get(place)
        if known is None:
            room = self._evidence.house.room(place)
            if room is None:
                raise KeyError(place)
            known = self._known[place] = room_belief(self._evidence, room)
        return known

    def __iter__(self) -> Iterator[PlaceId]:
        return (room.id for room in self._evidence.house.rooms)

    def __len__(self) -> int:
        return len(self._evidence.house.rooms)


def evidence(house: House, senses: Senses, memory: Memory, learned: Learned | None, now: datetime) -> Evidence:
    """What the belief of now rests on."""
    return Evidence(house, senses.latest, senses.seen, memory.occupancy, now, learned)


def belief(found: Evidence, memory: Memory) -> Belief:
    """The belief of now."""
    return Belief(found.now, BelievedRooms(found), found.home, found.fresh, regime(memory, found.now))


def regime(memory: Memory, now: datetime) -> RegimeSpan | None:
    """The time that is not normal which counts now."""
    return regimes.standing(memory.regimes, now) if memory.regimes else None
