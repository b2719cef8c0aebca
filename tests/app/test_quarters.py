"""The past of points that is read in parts is the past that is read whole."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from thermo_edge.app.quarters import LATE, Quarters
from thermo_edge.climate.recent import STEP
from thermo_edge.home.house import Attribute, EntityId, Point
from thermo_edge.home.snapshot import Reading
from thermo_edge.ports import Sample
from thermo_edge.store.memory_history import MemoryHistory

POINT = Point(EntityId("sensor.hall"), Attribute.TEMPERATURE)
BEGIN = datetime(2026, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Counting(MemoryHistory):
    """Counts the quarters that it was asked for."""

    asked = 0

    def samples(self, point: Point, start: datetime, end: datetime, step: timedelta) -> tuple[Sample, ...]:
        self.asked += (end - start) // step
        return super().samples(point, start, end, step)


def said(history: MemoryHistory, at: datetime, celsius: float) -> None:
    history.add([Reading(POINT, celsius, at, at)])


def whole(history: MemoryHistory, begin: datetime, end: datetime) -> list[tuple[datetime, float]]:
    return [(each.at, each.mean) for each in history.samples(POINT, begin, end, STEP)]


@given(
    st.lists(st.tuples(st.integers(1, 200), st.floats(15.0, 25.0)), max_size=40),
    st.lists(st.integers(0, 20), min_size=1, max_size=30),
)
def test_in_parts_it_is_what_it_is_whole(told: list[tuple[int, float]], steps: list[int]) -> None:
    history, at = MemoryHistory(), BEGIN
    quarters, end, left = Quarters(history), BEGIN + DAY, list(told)
    for step in steps:
        end += step * STEP
        while left and at + timedelta(minutes=left[0][0]) < end:
            minutes, celsius = left.pop(0)
            at += timedelta(minutes=minutes)
            said(history, at, celsius)
        assert quarters.means(POINT, end - DAY, end) == whole(history, end - DAY, end)


def test_what_comes_in_late_is_known_within_an_hour() -> None:
    history, end = MemoryHistory(), BEGIN + DAY
    quarters = Quarters(history)
    said(history, BEGIN + timedelta(hours=1), 20.0)
    quarters.means(POINT, BEGIN, end)
    said(history, end - timedelta(hours=3), 22.0)
    for quarter in range(5):
        quarters.means(POINT, BEGIN + quarter * STEP, end + quarter * STEP)
    assert quarters.means(POINT, BEGIN + LATE, end + LATE) == whole(history, BEGIN + LATE, end + LATE)


def test_of_a_day_of_plans_a_quarter_is_read() -> None:
    history = Counting()
    quarters = Quarters(history)
    for quarter in range(96):
        quarters.means(POINT, BEGIN + quarter * STEP, BEGIN + 4 * DAY + quarter * STEP)
    assert history.asked < 0.3 * 96 * 4 * 96
