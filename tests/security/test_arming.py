"""Arming: at once at home, with a time to leave, and what stands in its way."""

import pytest

from tests.security.brought import ON, A, D
from tests.security.guarded import (
    ALARM,
    ANNA,
    BEDROOM_MOTION,
    BEN,
    DOOR,
    HALL_MOTION,
    MOTION,
    WHO,
    WINDOW,
    Guarded,
)
from thermo_edge.home.house import Mode
from thermo_edge.home.memory import Watch
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.snapshot import Quality
from thermo_edge.home.turn import Outcome


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
