"""A room or place of the house that somebody names, and how far the program may go there."""

from thermo_edge.control.state import State
from thermo_edge.home.house import Domain, Mode, PlaceId, Room
from thermo_edge.home.reason import Code, Reason, Refused


def room_of(state: State, place: PlaceId) -> Room:
    """Raises Refused where there is no such room."""
    room = state.house.room(place)
    if room is None:
        raise Refused(Reason(Code.UNKNOWN_PLACE))
    return room


def mode_of(state: State, place: PlaceId, domain: Domain) -> Mode:
    """What was chosen, and never more than the settings allow."""
    return min(state.memory.modes.of(place, domain), state.house.ceiling(place))


def require_beyond_observe(state: State, place: PlaceId, domain: Domain = Domain.CLIMATE) -> None:
    """In observe nothing is done, not even for a person; the refusal says how to change that."""
    if mode_of(state, place, domain) is Mode.OBSERVE:
        raise Refused(Reason(Code.OBSERVING))
