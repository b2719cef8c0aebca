"""What heating and cooling took in each half hour and what that cost: by meters, or by power times how long it ran."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC as UTC  # noqa: PLC0414 - told here for whoever makes days
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from thermo_edge.app.supplied import MILD, POWER, assumed, place_of
from thermo_edge.climate.recent import share, works
from thermo_edge.climate.tariff import by_clock, cooling_cop, pump_cop
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.house import Attribute, Device, EntityId, HeatSource, House, PlaceId, Point
from thermo_edge.home.savings import Source

STEP = timedelta(minutes=30)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

GAP = 12
"""Steps between two readings of a meter over which what it counted is spread evenly; more is a gap."""

MOST = 60.0
"""kW that no home draws for half an hour: a meter that counts more was exchanged or is broken."""

_HOURS = STEP / timedelta(hours=1)


@dataclass(frozen=True)
class Asked:
    """What it is reckoned from. `line` tells a point's means, (steps,); `outdoor` is °C, (steps,)."""

    house: House
    begin: datetime
    steps: int
    line: Callable[[Point], FloatArray]
    outdoor: FloatArray


def source(house: House) -> Source:
    """How the energy of this house is known."""
    if house.measuring.meters:
        return Source.METER
    return Source.ASSUMED if any(assumed(room) for room in house.rooms if room.devices) else Source.POWER


def used(asked: Asked) -> tuple[FloatArray, FloatArray]:
    """kWh bought and what they cost, (steps,) each; NaN where not known."""
    energy, money = np.zeros(asked.steps), np.zeros(asked.steps)
    parts = list(_metered(asked) if asked.house.measuring.meters else _reckoned(asked))
    if not parts:
        return np.full(asked.steps, np.nan), np.full(asked.steps, np.nan)
    for each, source_of in parts:
        energy, money = energy + each, money + each * price(asked, source_of)
    return energy, money


def _metered(asked: Asked) -> Iterator[tuple[FloatArray, HeatSource | None]]:
    for meter in asked.house.measuring.meters:
        readings = asked.line(Point(EntityId(meter.entity), Attribute.ENERGY))
        yield counted(readings), place_of(asked.house, PlaceId(meter.source) if meter.source else None)


def counted(readings: FloatArray) -> FloatArray:
    """What a meter counted in each step, kWh (steps,), from its mean reading there.

    A meter that falls was reset and has counted on from nought; one that is negative or leaps says nothing. What it
    counted over a gap of at most GAP steps is spread evenly; before its first reading and over longer gaps it is NaN.
    """
    known = np.flatnonzero(np.isfinite(readings) & (readings >= 0.0))
    found: FloatArray = np.full(len(readings), np.nan)
    for before, now in pairwise(known):
        rise = readings[now] - readings[before]
        rise = readings[now] if rise < 0.0 else rise
        length = now - before
        if length <= GAP and rise <= MOST * _HOURS * length:
            found[before + 1 : now + 1] = rise / length
    return found


def _reckoned(asked: Asked) -> Iterator[tuple[FloatArray, HeatSource | None]]:
    """Devices that say whether they run; one that does not makes all of it unknown."""
    outdoor = np.where(np.isfinite(asked.outdoor), asked.outdoor, MILD)
    for room in asked.house.rooms:
        for device in room.devices:
            line = asked.line(works(device))
            if device.heats:
                place = place_of(asked.house, device.source)
                yield share(line, device) * _kilowatt_hours(device.power) / cop(place, outdoor), place
            if device.cools:
                cold = share(line, device, cold=True) * _kilowatt_hours(device.cooling_power)
                yield cold / _cooling_cop(device, outdoor), None


def _kilowatt_hours(power: float | None) -> float:
    """Of a whole step."""
    return (POWER if power is None else power) * _HOURS


def _cooling_cop(device: Device, outdoor: FloatArray) -> FloatArray:
    own = device.cooling_cop
    return cooling_cop(outdoor) if own is None else np.full(len(outdoor), own)


def cop(place: HeatSource | None, outdoor: FloatArray) -> FloatArray:
    """kWh of heat for each that is bought, by °C outdoors, both (steps,)."""
    if place is None or place.pump is None:
        return np.full(len(outdoor), place.efficiency if place is not None else 1.0)
    return pump_cop(place.pump, outdoor, place.flow.flow if place.flow is not None else None)


def price(asked: Asked, place: HeatSource | None) -> FloatArray:
    """Currency per kWh in each step: the source's own, what the price sensor said, or by the clock; else NaN."""
    house, steps = asked.house, asked.steps
    tariff = house.electricity.tariff
    if place is not None and place.tariff is not None:
        return by_clock(place.tariff, house.zone, asked.begin, STEP, steps)
    by_hours = by_clock(tariff, house.zone, asked.begin, STEP, steps)
    if house.price is None:
        return by_hours
    told = asked.line(house.price.point) + house.electricity.added
    return np.asarray(np.where(np.isfinite(told), told, by_hours), dtype=np.float64)
