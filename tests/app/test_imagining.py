"""What would be otherwise: both days are reckoned, and the house is told nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.app.test_planning import lived, looked, planning
from tests.builders import LIVING, RADIATOR
from tests.learning.warm_rooms import HalfKnowing
from thermo_edge.app.imagining import MOST_SHIFT, away, changed
from thermo_edge.app.planning import rules_only
from thermo_edge.home.house import Attribute, PlaceId, Point
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.taste import Doing
from thermo_edge.home.what_if import Ask, Change


def code(found: pytest.ExceptionInfo[Refused]) -> Code:
    return found.value.reason.code


def test_a_warmer_room_takes_more_and_nothing_is_done() -> None:
    rig = lived()
    side = looked(rig, lambda: HalfKnowing(1.0))
    before, commands = rig.state, len(rig.home.sent)
    now = rig.clock.now()
    found = side.imagine(Change(Ask.TARGET, LIVING, 23.0, until=now + timedelta(hours=12)))
    assert found.after.energy > found.before.energy
    rig.settle()
    assert rig.state.memory.wishes == before.memory.wishes
    assert len(rig.home.sent) == commands


def test_the_houses_own_plan_waits_for_what_is_tried_and_is_made() -> None:
    rig = lived()
    side = looked(rig, lambda: HalfKnowing(1.0))
    rig.wait(timedelta(minutes=15), timedelta(minutes=5))
    before = rig.memory.plan
    with ThreadPoolExecutor(1) as other, side._busy:
        made = other.submit(side.look)
        with pytest.raises(TimeoutError):
            made.result(0.1)
    made.result(30)
    rig.settle()
    assert before is not None
    assert rig.memory.plan is not None
    assert rig.memory.plan.at > before.at


def test_nobody_home_costs_no_more() -> None:
    rig = lived()
    side, now = looked(rig, lambda: HalfKnowing(1.0)), rig.clock.now()
    found = side.imagine(Change(Ask.AWAY, since=now, until=now + timedelta(days=1)))
    assert found.after.energy <= found.before.energy + 1e-6


def test_hours_begin_earlier() -> None:
    rig = lived()
    side = looked(rig, lambda: HalfKnowing(1.0))
    found = side.imagine(Change(Ask.HOURS, LIVING, shift=-timedelta(hours=2)))
    old, new = (next(room.bands for room in plan.rooms if room.id == LIVING) for plan in (found.before, found.after))
    assert old != new


def test_a_lasting_warmth_is_tried_in_its_part_of_the_day() -> None:
    rig = lived()
    side, now = looked(rig, lambda: HalfKnowing(1.0)), rig.clock.now()
    found = side.imagine(Change(Ask.LASTING, LIVING, doing=Doing.DAY, offset=1.0))
    old, new = (next(room.bands for room in plan.rooms if room.id == LIVING) for plan in (found.before, found.after))
    assert old != new
    assert rig.state.memory.taste.agreed == {}
    with pytest.raises(Refused) as sleep:
        changed(rig.state, Change(Ask.LASTING, LIVING, doing=Doing.ASLEEP, offset=1.0), now)
    assert code(sleep) is Code.NO_FORECAST


def test_hours_that_cross_midnight_have_the_next_weekdays() -> None:
    rig = lived()
    state, now = rig.state, rig.clock.now()
    late = changed(state, Change(Ask.HOURS, LIVING, shift=timedelta(days=3)), now)
    room, was = late.house.room(LIVING), state.house.room(LIVING)
    assert room is not None
    assert was is not None
    shift = (room.comfort.hours[0].start.hour - was.comfort.hours[0].start.hour) % 24
    assert shift == MOST_SHIFT / timedelta(hours=1)


def test_left_alone_holds_what_the_thermostat_is_set_to() -> None:
    rig = lived()
    rig.home.say(Point(RADIATOR, Attribute.SET_POINT), 17.5)
    rig.settle()
    state = changed(rig.state, Change(Ask.ALONE, LIVING), rig.clock.now())
    assert state.memory.wishes[LIVING].target == 17.5


def test_what_makes_no_sense_is_refused() -> None:
    rig = lived()
    state, now = rig.state, rig.clock.now()
    soon = now + timedelta(hours=1)
    with pytest.raises(Refused) as found:
        changed(state, Change(Ask.TARGET, PlaceId("attic"), 20.0, until=soon), now)
    assert code(found) is Code.UNKNOWN_PLACE
    with pytest.raises(Refused) as found:
        changed(state, Change(Ask.TARGET, LIVING, 60.0, until=soon), now)
    assert code(found) is Code.OUT_OF_RANGE
    with pytest.raises(Refused) as found:
        changed(state, Change(Ask.TARGET, LIVING, float("nan"), until=soon), now)
    assert code(found) is Code.OUT_OF_RANGE
    with pytest.raises(Refused) as found:
        changed(state, Change(Ask.TARGET, LIVING, 20.0, until=now), now)
    assert code(found) is Code.TOO_LATE
    with pytest.raises(Refused) as found:
        away(Change(Ask.AWAY, since=soon, until=now), now)
    assert code(found) is Code.TOO_LATE
    with pytest.raises(Refused) as found:
        away(Change(Ask.AWAY, until=now + timedelta(days=367)), now)
    assert code(found) is Code.TOO_FAR_AHEAD
    room = state.house.room(LIVING)
    assert room is not None
    always = replace(room, comfort=replace(room.comfort, hours=()))
    house = replace(state.house, rooms=(always,))
    with pytest.raises(Refused) as found:
        changed(replace(state, house=house), Change(Ask.HOURS, LIVING), now)
    assert code(found) is Code.NO_HOURS


def test_without_a_model_there_is_nothing_to_try() -> None:
    rig = lived()
    with pytest.raises(Refused) as found:
        planning(rig, rules_only).imagine(Change(Ask.AWAY))
    assert code(found) is Code.NO_FORECAST
