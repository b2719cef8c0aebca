"""Set-points for devices with a loop of their own: rounding, and a slow correction of what their sensor gets wrong."""

from datetime import datetime, timedelta

from thermo_edge.home.comfort import Band, Limits
from thermo_edge.home.house import Attribute, Device, Point
from thermo_edge.home.memory import TrimMemory
from thermo_edge.home.snapshot import Snapshot

NONE = TrimMemory()
PATIENCE = timedelta(minutes=45)
"""How long a room outside its band is watched before the set-point moves: emitters and walls are slow."""

MOST = 2.0  # K
OUTSIDE = 0.1  # K

EFFORT = timedelta(hours=3)
"""A heater that has worked for so long has at least kept a room as it was, if it works."""

WHOLE = 0.95
"""Of a bare switch's cycle: it works hard."""

FAR, GAINED, LOST = 1.0, 0.4, 1.0
"""K below the set-point at which it works hard; K gained that prove that it does, and K lost that it does not."""


def rounded(value: float, step: float, limits: Limits) -> float:
    """To the device's step, and within the limits of the room, °C."""
    return min(max(round(value / step) * step, limits.lowest), limits.highest)


def trimmed(
    snapshot: Snapshot,
    device: Device,
    band: Band,
    inside: float,
    trim: TrimMemory,
    held: bool = True,
    shift: float = 0.0,
    edge: float | None = None,
) -> TrimMemory:
    """Half a kelvin up where the room stays below its band while the valve is content, half a kelvin down where above.

    A valve measures beside the radiator; this is the integral part of the loop, bounded and slow. Of a room that is not
    `held`, but on its way up or down, nothing is learned but whether the heater works. `shift`: K by which the
    set-point lies beside the band without it; together they are `MOST` at most. `edge`: °C below which the room is too
    cold, where that is another one than the band's.
    """
    now, strives, began = snapshot.at, *_striving(snapshot, device, inside, trim)
    coldest = band.low if edge is None else edge
    step = _step(snapshot, device, band, coldest, inside, trim.trim + shift) if trim.moved is not None and held else 0.0
    least, most = -MOST - min(shift, 0.0), MOST - max(shift, 0.0)
    if step == 0.0 or trim.moved is None:
        return TrimMemory(min(max(trim.trim, least), most), now, strives, began)
    if now - trim.moved < PATIENCE:
        return TrimMemory(trim.trim, trim.moved, strives, began)
    return TrimMemory(min(max(trim.trim + step, least), most), now, strives, began)


def useless(trim: TrimMemory, inside: float, now: datetime, watched: datetime) -> bool:
    """Whether it has said for hours that it heats, and the room got colder: a valve may have jammed.

    `watched`: since then nothing was missed; who knows what happened before, without mains or without us.
    """
    if trim.strives is None or trim.began is None or trim.strives < watched:
        return False
    return now - trim.strives >= EFFORT and inside <= trim.began - LOST


def switched(
    snapshot: Snapshot, device: Device, band: Band, inside: float, duty: float, trim: TrimMemory
) -> TrimMemory:
    """Of a bare switch only whether its heater works is learned: while it is on for whole cycles, on and on."""
    heats = duty >= WHOLE and snapshot.value(device.switch) is True
    return TrimMemory(NONE.trim, None, *_effort(snapshot.at, heats and inside < band.middle - FAR, inside, trim))


def _striving(
    snapshot: Snapshot, device: Device, inside: float, trim: TrimMemory
) -> tuple[datetime | None, float | None]:
    """One that says nothing of what it does heats while it is set that far above the room, unless it is off."""
    set_point, action = snapshot.number(device.set_point), snapshot.value(Point(device.entity, Attribute.HVAC_ACTION))
    heats = (
        action == "heating" if action is not None else snapshot.value(device.switch) in ("heat", "auto", "heat_cool")
    )
    return _effort(snapshot.at, heats and set_point is not None and inside < set_point - FAR, inside, trim)


def _effort(now: datetime, strives: bool, inside: float, trim: TrimMemory) -> tuple[datetime | None, float | None]:
    """Since when it heats without effect, and how warm the room was; a room that gets warmer begins anew."""
    if not strives:
        return None, None
    if trim.strives is None or trim.began is None or inside >= trim.began + GAINED:
        return now, inside
    return trim.strives, trim.began


def _step(snapshot: Snapshot, device: Device, band: Band, coldest: float, inside: float, trim: float) -> float:
    """Which way; only while the device has the set-point that it was given, or it is not the trim that is wrong."""
    set_point = snapshot.number(device.set_point)
    if set_point is None or abs(set_point - band.middle - trim) > device.step:
        return 0.0
    if inside < coldest - OUTSIDE and not _gaining(snapshot, device, inside, set_point):
        return device.step
    if inside > band.high + OUTSIDE and set_point > band.low - MOST and _heating(snapshot, device):
        return -device.step
    return 0.0


def _gaining(snapshot: Snapshot, device: Device, inside: float, set_point: float) -> bool:
    """Still on its way: it heats, and the room is far enough below the set-point for that to be the reason."""
    return _heating(snapshot, device) and inside < set_point - 1.0


def _heating(snapshot: Snapshot, device: Device) -> bool:
    action = snapshot.value(Point(device.entity, Attribute.HVAC_ACTION))
    return action in ("heating", "preheating", None)
