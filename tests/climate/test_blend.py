"""The blend: weights on the simplex, near the prior with few days, near the better member with many."""

from collections.abc import Sequence

import numpy as np
import pytest

from tests.climate.rooms import heated_room
from thermo_edge.climate.baselines import NightlyRidge, Persistence, SameChange
from thermo_edge.climate.blend import Blend, Judged, judging_days, mixed, plain_blend, plain_prior, spread, weigh
from thermo_edge.climate.outlook import recorded_outlook
from thermo_edge.climate.series import DAY, Array, Outlook, ThermalSeries, Unsure
from thermo_edge.climate.simplex import projected, simplex_weights


class Always:
    """Says one temperature."""

    def __init__(self, name: str, temperature: float) -> None:
        self.name = name
        self._temperature = temperature

    def fit(self, series: ThermalSeries, upto: int) -> None:
        """Nothing to learn."""

    def predict(self, series: ThermalSeries, index: int, future: Outlook) -> Array:
        return np.full(DAY, self._temperature)


def alike(names: Sequence[str], _: float) -> Array:
    return np.full((DAY, len(names)), 1.0 / len(names))


def steady(days: int) -> ThermalSeries:
    series = heated_room(1)
    return ThermalSeries(
        "steady", series.start, *(np.full(days * DAY, 20.0) for _ in range(5)), np.empty((0, days * DAY))
    )


def test_projection_is_the_nearest_point_of_the_simplex() -> None:
    found = projected(np.array([[0.5, 0.5], [2.0, 0.0], [-1.0, 0.5], [0.4, 0.8]]))
    assert np.allclose(found, [[0.5, 0.5], [1.0, 0.0], [0.0, 1.0], [0.3, 0.7]])


@pytest.mark.parametrize("absolute", [True, False])
def test_weights_find_the_mixture_that_made_the_truth(absolute: bool) -> None:
    rng = np.random.default_rng(0)
    told = rng.normal(0, 1, (400, 3, 2))
    wanted = np.array([[0.2, 0.8, 0.0], [0.5, 0.0, 0.5]])
    truth = np.einsum("nmh,hm->nh", told, wanted) + rng.normal(0, 0.01, (400, 2))
    found = simplex_weights(told, truth, np.full((2, 3), 1 / 3), 0.0, absolute)
    assert np.allclose(found, wanted, atol=0.02)


def test_absolute_errors_are_not_led_by_a_few_large_ones() -> None:
    rng = np.random.default_rng(1)
    truth = rng.normal(0, 1, (300, 1))
    good = truth + rng.normal(0, 0.1, (300, 1))
    good[:6] += 20.0
    middling = truth + rng.normal(0, 0.8, (300, 1))
    told = np.stack([good, middling], axis=1)
    prior = np.full((1, 2), 0.5)
    assert simplex_weights(told, truth, prior, 0.0)[0, 0] > 0.9
    assert simplex_weights(told, truth, prior, 0.0, absolute=False)[0, 0] < 0.6


def test_a_strong_pull_keeps_the_prior_and_no_row_is_the_prior() -> None:
    rng = np.random.default_rng(2)
    truth = rng.normal(0, 1, (50, 1))
    told = np.stack([truth + 1.0, truth - 0.1], axis=1)
    prior = np.array([[0.7, 0.3]])
    assert np.allclose(simplex_weights(told, truth, prior, 1e6), prior, atol=1e-3)
    assert np.allclose(simplex_weights(np.full((3, 2, 1), np.nan), truth[:3], prior, 0.0), prior)


def test_with_days_the_better_member_wins_and_without_any_the_prior_holds() -> None:
    series = steady(12)
    blend = Blend([Always("right", 20.1), Always("wrong", 24.0)], alike)
    blend.fit(series, 0)
    assert np.allclose(blend.weights, 0.5)
    seen = []
    for days in (3, 10):
        blend.fit(series, days * DAY)
        assert np.allclose(blend.weights.sum(axis=1), 1.0)
        seen.append(float(blend.weights[0, 0]))
    assert 0.5 < seen[0] <= seen[1]
    assert seen[1] > 0.8


def test_a_member_that_says_nothing_leaves_its_weight_to_the_others() -> None:
    told = np.stack([np.full(DAY, np.nan), np.full(DAY, 21.0)], axis=1)
    assert np.allclose(mixed(told, np.tile([0.9, 0.1], (DAY, 1))), 21.0)
    assert np.isnan(mixed(told * np.nan, np.tile([0.9, 0.1], (DAY, 1)))).all()


def test_judging_takes_some_of_the_last_days() -> None:
    assert [judging_days(days, 6) for days in (0, 1, 1.5, 3, 7, 14, 30)] == [0, 0, 0.5, 1, 2.5, 5.5, 6]


def test_the_plain_prior_is_on_the_simplex_and_moves_to_the_regression_with_days() -> None:
    names = [one.name for one in (Persistence(), SameChange(), NightlyRidge())]
    early, late = plain_prior(names, 0), plain_prior(names, 20)
    assert np.allclose(early.sum(axis=1), 1.0)
    assert early[0, 2] == 0.0
    assert late[0, 2] > 0.8 > late[-1, 2]


def test_the_interval_is_as_wide_as_the_errors_were() -> None:
    rng = np.random.default_rng(4)
    came = rng.normal(0, 2.0, (400, DAY))
    judged = Judged(np.zeros((400, 1, DAY)), came, 6.0)
    band = spread(judged, weigh(judged, np.ones((DAY, 1))))
    fresh = rng.normal(0, 2.0, 1000)
    inside = np.mean((fresh > band[0, 0]) & (fresh < band[0, 2]))
    assert 0.72 < inside < 0.88


def test_the_interval_is_narrower_again_at_the_same_time_of_the_next_day() -> None:
    rng = np.random.default_rng(4)
    usual = 0.5 + np.sin(np.pi * np.arange(DAY) / DAY)
    judged = Judged(np.zeros((400, 1, DAY)), rng.normal(0, usual, (400, DAY)), 6.0)
    band = spread(judged, weigh(judged, np.ones((DAY, 1))))
    assert band[DAY // 2, 2] > 1.5 * max(band[0, 2], band[-1, 2])
    assert np.abs(np.diff(band[:, 2])).max() < 0.3, "one step is about as sure as the next"


def test_the_plain_blend_is_close_to_its_best_member_and_unsure() -> None:
    series = heated_room(12)
    blend, ridge, still = plain_blend(), NightlyRidge(), Persistence()
    missed = []
    for forecaster in (blend, ridge, still):
        forecaster.fit(series, 10 * DAY)
        told = [
            forecaster.predict(series, at, recorded_outlook(series, at))[23] - series.target[at + 24]
            for at in range(10 * DAY, 11 * DAY, 7)
        ]
        missed.append(np.abs(told).mean())
    assert missed[0] < 1.15 * min(missed)
    assert isinstance(blend, Unsure)
    band = blend.quantiles(series, 10 * DAY, recorded_outlook(series, 10 * DAY))
    assert band.shape == (DAY, 3)
    assert (np.diff(band, axis=1) >= 0).all()
