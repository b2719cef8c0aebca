"""Closed-form learning: it finds what is there, keeps to the prior where there is nothing, never a NaN."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from thermo_edge.learning.closed import log_loss, logistic, ridge, sigmoid

CHANCE = np.random.default_rng(11)
X = np.column_stack([CHANCE.normal(size=(400, 3)), np.ones(400)])
TRUE = np.array([[1.0, -2.0], [0.5, 0.0], [0.0, 3.0], [-1.0, 0.3]])
NOTHING = np.zeros((4, 2))


def test_ridge_finds_the_weights() -> None:
    y = X @ TRUE + 0.01 * CHANCE.normal(size=(400, 2))
    np.testing.assert_allclose(ridge(X, y, NOTHING, 1e-6), TRUE, atol=0.01)


def test_ridge_is_the_minimum_of_its_cost() -> None:
    y, prior, strength = X @ TRUE, CHANCE.normal(size=(4, 2)), np.array([3.0, 40.0])
    weights = CHANCE.uniform(0.0, 2.0, size=400)
    found = ridge(X, y, prior, strength, weights)
    slope = X.T @ (weights[:, None] * (X @ found - y)) + strength * (found - prior)
    np.testing.assert_allclose(slope, 0.0, atol=1e-8)


def test_logistic_is_the_minimum_of_its_cost() -> None:
    y = (CHANCE.uniform(size=(400, 2)) < sigmoid(X @ TRUE)).astype(float)
    prior, strength = CHANCE.normal(size=(4, 2)), np.array([3.0, 40.0])
    weights = CHANCE.uniform(0.0, 2.0, size=(400, 2))
    found = logistic(X, y, prior, strength, weights)
    slope = X.T @ (weights * (sigmoid(X @ found) - y)) + strength * (found - prior)
    np.testing.assert_allclose(slope, 0.0, atol=1e-4)


def test_logistic_ends_where_the_classes_fall_apart() -> None:
    y = (X[:, :1] > 0).astype(float)
    found = logistic(X, y, np.zeros((4, 1)), 1e-3)
    assert np.isfinite(found).all()
    assert ((X @ found > 0) == (y > 0.5)).mean() > 0.99


@pytest.mark.parametrize("fit", [ridge, logistic])
def test_a_sample_that_weighs_two_is_two_samples(fit: "type[ridge]") -> None:  # type: ignore[valid-type]
    y = (X @ TRUE > 0).astype(float)
    double = np.where(np.arange(400) < 200, 2.0, 1.0)
    twice = np.concatenate([np.arange(400), np.arange(200)])
    np.testing.assert_allclose(
        fit(X, y, NOTHING, 5.0, double), fit(X[twice], y[twice], NOTHING, 5.0), rtol=1e-4, atol=1e-6
    )


@pytest.mark.parametrize("fit", [ridge, logistic])
def test_without_anything_known_the_prior_stays(fit: "type[ridge]") -> None:  # type: ignore[valid-type]
    y, gap = (X @ TRUE > 0).astype(float), np.full((400, 2), np.nan)
    for found in (
        fit(X[:0], y[:0], TRUE, 1.0),
        fit(X, gap, TRUE, 1.0),
        fit(X * np.nan, y, TRUE, 1.0),
        fit(X, y, TRUE, 1.0, np.zeros(400)),
        fit(X, y, TRUE, math.inf),
    ):
        np.testing.assert_array_equal(found, TRUE)


@pytest.mark.parametrize("fit", [ridge, logistic])
def test_a_feature_held_fast_stays_and_the_rest_learns(fit: "type[ridge]") -> None:  # type: ignore[valid-type]
    y = (X @ TRUE > 0).astype(float)
    held = np.array([[math.inf], [1.0], [1.0], [1.0]])
    found = fit(X, y, TRUE, held)
    np.testing.assert_array_equal(found[0], TRUE[0])
    assert (found[1:] != TRUE[1:]).all()


@given(
    arrays.arrays(np.float64, (12, 3), elements=st.floats(-1e3, 1e3) | st.just(math.nan)),
    arrays.arrays(np.float64, (12, 1), elements=st.sampled_from([0.0, 1.0, math.nan])),
    st.sampled_from([0.0, 1e-6, 1.0, 100.0]),
)
def test_whatever_comes_the_weights_are_finite(x: np.ndarray, y: np.ndarray, strength: float) -> None:
    for fit in (ridge, logistic):
        assert np.isfinite(fit(x, y, np.zeros((3, 1)), strength)).all()


@pytest.mark.parametrize(
    ("y", "prior", "strength", "weights"),
    [
        (np.zeros((3, 2)), NOTHING, 1.0, None),
        (np.zeros((400, 2)), np.zeros((3, 2)), 1.0, None),
        (np.zeros((400, 2)), NOTHING * np.nan, 1.0, None),
        (np.zeros((400, 2)), NOTHING, -1.0, None),
        (np.zeros((400, 2)), NOTHING, math.nan, None),
        (np.zeros((400, 2)), NOTHING, 1.0, np.full(400, -1.0)),
        (np.full((400, 2), 2.0), NOTHING, 1.0, None),
    ],
)
def test_what_makes_no_sense_is_refused(
    y: np.ndarray, prior: np.ndarray, strength: float, weights: np.ndarray | None
) -> None:
    with pytest.raises(ValueError):
        logistic(X, y, prior, strength, weights)


def test_the_loss_is_exact_far_out() -> None:
    np.testing.assert_allclose(log_loss([800.0, -800.0, 0.0], [0.0, 1.0, 1.0]), [800.0, 800.0, math.log(2.0)])
    np.testing.assert_allclose(sigmoid([-800.0, 0.0, 800.0]), [0.0, 0.5, 1.0])
