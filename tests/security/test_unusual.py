"""How usual an event is for its time of day."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from thermo_edge.security.unusual import AROUND, FEWEST, QUARTERS, Surprise, alike, begins, height, surprise


def test_what_begins_is_told_from_what_goes_on_and_from_what_is_not_known() -> None:
    line = np.array([0.0, 1.0, 1.0, 0.0, np.nan, 1.0, 0.0, 1.0])
    assert begins(line).tolist() == [False, True, False, False, False, False, False, True]


def test_near_in_time_is_alike_over_midnight_too() -> None:
    marks = np.zeros((3, QUARTERS), bool)
    marks[0, QUARTERS - 1] = True  # late on the first evening
    marks[2, 40] = True
    known = np.ones(3, bool)
    assert alike(marks, known, 1) == (3, 1)  # the second day's first minutes lie beside it
    assert alike(marks, known, 40 + AROUND) == (3, 1)
    assert alike(marks, known, 40 + AROUND + 1) == (3, 0)


def test_days_of_which_nothing_is_known_do_not_count() -> None:
    marks = np.ones((4, QUARTERS), bool)
    assert alike(marks, np.array([True, False, False, True]), 12) == (2, 2)


@given(st.integers(0, 400), st.integers(0, 400))
def test_seldomer_is_never_less_surprising(days: int, same: int) -> None:
    same = min(same, days)
    assert 0.0 <= height(days, same) <= 1.0
    assert height(days, same) <= height(days, max(same - 1, 0))
    assert (surprise(days, same) is Surprise.NEW) == (days < FEWEST)


def test_words_for_it() -> None:
    assert surprise(56, 40) is Surprise.USUAL
    assert surprise(56, 6) is Surprise.SELDOM
    assert surprise(56, 0) is Surprise.RARE
    assert surprise(FEWEST, 0) is Surprise.RARE
