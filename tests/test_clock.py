"""The clocks: never backwards, honest about it, and not for ever behind."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import MORNING
from thermo_edge.clock import SteppedClock, SystemClock

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


class Machine:
    """A computer whose clock a test sets; the counter beside it only goes on."""

    def __init__(self) -> None:
        self.at = MORNING
        self.passed = timedelta(hours=77)
        self.clock = SystemClock(lambda: self.at, lambda: self.passed)

    def pass_by(self, by: timedelta) -> None:
        self.at += by
        self.passed += by

    def set(self, by: timedelta) -> None:
        self.at += by


class Stepped:
    """The same around the clock that tests and simulations move."""

    def __init__(self) -> None:
        self.clock = SteppedClock(MORNING)
        self.passed = timedelta(0)

    def pass_by(self, by: timedelta) -> None:
        self.clock.advance(by)

    def set(self, by: timedelta) -> None:
        if by < timedelta(0):
            self.clock.fall_behind(-by)
        else:
            self.clock.leap(by)


Made = Machine | Stepped


@pytest.fixture(params=[Machine, Stepped])
def machine(request: pytest.FixtureRequest) -> Made:
    made: Callable[[], Made] = request.param
    return made()


def test_the_system_clock_follows_the_machine_and_never_runs_backwards() -> None:
    clock = SystemClock()
    seen = [clock.now() for _ in range(100)]
    assert seen == sorted(seen)
    assert abs(clock.now() - datetime.now(UTC)) < SECOND
    assert clock.behind() == timedelta(0)
    assert clock.leapt() == timedelta(0)


def test_time_passes(machine: Made) -> None:
    machine.pass_by(HOUR)
    assert machine.clock.now() == MORNING + HOUR
    assert (machine.clock.behind(), machine.clock.leapt()) == (timedelta(0), timedelta(0))


def test_a_machine_set_back_is_noticed_and_time_goes_on(machine: Made) -> None:
    machine.set(-HOUR)
    assert machine.clock.behind() == HOUR
    machine.pass_by(5 * SECOND)
    assert machine.clock.now() == MORNING + 5 * SECOND
    assert machine.clock.behind() == HOUR


def test_a_machine_that_was_set_back_for_good_is_believed_after_a_while(machine: Made) -> None:
    machine.pass_by(HOUR)
    machine.set(-HOUR)
    before = machine.clock.now()
    for _ in range(3 * 60):
        machine.pass_by(timedelta(minutes=1))
        now = machine.clock.now()
        assert now > before, "time neither stands still nor runs backwards"
        before = now
    assert machine.clock.behind() == timedelta(0)
    assert machine.clock.now() == MORNING + 3 * HOUR


def test_a_machine_whose_clock_is_set_again_and_again_is_not_believed(machine: Made) -> None:
    machine.set(-HOUR)
    for _ in range(20):
        machine.pass_by(timedelta(minutes=9))
        machine.set(-timedelta(minutes=1))
        assert machine.clock.now() - MORNING >= timedelta(minutes=9)
    assert machine.clock.now() == MORNING + 20 * timedelta(minutes=9)
    assert machine.clock.behind() == HOUR + timedelta(minutes=20)


def test_a_machine_set_back_and_forth_is_right_again_at_once(machine: Made) -> None:
    machine.set(-HOUR)
    machine.pass_by(SECOND)
    assert machine.clock.now() == MORNING + SECOND
    machine.set(HOUR)
    assert machine.clock.behind() == timedelta(0)
    assert machine.clock.leapt() == timedelta(0), "to come back is no leap"


def test_a_small_correction_is_nobodys_business(machine: Made) -> None:
    machine.set(-3 * SECOND)
    assert machine.clock.behind() == timedelta(0)
    machine.pass_by(SECOND)
    assert MORNING < machine.clock.now() < MORNING + SECOND
    machine.pass_by(10 * SECOND)
    assert machine.clock.now() == MORNING + 8 * SECOND


def test_a_leap_ahead_is_told(machine: Made) -> None:
    machine.pass_by(HOUR)
    machine.set(2 * HOUR)
    assert machine.clock.now() == MORNING + 3 * HOUR
    assert machine.clock.leapt() == 2 * HOUR
    machine.set(-HOUR)
    machine.pass_by(HOUR)
    assert machine.clock.leapt() == 2 * HOUR
