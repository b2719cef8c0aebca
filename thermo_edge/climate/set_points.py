"""Set-points that make a thermostat with a loop of its own do what a plan wants."""

import numpy as np

from thermo_edge.climate.co_heating import IDLE
from thermo_edge.climate.programme import RoomProgramme
from thermo_edge.climate.thermal import FloatArray

FULL = 0.9
BOOST = 2.0
"""K above where it is going while it is to heat in full: a valve closes before its set-point, the more so as the
radiator beside it warms its thermometer; with half a kelvin it stands half open. The next plan ends it in time."""

AT_ONCE, NEAR = 1.0, 0.5
"""K that full heat makes in a step where the thermostat stops it within the step, and the push that is left then."""

OVER = 1.5
"""K of these at most above what heating may never exceed: a wrong forecast then costs a quarter of an hour."""


def set_points(
    heat: FloatArray, cool: FloatArray, inside: FloatArray, programme: RoomProgramme, boost: float = BOOST
) -> FloatArray:
    """°C for each step, (steps,): where it is going while it heats in full, where it is while it heats in part.

    While nothing is heated the band's lower edge stays set, so that a plan that was wrong costs no more than that.
    """
    floor = programme.low - np.where(programme.occupied < 0.5, programme.away, 0.0)
    wanted = np.where(cool > IDLE, np.maximum(inside, programme.low), np.minimum(inside, floor))
    ahead = -np.inf
    for step in range(len(heat) - 1, -1, -1):
        full = heat[step] >= FULL
        ahead = max(float(inside[step]), ahead) if full else -np.inf
        if heat[step] > IDLE:
            most = float(programme.most[step])
            wanted[step] = min(ahead + boost, most + OVER) if full else min(float(inside[step]), most)
    return wanted


def boost(heating: FloatArray) -> float:
    """K above where it is going while it heats in full, by its response: a room that is there at once needs no push."""
    return BOOST if not len(heating) or heating[0] < AT_ONCE else NEAR
