"""What heats or cools as it thinks best: to set it low against too much heat would make it cool in full."""

from datetime import timedelta

import pytest

from tests.builders import LIVING_T, LIVING_WINDOW, RADIATOR, a_house, bedroom, living, minutes, radiator
from tests.rig import SET_POINT, Rig
from thermo_edge.home.house import Attribute, Mode, Point

MODE = Point(RADIATOR, Attribute.HVAC_MODE)
BOTH = pytest.mark.parametrize("either", ["auto", "heat_cool"])


def conditioner(either: str, inside: float, mode: Mode = Mode.ACT, set_point: float = 24.0) -> Rig:
    """An air conditioner that somebody left in such a mode before the program began."""
    rig = Rig(a_house(living(devices=(radiator(cools=True),)), bedroom()), begun=False)
    rig.home.say(LIVING_T, inside)
    rig.home.say(LIVING_WINDOW, False)
    rig.home.thermostat(RADIATOR, set_point, either)
    rig.settle()
    rig.allow(mode)
    rig.wait(minutes(10))
    return rig


@BOTH
@pytest.mark.parametrize(
    ("inside", "mode", "set_point"), [(18.0, "heat", 20.5), (24.5, "heat", 20.5), (26.5, "cool", 25)]
)
def test_it_is_told_which_of_both(either: str, inside: float, mode: str, set_point: float) -> None:
    """At 24.5 °C on a summer's day it was set to 20.5 °C, and cooled to that."""
    rig = conditioner(either, inside)
    assert rig.sent(MODE) == [mode]
    assert rig.sent(SET_POINT) == [set_point]


@BOTH
def test_while_a_person_has_it_so_its_set_point_is_left_alone(either: str) -> None:
    rig = conditioner("heat", 20.5)
    rig.home.person(MODE, either)
    rig.home.person(SET_POINT, 24.0)
    rig.home.say(LIVING_T, 24.0)
    rig.wait(timedelta(hours=3), minutes(5))
    assert rig.home.readings[MODE].value == either
    assert rig.home.readings[SET_POINT].value == 24.0


@BOTH
def test_an_open_window_turns_it_off_and_then_it_is_as_it_was(either: str) -> None:
    rig = conditioner("heat", 20.5)
    rig.home.person(MODE, either)
    rig.home.person(SET_POINT, 23.0)
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(45))
    assert (rig.home.readings[MODE].value, rig.home.readings[SET_POINT].value) == ("off", 23.0)
    rig.home.say(LIVING_WINDOW, False)
    rig.wait(minutes(15))
    assert (rig.home.readings[MODE].value, rig.home.readings[SET_POINT].value) == (either, 23.0)


@BOTH
def test_a_window_that_is_felt_turns_it_off_too(either: str) -> None:
    rig = conditioner(either, 21.0, set_point=21.0)
    rig.home.person(MODE, either)
    for k in range(12):
        rig.home.say(LIVING_T, 21.0 - (0.35 * max(k - 6, 0)))
        rig.wait(minutes(2))
    assert rig.home.readings[MODE].value == "off"
    assert rig.home.readings[SET_POINT].value >= 20.0


@BOTH
@pytest.mark.parametrize("blind", [False, True])
def test_against_too_much_heat_it_is_set_to_the_highest_at_most(either: str, blind: bool) -> None:
    rig = conditioner(either, 24.5, Mode.SUGGEST, set_point=27.0)
    if blind:
        rig.silent = frozenset({LIVING_T.entity})
    else:
        rig.home.say(LIVING_T, 28.4)
    rig.wait(timedelta(hours=3), minutes(5))
    assert (rig.home.readings[MODE].value, rig.home.readings[SET_POINT].value) == (either, 25.0)
