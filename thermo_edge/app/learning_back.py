"""Puts back what was put to serve last: all of that night, whichever model it was."""

from datetime import UTC, datetime

from thermo_edge.errors import ModelRefused
from thermo_edge.home.house import PlaceId
from thermo_edge.home.learning import Fate, NightOutcome
from thermo_edge.home.turn import Actor
from thermo_edge.learning import climate_step, network_step, occupancy_step
from thermo_edge.learning.climate_own import OwnNetwork
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.room_shelf import RoomShelf

ASKED = "a person asked"


def put_back(
    rooms: RoomShelf, own: OwnShelf, who: Actor, now: datetime, network: OwnNetwork | None = None
) -> tuple[NightOutcome, ...]:
    """Withdraw it; what serves then in each place has served before. Empty: there was nothing. Raises ModelError."""
    serving = {room: at for room in rooms.rooms() if (at := _since(rooms, room)) is not None}
    last, since = max(serving.values(), default=None), own.since()
    by = who.name or who.kind.value
    trained = network.since() if network is not None else None
    others = [at for at in (last, since) if at is not None]
    if network is not None and trained is not None and all(trained >= at for at in others):
        network.put_back(by, now, ASKED)  # its rooms were put to serve with it, and go with it
        return (NightOutcome(network_step.NAME, Fate.ROLLED_BACK, now, detail=by),)
    if since is not None and (last is None or since > last):
        own.withdraw(now)
        return (NightOutcome(occupancy_step.NAME, Fate.ROLLED_BACK, now, detail=by),)
    chosen = [room for room, at in serving.items() if at == last]
    for room in chosen:
        rooms.roll_back(room, who=by, at=now.astimezone(UTC), why=ASKED)
    return tuple(NightOutcome(climate_step.NAME, Fate.ROLLED_BACK, now, room, detail=by) for room in chosen)


def _since(rooms: RoomShelf, room: PlaceId) -> datetime | None:
    try:
        step = rooms.standing(room).serving
    except ModelRefused:
        return None
    return step.at if step is not None else None
