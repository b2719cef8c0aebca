"""Two programs on one home: exactly one of those that may act has it."""

from datetime import timedelta

from tests.builders import HEATER, LIVING_T, minutes
from tests.rig import ANNA_ACTS, SET_POINT, SWITCH, Rig
from thermo_edge.home.heard import Peer
from thermo_edge.home.house import Domain, Mode, PlaceId

HOURS = timedelta(hours=1)


def test_who_only_observes_claims_nothing_and_who_acts_has_claimed_since_then() -> None:
    rig = Rig(mode=Mode.OBSERVE)
    rig.wait(minutes(2))
    assert rig.state.claim is None
    rig.desk.set_mode(PlaceId("living"), Domain.CLIMATE, Mode.ACT, ANNA_ACTS)
    assert rig.state.claim == rig.clock.now()
    rig.restart()
    assert rig.state.claim == rig.state.started
    rig.desk.observe_everything(True, ANNA_ACTS)
    assert rig.state.claim is None


def test_of_two_that_act_the_one_that_has_acted_for_longer_goes_on() -> None:
    rig = Rig()
    rig.controller.hear(Peer("later", rig.clock.now() + minutes(1)))
    rig.home.say(SET_POINT, 7.0)
    rig.home.say(LIVING_T, 4.0)
    rig.home.say(LIVING_T, 4.0)
    rig.tick()
    assert rig.sent(SET_POINT) != [], "frost is not left to a program that came later"
    assert "second_program" not in rig.notices


def test_one_that_has_run_for_longer_but_begins_to_act_later_is_the_second() -> None:
    rig = Rig(mode=Mode.OBSERVE)
    rig.wait(HOURS)
    rig.controller.hear(Peer("acting", rig.clock.now() - minutes(5)))
    rig.settle()
    rig.desk.set_mode(PlaceId("living"), Domain.CLIMATE, Mode.ACT, ANNA_ACTS)
    rig.tick()
    assert rig.home.sent == []
    assert "second_program" in rig.notices


def test_the_second_sends_no_heartbeat_for_what_the_first_left_on() -> None:
    rig = Rig()
    rig.controller.hear(Peer("older", rig.clock.now() - HOURS))
    rig.settle()
    rig.home.say(SWITCH, True)
    rig.settle()
    rig.controller.renew()
    assert (rig.home.renewed, HEATER in rig.state.renewed) == ([], False)
