"""Old rows become aggregates, and nobody who reads can tell where."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.builders import LIVING_T, LIVING_WINDOW, MORNING, RADIATOR, a_decision, forged, minutes, reading
from tests.contracts.history_contract import SET_POINT, a_hold, a_turn
from thermo_edge.home.house import Attribute, Point
from thermo_edge.home.memory import Memory
from thermo_edge.home.snapshot import Quality, Reading
from thermo_edge.home.turn import SOMEBODY, US, Change, Feedback, Outcome, Verdict
from thermo_edge.ports import Sample
from thermo_edge.store.driver import plain
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.readings import MOST_WAITING

Opened = Callable[[], SqlHistory]

MIDNIGHT = MORNING.replace(hour=0)
DAY = timedelta(days=1)


def _weather(days: float, seed: int = 1) -> list[Reading]:
    """A thermometer that reports unevenly and is away now and then, and a window that opens."""
    rng, at, value, readings = np.random.default_rng(seed), MIDNIGHT, 20.0, []
    while at < MIDNIGHT + days * DAY:
        at += timedelta(seconds=float(rng.exponential(1500)) + 40)
        value += float(rng.normal(0, 0.3))
        if rng.random() < 0.03:
            readings.append(reading(LIVING_T, None, at, Quality.UNAVAILABLE))
        else:
            readings.append(reading(LIVING_T, round(value, 2), at))
        if rng.random() < 0.1:
            readings.append(reading(LIVING_WINDOW, bool(rng.random() < 0.5), at))
    return readings


def _lived(history: SqlHistory, readings: list[Reading]) -> None:
    history.add(readings)
    history.flush()


def _samples(
    history: SqlHistory, point: Point, days: float, step: timedelta, start: datetime = MIDNIGHT
) -> dict[datetime, Sample]:
    return {sample.at: sample for sample in history.samples(point, start, start + days * DAY, step)}


def _alike(before: dict[datetime, Sample], after: dict[datetime, Sample], tolerance: float) -> None:
    assert before.keys() == after.keys()
    for at, sample in before.items():
        assert after[at].mean == pytest.approx(sample.mean, abs=tolerance), at
        assert after[at].low == pytest.approx(sample.low, abs=0.011)
        assert after[at].high == pytest.approx(sample.high, abs=0.011)


@pytest.mark.parametrize("step", [timedelta(minutes=30), timedelta(hours=1), timedelta(hours=6), DAY])
@pytest.mark.parametrize("point", [LIVING_T, LIVING_WINDOW])
def test_samples_are_the_same_before_and_after(history: SqlHistory, point: Point, step: timedelta) -> None:
    _lived(history, _weather(20))
    before = _samples(history, point, 20, step)
    history.tidy(MIDNIGHT + 20 * DAY)
    assert _rows(history.path, "readings") < 0.5 * len(_weather(20))
    _alike(before, _samples(history, point, 20, step), 0.011)


def test_hours_say_the_same_as_well(history: SqlHistory) -> None:
    _lived(history, _weather(100))
    before = _samples(history, LIVING_T, 100, timedelta(hours=2))
    history.tidy(MIDNIGHT + 100 * DAY)
    assert _rows(history.path, "hours") > 0
    _alike(before, _samples(history, LIVING_T, 100, timedelta(hours=2)), 0.02)


def test_tidying_every_night_comes_to_the_same_as_tidying_once(opened: Opened, path: Path) -> None:
    nightly = opened()
    for day in range(1, 13):
        _lived(nightly, [each for each in _weather(12) if MIDNIGHT + (day - 1) * DAY <= each.at < MIDNIGHT + day * DAY])
        nightly.tidy(MIDNIGHT + day * DAY)
    first = _samples(nightly, LIVING_T, 12, minutes(15))
    nightly.close()
    path.unlink()
    once = opened()
    _lived(once, _weather(12))
    once.tidy(MIDNIGHT + 12 * DAY)
    _alike(first, _samples(once, LIVING_T, 12, minutes(15)), 1e-9)


def test_a_stretch_across_the_border_is_whole(history: SqlHistory) -> None:
    _lived(history, [reading(LIVING_WINDOW, False, MIDNIGHT), reading(LIVING_WINDOW, True, MIDNIGHT + 1.5 * DAY)])
    _lived(history, [reading(LIVING_T, 20.0, MIDNIGHT + 9 * DAY)])
    history.tidy(MIDNIGHT + 9 * DAY)
    found = history.samples(LIVING_WINDOW, MIDNIGHT, MIDNIGHT + 9 * DAY, 3 * DAY)
    assert [sample.mean for sample in found] == [0.5, 1.0, 1.0]


def test_what_never_moves_takes_a_row_a_day(history: SqlHistory) -> None:
    _lived(history, [reading(LIVING_WINDOW, False, MIDNIGHT), reading(LIVING_T, 20.0, MIDNIGHT + 30 * DAY)])
    history.tidy(MIDNIGHT + 30 * DAY)
    assert _rows(history.path, "five_minutes") == 23
    assert _rows(history.path, "readings") == 1


def test_a_night_that_was_broken_off_is_finished_the_next(opened: Opened, path: Path) -> None:
    _lived(opened(), _weather(12))
    before = _samples(opened(), LIVING_T, 12, minutes(30))
    opened().close()
    _change(path, "CREATE TRIGGER power_cut BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'dark'); END")
    broken = opened()
    with pytest.raises(Exception, match="dark"):
        broken.tidy(MIDNIGHT + 12 * DAY)
    _alike(before, _samples(broken, LIVING_T, 12, minutes(30)), 0.011)
    broken.close()
    _change(path, "DROP TRIGGER power_cut")
    opened().tidy(MIDNIGHT + 12 * DAY)
    _alike(before, _samples(opened(), LIVING_T, 12, minutes(30)), 0.011)
    assert _oldest(path) >= MIDNIGHT + 5 * DAY


def test_a_night_that_was_broken_off_early_is_done_again(opened: Opened, path: Path) -> None:
    _lived(opened(), _weather(12))
    before = _samples(opened(), LIVING_T, 12, minutes(30))
    opened().close()
    _change(
        path,
        "CREATE TRIGGER power_cut BEFORE INSERT ON meta WHEN NEW.key = 'raw_from'"
        " BEGIN SELECT RAISE(ABORT, 'dark'); END",
    )
    broken = opened()
    with pytest.raises(Exception, match="dark"):
        broken.tidy(MIDNIGHT + 12 * DAY)
    _alike(before, _samples(broken, LIVING_T, 12, minutes(30)), 0.011)
    broken.close()
    _change(path, "DROP TRIGGER power_cut")
    opened().tidy(MIDNIGHT + 12 * DAY)
    _alike(before, _samples(opened(), LIVING_T, 12, minutes(30)), 0.011)


def test_a_late_reading_neither_disturbs_what_is_thinned_nor_gets_lost(history: SqlHistory) -> None:
    _lived(history, _weather(12))
    history.tidy(MIDNIGHT + 12 * DAY)
    before = _samples(history, LIVING_T, 5, minutes(30))
    window = reading(LIVING_WINDOW, True, MIDNIGHT + DAY, reported=MIDNIGHT + 12 * DAY)
    _lived(history, [reading(LIVING_T, 25.0, MIDNIGHT + DAY, reported=MIDNIGHT + 12 * DAY), window])
    assert _samples(history, LIVING_T, 5, minutes(30)) == before
    history.tidy(MIDNIGHT + 12 * DAY)
    assert _samples(history, LIVING_T, 5, minutes(30)) == before
    assert history.samples(LIVING_WINDOW, MIDNIGHT + 11 * DAY, MIDNIGHT + 12 * DAY, DAY)[-1].mean > 0


@pytest.mark.slow
def test_a_reading_from_the_wrong_century_does_not_make_a_century(history: SqlHistory) -> None:
    old = datetime(1970, 1, 2, tzinfo=MIDNIGHT.tzinfo)
    _lived(history, [reading(LIVING_T, 20.0, old), reading(LIVING_WINDOW, True, MIDNIGHT)])
    history.tidy(MIDNIGHT + DAY)
    assert _rows(history.path, "readings") == 1


def test_a_clock_far_ahead_does_not_age_everything(history: SqlHistory) -> None:
    _lived(history, _weather(3))
    before = _rows(history.path, "readings")
    history.keep(a_turn(1, MIDNIGHT + DAY, a_decision(SET_POINT, 20.0)))
    history.tidy(MIDNIGHT + 4000 * DAY)
    assert (_rows(history.path, "readings"), len(history.decisions(9))) == (before, 1)


def test_decisions_go_after_weeks_unless_somebody_judged_them(history: SqlHistory) -> None:
    for number, value in enumerate((20.0, 21.0, 22.0, 23.0), 1):
        change = Change(SET_POINT, value, None, MORNING, SOMEBODY if number == 1 else US)
        commands = (forged(RADIATOR, Attribute.SET_POINT, value, number),)
        history.keep(
            a_turn(
                number, MORNING + minutes(number), a_decision(SET_POINT, value), commands=commands, changes=(change,)
            )
        )
    history.feedback(Feedback(2, Verdict.WRONG, SOMEBODY, MORNING))
    _lived(history, [reading(LIVING_T, 20.0, MORNING + 60 * DAY)])
    history.tidy(MORNING + 30 * DAY)
    assert len(history.decisions(9)) == 4
    history.tidy(MORNING + 60 * DAY)
    assert [record.decision.request.value for record in history.decisions(9)] == [23.0, 21.0]
    assert [command.number for command in history.commands(9)] == [4]
    assert _rows(history.path, "changes") == 1
    assert _rows(history.path, "feedback") == 1


def test_a_decision_that_still_stands_stays(history: SqlHistory) -> None:
    decision = a_decision(SET_POINT, 20.0, Outcome.WOULD)
    for number in range(60 * 24 * 2):
        history.keep(a_turn(number + 1, MORNING + number * minutes(30), decision))
    history.keep(a_turn(9999, MORNING + 60 * DAY, decision, a_decision(LIVING_T, 1.0)))
    history.tidy(MORNING + 60 * DAY)
    assert len(history.decisions(9)) == 2


def test_what_ended_stays_for_a_year(history: SqlHistory) -> None:
    history.keep(a_turn(1, MORNING, memory=Memory(holds={SET_POINT: a_hold()})))
    history.keep(a_turn(2, MORNING + DAY, memory=Memory()))
    for days, left in ((365, 1), (420, 0)):
        _lived(history, [reading(LIVING_T, float(days), MORNING + days * DAY)])
        history.tidy(MORNING + days * DAY)
        assert len(history.holds(9)) == left


def _flood(day: int, every: int) -> list[Reading]:
    start = MIDNIGHT + day * DAY
    return [reading(LIVING_T, 20.0 + s % 7, start + timedelta(seconds=s)) for s in range(0, 86400, every)]


def test_the_file_grows_by_the_aggregates_only(history: SqlHistory) -> None:
    sizes = []
    for day in range(24):
        _lived(history, _flood(day, 40))
        history.tidy(MIDNIGHT + (day + 1) * DAY)
        sizes.append(history.path.stat().st_size)
    assert (sizes[-1] - sizes[9]) / 14 < 10_000


@pytest.mark.slow
def test_after_a_flood_the_file_shrinks_again(history: SqlHistory) -> None:
    _lived(history, _flood(0, 1)[: MOST_WAITING // 2])
    _lived(history, _flood(0, 1)[MOST_WAITING // 2 :])
    history.tidy(MIDNIGHT + DAY)
    flooded = history.path.stat().st_size
    for day in range(1, 10):
        _lived(history, _flood(day, 900))
        history.tidy(MIDNIGHT + (day + 1) * DAY)
    assert history.path.stat().st_size < 0.5 * flooded


def test_the_house_is_not_kept_waiting_and_readers_see_one_truth(history: SqlHistory) -> None:
    _lived(history, _weather(30))
    before = _samples(history, LIVING_T, 30, timedelta(hours=6))
    tidying = threading.Thread(target=history.tidy, args=(MIDNIGHT + 30 * DAY,))
    tidying.start()
    turns = 0
    while tidying.is_alive():
        turns += 1
        history.keep(a_turn(turns, MIDNIGHT + 30 * DAY, a_decision(SET_POINT, float(turns))))
        _alike(before, _samples(history, LIVING_T, 30, timedelta(hours=6)), 0.011)
    tidying.join()
    assert turns > 3


def _rows(path: Path, table: str) -> int:
    with plain(path) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _oldest(path: Path) -> datetime:
    with plain(path) as connection:
        (at,) = connection.execute("SELECT min(at) FROM readings").fetchone()
    return datetime.fromtimestamp(at / 1e6, MIDNIGHT.tzinfo)


def _change(path: Path, statement: str) -> None:
    with plain(path, "rw") as connection:
        connection.execute(statement)
