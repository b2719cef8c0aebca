"""A shared heat source goes by what hangs on it really does, not by what is wished of it."""

from datetime import timedelta

import pytest

from tests.builders import HEATER, LIVING, LIVING_T, LIVING_WINDOW, RADIATOR, a_house, heater, living, minutes, radiator
from tests.rig import ANNA_ACTS, SET_POINT, Rig
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
from thermo_edge.home.turn import Outcome

BOILER = PlaceId("boiler")
RELAY = Point(EntityId("switch.boiler"), Attribute.ON)
ACTION = Point(RADIATOR, Attribute.HVAC_ACTION)


def boiler_house(inside: float = 18.0, device: Device | None = None) -> Rig:
    """One room whose radiator draws on a boiler behind a relay, a quarter of an hour later."""
    relay = Device(RELAY.entity, BOILER, DeviceKind.DUTY, failsafe=Failsafe.OWN_TIMER)
    room = living(devices=(device or radiator(source=BOILER),))
    rig = Rig(a_house(room, sources=(HeatSource(BOILER, "Boiler", relay),)), begun=False)
    rig.home.say(LIVING_T, inside)
    rig.home.say(LIVING_WINDOW, False)
    rig.home.thermostat(RADIATOR, 19.0)
    rig.home.say(Point(HEATER, Attribute.ON), False)
    rig.home.say(RELAY, False)
    rig.settle()
    rig.allow(Mode.ACT)
    rig.wait(minutes(15))
    return rig


def burns(rig: Rig) -> bool:
    return rig.home.readings[RELAY].value is True


def test_it_rests_while_the_window_of_the_only_room_is_open() -> None:
    rig = boiler_house()
    assert burns(rig)
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(15))
    assert rig.home.readings[SET_POINT].value == 7.0
    assert not burns(rig)
    rig.home.say(LIVING_WINDOW, False)
    rig.wait(minutes(15))
    assert burns(rig)


def test_it_rests_while_a_person_holds_the_only_valve_below_its_room() -> None:
    rig = boiler_house()
    rig.home.person(SET_POINT, 12.0)
    rig.wait(minutes(15))
    assert not burns(rig)


def test_a_room_that_is_only_observed_has_the_source_while_it_really_heats() -> None:
    rig = boiler_house()
    rig.home.person(SET_POINT, 12.0)
    rig.desk.set_mode(LIVING, Domain.CLIMATE, Mode.OBSERVE, ANNA_ACTS)
    rig.wait(timedelta(hours=6), minutes(5))
    assert not burns(rig)
    rig.home.say(ACTION, "heating")
    rig.wait(minutes(15))
    assert burns(rig)


@pytest.mark.parametrize("action", ["heating", None])
def test_a_blind_room_is_kept_safe_only_with_its_source(action: str | None) -> None:
    rig = boiler_house(10.0)
    if action is None:
        rig.home.say(ACTION, None, quality=Quality.UNKNOWN)
        rig.restart()
    else:
        rig.home.say(ACTION, action)
    rig.silent = frozenset({LIVING_T.entity})
    rig.wait(timedelta(hours=4), minutes(5))
    assert rig.home.readings[SET_POINT].value == 16.0
    assert burns(rig)


def test_a_thermostat_that_is_set_aside_is_believed_what_it_does() -> None:
    rig = boiler_house(20.6)
    rig.home.person(SET_POINT, 21.5)
    rig.wait(minutes(15))
    assert not burns(rig)  # it is idle, though its room is below its set-point
    rig.home.person(SET_POINT, 19.5)
    rig.home.say(ACTION, "heating")
    rig.wait(minutes(15))
    assert burns(rig)  # by its own thermometer it is too cold


def test_a_thermostat_that_says_that_it_rests_in_a_cold_room_is_not_believed() -> None:
    rig = boiler_house(19.0)
    assert rig.home.readings[ACTION].value == "idle"
    assert burns(rig)


def test_a_valve_that_went_away_while_it_was_on_keeps_no_source_running_for_a_warm_room() -> None:
    rig = boiler_house(device=heater(LIVING, source=BOILER, failsafe=Failsafe.OWN_TIMER))
    assert burns(rig)
    rig.home.say(Point(HEATER, Attribute.ON), None, quality=Quality.UNAVAILABLE)
    rig.wait(minutes(15))
    assert burns(rig)
    rig.home.say(LIVING_T, 20.4)
    rig.wait(minutes(15))
    assert not burns(rig)


@pytest.mark.parametrize("mode", [Mode.OBSERVE, Mode.SUGGEST, Mode.ASK, Mode.ACT])
def test_against_frost_the_source_comes_on_in_every_mode_but_observe(mode: Mode) -> None:
    rig = boiler_house(20.5)
    rig.desk.set_mode(BOILER, Domain.CLIMATE, mode, ANNA_ACTS)
    for _ in range(2):
        rig.home.say(LIVING_T, 4.0)
    rig.wait(minutes(15))
    assert rig.home.readings[SET_POINT].value != 7.0
    assert burns(rig) is (mode is not Mode.OBSERVE)
    if mode is Mode.OBSERVE:
        assert rig.decision(RELAY).outcome is Outcome.WOULD
