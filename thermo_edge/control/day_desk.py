"""A room's last hours, looked up in the history for the picture of its day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.climate import recent
from thermo_edge.climate.features import Array
from thermo_edge.home.day import Line, RoomDay
from thermo_edge.home.house import House, Point, Room
from thermo_edge.ports import History

BEHIND = timedelta(hours=6)
_STEPS = BEHIND // recent.STEP


def day(history: History, house: House, room: Room, now: datetime) -> RoomDay:
    """On whole quarters, the one of now among them, so that pictures of the same quarter are the same."""
    end = recent.quarter(now) + recent.STEP
    begin = end - BEHIND

    def samples(point: Point) -> Iterable[tuple[datetime, float]]:
        return [(each.at, each.mean) for each in history.samples(point, begin, now, recent.STEP)]

    alone = recent.Frame(replace(house, rooms=(room,)), end, _STEPS)
    signals = next(iter(recent.rooms(alone, samples, ()).values()), None)
    nothing = np.full(_STEPS, np.nan)
    price = alone.line(samples(house.price.point)) if house.price is not None else nothing
    target, heating, outdoor = (
        (signals.target, signals.heating, signals.outdoor) if signals is not None else (nothing,) * 3
    )
    price = recent.held(price, 4 * _STEPS)
    return RoomDay(begin, recent.STEP, _line(target), _line(heating), _line(outdoor), _line(price))


def _line(values: Array) -> Line:
    return tuple(round(float(each), 4) if np.isfinite(each) else None for each in values)
