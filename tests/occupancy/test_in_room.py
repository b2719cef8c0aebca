"""Whether somebody is in a room: a sign, evidence of absence, or not known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import ANNA, LIVING, MORNING, a_house, reading
from thermo_edge.control.sensing import Senses, hear
from thermo_edge.home.comfort import Lighting
from thermo_edge.home.forecast import RoomBelief
from thermo_edge.home.house import Attribute, EntityId, Point, Room, Sensor, Value
from thermo_edge.home.memory import OccupancyMemory
from thermo_edge.home.presence import Presence
from thermo_edge.home.snapshot import Quality
from thermo_edge.occupancy.belief import Evidence, room_belief

MOTION = Point(EntityId("binary_sensor.motion"), Attribute.MOTION)
RADAR = Point(EntityId("binary_sensor.radar"), Attribute.PRESENCE)
ROOM = Room(LIVING, "Living room", (Sensor(MOTION, LIVING),), lighting=Lighting(off_after=timedelta(minutes=5)))
BOTH = replace(ROOM, sensors=(Sensor(MOTION, LIVING), Sensor(RADAR, LIVING)))


def told(*said: tuple[Point, Value | None, float]) -> Senses:
    """What sensors said, each so many minutes after the start; None: unavailable."""
    senses, _, _ = hear(Senses(), [reading(ANNA, True, MORNING)], {})
    for point, value, minute in said:
        quality = Quality.GOOD if value is not None else Quality.UNAVAILABLE
        senses, _, _ = hear(senses, [reading(point, value, MORNING + timedelta(minutes=minute), quality)], {})
    return senses


def inside(senses: Senses, minute: float, room: Room = ROOM) -> RoomBelief:
    now = MORNING + timedelta(minutes=minute)
    evidence = Evidence(a_house(room), senses.latest, senses.seen, OccupancyMemory(), now)
    return room_belief(evidence, room)


def test_seen_then_for_a_while_then_gone() -> None:
    senses = told((MOTION, False, -60), (MOTION, True, 0), (MOTION, False, 1))
    assert [inside(senses, minute).presence for minute in (1, 5.9, 6.0)] == [
        Presence.PRESENT,
        Presence.PRESENT,
        Presence.ABSENT,
    ]
    assert inside(senses, 30).sign == MORNING + timedelta(minutes=1)


@pytest.mark.parametrize("before", [True, False])
def test_coming_back_calm_after_a_fault_is_no_sign_and_no_evidence_yet(before: bool) -> None:
    senses = told((MOTION, before, 0), (MOTION, None, 20), (MOTION, False, 30))
    assert inside(senses, 25).presence is Presence.UNKNOWN
    assert [inside(senses, minute).presence for minute in (30, 34, 35)] == [
        Presence.UNKNOWN,
        Presence.UNKNOWN,
        Presence.ABSENT,
    ]


def test_the_first_thing_heard_after_a_start_is_no_sign_unless_somebody_is_seen() -> None:
    assert inside(told((MOTION, False, 0)), 1).presence is Presence.UNKNOWN
    assert inside(told((MOTION, True, 0)), 1).presence is Presence.PRESENT


def test_one_of_two_sensors_that_fails_makes_absence_unknown_and_presence_not() -> None:
    senses = told((MOTION, False, 0), (RADAR, None, 0))
    assert inside(senses, 60, BOTH).presence is Presence.UNKNOWN
    senses = told((MOTION, True, 0), (RADAR, None, 0))
    assert inside(senses, 2, BOTH).presence is Presence.PRESENT
    senses = told((MOTION, False, 0), (RADAR, False, 0))
    assert inside(senses, 60, BOTH).presence is Presence.ABSENT


def test_a_sensor_that_has_died_is_believed_neither_in_what_it_sees_nor_in_its_calm() -> None:
    seeing = told((MOTION, True, 0))
    assert inside(seeing, 59).presence is Presence.PRESENT
    assert inside(seeing, 61).presence is Presence.UNKNOWN
    radar = told((MOTION, False, 0), (RADAR, True, 0))
    assert inside(radar, 5 * 60, BOTH).presence is Presence.PRESENT, "radar sees who sits still for hours"
    assert inside(radar, 6.1 * 60, BOTH).presence is Presence.UNKNOWN
    assert inside(told((MOTION, False, 0)), 24 * 60 + 1).presence is Presence.UNKNOWN


def test_a_room_without_sensors_is_not_known() -> None:
    found = inside(Senses(), 0, replace(ROOM, sensors=()))
    assert (found.presence, found.sign) == (Presence.UNKNOWN, None)
