"""Sensors that are wrong for days: the belief stays right, and what each is worth is learned."""

from dataclasses import replace
from datetime import timedelta

from tests.builders import LIVING
from tests.occupancy.lived import (
    ANNA,
    BED,
    BED_MOTION,
    BEN,
    HALL,
    HALL_MOTION,
    LIVING_MOTION,
    Lived,
    lived_house,
)
from thermo_edge.home.house import Attribute, EntityId, Point, Sensor
from thermo_edge.home.presence import Presence
from thermo_edge.occupancy.belief import DOUBTED
from thermo_edge.occupancy.trust import ALONE, LOWEST


def test_a_motion_sensor_that_is_stuck_on_keeps_no_room_occupied_and_is_doubted() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    lived.home.say(LIVING_MOTION, True)
    lived.settle()
    lived.until(0, 8.5)
    assert lived.room(LIVING).presence is Presence.PRESENT, "nobody can know yet"
    lived.until(0, 14.0)
    assert lived.room(LIVING).presence is Presence.UNKNOWN, "what is stuck tells neither presence nor absence"
    assert lived.room(LIVING).probability < 0.5
    assert lived.trust(LIVING_MOTION) < DOUBTED
    assert lived.trust(HALL_MOTION) > 0.7
    lived.home.say(LIVING_MOTION, False)
    lived.lives(0, 14.5, 22.0)
    lived.lives(1, 7.0, 12.0)
    assert lived.trust(LIVING_MOTION) > DOUBTED, "mended, it is believed again"
    lived.stirs(LIVING_MOTION)
    assert lived.room(LIVING).presence is Presence.PRESENT


def test_a_phone_that_is_always_home_does_not_keep_the_home_occupied() -> None:
    lived = Lived()
    for day in range(5):
        lived.lives(day, 7.0, 8.0)
        lived.leaves(BEN)  # Anna goes too: her phone stays
        lived.until(day, 17.0)
        home = lived.belief.home
        lived.comes(BEN)
        lived.lives(day, 17.25, 22.5)
    assert lived.trust(ANNA) < 0.35
    assert lived.trust(BEN) > 0.75
    assert home.presence is not Presence.PRESENT
    assert home.away >= 0.5
    assert lived.presence is Presence.PRESENT, "in the evening people are seen"


def test_a_pet_alone_at_home_is_no_person_and_its_sensor_still_sees_people() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    lived.leaves(ANNA, BEN)
    for hour in range(9, 17):
        lived.until(0, float(hour))
        lived.stirs(LIVING_MOTION)
    lived.until(0, 17.0)
    assert lived.memory.occupancy.trust[LIVING_MOTION.entity].alone >= 7
    assert lived.trust(LIVING_MOTION) < 0.45
    for hour in range(8, 17):
        lived.until(1, float(hour))
        lived.stirs(LIVING_MOTION)
    assert lived.trust(LIVING_MOTION) >= ALONE
    assert lived.presence is Presence.ABSENT
    assert lived.room(LIVING).presence is not Presence.PRESENT
    lived.comes(ANNA)
    lived.stirs(LIVING_MOTION)
    assert lived.room(LIVING).presence is Presence.PRESENT


def test_two_people_who_swap_phones_leave_the_belief_of_the_home_as_it_is() -> None:
    def day(first: Point, second: Point) -> list[Presence]:
        lived, found = Lived(), list[Presence]()
        lived.lives(0, 7.0, 8.0)
        lived.leaves(first)
        lived.lives(0, 8.25, 10.0, LIVING_MOTION)
        found.append(lived.presence)
        lived.leaves(second)
        lived.until(0, 14.0)
        found.append(lived.presence)
        lived.comes(first)
        found.append(lived.presence)
        return found

    assert day(ANNA, BEN) == day(BEN, ANNA) == [Presence.PRESENT, Presence.ABSENT, Presence.PRESENT]


def test_a_sensor_that_was_added_today_is_believed_at_once_and_doubted_sooner() -> None:
    new = Point(EntityId("binary_sensor.new"), Attribute.MOTION)
    lived = Lived()
    lived.lives(0, 7.0, 12.0)
    rooms = tuple(
        replace(room, sensors=(*room.sensors, Sensor(new, BED))) if room.id == BED else room
        for room in lived.house.rooms
    )
    changed = replace(lived.house, rooms=rooms)
    lived.controller.rehouse(changed)
    lived.home.open(changed, lived.controller.hear)
    lived.home.say(new, False)
    lived.settle()
    lived.until(0, 12.5)
    lived.stirs(new)
    assert lived.room(BED).presence is Presence.PRESENT
    old = lived.trust(BED_MOTION)
    assert lived.memory.occupancy.trust[new.entity].trust < old
    lived.leaves(ANNA, BEN)
    lived.until(0, 14.0)
    lived.stirs(new)
    lived.until(0, 15.0)
    lived.stirs(BED_MOTION)
    fell = lived.trust(new) / 0.75, lived.trust(BED_MOTION) / old
    assert fell[0] < fell[1], "what is new has less to lose its trust by"


def test_trust_is_bounded() -> None:
    lived = Lived(lived_house())
    lived.home.say(LIVING_MOTION, True)
    lived.settle()
    lived.until(2, 0.0, step=9.0)
    assert lived.trust(LIVING_MOTION) == LOWEST
    assert all(LOWEST <= known.trust <= 0.95 for known in lived.memory.occupancy.trust.values())


def test_ways_between_rooms_are_learned() -> None:
    lived = Lived()
    for minute in range(10):
        lived.until(0, 8.0 + minute / 6.0)
        lived.stirs(HALL_MOTION, LIVING_MOTION)
    steps = lived.memory.occupancy.steps
    assert steps[HALL][LIVING] >= 9
    assert BED not in steps.get(HALL, {})


def test_a_restart_keeps_what_was_learned() -> None:
    lived = Lived()
    lived.home.say(BED_MOTION, True)
    lived.lives(0, 7.0, 12.0, HALL_MOTION, LIVING_MOTION)
    before = lived.memory.occupancy
    assert before.trust[BED_MOTION.entity].trust < DOUBTED
    lived.restart()
    after = lived.memory.occupancy
    assert after.trust[BED_MOTION.entity].trust <= before.trust[BED_MOTION.entity].trust + 0.01
    assert after.steps == before.steps
    assert lived.room(BED).presence is Presence.UNKNOWN
    lived.clock.advance(timedelta(seconds=10))
    lived.stirs(LIVING_MOTION)
    assert lived.room(LIVING).presence is Presence.PRESENT
