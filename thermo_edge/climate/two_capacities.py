"""A room as two capacities, air and mass, with two resistances: its equations, their exact solution, and its bounds.

    dTa/dt = a·(To − Ta) + b·(Tm − Ta) + s·G + g·H + q + daily wave
    dTm/dt = c·(Ta − Tm) + e·(To − Tm) + m·G

Rates in 1/h; G is the sun in kW/m², H the heat in 0..1, q and the wave what else warms the air in K/h (2R2C, as in
Bacher and Madsen 2011, Energy and Buildings 43). Parameters are drawn into their bounds so that a search needs none.
"""

from typing import NamedTuple

import numpy as np

from thermo_edge.climate.series import Array

HOURS = 0.25


class Bound(NamedTuple):
    """A positive parameter: its least, usual and greatest value."""

    least: float
    usual: float
    most: float


BOUNDS = (
    Bound(0.002, 0.04, 1.0),  # a
    Bound(0.02, 0.8, 6.0),  # b
    Bound(0.003, 0.06, 1.0),  # c
    Bound(0.0005, 0.008, 0.2),  # e
    Bound(0.01, 0.8, 30.0),  # s
    Bound(0.001, 0.1, 5.0),  # m
    Bound(0.05, 2.0, 30.0),  # g
    Bound(0.0001, 0.3, 20.0),  # q
)
WAVES = 2
"""Amplitudes of the daily wave, K/h, which may be negative."""


class Drives(NamedTuple):
    """What acts on the room: (k, n) each, for k windows."""

    outdoor: Array
    sun: Array
    heat: Array
    hour: Array

    def cut(self, rows: Array) -> "Drives":
        return Drives(*(column[rows] for column in self))


def natural(theta: Array) -> Array:
    """From parameters without bounds (k, p) to those of the equations."""
    least, most = (np.array([bound[n] for bound in BOUNDS]) for n in (0, 2))
    bounded = least * (most / least) ** (0.5 * (1.0 + np.tanh(0.5 * theta[:, : len(BOUNDS)])))
    return np.concatenate([bounded, 0.3 * theta[:, len(BOUNDS) :]], axis=1)


def step(rates: Array) -> tuple[Array, Array]:
    """Exact response with held inputs, for rates (k, p): how the state goes on in HOURS, and what inputs add in them,
    (k, 2, 2) each."""
    matrix, first, second = _modes(rates)
    on = first.projection * first.decay[:, None, None] + second.projection * second.decay[:, None, None]
    return on, np.linalg.solve(matrix, on - np.eye(2)[None])


def kernels(rates: Array, steps: int) -> tuple[Array, Array]:
    """The air (k, steps) 0, 1, … steps after the air, or the mass, was 1 K warmer."""
    _, first, second = _modes(rates)
    ages = np.arange(steps)
    one, two = first.decay[:, None] ** ages, second.decay[:, None] ** ages
    by_air, by_mass = (first.projection[:, 0, n, None] * one + second.projection[:, 0, n, None] * two for n in (0, 1))
    return by_air, by_mass


def by_lasting(rates: Array, steps: int) -> Array:
    """The air (k, steps) 1, 2, … steps after 1 K/h began to warm it for good."""
    _, added = step(rates)
    by_air, by_mass = kernels(rates, steps)
    answer: Array = added[:, 0, :1] * by_air.cumsum(axis=1) + added[:, 1, :1] * by_mass.cumsum(axis=1)
    return answer


def simulate(
    theta: Array, air: Array, mass: Array, drives: Drives, measured: Array | None = None, other: Array | None = None
) -> Array:
    """The air (j, k, n − 1) after each first step, for j sets of parameters and k windows of n; air (k,), mass (j, k).

    With `measured` (k, n) it is how far that is off, and 0 where nothing was measured. `other` (n,) is further K/h.
    """
    rates = natural(theta)
    _, added = step(rates)
    to_air, to_mass = inputs_of(rates, drives)
    if other is not None:
        to_air = to_air + other
    inputs = np.stack([to_air, to_mass], axis=-1)[:, :, 1:]  # j, k, n − 1, 2
    pushes = np.einsum("jab,jknb->ajkn", added, inputs)
    steps = inputs.shape[2]
    by_air, by_mass = kernels(rates, steps + 1)
    told: Array = by_air[:, None, 1:] * air[None, :, None] + by_mass[:, None, 1:] * mass[:, :, None]
    for kernel, push in zip((by_air, by_mass), pushes, strict=True):
        told = told + push @ _delays(kernel[:, :steps])
    if measured is None:
        return told
    wrong = told - measured[None, :, 1:]
    return np.where(np.isfinite(wrong), wrong, 0.0)


def inputs_of(rates: Array, drives: Drives) -> tuple[Array, Array]:
    """K/h into the air and the mass, (j, k, n)."""
    a, _, _, e, s, m, g, q, wave, quadrature = rates.T[:, :, None, None]
    clock = 2 * np.pi * drives.hour / 24
    waves = wave * np.sin(clock) + quadrature * np.cos(clock)
    return a * drives.outdoor + s * drives.sun + g * drives.heat + q + waves, e * drives.outdoor + m * drives.sun


# --- parts --------------------------------------------------------------------------------------------------------


class _Mode(NamedTuple):
    """One of the two speeds of a room: what is left after a step (k,), and the part of the state that has it."""

    decay: Array
    projection: Array


def _modes(rates: Array) -> tuple[Array, _Mode, _Mode]:
    """The matrix of the equations (k, 2, 2) and its two modes (spectral decomposition; its eigenvalues differ)."""
    a, b, c, e = rates[:, :4].T
    matrix = np.stack([np.stack([-(a + b), b], -1), np.stack([c, -(c + e)], -1)], -2)
    middle, apart = -(a + b + c + e) / 2, np.sqrt(((a + b - c - e) / 2) ** 2 + b * c)
    slow, fast = middle + apart, middle - apart
    unit = np.eye(2)[None]
    of_slow = (matrix - fast[:, None, None] * unit) / (slow - fast)[:, None, None]
    return matrix, _Mode(np.exp(HOURS * slow), of_slow), _Mode(np.exp(HOURS * fast), unit - of_slow)


def _delays(kernel: Array) -> Array:
    """(k, n, n): row i is what a push at step i does at each step, from kernels (k, n)."""
    steps = kernel.shape[1]
    age = np.arange(steps)[None, :] - np.arange(steps)[:, None]
    return np.where(age >= 0, kernel[:, np.maximum(age, 0)], 0.0)
