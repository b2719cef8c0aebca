"""A day of the twin as its heating was set then: how comfortable its rooms are, beside how comfortable they were."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np

from thermo_edge.app.backtest.readings import Telling, day
from thermo_edge.app.twin_world import STEPS, TwinWorld
from thermo_edge.clock import SteppedClock
from thermo_edge.home.comfort import TOO_WARM, Band
from thermo_edge.home.house import Attribute, House, PlaceId, Room
from thermo_edge.home.snapshot import Reading
from thermo_edge.learning.twin_again import Again
from thermo_edge.simulation.twin_home import GRAIN, TwinHome

SETTING = frozenset({Attribute.SET_POINT, Attribute.HVAC_MODE, Attribute.ON})
_HOURS = GRAIN / timedelta(hours=1)
_QUARTER = timedelta(minutes=15) // GRAIN


def again(world: TwinWorld, back: int, member: int) -> dict[PlaceId, Again]:
    """The day that ended `back` days before the end, by one member of each twin; no program is there.

    Of each room with a twin. Steps of which the true temperature is not known count on neither side.
    """
    start = world.end - (back + 1) * timedelta(days=1)
    first = world.times - (back + 1) * STEPS
    clock = SteppedClock(start)
    home = TwinHome(clock, world.house, world.twins, member, first, STEPS)
    rooms = [room for room in world.house.rooms if room.id in world.twins]
    sums = {room.id: np.zeros(4) for room in rooms}
    telling = Telling(world.house)
    for number, (_, stretch) in enumerate(day(world.history, world.house, start, start + timedelta(days=1))):
        told = telling.readings(stretch)
        set_as(home, told)
        home.step(told)
        for room in rooms:
            was = float(world.twins[room.id].recording.target[first + number // _QUARTER])
            if np.isfinite(was):
                sums[room.id] += [
                    *_outside(world.house, room, clock, was),
                    *_outside(world.house, room, clock, home.air(room.id)),
                ]
    home.close()
    return {room: Again(*(float(each) for each in found)) for room, found in sums.items()}


def set_as(home: TwinHome, told: Sequence[Reading]) -> None:
    """What its devices were told then they are told again."""
    for reading in told:
        machine = home.machines.get(reading.point.entity)
        if machine is not None and reading.point.attribute in SETTING and reading.value is not None:
            machine.take(reading.point.attribute, reading.value)


def _outside(house: House, room: Room, clock: SteppedClock, air: float) -> Iterator[float]:
    """K·h of a step that a room is colder and warmer than is wanted."""
    band: Band = room.comfort.comfort if room.comfort.warm_at(house.local(clock.now())) else room.comfort.setback
    yield max(band.low - air, 0.0) * _HOURS
    yield max(air - band.high - TOO_WARM, 0.0) * _HOURS
