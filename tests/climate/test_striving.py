"""A heater that should heat while the room gets colder is noticed; a weak one, or one just started, is not."""

from dataclasses import replace
from datetime import timedelta

from tests.builders import BEDROOM_T, HEATER, LIVING_T, MORNING, RADIATOR, a_house
from tests.rig import SWITCH, Rig
from thermo_edge.climate import setpoint
from thermo_edge.climate.setpoint import EFFORT, trimmed, useless
from thermo_edge.home.comfort import Band
from thermo_edge.home.house import Attribute, Mode, Point, Value
from thermo_edge.home.memory import TrimMemory
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Link, Reading, Snapshot

BAND = Band(20.0, 21.0)
DEVICE = a_house().devices[0]


def seen(inside: float, hours: float, action: str | None = "heating", mode: str = "heat") -> Snapshot:
    values: dict[Point, Value] = {
        LIVING_T: inside,
        Point(RADIATOR, Attribute.SET_POINT): 20.5,
        Point(RADIATOR, Attribute.HVAC_MODE): mode,
        **({Point(RADIATOR, Attribute.HVAC_ACTION): action} if action is not None else {}),
    }
    at = MORNING + timedelta(hours=hours)
    readings = {point: Reading(point, value, at, at) for point, value in values.items()}
    return Snapshot(at, a_house(), readings, readings, Link(True, MORNING))


def after(*temperatures: float, action: str | None = "heating", mode: str = "heat") -> TrimMemory:
    """An hour between two of them."""
    trim = setpoint.NONE
    for hour, inside in enumerate(temperatures):
        trim = trimmed(seen(inside, float(hour), action, mode), DEVICE, BAND, inside, trim)
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


def test_one_that_never_says_what_it_does_strives_while_it_is_set_far_above_the_room() -> None:
    assert told(after(18.0, 17.6, 17.3, 17.1, action=None), 16.9, 3.0)
    assert after(18.0, 17.6, 17.3, action=None, mode="off").strives is None
    assert after(20.4, 20.3, action=None).strives is None


def test_a_bare_switch_that_is_on_for_whole_cycles_while_its_room_gets_colder() -> None:
    rig = Rig()
    for inside in (20.0, 19.0, 18.4, 18.0, 17.6, 17.2, 16.9, 16.7):
        rig.home.say(BEDROOM_T, inside)
        rig.wait(timedelta(minutes=45), timedelta(minutes=15))
    assert rig.notices[f"useless:{HEATER}"].reason.code is Code.NO_EFFECT
    rig.home.say(BEDROOM_T, 19.3)
    rig.wait(timedelta(minutes=30), timedelta(minutes=5))
    assert f"useless:{HEATER}" not in rig.notices


def test_a_bare_switch_whose_room_holds_or_that_is_off_does_not_strive() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 18.4)
    rig.wait(timedelta(hours=5), timedelta(minutes=15))
    assert rig.sent(SWITCH)[-1] is True and f"useless:{HEATER}" not in rig.notices
    watching = Rig(mode=Mode.OBSERVE)
    for inside in (19.0, 18.4, 18.0, 17.6, 17.2, 16.9, 16.7):
        watching.home.say(BEDROOM_T, inside)
        watching.wait(timedelta(minutes=45), timedelta(minutes=15))
    assert f"useless:{HEATER}" not in watching.notices


def test_what_began_before_everything_was_seen_does_not_count() -> None:
    trim = after(18.0, 17.5, 17.0, 16.5)
    assert not useless(trim, 16.5, MORNING + EFFORT, MORNING + timedelta(minutes=1))
    later = replace(trim, strives=MORNING + timedelta(minutes=2))
    assert useless(later, 16.5, MORNING + 2 * EFFORT, MORNING + timedelta(minutes=1))
