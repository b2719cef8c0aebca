"""The clocks: never backwards, and honest about it."""

import time
from datetime import UTC, datetime, timedelta

from tests.builders import MORNING
from thermo_edge.clock import SteppedClock, SystemClock


def test_the_system_clock_follows_the_machine_and_never_runs_backwards() -> None:
    clock = SystemClock()
    seen = [clock.now() for _ in range(100)]
    assert seen == sorted(seen)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)
    assert clock.behind() == timedelta(0)


def test_a_machine_set_back_is_noticed_and_time_goes_on() -> None:
    clock = SystemClock()
    clock._at += timedelta(hours=1)  # as if the machine had been an hour ahead until now
    before = clock.now()
    assert timedelta(minutes=59) < clock.behind() <= timedelta(hours=1)
    time.sleep(0.02)
    assert clock.now() > before


def test_a_stepped_clock_catches_up() -> None:
    clock = SteppedClock(MORNING)
    clock.fall_behind(timedelta(hours=1))
    clock.advance(timedelta(minutes=45))
    assert clock.behind() == timedelta(minutes=15)
    assert clock.now() == MORNING + timedelta(minutes=45)
