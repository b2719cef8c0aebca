"""What somebody wants who calls a decision about warmth wrong, and how far a room's band moves for that."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from thermo_edge.climate.evidence import DIFFERENT, part_of
from thermo_edge.climate.preference import Want
from thermo_edge.home.correction import About, Correction
from thermo_edge.home.house import Attribute, Device, House, PlaceId, Room
from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Decision

STEP = 0.5
"""K that one correction moves a band."""

MOST = 1.0
"""K that all of them together move it."""


def wanted_instead(decision: Decision, device: Device | None) -> Want | None:
    """Warmer or cooler than what was decided: by what it changed, else by its aim beside the room of then."""
    request, before = decision.request, decision.before
    value, inside = request.value, request.reason.get("temperature")
    sets = request.point.attribute is Attribute.SET_POINT
    if sets and isinstance(value, float) and isinstance(before, float) and abs(value - before) >= DIFFERENT:
        return Want.COOLER if value > before else Want.WARMER
    if request.point.attribute in (Attribute.ON, Attribute.HVAC_MODE):
        cools = value == "cool" or (device is not None and device.cools and not device.heats)
        if request.reason.code is Code.COOL_ENOUGH:
            return Want.COOLER
        runs = value is True or value in ("heat", "cool")
        return Want.COOLER if runs is not cools else Want.WARMER
    if not sets or request.aim is None or not isinstance(inside, float):
        return None
    return Want.COOLER if request.aim > inside else Want.WARMER


def in_force(
    corrections: Iterable[Correction], house: House, place: PlaceId, now: datetime, away: bool
) -> tuple[Correction, ...]:
    """Those of this part of the day, while somebody is home or nobody; oldest first."""
    corrections = tuple(corrections)
    if not corrections:
        return ()
    part = part_of(house.local(now))
    found = (
        each
        for each in corrections
        if each.place == place and each.part == part and each.away is away and each.at <= now < each.until
    )
    return tuple(sorted(found, key=lambda each: each.at))


def shift(corrections: Sequence[Correction]) -> float:
    """K by which they move the band, up or down."""
    up = sum(each.about is About.WARMER for each in corrections)
    down = sum(each.about is About.COOLER for each in corrections)
    return min(max(STEP * (up - down), -MOST), MOST)


def cool_above(corrections: Iterable[Correction], house: House, room: Room, now: datetime) -> float:
    """°C above which the room is cooled: who was too cold there has it begin later, who was too warm earlier."""
    moved = room.comfort.cool_above + shift(in_force(corrections, house, room.id, now, away=False))
    return max(moved, room.comfort.comfort.high)
