"""When a night is due, by the wall clock of the home."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from thermo_edge.home.learning_hours import Learning
from thermo_edge.learning.window import Due, Past, due, window

ZONE = ZoneInfo("Europe/Amsterdam")
LATE = Learning(start=time(23, 0), until=time(2, 0))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("settings", "now", "inside"),
    [
        (Learning(), "2026-01-14 00:59", False),
        (Learning(), "2026-01-14 01:00", True),
        (Learning(), "2026-01-14 04:59", True),
        (Learning(), "2026-01-14 05:00", False),
        (LATE, "2026-01-14 22:59", False),
        (LATE, "2026-01-14 23:30", True),
        (LATE, "2026-01-15 01:59", True),
        (LATE, "2026-01-15 02:00", False),
        (Learning(), "2026-03-29 03:30", True),  # an hour that is left out lies in it
        (Learning(), "2026-10-25 02:30", True),  # or one that comes twice
    ],
)
def test_the_window(settings: Learning, now: str, inside: bool) -> None:
    assert (window(settings, at(now)) is not None) is inside


@pytest.mark.parametrize(
    ("past", "now", "expected"),
    [
        (Past(done=at("2026-01-13 01:10")), "2026-01-14 01:00", Due.NIGHT),
        (Past(done=at("2026-01-14 01:10")), "2026-01-14 03:00", Due.NOTHING),
        (Past(done=at("2026-01-13 22:00")), "2026-01-14 03:00", Due.NIGHT),  # somebody asked in the evening
        (Past(at("2026-01-13 01:10"), at("2026-01-14 01:10")), "2026-01-14 03:00", Due.NOTHING),
        (Past(done=at("2026-01-13 01:10")), "2026-01-14 01:00", Due.NIGHT),
        (Past(done=at("2026-01-12 01:10")), "2026-01-13 12:00", Due.MISSED),
        (Past(at("2026-01-12 01:10"), None, at("2026-01-13 05:00")), "2026-01-13 12:00", Due.NOTHING),
        (Past(done=at("2026-01-14 01:10")), "2026-01-14 12:00", Due.NOTHING),
        (Past(), "2026-01-14 12:00", Due.MISSED),
        (Past(done=at("2030-01-14 01:10")), "2026-01-14 01:30", Due.NIGHT),  # the clock was set back
    ],
)
def test_what_is_due(past: Past, now: str, expected: Due) -> None:
    assert due(Learning(), at(now), past) is expected
    assert due(Learning(on=False), at(now), past) is Due.NOTHING


def test_a_night_comes_every_night_for_a_year() -> None:
    now, done, count = at("2026-01-01 00:00"), at("2025-12-31 01:00"), 0
    for _ in range(365 * 24 * 2):
        now = (now.astimezone(ZoneInfo("UTC")) + timedelta(minutes=30)).astimezone(ZONE)
        if due(Learning(), now, Past(done=done)) is Due.NIGHT:
            done, count = now, count + 1
    assert count == 365
