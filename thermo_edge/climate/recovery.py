"""How fast a room gets warm after its set-point is raised, from a home's own steps, and what a forecast makes of it."""

from dataclasses import replace

import numpy as np

from thermo_edge.climate.features import Array
from thermo_edge.climate.thermal import FloatArray, RoomOutlook
from thermo_edge.home.thermostat import Recovery

MINUTES = 5.0
RAISED = 1.0
"""K that a set-point goes up, and lies above the room, in a step that tells."""

LONGEST = 36
"""Steps of five minutes that the first kelvin may take."""

SCATTER, WORTH = 0.5, 4.0
"""Of the logarithm, between two steps of the same room, and how many steps that word is worth."""

LEAST_DOUBT = 0.15
PRIOR_DOUBT = 1.0
"""Of the logarithm of how much faster a room is than its model says."""

QUICK = 8.0
"""Minutes for a kelvin in rooms of which the steps are believed against the model: slower ones it knows."""

MOST = 3.0
"""K in a quarter of an hour that are believed at most."""

STAYS = 0.4
"""Of the warmth of air alone after another quarter of an hour."""


def recovery(set_point: Array, heating: Array, inside: Array, ready: Array) -> Recovery | None:
    """From means of five minutes, (n,) each; None where no step was seen to its first kelvin."""
    found = [each for at in _raised(set_point, inside) if (each := _first(at, set_point, heating, inside, ready))]
    if not found:
        return None
    logs = np.log(found)
    middle, count = float(np.median(logs)), len(found)
    spread = 1.4826 * float(np.median(np.abs(logs - middle)))
    scatter = np.sqrt((WORTH * SCATTER**2 + count * spread**2) / (WORTH + count))
    doubt = float(np.hypot(1.25 * scatter / np.sqrt(count), LEAST_DOUBT))
    return Recovery(round(float(np.exp(middle)), 2), round(doubt, 3), count)


def _raised(set_point: Array, inside: Array) -> list[int]:
    up = np.zeros(len(set_point), bool)
    with np.errstate(invalid="ignore"):
        up[4:] = (set_point[4:] - set_point[3:-1] >= RAISED) & (set_point[4:] - inside[3:-1] >= RAISED)
    return [int(at) for at in np.flatnonzero(up)]


def _first(at: int, set_point: Array, heating: Array, inside: Array, ready: Array) -> float | None:
    """Minutes until heat has made a kelvin, on top of how the room was going; None if it was not let."""
    before = float(inside[at - 1])
    going = float(np.clip(before - inside[at - 4], -0.4, 0.1)) / 3.0 if np.isfinite(inside[at - 4]) else 0.0
    last = 0.0
    for step in range(min(LONGEST, len(inside) - at)):
        now = at + step
        if not np.isfinite(inside[now]) or set_point[now] < set_point[at] - 0.05 or ready[now] < 1.0:
            return None
        made = float(inside[now]) - before - going * min(step + 0.5, 12.0)
        if made >= 1.0:
            return _reached(step, last, made)
        if step and not heating[now] >= 0.5:
            return None
        last = made
    return None


def _reached(step: int, last: float, made: float) -> float:
    """Minutes to a kelvin: means are those of the middle of their steps."""
    middle = step + 0.5
    share = (1.0 - last) / (made - last) if made > last else 1.0
    return max(MINUTES * (middle - 1.0 + share), 0.25 * MINUTES)


def recovered(outlook: RoomOutlook, known: Recovery | None, minutes: float = 15.0) -> RoomOutlook:
    """With an answer to heat that is as quick at first as was seen, less its doubt; slower than said it never gets.

    What is quicker is warmth of the air, which goes as fast. `minutes`: of a step of the outlook.
    """
    if known is None or known.minutes > QUICK or not len(outlook.heating) or outlook.heating[0] <= 0.0:
        return outlook
    said = float(outlook.heating[0])
    seen = min(minutes / known.minutes, MOST)
    if seen <= said:
        return outlook
    trust = PRIOR_DOUBT**2 / (PRIOR_DOUBT**2 + known.doubt**2)
    faster = trust * (np.log(seen) - np.log(said)) - np.sqrt(trust) * known.doubt
    reached = np.exp(np.log(said) + max(faster, 0.0))  # in one exponent: next to nothing overflows no factor
    extra = np.maximum(reached - said, 0.0)
    air: FloatArray = extra * STAYS ** np.arange(len(outlook.heating))
    return replace(outlook, heating=outlook.heating + air)
