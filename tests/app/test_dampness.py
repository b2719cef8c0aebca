"""A bathroom that stays damp is to be aired, and only while that helps."""

from dataclasses import replace
from datetime import timedelta

from tests.builders import LIVING, LIVING_T, a_house, bedroom, living
from tests.rig import Rig
from thermo_edge.app.dampness import Dampness
from thermo_edge.home.house import Attribute, EntityId, Point, Sensor
from thermo_edge.home.reason import Code

HUMID = Point(EntityId("sensor.living_humidity"), Attribute.HUMIDITY)
OUTSIDE = Point(EntityId("sensor.outside"), Attribute.TEMPERATURE)


class Damp(Rig):
    """At 20.2 °C with a hygrometer, and a thermometer outside."""

    def __init__(self, outside: float = 0.0) -> None:
        room = living(sensors=(*living().sensors, Sensor(HUMID, LIVING)))
        super().__init__(replace(a_house(room, bedroom()), outdoor=Sensor(OUTSIDE)))
        self.home.say(OUTSIDE, outside)
        self.side = Dampness(self.controller, self.history, self.clock)

    def hours(self, count: int, humidity: float) -> bool:
        """Whether airing is advised after so many hours."""
        for _ in range(count):
            self.home.say(HUMID, humidity)
            self.home.say(LIVING_T, 20.2)
            self.settle()
            self.wait(timedelta(hours=1), timedelta(minutes=10))
            self.side.look()
            self.tick()
        return f"damp:{LIVING}" in self.memory.notices


def test_hours_of_it_are_told_once_and_mended() -> None:
    damp = Damp()
    assert not damp.hours(9, 70.0), "a night's breath dries by itself"
    assert damp.hours(4, 70.0)
    reason = damp.memory.notices[f"damp:{LIVING}"].reason
    assert reason.code is Code.AIRING_ADVISED
    assert reason.get("room") == LIVING
    assert float(reason.get("share") or 0.0) > 0.8
    assert not damp.hours(3, 35.0)


def test_where_it_is_as_damp_outdoors_airing_does_not_help() -> None:
    assert not Damp(19.5).hours(14, 90.0)


def test_dry_rooms_and_houses_without_sensors_say_nothing() -> None:
    assert not Damp().hours(14, 45.0)
    rig = Rig()
    Dampness(rig.controller, rig.history, rig.clock).look()
    rig.settle()
    assert not [key for key in rig.memory.notices if key.startswith("damp:")]


def test_a_damp_room_is_not_let_fall_as_far_until_it_is_dry() -> None:
    damp = Damp()
    damp.hours(13, 70.0)
    dry = damp.memory.climate.dry[LIVING]
    setback = living().comfort.setback
    assert setback.low < dry <= setback.low + 1.5
    damp.hours(2, 60.0)
    assert LIVING in damp.memory.climate.dry, "two hours dry no wall"
    damp.hours(14, 35.0)
    assert not damp.memory.climate.dry
