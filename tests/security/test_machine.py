"""Every way from one state of the alarm to another, on our own panel."""

from datetime import timedelta

import pytest

from tests.security.guarded import (
    ALARM,
    ANNA,
    BEDROOM_MOTION,
    BEDROOM_WINDOW,
    BEN,
    CODE,
    DOOR,
    HALL_MOTION,
    LOCK,
    MOTION,
    SIREN,
    WHO,
    WINDOW,
    Guarded,
)
from thermo_edge.home.house import Mode, Point
from thermo_edge.home.memory import Guarding, Watch
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.snapshot import Quality
from thermo_edge.home.turn import Outcome

D, A, ON, E, AL = Guarding.DISARMED, Guarding.ARMING, Guarding.ARMED, Guarding.ENTRY, Guarding.ALARM


def guarded(state: Guarding, watch: Watch = Watch.AWAY, **more: object) -> Guarded:
    """A house whose alarm has been brought to this state, the way people and burglars do it."""
    rig = Guarded(**more)  # type: ignore[arg-type]
    if state is not D:
        rig.arm(watch)
    if state in (ON, E, AL) and watch is Watch.AWAY:
        rig.pass_(61)
    if state is E:
        rig.trip(DOOR)
    if state is AL:
        rig.trip(WINDOW)
    assert rig.guarding is state
    return rig


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


# --- arming ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("watch", [Watch.HOME, Watch.NIGHT])
def test_at_home_it_is_armed_at_once(watch: Watch) -> None:
    rig = Guarded()
    rig.home.say(ANNA, True)
    rig.trip(MOTION)
    rig.arm(watch)
    assert (rig.guarding, rig.security.watch, rig.security.who) == (ON, watch, WHO)


def test_one_leaves_through_the_hall() -> None:
    rig = Guarded()
    rig.home.say(ANNA, True)
    rig.trip(MOTION)
    rig.arm(Watch.AWAY)
    rig.pass_(10)
    rig.trip(HALL_MOTION)
    rig.pass_(20)
    rig.trip(DOOR)
    rig.pass_(5)
    rig.calm(DOOR)
    rig.pass_(10)
    rig.calm(HALL_MOTION)
    rig.calm(MOTION)
    rig.pass_(16)
    assert rig.guarding is ON


def test_a_sensor_that_holds_prolongs_the_time_to_leave() -> None:
    rig = Guarded()
    rig.trip(MOTION)
    rig.arm(Watch.AWAY)
    rig.pass_(90)
    assert rig.guarding is A
    rig.calm(MOTION)
    rig.pass_(1)
    assert rig.guarding is ON


def test_one_that_goes_on_seeing_somebody_is_evidence() -> None:
    rig = Guarded()
    rig.trip(MOTION)
    rig.arm(Watch.AWAY)
    rig.pass_(181)
    assert rig.guarding is D
    _refused(rig, Code.SOMEONE_INSIDE)


def test_motion_inside_at_the_end_of_the_delay_is_evidence() -> None:
    rig = Guarded()
    rig.arm(Watch.AWAY)
    rig.pass_(45)
    rig.trip(BEDROOM_MOTION)
    rig.pass_(5)
    rig.calm(BEDROOM_MOTION)
    rig.pass_(11)
    assert rig.guarding is D
    _refused(rig, Code.SOMEONE_INSIDE)


def test_somebody_who_came_home_meanwhile_is_evidence() -> None:
    rig = Guarded()
    rig.arm(Watch.AWAY)
    rig.pass_(30)
    rig.home.say(BEN, True)
    rig.pass_(31)
    assert rig.guarding is D
    _refused(rig, Code.OTHERS_HOME)


def test_a_door_left_open_is_not_armed() -> None:
    rig = Guarded()
    rig.arm(Watch.AWAY)
    rig.trip(DOOR)
    rig.pass_(61)
    assert rig.guarding is D
    _refused(rig, Code.STANDS_OPEN)


def _refused(rig: Guarded, code: Code) -> None:
    keys = rig.posted("arm_refused:")
    assert len(keys) == 1
    assert rig.memory.notices[keys[0]].reason.get("because") == code.value


@pytest.mark.parametrize("quality", [Quality.UNAVAILABLE, Quality.UNKNOWN, Quality.MISSING])
def test_what_does_not_answer_stands_in_the_way_until_it_is_bypassed(quality: Quality) -> None:
    rig = Guarded()
    rig.lose(WINDOW, quality)
    with pytest.raises(Refused) as refused:
        rig.arm(Watch.NIGHT)
    assert (refused.value.reason.code, refused.value.reason.get("entity")) == (Code.NOT_ANSWERING, WINDOW.entity)
    _refused(rig, Code.NOT_ANSWERING)
    rig.arm(Watch.NIGHT, bypass=[WINDOW.entity])
    assert rig.guarding is ON
    assert rig.posted("arm_refused:") == []


def test_every_refusal_names_what_stands_open_and_the_last_one_is_told() -> None:
    rig = Guarded()
    rig.trip(DOOR)
    rig.trip(WINDOW)
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            rig.arm(Watch.AWAY)
        assert refused.value.reason.get("entity") == f"{DOOR.entity}, {WINDOW.entity}"
        rig.pass_(5)
    _refused(rig, Code.STANDS_OPEN)
    assert [reason.get("entity") for reason in rig.desk.blockers(Watch.AWAY)] == [DOOR.entity, WINDOW.entity]
    rig.pass_(25 * 3600, step=600)
    assert rig.posted("arm_refused:") == []


def test_in_observe_it_is_refused_with_a_notice() -> None:
    rig = Guarded(mode=Mode.OBSERVE)
    with pytest.raises(Refused) as refused:
        rig.arm(Watch.NIGHT)
    assert refused.value.reason.code is Code.OBSERVING
    _refused(rig, Code.OBSERVING)


def test_away_is_never_armed_while_somebody_else_is_home() -> None:
    rig = Guarded()
    rig.home.say(BEN, True)
    rig.settle()
    with pytest.raises(Refused) as refused:
        rig.arm(Watch.AWAY)
    assert refused.value.reason.code is Code.OTHERS_HOME
    assert refused.value.reason.get("count") == 1.0
    rig.arm(Watch.NIGHT)


def test_who_armed_and_disarmed_and_who_was_refused_is_in_the_log() -> None:
    rig = Guarded()
    rig.trip(WINDOW)
    with pytest.raises(Refused):
        rig.arm(Watch.NIGHT)
    rig.calm(WINDOW)
    rig.arm(Watch.NIGHT)
    with pytest.raises(Refused):
        rig.desk.disarm(WHO, "0000")
    rig.disarm()
    log = [r.decision for r in reversed(rig.history.decisions(50, ALARM))]
    told = [(d.request.value, d.outcome, d.because.code if d.because else None) for d in log]
    assert told == [
        ("armed_night", Outcome.REFUSED, Code.STANDS_OPEN),
        ("armed_night", Outcome.ACTED, None),
        ("disarmed", Outcome.REFUSED, Code.CODE_WRONG),
        ("disarmed", Outcome.ACTED, None),
    ]
    assert all(d.request.reason.get("who") == "Anna" for d in log)
    with pytest.raises(Refused):
        rig.desk.undo(rig.history.decisions(1)[0].number, WHO)


# --- the code --------------------------------------------------------------------------------------------------------


def test_only_the_right_code_disarms() -> None:
    rig = guarded(ON)
    for code, why in (("", Code.CODE_NEEDED), ("4712", Code.CODE_WRONG), ("47110", Code.CODE_WRONG)):
        with pytest.raises(Refused) as refused:
            rig.desk.disarm(WHO, code)
        assert refused.value.reason.code is why
    assert rig.guarding is ON


def test_a_hundred_wrong_codes_find_nothing_out() -> None:
    rig = guarded(ON)
    seen: list[Code] = []
    for number in range(100):
        with pytest.raises(Refused) as refused:
            rig.desk.disarm(WHO, f"{number:04}")
        seen.append(refused.value.reason.code)
        rig.pass_(1)
    assert seen.count(Code.CODE_WRONG) == 5
    assert set(seen[5:]) == {Code.CODE_LOCKED}
    with pytest.raises(Refused):
        rig.disarm()
    assert rig.posted("code_locked:")
    rig.restart()
    with pytest.raises(Refused):
        rig.disarm()
    rig.pass_(600, step=10)
    assert rig.posted("code_locked:") == []
    rig.disarm()
    assert rig.guarding is D


def test_the_code_is_nowhere() -> None:
    rig = guarded(ON)
    with pytest.raises(Refused) as refused:
        rig.desk.disarm(WHO, "987654")
    rig.disarm()
    everything = f"{rig.state!r} {rig.history.decisions(99)!r} {rig.history.notices(99)!r} {refused.value!r}"
    assert "987654" not in everything
    assert CODE not in everything
    assert CODE not in repr(rig.codes)


def test_another_watch_needs_the_code_since_it_may_guard_less() -> None:
    rig = guarded(ON)
    with pytest.raises(Refused) as refused:
        rig.arm(Watch.HOME)
    assert refused.value.reason.code is Code.CODE_NEEDED
    rig.desk.arm(Watch.HOME, WHO, CODE)
    assert (rig.guarding, rig.security.watch) == (ON, Watch.HOME)


def test_without_a_code_anybody_disarms() -> None:
    rig = guarded(ON, code="")
    rig.desk.disarm(WHO)
    assert rig.guarding is D
