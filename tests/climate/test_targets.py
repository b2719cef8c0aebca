"""What a room should be, by the wall clock: also when days have 23 and 25 hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_house, living
from thermo_edge.climate.targets import bands, next_change
from thermo_edge.home.comfort import Comfort, Warm

ZONE = ZoneInfo("Europe/Amsterdam")
DAYS = frozenset(range(7))
MORNING = Comfort(hours=(Warm(DAYS, time(6, 30), time(8, 30)),))
NIGHT = Comfort(hours=(Warm(frozenset({4}), time(22, 0), time(2, 0)),))


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[misc,arg-type]


def test_hours_past_midnight_belong_to_the_day_they_begin_on() -> None:
    assert NIGHT.warm_at(local(2026, 1, 16, 23, 0))  # a Friday
    assert NIGHT.warm_at(local(2026, 1, 17, 1, 0))
    assert not NIGHT.warm_at(local(2026, 1, 16, 1, 0))


def test_no_hours_mean_always() -> None:
    assert Comfort().warm_at(local(2026, 1, 16, 3, 0))
    assert next_change(Comfort(), local(2026, 1, 16, 3, 0)) is None


def test_the_next_change() -> None:
    assert next_change(MORNING, local(2026, 1, 16, 7, 0)) == local(2026, 1, 16, 8, 30)
    assert next_change(MORNING, local(2026, 1, 16, 9, 0)) == local(2026, 1, 17, 6, 30)
    assert next_change(NIGHT, local(2026, 1, 17, 3, 0)) == local(2026, 1, 23, 22, 0)


@pytest.mark.parametrize("day", [local(2026, 3, 28, 12), local(2026, 10, 24, 12)])
def test_a_change_of_the_clock_moves_no_local_hour(day: datetime) -> None:
    change = next_change(MORNING, day)
    assert change is not None
    assert (change.hour, change.minute) == (6, 30)
    real = change.astimezone(UTC) - day.astimezone(UTC)
    assert real in (timedelta(hours=17, minutes=30), timedelta(hours=19, minutes=30))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001 - made local below
    st.times(),
    st.times(),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_between_now_and_the_next_change_nothing_changes(
    at: datetime, start: time, end: time, days: frozenset[int]
) -> None:
    comfort = Comfort(hours=(Warm(days, start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0)),))
    now = at.replace(tzinfo=ZONE)
    change = next_change(comfort, now)
    if change is None:
        return
    assert comfort.warm_at(change) != comfort.warm_at(now)
    gap = change.timestamp() - now.timestamp()
    for part in (0.25, 0.5, 0.75):
        between = datetime.fromtimestamp(now.timestamp() + part * gap, ZONE)
        assert comfort.warm_at(between) == comfort.warm_at(now)


def test_the_bands_of_the_day_ahead() -> None:
    house = a_house(living(comfort=MORNING))
    now = local(2026, 1, 16, 7, 0).astimezone(UTC)
    ahead = bands(house, house.rooms[0], now, timedelta(hours=24))
    assert [band for _, band in ahead] == [MORNING.comfort, MORNING.setback, MORNING.comfort]
    assert [house.local(at).strftime("%H:%M") for at, _ in ahead] == ["07:00", "08:30", "06:30"]
