"""The timetable: by our clock, once each, through clock changes and failures."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from thermo_edge.clock import SteppedClock
from thermo_edge.jobs import Job, Timetable

ZONE = ZoneInfo("Europe/Amsterdam")


class Log(list[str]):
    """Remembers what ran."""

    def does(self, name: str) -> "object":
        return lambda: self.append(name)


def a_table(start: datetime, *jobs: Job, trusted: bool = True) -> tuple[SteppedClock, Timetable]:
    clock = SteppedClock(start)
    return clock, Timetable(jobs, clock, lambda: ZONE, lambda: trusted)


def test_every_so_often_and_once_however_late() -> None:
    log = Log()
    clock, table = a_table(datetime(2026, 1, 1, tzinfo=UTC), Job("a", log.does("a"), every=timedelta(minutes=1)))  # type: ignore[arg-type]
    table.run_due()
    assert log == []
    for minutes in (1, 1, 30):
        clock.advance(timedelta(minutes=minutes))
        table.run_due()
    assert log == ["a", "a", "a"]


@pytest.mark.parametrize("start", [datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)])
def test_daily_at_a_local_time_also_when_the_clock_changes(start: datetime) -> None:
    ran: list[datetime] = []
    clock = SteppedClock(start)
    table = Timetable(
        [Job("night", lambda: ran.append(clock.now()), daily=time(3, 30))], clock, lambda: ZONE, lambda: True
    )
    for _ in range(3 * 24 * 4):
        clock.advance(timedelta(minutes=15))
        table.run_due()
    assert [at.astimezone(ZONE).strftime("%H:%M") for at in ran] == ["03:30"] * 3


def test_what_is_dated_waits_for_a_clock_that_can_be_trusted() -> None:
    log = Log()
    clock, table = a_table(
        datetime(2026, 1, 1, tzinfo=UTC),
        Job("dated", log.does("dated"), every=timedelta(minutes=1), dated=True),  # type: ignore[arg-type]
        Job("plain", log.does("plain"), every=timedelta(minutes=1)),  # type: ignore[arg-type]
        trusted=False,
    )
    clock.advance(timedelta(minutes=1))
    table.run_due()
    assert log == ["plain"]


def test_a_job_that_fails_stops_no_other_and_comes_again(caplog: pytest.LogCaptureFixture) -> None:
    log = Log()

    def fails() -> None:
        log.append("fails")
        raise RuntimeError("broken")

    clock, table = a_table(
        datetime(2026, 1, 1, tzinfo=UTC),
        Job("fails", fails, every=timedelta(minutes=1)),
        Job("after", log.does("after"), every=timedelta(minutes=1)),  # type: ignore[arg-type]
    )
    for _ in range(2):
        clock.advance(timedelta(minutes=1))
        table.run_due()
    assert log == ["fails", "after", "fails", "after"]
    assert "the job fails failed" in caplog.text


def test_daily_jobs_follow_the_houses_zone_once_it_is_told() -> None:
    ran: list[datetime] = []
    zones = [ZoneInfo("UTC")]
    clock = SteppedClock(datetime(2026, 1, 1, 18, tzinfo=UTC))
    table = Timetable(
        [Job("night", lambda: ran.append(clock.now()), daily=time(3, 30))], clock, lambda: zones[-1], lambda: True
    )
    zones.append(ZoneInfo("America/Los_Angeles"))
    for _ in range(2 * 24 * 4):
        clock.advance(timedelta(minutes=15))
        table.run_due()
    assert [at.astimezone(zones[-1]).strftime("%H:%M") for at in ran] == ["03:30"] * 2


def test_how_often_may_change_while_the_house_runs() -> None:
    log, often = Log(), [timedelta(minutes=10)]
    clock, table = a_table(
        datetime(2026, 1, 1, tzinfo=UTC),
        Job("a", log.does("a"), every=lambda: often[-1]),  # type: ignore[arg-type]
    )
    for _ in range(10):
        clock.advance(timedelta(minutes=1))
        table.run_due()
    assert log == ["a"]
    often.append(timedelta(minutes=1))
    for _ in range(15):
        clock.advance(timedelta(minutes=1))
        table.run_due()
    assert log == ["a"] * 7
