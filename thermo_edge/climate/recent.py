"""What the history knows of each room in quarters of an hour: the past that the thermal model reads."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.features import Array, Signals, Sky
from thermo_edge.climate.inferred_heat import inferable, inferred
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.house import Attribute, Device, DeviceKind, House, Point, Room
from thermo_edge.home.thermostat import set_by
from thermo_edge.home.weather import OutdoorOutlook, WeatherForecast, between
from thermo_edge.outdoors import sky as skies
from thermo_edge.outdoors.sun import position

STEP = timedelta(minutes=15)

HOLDS = 8
"""Steps that a thermometer which says nothing is taken to stay: many speak only when something changed."""

STUCK = 96
"""Steps in which a thermometer says the very same and is taken for stuck, from the first of them on."""

Samples = Callable[[Point], Iterable[tuple[datetime, float]]]
"""A point's means by quarters of an hour, each with when that began."""


@dataclass(frozen=True)
class Frame:
    """The quarters of an hour before `end`, which is a whole quarter."""

    house: House
    end: datetime
    steps: int

    @property
    def times(self) -> list[datetime]:
        """The middle of each."""
        begin = self.end - self.steps * STEP
        return [begin + (number + 0.5) * STEP for number in range(self.steps)]

    def line(self, samples: Iterable[tuple[datetime, float]]) -> Array:
        """(steps,), NaN where nothing is known."""
        found: Array = np.full(self.steps, np.nan)
        begin = self.end - self.steps * STEP
        for at, mean in samples:
            place = (at - begin) // STEP
            if 0 <= place < self.steps:
                found[place] = mean
        return found


def quarter(now: datetime) -> datetime:
    """The whole quarter of an hour that was last."""
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)


def rooms(frame: Frame, samples: Samples, forecasts: Sequence[WeatherForecast]) -> dict[Room, Signals]:
    """Every room that something warms or cools and a thermometer tells of."""
    house, times = frame.house, frame.times
    hour, weekend = clock(house, times)
    outdoor = frame.line(samples(house.outdoor.point)) if house.outdoor is not None else np.full(frame.steps, np.nan)
    sun = past_sun(house, forecasts, times)
    inside = {room: _temperature(frame, samples, room) for room in house.rooms if room.thermometers}
    found = {}
    for room, target in inside.items():
        others = [line for other, line in inside.items() if other is not room and not _shared(room, other)]
        if room.devices:
            heating = _heating(frame, samples, room, target)
            cooling = _cooling(frame, samples, room)
            wanted = _set_point(frame, samples, room)
            found[room] = Signals(
                target, outdoor, sun, heating, cooling, _mean(others, frame.steps), wanted, hour, weekend
            )
    return found


def ahead(house: House, outside: OutdoorOutlook | None, begin: datetime, steps: int) -> Sky:
    """The weather to come from `begin` on; NaN where nothing is told."""
    times = [begin + (number + 0.5) * STEP for number in range(steps)]
    temperature, sun = np.full(steps, np.nan), np.full(steps, np.nan)
    if outside is not None:
        skipped = round((begin - outside.at) / STEP)
        known = outside.sun if house.location is not None else ()
        for line, values in ((temperature, outside.temperature), (sun, known)):
            told = values[max(skipped, 0) : max(skipped, 0) + steps]
            line[: len(told)] = told
    return Sky(temperature, sun, *clock(house, times))


def clock(house: House, times: Sequence[datetime]) -> tuple[Array, Array]:
    """Local hour 0..24 and whether it is Saturday or Sunday, (times,) each."""
    local = [house.local(at) for at in times]
    hour = np.array([each.hour + each.minute / 60.0 + each.second / 3600.0 for each in local])
    return hour, np.array([float(each.weekday() >= 5) for each in local])


def past_sun(house: House, forecasts: Sequence[WeatherForecast], times: Sequence[datetime]) -> Array:
    """W/m² on level ground as the clouds were foretold last; NaN where the house's place or the clouds are unknown."""
    found: Array = np.full(len(times), np.nan)
    if house.location is None:
        return found
    known = sorted(forecasts, key=lambda each: each.made)
    place = 0
    for number, at in enumerate(times):
        while place + 1 < len(known) and known[place + 1].made <= at:
            place += 1
        sun = position(house.location, at)
        if sun.elevation <= 0.0:
            found[number] = 0.0
        elif known and known[place].made <= at and (hour := between(known[place].hours, at)) is not None:
            found[number] = skies.on_ground(sun, hour.cloud)
    return found


# --- lines --------------------------------------------------------------------------------------------------------


def _shared(room: Room, other: Room) -> bool:
    """One thermometer for two rooms: neither is the other's neighbour, or each would have itself beside it."""
    return room.thermometers[0].point == other.thermometers[0].point


def _temperature(frame: Frame, samples: Samples, room: Room) -> Array:
    """By its first thermometer that still speaks; where that said nothing, as the next ones go, at its own level."""
    lines: list[Array] = []
    for sensor in room.thermometers:
        lines.append(held(frame.line(samples(sensor.point)), HOLDS))
        if np.isfinite(lines[-1]).all():
            break
    speaks = [line for line in lines if np.isfinite(line[-1])]
    found = speaks[0] if speaks else lines[0]
    for line in lines:
        apart = found - line
        level = float(np.nanmean(apart)) if np.isfinite(apart).any() else 0.0
        found = np.where(np.isfinite(found), found, line + level)
    return found


def held(line: Array, most: int) -> Array:
    """Each unknown value as the last known one, at most so many steps before it."""
    steps = np.arange(len(line))
    last = np.maximum.accumulate(np.where(np.isfinite(line), steps, -1))
    return np.where((last >= 0) & (steps - last <= most), line[np.maximum(last, 0)], np.nan)


def stuck(line: Array) -> NDArray[np.bool_]:
    """(times,) where it said the very same for STUCK steps or more; gaps in between change nothing."""
    known = np.flatnonzero(np.isfinite(line))
    marks = np.zeros(len(line), bool)
    if known.size < 2:
        return marks
    begins = np.flatnonzero(np.concatenate([[True], np.diff(line[known]) != 0.0]))
    ends = np.append(begins[1:], known.size) - 1
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if known[end] - known[begin] + 1 >= STUCK and end > begin:
            marks[known[begin] : known[end] + 1] = True
    return marks


def _heating(frame: Frame, samples: Samples, room: Room, target: Array) -> Array:
    """The share of full heat, mean of the heaters; of a thermostat that does not say what it does, by its set-point."""
    devices = [each for each in room.devices if each.heats]
    if not devices:
        return np.zeros(frame.steps)
    return _mean([_given(frame, samples, each, target) for each in devices], frame.steps)


def _given(frame: Frame, samples: Samples, device: Device, target: Array) -> Array:
    """What it says of itself wins wherever it says anything."""
    told = share(frame.line(samples(works(device))), device)
    if not inferable(device) or np.isfinite(told).all():
        return told
    own = held(frame.line(samples(Point(device.entity, Attribute.TEMPERATURE))), HOLDS)
    inside = own if np.isfinite(own).any() else target  # it acts by its own
    inside = np.where(stuck(inside), np.nan, inside)
    set_point, ready = frame.line(samples(device.set_point)), frame.line(samples(device.switch))
    return np.where(np.isfinite(told), told, inferred(set_point, inside, ready))


def _cooling(frame: Frame, samples: Samples, room: Room) -> Array:
    """The share of full cooling, mean of the devices that tell; nought where there are none, NaN where none tells."""
    devices = [each for each in room.devices if each.cools]
    if not devices:
        return np.zeros(frame.steps)
    return _mean([share(frame.line(samples(works(each))), each, cold=True) for each in devices], frame.steps)


def share(line: Array, device: Device, cold: bool = False) -> FloatArray:
    """Of full heat (`cold`: of full cooling), from the means of what it does; NaN stays NaN.

    Of a device that does only the one, whatever it does is that.
    """
    if not (device.heats and device.cools):
        return np.asarray(np.abs(line), np.float64)
    return np.asarray(np.maximum(-line if cold else line, 0.0), np.float64)


def works(device: Device) -> Point:
    """What tells whether it is working: a thermostat's action, of others their switch."""
    return Point(device.entity, Attribute.HVAC_ACTION) if device.kind is DeviceKind.THERMOSTAT else device.switch


def _set_point(frame: Frame, samples: Samples, room: Room) -> Array:
    return _mean([frame.line(samples(each.set_point)) for each in set_by(room)], frame.steps)


def _mean(lines: Sequence[Array], steps: int) -> Array:
    if not lines:
        return np.full(steps, np.nan)
    known = np.isfinite(lines)
    total = np.where(known, lines, 0.0).sum(axis=0)
    count = known.sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
