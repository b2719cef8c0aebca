"""The belief's own quality on this home: what it got wrong, by later evidence and people's word; its calibration."""

from datetime import timedelta

from tests.builders import LIVING
from tests.occupancy.lived import HALL_MOTION, LIVING_LAMP, LIVING_MOTION, MIDNIGHT, Lived
from thermo_edge.control.occupancy_view import quality_view
from thermo_edge.home.memory import QualityMemory
from thermo_edge.home.turn import Actor, ActorKind, Verdict
from thermo_edge.home.view import QualityView
from thermo_edge.occupancy import quality
from thermo_edge.occupancy.quality import Fault

PERSON = Actor(ActorKind.PERSON, "Anna")


def seen(lived: Lived) -> QualityView:
    found = lived.desk.view().occupancy
    assert found is not None
    return found.quality


def evening() -> Lived:
    """Somebody is home in the evening, and the living room has been empty for long, its lamp off."""
    lived = Lived()
    lived.lives(0, 17.0, 18.0)
    lived.lives(0, 18.25, 19.0, HALL_MOTION)
    return lived


def test_a_lamp_that_a_person_turns_on_where_nobody_was_believed_is_a_false_off() -> None:
    lived = evening()
    assert seen(lived).false_off == 0
    lived.home.person(LIVING_LAMP, True)
    lived.settle()
    assert seen(lived).false_off == 1
    lived.stirs(LIVING_MOTION)
    lived.home.person(LIVING_LAMP, False)
    lived.home.person(LIVING_LAMP, True)
    lived.settle()
    assert seen(lived).false_off == 1, "there somebody was believed"


def test_motion_just_after_our_light_off_is_a_false_off() -> None:
    lived = evening()
    lived.home.say(LIVING_LAMP, True)
    lived.settle()
    for point in list(lived.memory.holds):
        lived.desk.end_hold(point, PERSON)
    lived.until(0, 19.2, step=0.5)
    assert False in lived.sent(LIVING_LAMP)
    before = seen(lived).false_off
    lived.clock.advance(timedelta(seconds=1))
    sent = max(at for at, command in lived.home.sent if command.point == LIVING_LAMP)
    lived.home.say(LIVING_MOTION, True)
    lived.settle()
    soon = lived.clock.now() - sent <= timedelta(seconds=60)
    assert seen(lived).false_off == before + soon


def test_wrong_nobody_there_counts_against_the_belief() -> None:
    lived = evening()
    lived.home.say(LIVING_LAMP, True)
    lived.settle()
    for point in list(lived.memory.holds):
        lived.desk.end_hold(point, PERSON)
    lived.until(0, 19.2)
    records = [r for r in lived.history.decisions(50) if r.decision.request.place == LIVING]
    before = seen(lived).false_off
    lived.desk.judge(records[0].number, Verdict.WRONG, "I was there", PERSON)
    assert seen(lived).false_off == before + 1
    lived.desk.judge(records[0].number, Verdict.RIGHT, "", PERSON)
    assert seen(lived).false_off == before + 1


def test_beliefs_are_held_to_account_half_an_hour_later() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 12.0)
    lived.until(0, 16.0)
    found = seen(lived)
    assert len(found.bins) == 10
    assert sum(each.count for each in found.bins) > 20
    low = found.bins[0]
    assert low.count > 10
    assert low.occupied < 0.2
    assert abs(low.believed - 0.08) < 0.05


def test_only_the_last_days_are_kept() -> None:
    known = QualityMemory()
    for day in range(1, 30):
        known = quality.wrong(known, [Fault(on=day % 2 == 0)], day)
    assert len(known.days) == quality.DAYS
    view = quality_view(known, 29)
    assert (view.days, view.false_on, view.false_off) == (14, 7, 7)
    assert quality_view(known, 60).days == 0


def test_what_is_not_certain_is_not_counted() -> None:
    at = MIDNIGHT
    claimed = quality.claim(QualityMemory(), [(LIVING, 0.4)], at)
    late = at + timedelta(minutes=31)
    assert quality.settle(claimed, {LIVING: late}, frozenset({LIVING}), late, 1).days == ()
    assert quality.settle(claimed, {LIVING: None}, frozenset(), late, 1).days == ()
    nobody = quality.settle(claimed, {LIVING: None}, frozenset({LIVING}), late, 1)
    assert nobody.days[0].bins[4] == (1, 0.4, 0)
    there = quality.seen(claimed, LIVING, at + timedelta(minutes=2), 1)
    assert there.days[0].bins[4] == (1, 0.4, 1)
    assert there.claims == nobody.claims == ()
