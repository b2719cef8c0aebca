"""Whole evenings in a hall and a study: on for somebody in the dark, off only when nobody is there, never a fight."""

import itertools
from datetime import timedelta

import pytest

from tests.builders import reading
from tests.lighting.rig import (
    BOARD_LAMP,
    DESK_LAMP,
    EVENING,
    HALL,
    HALL_LAMP,
    HALL_LUX,
    HALL_MOTION,
    NIGHT,
    NOON,
    STUDY_MOTION,
    STUDY_PRESENCE,
    LampRig,
    brightness,
    lit_house,
    on,
)
from tests.rig import ANNA_ACTS
from thermo_edge.home.house import Attribute, Domain, Mode, PlaceId, Point
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Quality
from thermo_edge.home.turn import Grant, Outcome


def test_who_enters_in_the_dark_has_light_at_once_as_bright_as_suits_the_hour() -> None:
    rig = LampRig()
    rig.sees(HALL_MOTION, True)
    assert rig.home.commands == [
        ("light.hall", "on", True),
        ("light.hall", "brightness", 78.0),
        ("light.hall", "colour", 2900.0),
    ]
    first = rig.decisions()[0]
    assert (first.request.reason.code, first.request.grant) == (Code.SOMEBODY_HERE, Grant.PRESENCE)


def test_who_leaves_leaves_a_light_that_dims_and_then_goes_out() -> None:
    rig = LampRig()
    rig.passes()
    rig.pass_time(5 * 60 - 10)
    assert rig.bulb().brightness == 78.0
    rig.pass_time(15)
    assert (rig.bulb().on, rig.bulb().brightness) == (True, 23.0)
    rig.pass_time(20)
    assert rig.bulb().on
    rig.pass_time(15)
    assert not rig.bulb().on
    assert rig.home.lit_unasked == []
    rig.pass_time(3600)
    assert len(rig.home.commands) == 5


def test_a_wave_brings_it_back_at_once() -> None:
    rig = LampRig()
    rig.passes()
    rig.pass_time(5 * 60 + 5)
    assert rig.bulb().brightness == 23.0
    rig.sees(HALL_MOTION, True)
    assert (rig.bulb().on, rig.bulb().brightness) == (True, 78.0)
    assert rig.decisions()[-1].request.reason.code is Code.STILL_HERE


def test_a_lamp_that_does_not_dim_goes_off_and_comes_back_with_a_wave() -> None:
    rig = LampRig()
    rig.sees(STUDY_PRESENCE, True)
    assert rig.bulb(DESK_LAMP).on
    assert rig.bulb(BOARD_LAMP).on
    rig.pass_time(60)
    rig.sees(STUDY_PRESENCE, False)
    rig.pass_time(5 * 60 + 5)
    assert rig.bulb(DESK_LAMP).on
    assert not rig.bulb(BOARD_LAMP).on
    rig.sees(STUDY_PRESENCE, True)
    assert rig.bulb(DESK_LAMP).brightness == 78.0
    assert rig.bulb(BOARD_LAMP).on


def test_a_person_who_sits_still_keeps_the_light_for_hours() -> None:
    rig = LampRig()
    rig.sees(STUDY_PRESENCE, True)
    rig.pass_time(5 * 3600, step=60)
    assert rig.bulb(DESK_LAMP).on


@pytest.mark.parametrize("how", ["wall", "app"])
def test_what_a_person_turns_off_stays_off_while_they_sit_there(how: str) -> None:
    rig = LampRig()
    rig.sees(STUDY_PRESENCE, True)
    rig.pass_time(120)
    sent = len(rig.home.sent)
    for entity in (DESK_LAMP, BOARD_LAMP):
        if how == "wall":
            rig.at_wall(entity, False)
        else:
            rig.in_app(on(entity), False)
    rig.pass_time(5 * 3600, step=60)
    assert len(rig.home.sent) == sent, "also when the hold of two hours is over"
    rig.sees(STUDY_PRESENCE, False)
    rig.pass_time(20 * 60, step=60)
    rig.sees(STUDY_PRESENCE, True)
    assert rig.bulb(DESK_LAMP).on, "who left and comes back has light again"


def test_what_a_person_turns_off_late_at_night_stays_off_until_the_morning() -> None:
    rig = LampRig(start=NIGHT)
    rig.passes()
    rig.pass_time(60)
    rig.at_wall(HALL_LAMP, False)
    sent = len(rig.home.sent)
    for _ in range(8):
        rig.pass_time(1800, step=60)
        rig.home.say(HALL_LUX, 2.0)
        rig.passes()
    assert len(rig.home.sent) == sent
    rig.pass_time(2 * 3600, step=60)
    rig.home.say(HALL_LUX, 2.0)
    rig.passes()
    assert rig.bulb().on


def test_once_they_have_left_and_the_hold_is_over_the_room_is_lit_again() -> None:
    rig = LampRig(start=EVENING - timedelta(hours=1))
    rig.passes()
    rig.at_wall(HALL_LAMP, False)
    rig.pass_time(1200, step=60)
    rig.passes()
    assert not rig.bulb().on
    refused = rig.decisions()[-1]
    assert (refused.outcome, refused.because and refused.because.code) == (Outcome.REFUSED, Code.LAMP_HELD)
    rig.pass_time(2 * 3600, step=60)
    rig.passes()
    assert rig.bulb().on


def test_letting_go_of_the_hold_lights_the_room_at_once() -> None:
    rig = LampRig()
    rig.sees(HALL_MOTION, True)
    rig.pass_time(5)
    rig.at_wall(HALL_LAMP, False)
    rig.pass_time(60)
    assert not rig.bulb().on
    rig.desk.end_hold(on(HALL_LAMP), ANNA_ACTS)
    assert rig.bulb().on


def test_what_a_person_turns_on_is_left_on_and_then_looked_after() -> None:
    rig = LampRig()
    rig.at_wall(HALL_LAMP, True)
    rig.pass_time(3600, step=60)
    assert rig.bulb().on, "nobody is seen, but somebody wanted it"
    refused = rig.decision(on(HALL_LAMP))
    assert (refused.outcome, refused.because and refused.because.code) == (Outcome.REFUSED, Code.LAMP_HELD)
    assert rig.bulb().brightness > 23.0, "it is not dimmed either"
    rig.pass_time(3700, step=30)
    assert not rig.bulb().on


def test_who_chose_one_lamp_of_a_room_is_not_given_the_others() -> None:
    rig = LampRig()
    rig.in_app(on(DESK_LAMP), True)
    rig.sees(STUDY_PRESENCE, True)
    rig.pass_time(600, step=30)
    assert not rig.bulb(BOARD_LAMP).on


def test_a_sensor_that_fails_turns_nothing_off_and_one_that_returns_turns_nothing_on() -> None:
    rig = LampRig()
    rig.passes()
    rig.home.say(HALL_MOTION, None, quality=Quality.UNAVAILABLE)
    rig.settle()
    rig.pass_time(2 * 3600, step=60)
    assert rig.bulb().on
    rig.pass_time(1.2 * 3600, step=20)
    assert not rig.bulb().on, "in the end a lamp of ours goes out where nobody can tell"
    assert rig.decisions()[-1].request.reason.code is Code.UNSEEN_LONG
    sent = len(rig.home.sent)
    rig.sees(HALL_MOTION, False)
    rig.pass_time(900)
    assert len(rig.home.sent) == sent


def test_a_sensor_that_fails_while_the_light_is_dimmed_brings_it_back() -> None:
    rig = LampRig()
    rig.passes()
    rig.pass_time(5 * 60 + 5)
    rig.home.say(HALL_MOTION, None, quality=Quality.UNAVAILABLE)
    rig.settle()
    rig.pass_time(120)
    assert (rig.bulb().on, rig.bulb().brightness) == (True, 78.0)


def test_a_dead_motion_sensor_that_sees_somebody_for_ever_lights_nothing() -> None:
    rig = LampRig(start=NOON)
    rig.home.say(HALL_LUX, 400.0)
    rig.sees(HALL_MOTION, True)
    rig.pass_time(2 * 3600, step=60)
    rig.home.say(HALL_LUX, 5.0)
    rig.settle()
    assert rig.home.sent == []


def test_by_day_nothing_is_lit_and_a_dark_day_is_lit() -> None:
    rig = LampRig(start=NOON)
    rig.home.say(HALL_LUX, 300.0)
    rig.passes()
    rig.passes(STUDY_MOTION)
    assert rig.home.sent == []
    rig.home.say(HALL_LUX, 30.0)
    rig.passes()
    assert rig.bulb().on
    assert rig.bulb().brightness == 100.0


def test_late_at_night_the_light_is_dim_and_warm() -> None:
    rig = LampRig(start=NIGHT)
    rig.passes()
    assert (rig.bulb().brightness, rig.bulb().kelvin) == (25.0, 2400.0)


def test_its_own_light_turns_no_lamp_off_and_daylight_does() -> None:
    rig = LampRig(start=NOON)
    rig.home.say(HALL_LUX, 20.0)
    rig.settle()
    rig.sees(HALL_MOTION, True)
    rig.pass_time(5)
    rig.home.say(HALL_LUX, 420.0)
    rig.settle()
    for _ in range(8):
        rig.pass_time(300, step=60)
        rig.sees(HALL_MOTION, True)
    assert rig.bulb().on, "400 lx of it are its own"
    rig.home.say(HALL_LUX, 700.0)
    rig.settle()
    rig.pass_time(540, step=60)
    assert rig.bulb().on
    rig.pass_time(120, step=60)
    assert not rig.bulb().on
    assert rig.decisions()[-1].request.reason.code is Code.DAYLIGHT


def test_a_lamp_that_is_on_slowly_follows_the_evening() -> None:
    rig = LampRig(start=EVENING + timedelta(hours=2))
    rig.sees(STUDY_PRESENCE, True)
    before = rig.bulb(DESK_LAMP).brightness
    rig.pass_time(3 * 3600, step=60)
    after = rig.bulb(DESK_LAMP)
    assert before > 70.0
    assert abs(after.brightness - 25.0) < 5.0
    assert after.kelvin < 2600.0
    told = [at for at, command in rig.home.sent if command.point == brightness(DESK_LAMP)]
    assert all(later - earlier >= timedelta(minutes=5) for earlier, later in itertools.pairwise(told))
    assert len(told) < 16


def test_what_a_person_dims_or_tints_is_left_so_and_the_rest_is_adjusted() -> None:
    rig = LampRig(start=EVENING + timedelta(hours=2))
    rig.sees(STUDY_PRESENCE, True)
    rig.pass_time(600, step=60)
    rig.in_app(brightness(DESK_LAMP), 41.0)
    rig.pass_time(110 * 60, step=60)
    assert rig.bulb(DESK_LAMP).brightness == 41.0
    assert rig.bulb(DESK_LAMP).kelvin < 2700.0


def test_a_lamp_that_shines_red_or_shows_an_effect_is_left_alone() -> None:
    rig = LampRig(start=EVENING + timedelta(hours=2))
    rig.bulb(DESK_LAMP).kelvin = None
    rig.at_wall(DESK_LAMP, True)
    rig.sees(STUDY_PRESENCE, True)
    rig.pass_time(600, step=60)
    assert [command[:2] for command in rig.home.commands] == [("light.desk", "brightness")]
    rig = LampRig(start=EVENING + timedelta(hours=2))
    rig.in_app(on(DESK_LAMP), True)
    rig.home.readings[Point(DESK_LAMP, Attribute.EFFECT)] = reading(Point(DESK_LAMP, Attribute.EFFECT), "candle")
    rig.home.refresh()
    rig.sees(STUDY_PRESENCE, True)
    rig.pass_time(600, step=60)
    assert rig.home.sent == []


def test_in_observe_nothing_is_sent_and_what_would_have_been_is_seen() -> None:
    rig = LampRig(mode=Mode.OBSERVE)
    rig.passes()
    rig.pass_time(1200, step=30)
    assert rig.home.sent == []
    assert [(d.outcome, d.request.value) for d in rig.decisions()] == [(Outcome.WOULD, True)]


def test_in_ask_one_tap_lights_the_room_and_another_darkens_it() -> None:
    rig = LampRig(mode=Mode.ASK)
    rig.passes()
    assert rig.home.sent == []
    (ask,) = rig.desk.view().asks
    assert (ask.domain, ask.aim) == (Domain.LIGHTING, 1.0)
    rig.desk.answer(ask.key, True, ANNA_ACTS)
    assert rig.bulb().on
    assert rig.bulb().brightness == 78.0
    rig.pass_time(400)
    assert rig.bulb().on
    (ask,) = rig.desk.view().asks
    assert ask.aim == 0.0
    rig.desk.answer(ask.key, True, ANNA_ACTS)
    rig.settle()
    assert not rig.bulb().on


def test_without_a_light_sensor_the_sun_says_whether_it_is_dark() -> None:
    rig = LampRig(lit_house(lux=False), start=NOON)
    rig.passes()
    assert rig.home.sent == []
    rig = LampRig(lit_house(lux=False))
    rig.passes()
    assert rig.decisions()[0].request.reason.code is Code.SUN_DOWN
    nowhere = LampRig(lit_house(lux=False, location=None))
    nowhere.passes()
    assert nowhere.home.sent == [], "nobody knows whether it is dark"


def test_a_restart_forgets_neither_whose_light_it_is_nor_who_turned_it_off() -> None:
    rig = LampRig()
    rig.passes()
    rig.at_wall(DESK_LAMP, True)
    rig.restart()
    rig.settle()
    assert rig.bulb().on
    rig.pass_time(340)
    assert not rig.bulb().on
    assert rig.bulb(DESK_LAMP).on
    rig.at_wall(HALL_LAMP, True)
    rig.pass_time(5)
    rig.at_wall(HALL_LAMP, False)
    rig.restart()
    rig.passes()
    assert not rig.bulb().on


def test_a_lamp_that_did_not_hear_is_told_again() -> None:
    rig = LampRig()
    rig.home.obeys = False
    rig.sees(HALL_MOTION, True)
    rig.home.obeys = True
    rig.pass_time(90)
    assert rig.bulb().on
    assert rig.sent(on(HALL_LAMP)) == [True, True]


def test_members_of_a_group_that_is_a_lamp_here_follow_it() -> None:
    rig = LampRig()
    rig.controller._state = rig.controller._state.__class__(
        **{**rig.state.__dict__, "groups": {DESK_LAMP: frozenset({BOARD_LAMP})}}
    )
    rig.sees(STUDY_PRESENCE, True)
    assert {command[0] for command in rig.home.commands} == {"light.desk"}
    view = next(room for room in rig.desk.view().rooms if room.id == PlaceId("study")).lamps
    assert view is not None
    assert (view.total, view.on) == (1, 1)


def test_the_view_shows_the_lamps_and_does_not_flood() -> None:
    rig = LampRig(start=EVENING + timedelta(hours=2))
    rig.sees(STUDY_PRESENCE, True)
    rig.pass_time(3 * 3600, step=60)
    view = rig.desk.view()
    study = next(room for room in view.rooms if room.id == PlaceId("study"))
    assert study.lamps is not None
    assert (study.lamps.total, study.lamps.on, study.lamps.mode) == (2, 2, Mode.ACT)
    assert study.lamps.brightness == rig.bulb(DESK_LAMP).brightness
    assert study.decision is None, "that one is about the heating"
    codes = [record.decision.request.reason.code for record in view.decisions]
    assert sorted(codes) == [Code.BY_THE_SUN, Code.SUN_DOWN]
    assert next(room for room in view.rooms if room.id == HALL).lamps is not None
