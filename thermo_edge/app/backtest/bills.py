"""What the heat of a life in the twin would have taken and cost, by the power of its heaters and the house's tariff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.app import savings_energy as energies
from thermo_edge.app.supplied import MILD, place_of
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.house import House, PlaceId, Point, Room
from thermo_edge.learning.past import Kept
from thermo_edge.simulation.twin_home import GRAIN

STEP = energies.STEP
_IN_STEP = STEP // GRAIN

MOSTLY = 0.9
"""Share of the time of which a price must be known for a cost to be said; the rest costs the mean of that."""


@dataclass(frozen=True)
class Bill:
    """kWh bought and what they cost, a day; NaN where a power, or a price, is not known."""

    energy: float
    cost: float


class Bills:
    """Of one stretch of the past, steps of GRAIN from `begin` on. The history is read once."""

    def __init__(self, past: Kept, house: House, begin: datetime, steps: int) -> None:
        self._steps = -(-steps // _IN_STEP)
        self._days = steps * GRAIN / timedelta(days=1)
        self._asked = energies.Asked(house, begin, self._steps, self._line, np.full(self._steps, MILD))
        self._past, self._kept = past, dict[Point, FloatArray]()
        if house.outdoor is not None:
            outdoor = self._line(house.outdoor.point)
            self._asked = energies.Asked(
                house, begin, self._steps, self._line, np.where(np.isfinite(outdoor), outdoor, MILD)
            )

    def of(self, heat: Mapping[PlaceId, FloatArray]) -> dict[PlaceId, Bill]:
        """Of each room, from the shares of full heat, (steps,), that it was given."""
        return {room.id: self._room(room, heat[room.id]) for room in self._asked.house.rooms if room.id in heat}

    def _room(self, room: Room, heat: FloatArray) -> Bill:
        padded = np.pad(heat, (0, self._steps * _IN_STEP - len(heat)))
        hours = padded.reshape(self._steps, _IN_STEP).sum(axis=1) * (GRAIN / timedelta(hours=1))
        energy, cost = 0.0, 0.0
        for device in room.devices:
            if not device.heats:
                continue
            if device.power is None:
                return Bill(np.nan, np.nan)
            place = place_of(self._asked.house, device.source)
            bought = hours * device.power / energies.cop(place, self._asked.outdoor)
            energy += float(bought.sum()) / self._days
            cost += float((bought * _whole(energies.price(self._asked, place))).sum()) / self._days
        return Bill(energy, cost)

    def _line(self, point: Point) -> FloatArray:
        """A point's means, (steps,); NaN where nothing is known."""
        if point not in self._kept:
            begin, line = self._asked.begin, np.full(self._steps, np.nan)
            for sample in self._past.samples(point, begin, begin + self._steps * STEP, STEP):
                place = round((sample.at - begin) / STEP)
                if 0 <= place < self._steps:
                    line[place] = sample.mean
            self._kept[point] = line
        return self._kept[point]


def _whole(prices: FloatArray) -> FloatArray:
    """Without gaps, where there are few; else unknown."""
    known = np.isfinite(prices)
    if known.mean() < MOSTLY:
        return np.full(len(prices), np.nan)
    return np.asarray(np.where(known, prices, prices[known].mean()))
