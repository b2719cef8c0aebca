"""A thermometer that stands still through hours of full heat is believed no more, until it moves."""

from datetime import timedelta

import pytest

from tests.builders import BEDROOM, BEDROOM_T, LIVING_T, a_house, bedroom, living
from tests.rig import SET_POINT, SWITCH, Rig
from thermo_edge.climate.stuck import DAYS, LONG
from thermo_edge.home.house import Attribute, EntityId, Point, Sensor
from thermo_edge.home.reason import Code

KEY = f"stuck:{BEDROOM_T.entity}"
STEP = timedelta(minutes=15)


def stuck_at(celsius: float, rig: Rig | None = None) -> Rig:
    """It reports as ever, and says the same; the bare heater there has long been on."""
    rig = rig or Rig()
    rig.home.say(BEDROOM_T, celsius)
    rig.wait(LONG + timedelta(minutes=30), STEP)
    return rig


def test_a_bare_heater_goes_off_and_somebody_is_told() -> None:
    rig = stuck_at(18.0)
    assert rig.notices[KEY].reason.code is Code.SENSOR_STUCK
    assert rig.sent(SWITCH) == [True, False]
    rig.wait(timedelta(hours=2), STEP)
    assert rig.sent(SWITCH) == [True, False], "and stays off"
    rig.restart()
    assert rig.memory.climate.stuck == {BEDROOM_T.entity: 18.0}


def test_one_that_moves_again_is_believed_at_once() -> None:
    rig = stuck_at(18.0)
    rig.home.say(BEDROOM_T, 17.9)
    rig.wait(timedelta(minutes=30), STEP)
    assert KEY not in rig.notices
    assert rig.sent(SWITCH) == [True, False, True]


def test_the_next_thermometer_steps_in() -> None:
    other = Point(EntityId("sensor.bedroom_second"), Attribute.TEMPERATURE)
    room = bedroom(sensors=(Sensor(BEDROOM_T, BEDROOM), Sensor(other, BEDROOM)))
    rig = Rig(a_house(living(), room))
    rig.home.say(other, 23.5)
    stuck_at(18.0, rig)
    assert KEY in rig.notices
    assert rig.sent(SWITCH) == [True, False]
    rig.home.say(other, 18.5)
    rig.wait(timedelta(minutes=30), STEP)
    assert rig.sent(SWITCH)[-1] is True


def test_a_room_that_is_warm_enough_or_has_a_thermostat_may_stand_still() -> None:
    rig = stuck_at(20.5)
    rig.home.say(LIVING_T, 18.0)
    rig.wait(LONG, STEP)
    assert not any(key.startswith("stuck:") for key in rig.notices)
    assert rig.sent(SET_POINT)


@pytest.mark.parametrize(("celsius", "stuck"), [(21.2, True), (21.5, False), (21.11, False)])
def test_one_that_stands_warm_for_days_is_told_of(celsius: float, stuck: bool) -> None:
    """Its bare heater would never be asked for heat; a coarse one may well stand still, or a thermostat hold a room."""
    rig = Rig()
    rig.home.say(BEDROOM_T, celsius)
    rig.home.say(LIVING_T, celsius)
    rig.wait(DAYS + timedelta(minutes=30), STEP)
    told = {key for key in rig.notices if key.startswith("stuck:")}
    assert told == ({KEY} if stuck else set())
    rig.home.say(BEDROOM_T, 18.0)
    rig.wait(timedelta(minutes=30), STEP)
    assert KEY not in rig.notices
    assert rig.sent(SWITCH)[-1] is True


def test_a_little_movement_is_enough() -> None:
    rig = Rig()
    for hour in range(12):
        rig.home.say(BEDROOM_T, 18.0 + 0.1 * (hour % 2))
        rig.wait(timedelta(hours=1), STEP)
    assert KEY not in rig.notices
    assert rig.sent(SWITCH) == [True]
