"""A short loss of the connection tells nobody again what they know."""

from tests.builders import LIVING_T, minutes
from tests.rig import Rig


def silent() -> Rig:
    rig = Rig()
    rig.silent = frozenset({LIVING_T.entity})
    rig.wait(minutes(180))
    assert "silent:living" in rig.notices
    return rig


def test_what_was_said_of_a_device_stands_while_the_home_is_silent() -> None:
    rig = silent()
    before = rig.memory.notices["silent:living"]
    rig.home.reach(False)
    rig.wait(minutes(2))
    assert rig.notices["silent:living"] == before
    rig.home.reach(True)
    rig.wait(minutes(2))
    assert rig.notices["silent:living"] == before


def test_nor_does_a_restart_of_ours_tell_it_again() -> None:
    rig = silent()
    before = rig.memory.notices["silent:living"]
    rig.restart()
    rig.tick()
    assert rig.memory.notices["silent:living"] == before


def test_what_was_mended_meanwhile_is_cleared_once_the_home_is_back() -> None:
    rig = silent()
    rig.home.reach(False)
    rig.settle()
    rig.home.say(LIVING_T, 20.0)
    rig.home.reach(True)
    rig.wait(minutes(2))
    assert "silent:living" not in rig.notices
