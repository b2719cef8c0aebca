"""Trials: who may serve, by losses on blocks of later days."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from thermo_edge.home.reason import Code
from thermo_edge.learning.trial import Outcome, Rules, judge

NAMES = ("1 h", "24 h")
LIVE = np.array([[0.2, 0.5], [0.3, 0.6], [0.25, 0.4], [0.2, 0.7], [0.3, 0.5], [0.2, 0.6]])


def test_who_is_better_everywhere_wins_and_the_figures_are_told() -> None:
    found = judge(NAMES, LIVE, 0.8 * LIVE, {"persistence": 2.0 * LIVE})
    assert found.outcome is Outcome.BETTER
    assert found.gain == pytest.approx(0.2, abs=1e-3) and found.low > 0.15
    assert found.error("24 h") == (0.55, 0.44)
    assert found.baselines["persistence"] == pytest.approx((0.4833, 1.1))
    assert found.reason.code is Code.TRIAL_BETTER and found.reason.get("count") == 6


def test_a_gain_of_one_lucky_day_is_none() -> None:
    lucky = LIVE * np.array([0.2, 1.05, 1.04, 1.0, 1.05, 1.0])[:, None]
    found = judge(NAMES, LIVE, lucky)
    assert found.gain > 0.05
    assert found.outcome is Outcome.NO_BETTER


def test_a_loss_at_one_horizon_is_one_however_great_the_gain_elsewhere() -> None:
    found = judge(NAMES, LIVE, LIVE * np.array([0.3, 1.03]))
    assert found.outcome is Outcome.WORSE
    assert found.reason.code is Code.TRIAL_REGRESSES and found.reason.get("what") == "24 h"
    assert judge(NAMES, LIVE, LIVE * np.array([0.3, 1.03]), rules=Rules(margin=0.05)).outcome is Outcome.BETTER


def test_four_days_are_too_few_at_any_horizon_and_one_that_is_not_known_does_not_count() -> None:
    assert judge(NAMES, LIVE[:4], 0.1 * LIVE[:4]).outcome is Outcome.TOO_LITTLE
    holed = 0.8 * LIVE
    holed[5, 1] = np.nan
    found = judge(NAMES, LIVE, holed)
    assert found.outcome is Outcome.BETTER and found.error("24 h") == (0.54, 0.432)
    holed[4, 1] = np.nan
    found = judge(NAMES, LIVE, holed)
    assert found.outcome is Outcome.TOO_LITTLE and found.blocks == 4
    assert found.error("24 h") is None


def test_who_beats_what_serves_but_not_the_plain_ways_does_not_serve() -> None:
    found = judge(NAMES, LIVE, 0.8 * LIVE, {"persistence": 0.7 * LIVE, "same change as yesterday": 2.0 * LIVE})
    assert found.outcome is Outcome.NO_BETTER
    assert found.reason.code is Code.TRIAL_PLAIN and found.reason.get("what") == "persistence"
    short = np.vstack([0.7 * LIVE[:3], np.full_like(LIVE[:3], np.nan)])
    assert judge(NAMES, LIVE, 0.8 * LIVE, {"persistence": short}).beaten_by == "persistence"
    assert judge(NAMES, LIVE, 0.8 * LIVE, {"persistence": np.full_like(LIVE, np.nan)}).outcome is Outcome.BETTER


def test_without_anything_that_serves_the_best_plain_way_is_to_be_beaten() -> None:
    plain = {"still": LIVE, "usual": 2.0 * LIVE}
    assert judge(NAMES, None, 0.9 * LIVE, plain).outcome is Outcome.BETTER
    assert judge(NAMES, None, 1.5 * LIVE, plain).outcome is Outcome.WORSE
    with pytest.raises(ValueError, match="plain way"):
        judge(NAMES, None, LIVE)


@settings(max_examples=20, deadline=None)
@given(some.integers(0, 2**32 - 1), some.integers(5, 9), some.floats(0.0, 0.3))
def test_itself_is_never_better_and_what_wins_never_loses_by_more_than_the_margin(
    seed: int, blocks: int, noise: float
) -> None:
    rng = np.random.default_rng(seed)
    live = rng.uniform(0.1, 1.0, (blocks, 3))
    other = live * np.exp(noise * rng.standard_normal((blocks, 3)))
    rules = Rules(draws=200)
    assert judge("abc", live, live, rules=rules).outcome is Outcome.NO_BETTER
    found = judge("abc", live, other, rules=rules)
    if found.outcome is Outcome.BETTER:
        assert found.gain > 0.0 and found.worst >= -rules.margin
        assert judge("abc", other, live, rules=rules).outcome is not Outcome.BETTER
