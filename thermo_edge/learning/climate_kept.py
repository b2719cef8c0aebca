"""What rooms have taught, as arrays that a file can keep."""

from collections.abc import Mapping

import numpy as np

from thermo_edge.climate.plain_free import HORIZONS, PlainFree
from thermo_edge.climate.two_capacities import BOUNDS, WAVES
from thermo_edge.errors import ModelRefused
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.climate_at_home import ANCHORS, DAY, RoomLearned
from thermo_edge.learning.climate_blend import MEMBERS
from thermo_edge.ports import Arrays

_OF_ROOM = ("heating", "cooling", "shares", "widths")
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
    """Raises ModelRefused where a room's figures are missing, a number is not finite, or shapes do not fit together."""
    rooms = sorted({name.rpartition("/")[0] for name in arrays})
    return {PlaceId(room): _room(room, arrays) for room in rooms}


def _room(room: str, arrays: Arrays) -> RoomLearned:
    sizes: dict[str, int] = {}

    def part(name: object, *shape: int | str) -> np.ndarray | None:
        """`shape`: a size that has a name is the same wherever it has that name."""
        found = arrays.get(f"{room}/{name}")
        if found is None:
            return None
        values = np.asarray(found, float)
        if not np.isfinite(values).all():
            raise ModelRefused(f"{room}: what it taught has a number that is not finite")
        if values.ndim == len(shape):
            wanted = tuple(
                sizes.setdefault(size, many) if isinstance(size, str) else size
                for size, many in zip(shape, values.shape, strict=True)
            )
            if values.shape == wanted:
                return values
        raise ModelRefused(f"{room}: what it taught has the shape {values.shape} for {name}")

    figures = part("figures", 2)
    if figures is None:
        raise ModelRefused(f"{room}: what it taught is not whole")
    days, width = figures.tolist()
    lines = len(HORIZONS), "numbers"
    theta, shift = part("theta", len(BOUNDS) + WAVES), part("shift", len(HORIZONS))
    plain = theta, part("centre", *lines), part("slope", *lines), shift
    return RoomLearned(
        days,
        part("heating", DAY),
        part("cooling", DAY),
        tuple(part(anchor, "features", 1) for anchor in ANCHORS),
        width,
        part("shares", len(MEMBERS), DAY),
        PlainFree(*plain) if any(each is not None for each in plain) else None,
        part("widths", DAY),
    )
