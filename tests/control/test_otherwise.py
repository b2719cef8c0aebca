"""What would change a decision: the smallest change of its kind, tried by turning again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import BEDROOM, LIVING
from tests.climate.test_following import PREHEAT, a_plan, a_room_plan, following
from tests.lighting.rig import HALL, HALL_LUX, HALL_MOTION, LampRig
from tests.rig import ANNA_ACTS, SET_POINT, Rig
from thermo_edge.app.simulate import in_memory, named, wire
from thermo_edge.bench.counterfactuals import checked
from thermo_edge.control.otherwise import differs, otherwise
from thermo_edge.home.house import Domain, Mode, PlaceId
from thermo_edge.home.otherwise import Otherwise
from thermo_edge.home.reason import Code
from thermo_edge.simulation.run import Run


def found(rig: Rig, place: PlaceId = LIVING) -> dict[Code, Otherwise]:
    told = otherwise(rig.state, rig.clock.now(), timedelta(0), place)
    assert all(differs(each.now, each.then) for each in told)
    return {each.what.code: each for each in told if each.domain is Domain.CLIMATE}


def test_nothing_is_done_by_asking() -> None:
    rig = Rig()
    state, sent = rig.state, len(rig.home.sent)
    found(rig)
    found(rig, BEDROOM)
    assert rig.state is state
    assert len(rig.home.sent) == sent


def test_a_wish_that_is_in_the_way_is_named() -> None:
    rig = Rig()
    rig.desk.wish(LIVING, 23.0, rig.clock.now() + timedelta(hours=2), ANNA_ACTS)
    rig.settle()
    told = found(rig)
    assert Code.IF_LET_GO in told
    then = told[Code.IF_LET_GO].then
    assert then is not None
    assert then.request.point == SET_POINT
    assert then.request.value != 23.0


def test_where_it_may_not_act_leave_to_is_named() -> None:
    rig = Rig(mode=Mode.SUGGEST)
    assert Code.IF_ALLOWED in found(rig)


def test_a_lamp_would_stay_off_in_more_light_and_not_in_less() -> None:
    rig = LampRig(mode=Mode.SUGGEST)
    rig.home.say(HALL_LUX, 20.0)
    rig.home.say(HALL_MOTION, True)
    rig.settle()
    told = otherwise(rig.state, rig.clock.now(), timedelta(0), HALL)
    lit = {each.what.code: each for each in told if each.domain is Domain.LIGHTING}
    present = lit[Code.IF_NOBODY].now
    assert present is not None
    assert present.request.value is True
    assert lit[Code.IF_BRIGHTER].what.get("lux") == 80.0
    assert lit[Code.IF_BRIGHTER].then is None
    assert Code.IF_DARKER not in lit


def test_a_room_that_is_not_there_and_a_house_that_is_not_reached_have_none() -> None:
    rig = Rig()
    assert otherwise(rig.state, rig.clock.now(), timedelta(0), PlaceId("attic")) == ()
    away = replace(rig.state, link=replace(rig.state.link, ready=False))
    assert otherwise(away, rig.clock.now(), timedelta(0), LIVING) == ()


def test_a_colder_room_is_never_said_to_be_heated_less() -> None:
    """It was: far from the plan the plain rule takes over, which sets a thermostat lower than the plan does."""
    rig = following(a_plan(a_room_plan(LIVING, 1.0, 23.0, PREHEAT)))
    assert rig.home.readings[SET_POINT].value == 23.0
    colder = found(rig).get(Code.IF_COLDER)
    assert colder is None or (colder.then is not None and colder.then.request.value >= 23.0)


@pytest.mark.slow
def test_what_is_said_to_change_a_decision_does_in_the_whole_turn() -> None:
    run = Run(named("winter-week"), wire, in_memory(), 3)
    seen = checked(run, 1.5)
    assert sum(seen.tried.values()) > 30
    assert seen.share >= 0.95
