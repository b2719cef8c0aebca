"""What a life in the twin gave each room: too cold, too warm, heat, commands and starts of heat a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from thermo_edge.app.twin_world import HEATS
from thermo_edge.climate.features import Array
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.house import Attribute, EntityId, House, Point, Room
from thermo_edge.learning.past import Kept
from thermo_edge.simulation.outside import outside
from thermo_edge.simulation.twin_home import GRAIN, TwinHome

MEASURES = ("cold", "warm", "heat", "energy", "cost", "commands", "starts")
"""K·h, K·h, hours of full heat, kWh, currency, and how often; each a day."""

COLD, WARM, HEAT, ENERGY, COST, COMMANDS, STARTS = range(len(MEASURES))

_HOURS = GRAIN / timedelta(hours=1)


@dataclass(frozen=True)
class Wanted:
    """What counts in each step, (steps, rooms) °C by the hours of the settings, and (steps,) share somebody is home."""

    low: FloatArray
    high: FloatArray
    home: FloatArray

    def outside(self, air: Array, heats: NDArray[np.bool_]) -> FloatArray:
        """(rooms, 2) K·h too cold and too warm; `air` is °C, (steps, rooms), as is `heats`. Unknown adds nothing."""
        there = self.home[:, None] * _HOURS
        each = outside(self.low, self.high, air, heats)
        return np.stack([np.nansum(kelvin * there, axis=0) for kelvin in each], axis=1)


def wanted(past: Kept, house: House, rooms: Sequence[Room], begin: datetime, steps: int) -> Wanted:
    """Of `steps` of GRAIN from `begin` on."""
    local = [house.local(begin + (number + 1) * GRAIN) for number in range(steps)]
    bands = [[r.comfort.comfort if r.comfort.warm_at(at) else r.comfort.setback for r in rooms] for at in local]
    low, high = (np.array([[getattr(band, edge) for band in row] for row in bands]) for edge in ("low", "high"))
    return Wanted(low, high, somebody_home(past, house, begin, steps))


def somebody_home(past: Kept, house: House, begin: datetime, steps: int) -> FloatArray:
    """(steps,) share of each that somebody was home; all of it where nobody's whereabouts are known."""
    found = np.full(steps, np.nan)
    for person in house.persons:
        if person.entity is not None:
            point = Point(person.entity, Attribute.PRESENCE)
            for sample in past.samples(point, begin, begin + steps * GRAIN, GRAIN):
                place = round((sample.at - begin) / GRAIN)
                if 0 <= place < steps:
                    found[place] = np.fmax(found[place], sample.mean)
    return np.where(np.isfinite(found), found, 1.0)


class Tally:
    """Looks at a home after each step; what came before step nought is not counted."""

    def __init__(self, rooms: Sequence[Room], steps: int) -> None:
        self._rooms = rooms
        self.air, self.heat = np.zeros((steps, len(rooms))), np.zeros((steps, len(rooms)))
        self._heats = np.zeros((steps, len(rooms)), bool)
        self._sent = np.zeros(len(rooms))

    def look(self, number: int, home: TwinHome, sent: Iterable[EntityId]) -> None:
        """The step that has just ended, and the devices that were told something in it."""
        if number < 0:
            return
        told = list(sent)
        for place, room in enumerate(self._rooms):
            machines = [home.machines[each.entity] for each in room.devices if each.heats]
            self.air[number, place], self.heat[number, place] = home.air(room.id), home.heat(room.id)
            self._heats[number, place] = any(each.on or each.action == "heating" for each in machines)
            self._sent[place] += sum(entity == each.entity for entity in told for each in room.devices)

    def figures(self, counts: Wanted) -> FloatArray:
        """(rooms, MEASURES) a day; of energy and cost nothing is known here."""
        days = len(self.air) * GRAIN / timedelta(days=1)
        found = np.full((len(self._rooms), len(MEASURES)), np.nan)
        found[:, [COLD, WARM]] = counts.outside(self.air, self.heat > HEATS) / days
        found[:, HEAT] = self.heat.sum(axis=0) * _HOURS / days
        found[:, COMMANDS] = self._sent / days
        found[:, STARTS] = (self._heats[1:] & ~self._heats[:-1]).sum(axis=0) / days
        return found
