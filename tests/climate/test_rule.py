"""The plain climate rule: duty cycles, trims, cooling, and a heat source that several rooms share."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    ANNA,
    BEDROOM,
    BEDROOM_T,
    HEATER,
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
from tests.rig import ANNA_ACTS, SET_POINT, SWITCH, Rig
from thermo_edge.climate import duty
from thermo_edge.home.comfort import Band, Limits
from thermo_edge.home.house import (
    Attribute,
    Device,
    DeviceKind,
    Domain,
    EntityId,
    Failsafe,
    HeatSource,
    Mode,
    PlaceId,
    Point,
    Sensor,
)
from thermo_edge.home.memory import DutyMemory
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import RoomSense
from thermo_edge.home.turn import Outcome

BAND = Band(20.0, 21.0)
BOILER = PlaceId("boiler")
BOILER_SWITCH = Point(EntityId("switch.boiler"), Attribute.ON)


@given(inside=st.floats(-10.0, 40.0), integral=st.floats(0.0, 1.0), former=st.floats(0.0, 1.0))
def test_every_cycle_respects_the_minimum_times(inside: float, integral: float, former: float) -> None:
    device = heater()
    before = DutyMemory(MORNING - device.cycle, former, integral)
    after = duty.step(device, BAND, RoomSense(inside, MORNING), before, MORNING)
    on = device.cycle * after.duty
    assert after.duty in (0.0, 1.0) or (on >= device.minimum_on and device.cycle - on >= device.minimum_off)
    assert 0.0 <= after.integral <= 1.0


def test_a_colder_room_gets_a_larger_share() -> None:
    shares = [
        duty.step(heater(), BAND, RoomSense(inside, MORNING), duty.IDLE, MORNING).duty
        for inside in (22.0, 20.4, 19.8, 19.0, 15.0)
    ]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_a_silent_thermometer_earns_no_more_than_keeps_the_room() -> None:
    before = DutyMemory(MORNING - minutes(20), 1.0, 0.3)
    silent = duty.step(heater(), BAND, RoomSense(15.0, MORNING - minutes(30)), before, MORNING)
    assert silent.duty <= 0.35


def test_a_new_target_does_not_wait_for_the_old_cycle() -> None:
    idle = DutyMemory(MORNING - minutes(2), 0.0, 0.0)
    assert duty.step(heater(), BAND, RoomSense(15.0, MORNING), idle, MORNING).start == MORNING


@pytest.mark.parametrize(("most", "inside", "waits"), [(22.0, 20.3, False), (20.6, 20.3, True), (23.0, 20.6, True)])
def test_a_room_that_falls_quickly_does_not_wait_for_the_old_cycle(most: float, inside: float, waits: bool) -> None:
    resting = DutyMemory(MORNING - minutes(8), 0.0, 0.0, 0.0, most)
    after = duty.step(heater(), BAND, RoomSense(inside, MORNING), resting, MORNING, duty.CALM)
    assert (after.start != MORNING) is waits
    assert after.duty >= heater().minimum_on / heater().cycle or waits
    heating = replace(resting, start=MORNING - minutes(2), duty=0.5)
    assert duty.step(heater(), BAND, RoomSense(inside, MORNING), heating, MORNING).start == MORNING - minutes(2)


def test_a_bath_that_its_heater_warms_by_a_kelvin_in_five_minutes_is_held() -> None:
    """The heater stays as it is for five minutes, and the room is looked at every five."""
    inside, memory, lived = 22.0, duty.IDLE, []
    for number in range(48):
        now = MORNING + minutes(5 * number)
        sense = RoomSense(inside, now)
        memory = duty.step(heater(), BAND, sense, memory, now)
        inside += 1.3 if duty.is_on(heater(), BAND, sense, memory, now) else -1.0
        lived.append(inside)
    assert BAND.low - 1.0 < min(lived[4:]) < max(lived[4:]) < BAND.high + 1.5


def test_a_room_that_stays_cold_while_its_valve_is_content_gets_a_higher_set_point() -> None:
    rig = Rig()
    rig.home.say(LIVING_T, 19.5)
    rig.wait(timedelta(hours=3))
    assert rig.sent(SET_POINT)[-1] > 20.5
    rig.home.say(LIVING_T, 18.0)
    rig.wait(timedelta(hours=24))
    assert max(float(value) for value in rig.sent(SET_POINT)) <= 22.5, "bounded, however long it stays cold"


def test_cooling_begins_above_its_threshold_and_rests_below() -> None:
    cooler = radiator(entity=EntityId("climate.cooler"), heats=False, cools=True)
    rig = Rig(a_house(living(devices=(cooler,)), bedroom()))
    mode = Point(cooler.entity, Attribute.HVAC_MODE)
    rig.home.thermostat(cooler.entity, 24.0, "off")
    rig.allow(Mode.ACT)
    rig.wait(minutes(10))
    rig.home.say(LIVING_T, 23.0)
    rig.home.say(LIVING_T, 27.0)
    rig.home.say(LIVING_T, 27.0)
    rig.wait(minutes(10))
    assert rig.sent(mode) == ["cool"]
    assert rig.sent(Point(cooler.entity, Attribute.SET_POINT)) == [25.0]
    rig.home.say(LIVING_T, 24.5)
    rig.wait(minutes(10))
    assert rig.sent(mode) == ["cool", "off"]


@pytest.mark.parametrize("left", [False, True])
def test_what_heats_too_stops_cooling_when_it_is_cool_enough_or_nobody_is_home(left: bool) -> None:
    rig = Rig(a_house(living(devices=(radiator(cools=True),)), bedroom()))
    mode = Point(RADIATOR, Attribute.HVAC_MODE)
    for inside in (24.0, 27.0, 27.0):
        rig.home.say(LIVING_T, inside)
    rig.wait(minutes(10), minutes(5))
    assert rig.sent(mode) == ["cool"]
    rig.home.say(ANNA, Presence.ABSENT.value) if left else rig.home.say(LIVING_T, 24.5)
    rig.wait(minutes(30), minutes(5))
    assert rig.sent(mode) == ["cool", "off"]
    for inside in (21.0, 18.0, 15.0, 12.0):
        rig.home.say(LIVING_T, inside)
        rig.wait(minutes(10), minutes(5))
    assert rig.sent(mode) == ["cool", "off", "heat"]


OUTDOOR_T = Point(EntityId("sensor.garden"), Attribute.TEMPERATURE)


@pytest.mark.parametrize(("outdoor", "wish", "modes"), [(30.0, 22.0, ["cool"]), (8.0, 22.0, []), (30.0, 27.5, [])])
def test_a_wish_cools_too_where_it_does_not_get_as_cold_by_itself(
    outdoor: float, wish: float, modes: list[str]
) -> None:
    room = living(devices=(radiator(cools=True),), limits=Limits(highest=28.0))
    rig = Rig(a_house(room, bedroom(), outdoor=Sensor(OUTDOOR_T)))
    mode = Point(RADIATOR, Attribute.HVAC_MODE)
    rig.home.say(OUTDOOR_T, outdoor)
    rig.home.say(LIVING_T, 23.0)
    rig.home.say(LIVING_T, 25.5 if wish < 25.0 else 26.5)
    rig.desk.wish(LIVING, wish, rig.clock.now() + timedelta(hours=2), ANNA_ACTS)
    rig.wait(minutes(30))
    assert rig.sent(mode) == modes
    if modes:
        assert rig.sent(SET_POINT)[-1] == wish
        rig.home.say(LIVING_T, 22.5)
        rig.wait(minutes(10))
        assert rig.sent(mode) == modes, "on until it is as was wished"
        rig.home.say(LIVING_T, 21.9)
        rig.wait(minutes(10))
        assert rig.sent(mode) == ["cool", "off"]


def a_boiler_house() -> Rig:
    """Two rooms with bare valves on one boiler."""
    switch = Device(BOILER_SWITCH.entity, BOILER, DeviceKind.DUTY, failsafe=Failsafe.OWN_TIMER)
    boiler = HeatSource(BOILER, "Boiler", switch, Mode.ACT, minutes(10), minutes(10))
    timer = {"failsafe": Failsafe.OWN_TIMER, "source": BOILER}
    valve = heater(LIVING, EntityId("valve.living"), **timer)
    room = living(devices=(valve,))
    rig = Rig(a_house(room, bedroom(devices=(heater(**timer),)), sources=(boiler,)), begun=False)
    rig.home.say(LIVING_T, 20.4)
    rig.home.say(BEDROOM_T, 20.4)
    for point in (valve.switch, SWITCH, BOILER_SWITCH):
        rig.home.say(point, False)
    rig.settle()
    rig.allow(Mode.ACT)
    rig.wait(minutes(15))
    return rig


def test_a_shared_heat_source_runs_while_a_room_wants_heat() -> None:
    rig = a_boiler_house()
    rig.home.say(BEDROOM_T, 18.0)
    rig.wait(minutes(30))
    assert rig.sent(BOILER_SWITCH)[-1] is True
    assert rig.decision(BOILER_SWITCH).request.reason.code is Code.SOURCE_WANTED
    rig.home.say(BEDROOM_T, 20.9)
    rig.home.say(BEDROOM_T, 21.5)
    rig.wait(minutes(60))
    assert rig.sent(BOILER_SWITCH)[-1] is False


def test_a_shared_heat_source_has_a_mode_of_its_own() -> None:
    rig = a_boiler_house()
    rig.desk.set_mode(BOILER, Domain.CLIMATE, Mode.OBSERVE, ANNA_ACTS)
    rig.home.say(BEDROOM_T, 18.0)
    rig.wait(minutes(30))
    assert rig.sent(SWITCH)[-1] is True
    assert rig.sent(BOILER_SWITCH) == []
    assert rig.decision(BOILER_SWITCH).outcome is Outcome.WOULD


def test_zones_of_one_source_do_not_make_it_short_cycle() -> None:
    rig = a_boiler_house()
    for temperatures in ((19.4, 20.8), (20.9, 19.2), (21.5, 21.5), (19.0, 21.2), (21.5, 21.4)):
        rig.home.say(LIVING_T, temperatures[0])
        rig.home.say(BEDROOM_T, temperatures[1])
        rig.wait(minutes(7))
    drawn: list[tuple[object, bool]] = []
    on: dict[str, bool] = {}
    for at, command in rig.home.sent:
        if command.point in (SWITCH, Point(EntityId("valve.living"), Attribute.ON)):
            on[command.point.entity] = command.value is True
            if not drawn or drawn[-1][1] is not any(on.values()):
                drawn.append((at, any(on.values())))
    gaps = [later[0] - earlier[0] for earlier, later in itertools.pairwise(drawn)]  # type: ignore[operator]
    assert len(drawn) >= 3
    assert all(gap >= minutes(10) for gap in gaps)


def test_a_room_without_a_heater_and_a_room_without_a_thermometer_ask_for_nothing() -> None:
    rig = Rig(a_house(living(devices=()), replace(bedroom(), sensors=())), begun=False)
    rig.home.say(LIVING_T, 15.0)
    rig.home.say(Point(HEATER, Attribute.ON), False)
    rig.settle()
    rig.allow(Mode.ACT)
    rig.wait(minutes(30))
    assert rig.home.sent == []


def test_one_thermometer_may_serve_two_rooms() -> None:
    other = replace(bedroom(), sensors=(replace(living().sensors[0], room=BEDROOM),))
    rig = Rig(a_house(living(), other), begun=False)
    rig.home.say(LIVING_T, 18.0)
    rig.home.thermostat(RADIATOR, 19.0)
    rig.home.say(SWITCH, False)
    rig.settle()
    rig.allow(Mode.ACT)
    rig.wait(minutes(15))
    assert rig.sent(SET_POINT)
    assert rig.sent(SWITCH)
