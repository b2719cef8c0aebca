"""Scores against values worked out by hand."""

import math

import numpy as np
import pytest

from tests.bench.homes import regular_home
from thermo_edge.bench import scores
from thermo_edge.bench.occupancy_moments import nights, real_moments
from thermo_edge.bench.recordings.recording import State

NAN = float("nan")
P = np.array([0.9, 0.2, 0.6, 0.4, 0.5, NAN])
Y = np.array([1.0, 0.0, 0.0, 1.0, NAN, 1.0])


def test_scores_of_each_row() -> None:
    assert np.nanmean(scores.right(P, Y)) == 0.5
    assert np.nanmean(scores.brier(P, Y)) == pytest.approx((0.01 + 0.04 + 0.36 + 0.36) / 4)
    logs = -(math.log(0.9) + math.log(0.8) + math.log(0.4) + math.log(0.4)) / 4
    assert np.nanmean(scores.log_loss(P, Y)) == pytest.approx(logs)
    assert np.isfinite(scores.log_loss(np.array([0.0]), np.array([1.0]))).all()


def test_balanced_accuracy() -> None:
    said, real = np.array([1.0, 1.0, 1.0, 0.0]), np.array([1.0, 1.0, 0.0, 0.0])
    assert scores.balanced_accuracy(said, real) == 0.75
    assert math.isnan(scores.balanced_accuracy(said, np.ones(4)))


def test_reliability() -> None:
    told = scores.reliability(np.array([0.05, 0.05, 0.95, 1.0]), np.array([0.0, 1.0, 1.0, 1.0]))
    assert told.number.tolist() == [2, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert told.true[[0, 9]].tolist() == [0.5, 1.0]
    assert told.error == pytest.approx((2 * 0.45 + 2 * 0.025) / 4)


def test_errors_in_hours_and_episodes() -> None:
    truth = np.array([1, 1, 0, 0, 0, 0, 0, 1, 1, NAN, 0])
    said = np.array([1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1])
    found = scores.errors(said, truth, 3600)
    assert found.hours == 10
    assert (found.false_on, found.false_on_episodes) == (6, 2)
    assert (found.false_off, found.false_off_episodes) == (2, 2)
    assert found.stuck == 2  # five hours empty, of which the fourth and fifth begin more than three after the end


def test_lights_that_follow_the_belief() -> None:
    said, truth = np.array([1, 0, 1, 0, 1, 0]), np.array([1.0, 1, 1, 0, 1, 1])
    assert scores.lights_out(said, truth, np.ones(6, dtype=bool)) == 2
    assert scores.lights_out(said, truth, np.array([1, 1, 1, 1, 1, 0], dtype=bool)) == 1


def test_timing() -> None:
    told = np.array([[10.0, 20, 30], [0, 5, 10], [NAN, NAN, NAN]])
    found = scores.timing(told, np.array([26.0, 12, 3]))
    assert (found.error, found.coverage, found.origins) == (6.5, 0.5, 2)


def test_intervals_hold_the_mean_and_need_days() -> None:
    rng = np.random.default_rng(1)
    day = np.repeat(np.arange(20), 50)
    score = rng.normal(np.repeat(rng.normal(0.3, 0.1, 20), 50), 0.05)
    days = scores.by_day(score, day)
    assert days.mean == pytest.approx(score.mean())
    between = scores.interval(days, 500)
    assert between is not None
    assert between[0] < days.mean < between[1]
    assert between[1] - between[0] > 0.03  # rows of a day are no independent evidence
    assert scores.interval(scores.by_day(score[:100], day[:100]), 500) is None
    assert scores.ratio_interval(days, days, 100) == (1.0, 1.0)


def test_nights_bridge_short_times_up_and_leave_naps_out() -> None:
    a, s = State.AWAKE, State.ASLEEP
    home = np.array([a, s, s, a, s, s, s, s, a, a, a, s, a], dtype=float)
    assert nights(home, 1200).tolist() == [x == 1 for x in [0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]]


def test_real_moments_are_minutes_from_the_origin() -> None:
    home = regular_home(3)
    at = {hour: hour * 12 for hour in (3, 12, 20)}
    real = real_moments(home, np.array(list(at.values())))
    ends = np.flatnonzero(home.home[1:] != home.home[:-1]) + 1
    wake, back, sleep = (min(e for e in ends if e > i) - i for i in at.values())
    assert real.wakes[0] == wake * 5
    assert real.returns[1] == back * 5
    assert real.sleeps[2] == sleep * 5
    assert np.isnan(real.returns[[0, 2]]).all()
