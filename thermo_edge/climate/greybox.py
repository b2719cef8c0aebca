"""A grey-box model of a room, fitted each night: the parameters that tell the following day best from how it began.

What the model does not know warms or cools the room too: it is estimated with the state, and fades in the forecast.
"""

from typing import NamedTuple

import numpy as np

from thermo_edge.climate.leastsquares import marquardt
from thermo_edge.climate.outlook import filled, usual
from thermo_edge.climate.series import DAY, Array, Outlook, ThermalSeries
from thermo_edge.climate.two_capacities import (
    BOUNDS,
    HOURS,
    WAVES,
    Drives,
    by_lasting,
    inputs_of,
    kernels,
    natural,
    simulate,
    step,
)

WINDOW = DAY
BETWEEN = DAY // 2
"""Steps between the beginnings of the windows that are fitted."""
PRIOR_DOUBT = 1.0
MASS_DOUBT = 2.0
"""K; how far the mass may be from what its air says, and below, K/h, how much else may warm the air today."""
ELSE_DOUBT = 0.2
LASTS, PASSES = 24.0, 2.0
"""Hours in which what else warms it fades to 1/e: what lasted for the day, and what has just begun."""
NEWEST = 0.3 * 0.7 ** np.arange(16)
"""Weights of the last steps in what has just begun."""


class GreyBox:
    """Fitted each night on the trailing days; before the first fit it is a usual room in balance with its weather.

    `theta` takes up a fit that was kept.
    """

    name = "grey-box"

    def __init__(self, days: int = 14, theta: Array | None = None) -> None:
        self._days = days
        self._theta = theta

    @property
    def theta(self) -> Array | None:
        """The fit, to be kept; None before one."""
        return self._theta

    @property
    def parameters(self) -> Array | None:
        """a, b, c, e, s, m, g, q and the two amplitudes of the wave; None before a fit."""
        return None if self._theta is None else natural(self._theta[None])[0]

    def fit(self, series: ThermalSeries, upto: int) -> None:
        self._theta = None
        begins = np.arange(upto - WINDOW, max(0, upto - self._days * DAY) - 1, -BETWEEN)
        past = series.target[:upto]
        begins = begins[np.isfinite(past[np.maximum(begins, 0)]) & (begins >= 0)]
        if not len(begins) or not np.isfinite(series.outdoor[:upto]).any():
            return
        rows = begins[:, None] + np.arange(WINDOW)[None]
        drives, measured = _drives(series, upto).cut(rows), past[rows]
        theta = start(measured, drives)

        def residuals(many: Array) -> Array:
            mass = _mass(many, measured, drives)
            wrong = simulate(many, measured[:, 0], mass, drives, measured)
            doubt = (many - theta) / PRIOR_DOUBT
            return np.concatenate([wrong.reshape(len(many), -1), doubt], axis=1)

        self._theta = marquardt(residuals, theta)

    def predict(self, series: ThermalSeries, index: int, future: Outlook) -> Array:
        now = series.last(index)
        begin = max(0, index + 1 - WINDOW)
        known = np.flatnonzero(np.isfinite(series.target[begin : index + 1]))
        if not known.size or not np.isfinite(series.outdoor[: index + 1]).any():
            return np.full(DAY, now)
        rows = np.arange(begin + known[0], index + 1)[None]
        drives, measured = _drives(series, index + 1).cut(rows), series.target[rows]
        theta = (start(measured, drives) if self._theta is None else self._theta)[None]
        return _ahead(theta, now, _state(theta, measured, drives), series, index, future)


def start(measured: Array, drives: Drives) -> Array:
    """The usual room (p,), with as much else to warm it as keeps it in balance with its weather."""
    a, _, c, e, s, m, g, _ = (bound.usual for bound in BOUNDS)
    known = np.isfinite(measured)
    apart = float((measured - drives.outdoor)[known].mean()) if known.any() else 0.0
    sun, heat = float(drives.sun.mean()), float(drives.heat.mean())
    b = BOUNDS[1].usual
    through = a + b * e / (c + e)
    gain = through * apart - s * sun - b * m * sun / (c + e) - g * heat
    wanted = np.array([*(bound.usual for bound in BOUNDS[:-1]), max(gain, 1e-3)])
    least, most = (np.array([bound[n] for bound in BOUNDS]) for n in (0, 2))
    share = np.clip(np.log(wanted / least) / np.log(most / least), 0.01, 0.99)
    return np.concatenate([np.log(share / (1.0 - share)), np.zeros(WAVES)])


# --- parts --------------------------------------------------------------------------------------------------------


def _drives(series: ThermalSeries, upto: int) -> Drives:
    """(n,) each."""
    outdoor, sun, heat = (filled(column[:upto]) for column in (series.outdoor, series.sun, series.heat))
    return Drives(outdoor, sun / 1000.0, heat, series.local[:upto] % 24)


def _mass(theta: Array, measured: Array, drives: Drives) -> Array:
    """The mass (j, k) at the beginning of windows: least squares, held near what is in balance with the air."""
    balance = _balance(theta, measured, drives)
    first = measured[:, 0]
    off = simulate(theta, first, balance, drives, measured)
    slope = _decay(theta, measured.shape[1])[:, None, :] * np.isfinite(measured[None, :, 1:])
    doubt = 1.0 / MASS_DOUBT**2
    shift: Array = -(slope * off).sum(-1) / ((slope**2).sum(-1) + doubt)
    return balance + shift


class State(NamedTuple):
    """Of one room at a moment: its mass in °C, and what else warms its air, in K/h, for a day and for an hour."""

    mass: float
    lasting: float
    passing: float


def _state(theta: Array, measured: Array, drives: Drives) -> State:
    """At the end of one window (1, n)."""
    steps = measured.shape[1]
    if steps < 2:
        return State(float(_balance(theta, measured, drives)[0, 0]), 0.0, 0.0)
    balance = _balance(theta, measured, drives)
    first = measured[:, 0]
    off = simulate(theta, first, balance, drives, measured)[0, 0]
    known = np.isfinite(measured[0, 1:])
    by_mass = _decay(theta, steps)[0] * known
    by_else = by_lasting(natural(theta), steps - 1)[0] * known
    slopes = np.stack([by_mass, by_else], axis=1)
    weight = np.exp(-np.arange(steps - 1)[::-1] / (DAY / 2))[:, None]
    doubt = np.diag([1.0 / MASS_DOUBT**2, 1.0 / ELSE_DOUBT**2])
    shift, lasting = -np.linalg.solve((slopes * weight).T @ slopes + doubt, (slopes * weight).T @ off)
    air = filled(measured[0])
    masses = _driven(theta, float(balance[0, 0] + shift), air, drives)
    return State(float(masses[-1]), float(lasting), _passing(theta, air, masses, drives, float(lasting)))


def _passing(theta: Array, air: Array, masses: Array, drives: Drives, lasting: float) -> float:
    """What the air has just been warmed by beyond the model, K/h, as far as such things have gone on for an hour."""
    rates = natural(theta)
    on, added = step(rates)
    to_air, to_mass = (each[0, 0] for each in inputs_of(rates, drives))
    going = on[0, 0, 0] * air[:-1] + on[0, 0, 1] * masses[:-1]
    pushed = added[0, 0, 0] * (to_air[1:] + lasting) + added[0, 0, 1] * to_mass[1:]
    beyond = (air[1:] - going - pushed) / added[0, 0, 0]
    smooth = np.convolve(beyond, NEWEST)[: len(beyond)]
    hour = 4
    if len(beyond) <= 2 * hour:
        return 0.0
    came = np.convolve(beyond, np.full(hour, 1.0 / hour), "valid")[1:]  # the hour after each moment
    before = smooth[: len(came)]
    goes_on = float(before @ came) / (float(before @ before) + 1e-9)
    return float(np.clip(goes_on, 0.0, 1.0)) * float(smooth[-1])


def _driven(theta: Array, mass: float, air: Array, drives: Drives) -> Array:
    """The mass (n,) when the air goes as it was measured."""
    _, _, c, e, _, m = natural(theta)[0, :6]
    keep = float(np.exp(-(c + e) * HOURS))
    pulls = (c * air + e * drives.outdoor[0] + m * drives.sun[0]) / (c + e)
    masses = [mass]
    for pull in pulls[1:].tolist():
        masses.append(keep * masses[-1] + (1.0 - keep) * pull)
    return np.array(masses)


def _balance(theta: Array, measured: Array, drives: Drives) -> Array:
    """The mass that would not change at the mean of the window, (j, k)."""
    _, _, c, e, _, m = natural(theta).T[:6, :, None]
    air = np.array([row[np.isfinite(row)].mean() for row in measured])
    balance: Array = (c * air + e * drives.outdoor.mean(-1) + m * drives.sun.mean(-1)) / (c + e)
    return balance


def _decay(theta: Array, steps: int) -> Array:
    """By how much the air (j, steps − 1) follows a mass that begins 1 K warmer."""
    return kernels(natural(theta), steps)[1][:, 1:]


def _ahead(theta: Array, now: float, state: State, series: ThermalSeries, index: int, future: Outlook) -> Array:
    outdoor = filled(np.concatenate([[series.outdoor[index]], future.outdoor]))
    sun = filled(np.concatenate([[series.sun[index]], future.sun])) / 1000.0
    planned = usual(series.heat, index) if future.heat is None else future.heat
    heat = filled(np.concatenate([[series.heat[index]], planned]))
    hour = (series.local[index] + HOURS * np.arange(DAY + 1)) % 24
    drives = Drives(outdoor[None], sun[None], heat[None], hour[None])
    hours = HOURS * np.arange(DAY + 1)
    other = state.lasting * np.exp(-hours / LASTS) + state.passing * np.exp(-hours / PASSES)
    answer: Array = simulate(theta, np.array([now]), np.array([[state.mass]]), drives, None, other)[0, 0]
    return answer
