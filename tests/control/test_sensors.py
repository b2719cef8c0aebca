"""Sensors that fall silent, were never there or say what cannot be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import BEDROOM_T, LIVING, LIVING_T, LIVING_WINDOW, RADIATOR, a_house, bedroom, living, minutes
from tests.rig import ANNA_ACTS, SET_POINT, SWITCH, Rig
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
)
from thermo_edge.home.snapshot import Quality

HOURS = timedelta(hours=1)


def test_a_thermometer_that_falls_silent_brings_the_room_to_its_safe_state_with_a_notice() -> None:
    rig = Rig()
    rig.wait(2 * HOURS)
    rig.silent = frozenset({LIVING_T.entity, BEDROOM_T.entity})
    rig.wait(3 * HOURS)
    assert rig.sent(SET_POINT)[-1] == 16.0
    assert rig.home.readings[SWITCH].value is False
    assert {"silent:living", "silent:bedroom"} <= set(rig.notices)
    rig.silent = frozenset()
    rig.wait(minutes(5))
    assert rig.sent(SET_POINT)[-1] == 20.5
    assert not [key for key in rig.notices if key.startswith("silent")]


def test_a_thermometer_never_seen_keeps_the_heat_off() -> None:
    rig = Rig(begun=False)
    rig.home.thermostat(RADIATOR, 21.0)
    rig.home.say(SWITCH, False)
    rig.settle()
    rig.allow(Mode.ACT)
    rig.wait(HOURS)
    assert rig.sent(SWITCH) == []
    assert rig.sent(SET_POINT) == [16.0]
    assert "missing:sensor.living_temperature" in rig.notices


@pytest.mark.parametrize("hot", [False, True])
def test_a_room_that_falls_silent_while_it_was_turned_down_is_kept_safe_afterwards(hot: bool) -> None:
    """It stayed at 7 °C for as long as its thermometer was silent, once its window was shut or it had cooled down."""
    rig = Rig()
    rig.tick()
    rig.home.say(LIVING_WINDOW, not hot)
    for _ in range(2 if hot else 0):
        rig.home.say(LIVING_T, 29.0)
    rig.wait(minutes(10))
    rig.silent = frozenset({LIVING_T.entity})
    if not hot:
        rig.wait(3 * HOURS, minutes(5))
        assert rig.home.readings[SET_POINT].value == 7.0  # the window is open still
        rig.home.say(LIVING_WINDOW, False)
    rig.wait(3 * HOURS, minutes(5))
    assert rig.home.readings[SET_POINT].value == 16.0


def test_a_silent_room_is_set_no_higher_than_it_was() -> None:
    rig = Rig()
    rig.allow(Mode.OBSERVE)
    rig.home.person(SET_POINT, 12.0)
    rig.wait(minutes(10))
    rig.desk.set_mode(LIVING, Domain.CLIMATE, Mode.ACT, ANNA_ACTS)
    rig.home.say(LIVING_WINDOW, True)
    rig.silent = frozenset({LIVING_T.entity})
    rig.wait(3 * HOURS, minutes(5))
    rig.home.say(LIVING_WINDOW, False)
    rig.wait(timedelta(hours=6), minutes(5))
    assert rig.home.readings[SET_POINT].value == 12.0


@pytest.mark.parametrize("value", [-99.0, 85.0, 150.0, float("nan"), float("inf")])
def test_an_impossible_value_is_not_used(value: float) -> None:
    rig = Rig()
    rig.tick()
    before = len(rig.home.sent)
    rig.home.say(LIVING_T, value)
    rig.wait(minutes(5))
    assert len(rig.home.sent) == before
    assert rig.state.senses.good[LIVING_T].value == 20.2


def test_a_spike_is_used_only_when_a_second_reading_agrees() -> None:
    rig = Rig()
    rig.home.say(LIVING_T, 35.0)
    rig.settle()
    assert rig.state.senses.latest[LIVING_T].quality is Quality.SPIKE
    rig.home.say(LIVING_T, 19.1)
    rig.settle()
    assert rig.state.senses.good[LIVING_T].value == 19.1
    rig.home.say(LIVING_T, 9.0)
    rig.home.say(LIVING_T, 9.1)
    rig.settle()
    assert rig.state.senses.good[LIVING_T].value == 9.1


@pytest.mark.parametrize("heated", [True, False])
def test_a_room_that_goes_by_the_thermometer_of_another_is_told_of(heated: bool) -> None:
    """Where only one of them is heated the other is just shown."""
    second = replace(bedroom(), sensors=living().sensors, devices=bedroom().devices if heated else ())
    rig = Rig(a_house(living(), second))
    rig.settle()
    assert ("shared:bedroom" in rig.notices) is heated
    assert "shared:living" not in rig.notices


def test_a_heat_source_that_is_away_is_told_of_once() -> None:
    boiler = Device(EntityId("switch.boiler"), PlaceId("boiler"), DeviceKind.DUTY, failsafe=Failsafe.OWN_TIMER)
    rig = Rig(a_house(sources=(HeatSource(boiler.place, "Boiler", boiler),)))
    rig.home.say(boiler.switch, None, quality=Quality.UNAVAILABLE)
    rig.wait(minutes(3))
    assert "away:switch.boiler" not in rig.notices
    rig.wait(minutes(5))
    assert rig.notices["away:switch.boiler"].reason.get("room") == "boiler"
    rig.home.say(LIVING_T, 20.3)  # a turn of the living room alone
    rig.settle()
    assert "away:switch.boiler" in rig.notices
    rig.home.say(boiler.switch, False)
    rig.wait(minutes(2))
    assert "away:switch.boiler" not in rig.notices


def test_many_devices_away_are_one_notice() -> None:
    rig = Rig()
    rig.tick()
    for point in (LIVING_T, BEDROOM_T, LIVING_WINDOW, SWITCH, SET_POINT, Point(RADIATOR, Attribute.HVAC_MODE)):
        rig.home.say(point, None, quality=Quality.UNAVAILABLE)
    rig.wait(minutes(7))
    assert "many_away" in rig.notices
    assert not [key for key in rig.notices if key.startswith("away:")]


def test_a_bare_cooler_that_a_person_turned_on_goes_off_where_nobody_can_measure() -> None:
    """It went on for as long as the thermometer was silent: our heartbeat keeps on what a person turned on."""
    cooler = Device(EntityId("switch.cooler"), LIVING, DeviceKind.DUTY, heats=False, cools=True)
    rig = Rig(a_house(living(devices=(replace(cooler, failsafe=Failsafe.AUTOMATION),))), begun=False)
    rig.home.say(LIVING_T, 24.0)
    rig.home.say(LIVING_WINDOW, False)
    rig.home.say(cooler.switch, False)
    rig.settle()
    rig.allow(Mode.ACT)
    rig.home.person(cooler.switch, True)
    rig.wait(minutes(30), minutes(5))
    assert rig.home.readings[cooler.switch].value is True
    rig.silent = frozenset({LIVING_T.entity})
    rig.wait(3 * HOURS, minutes(5))
    assert rig.home.readings[cooler.switch].value is False
