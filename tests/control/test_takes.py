"""Thermostats that round, or take only some set-points: our echo stays ours, and safety gets what can be had."""

import pytest

from tests.builders import LIVING, LIVING_T, RADIATOR, minutes
from tests.fakes import OURS
from tests.rig import ANNA_ACTS, SET_POINT, Rig
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Origin, Takes
from thermo_edge.home.turn import Outcome
from thermo_edge.home.units import fahrenheit


def celsius(degrees: float) -> float:
    return (degrees - 32.0) / 1.8


def a_rig(takes: Takes) -> Rig:
    rig = Rig(begun=False)
    rig.home.takes = {RADIATOR: takes}
    rig.everything_answers()
    rig.allow(rig.state.house.rooms[0].ceiling)
    rig.home.obeys = False
    return rig


@pytest.mark.parametrize(
    ("takes", "answer"), [(Takes(step=1 / 1.8), celsius(round(fahrenheit(20.5)))), (Takes(step=1.0), 20.0)]
)
def test_a_device_that_rounds_is_no_person(takes: Takes, answer: float) -> None:
    rig = a_rig(takes)
    rig.tick()
    assert rig.sent(SET_POINT) == [20.5]
    rig.clock.advance(minutes(1))
    rig.home.say(SET_POINT, answer, Origin(rig.memory.pending[SET_POINT].contexts[-1], None, OURS))
    rig.wait(minutes(60))
    assert rig.memory.holds == {}
    assert rig.sent(SET_POINT) == [20.5], "it is as near as it can be, and is not told again"
    assert not [key for key in rig.notices if key.startswith("disobeyed")]


def test_a_person_half_a_kelvin_off_is_still_a_person() -> None:
    rig = a_rig(Takes(step=0.5))
    rig.tick()
    rig.home.say(SET_POINT, 21.0, Origin(rig.memory.pending[SET_POINT].contexts[-1], None, OURS))
    rig.settle()
    assert rig.memory.holds[SET_POINT].value == 21.0


def test_a_person_in_the_app_is_one_however_coarse_the_device() -> None:
    rig = a_rig(Takes(step=1.0))
    rig.tick()
    rig.clock.advance(minutes(1))
    rig.home.person(SET_POINT, 21.0)
    rig.settle()
    assert rig.memory.holds[SET_POINT].who.name == "Anna"


def test_a_device_is_lowered_as_far_as_it_goes() -> None:
    rig = a_rig(Takes(low=16.0, high=30.0, step=0.5))
    rig.home.obeys = True
    rig.home.say(SET_POINT, 22.0)
    rig.home.say(LIVING_T, 29.0)
    rig.home.say(LIVING_T, 29.0)
    rig.wait(minutes(3))
    assert rig.sent(SET_POINT) == [16.0]
    hot = [d.decision for d in rig.history.decisions(50) if d.decision.request.reason.code is Code.OVERHEAT]
    assert {decision.outcome for decision in hot} <= {Outcome.ACTED, Outcome.SATISFIED}


def test_a_wish_beyond_the_device_is_brought_as_near_as_it_goes() -> None:
    rig = a_rig(Takes(low=5.0, high=22.0))
    rig.home.obeys = True
    rig.desk.wish(LIVING, 24.0, rig.clock.now() + minutes(60), ANNA_ACTS)
    assert rig.sent(SET_POINT) == [22.0]
