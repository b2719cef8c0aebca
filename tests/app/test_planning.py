"""Plans beside the house: they are made, heard and followed; whatever is missing, the plain rule goes on."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import numpy as np
import pytest

from tests.builders import BEDROOM, BEDROOM_T, LIVING, LIVING_T, RADIATOR, a_house, bedroom, living, radiator
from tests.learning.warm_rooms import HalfKnowing
from tests.rig import Rig
from thermo_edge.app.outdoors import Outdoors
from thermo_edge.app.plan_ground import Known, supplies
from thermo_edge.app.planning import Find, Planning, rules_only
from thermo_edge.climate.features import Numbers, Signals
from thermo_edge.climate.recent import Frame, ahead, held, past_sun, quarter, rooms
from thermo_edge.control.state import snapshot
from thermo_edge.errors import PredictionFailed
from thermo_edge.home.comfort import Band, Comfort, Warm
from thermo_edge.home.house import Attribute, EntityId, HeatSource, House, Location, PlaceId, Point
from thermo_edge.home.reason import Code
from thermo_edge.home.weather import Foretold, OutdoorOutlook, WeatherForecast, WeatherHour
from thermo_edge.learning.climate_base import Said

EVENINGS = Comfort(
    comfort=Band(21.0, 22.0),
    setback=Band(17.0, 18.5),
    hours=(Warm(frozenset(range(7)), time(11, 0), time(23, 0)),),
)


@dataclass(frozen=True)
class Broken(HalfKnowing):
    """A model that does not answer."""

    def ask(self, numbers: Numbers) -> Said:
        raise PredictionFailed("it is not finite")


def warm_house() -> House:
    return a_house(living(comfort=EVENINGS), bedroom())


def planning(rig: Rig, find: Find) -> Planning:
    outdoors = Outdoors(rig.controller, rig.history, rig.clock)
    return Planning(rig.controller, rig.history, rig.clock, outdoors, find)


def looked(rig: Rig, find: Find) -> Planning:
    side = planning(rig, find)
    side.look()
    rig.settle()
    return side


def lived(hours: int = 3) -> Rig:
    """A house that has been watched for some hours, its rooms at 18 °C."""
    rig = Rig(warm_house())
    rig.home.say(LIVING_T, 18.0)
    rig.settle()
    rig.wait(timedelta(hours=hours), timedelta(minutes=5))
    return rig


def test_a_plan_is_made_and_heard_and_the_rule_follows_it() -> None:
    rig = lived()
    looked(rig, HalfKnowing)
    plan = rig.memory.plan
    assert plan is not None
    assert plan.at == quarter(rig.clock.now())
    assert {room.room for room in plan.rooms} | {room for room, _ in plan.left_out} == {LIVING, BEDROOM}
    room = plan.room(LIVING)
    assert room is not None and max(room.heat) > 0.0
    request = rig.decision(Point(RADIATOR, Attribute.SET_POINT)).request
    assert request.reason.code in {Code.FULL_HEAT, Code.PREHEAT, Code.COMFORT_NOW}


def test_a_room_whose_heater_does_nothing_is_not_planned() -> None:
    rig = lived()
    for inside in (17.6, 17.2, 16.8, 16.4):
        rig.home.say(LIVING_T, inside)
        rig.home.say(Point(RADIATOR, Attribute.HVAC_ACTION), "heating")
        rig.wait(timedelta(hours=1), timedelta(minutes=15))
    assert f"useless:{RADIATOR}" in rig.notices
    looked(rig, HalfKnowing)
    plan = rig.memory.plan
    assert plan is not None and dict(plan.left_out)[LIVING].code is Code.NO_RESPONSE
    assert plan.room(BEDROOM) is not None


def test_why_all_rooms_of_a_source_are_left_out_is_told_beside_the_plan_of_the_others() -> None:
    boiler = HeatSource(PlaceId("boiler"), "Boiler")
    still = living(comfort=EVENINGS, devices=(radiator(source=boiler.id, heats=False, cools=True),))
    rig = Rig(a_house(still, bedroom(), sources=(boiler,)))
    rig.wait(timedelta(hours=1), timedelta(minutes=15))
    looked(rig, HalfKnowing)
    plan = rig.memory.plan
    assert plan is not None and plan.room(BEDROOM) is not None
    assert dict(plan.left_out)[LIVING].code is Code.NO_RESPONSE


@pytest.mark.parametrize(("action", "runs"), [("heating", True), ("idle", False)])
def test_a_plan_knows_whether_its_source_runs(action: str, runs: bool) -> None:
    rig = Rig(a_house(living(comfort=EVENINGS)))
    rig.home.say(Point(RADIATOR, Attribute.HVAC_ACTION), action)
    rig.settle()
    now = rig.clock.now()
    known = Known(rig.state, snapshot(rig.state, now, timedelta(0)), quarter(now), {}, {})
    assert [each.supply.running for _, each in supplies(known, 96, None)] == [runs]


def test_without_a_model_there_is_no_plan_and_the_rule_goes_on() -> None:
    rig = lived()
    looked(rig, rules_only)
    assert rig.memory.plan is None
    assert rig.decision(Point(RADIATOR, Attribute.SET_POINT)).request.reason.code is Code.WARM_HOURS


def test_a_model_that_fails_takes_its_plan_with_it() -> None:
    rig = lived()
    looked(rig, HalfKnowing)
    assert rig.memory.plan is not None
    looked(rig, Broken)
    assert rig.memory.plan is None
    assert rig.decision(Point(RADIATOR, Attribute.SET_POINT)).request.reason.code is Code.WARM_HOURS


def test_a_model_that_failed_is_asked_again_after_an_hour() -> None:
    rig, found = lived(), iter([Broken(), HalfKnowing()])
    side = planning(rig, lambda: next(found))
    for _ in range(3):
        side.look()
        rig.settle()
        assert rig.memory.plan is None
        rig.wait(timedelta(minutes=15), timedelta(minutes=5))
    rig.wait(timedelta(minutes=30), timedelta(minutes=5))
    side.look()
    rig.settle()
    assert rig.memory.plan is not None


def test_a_room_whose_thermometer_never_spoke_is_left_out() -> None:
    rig = Rig(warm_house())
    rig.home.say(LIVING_T, None)
    rig.settle()
    looked(rig, HalfKnowing)
    plan = rig.memory.plan
    assert plan is None or plan.room(LIVING) is None


def test_a_plan_survives_a_restart_and_ends_when_no_other_comes() -> None:
    rig = lived()
    looked(rig, HalfKnowing)
    rig.restart()
    assert rig.memory.plan is not None
    rig.wait(timedelta(minutes=50), timedelta(minutes=5))
    assert rig.decision(Point(RADIATOR, Attribute.SET_POINT)).request.reason.code is Code.WARM_HOURS


# --- what is known of the past ------------------------------------------------------------------------------------


def test_the_past_of_a_room_has_its_warmth_its_heat_and_its_set_point() -> None:
    house = warm_house()
    end = quarter(Rig().clock.now())
    begin = end - timedelta(hours=1)
    told = {
        LIVING_T: [18.0, 18.5, 19.0, 19.5],
        Point(RADIATOR, Attribute.HVAC_ACTION): [0.0, 1.0, 0.5, 0.0],
        Point(RADIATOR, Attribute.SET_POINT): [17.0, 21.0, 21.0, 21.0],
    }

    def samples(point: Point) -> list[tuple[object, float]]:
        values = told.get(point, [])
        return [(begin + number * timedelta(minutes=15), value) for number, value in enumerate(values)]

    found = rooms(Frame(house, end, 8), samples, ())  # type: ignore[arg-type]
    signals = next(each for room, each in found.items() if room.id == LIVING)
    np.testing.assert_array_equal(signals.target, [np.nan] * 4 + told[LIVING_T])
    np.testing.assert_array_equal(signals.heating[4:], [0.0, 1.0, 0.5, 0.0])
    np.testing.assert_array_equal(signals.set_point[4:], [17.0, 21.0, 21.0, 21.0])
    assert np.isnan(signals.outdoor).all() and np.isnan(signals.neighbours).all()
    other = next(each for room, each in found.items() if room.id == BEDROOM)
    np.testing.assert_array_equal(other.neighbours, signals.target)


def seen_of(house: House, told: dict[Point, list[float]]) -> dict[PlaceId, Signals]:
    """What is known of each room, in as many steps as are told."""
    end, steps = quarter(Rig().clock.now()), max(len(values) for values in told.values())

    def samples(point: Point) -> list[tuple[datetime, float]]:
        return [(end + (n - steps) * timedelta(minutes=15), value) for n, value in enumerate(told.get(point, []))]

    return {room.id: each for room, each in rooms(Frame(house, end, steps), samples, ()).items()}


def test_what_heats_and_cools_is_told_apart_and_a_cooler_cools_whatever_it_is_written_as() -> None:
    both, cooler = radiator(cools=True), radiator(entity=EntityId("climate.cooler"), heats=False, cools=True)
    told = {Point(RADIATOR, Attribute.HVAC_ACTION): [1.0, 0.5, 0.0, -0.5], LIVING_T: [20.0] * 4}
    told[Point(cooler.entity, Attribute.HVAC_ACTION)] = [0.0, 1.0, -1.0, 0.0]
    one, other = (seen_of(a_house(living(devices=(each,))), told)[LIVING] for each in (both, cooler))
    np.testing.assert_array_equal(one.heating, [1.0, 0.5, 0.0, 0.0])
    np.testing.assert_array_equal(one.cooling, [0.0, 0.0, 0.0, 0.5])
    np.testing.assert_array_equal(other.cooling, [0.0, 1.0, 1.0, 0.0])
    np.testing.assert_array_equal(other.heating, [0.0] * 4)


def test_a_room_goes_by_the_next_thermometer_where_the_first_has_died() -> None:
    own = Point(RADIATOR, Attribute.TEMPERATURE)
    last = [21.0] * 4
    found = seen_of(a_house(living()), {LIVING_T: [20.0, 20.0], own: [21.5, 21.5, *last, *last, *last]})[LIVING]
    np.testing.assert_allclose(found.target, [21.5, 21.5, *last, *last, *last])
    found = seen_of(a_house(living()), {LIVING_T: [np.nan] * 12 + [20.0] * 2, own: [22.0] * 14})[LIVING]
    np.testing.assert_allclose(found.target, [20.0] * 14, err_msg="at the level of the first, which speaks now")


def test_rooms_that_share_a_thermometer_are_no_neighbours_of_each_other() -> None:
    kitchen = replace(living(), id=PlaceId("kitchen"))
    found = seen_of(a_house(living(), kitchen, bedroom()), {LIVING_T: [20.0] * 4, BEDROOM_T: [18.0] * 4})
    np.testing.assert_array_equal(found[LIVING].neighbours, [18.0] * 4)
    np.testing.assert_array_equal(found[BEDROOM].neighbours, [20.0] * 4)


def test_the_sun_to_come_is_unknown_where_nobody_has_told_where_the_house_is() -> None:
    begin = quarter(Rig().clock.now())
    outside = OutdoorOutlook(begin, timedelta(minutes=15), (5.0,) * 4, (1.0,) * 4, (0.0,) * 4, Foretold.NOW)
    assert np.isnan(ahead(warm_house(), outside, begin, 4).sun).all()
    there = replace(warm_house(), location=Location(52.4, 4.9))
    np.testing.assert_array_equal(ahead(there, outside, begin, 4).sun, [0.0] * 4)


def test_a_thermometer_that_speaks_of_changes_only_holds_what_it_said_for_two_hours() -> None:
    line = np.full(12, np.nan)
    line[1] = 20.5
    np.testing.assert_array_equal(held(line, 8), [np.nan] + [20.5] * 9 + [np.nan] * 2)


def test_the_past_sun_is_known_by_the_clouds_that_were_foretold_and_at_night() -> None:
    house = replace(warm_house(), location=Location(52.4, 4.9))
    noon = Rig().clock.now().replace(hour=12)
    hours = tuple(WeatherHour(noon + timedelta(hours=n), 5.0, 0.0) for n in range(-2, 3))
    clear = past_sun(house, [WeatherForecast(noon - timedelta(hours=2), hours)], [noon])
    assert clear[0] > 50.0
    assert np.isnan(past_sun(house, [], [noon]))[0]
    assert past_sun(house, [], [noon - timedelta(hours=12)])[0] == 0.0
