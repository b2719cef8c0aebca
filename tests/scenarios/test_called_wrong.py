"""What somebody calls wrong, domain by domain: the next decision in the same situation is another, with its reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.app.test_comfort import Household
from tests.app.test_occupancy_night import past
from tests.builders import ANNA, LIVING, LIVING_T
from tests.control.shaded import SHUTTER, ShadedRig
from tests.lighting.rig import AMSTERDAM, HALL, HALL_LAMP, HALL_MOTION, LampRig, on
from tests.occupancy.lived import LIVING_LAMP, LIVING_MOTION, Lived, lived_house
from tests.rig import ANNA_ACTS, SET_POINT, Rig
from tests.security.guarded import BEDROOM_MOTION, CODE, DOOR, MOTION, SMOKE, WHO, Guarded
from thermo_edge.climate.objection import MOST, STEP
from thermo_edge.control.corrections import corrected
from thermo_edge.control.state import snapshot
from thermo_edge.home.house import Domain, PlaceId, Point
from thermo_edge.home.memory import Guarding, Watch
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.turn import DecisionRecord, Outcome, Verdict

DAY = timedelta(days=1)


def latest(rig: Rig, place: PlaceId, domain: Domain, *codes: Code) -> DecisionRecord:
    """The latest decision there, for one of these reasons where any are named."""
    records = (r for r in rig.history.decisions(400, place) if r.decision.request.domain is domain)
    return next(r for r in records if not codes or r.decision.request.reason.code in codes)


def about(rig: Rig, point: Point) -> DecisionRecord:
    return next(r for r in rig.history.decisions(400) if r.decision.request.point == point)


# --- warmth -------------------------------------------------------------------------------------------------------


def warm_evening() -> Household:
    """Comfort hours, and a room that was set as the settings say."""
    house = Household()
    house.until(1, 18.5)
    return house


def wanted(house: Household) -> float:
    value = about(house, SET_POINT).decision.request.value
    assert isinstance(value, float)
    return value


def test_a_target_called_wrong_moves_by_a_step_at_once_and_says_who_said_so() -> None:
    house = warm_evening()
    before, record = wanted(house), about(house, SET_POINT)
    assert record.decision.request.reason.code is Code.WARM_HOURS
    house.desk.judge(record.number, Verdict.WRONG, "temperature", ANNA_ACTS)
    reason = about(house, SET_POINT).decision.request.reason
    band = house.desk.view().rooms[0].band
    assert band is not None
    assert band.middle == pytest.approx(20.5 - STEP), "it had been raised"
    assert wanted(house) < before
    assert (reason.code, reason.get("who"), reason.get("weekday")) == (Code.AS_SAID, "Anna", 1.0)


def test_who_is_cold_in_a_room_that_rests_is_heard_and_in_one_that_heats_it_is_only_not_there_yet() -> None:
    house = warm_evening()
    house.home.say(LIVING_T, 18.7)
    house.settle()
    record, state, now = about(house, SET_POINT), house.controller.state, house.clock.now()
    seen = snapshot(state, now, timedelta(0))

    def heard(code: Code, value: float) -> int:
        request = replace(record.decision.request, value=value, reason=Reason.of(code))
        said = replace(record, decision=replace(record.decision, request=request, before=21.0))
        return len(corrected(seen, state.memory, said, ANNA_ACTS).taste.corrected)

    assert (heard(Code.COASTING, 18.0), heard(Code.WARM_HOURS, 18.0)) == (1, 0)


def test_it_holds_in_that_part_of_the_day_for_a_week_and_across_a_restart() -> None:
    house = warm_evening()
    house.desk.judge(about(house, SET_POINT).number, Verdict.WRONG, "", ANNA_ACTS)
    house.restart()
    house.everything_answers()
    codes = {}
    for day, hour in ((2, 12.0), (3, 19.0), (7, 19.0), (9, 19.0)):
        house.until(day, hour)
        codes[day] = latest(house, LIVING, Domain.CLIMATE).decision.request.reason.code
    assert codes == {2: Code.WARM_HOURS, 3: Code.AS_SAID, 7: Code.AS_SAID, 9: Code.WARM_HOURS}


def test_it_is_bounded_and_can_be_taken_back() -> None:
    house = warm_evening()
    numbers = []
    for _ in range(4):
        numbers.append(about(house, SET_POINT).number)
        house.desk.judge(numbers[-1], Verdict.WRONG, "", ANNA_ACTS)
        house.wait(timedelta(minutes=15))
    band = house.desk.view().rooms[0].band
    assert band is not None
    assert abs(band.middle - 20.5) <= MOST + 1e-9
    for number in numbers:
        house.desk.judge(number, Verdict.RETRACTED, "", ANNA_ACTS)
    house.settle()
    assert house.memory.taste.corrected == ()
    assert latest(house, LIVING, Domain.CLIMATE).decision.request.reason.code is Code.WARM_HOURS


def test_an_undo_is_a_correction_too() -> None:
    house = warm_evening()
    house.desk.undo(about(house, SET_POINT).number, ANNA_ACTS)
    assert [each.who for each in house.memory.taste.corrected] == [ANNA_ACTS]


def test_who_is_home_though_nobody_is_believed_to_be_keeps_their_comfort() -> None:
    house = warm_evening()
    house.home.say(ANNA, False)
    house.wait(timedelta(hours=1), timedelta(minutes=15))
    record = latest(house, LIVING, Domain.CLIMATE, Code.NOBODY_HOME)
    house.desk.judge(record.number, Verdict.WRONG, "", ANNA_ACTS)
    house.tick()
    assert latest(house, LIVING, Domain.CLIMATE).decision.request.reason.code is Code.WARM_HOURS, "believed at once"
    house.until(2, 19.0)
    after = latest(house, LIVING, Domain.CLIMATE).decision.request
    assert after.reason.code is Code.AS_SAID, "the phone still says away"
    assert after.aim == pytest.approx(20.5)


def test_safety_does_not_listen() -> None:
    house = warm_evening()
    for _ in range(3):
        house.desk.judge(about(house, SET_POINT).number, Verdict.WRONG, "", ANNA_ACTS)
    house.home.say(LIVING_T, 3.0)
    house.settle()
    house.wait(timedelta(minutes=2))
    request = latest(house, LIVING, Domain.CLIMATE, Code.FROST).decision.request
    assert request.hazard


@pytest.mark.slow
def test_a_night_learns_from_what_was_called_wrong() -> None:
    """Three evenings called too warm are an offer; taken back, they are none."""
    for taken_back in (False, True):
        house = Household()
        numbers = []
        for day in range(4):
            house.until(day, 18.5)
            numbers.append(latest(house, LIVING, Domain.CLIMATE, Code.WARM_HOURS).number)
            house.desk.judge(numbers[-1], Verdict.WRONG, "temperature", ANNA_ACTS)
            house.until(day, 23.5)
        if taken_back:
            for number in numbers:
                house.desk.judge(number, Verdict.RETRACTED, "", ANNA_ACTS)
        house.night()
        offer = house.memory.taste.offered.get(LIVING)
        if taken_back:
            assert offer is None
        else:
            assert offer is not None
            assert offer.then < offer.now
            assert offer.times >= 3


# --- light --------------------------------------------------------------------------------------------------------


def test_a_light_that_was_called_wrong_does_not_go_on_again_at_that_time() -> None:
    rig = LampRig()
    rig.sees(HALL_MOTION, True)
    record = about(rig, on(HALL_LAMP))
    assert (record.decision.outcome, rig.bulb().on) == (Outcome.ACTED, True)
    rig.desk.judge(record.number, Verdict.WRONG, "", ANNA_ACTS)
    rig.sees(HALL_MOTION, False)
    rig.pass_time(1200.0, 30.0)
    assert not rig.bulb().on
    rig.sees(HALL_MOTION, True)
    again = about(rig, on(HALL_LAMP)).decision
    assert (again.outcome, rig.bulb().on) == (Outcome.REFUSED, False)
    assert again.because is not None
    assert (again.because.code, again.because.get("who")) == (Code.SAID_WRONG, "Anna")
    rig.desk.judge(record.number, Verdict.RETRACTED, "", ANNA_ACTS)
    assert rig.bulb().on, "taken back, it goes on at once"


def test_calling_the_refusal_wrong_takes_it_back_too() -> None:
    rig = LampRig()
    rig.sees(HALL_MOTION, True)
    rig.desk.judge(about(rig, on(HALL_LAMP)).number, Verdict.WRONG, "", ANNA_ACTS)
    rig.sees(HALL_MOTION, False)
    rig.pass_time(1200.0, 30.0)
    rig.sees(HALL_MOTION, True)
    assert not rig.bulb().on
    rig.desk.judge(about(rig, on(HALL_LAMP)).number, Verdict.WRONG, "", ANNA_ACTS)
    assert rig.bulb().on
    assert rig.memory.corrections == ()


def test_at_another_time_of_the_day_and_after_a_week_it_goes_on() -> None:
    rig = LampRig()
    rig.sees(HALL_MOTION, True)
    rig.desk.judge(about(rig, on(HALL_LAMP)).number, Verdict.WRONG, "", ANNA_ACTS)
    found = rig.memory.corrections[0]
    assert found.until - found.at == 7 * DAY
    rig.sees(HALL_MOTION, False)
    rig.pass_time(3 * 3600.0, 300.0)
    rig.sees(HALL_MOTION, True)
    assert rig.bulb().on


def test_a_light_that_went_out_over_somebody_stays_on_without_being_dimmed() -> None:
    rig = LampRig()
    rig.sees(HALL_MOTION, True)
    rig.sees(HALL_MOTION, False)
    rig.pass_time(420.0)
    out = about(rig, on(HALL_LAMP))
    assert (out.decision.request.value, rig.bulb().on) == (False, False)
    rig.desk.judge(out.number, Verdict.WRONG, "", ANNA_ACTS)
    assert rig.memory.occupancy.rooms[HALL].sign == rig.clock.now(), "who says so is there"
    rig.tick()
    assert rig.bulb().on
    level = rig.bulb().brightness
    rig.pass_time(1200.0, 15.0)
    again = about(rig, on(HALL_LAMP)).decision
    assert (rig.bulb().on, rig.bulb().brightness) == (True, level)
    assert again.because is not None
    assert again.because.code is Code.SAID_WRONG


def test_a_shutter_called_wrong_is_not_lowered_again_at_that_time() -> None:
    rig = ShadedRig()
    rig.warm()
    record = about(rig, SHUTTER)
    assert record.decision.request.reason.code in (Code.SHADED, Code.SHADED_AHEAD)
    rig.desk.undo(record.number, ANNA_ACTS)
    rig.desk.end_hold(SHUTTER, ANNA_ACTS)
    rig.tick()
    because = about(rig, SHUTTER).decision.because
    assert because is not None
    assert because.code is Code.SAID_WRONG


# --- who is where -------------------------------------------------------------------------------------------------


def lit(lived: Lived) -> Lived:
    """An evening in the living room, its lamp left to the rule."""
    lived.lives(0, 18.0, 19.0)
    lived.home.say(LIVING_LAMP, True)
    lived.settle()
    for point in list(lived.memory.holds):
        lived.desk.end_hold(point, ANNA_ACTS)
    return lived


def test_nobody_was_there_has_the_sensor_believed_less_and_teaches_the_night() -> None:
    lived = Lived(replace(lived_house(), location=AMSTERDAM))
    lived.lives(0, 18.0, 18.3)
    record = latest(lived, LIVING, Domain.LIGHTING, Code.SUN_DOWN)
    before = lived.memory.occupancy.trust[LIVING_MOTION.entity].trust
    lived.desk.judge(record.number, Verdict.WRONG, "time", ANNA_ACTS)
    assert lived.memory.occupancy.trust[LIVING_MOTION.entity].trust == before, "this is not about who is there"
    lived.desk.judge(record.number, Verdict.WRONG, "nobody_there", ANNA_ACTS)
    assert lived.memory.occupancy.trust[LIVING_MOTION.entity].trust < before
    lived.until(0, 23.0)
    assert [each.occupied for each in past(lived).told] == [False]
    lived.desk.judge(record.number, Verdict.RETRACTED, "", ANNA_ACTS)
    assert past(lived).told == ()


def test_i_am_here_is_believed_at_once_and_teaches_the_night() -> None:
    lived = lit(Lived())
    while lived.sent(LIVING_LAMP)[-1:] != [False]:
        lived.wait(timedelta(minutes=1))
    record = latest(lived, LIVING, Domain.LIGHTING, Code.NOBODY_HERE)
    assert lived.room(LIVING).presence is Presence.ABSENT
    lived.desk.judge(record.number, Verdict.WRONG, "", ANNA_ACTS)
    assert lived.room(LIVING).presence is Presence.PRESENT
    lived.until(0, 23.0)
    assert True in [each.occupied for each in past(lived).told]


# --- the alarm ----------------------------------------------------------------------------------------------------


def guarded() -> Guarded:
    rig = Guarded()
    rig.desk.arm(Watch.AWAY, WHO)
    rig.settle()
    rig.pass_(rig.house.alarm.exit_delay.total_seconds() + 5.0 if rig.house.alarm else 0.0)
    assert rig.guarding is Guarding.ARMED
    return rig


def twice(rig: Guarded, *points: Point) -> None:
    """The sensors see motion, one after the other."""
    for point in points:
        rig.trip(point)
        rig.pass_(10.0)
        rig.calm(point)
        rig.pass_(10.0)


def fine(rig: Guarded) -> None:
    """An alarm by the living room's motion alone, which Anna says was fine; and armed again."""
    twice(rig, MOTION, MOTION)
    assert rig.guarding is Guarding.ALARM
    with pytest.raises(Refused):
        rig.desk.disarm(WHO, "0000", was_fine=True)
    assert rig.security.fine == (), "without the code nothing is less guarded"
    rig.desk.disarm(WHO, CODE, was_fine=True)
    rig.desk.arm(Watch.AWAY, WHO)
    rig.settle()
    rig.pass_(rig.house.alarm.exit_delay.total_seconds() + 5.0 if rig.house.alarm else 0.0)
    assert rig.guarding is Guarding.ARMED


def test_motion_that_was_fine_is_no_alarm_and_is_told() -> None:
    rig = guarded()
    fine(rig)
    twice(rig, MOTION, MOTION, MOTION)
    assert rig.guarding is Guarding.ARMED
    assert [n.reason.code for n in rig.memory.notices.values() if n.key.startswith("was_fine")] == [Code.WAS_FINE]
    rig.clock.advance(timedelta(hours=3))
    twice(rig, MOTION, MOTION)
    assert rig.guarding is Guarding.ALARM, "at another time of the day it is one"


@pytest.mark.parametrize("other", [BEDROOM_MOTION, DOOR, SMOKE])
def test_anything_else_is_an_alarm_as_ever(other: Point) -> None:
    rig = guarded()
    fine(rig)
    twice(rig, MOTION, MOTION)
    rig.trip(other)
    if other is SMOKE:
        assert rig.security.hazards
    else:
        assert rig.guarding in (Guarding.ALARM, Guarding.ENTRY)
