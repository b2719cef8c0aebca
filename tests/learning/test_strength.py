"""The strength of the prior is chosen on later days, for each output by itself."""

import math

import numpy as np

from thermo_edge.learning.closed import sigmoid
from thermo_edge.learning.strength import choose_logistic, choose_ridge

CHANCE = np.random.default_rng(5)
DAYS = np.repeat(np.arange(14), 60)
X = np.column_stack([CHANCE.normal(size=(len(DAYS), 4)), np.ones(len(DAYS))])
HOME = CHANCE.normal(size=(5, 1))


def test_a_prior_that_is_right_is_kept_and_one_that_is_wrong_is_left() -> None:
    truth = np.column_stack([X @ HOME, X @ HOME]) + CHANCE.normal(size=(len(DAYS), 2))
    prior = np.column_stack([HOME, HOME + 2.0])
    choice = choose_ridge(X, truth, prior, DAYS)
    assert choice.strength[0] >= 1000.0
    assert choice.strength[1] <= 30.0
    assert choice.loss[1] < 0.5 * choice.prior_loss[1]
    assert choice.blocks == 13


def test_logistic_too() -> None:
    label = (CHANCE.uniform(size=(len(DAYS), 1)) < sigmoid(X @ HOME)).astype(float)
    kept, left = choose_logistic(X, label, HOME, DAYS), choose_logistic(X, label, HOME * 0 + 2.0, DAYS, block=2)
    assert kept.strength[0] >= 300.0
    assert left.strength[0] <= 30.0
    assert left.blocks == 6


def test_days_that_contradict_each_other_move_nothing() -> None:
    """Each day has another truth: what was learned on earlier days does not help on later ones."""
    daily = CHANCE.normal(size=(14, 5)) * 3.0
    truth = (X * daily[DAYS]).sum(axis=1, keepdims=True)
    assert choose_ridge(X, truth, np.zeros((5, 1)), DAYS).strength[0] == math.inf


def test_too_few_days_move_nothing() -> None:
    for days, x in ((DAYS * 0, X), (DAYS[:0], X[:0]), (np.minimum(DAYS, 1), X)):
        choice = choose_ridge(x, x @ HOME, HOME * 0, days)
        assert choice.strength[0] == math.inf
        assert math.isnan(choice.loss[0])


def test_an_output_without_labels_keeps_its_prior_and_does_not_stop_the_other() -> None:
    truth = np.column_stack([X @ HOME, np.full(len(DAYS), np.nan)])
    choice = choose_ridge(X, truth, np.zeros((5, 2)), DAYS)
    assert choice.strength[1] == math.inf
    assert choice.strength[0] < 100.0
