"""What the sensors saw in the last day, from the history."""

from datetime import datetime, timedelta

from tests.security.guarded import DOOR, HALL, LOCK, MOTION, guarded_house
from thermo_edge.control.event_desk import alarms, events
from thermo_edge.home.house import Point
from thermo_edge.home.snapshot import Reading
from thermo_edge.store.memory_history import MemoryHistory

DAY = timedelta(days=1)
NOW = datetime.fromisoformat("2026-03-20T21:00:00+00:00")


def lived(days: int = 20) -> MemoryHistory:
    """The door opens at eight each morning for two minutes, and today at three in the night too."""
    history = MemoryHistory()
    for back in range(days, -1, -1):
        at = NOW.replace(hour=8) - back * DAY
        told(history, DOOR, at - timedelta(hours=1), False)
        told(history, DOOR, at, True)
        told(history, DOOR, at + timedelta(minutes=2), False)
    told(history, DOOR, NOW.replace(hour=3), True)
    told(history, DOOR, NOW.replace(hour=3, minute=1), False)
    return history


def told(history: MemoryHistory, point: Point, at: datetime, value: bool) -> None:
    history.add([Reading(point, value, at, at)])


def test_each_opening_once_with_how_often_it_happens_then() -> None:
    morning, night = events(lived(), guarded_house(), NOW)
    assert (morning.point, morning.room) == (DOOR, HALL)
    assert abs(morning.at - NOW.replace(hour=8)) < timedelta(minutes=6)
    assert abs(night.at - NOW.replace(hour=3)) < timedelta(minutes=6)
    assert morning.alike == morning.days >= 19
    assert night.alike == 0


def test_somebody_who_moves_about_is_one_event() -> None:
    history = MemoryHistory()
    begin = NOW - timedelta(hours=3)
    told(history, MOTION, begin - timedelta(minutes=20), False)
    for minute in range(0, 60, 10):
        told(history, MOTION, begin + timedelta(minutes=minute), True)
        told(history, MOTION, begin + timedelta(minutes=minute + 1), False)
    assert len(events(history, guarded_house(), NOW)) == 1


def test_a_lock_is_disturbed_when_it_is_unlocked() -> None:
    history = MemoryHistory()
    told(history, LOCK, NOW - timedelta(hours=5), True)
    told(history, LOCK, NOW - timedelta(hours=4), False)
    (found,) = events(history, guarded_house(), NOW)
    assert found.point == LOCK


def test_without_a_history_there_is_nothing() -> None:
    assert events(MemoryHistory(), guarded_house(), NOW) == ()
    assert alarms(MemoryHistory(), NOW) == ()
