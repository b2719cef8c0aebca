"""How a room's surfaces make it feel beside its air, and by how much its air is kept warmer or cooler for that."""

import math
from collections.abc import Mapping

from thermo_edge.climate.comfort import operative
from thermo_edge.home.comfort import Band
from thermo_edge.home.house import PlaceId, Room
from thermo_edge.home.reason import Code, Reason

MOST = 1.5
"""K either way: more than that is a wall of glass or a sensor in the sun, and no air makes up for it."""

WORTH = 0.2
"""K of change below which what is known stays: set-points need not follow every cloud."""


TOLD = 0.05
"""K of a move that a limit cut short; less is not worth a word."""


def radiant(air: float, surfaces: Mapping[str, float]) -> float:
    """K by which a room feels colder than its air is, at most MOST either way, in tenths; 0 where nothing is known."""
    return bounded(air - operative(air, surfaces))


def bounded(kelvin: float) -> float:
    """As much of it as the air is kept warmer for."""
    return round(min(max(kelvin, -MOST), MOST), 1) + 0.0 if math.isfinite(kelvin) else 0.0


def known_anew(before: Mapping[PlaceId, float], found: Mapping[PlaceId, float | None]) -> dict[PlaceId, float]:
    """What is told of each room: what was, until it is WORTH beside that; nothing where none can tell any more."""
    told = {
        place: now if now is None or round(abs(now - before.get(place, 0.0)), 1) >= WORTH else before.get(place, 0.0)
        for place, now in found.items()
    }
    return {place: kelvin for place, kelvin in told.items() if kelvin}


def of_air(room: Room, radiant: float, band: Band | None = None) -> Band:
    """The band of comfort hours, meant as it is felt, in °C of the air; without one, that of the settings.

    Not beyond the room's limits, nor colder than outside its hours, nor so warm that it would be cooled.
    """
    band = room.comfort.comfort if band is None else band
    if not math.isfinite(radiant):
        return band
    up = max(min(room.limits.highest, room.comfort.cool_above) - band.high, 0.0)
    down = max(band.low - max(room.limits.lowest, room.comfort.setback.low), 0.0)
    return band.lowered(-min(max(radiant, -MOST, -down), MOST, up))


def told(reason: Reason, by: float) -> Reason:
    """The reason with the K by which its band was moved, where that is worth a word."""
    return reason.with_facts(radiant=round(by, 2)) if abs(by) >= TOLD else reason


def because(reason: Reason) -> tuple[Reason, ...]:
    """Of a decision's reason, that of its surfaces by itself."""
    by = reason.get("radiant")
    if not isinstance(by, int | float) or not by:
        return ()
    code = Code.SURFACES_COLDER if by > 0.0 else Code.SURFACES_WARMER
    return (Reason.of(code, kelvins=f"{abs(by):.1f}"),)
