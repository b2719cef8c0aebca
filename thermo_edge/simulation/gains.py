"""What people give to the rooms they are in: themselves, vapour, and the heat of what they use."""

from typing import NamedTuple

import numpy as np

from thermo_edge.simulation.people import AWAY, BATH, KITCHEN, LIVING, ROOM_COUNT, Doing, Whole
from thermo_edge.simulation.plant import Array

STANDING = np.array([12.0, 65.0, 3.0, 4.0, 2.0, 14.0])
"""W that are always drawn: a fridge in the kitchen, a router in the hall, things in standby."""

TELEVISION = 110.0
"""W while somebody rests in the living room."""

COOKING, COOKING_VAPOUR = 900.0, 700.0
"""W and g/h: a meal for a family, lids off half the time."""

SHOWER_VAPOUR = 1500.0
"""g/h while somebody showers."""

_BODY = np.array([0.0, 0.75, 1.0, 1.25, 1.3, 1.0, 1.1])
"""Heat and breath of an adult, by what they do, relative to sitting."""

_SIZE = np.array([1.0, 0.7, 0.3, 1.0, 1.0])
"""Of a body, by kind."""


class Given(NamedTuple):
    """All (homes, rooms)."""

    people: Array  # adults at rest
    appliances: Array  # W
    vapour: Array  # g/h, beside breath


def given(kind: Whole, where: Whole, doing: Whole) -> Given:
    """From the kinds, the rooms (−1 away) and the doings of people, all (homes, persons)."""
    here = where[..., None] == np.arange(ROOM_COUNT)
    body = np.where(where == AWAY, 0.0, _BODY[doing] * _SIZE[kind])
    people = (here * body[..., None]).sum(axis=1)
    appliances = np.broadcast_to(STANDING, people.shape).copy()
    vapour = np.zeros(people.shape)
    cooks = ((doing == Doing.COOKS) & (where == KITCHEN)).any(axis=1)
    washes = ((doing == Doing.WASHES) & (where == BATH)).any(axis=1)
    watches = ((doing == Doing.RESTS) & (where == LIVING)).any(axis=1)
    appliances[:, KITCHEN] += COOKING * cooks
    appliances[:, LIVING] += TELEVISION * watches
    vapour[:, KITCHEN] += COOKING_VAPOUR * cooks
    vapour[:, BATH] += SHOWER_VAPOUR * washes
    return Given(people, appliances, vapour)


def plugs(appliances: Array) -> Array:
    """W that the plugs of the television and the kitchen measure, (homes, 2)."""
    return appliances[:, [LIVING, KITCHEN]]
