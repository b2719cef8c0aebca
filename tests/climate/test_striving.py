"""A heater that says that it heats while the room gets colder is noticed; a weak one, or one just started, is not."""

from dataclasses import replace
from datetime import timedelta

from tests.builders import LIVING_T, MORNING, RADIATOR, a_house
from thermo_edge.climate import setpoint
from thermo_edge.climate.setpoint import EFFORT, trimmed, useless
from thermo_edge.home.comfort import Band
from thermo_edge.home.house import Attribute, Point, Value
from thermo_edge.home.memory import TrimMemory
from thermo_edge.home.snapshot import Link, Reading, Snapshot

BAND = Band(20.0, 21.0)
DEVICE = a_house().devices[0]


def seen(inside: float, hours: float, action: str = "heating") -> Snapshot:
    values: dict[Point, Value] = {
        LIVING_T: inside,
        Point(RADIATOR, Attribute.SET_POINT): 20.5,
        Point(RADIATOR, Attribute.HVAC_ACTION): action,
    }
    at = MORNING + timedelta(hours=hours)
    readings = {point: Reading(point, value, at, at) for point, value in values.items()}
    return Snapshot(at, a_house(), readings, readings, Link(True, MORNING))


def after(*temperatures: float, action: str = "heating") -> TrimMemory:
    """An hour between two of them."""
    trim = setpoint.NONE
    for hour, inside in enumerate(temperatures):
        trim = trimmed(seen(inside, float(hour), action), DEVICE, BAND, inside, trim)
    return trim


def told(trim: TrimMemory, inside: float, hours: float) -> bool:
    return useless(trim, inside, MORNING + timedelta(hours=hours), MORNING)


def test_a_room_that_gets_colder_for_hours_while_it_heats() -> None:
    assert told(after(18.0, 17.6, 17.3, 17.1), 16.9, 3.0)
    assert not told(after(18.0, 17.6, 17.3), 16.9, 2.0), "not yet"


def test_a_weak_heater_is_no_broken_one() -> None:
    assert not told(after(18.0, 18.0, 17.9, 17.9, 17.9), 17.9, 4.0)
    assert not told(after(20.0, 19.8, 19.6, 19.4), 19.4, 3.0), "somebody has cooked before"
    assert not told(after(18.0, 18.3, 18.6, 18.9, 19.2), 19.2, 4.0)


def test_a_device_that_does_not_say_that_it_heats_does_not_strive() -> None:
    assert after(18.0, 17.0, 16.0, 15.0, action="idle").strives is None
    assert after(20.4, 20.3).strives is None, "near its set-point"


def test_what_began_before_everything_was_seen_does_not_count() -> None:
    trim = after(18.0, 17.5, 17.0, 16.5)
    assert not useless(trim, 16.5, MORNING + EFFORT, MORNING + timedelta(minutes=1))
    later = replace(trim, strives=MORNING + timedelta(minutes=2))
    assert useless(later, 16.5, MORNING + 2 * EFFORT, MORNING + timedelta(minutes=1))
