"""A bare switch: its minimum times, its heartbeat, and what turns it off while we are gone."""

import itertools
from datetime import timedelta

import pytest

from tests.builders import BEDROOM, BEDROOM_T, LIVING, minutes
from tests.rig import ANNA_ACTS, SWITCH, Rig
from thermo_edge.home.house import Domain, Mode
from thermo_edge.home.reason import Code, Refused

HOURS = timedelta(hours=1)


def test_a_bare_switch_keeps_its_minimum_times_and_its_heartbeat() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 19.9)
    rig.wait(3 * HOURS)
    switched = [(at, command.value) for at, command in rig.home.sent if command.point == SWITCH]
    assert len(switched) > 4
    gaps = [later[0] - earlier[0] for earlier, later in itertools.pairwise(switched)]
    assert min(gaps) >= minutes(5)
    assert rig.home.renewed[0][0] <= next(at for at, value in switched if value is True)


def test_a_room_with_an_unprotected_switch_cannot_be_set_to_act() -> None:
    rig = Rig(mode=Mode.SUGGEST)
    rig.controller._state = rig.state.__class__(**{**vars(rig.state), "protected": frozenset()})
    with pytest.raises(Refused) as refused:
        rig.desk.set_mode(BEDROOM, Domain.CLIMATE, Mode.ACT, ANNA_ACTS)
    assert refused.value.reason.code is Code.UNPROTECTED


def test_a_switch_off_that_goes_missing_stops_the_switching() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 17.0)
    rig.wait(minutes(10))
    assert rig.sent(SWITCH)[-1] is True
    rig.home.protected.clear()
    rig.wait(HOURS)
    assert rig.sent(SWITCH)[-1] is False
    assert "unprotected:switch.bedroom_heater" in rig.notices


def test_what_turns_the_switch_off_while_we_are_gone_is_not_taken_for_a_person() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 15.0)
    rig.wait(minutes(10))
    assert rig.home.readings[SWITCH].value is True
    rig.home.close()
    rig.home.say(SWITCH, False)  # nobody renewed: the automation at the home did
    rig.restart(minutes(30))
    rig.wait(minutes(10))
    assert SWITCH not in rig.memory.holds
    assert rig.sent(SWITCH)[-1] is True


def test_going_to_observe_gives_back_what_is_ours() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 15.0)
    rig.wait(minutes(10))
    rig.desk.wish(LIVING, 23.0, rig.clock.now() + HOURS, ANNA_ACTS)
    rig.desk.observe_everything(True, ANNA_ACTS)
    assert rig.sent(SWITCH)[-1] is False
    sent = len(rig.home.sent)
    rig.wait(HOURS)
    assert len(rig.home.sent) == sent
    rig.desk.observe_everything(False, ANNA_ACTS)
    rig.wait(minutes(1))
    assert len(rig.home.sent) > sent
