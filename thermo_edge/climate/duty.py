"""Time-proportional duty for bare switches: a proportional-integral share of each cycle, within minimum times."""

from dataclasses import replace
from datetime import datetime

from thermo_edge.home.comfort import Band
from thermo_edge.home.house import Device
from thermo_edge.home.memory import DutyMemory
from thermo_edge.home.snapshot import RoomSense

IDLE = DutyMemory()
GAIN = 0.6
"""Share of full power for each kelvin below the target."""

CALM = 0.25
"""The same beside a plan, which knows the steady share: a room that its heater warms by 2 K in a cycle swings up with
more."""

INTEGRAL = 0.05
"""Share for each kelvin and cycle (0.15 an hour with the usual 20 minutes); slow, because walls are."""

FAR = 1.5
"""K below the band that end a cycle early: a new target does not wait for the old cycle."""

QUICK = 0.8
"""K that a room falls within a cycle which show that it cannot wait for its end; most rooms take hours for them."""

OVER = 0.0
"""K above the band that end the on-time early: the emitter still gives what it holds."""


def upside_down(sense: RoomSense) -> RoomSense:
    """The room as cooling sees it: what is too warm is too cold, and the share that cools rises with it."""
    return sense if sense.temperature is None else replace(sense, temperature=-sense.temperature)


def step(
    device: Device, band: Band, sense: RoomSense, former: DutyMemory, now: datetime, gain: float = GAIN
) -> DutyMemory:
    """Begin a new cycle where the old one is over (or the room is far below), with a duty for the room's error now.

    A room that falls quickly begins one below the middle of its band, with the shortest on-time at least: it would have
    lost kelvins until the old one ended.
    What a plan foresees stands in place of what was learned, which stays as it was.
    A thermometer that has said nothing for a whole cycle earns no more than what keeps the room as it was.
    """
    assert sense.temperature is not None
    most = sense.temperature if former.most is None else max(former.most, sense.temperature)
    over = former.start is None or now >= former.start + device.cycle
    rests = not is_on_time(device, former, now)
    hurried = sense.temperature < band.low - FAR and former.duty < 1.0 and rests
    falls = most - sense.temperature > QUICK and sense.temperature < band.middle and rests
    if not (over or hurried or falls):
        return replace(former, most=most)
    error = band.middle - sense.temperature
    integral = former.integral
    if former.foreseen is None and former.start is not None:
        integral = _learned(integral, error, gain, min((now - former.start) / device.cycle, 3.0))
    steady = integral if former.foreseen is None else former.foreseen
    share = min(max(gain * error + steady, 0.0), 1.0)
    if former.start is not None and sense.at is not None and sense.at < former.start:
        share = min(share, steady)
    if falls:
        share = max(share, device.minimum_on / device.cycle)
    return DutyMemory(now, _feasible(device, share), integral, former.foreseen, sense.temperature)


def _learned(integral: float, error: float, gain: float, cycles: float) -> float:
    """Nothing is learned where the duty is all or none anyway."""
    wanted = gain * error + integral
    saturated = (wanted >= 1.0 and error > 0.0) or (wanted <= 0.0 and error < 0.0)
    return integral if saturated else min(max(integral + INTEGRAL * error * cycles, 0.0), 1.0)


def _feasible(device: Device, share: float) -> float:
    """A share whose on-time and off-time are no shorter than the device allows; tiny ones are none or all."""
    least, most = device.minimum_on / device.cycle, 1.0 - device.minimum_off / device.cycle
    if share < least:
        return least if share > least / 2 else 0.0
    if share > most:
        return most if share < (1.0 + most) / 2 else 1.0
    return share


def is_on_time(device: Device, duty: DutyMemory, now: datetime) -> bool:
    """Whether this moment lies in the on-part of the cycle."""
    return duty.start is not None and now < duty.start + device.cycle * duty.duty


def is_on(device: Device, band: Band, sense: RoomSense, duty: DutyMemory, now: datetime) -> bool:
    """On in the on-part of the cycle, but never above the band."""
    assert sense.temperature is not None
    return is_on_time(device, duty, now) and sense.temperature <= band.high + OVER


def wake(device: Device, duty: DutyMemory, now: datetime) -> datetime | None:
    """When the switch next has to change."""
    if duty.start is None:
        return None
    edge = duty.start + device.cycle * duty.duty
    return edge if now < edge else duty.start + device.cycle
