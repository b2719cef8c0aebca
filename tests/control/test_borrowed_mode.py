"""A thermostat's mode that was changed for a while comes back afterwards, and not in between."""

from datetime import timedelta

import pytest

from tests.builders import LIVING, LIVING_T, RADIATOR, minutes
from tests.rig import ANNA_ACTS, Rig
from thermo_edge.home.house import Attribute, Mode, Point

MODE = Point(RADIATOR, Attribute.HVAC_MODE)


def turned_off(inside: float, mode: Mode) -> Rig:
    """A thermostat that was off before the program began, which is nobody's hold."""
    rig = Rig(begun=False)
    rig.everything_answers(inside)
    rig.home.thermostat(RADIATOR, 19.0, "off")
    rig.settle()
    rig.allow(mode)
    rig.wait(minutes(10))
    return rig


@pytest.mark.parametrize(("mode", "inside"), [(Mode.SUGGEST, 18.0), (Mode.ACT, 20.3)])
def test_a_wish_keeps_the_thermostat_on_until_it_is_over(mode: Mode, inside: float) -> None:
    """It was turned off again five minutes later, and on again, for as long as the wish held."""
    rig = turned_off(inside, mode)
    rig.desk.wish(LIVING, 22.0, rig.clock.now() + timedelta(hours=1), ANNA_ACTS)
    rig.wait(minutes(58))
    assert rig.sent(MODE) == ["heat"]
    rig.wait(minutes(15))
    assert rig.sent(MODE) == ["heat", "off"]


@pytest.mark.parametrize("mode", [Mode.SUGGEST, Mode.ACT])
def test_against_frost_it_stays_on_until_the_frost_is_over(mode: Mode) -> None:
    """Every five minutes it was given back what somebody had turned off, and turned on again."""
    rig = turned_off(20.5, mode)
    rig.home.person(MODE, "heat")
    rig.home.person(MODE, "off")
    for _ in range(2):
        rig.home.say(LIVING_T, 4.0)
    rig.wait(minutes(60))
    assert rig.sent(MODE) == ["heat"]
    for inside in (7.0, 7.1):
        rig.home.say(LIVING_T, inside)
    rig.wait(minutes(15))
    assert rig.sent(MODE) == ["heat", "off"]
