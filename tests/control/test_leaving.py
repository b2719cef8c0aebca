"""What is ours is given back: when the program ends, and when the settings take something out of its hands."""

from dataclasses import replace
from datetime import timedelta

from tests.builders import BEDROOM, BEDROOM_T, LIVING, LIVING_T, LIVING_WINDOW, bedroom, living, minutes, radiator
from tests.rig import ANNA_ACTS, SET_POINT, SWITCH, Rig
from thermo_edge.home.house import EntityId, Mode


def test_what_was_given_back_at_the_end_is_not_taken_again() -> None:
    rig = Rig(mode=Mode.SUGGEST)
    rig.home.say(SET_POINT, 19.0)
    rig.desk.wish(LIVING, 23.0, rig.clock.now() + timedelta(hours=2), ANNA_ACTS)
    assert rig.sent(SET_POINT) == [23.0]
    rig.controller.hand_back()
    rig.wait(minutes(5))
    assert rig.sent(SET_POINT) == [23.0, 19.0]


def test_a_bare_switch_stays_off_at_the_end_and_no_heartbeat_follows() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 15.0)
    rig.wait(minutes(10))
    rig.controller.hand_back()
    rig.home.renewed.clear()
    rig.wait(minutes(30))
    rig.controller.renew()
    assert rig.sent(SWITCH) == [True, False]
    assert rig.home.renewed == []


def test_a_thermostat_is_not_left_to_the_frost_at_the_end() -> None:
    rig = Rig()
    rig.controller.hand_back()
    rig.home.say(SET_POINT, 7.0)
    rig.home.say(LIVING_T, 5.0)
    rig.home.say(LIVING_T, 5.0)
    rig.wait(minutes(2))
    assert rig.sent(SET_POINT)[-1] == 8.0


def paused() -> Rig:
    rig = Rig()
    rig.home.person(SET_POINT, 22.0)
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(3))
    assert rig.sent(SET_POINT) == [7.0]
    return rig


def test_a_paused_room_that_may_only_be_observed_from_now_on_gets_its_set_point_back() -> None:
    rig = paused()
    rig.controller.rehouse(replace(rig.house, rooms=(living(ceiling=Mode.OBSERVE), bedroom())))
    rig.settle()
    assert rig.sent(SET_POINT) == [7.0, 22.0]
    rig.wait(minutes(10))
    assert rig.sent(SET_POINT) == [7.0, 22.0]


def test_a_paused_room_or_device_that_is_taken_out_gets_its_set_point_back() -> None:
    for rooms in (
        (bedroom(),),
        (living(devices=(radiator(entity=EntityId("climate.another")),)), bedroom()),
    ):
        rig = paused()
        rig.controller.rehouse(replace(rig.house, rooms=rooms))
        rig.settle()
        assert rig.sent(SET_POINT) == [7.0, 22.0]


def test_a_bare_switch_that_is_taken_out_is_turned_off() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 15.0)
    rig.wait(minutes(10))
    rig.controller.rehouse(replace(rig.house, rooms=(living(), bedroom(devices=()))))
    rig.settle()
    assert rig.sent(SWITCH) == [True, False]


def test_other_settings_leave_alone_what_they_do_not_touch() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 15.0)
    rig.wait(minutes(10))
    rig.controller.rehouse(replace(rig.house, name="Another", rooms=(living(), bedroom())))
    rig.wait(minutes(1))
    assert rig.sent(SWITCH) == [True]
    assert rig.memory.modes.of(BEDROOM, rig.house.devices[1].domain) is Mode.ACT
