"""The import of what the home remembers: nothing doubled, interrupted anywhere it goes on, and ours always wins."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import LIVING_T, LIVING_WINDOW, RADIATOR, reading
from tests.contracts.archive_contract import NOBODY, check_history, check_hours
from tests.store.archives import FakeArchive, mean, toggling, wandering
from thermo_edge.errors import HomeUnreachable
from thermo_edge.home.house import Attribute, Point
from thermo_edge.home.snapshot import Quality
from thermo_edge.ports import Archive
from thermo_edge.store.database import Database
from thermo_edge.store.driver import plain
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.importing import Imported, Progress, import_history
from thermo_edge.store.open import open_history

NOW = datetime(2026, 3, 30, 14, 20, tzinfo=UTC)
"""The day after clocks went forward in Europe."""

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
SET_POINT = Point(RADIATOR, Attribute.SET_POINT)
MODE = Point(RADIATOR, Attribute.HVAC_MODE)
WANTED = {
    LIVING_T.entity: frozenset({Attribute.TEMPERATURE}),
    LIVING_WINDOW.entity: frozenset({Attribute.OPEN}),
    RADIATOR: frozenset({Attribute.SET_POINT, Attribute.HVAC_MODE}),
}
Open = Callable[[], SqlHistory]


def remembered(days: float = 4.4, statistics: float = 60.0) -> FakeArchive:
    start = NOW - timedelta(days=days)
    return FakeArchive(
        {
            LIVING_T: wandering(LIVING_T, start, NOW, 1),
            LIVING_WINDOW: toggling(LIVING_WINDOW, start, NOW, 2),
            SET_POINT: [reading(SET_POINT, 20.0 + n % 3, start + n * timedelta(hours=5)) for n in range(20)],
            MODE: [reading(MODE, "heat", start)],
        },
        NOW - timedelta(days=statistics),
    )


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that an import writes, without the numbers that are given out in passing."""
    of = "JOIN series s ON s.id = t.series JOIN entities e ON e.id = s.entity"
    queries = {
        "readings": f"SELECT e.entity, s.attribute, t.at, t.value, t.quality FROM readings t {of}",
        "hours": f"SELECT e.entity, s.attribute, t.slot, t.span, t.mean, t.below, t.above FROM hours t {of}",
        "five": f"SELECT e.entity, s.attribute, t.slot, t.span, t.mean, t.below, t.above FROM five_minutes t {of}",
        "imported": f"SELECT e.entity, s.attribute, t.day, t.until FROM imported t {of}",
        "marks": "SELECT key, value FROM meta WHERE key IN ('raw_from', 'five_from')",
    }
    with plain(path) as connection:
        return {name: sorted(connection.execute(query).fetchall(), key=repr) for name, query in queries.items()}


def run(archive: Archive, history: SqlHistory, now: datetime = NOW, days: int = 90) -> Imported:
    return import_history(archive, history.intake(), WANTED, now, days)


def test_readings_of_the_last_days_and_hours_before_them(history: SqlHistory) -> None:
    brought = run(remembered(), history)
    assert brought.readings > 300
    begin = NOW.replace(hour=0, minute=0)
    hourly = history.samples(LIVING_T, begin - 70 * A_DAY, begin - 4 * A_DAY, AN_HOUR)
    assert len(hourly) == brought.hours == len(rows(history.path)["hours"])
    assert hourly[0].at == NOW.replace(minute=0) - 60 * A_DAY
    recent = history.samples(LIVING_T, NOW - 3 * A_DAY, NOW, AN_HOUR)
    assert len(recent) == 72
    opened = history.samples(LIVING_WINDOW, NOW - 3 * A_DAY, NOW, AN_HOUR)
    assert {sample.mean for sample in opened} >= {0.0, 1.0}
    assert history.samples(SET_POINT, NOW - A_DAY, NOW, A_DAY)


def test_an_hour_is_what_the_home_said(history: SqlHistory) -> None:
    run(remembered(), history)
    at = NOW.replace(minute=0) - 20 * A_DAY
    (hour,) = history.samples(LIVING_T, at, at + AN_HOUR, AN_HOUR)
    assert (hour.mean, hour.low, hour.high) == pytest.approx((mean(at), mean(at) - 0.5, mean(at) + 0.25), abs=0.011)


def test_two_imports_double_nothing(history: SqlHistory) -> None:
    run(remembered(), history)
    before = rows(history.path)
    assert run(remembered(), history) == Imported(0, 0)
    assert rows(history.path) == before


def test_a_later_import_adds_only_what_is_new(history: SqlHistory, tmp_path: Path) -> None:
    """Once at two points of the day is once at the later one, but for what the point was at the first."""
    archive, earlier = remembered(), NOW - timedelta(hours=3)
    run(archive, history, earlier)
    first = rows(history.path)
    run(archive, history, NOW)
    second = rows(history.path)
    assert set(first["readings"]) <= set(second["readings"])
    new = set(second["readings"]) - set(first["readings"])
    assert new
    assert all(int(str(at)) >= earlier.timestamp() * 1e6 for _, _, at, _, _ in new)
    assert second["hours"] == first["hours"]


def test_what_we_kept_ourselves_wins(history: SqlHistory) -> None:
    ours = [reading(LIVING_T, 30.0 + n % 2, NOW - timedelta(hours=6) + n * timedelta(minutes=5)) for n in range(60)]
    history.add(ours)
    history.flush()
    run(remembered(), history)
    kept = history.samples(LIVING_T, ours[0].at, ours[-1].at, AN_HOUR)
    assert min(sample.low for sample in kept) == 30.0
    assert history.samples(LIVING_T, NOW - timedelta(hours=9), ours[0].at, AN_HOUR)[0].mean < 26.0
    assert run(remembered(), history) == Imported(0, 0)


def test_a_day_that_we_missed_is_filled(history: SqlHistory) -> None:
    history.add([reading(LIVING_T, 30.0, NOW - 3 * A_DAY)])
    history.add([reading(LIVING_T, 31.0, NOW - AN_HOUR)])
    history.flush()
    run(remembered(), history)
    missed = history.samples(LIVING_T, (NOW - 2 * A_DAY).replace(hour=0), (NOW - A_DAY).replace(hour=0), A_DAY)
    assert missed[0].count > 50


def test_unavailable_is_a_gap_and_no_value(history: SqlHistory) -> None:
    start = NOW - timedelta(hours=8)
    archive = FakeArchive(
        {
            LIVING_T: [
                reading(LIVING_T, 20.0, start),
                reading(LIVING_T, None, start + AN_HOUR, Quality.UNAVAILABLE),
                reading(LIVING_T, None, start + AN_HOUR * 1.5, Quality.UNKNOWN),
                reading(LIVING_T, 22.0, start + 3 * AN_HOUR),
            ]
        }
    )
    run(archive, history)
    told = [(sample.at, sample.mean) for sample in history.samples(LIVING_T, start, start + 4 * AN_HOUR, AN_HOUR)]
    assert told == [(start, 20.0), (start + 3 * AN_HOUR, 22.0)]


def test_what_is_interrupted_goes_on(opened: Open, tmp_path: Path) -> None:
    whole = SqlHistory(Database.open(tmp_path / "whole.db"))
    run(remembered(), whole)
    expected = rows(whole.path)
    whole.close()
    history = opened()
    for patience in range(1, 40, 3):
        archive = remembered()
        archive.fails_after = patience
        try:
            run(archive, history)
        except HomeUnreachable:
            history = opened()
            continue
        break
    run(remembered(), history)
    assert rows(history.path) == expected


@pytest.mark.slow
def test_what_is_killed_goes_on(path: Path, tmp_path: Path) -> None:
    whole = SqlHistory(Database.open(tmp_path / "whole.db"))
    run(remembered(), whole)
    expected = rows(whole.path)
    whole.close()
    command = [sys.executable, "-m", "tests.store.imports", str(path)]
    for steps in range(1, 6):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(steps):
                process.stdout.readline()
            process.kill()
    assert subprocess.run(command, check=True, capture_output=True).stdout.endswith(b"done\n")
    assert rows(path) == expected
    with plain(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_it_survives_thinning(history: SqlHistory) -> None:
    """What was imported is thinned as our own is, and a later import of a new sensor finds its layers."""
    run(remembered(), history)
    before = history.samples(LIVING_T, NOW - 30 * A_DAY, NOW, A_DAY)
    later = NOW + 20 * A_DAY
    history.add([reading(LIVING_T, 20.0, later)])
    history.tidy(later)
    for now in (later, later + A_DAY):
        after = history.samples(LIVING_T, NOW - 30 * A_DAY, NOW, A_DAY)
        assert [s.mean for s in after] == pytest.approx([s.mean for s in before], abs=0.02)
        run(FakeArchive({}, NOW - 60 * A_DAY), history, now)
    other = Point(LIVING_T.entity.__class__("sensor.new"), Attribute.TEMPERATURE)
    archive = FakeArchive({}, NOW - 60 * A_DAY)
    import_history(archive, history.intake(), {other.entity: frozenset({other.attribute})}, later, 90)
    days = history.samples(other, NOW - 40 * A_DAY, later - 8 * A_DAY, A_DAY)
    assert len(days) == 32 + 20, "in hours and in five minutes"
    assert len(rows(history.path)["five"]) > 0


def test_every_hour_is_there_once_when_the_clocks_change(history: SqlHistory) -> None:
    """The day of the change has 23 or 25 local hours, and 24 of ours."""
    for change in (datetime(2026, 3, 29, tzinfo=UTC), datetime(2025, 10, 26, tzinfo=UTC)):
        now = change + 30 * A_DAY
        archive = FakeArchive({}, change - 5 * A_DAY)
        import_history(archive, history.intake(), WANTED, now, 40)
    hours = [row[2] for row in rows(history.path)["hours"] if row[1] == "temperature"]
    assert len(hours) == len(set(hours))
    day = history.samples(LIVING_T, datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC), AN_HOUR)
    assert len(day) == 72


def test_the_written_archive_keeps_to_the_contract() -> None:
    archive = FakeArchive(remembered().changes, NOW - 60 * A_DAY, unknown={NOBODY})
    assert len(check_history(archive, LIVING_T.entity, {Attribute.TEMPERATURE}, NOW - 2 * A_DAY, NOW)) > 100
    assert check_hours(archive, LIVING_T, NOW.replace(minute=0) - 3 * A_DAY, NOW.replace(minute=0)) == 72


def test_nothing_remembered_is_nothing_imported(history: SqlHistory) -> None:
    assert run(FakeArchive({}), history) == Imported(0, 0)
    assert history.samples(LIVING_T, NOW - A_DAY, NOW, A_DAY) == ()


def test_progress_is_told(history: SqlHistory) -> None:
    steps: list[Progress] = []
    import_history(remembered(), history.intake(), WANTED, NOW, 90, steps.append)
    assert [step.hourly for step in steps] == sorted(step.hourly for step in steps)
    assert all(0.0 < step.share <= 1.0 for step in steps)
    assert sum(step.rows for step in steps) == len(rows(history.path)["readings"]) + len(rows(history.path)["hours"])


def test_a_running_program_is_not_disturbed(history: SqlHistory) -> None:
    trouble = open_history(history.path).trouble
    assert trouble is not None
    assert "end that one first" in str(trouble)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 12), max_size=4))
def test_any_interruptions_lead_to_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, seed: int, patience: list[int]
) -> None:
    folder, start = tmp_path_factory.mktemp("interrupted"), NOW - timedelta(days=2.2)

    def archive() -> FakeArchive:
        return FakeArchive({LIVING_T: wandering(LIVING_T, start, NOW, seed, 30.0)}, NOW - 15 * A_DAY)

    results = []
    for name, stops in (("one", []), ("two", patience)):
        history = SqlHistory(Database.open(folder / name))
        for stop in stops:
            failing = archive()
            failing.fails_after = stop
            try:
                run(failing, history, days=20)
            except HomeUnreachable:
                continue
        run(archive(), history, days=20)
        history.close()
        results.append(rows(folder / name))
    assert results[0] == results[1]
