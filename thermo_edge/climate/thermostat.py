"""Where a thermostat switches relative to its set-point, from a home's own history; pure, few-shot, with its doubt.

A switch tells where the edge is only if the set-point stood still before it: what follows a step, a hand, a window or
a mode that was changed is left out. Edges are those of the room's thermometer, so that the error of the device's own is
in them.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from thermo_edge.climate.features import Array
from thermo_edge.climate.recovery import recovery
from thermo_edge.home.thermostat import Thermostat

STEP = timedelta(minutes=5)

HALF, CENTRE_DOUBT, HALF_DOUBT = 0.25, 0.5, 0.2
"""K. Before anything was seen: it switches this far to either side of a point that is its set-point; standard
deviations of that point and of how far."""

SCATTER, WORTH = 0.25, 4.0
"""K between two switches of the same thermostat by five-minute means, and how many switches that word is worth."""

LEAST_DOUBT = 0.06
"""K that no number of switches goes below: a thermometer's own step, and five minutes of drift."""

OFFSET_SCATTER = 0.3
"""K between what its own thermometer says and what it acts by, as it rounds and follows slowly."""

STILL, RESTS = 2, 2
"""Steps in which the set-point must have stood before a switch, and the state on either side of it."""

FELL = 0.8
"""K in ten minutes that no heater makes: a window, or a thermometer that was carried."""

HOLDS, LEAST_HOURS, CALM = 12, 4, 0.25
"""Steps of an hour of unbroken heat in which the room moves less than `CALM` K: how many such hours show that it
heats in part."""

GRIDS = (1.0, 0.5, 0.25, 0.2, 0.1)
DISTINCT = 4
"""Different set-points that show in which steps they come."""


@dataclass(frozen=True)
class Seen:
    """Means of five minutes, oldest first, (n,) each; NaN where nothing is known."""

    set_point: Array  # °C
    heating: Array  # share of the time that it said that it heats
    inside: Array  # °C by the room's own thermometer
    own: Array  # °C by the device's; NaN where it has none, or is the room's only one
    ready: Array  # 1 while it was in a mode that heats


def learned(seen: Seen) -> Thermostat | None:
    """None where nothing at all could be told; what few switches say is drawn to the prior."""
    on, off = edges(seen)
    offset = _offset(seen)
    holds = _holds(seen)
    quick = recovery(seen.set_point, seen.heating, seen.inside, seen.ready)
    if not len(on) and not len(off) and offset is None and holds is None and quick is None:
        return None
    mean, doubt = _switching(on, off, offset)
    shortest_on, shortest_off = _shortest(seen.heating)
    return Thermostat(
        on_at=round(float(mean[0]), 3),
        on_doubt=round(float(doubt[0]), 3),
        off_at=round(float(mean[1]), 3),
        off_doubt=round(float(doubt[1]), 3),
        switches=len(on) + len(off),
        offset=None if offset is None else round(offset[0], 3),
        offset_doubt=None if offset is None else round(offset[1], 3),
        holds=None if holds is None else round(holds[0], 3),
        holds_doubt=None if holds is None else round(holds[1], 3),
        shortest_on=shortest_on,
        shortest_off=shortest_off,
        step=grid(seen.set_point),
        recovery=quick,
    )


def edges(seen: Seen) -> tuple[Array, Array]:
    """K from the set-point to the room at each switch on, and at each switch off, that the room itself caused."""
    on = seen.heating >= 0.5
    known = np.isfinite(seen.set_point) & np.isfinite(seen.inside) & np.isfinite(seen.heating)
    known &= ~(seen.ready < 1.0)
    n, first = len(on), max(STILL, RESTS)
    if n < first + RESTS:
        return np.zeros(0), np.zeros(0)
    at = np.arange(first, n - RESTS + 1)
    usable = on[at] != on[at - 1]
    for lag in range(1, RESTS):
        usable &= (on[at - 1 - lag] == on[at - 1]) & (on[at + lag] == on[at])
    for lag in range(STILL + 1):
        usable &= known[at - lag] & (np.abs(seen.set_point[at - lag] - seen.set_point[at]) < 0.05)
    usable &= np.abs(seen.inside[at] - seen.inside[at - 2]) < FELL
    at = at[usable]
    apart = 0.5 * (seen.inside[at] + seen.inside[at - 1]) - seen.set_point[at]
    return apart[on[at]], apart[~on[at]]


def grid(set_point: Array) -> float | None:
    """K of the coarsest steps in which nearly all of its set-points come; None: too few different ones."""
    known = set_point[np.isfinite(set_point)]
    stood = np.round(known[1:][np.abs(np.diff(known)) < 1e-6], 3)  # means over a change lie on no grid
    values = np.unique(stood)
    if len(values) < DISTINCT:
        return None
    for step in GRIDS:
        if np.mean(np.abs(values / step - np.round(values / step)) < 0.02) >= 0.95:
            return step
    return None


# --- parts --------------------------------------------------------------------------------------------------------


def _switching(on: Array, off: Array, offset: tuple[float, float] | None) -> tuple[Array, Array]:
    """Of (on, off) the mean and the standard deviation: what was seen, weighed against the prior."""
    far, apart = CENTRE_DOUBT**2, HALF_DOUBT**2
    mean = np.array([-HALF, HALF])
    covariance = np.array([[far + apart, far - apart], [far - apart, far + apart]])
    told = [(np.eye(2)[row], *_middle(each)) for row, each in enumerate((on, off)) if len(each)]
    if offset is not None:  # it acts by its own thermometer
        told.append((np.array([0.5, 0.5]), -offset[0], np.hypot(offset[1], OFFSET_SCATTER)))
    for row, value, doubt in told:
        gain = covariance @ row / (row @ covariance @ row + doubt**2)
        mean = mean + gain * (value - row @ mean)
        covariance = covariance - np.outer(gain, row @ covariance)
    return mean, np.sqrt(np.diag(covariance))


def _middle(values: Array) -> tuple[float, float]:
    """The median with its standard deviation, K; the scatter of few is drawn to the usual one."""
    middle, count = float(np.median(values)), len(values)
    spread = 1.4826 * float(np.median(np.abs(values - middle)))
    scatter = np.sqrt((WORTH * SCATTER**2 + count * spread**2) / (WORTH + count))
    return middle, float(np.hypot(1.25 * scatter / np.sqrt(count), LEAST_DOUBT))


def _offset(seen: Seen) -> tuple[float, float] | None:
    """K of its own thermometer above the room's while it rests: a radiator beside it warms it while it does not."""
    apart = (seen.own - seen.inside)[(seen.heating < 0.1) & ~(seen.ready < 1.0)]
    apart = apart[np.isfinite(apart)]
    hours = len(apart) * (STEP / timedelta(hours=1))
    if hours < 1.0:
        return None
    low, high = np.quantile(apart, (0.05, 0.95))
    middle = float(np.clip(apart, low, high).mean())  # a coarse thermometer is right on average only
    return middle, float(np.hypot(0.5 / np.sqrt(hours), LEAST_DOUBT))


def _holds(seen: Seen) -> tuple[float, float] | None:
    """K from the set-point to where the room stays while it heats for an hour and more; None: it does not."""
    count = len(seen.heating) // HOLDS
    if not count:
        return None
    hours = [values[-count * HOLDS :].reshape(count, HOLDS) for values in (seen.heating, seen.inside, seen.set_point)]
    heating, inside, wanted = hours
    with np.errstate(invalid="ignore"):
        calm = (heating.min(axis=1) >= 0.9) & (np.ptp(inside, axis=1) < CALM) & (np.ptp(wanted, axis=1) < 0.05)
    apart = (inside.mean(axis=1) - wanted.mean(axis=1))[calm]
    apart = apart[np.abs(apart) < 2.0]  # beyond that it heats in full
    if len(apart) < LEAST_HOURS:
        return None
    middle, doubt = _middle(apart)
    return middle * len(apart) / (len(apart) + WORTH), doubt


def _shortest(heating: Array) -> tuple[timedelta | None, timedelta | None]:
    """How long it stayed on, and off, in the shortest tenth of the times that it did."""
    known = heating[np.isfinite(heating)] >= 0.5
    changes = np.flatnonzero(np.diff(known.astype(int))) + 1
    lengths, states = np.diff(changes), known[changes[:-1]] if len(changes) > 1 else np.zeros(0, bool)
    found = [lengths[states == state] for state in (True, False)]
    on, off = ((float(np.quantile(each, 0.1)) if len(each) >= WORTH else None) for each in found)
    return (None if on is None else on * STEP), (None if off is None else off * STEP)
