"""A bare switch that somebody holds on: its heat stays bounded."""

from datetime import timedelta

from tests.builders import BEDROOM_T, minutes
from tests.rig import ANNA_ACTS, SWITCH, Rig
from thermo_edge.home.turn import Outcome


def undone_off() -> Rig:
    """The rule turned the heater off, and Anna took that back."""
    rig = Rig()
    rig.home.say(BEDROOM_T, 18.0)
    rig.wait(minutes(10))
    assert rig.sent(SWITCH)[-1] is True
    rig.home.say(BEDROOM_T, 21.4)
    rig.wait(minutes(10))
    assert rig.sent(SWITCH)[-1] is False
    record = next(
        record
        for record in rig.history.decisions(50)
        if record.decision.request.point == SWITCH and record.decision.outcome is Outcome.ACTED
    )
    rig.desk.undo(record.number, ANNA_ACTS)
    rig.wait(minutes(6))
    assert rig.sent(SWITCH)[-1] is True
    return rig


def test_a_person_who_turned_it_on_does_not_heat_a_blind_room_for_hours() -> None:
    rig = Rig()
    rig.home.person(SWITCH, True)
    rig.wait(minutes(10))
    assert rig.sent(SWITCH) == []
    rig.silent = frozenset({BEDROOM_T.entity})
    rig.wait(timedelta(hours=2))
    assert rig.sent(SWITCH) == [False]


def test_an_undo_heats_without_measure_for_one_cycle_at_most() -> None:
    rig = undone_off()
    assert rig.memory.holds[SWITCH].until - rig.memory.holds[SWITCH].since == minutes(20)
    rig.wait(minutes(30))
    assert rig.home.readings[SWITCH].value is False


def test_what_an_undo_turned_on_goes_off_when_the_program_leaves() -> None:
    rig = undone_off()
    rig.controller.hand_back()
    rig.settle()
    assert rig.home.readings[SWITCH].value is False


def test_what_an_undo_turned_on_goes_off_in_observe() -> None:
    rig = undone_off()
    rig.desk.observe_everything(True, ANNA_ACTS)
    assert rig.home.readings[SWITCH].value is False
