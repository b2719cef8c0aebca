"""A person's wish for the lamps of a room: at once, until its end, refused with the reason."""

from datetime import timedelta

import pytest

from tests.lighting.rig import BOARD_LAMP, DESK_LAMP, HALL, HALL_LAMP, HALL_MOTION, NOON, STUDY, LampRig, brightness, on
from tests.rig import ANNA_ACTS, Rig
from thermo_edge.home.house import Domain, Mode, PlaceId
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.turn import Grant


def wish(rig: LampRig, level: float | None, hours: float = 1.0, place: PlaceId = STUDY) -> None:
    rig.desk.light(place, level, rig.clock.now() + timedelta(hours=hours), ANNA_ACTS)
    rig.settle()


def test_it_is_done_at_once_and_kept_until_its_end() -> None:
    rig = LampRig(start=NOON)
    wish(rig, 40.0)
    assert rig.bulb(DESK_LAMP).brightness == 40.0
    assert rig.bulb(BOARD_LAMP).on
    decision = rig.decision(on(DESK_LAMP))
    assert (decision.request.grant, decision.request.reason.code) == (Grant.PERSON, Code.LAMP_WISHED)
    study = next(room for room in rig.desk.view().rooms if room.id == STUDY)
    assert study.lamps is not None
    assert (study.lamps.on, study.lamps.brightness, study.lamps.wished) == (2, 40.0, True)
    rig.pass_time(3590, step=60)
    assert rig.bulb(DESK_LAMP).on
    rig.pass_time(120)
    assert not rig.bulb(DESK_LAMP).on, "then the rule finds nobody there"


def test_a_newer_wish_takes_the_place_of_what_was_held() -> None:
    rig = LampRig()
    rig.in_app(on(DESK_LAMP), False)
    rig.at_wall(BOARD_LAMP, True)
    wish(rig, 60.0)
    assert rig.bulb(DESK_LAMP).brightness == 60.0
    wish(rig, 62.0)
    assert rig.bulb(DESK_LAMP).brightness == 62.0, "a person's wish is done exactly"
    wish(rig, 0.0)
    assert not rig.bulb(DESK_LAMP).on
    assert not rig.bulb(BOARD_LAMP).on
    wish(rig, None)
    assert rig.memory.holds == {}


def test_dark_until_then_whoever_moves() -> None:
    rig = LampRig()
    wish(rig, 0.0, place=HALL)
    rig.passes()
    assert not rig.bulb().on
    wish(rig, None, place=HALL)
    rig.passes(HALL_MOTION)
    assert rig.bulb().on, "the rule decides again"


def test_who_then_turns_it_off_at_the_wall_has_the_last_word() -> None:
    rig = LampRig()
    wish(rig, 80.0, place=HALL)
    rig.pass_time(60)
    rig.at_wall(HALL_LAMP, False)
    rig.pass_time(600)
    assert not rig.bulb().on
    assert rig.memory.holds[on(HALL_LAMP)].establish is False
    assert rig.home.lit_unasked == []


@pytest.mark.parametrize(
    ("place", "level", "hours", "code"),
    [
        (PlaceId("attic"), 50.0, 1.0, Code.UNKNOWN_PLACE),
        (STUDY, float("nan"), 1.0, Code.NOT_FINITE),
        (STUDY, 100.5, 1.0, Code.NO_LEVEL),
        (STUDY, -1.0, 1.0, Code.NO_LEVEL),
        (STUDY, 0.4, 1.0, Code.NO_LEVEL),
        (STUDY, 50.0, -1.0, Code.TOO_LATE),
        (STUDY, 50.0, 367.0 * 24, Code.TOO_FAR_AHEAD),
    ],
)
def test_what_cannot_be_is_refused(place: PlaceId, level: float, hours: float, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        wish(LampRig(), level, hours, place)
    assert refused.value.reason.code is code


def test_a_room_without_lamps_says_so() -> None:
    rig = Rig()
    with pytest.raises(Refused) as refused:
        rig.desk.light(PlaceId("living"), 50.0, rig.clock.now() + timedelta(hours=1), ANNA_ACTS)
    assert refused.value.reason.code is Code.NO_LAMP


def test_in_observe_it_is_refused_and_in_suggest_it_is_done() -> None:
    rig = LampRig(mode=Mode.OBSERVE)
    with pytest.raises(Refused) as refused:
        wish(rig, 50.0)
    assert refused.value.reason.code is Code.OBSERVING
    assert rig.home.sent == []
    rig.desk.set_mode(STUDY, Domain.LIGHTING, Mode.SUGGEST, ANNA_ACTS)
    wish(rig, 50.0)
    assert rig.bulb(DESK_LAMP).on


def test_undo_turns_off_what_the_rule_turned_on_and_holds_it_as_a_lamp() -> None:
    rig = LampRig()
    rig.passes()
    number = next(r.number for r in rig.history.decisions(50) if r.decision.request.point == on(HALL_LAMP))
    rig.desk.undo(number, ANNA_ACTS)
    assert not rig.bulb().on
    hold = rig.memory.holds[on(HALL_LAMP)]
    assert hold.until - hold.since == rig.house.light_hold
    rig.passes()
    assert not rig.bulb().on
    assert brightness(HALL_LAMP) not in rig.memory.holds
