"""The plain rule follows a standing plan, and only as long as the plan, the person and the facts agree."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from tests.builders import (
    ANNA,
    BEDROOM,
    BEDROOM_T,
    LIVING,
    LIVING_T,
    MORNING,
    RADIATOR,
    a_house,
    bedroom,
    heater,
    living,
    minutes,
    radiator,
)
from tests.climate.plans import QUARTER
from tests.rig import ANNA_ACTS, SET_POINT, SWITCH, Rig
from thermo_edge.climate.compensation import because
from thermo_edge.climate.following import allowed, cycled, edge, fed, followed, warmed
from thermo_edge.climate.targets import Target
from thermo_edge.control.state import snapshot
from thermo_edge.home.comfort import Band, Comfort, Warm
from thermo_edge.home.heard import DampRead, PlanMade
from thermo_edge.home.house import Attribute, EntityId, PlaceId, Point, Value
from thermo_edge.home.memory import DutyMemory
from thermo_edge.home.plan import Alternative, Instead, Plan, Planned, Ready, RoomPlan, Span
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Priority
from thermo_edge.store.kinds import Codec

PREHEAT = Reason.of(Code.PREHEAT, target=21.0, since=MORNING, until=MORNING + minutes(60), margin=minutes(10))
COASTING = Reason.of(Code.COASTING, low=17.0, until=MORNING + minutes(60))


def a_room_plan(room: PlaceId, heat: float, set_point: float, reason: Reason, cool: float = 0.0) -> RoomPlan:
    """An hour and a half of the same at about 20 °C."""
    steps = 6
    return RoomPlan(
        room,
        (heat,) * steps,
        (cool,) * steps if cool else (),
        (20.2,) * steps,
        (20.0,) * steps,
        (20.4,) * steps,
        (set_point,) * steps,
        (Span(0, 4, reason), Span(4, steps, COASTING)),
        (Ready(MORNING, MORNING + minutes(60), minutes(10), 21.0),),
    )


def a_plan(*rooms: RoomPlan, at: datetime = MORNING) -> Plan:
    return Plan(at, QUARTER, rooms, 1.0, 3.0, 0.0, (Alternative(Instead.HOLD, 1.2, 4.0, 0.0),))


def now(rig: Rig, point: Point) -> Value | None:
    """What a point at the home says."""
    return rig.home.readings[point].value


def following(plan: Plan, rig: Rig | None = None) -> Rig:
    """A house that has this plan."""
    rig = rig or Rig()
    rig.clock.advance(timedelta(seconds=30))
    rig.controller.hear(PlanMade(plan))
    rig.settle()
    return rig


def test_a_thermostat_goes_where_the_plan_goes_and_says_why() -> None:
    rig = following(a_plan(a_room_plan(LIVING, 1.0, 22.5, PREHEAT)))
    assert now(rig, SET_POINT) == 22.5
    request = rig.decision(SET_POINT).request
    assert request.reason.code is Code.PREHEAT
    assert request.reason.get("margin") == 600.0
    assert request.until == MORNING + 4 * QUARTER


def test_a_thermostat_with_coarse_steps_holds_no_less_than_planned() -> None:
    hold = Reason.of(Code.COMFORT_NOW, low=20.0)
    rig = following(a_plan(a_room_plan(LIVING, 0.3, 20.15, hold)))
    assert now(rig, SET_POINT) == 20.5
    rig = following(a_plan(a_room_plan(LIVING, 0.3, 20.05, hold)))
    assert now(rig, SET_POINT) == 20.0


def test_while_it_coasts_the_lower_edge_is_set_and_never_less_than_absence_may_cost() -> None:
    rig = following(a_plan(a_room_plan(LIVING, 0.0, 12.0, COASTING)))
    lowest = living().comfort.comfort.low - a_house().away_setback
    assert now(rig, SET_POINT) == lowest
    assert rig.decision(SET_POINT).request.reason.get("temperature") == pytest.approx(20.2)


def test_a_damp_room_is_let_fall_by_neither_plan_nor_hours_below_what_keeps_it_dry() -> None:
    rig = following(a_plan(a_room_plan(LIVING, 0.0, 12.0, COASTING)))
    dry = float(str(now(rig, SET_POINT))) + 1.0
    rig.controller.hear(DampRead({LIVING: dry}))
    rig.settle()
    assert now(rig, SET_POINT) == dry
    rig = Rig(a_house(living(comfort=Comfort(hours=(Warm(frozenset(range(7)), time(3), time(4)),)))))
    rig.controller.hear(DampRead({LIVING: 18.2}))
    rig.settle()
    request = rig.decision(SET_POINT).request
    assert request.reason.code is Code.KEPT_DRY
    assert request.reason.get("low") == 18.2


def test_a_room_that_rests_on_its_floor_is_not_said_to_be_warm_enough() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 19.5)
    following(a_plan(a_room_plan(BEDROOM, 0.0, 19.9, COASTING)), rig)
    rig.wait(minutes(20))
    reason = rig.decision(SWITCH).request.reason
    assert reason.code is Code.COMFORT_NOW
    assert reason.get("low") == 19.9


def test_a_duty_device_is_on_for_the_planned_share() -> None:
    rising = replace(a_room_plan(BEDROOM, 0.5, 20.2, PREHEAT), temperature=(20.2, 20.6, 21.0, 21.4, 21.8, 22.0))
    rig = following(a_plan(rising))
    on = 0
    for _ in range(40):
        rig.wait(minutes(1))
        on += now(rig, SWITCH) is True
    assert 14 <= on <= 26


def test_a_bare_switch_that_is_to_hold_a_room_goes_by_what_it_has_learned_around_the_mean_of_the_plan() -> None:
    hold = Reason.of(Code.COMFORT_NOW, low=20.0)
    planned = Planned(0.0, 0.0, 20.2, hold, held=20.4, share=0.2)
    wanted = Target(Band(19.95, 20.45), Code.COMFORT_NOW, Priority.COMFORT, None, planned=planned)
    running = DutyMemory(MORNING, 0.6, 0.55, foreseen=0.0)
    assert fed(running, wanted) == DutyMemory(MORNING, 0.6, 0.55)
    assert fed(DutyMemory(), wanted).integral == 0.2, "nothing was learned yet"
    assert cycled(wanted) == Band(20.15, 20.65)


def test_a_bare_switch_that_holds_a_room_is_not_said_to_rest() -> None:
    falling = replace(
        a_room_plan(BEDROOM, 0.0, 19.9, COASTING),
        heat=(0.0, 0.2, 0.2, 0.2, 0.2, 0.2),
        temperature=(20.4, 20.2, 20.2, 20.2, 20.2, 20.2),
    )
    rig = Rig()
    rig.home.say(BEDROOM_T, 19.6)
    following(a_plan(falling), rig)
    request = rig.decision(SWITCH).request
    assert request.value is True
    assert request.reason.code is Code.COMFORT_NOW


def held_by(heat: tuple[float, ...], left: timedelta) -> tuple[float | None, float]:
    """What holds the bedroom by this plan, with so much left of its hours."""
    rig = Rig()
    rig.home.say(BEDROOM_T, 20.1)
    rig.settle()
    plan = a_plan(replace(a_room_plan(BEDROOM, 1.0, 22.0, PREHEAT), heat=heat))
    wanted = Target(Band(20.0, 21.0), Code.WARM_HOURS, Priority.COMFORT, MORNING + left)
    planned = followed(snapshot(rig.state, MORNING, timedelta(0)), bedroom(), plan, wanted).planned
    assert planned is not None
    return planned.held, planned.share


def test_a_bare_switch_does_not_ease_off_for_what_comes_after_the_hours() -> None:
    full, part = (1.0, 1.0, 1.0, 0.0, 0.0, 0.0), (0.4, 0.4, 0.4, 0.0, 0.0, 0.0)
    assert held_by(full, minutes(60)) == (None, 0.0), "full heat, and then it comes to rest"
    assert held_by(part, minutes(60))[1] == pytest.approx(0.4)
    assert held_by(full, timedelta(hours=5))[1] == pytest.approx(0.5), "the swing of its switch, in their midst"


def test_a_quick_room_follows_its_plan_from_where_it_began() -> None:
    warm = replace(a_room_plan(LIVING, 1.0, 22.5, PREHEAT), temperature=(20.2,) * 6, began=17.0)
    rig = Rig()
    rig.home.say(LIVING_T, 17.0)
    following(a_plan(warm), rig)
    assert now(rig, SET_POINT) == 22.5
    rig = Rig()
    rig.home.say(LIVING_T, 17.0)
    following(a_plan(replace(warm, began=20.2)), rig)
    assert rig.decision(SET_POINT).request.reason.code is not Code.PREHEAT, "nobody knows why it is so cold"


def test_a_thermostat_that_is_to_heat_in_part_is_set_beyond_by_what_the_room_lacks() -> None:
    hold = Reason.of(Code.COMFORT_NOW, low=20.0)
    for inside, set_point in ((20.2, 20.5), (19.2, 21.5), (18.8, 21.5)):
        rig = Rig()
        rig.home.say(LIVING_T, inside)
        following(a_plan(replace(a_room_plan(LIVING, 0.5, 20.5, hold), push=1.0)), rig)
        assert now(rig, SET_POINT) == set_point
        reason = rig.decision(SET_POINT).request.reason
        assert (Code.THERMOSTAT_BEYOND in [each.code for each in because(reason)]) is (set_point > 20.5)


def test_the_foot_of_a_swing_and_a_correction_keep_to_the_wanted_band() -> None:
    planned = Planned(0.5, 0.0, 20.2, PREHEAT, least=20.1)
    wanted = Target(Band(19.95, 20.45), Code.COMFORT_NOW, Priority.COMFORT, None, planned=planned)
    assert edge(wanted) == 20.1
    assert edge(replace(wanted, planned=replace(planned, least=21.0))) == 19.95, "it is planned to be colder"
    assert edge(replace(wanted, planned=replace(planned, heat=0.0))) == edge(replace(wanted, planned=None)) == 19.95


def test_a_bare_switch_on_its_way_goes_by_the_plan_and_keeps_what_it_has_learned() -> None:
    planned = Planned(1.0, 0.0, 22.0, PREHEAT)
    wanted = Target(Band(21.75, 22.25), Code.PREHEAT, Priority.COMFORT, None, planned=planned)
    assert fed(DutyMemory(MORNING, 0.3, 0.4), wanted) == DutyMemory(None, 0.3, 0.4, 1.0), "its cycle is over"
    assert fed(DutyMemory(MORNING, 0.8, 0.4, 0.9), wanted) == DutyMemory(MORNING, 0.8, 0.4, 1.0)
    assert cycled(wanted) == wanted.band
    assert fed(DutyMemory(MORNING, 0.8, 0.4, 1.0), replace(wanted, planned=None)).foreseen is None


def test_a_plan_of_no_heat_keeps_a_switch_off() -> None:
    rig = following(a_plan(a_room_plan(BEDROOM, 0.0, 17.0, COASTING)))
    rig.wait(minutes(30))
    assert now(rig, SWITCH) is False


@pytest.mark.parametrize("age", [minutes(46), -minutes(5)])
def test_an_old_plan_and_one_of_the_future_are_none(age: timedelta) -> None:
    rig = following(a_plan(a_room_plan(LIVING, 1.0, 22.5, PREHEAT), at=MORNING - age))
    assert rig.decision(SET_POINT).request.reason.code is Code.WARM_HOURS


def test_without_a_new_plan_the_plain_rule_comes_back() -> None:
    rig = following(a_plan(a_room_plan(LIVING, 1.0, 22.5, PREHEAT)))
    rig.controller.hear(PlanMade(None))
    rig.settle()
    assert rig.decision(SET_POINT).request.reason.code is Code.WARM_HOURS
    assert now(rig, SET_POINT) == 20.5


def test_a_plan_is_still_followed_after_a_restart() -> None:
    rig = following(a_plan(a_room_plan(LIVING, 1.0, 22.5, PREHEAT)))
    rig.restart()
    rig.everything_answers()
    assert rig.memory.plan is not None
    assert rig.decision(SET_POINT).request.reason.code is Code.PREHEAT


def test_a_room_that_is_not_in_the_plan_goes_by_the_plain_rule() -> None:
    rig = following(a_plan(a_room_plan(BEDROOM, 1.0, 22.5, PREHEAT)))
    assert rig.decision(SET_POINT).request.reason.code is Code.WARM_HOURS


def test_a_person_s_wish_comes_before_the_plan() -> None:
    rig = following(a_plan(a_room_plan(LIVING, 1.0, 22.5, PREHEAT)))
    rig.desk.wish(LIVING, 19.0, rig.clock.now() + minutes(60), ANNA_ACTS)
    rig.settle()
    assert now(rig, SET_POINT) == 19.0


def test_a_room_far_from_its_forecast_goes_by_the_plain_rule() -> None:
    rig = Rig()
    rig.home.say(LIVING_T, 18.0)
    following(a_plan(a_room_plan(LIVING, 0.0, 17.0, COASTING)), rig)
    assert rig.decision(SET_POINT).request.reason.code is Code.WARM_HOURS


def test_a_valve_is_not_judged_on_the_way() -> None:
    rig = following(a_plan(a_room_plan(LIVING, 0.0, 18.0, COASTING)))
    rig.wait(minutes(44))
    trim = rig.memory.climate.trims.get(RADIATOR)
    assert trim is None or trim.trim == 0.0


def test_a_cooler_is_turned_on_before_it_is_too_warm() -> None:
    cooler = radiator(heats=False, cools=True)
    rig = Rig(a_house(living(devices=(cooler,))))
    cold = Reason.of(Code.COOLED_AHEAD, high=21.0)
    following(a_plan(a_room_plan(LIVING, 0.0, 19.5, cold, cool=1.0)), rig)
    assert now(rig, Point(RADIATOR, Attribute.HVAC_MODE)) == "cool"
    assert rig.decision(SET_POINT).request.reason.code is Code.COOLED_AHEAD


def cooled(share: float, inside: float, set_point: float = 20.2) -> Rig:
    """A bedroom with an air conditioner behind a bare switch, and a plan that cools it; its second cycle begins."""
    rig = Rig(a_house(living(), bedroom(devices=(heater(heats=False, cools=True),))))
    rig.home.say(BEDROOM_T, inside)
    cold = Reason.of(Code.COOLED_AHEAD, high=21.0)
    rig = following(a_plan(a_room_plan(BEDROOM, 0.0, set_point, cold, cool=share)), rig)
    rig.wait(minutes(20), timedelta(seconds=30))
    return rig


def on_in(rig: Rig, whole: timedelta) -> float:
    """The share of the time that the switch is on, looked at every half minute."""
    on, steps = 0, whole // timedelta(seconds=30)
    for _ in range(steps):
        on += now(rig, SWITCH) is True
        rig.wait(timedelta(seconds=30))
    return on / steps


@pytest.mark.parametrize(("share", "on"), [(0.4, 0.4), (0.6, 0.6), (1.0, 1.0), (0.15, 0.25), (0.05, 0.0)])
def test_a_bare_switch_cools_for_the_planned_share_of_each_cycle(share: float, on: float) -> None:
    rig = cooled(share, inside=20.2)
    assert on_in(rig, minutes(20)) == pytest.approx(on, abs=0.05)
    if on:
        assert rig.decision(SWITCH).request.reason.get("duty") == pytest.approx(on)


def test_a_bare_switch_cools_more_in_a_room_warmer_than_planned_and_not_in_one_that_is_far_cooler() -> None:
    assert on_in(cooled(0.4, inside=21.0), minutes(20)) == pytest.approx(0.6, abs=0.05)
    assert on_in(cooled(1.0, inside=19.1), minutes(20)) == 0.0


def test_a_bare_switch_cools_by_the_plain_rule_without_a_plan_and_for_nobody_who_is_away() -> None:
    rig = Rig(a_house(living(), bedroom(devices=(heater(heats=False, cools=True),))))
    for inside in (22.0, 25.0, 26.5):
        rig.home.say(BEDROOM_T, inside)
        rig.wait(minutes(5))
    assert on_in(rig, minutes(20)) == 1.0, "no cycles: a compressor runs until it is cool enough"
    rig = cooled(0.4, inside=20.2)
    rig.home.say(ANNA, Presence.ABSENT.value)
    rig.wait(minutes(10))
    assert on_in(rig, minutes(20)) == 0.0


@pytest.mark.parametrize("inside", [20.2, 19.2])
def test_what_heats_is_not_set_to_what_a_room_is_cooled_to(inside: float) -> None:
    cooler = radiator(entity=EntityId("climate.cooler"), heats=False, cools=True)
    rig = Rig(a_house(living(devices=(radiator(), cooler))))
    rig.home.say(LIVING_T, inside)
    low = living().comfort.comfort.low
    following(a_plan(a_room_plan(LIVING, 0.0, low + 1.5, Reason.of(Code.COOLED_AHEAD, high=26.0), cool=0.5)), rig)
    assert now(rig, SET_POINT) == low


def test_what_heats_beside_a_plan_that_cools_is_to_keep_the_edge_of_too_cold() -> None:
    planned = Planned(0.0, 0.5, 25.6, Reason.of(Code.COOLED_AHEAD, high=26.0), most=21.0, held=22.0, least=20.0)
    wanted = Target(Band(25.35, 25.85), Code.COOLED_AHEAD, Priority.COMFORT, None, planned=planned)
    assert (warmed(wanted).band, cycled(warmed(wanted))) == (Band(19.75, 20.25), Band(19.75, 20.25))
    rests = replace(wanted, planned=replace(planned, cool=0.0))
    assert warmed(rests) == rests
    assert warmed(replace(wanted, planned=None)).band == wanted.band


def test_a_plan_comes_back_from_the_store_as_it_was_and_is_small() -> None:
    made = a_plan(a_room_plan(LIVING, 1.0, 22.5, PREHEAT), a_room_plan(BEDROOM, 0.5, 20.0, COASTING, cool=0.25))
    made = replace(made, left_out=((PlaceId("attic"), Reason.of(Code.NO_RESPONSE)),), cap_price=(0.0, 0.1))
    codec: Codec[Plan | None] = Codec(Plan | None)
    assert codec.load(codec.dump(made)) == made
    assert codec.load(codec.dump(None)) is None


def test_a_bare_switch_that_follows_a_plan_is_off_above_the_rooms_own_band_and_not_above_the_plans() -> None:
    planned = Planned(0.5, 0.0, 20.2, PREHEAT, most=21.0)
    wanted = Target(Band(19.95, 20.45), Code.PREHEAT, Priority.COMFORT, None, planned=planned)
    assert allowed(wanted).high == 21.0
    assert allowed(replace(wanted, band=Band(21.95, 22.45))).high == 22.45
    assert allowed(replace(wanted, planned=None)).high == 20.45
