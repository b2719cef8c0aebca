"""The heartbeat for bare switches: never in observe, and it counts only if it left."""

from tests.builders import BEDROOM_T, HEATER, minutes
from tests.rig import SWITCH, Rig
from thermo_edge.home.house import Mode


def test_in_observe_no_heartbeat_leaves_whatever_a_person_does() -> None:
    rig = Rig(mode=Mode.OBSERVE)
    rig.home.person(SWITCH, True)
    rig.settle()
    rig.controller.renew()
    rig.wait(minutes(30))
    rig.controller.renew()
    assert rig.home.renewed == []


def test_what_turned_off_during_a_long_outage_is_not_taken_for_a_person() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 15.0)
    rig.wait(minutes(10))
    rig.controller.renew()
    rig.home.reach(False)
    rig.settle()
    for _ in range(30):
        rig.clock.advance(minutes(1))
        rig.controller.renew()
        rig.controller.tick()
        rig.settle()
    assert rig.clock.now() - rig.state.renewed[HEATER] >= minutes(30), "nothing left, so nothing was renewed"
    rig.home.say(SWITCH, False)  # its automation did, as nothing came for ten minutes
    rig.home.reach(True)
    rig.settle()
    rig.wait(minutes(10))
    assert SWITCH not in rig.memory.holds
    assert rig.home.readings[SWITCH].value is True
