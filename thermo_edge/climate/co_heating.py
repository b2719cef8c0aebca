"""Rounds a plan to what a shared heat source can do: a short run takes along what nearly-cold rooms need soon."""

import itertools
import math
from datetime import timedelta

import numpy as np

from thermo_edge.climate.plan_cost import Home
from thermo_edge.climate.thermal import FloatArray

IDLE = 0.02
"""A smaller duty is none."""

WINDOW = timedelta(hours=2)
"""How far ahead heat is taken along: what comes later is planned again before it comes."""

NEARLY = 1.0
"""K above the lower edge of its bands until the end of WINDOW within which a room is nearly cold."""

WHOLE = 0.95
"""Share of a step that the source runs from which on it runs through into the next."""


def co_heat(home: Home, heat: FloatArray, cool: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Duties after rounding, and how much of them was brought forward, (rooms, steps) each.

    A start of the source within WINDOW that would run shorter than it must is filled with heat that rooms would get
    within WINDOW after it, the nearest to its lower edge first, as far as their duty, their limits and the cap allow.
    Energy is moved, never added.
    """
    least = home.supply.minimum_on / home.step
    moved, heat = np.zeros_like(heat), np.where(heat < IDLE, 0.0, heat)
    if least <= 0.0:
        return heat, moved
    ahead, at = round(WINDOW / home.step), 0
    while at < min(ahead, heat.shape[1]):
        if heat[:, at].max() <= 0.0:
            at += 1
            continue
        end = min(at + math.ceil(least), heat.shape[1])
        heat, gained = _fill(home, heat, cool, (at, end), least)
        moved += gained
        at = end
        while at < heat.shape[1] and heat[:, at - 1].max() >= WHOLE and heat[:, at].max() > 0.0:
            at += 1
    return heat, moved


def _fill(
    home: Home, heat: FloatArray, cool: FloatArray, run: tuple[int, int], least: float
) -> tuple[FloatArray, FloatArray]:
    """The duties with one start of the source filled, and what was brought into it."""
    first, end = run
    gained, heat = np.zeros_like(heat), heat.copy()
    if _missing(heat, run, least) <= 0.0:
        return heat, gained
    last = min(end + round(WINDOW / home.step), heat.shape[1])
    inside = home.temperatures(heat, cool)
    near = inside[:, end - 1] - np.array([each.low[end - 1 : last].max() for each in home.programmes])
    for room in np.argsort(near).tolist():
        if near[room] > NEARLY and not heat[room, first:end].any():
            continue
        for later, step in itertools.product(range(end, last), range(first, end)):
            if heat[room, later] <= 0.0:
                continue
            if _missing(heat, run, least) <= 0.0:
                return heat, gained
            part = _part(home, heat, inside, room, step, later)
            if part > IDLE / 10:
                heat[room, step] += part
                heat[room, later] -= part
                gained[room, step] += part
                inside[room] += part * _shift(home.outlooks[room].heating, step, later)
    return heat, gained


def _missing(heat: FloatArray, run: tuple[int, int], least: float) -> float:
    """Steps by which the source runs too short."""
    return least - float(heat[:, run[0] : run[1]].max(axis=0).sum()) - 1e-6


def _part(home: Home, heat: FloatArray, inside: FloatArray, room: int, step: int, later: int) -> float:
    """How much duty may go from a later step to this one."""
    programme, supply = home.programmes[room], home.supply
    part = min(1.0 - float(heat[room, step]), float(heat[room, later]))
    if supply.cap is not None and programme.power > 0.0:
        power = np.array([each.power for each in home.programmes])
        room_left = supply.cap * float(supply.cop[step]) - float(power @ heat[:, step])
        part = min(part, max(room_left, 0.0) / programme.power)
    shift = _shift(home.outlooks[room].heating, step, later)
    rising = shift > 1e-9
    above = np.maximum(programme.most - inside[room], 0.0)[rising] / shift[rising]
    return min(part, float(above.min(initial=1.0)))


def _shift(heating: FloatArray, step: int, later: int) -> FloatArray:
    """What a full step of heat does when it comes earlier, K at the end of each step."""
    steps, change = len(heating), np.zeros(len(heating))
    change[step:] += heating[: steps - step]
    change[later:] -= heating[: steps - later]
    return change
