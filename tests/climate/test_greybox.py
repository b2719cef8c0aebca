"""The grey-box model: its exact solution, its parameters, and what heat does in it."""

import numpy as np
import pytest

from tests.climate.rooms import heated_room
from thermo_edge.climate.greybox import GreyBox, start
from thermo_edge.climate.leastsquares import marquardt
from thermo_edge.climate.outlook import recorded_outlook
from thermo_edge.climate.series import DAY, Array, Outlook
from thermo_edge.climate.two_capacities import BOUNDS, Drives, natural, simulate


def test_marquardt_finds_what_made_the_data() -> None:
    at = np.linspace(0, 4, 50)
    truth = 3.0 * np.exp(-0.7 * at)

    def residuals(many: Array) -> Array:
        return np.asarray(many[:, :1] * np.exp(-many[:, 1:2] * at) - truth)

    assert np.allclose(marquardt(residuals, np.array([1.0, 0.1]), 100), [3.0, 0.7], atol=1e-2)


def test_marquardt_stays_where_every_step_is_worse() -> None:
    assert marquardt(lambda many: np.ones((len(many), 3)), np.array([2.0])) == 2.0


def test_the_exact_solution_is_that_of_many_small_steps() -> None:
    rng = np.random.default_rng(0)
    steps = 40
    theta = np.concatenate([rng.normal(0, 0.5, len(BOUNDS)), [0.2, -0.1]])[None]
    a, b, c, e, s, m, g, q, wave, quadrature = natural(theta)[0]
    drives = Drives(*(rng.uniform(0, 1, (1, steps)) for _ in range(3)), np.arange(steps)[None] / 4)
    air, mass, told = 20.0, 18.0, []
    for n in range(1, steps):
        outdoor, sun, heat = drives.outdoor[0, n], drives.sun[0, n], drives.heat[0, n]
        clock = 2 * np.pi * drives.hour[0, n] / 24
        for _ in range(2000):
            warming = a * (outdoor - air) + b * (mass - air) + s * sun + g * heat + q
            warming += wave * np.sin(clock) + quadrature * np.cos(clock)
            mass += 0.25 / 2000 * (c * (air - mass) + e * (outdoor - mass) + m * sun)
            air += 0.25 / 2000 * warming
        told.append(air)
    found = simulate(theta, np.array([20.0]), np.array([[18.0]]), drives)[0, 0]
    assert np.allclose(found, told, atol=2e-3)


def test_parameters_stay_in_their_bounds() -> None:
    for theta in (-50.0, 0.0, 50.0):
        told = natural(np.full((1, len(BOUNDS) + 2), theta))[0, : len(BOUNDS)]
        assert all(bound.least <= one <= bound.most * 1.0001 for one, bound in zip(told, BOUNDS, strict=True))


def test_before_a_fit_a_room_in_balance_stays_about_as_it_is() -> None:
    steady = Drives(np.full((1, DAY), 5.0), np.zeros((1, DAY)), np.zeros((1, DAY)), np.zeros((1, DAY)))
    theta = start(np.full((1, DAY), 20.0), steady)[None]
    c, e = natural(theta)[0, 2:4]
    mass = (c * 20.0 + e * 5.0) / (c + e)
    told = simulate(theta, np.array([20.0]), np.array([[mass]]), steady)[0, 0]
    assert np.abs(told - 20.0).max() < 0.2


def test_the_fit_finds_the_heat_and_more_heat_is_warmer() -> None:
    series = heated_room(10)
    grey = GreyBox()
    assert grey.parameters is None
    grey.fit(series, 8 * DAY)
    assert grey.parameters is not None
    assert grey.parameters[6] == pytest.approx(3.0, rel=0.3)
    index = 8 * DAY + 50
    known = recorded_outlook(series, index)
    cold, warm = (
        grey.predict(series, index, Outlook(known.outdoor, known.sun, np.full(DAY, heat))) for heat in (0.0, 1.0)
    )
    assert (warm > cold).all()
    assert (np.diff(warm - cold) > 0).all()
