"""How dark a room would be without its own lamps: what its light sensor says, less what the lamps were seen to add."""

from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.home.house import Attribute, Device, Point, Room
from thermo_edge.home.memory import RoomLightMemory
from thermo_edge.home.snapshot import Reading, Snapshot

SUN_DOWN, SUN_UP = 3.0, 8.0
"""Degrees of elevation: without a light sensor a room is dark below the first and bright above the second."""

ENOUGH = 2.5
"""Times the room's `dark`: so much daylight makes a lamp needless."""

OLD = timedelta(minutes=30)
"""A light reading of this age says little about now: the sun may say that it is dark, too."""

_SETTLED = timedelta(seconds=2)
_PROMPT = timedelta(minutes=3)
_FORMER = timedelta(minutes=10)
_STEP = 0.15  # of the share: less light than this cannot be told from clouds
_FADES = 0.2  # a smaller gain is believed by and by, a larger one at once: too large a one leaves lamps on, no more


def observe(snapshot: Snapshot, room: Room, known: RoomLightMemory) -> RoomLightMemory:
    """Take in what the light sensor says, and learn from each step of the lamps how much of that is theirs."""
    share, now = _share(snapshot, room), snapshot.at
    if abs(share - known.share) > 0.01 or known.since is None:
        known = replace(known, share=share, since=now)
    told = _told(snapshot, room)
    if told is None:
        return replace(known, lux=None, told=None) if known.lux is not None else known
    if known.told is not None and (told.reported, told.value) == (known.told, known.lux):
        return known
    assert known.since is not None
    if known.lux is not None and known.share != known.told_share and told.reported < known.since + _SETTLED:
        return known  # the sensor may have looked before the lamps changed
    lux = float(told.value or 0.0)
    gain = _gain(known, lux, told.reported)
    return replace(known, lux=lux, told=told.reported, told_share=known.share, gain=gain)


def _gain(known: RoomLightMemory, lux: float, at: datetime) -> float | None:
    """What the lamps add, from the last reading before they changed and the first one after."""
    step = known.share - known.told_share
    if known.lux is None or known.told is None or known.since is None or abs(step) < _STEP:
        return known.gain
    if at - known.since > _PROMPT or known.since - known.told > _FORMER:
        return known.gain
    seen = max(0.0, (lux - known.lux) / step)
    if known.gain is None or seen >= known.gain:
        return seen
    return known.gain + _FADES * (seen - known.gain)


def daylight(known: RoomLightMemory) -> float | None:
    """lx without the lamps; None where no sensor tells, or nobody has seen yet what the lamps add."""
    if known.lux is None:
        return None
    if known.told_share == 0.0:
        return known.lux
    return max(0.0, known.lux - known.gain * known.told_share) if known.gain is not None else None


def dark(snapshot: Snapshot, room: Room, known: RoomLightMemory) -> bool:
    """Whether a lamp is worth its light; False where nobody can tell."""
    lux = daylight(known)
    night = low_sun(snapshot)
    if lux is None:
        return night
    return lux < room.lighting.dark or (night and known.told is not None and snapshot.at - known.told > OLD)


def low_sun(snapshot: Snapshot) -> bool:
    return snapshot.sun is not None and not snapshot.clock_behind and snapshot.sun.elevation < SUN_DOWN


def enough(snapshot: Snapshot, room: Room, known: RoomLightMemory) -> bool:
    """Whether it is bright without lamps, with much to spare."""
    lux = daylight(known)
    if lux is not None:
        return lux >= ENOUGH * room.lighting.dark and not dark(snapshot, room, known)
    if room.sensing(Attribute.ILLUMINANCE) and known.lux is not None:
        return False  # there is light, and nobody knows whose
    return snapshot.sun is not None and not snapshot.clock_behind and snapshot.sun.elevation > SUN_UP


def _share(snapshot: Snapshot, room: Room) -> float:
    return sum(_shines(snapshot, lamp) for lamp in room.lights)


def _shines(snapshot: Snapshot, lamp: Device) -> float:
    if snapshot.value(lamp.switch) is not True or not snapshot.answers(lamp.switch):
        return 0.0
    brightness = snapshot.number(Point(lamp.entity, Attribute.BRIGHTNESS)) if lamp.dims else None
    return brightness / 100.0 if brightness is not None else 1.0


def _told(snapshot: Snapshot, room: Room) -> Reading | None:
    """The reading that the room's illuminance comes from: its first sensor that is fresh."""
    lux = snapshot.sense(room.id).illuminance
    if lux is None:
        return None
    readings = (snapshot.good.get(sensor.point) for sensor in room.sensing(Attribute.ILLUMINANCE))
    return next((reading for reading in readings if reading is not None and reading.value == lux), None)
