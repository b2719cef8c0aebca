"""Every way from one state of the alarm to another, on our own panel."""

from datetime import timedelta

import pytest

from tests.security.brought import AL, ON, A, D, E, guarded
from tests.security.guarded import (
    BEDROOM_MOTION,
    BEDROOM_WINDOW,
    DOOR,
    HALL_MOTION,
    LOCK,
    MOTION,
    SIREN,
    WHO,
    WINDOW,
    Guarded,
)
from thermo_edge.home.house import Point
from thermo_edge.home.memory import Guarding, Watch
from thermo_edge.home.snapshot import Quality


@pytest.mark.parametrize(
    ("state", "watch", "point", "after"),
    [
        (D, Watch.AWAY, DOOR, D),
        (D, Watch.AWAY, WINDOW, D),
        (D, Watch.AWAY, MOTION, D),
        (A, Watch.AWAY, DOOR, A),
        (A, Watch.AWAY, HALL_MOTION, A),
        (A, Watch.AWAY, WINDOW, A),
        (ON, Watch.AWAY, DOOR, E),
        (ON, Watch.AWAY, LOCK, E),
        (ON, Watch.AWAY, WINDOW, AL),
        (ON, Watch.AWAY, MOTION, ON),
        (ON, Watch.HOME, DOOR, E),
        (ON, Watch.HOME, LOCK, E),
        (ON, Watch.HOME, WINDOW, AL),
        (ON, Watch.HOME, MOTION, ON),
        (ON, Watch.NIGHT, DOOR, E),
        (ON, Watch.NIGHT, WINDOW, AL),
        (ON, Watch.NIGHT, MOTION, ON),
        (E, Watch.AWAY, HALL_MOTION, E),
        (E, Watch.AWAY, MOTION, E),
        (E, Watch.AWAY, LOCK, E),
        (E, Watch.AWAY, WINDOW, AL),
        (AL, Watch.AWAY, DOOR, AL),
        (AL, Watch.AWAY, MOTION, AL),
    ],
)
def test_a_trip_leads_on(state: Guarding, watch: Watch, point: Point, after: Guarding) -> None:
    rig = guarded(state, watch)
    rig.trip(point)
    assert rig.guarding is after
    assert len(rig.posted("intrusion:")) == (after is AL)


@pytest.mark.parametrize(
    ("state", "seconds", "after"),
    [(A, 59, A), (A, 60, ON), (E, 29, E), (E, 30, AL), (AL, 14 * 60, AL), (AL, 15 * 60, ON), (ON, 3600, ON)],
)
def test_time_leads_on(state: Guarding, seconds: float, after: Guarding) -> None:
    rig = guarded(state)
    rig.pass_(seconds, step=1.0 if seconds < 100 else 10.0)
    assert rig.guarding is after


@pytest.mark.parametrize("state", [A, ON, E, AL])
def test_whoever_has_the_code_disarms_and_it_is_over(state: Guarding) -> None:
    rig = guarded(state)
    rig.disarm()
    assert rig.guarding is D
    assert rig.security.who == WHO
    assert rig.posted("intrusion:") == []
    rig.pass_(120)
    assert rig.guarding is D
    assert rig.home.readings[SIREN].value is False


@pytest.mark.parametrize("state", [D, A, ON, E, AL])
def test_a_restart_changes_nothing(state: Guarding) -> None:
    rig = guarded(state)
    before = rig.security
    rig.restart(timedelta(seconds=5))
    rig.tick()
    assert (rig.guarding, rig.security.watch, rig.security.who) == (state, before.watch, before.who)
    assert rig.security.alerts == before.alerts
    assert len(rig.posted("intrusion:")) == (state is AL)


@pytest.mark.parametrize(("state", "after"), [(A, ON), (E, AL)])
def test_a_delay_that_ended_while_the_program_was_dead_has_ended(state: Guarding, after: Guarding) -> None:
    rig = guarded(state)
    rig.restart(timedelta(minutes=5))
    rig.tick()
    assert rig.guarding is after


def test_a_window_opened_while_the_program_was_dead_is_an_alarm() -> None:
    rig = guarded(ON)
    rig.home.close()
    rig.home._hear = None
    rig.home.say(BEDROOM_WINDOW, True)
    rig.restart(timedelta(minutes=10))
    assert rig.guarding is AL


def test_one_motion_needs_a_second_sign() -> None:
    rig = guarded(ON)
    rig.trip(MOTION)
    rig.pass_(60)
    rig.calm(MOTION)
    rig.trip(BEDROOM_MOTION)
    assert rig.guarding is AL


def test_the_same_sensor_again_after_calm_is_a_second_sign_but_a_bounce_is_not() -> None:
    rig = guarded(ON)
    for _ in range(2):
        rig.trip(MOTION)
        rig.pass_(1)
        rig.calm(MOTION)
        rig.pass_(1)
    assert rig.guarding is ON
    rig.pass_(30)
    rig.trip(MOTION)
    assert rig.guarding is AL


def test_two_single_motions_far_apart_are_none() -> None:
    rig = guarded(ON)
    for point in (MOTION, BEDROOM_MOTION, MOTION):
        rig.trip(point)
        rig.pass_(20, step=5)
        rig.calm(point)
        rig.pass_(150, step=10)
    assert rig.guarding is ON


def test_without_an_entry_delay_a_door_alarms_at_once() -> None:
    rig = guarded(ON, entry_delay=timedelta(0))
    rig.trip(DOOR)
    assert rig.guarding is AL


def test_one_alert_however_much_is_seen() -> None:
    rig = guarded(AL)
    for point in (DOOR, MOTION, BEDROOM_WINDOW):
        rig.pass_(1)
        rig.trip(point)
    assert len(rig.posted("intrusion:")) == 1
    assert [trip.point for trip in rig.security.alerts[0].trips] == [WINDOW, DOOR, MOTION, BEDROOM_WINDOW]
    alarm = rig.desk.view().alarm
    assert alarm is not None
    assert alarm.alerts == rig.security.alerts


def test_an_alarm_that_nobody_ends_is_armed_anew_and_its_alert_stands() -> None:
    rig = guarded(AL)
    rig.calm(WINDOW)
    rig.pass_(16 * 60, step=10)
    assert rig.guarding is ON
    assert len(rig.posted("intrusion:")) == 1
    rig.trip(BEDROOM_WINDOW)
    assert len(rig.posted("intrusion:")) == 2


def test_what_is_bypassed_is_ignored() -> None:
    rig = Guarded()
    rig.trip(WINDOW)
    rig.arm(Watch.AWAY, bypass=[WINDOW.entity])
    rig.pass_(61)
    assert rig.guarding is ON
    assert rig.security.bypass == {WINDOW.entity}
    rig.calm(WINDOW)
    rig.trip(WINDOW)
    assert rig.guarding is ON


@pytest.mark.parametrize("quality", [Quality.UNAVAILABLE, Quality.UNKNOWN, Quality.MISSING])
@pytest.mark.parametrize("point", [DOOR, WINDOW, LOCK, MOTION])
def test_a_fault_is_no_intrusion(point: Point, quality: Quality) -> None:
    rig = guarded(ON)
    rig.lose(point, quality)
    rig.pass_(30)
    rig.trip(point)
    rig.pass_(60)
    assert rig.guarding is ON
    assert rig.posted("intrusion:") == []


def test_a_silent_sensor_is_told_and_one_that_comes_back_open_too() -> None:
    rig = guarded(ON)
    rig.lose(WINDOW)
    rig.pass_(60)
    assert rig.posted("watch_silent") == []
    rig.pass_(121)
    assert rig.posted("watch_silent") == [f"watch_silent:{WINDOW.entity}"]
    rig.trip(WINDOW)
    assert rig.posted("came_back_open") == [f"came_back_open:{WINDOW.entity}"]
    assert rig.posted("watch_silent") == []
    rig.calm(WINDOW)
    assert rig.posted("came_back_open") == []
    rig.trip(WINDOW)
    assert rig.guarding is AL


def test_a_fault_before_a_restart_is_none_after_it_either() -> None:
    rig = guarded(ON)
    rig.lose(WINDOW)
    rig.home._hear = None
    rig.home.say(WINDOW, True)
    rig.restart()
    rig.pass_(10)
    assert rig.guarding is ON
    assert rig.posted("came_back_open") == [f"came_back_open:{WINDOW.entity}"]


def test_many_silent_sensors_are_one_notice() -> None:
    rig = guarded(ON)
    for point in (DOOR, LOCK, WINDOW, MOTION, BEDROOM_WINDOW):
        rig.lose(point)
    rig.pass_(150, step=10)
    assert rig.posted("watch_silent") == ["watch_silent"]


def test_a_trip_from_before_the_arming_that_comes_late_is_none() -> None:
    rig = guarded(ON)
    late = rig.home.readings[WINDOW]._replace(value=True, at=rig.clock.now() - timedelta(minutes=9))
    rig.home.deliver(late._replace(reported=late.at))
    rig.settle()
    assert rig.guarding is ON
