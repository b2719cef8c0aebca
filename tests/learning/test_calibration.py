"""Calibration: probabilities that are too bold or too shy are mended, and little data changes little."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thermo_edge.learning.calibration import Platt, isotonic, platt
from thermo_edge.learning.closed import log_loss, sigmoid

CHANCE = np.random.default_rng(3)
SCORE = CHANCE.normal(size=4000) * 2.0
LABEL = (CHANCE.uniform(size=4000) < sigmoid(SCORE)).astype(float)


@pytest.mark.parametrize("bold", [0.25, 1.0, 4.0])
def test_the_curve_undoes_boldness(bold: float) -> None:
    curve = platt(SCORE * bold + 1.0, LABEL, strength=1.0)
    assert curve.slope == pytest.approx(1.0 / bold, rel=0.1)
    assert np.abs(curve(SCORE * bold + 1.0) - sigmoid(SCORE)).max() < 0.03


def test_nothing_known_changes_nothing() -> None:
    assert platt([], []) == Platt()
    assert platt([np.nan], [1.0]) == Platt()
    few = platt([2.0, -1.0], [1.0, 0.0])
    assert abs(few.slope - 1.0) < 0.2 and abs(few.shift) < 0.2


def test_a_model_that_is_wrong_way_round_gets_the_rate_alone() -> None:
    curve = platt(-SCORE, (CHANCE.uniform(size=4000) < sigmoid(SCORE - 1.0)).astype(float))
    assert curve.slope == 0.0
    assert curve(0.0) == pytest.approx(sigmoid(SCORE - 1.0).mean(), abs=0.03)


def test_one_class_only_is_finite() -> None:
    curve = platt(SCORE, np.ones_like(SCORE))
    assert np.isfinite([curve.slope, curve.shift]).all()


def test_the_staircase_mends_any_rising_shape() -> None:
    odd = sigmoid(SCORE) ** 3
    stairs = isotonic(odd, LABEL)
    assert stairs is not None
    probability = np.clip(stairs(odd), 1e-6, 1 - 1e-6)
    mended = log_loss(np.log(probability / (1 - probability)), LABEL).mean()
    assert mended <= log_loss(SCORE, LABEL).mean() + 0.005


@given(st.lists(st.tuples(st.floats(-5, 5), st.sampled_from([0.0, 1.0]), st.floats(0.1, 5)), min_size=1, max_size=40))
def test_the_staircase_rises_and_keeps_the_mean(rows: list[tuple[float, float, float]]) -> None:
    score, label, weight = (np.array(each) for each in zip(*rows, strict=True))
    stairs = isotonic(score, label, weight)
    assert stairs is not None
    assert (np.diff(stairs.probability) >= -1e-12).all()
    assert (stairs(score) >= -1e-12).all() and (stairs(score) <= 1 + 1e-12).all()
    assert weight @ stairs(score) == pytest.approx(weight @ label, abs=1e-6)


def test_a_staircase_through_nothing_is_nothing() -> None:
    assert isotonic([], []) is None
