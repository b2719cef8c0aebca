"""What rooms have taught, as arrays that a file can keep."""

from collections.abc import Mapping

import numpy as np

from thermo_edge.climate.plain_free import PlainFree
from thermo_edge.errors import ModelRefused
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.climate_at_home import ANCHORS, RoomLearned
from thermo_edge.ports import Arrays

_OF_ROOM = ("heating", "cooling", "shares")
_PLAIN = ("theta", "centre", "slope", "shift")


def to_arrays(rooms: Mapping[PlaceId, RoomLearned]) -> Arrays:
    """All rooms, by room and part."""
    kept: dict[str, np.ndarray] = {}
    for room, learned in rooms.items():
        kept[f"{room}/figures"] = np.array([learned.days, learned.width])
        for name in _OF_ROOM:
            values = getattr(learned, name)
            if values is not None:
                kept[f"{room}/{name}"] = np.asarray(values)
        for name in _PLAIN if learned.plain is not None else ():
            values = getattr(learned.plain, name)
            if values is not None:
                kept[f"{room}/{name}"] = np.asarray(values)
        for anchor, weights in zip(ANCHORS, learned.weights, strict=True):
            if weights is not None:
                kept[f"{room}/{anchor}"] = np.asarray(weights)
    return kept


def from_arrays(arrays: Arrays) -> dict[PlaceId, RoomLearned]:
    """Raises ModelRefused where a room's figures are missing, or a number is not finite."""
    rooms = sorted({name.rpartition("/")[0] for name in arrays})
    return {PlaceId(room): _room(room, arrays) for room in rooms}


def _room(room: str, arrays: Arrays) -> RoomLearned:
    def part(name: object) -> np.ndarray | None:
        found = arrays.get(f"{room}/{name}")
        if found is None:
            return None
        values = np.asarray(found, float)
        if not np.isfinite(values).all():
            raise ModelRefused(f"{room}: what it taught has a number that is not finite")
        return values

    figures = part("figures")
    if figures is None or figures.shape != (2,):
        raise ModelRefused(f"{room}: what it taught is not whole")
    days, width = figures.tolist()
    plain = [part(name) for name in _PLAIN]
    return RoomLearned(
        days,
        part("heating"),
        part("cooling"),
        tuple(part(anchor) for anchor in ANCHORS),
        width,
        part("shares"),
        PlainFree(*plain) if any(each is not None for each in plain) else None,
    )
