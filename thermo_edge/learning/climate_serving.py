"""From histories to the outlook that a plan is made from, by the thermal model and what each room has taught."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.features import Array, Numbers, Signals, Sky
from thermo_edge.climate.thermal import Outlook, RoomOutlook
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.climate_at_home import DAY, Base, Past, RoomLearned, asked, past_of, recorded_sky
from thermo_edge.learning.climate_base import Said
from thermo_edge.learning.climate_blend import around_of, without_heat

STEP = timedelta(minutes=15)

_BEFORE = (DAY, 12, 4, 0)
"""Steps before now from which forecasts are made too: how wrong they were says how wrong this one will be."""

_DEVIATIONS = 2.563
"""Standard deviations of a normal distribution between its 10 and 90 % quantiles."""


@dataclass(frozen=True)
class AskedRoom:
    """A room whose history ends now, (times,) as many as there are, and the weather to come, (ahead,)."""

    room: PlaceId
    signals: Signals
    sky: Sky
    heats: bool = True  # there is something that heats it
    cools: bool = False
    learned: RoomLearned = field(default_factory=RoomLearned)


@dataclass(frozen=True)
class Course:
    """°C of a room in the steps to come, (ahead,), between its 10 and 90 % quantiles."""

    middle: Array
    low: Array
    high: Array


def outlook(base: Base, at: datetime, rooms: Sequence[AskedRoom]) -> Outlook:
    """What rooms will do without heat, and their answers. Rooms whose temperature was never known are left out.

    Raises what the base raises where it cannot be asked.
    """
    known = [room for room in rooms if _known(room, base)]
    found = []
    for room, (past, level) in zip(known, _forecasts(base, known, True), strict=True):
        course = _course(base, room, past, level)
        nothing = np.zeros(base.config.ahead)
        heating = room.learned.heating if room.learned.heating is not None else past.said.heating[-1]
        cooling = room.learned.cooling if room.learned.cooling is not None else past.said.cooling[-1]
        found.append(
            RoomOutlook(
                room=room.room,
                free=_floats(course.middle),
                spread=_floats((course.high - course.low) / _DEVIATIONS),
                heating=_floats(np.maximum(heating, 0.0) if room.heats else nothing),
                cooling=_floats(np.minimum(cooling, 0.0) if room.cools else nothing),
            )
        )
    return Outlook(at, STEP, tuple(found))


def usual(base: Base, rooms: Sequence[AskedRoom]) -> dict[PlaceId, Course]:
    """What rooms will do with heat as it usually is; `learned` must have been learned so too."""
    known = [room for room in rooms if _known(room, base)]
    pasts = _forecasts(base, known, False)
    return {room.room: _course(base, room, past, level) for room, (past, level) in zip(known, pasts, strict=True)}


def _known(room: AskedRoom, base: Base) -> bool:
    return bool(np.isfinite(room.signals.target[-base.config.past :]).any())


def _forecasts(base: Base, rooms: Sequence[AskedRoom], planned: bool) -> list[tuple[Past, float]]:
    """Of each room the forecasts of now and of before, now as the last; all rooms are asked at once."""
    if not rooms:
        return []
    given = [_numbers(base, room, planned) for room in rooms]
    names = ("past", "ahead", "start", "level")
    said = base.ask(Numbers(*(np.concatenate([getattr(each, name) for each in given]) for name in names)))
    pasts, many = [], len(_BEFORE)
    for number, (room, each) in enumerate(zip(rooms, given, strict=True)):
        rows = slice(number * many, (number + 1) * many)
        own = Said(said.free[rows], said.around[rows], said.heating[rows], said.cooling[rows], said.seen[rows])
        past = past_of(own, each, room.signals, _moments(room), planned, room.learned)
        pasts.append((past, float(each.level[-1])))
    return pasts


def _numbers(base: Base, room: AskedRoom, planned: bool) -> Numbers:
    at = _moments(room)
    before, now = recorded_sky(room.signals, at[:-1], base.config.ahead), _coming(room)
    names = ("outdoor", "sun", "hour", "weekend")
    sky = Sky(*(np.concatenate([getattr(before, name), getattr(now, name)]) for name in names))
    return asked(room.signals, at, base.config, planned, sky)


def _coming(room: AskedRoom) -> Sky:
    return Sky(*(values[None] for values in (room.sky.outdoor, room.sky.sun, room.sky.hour, room.sky.weekend)))


def _moments(room: AskedRoom) -> NDArray[np.intp]:
    return room.signals.times - 1 - np.array(_BEFORE)


def _course(base: Base, room: AskedRoom, past: Past, level: float) -> Course:
    middle = level + without_heat(base, past, room.learned, room.signals, slice(-1, None), _coming(room))[0]
    around = around_of(room.learned, past.said.around[-1])
    return Course(middle, middle - around[:, 0], middle + around[:, 1])


def _floats(values: Array) -> NDArray[np.float64]:
    return np.asarray(values, np.float64)
