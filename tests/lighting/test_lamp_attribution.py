"""Who changed a lamp: our own echo as real lamps give it, a hand at the wall, the app, a group, a scene."""

from dataclasses import replace

import pytest

from tests.fakes import OURS
from tests.lighting.rig import (
    BOARD_LAMP,
    DESK_LAMP,
    HALL_LAMP,
    HALL_MOTION,
    NIGHT,
    STUDY_PRESENCE,
    LampRig,
    brightness,
    colour,
    on,
)
from thermo_edge.home.house import Point
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Origin
from thermo_edge.home.turn import ActorKind

STICKY = Origin("ours-3", None, OURS)
"""What a home puts on anything that a lamp says within 5 s of our command."""


def holds(rig: LampRig) -> dict[Point, ActorKind]:
    return {point: hold.who.kind for point, hold in rig.memory.holds.items()}


@pytest.mark.parametrize("told", [78.04, 77.95, 77.2, 78.8, round(round(78 * 2.54) / 2.54, 2)])
def test_a_rounded_echo_is_ours(told: float) -> None:
    rig = LampRig()
    rig.home.obeys = False
    rig.sees(HALL_MOTION, True)
    rig.pass_time(1, 1)
    rig.bulb().brightness, rig.bulb().kelvin, rig.bulb().on = told, 2915.0, True
    rig.home.tell(HALL_LAMP, STICKY)
    rig.settle()
    assert holds(rig) == {}
    assert rig.memory.devices[HALL_LAMP].ours


@pytest.mark.parametrize("seconds", [0.6, 2.0, 4.0, 20.0, 50.0, 600.0])
@pytest.mark.parametrize("origin", [Origin(), STICKY])
def test_a_hand_at_the_wall_is_a_person_however_soon_after_our_command(seconds: float, origin: Origin) -> None:
    rig = LampRig()
    rig.sees(HALL_MOTION, True)
    rig.pass_time(seconds, 0.5)
    origin = origin if seconds <= 5.0 else Origin()
    rig.home.say(on(HALL_LAMP), False, origin)
    rig.settle()
    assert holds(rig) == {on(HALL_LAMP): ActorKind.PERSON}
    rig.pass_time(120)
    assert not rig.bulb().on, "and it is not fought"


@pytest.mark.parametrize("seconds", [0.6, 2.5, 4.0, 50.0])
def test_a_dimmer_at_the_wall_soon_after_our_command_is_a_person(seconds: float) -> None:
    rig = LampRig()
    rig.sees(HALL_MOTION, True)
    rig.pass_time(seconds, 0.5)
    rig.home.say(brightness(HALL_LAMP), 35.0, STICKY if seconds < 5 else Origin())
    rig.settle()
    assert holds(rig) == {brightness(HALL_LAMP): ActorKind.PERSON}


@pytest.mark.parametrize("seconds", [0.05, 1.0, 4.0, 30.0])
def test_the_app_soon_after_our_command_is_its_user(seconds: float) -> None:
    rig = LampRig()
    rig.sees(HALL_MOTION, True)
    rig.pass_time(seconds, 0.5)
    rig.in_app(brightness(HALL_LAMP), 40.0)
    assert holds(rig) == {brightness(HALL_LAMP): ActorKind.PERSON}
    assert rig.memory.holds[brightness(HALL_LAMP)].who.name == "Anna"


def test_who_switches_it_on_again_because_it_went_out_is_a_person() -> None:
    rig = LampRig()
    rig.passes()
    while rig.bulb().on:
        rig.pass_time(5)
    rig.pass_time(1, 1)
    rig.at_wall(HALL_LAMP, True)
    assert holds(rig)[on(HALL_LAMP)] is ActorKind.PERSON
    rig.pass_time(1200)
    assert rig.bulb().on


def test_a_lamp_that_comes_on_as_it_was_before_has_not_been_dimmed_by_anybody() -> None:
    rig = LampRig()
    rig.passes()
    rig.in_app(brightness(HALL_LAMP), 60.0)
    rig.pass_time(400)
    assert not rig.bulb().on
    rig.home.obeys = False
    rig.sees(HALL_MOTION, True)
    rig.bulb().brightness, rig.bulb().on = 10.0, True  # its own power-on level
    context = rig.memory.pending[on(HALL_LAMP)].contexts[-1]
    rig.home.tell(HALL_LAMP, Origin(context, None, OURS))
    rig.settle()
    assert rig.memory.holds[brightness(HALL_LAMP)].value == 60.0, "the old hold, none of its own"


def test_members_that_follow_a_group_which_we_told_are_nobodys_doing() -> None:
    rig = LampRig()
    rig.controller._state = replace(rig.state, groups={DESK_LAMP: frozenset({BOARD_LAMP})})
    rig.sees(STUDY_PRESENCE, True)
    context = rig.memory.pending[on(DESK_LAMP)].contexts[-1]
    rig.home.say(on(BOARD_LAMP), True, Origin(context, None, OURS))
    rig.settle()
    assert holds(rig) == {}
    assert rig.bulb(BOARD_LAMP).on
    rig.in_app(on(BOARD_LAMP), False)
    assert holds(rig) == {on(BOARD_LAMP): ActorKind.PERSON}


def test_a_scene_that_a_person_sets_holds_every_lamp_that_it_changes() -> None:
    rig = LampRig()
    rig.sees(STUDY_PRESENCE, True)
    rig.pass_time(30)
    rig.in_app(brightness(DESK_LAMP), 20.0)
    rig.in_app(colour(DESK_LAMP), 2200.0)
    rig.in_app(on(BOARD_LAMP), False)
    assert set(holds(rig)) == {brightness(DESK_LAMP), colour(DESK_LAMP), on(BOARD_LAMP)}
    sent = len(rig.home.sent)
    rig.pass_time(3600, 60)
    assert len(rig.home.sent) == sent


def test_a_dimming_that_reaches_a_lamp_which_was_just_turned_off_is_taken_back() -> None:
    rig = LampRig()
    rig.passes()
    rig.home.obeys = False
    rig.pass_time(301)
    assert rig.home.commands[-1][1] == "brightness"  # on its way
    rig.at_wall(HALL_LAMP, False)
    context = rig.memory.pending[brightness(HALL_LAMP)].contexts[-1]
    rig.home.say(brightness(HALL_LAMP), 23.0, Origin(context, None, OURS))
    rig.settle()
    assert rig.memory.holds[on(HALL_LAMP)].value is False
    assert rig.home.commands[-1] == ("light.hall", "on", False)
    assert rig.decisions()[-1].request.reason.code is Code.LEFT_OFF


@pytest.mark.parametrize("percent", [20.0, 78.0])
def test_what_an_app_turns_on_shines_as_it_wants_also_the_second_time(percent: float) -> None:
    rig = LampRig()
    for _ in range(2):
        rig.bulb().brightness = percent  # the scene says so in the same message
        rig.in_app(on(HALL_LAMP), True)
        rig.sees(HALL_MOTION, True)
        rig.pass_time(600, 30)
        assert rig.bulb().brightness == percent
        assert rig.memory.holds[brightness(HALL_LAMP)].value == percent
        rig.sees(HALL_MOTION, False)
        rig.in_app(on(HALL_LAMP), False)
        rig.pass_time(3 * 3600, 60)


@pytest.mark.parametrize("how", ["app", "wall"])
def test_who_turns_on_what_we_had_dimmed_to_go_out_gets_its_light_back(how: str) -> None:
    rig = LampRig()
    rig.passes()
    rig.pass_time(1800, 30)
    assert (rig.bulb().on, rig.bulb().brightness) == (False, 23.0)
    if how == "app":
        rig.in_app(on(HALL_LAMP), True)
    else:
        rig.at_wall(HALL_LAMP, True)
    rig.pass_time(5)
    assert rig.bulb().brightness == 78.0
    assert set(holds(rig)) == {on(HALL_LAMP)}


def test_a_switch_at_the_wall_late_at_night_gives_the_light_of_the_night() -> None:
    rig = LampRig(start=NIGHT)
    rig.at_wall(HALL_LAMP, True)
    rig.pass_time(5)
    assert rig.bulb().brightness == 25.0
