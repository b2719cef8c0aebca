"""Whole turns around a fake home: what a household would see."""

from datetime import datetime, timedelta, timezone

import pytest

from tests.builders import BEDROOM_T, LIVING, LIVING_T, minutes
from tests.rig import ANNA_ACTS, SET_POINT, Rig
from thermo_edge.home.heard import LinkLost, Peer, Renamed, Trouble
from thermo_edge.home.house import Attribute, Domain, Mode, PlaceId, Point
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.snapshot import Origin
from thermo_edge.home.turn import ActorKind, Outcome, Verdict

HOURS = timedelta(hours=1)


def test_a_cold_room_is_called_to_its_comfort() -> None:
    rig = Rig()
    rig.tick()
    assert rig.sent(SET_POINT) == [20.5]
    assert rig.decision(SET_POINT).request.reason.code is Code.WARM_HOURS


def test_in_observe_nothing_is_sent_and_it_is_said_what_would_have_been() -> None:
    rig = Rig(mode=Mode.OBSERVE)
    rig.home.say(LIVING_T, 3.0)  # not even against frost
    rig.wait(2 * HOURS)
    assert rig.home.sent == []
    assert rig.home.renewed == []
    assert rig.desk.view().would_today > 0


def test_nothing_is_sent_before_everything_was_read_again() -> None:
    rig = Rig()
    rig.tick()
    rig.home.sent.clear()
    rig.controller.hear(LinkLost(Reason(Code.LINK_DOWN)))
    rig.settle()
    rig.desk.wish(LIVING, 22.0, rig.clock.now() + HOURS, ANNA_ACTS)
    assert rig.home.sent == []
    rig.home.refresh()
    rig.settle()
    assert rig.sent(SET_POINT) == [22.0]


def test_a_persons_change_is_held_with_an_expiry_and_then_let_go() -> None:
    rig = Rig()
    rig.tick()
    rig.home.person(SET_POINT, 23.0)
    rig.settle()
    hold = rig.memory.holds[SET_POINT]
    assert (hold.who.name, hold.until - rig.clock.now()) == ("Anna", rig.house.hold)
    rig.wait(rig.house.hold - minutes(5))
    assert rig.sent(SET_POINT) == [20.5]
    rig.wait(minutes(10))
    assert rig.sent(SET_POINT) == [20.5, 20.5]


def test_ending_a_hold_lets_the_rule_go_on_at_once() -> None:
    rig = Rig()
    rig.home.person(SET_POINT, 23.0)
    rig.settle()
    rig.desk.end_hold(SET_POINT, ANNA_ACTS)
    assert rig.sent(SET_POINT)[-1] == 20.5


def test_another_automation_is_held_for_a_shorter_time() -> None:
    rig = Rig()
    rig.tick()
    rig.home.automation(SET_POINT, 17.0)
    rig.settle()
    hold = rig.memory.holds[SET_POINT]
    assert hold.who.kind is ActorKind.AUTOMATION
    assert hold.until - rig.clock.now() == rig.house.automation_hold


def test_a_wish_counts_until_its_end_and_what_was_before_comes_back_where_no_rule_is_in_charge() -> None:
    rig = Rig(mode=Mode.SUGGEST)
    rig.desk.wish(LIVING, 22.0, rig.clock.now() + HOURS, ANNA_ACTS)
    assert rig.sent(SET_POINT) == [22.0]
    rig.home.say(LIVING_T, 22.0)
    rig.wait(2 * HOURS)
    assert rig.sent(SET_POINT) == [22.0, 19.0]


@pytest.mark.parametrize(
    ("target", "hours", "code"),
    [
        (26.0, 1, Code.OUT_OF_RANGE),
        (float("nan"), 1, Code.NOT_FINITE),
        (20.0, -1, Code.TOO_LATE),
        (20.0, 367 * 24, Code.TOO_FAR_AHEAD),
    ],
)
def test_impossible_wishes_are_refused_in_words(target: float, hours: int, code: Code) -> None:
    rig = Rig()
    with pytest.raises(Refused) as refused:
        rig.desk.wish(LIVING, target, rig.clock.now() + hours * HOURS, ANNA_ACTS)
    assert refused.value.reason.code is code


def test_a_wish_beyond_the_calendar_stops_no_turn() -> None:
    rig = Rig()
    beyond = datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-12)))  # in UTC there is no such time
    with pytest.raises(Refused) as refused:
        rig.desk.wish(LIVING, 22.0, beyond, ANNA_ACTS)
    assert refused.value.reason.code is Code.TOO_FAR_AHEAD
    rig.tick()
    assert rig.sent(SET_POINT) == [20.5]


def test_a_wish_in_observe_is_refused_with_the_way_to_change_that() -> None:
    rig = Rig(mode=Mode.OBSERVE)
    with pytest.raises(Refused) as refused:
        rig.desk.wish(LIVING, 21.0, rig.clock.now() + HOURS, ANNA_ACTS)
    assert refused.value.reason.code is Code.OBSERVING


def test_ask_waits_for_a_tap() -> None:
    rig = Rig(mode=Mode.ASK)
    rig.tick()
    assert rig.home.sent == []
    ask = next(ask for ask in rig.desk.view().asks if ask.place == LIVING)
    rig.desk.answer(ask.key, True, ANNA_ACTS)
    assert rig.sent(SET_POINT) == [20.5]
    assert all(ask.place != LIVING for ask in rig.desk.view().asks)


def test_a_question_about_what_is_no_longer_wanted_goes() -> None:
    rig = Rig(mode=Mode.ASK)
    rig.tick()
    assert LIVING in {ask.place for ask in rig.desk.view().asks}
    rig.desk.wish(LIVING, 19.0, rig.clock.now() + HOURS, ANNA_ACTS)  # which its thermostat is set to already
    rig.tick()
    assert rig.decision(SET_POINT).outcome is Outcome.SATISFIED
    assert LIVING not in {ask.place for ask in rig.desk.view().asks}
    rig.wait(2 * HOURS)
    assert LIVING in {ask.place for ask in rig.desk.view().asks}


@pytest.mark.parametrize("mode", [Mode.OBSERVE, Mode.SUGGEST, Mode.ACT])
def test_a_room_that_asks_no_more_leaves_no_question(mode: Mode) -> None:
    rig = Rig(mode=Mode.ASK)
    rig.tick()
    rig.desk.set_mode(LIVING, Domain.CLIMATE, mode, ANNA_ACTS)
    rig.tick()
    assert LIVING not in {ask.place for ask in rig.desk.view().asks}
    rig.desk.set_mode(LIVING, Domain.CLIMATE, Mode.ASK, ANNA_ACTS)
    rig.desk.observe_everything(True, ANNA_ACTS)
    assert rig.desk.view().asks == ()


def test_no_means_no_until_the_aim_changes() -> None:
    rig = Rig(mode=Mode.ASK)
    rig.tick()
    rig.desk.answer("climate:living", False, ANNA_ACTS)
    rig.wait(3 * HOURS)
    assert rig.sent(SET_POINT) == []
    assert rig.decision(SET_POINT).because is not None


# --- people's words on decisions -------------------------------------------------------------------------------------


def test_undo_brings_back_what_was_before_and_holds_it() -> None:
    rig = Rig()
    rig.tick()
    number = next(r.number for r in rig.history.decisions(50) if r.decision.outcome is Outcome.ACTED)
    rig.desk.undo(number, ANNA_ACTS)
    assert rig.sent(SET_POINT) == [20.5, 19.0]
    rig.wait(minutes(30))
    assert rig.sent(SET_POINT) == [20.5, 19.0]
    with pytest.raises(Refused):
        rig.desk.undo(999, ANNA_ACTS)


def test_a_refusal_cannot_be_undone() -> None:
    rig = Rig(mode=Mode.OBSERVE)
    rig.tick()
    number = rig.history.decisions(1)[0].number
    with pytest.raises(Refused) as refused:
        rig.desk.undo(number, ANNA_ACTS)
    assert refused.value.reason.code is Code.NOTHING_TO_UNDO


def test_wrong_is_kept_as_a_label() -> None:
    rig = Rig()
    rig.tick()
    number = rig.history.decisions(1)[0].number
    rig.desk.judge(number, Verdict.WRONG, "temperature", ANNA_ACTS)
    with pytest.raises(Refused):
        rig.desk.judge(10**6, Verdict.WRONG, "", ANNA_ACTS)


# --- the program itself ----------------------------------------------------------------------------------------------


def test_the_second_of_two_programs_only_observes_and_says_so() -> None:
    rig = Rig()
    rig.controller.hear(Peer("older", rig.clock.now() - HOURS))
    rig.settle()
    rig.home.say(LIVING_T, 15.0)
    rig.tick()
    assert rig.home.sent == []
    assert "second_program" in rig.notices
    rig.wait(minutes(5))  # the other is not heard any more
    assert rig.home.sent
    assert "second_program" not in rig.notices


def test_a_clock_set_back_stores_nothing_and_the_house_goes_on() -> None:
    rig = Rig()
    rig.tick()
    rig.clock.fall_behind(HOURS)
    rig.tick()
    kept = len(rig.history.decisions(500))
    rig.home.say(LIVING_T, 14.0)
    rig.wait(minutes(10))
    assert rig.sent(SET_POINT)[-1] == 16.5  # its safe temperature, without any hours
    assert len(rig.history.decisions(500)) == kept
    assert "clock" in rig.notices
    rig.home.say(LIVING_T, 20.2)
    rig.home.say(LIVING_T, 20.2)
    rig.wait(2 * HOURS)  # it went on evenly, so it is believed, and ours has waited for it
    assert "clock" not in rig.notices
    assert rig.sent(SET_POINT)[-1] == 20.5


def test_a_failing_turn_is_logged_and_the_next_one_runs(caplog: pytest.LogCaptureFixture) -> None:
    rig = Rig()
    rig.controller.hear("not a message")  # type: ignore[arg-type]
    rig.controller.hear(Trouble("broken", None, ()))  # type: ignore[arg-type]
    rig.home.say(LIVING_T, 18.0)
    rig.settle()
    rig.tick()
    assert rig.sent(SET_POINT) == [20.5]
    assert any("failed" in record.message for record in caplog.records)


def test_what_the_home_says_of_names_is_a_notice() -> None:
    rig = Rig()
    rig.controller.hear(Renamed(LIVING_T.entity, BEDROOM_T.entity))
    rig.settle()
    assert rig.notices["renamed:sensor.living_temperature"].reason.get("detail") == BEDROOM_T.entity


def test_a_device_that_does_not_obey_is_told_again_with_patience_and_then_named() -> None:
    rig = Rig()
    rig.home.obeys = False
    rig.wait(timedelta(hours=2))
    assert 2 <= len(rig.sent(SET_POINT)) <= 6
    assert "disobeyed:climate.living_radiator" in rig.notices


def test_a_home_that_fails_is_not_flooded() -> None:
    rig = Rig()
    rig.home.fails = True
    rig.wait(timedelta(hours=2))
    assert 2 <= len(rig.sent(SET_POINT)) <= 12


def test_a_room_of_another_name_is_refused() -> None:
    rig = Rig()
    with pytest.raises(Refused) as refused:
        rig.desk.set_mode(PlaceId("cellar"), Domain.CLIMATE, Mode.ACT, ANNA_ACTS)
    assert refused.value.reason.code is Code.UNKNOWN_PLACE


def test_nobody_home_costs_three_kelvin_at_most() -> None:
    rig = Rig()
    rig.home.say(Point(rig.house.persons[0].entity or LIVING_T.entity, Attribute.PRESENCE), False)
    rig.tick()
    assert rig.sent(SET_POINT) == [17.5] or rig.sent(SET_POINT) == [18.0]
    assert rig.decision(SET_POINT).request.reason.code is Code.NOBODY_HOME


def test_our_own_echo_is_no_change_of_a_person() -> None:
    rig = Rig()
    rig.tick()
    pending = rig.memory.pending[SET_POINT]
    assert pending.confirmed is not None
    assert rig.memory.holds == {}
    rig.home.say(SET_POINT, 20.54, Origin("elsewhere"))  # a device that rounds
    rig.settle()
    assert rig.memory.holds == {}
