"""A wish before it is made: how warm, and until when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.houses import EVENING, ZONE, evening, room_view
from thermo_edge.home.comfort import Limits
from thermo_edge.home.house import PlaceId
from thermo_edge.language.words import Words
from thermo_edge.web.show.panel import panel
from thermo_edge.web.show.wishes import ends, first_target, step, warmer

WORDS = Words("en", ZONE)


def test_a_wish_that_is_says_whose_it_is() -> None:
    made = panel(PlaceId("living"), evening(), WORDS)
    assert made is not None
    assert made.wish is not None
    assert made.wish.now == "Anna wished for 21.5° until 22:00"
    assert made.wish.start == 21.5


def test_a_wish_can_last_an_hour_three_or_till_the_next_end_of_the_day() -> None:
    shown = {end.key: (end.words, end.wish, end.until - EVENING) for end in ends(EVENING, 21.0, ZONE, WORDS)}
    assert shown == {
        "1h": ("for 1 h", "Set 21.0° for 1 h", timedelta(hours=1)),
        "3h": ("for 3 h", "Set 21.0° for 3 h", timedelta(hours=3)),
        "day": ("until 22:00", "Set 21.0° until 22:00", timedelta(minutes=80)),
    }


def test_an_end_that_is_near_is_not_offered() -> None:
    late = datetime(2026, 1, 13, 20, 45, tzinfo=UTC)  # 21:45 in Amsterdam
    assert ends(late, 21.0, ZONE, WORDS)[2].words == "until 07:00"


@given(st.integers(0, 2 * 366 * 24 * 60), st.sampled_from(["Europe/Amsterdam", "Asia/Tehran"]))
def test_the_end_of_the_day_is_on_the_local_clock_on_every_day(minutes: int, zone: str) -> None:
    now, local = EVENING + timedelta(minutes=minutes), ZoneInfo(zone)
    until = ends(now, 21.0, local, WORDS)[2].until
    assert timedelta(minutes=30) <= until - now < timedelta(hours=17)
    assert until.astimezone(local).hour in {7, 22}


def test_steps_stay_on_the_grid_and_within_the_limits() -> None:
    limits = Limits(lowest=7.0, highest=25.0)
    assert step(20.75, True, limits, False) == 21.0
    assert step(21.0, False, limits, False) == 20.5
    assert step(25.0, True, limits, False) == 25.0
    assert step(7.0, False, limits, False) == 7.0


def test_warmer_is_warmer_than_it_is() -> None:
    limits = Limits()
    assert warmer(18.0, 20.8, limits, False) == 21.5
    assert warmer(18.0, 20.6, limits, False) == 21.0
    assert warmer(21.0, 19.4, limits, False) == 21.5
    assert warmer(18.0, None, limits, False) == 18.5
    assert warmer(18.0, 30.0, limits, False) == limits.highest
    assert warmer((64 - 32) / 1.8, (70 - 32) / 1.8, limits, True) == pytest.approx((71 - 32) / 1.8)


def test_fahrenheit_steps_by_whole_degrees() -> None:
    warmer = step((70 - 32) / 1.8, True, Limits(), True)
    assert round(warmer * 1.8 + 32, 6) == 71.0


def test_stepping_begins_in_the_middle_of_comfort() -> None:
    assert first_target(room_view("living"), False) == 20.5
    assert first_target(room_view("living", band=None), False) == 20.0


# --- health and the whole page --------------------------------------------------------------------------------------
