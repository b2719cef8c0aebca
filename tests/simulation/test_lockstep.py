"""What a home in lockstep asks of its building, and what it tells."""

from datetime import timedelta

import pytest

from tests.builders import MORNING, forged, minutes
from tests.contracts.home_contract import Ears
from tests.simulation.stepped import FakeBuilding, a_stepped_house
from thermo_edge.clock import SteppedClock
from thermo_edge.home.house import Attribute, EntityId, Point
from thermo_edge.simulation.lockstep import Heater, LockstepHome, Stands

WARM, SWITCHED, PERSON = (EntityId(name) for name in ("climate.warm", "switch.switched", "person.household"))
HOUSE = a_stepped_house()


def a_home(building: FakeBuilding, relay: bool = False, by_set_point: bool = True) -> LockstepHome:
    thermostat, switch = HOUSE.devices
    heaters = (Heater(thermostat, by_set_point, relay), Heater(switch, by_set_point=False))
    return LockstepHome(SteppedClock(MORNING), HOUSE, building, heaters, lambda local: local.hour < 12, minutes(5))


def step(home: LockstepHome, steps: int = 1) -> None:
    before = home.steps
    while home.steps < before + steps:
        home.pass_on(timedelta(days=1))


def test_a_thermostat_asks_for_its_set_point_and_off_for_hardly_any() -> None:
    building = FakeBuilding()
    home = a_home(building)
    home.send([forged(WARM, Attribute.SET_POINT, 21.5)])
    step(home)
    home.send([forged(WARM, Attribute.HVAC_MODE, "off")])
    step(home)
    assert [asked[0] for asked in building.asked] == [21.5, 5.0]


def test_a_relay_goes_on_below_and_off_above_its_set_point() -> None:
    for by_set_point, (full, none) in ((True, (23.0, 5.0)), (False, (1.0, 0.0))):
        building = FakeBuilding()
        home = a_home(building, relay=True, by_set_point=by_set_point)
        home.send([forged(WARM, Attribute.SET_POINT, 21.0)])
        for air in (20.9, 20.7, 21.1, 21.3, 20.9):
            building.stands = Stands((air, 20.0), 5.0, (0.0, 0.0))
            step(home)
        assert [asked[0] for asked in building.asked] == [none, full, full, none, none]


def test_what_a_switch_was_on_in_parts_of_steps_the_building_gets_in_whole_ones() -> None:
    building = FakeBuilding()
    home = a_home(building)
    for _ in range(20):
        home.send([forged(SWITCHED, Attribute.ON, True)])
        home.pass_on(minutes(2))
        home.send([forged(SWITCHED, Attribute.ON, False)])
        step(home)
    assert sum(asked[1] for asked in building.asked) == pytest.approx(0.4 * 20, abs=0.5)


def test_a_switch_that_nobody_renews_goes_off_by_itself() -> None:
    building = FakeBuilding()
    home = a_home(building)
    home.send([forged(SWITCHED, Attribute.ON, True)])
    home.renew([HOUSE.devices[1]])
    step(home, 24)
    assert [asked[1] for asked in building.asked] == [1.0] * 12 + [0.0] * 12


def test_rooms_people_and_heat_are_told() -> None:
    building, ears = FakeBuilding(), Ears()
    home = a_home(building)
    home.open(HOUSE, ears)
    building.stands = Stands((19.26, 18.0), -3.04, (0.3, 0.0))
    step(home)
    told = {
        point: ears.value(point)
        for point in (
            Point(EntityId("sensor.warm_temperature"), Attribute.TEMPERATURE),
            Point(EntityId("sensor.outdoor_temperature"), Attribute.TEMPERATURE),
            Point(WARM, Attribute.HVAC_ACTION),
            Point(PERSON, Attribute.PRESENCE),
        )
    }
    assert list(told.values()) == [19.26, -3.0, "heating", True]
    while home.house.local(home._clock.now()).hour < 12:
        step(home)
    assert ears.value(Point(PERSON, Attribute.PRESENCE)) is False
