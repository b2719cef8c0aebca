"""How far from what a room is to be its thermostat must be set, by where it is known to switch."""

import math
from collections.abc import Mapping
from dataclasses import replace

from thermo_edge.climate.following import ALL, IDLE, edge
from thermo_edge.climate.setpoint import NONE
from thermo_edge.climate.targets import Target
from thermo_edge.home.house import Device, EntityId
from thermo_edge.home.memory import ClimateMemory, TrimMemory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.thermostat import Thermostat

MOST = 1.0
"""K either way."""

TOLD = 0.15
"""K; less is not worth a word."""

NEVER_FINER = 0.1
"""K; steps of set-points that are believed."""


def shift(known: Thermostat | None, wanted: Target) -> float:
    """K, at most `MOST` either way: the middle of its swing comes to that of the band, and the foot not below the band.

    Nothing while a plan heats in full: it is set beyond where the room is going then. The more of the error its own
    thermometer makes, the further; never less for one that goes on at a colder room.
    """
    if known is None or (wanted.planned is not None and wanted.planned.heat >= ALL):
        return 0.0
    middle = -(known.lower + known.upper) / 2
    lowest = -_below(wanted) - known.lower
    return min(max(middle, lowest, -MOST), MOST)


def _below(wanted: Target) -> float:
    """K below what it is to be that a room may be; none while a plan lets it rest, for that is the lowest already."""
    if wanted.planned is not None and wanted.planned.heat <= IDLE:
        return 0.0
    return wanted.band.middle - edge(wanted)


def step(known: Thermostat | None, device: Device) -> float:
    """K: finer than the settings say where its set-points came so fine, as when a person turned it."""
    if known is None or known.step is None:
        return device.step
    return min(device.step, max(known.step, NEVER_FINER))


def told(reason: Reason, known: Thermostat | None, by: float, beyond: float = 0.0) -> Reason:
    """The reason with what the thermostat was set aside for, where that is worth a word; `beyond` is for a plan."""
    if beyond >= TOLD:
        reason = reason.with_facts(beyond=round(beyond, 2))
    if known is None or abs(by) < TOLD:
        return reason
    begins, ends = f"{known.on_at:+.1f}", f"{known.off_at:+.1f}"
    return reason.with_facts(begins=begins.replace("-", "−"), ends=ends.replace("-", "−"), shift=round(by, 2))


def because(reason: Reason) -> tuple[Reason, ...]:
    """Of a decision's reason, those of its thermostat by itself; none where it is set to what the room is to be."""
    by, beyond, found = reason.get("shift"), reason.get("beyond"), list[Reason]()
    if isinstance(by, int | float) and by:
        code = Code.THERMOSTAT_HIGHER if by > 0.0 else Code.THERMOSTAT_LOWER
        found.append(Reason.of(code, begins=reason.get("begins"), ends=reason.get("ends"), kelvins=f"{abs(by):.1f}"))
    if isinstance(beyond, int | float):
        found.append(Reason.of(Code.THERMOSTAT_BEYOND, kelvins=f"{beyond:.1f}"))
    return tuple(found)


def known_anew(climate: ClimateMemory, found: Mapping[EntityId, Thermostat]) -> ClimateMemory:
    """The memory with what was learned; slow corrections give up what it takes over, and never change sides."""
    trims = {key: _left(trim, climate.thermostats.get(key), found.get(key)) for key, trim in climate.trims.items()}
    return replace(climate, thermostats=dict(found), trims=trims)


def _left(trim: TrimMemory, before: Thermostat | None, after: Thermostat | None) -> TrimMemory:
    more = _middle(after) - _middle(before)
    if trim is NONE or more * trim.trim <= 0.0:
        return trim
    left = max(abs(trim.trim) - abs(more), 0.0)
    return replace(trim, trim=math.copysign(left, trim.trim))


def _middle(known: Thermostat | None) -> float:
    return 0.0 if known is None else min(max(-(known.lower + known.upper) / 2, -MOST), MOST)
