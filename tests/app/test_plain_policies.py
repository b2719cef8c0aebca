"""What people without a model do: to preheat is to be warm earlier, and never to be warm less."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_house, living
from thermo_edge.app.plain_policies import earlier
from thermo_edge.home.comfort import Comfort, Warm

EVERY_DAY = frozenset(range(7))
STEP = timedelta(minutes=30)
WEEK = [datetime(2026, 3, 9) + number * STEP for number in range(7 * 48)]  # noqa: DTZ001 - local, as the hours are

clocks = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))
days = st.frozensets(st.integers(0, 6), min_size=1)
intervals = st.lists(st.builds(Warm, days, clocks, clocks), min_size=1, max_size=3)


def moved(hours: list[Warm], by: timedelta) -> Comfort:
    house = a_house(living(comfort=Comfort(hours=tuple(hours))))
    return earlier(by)(house).rooms[0].comfort


@given(intervals, st.sampled_from((1, 3, 6)))
def test_preheating_is_warm_whenever_the_rule_will_be_within_so_long_and_at_no_other_time(
    hours: list[Warm], by: int
) -> None:
    rule, early = Comfort(hours=tuple(hours)), moved(hours, timedelta(hours=by))
    for local in WEEK:
        soon = any(rule.warm_at(local + number * STEP) for number in range(2 * by + 1))
        assert early.warm_at(local) is soon, local


@pytest.mark.parametrize(("start", "end"), [(time(6), time(6)), (time(6), time(5, 30)), (time(0), time(23))])
def test_hours_that_begin_again_soon_after_they_end_become_the_whole_day(start: time, end: time) -> None:
    early = moved([Warm(EVERY_DAY, start, end)], timedelta(hours=1))
    assert all(early.warm_at(local) for local in WEEK)


def test_hours_with_a_long_night_only_begin_earlier() -> None:
    hours = Warm(EVERY_DAY, time(6), time(22))
    assert moved([hours], timedelta(hours=1)).hours == (replace(hours, start=time(5)),)
