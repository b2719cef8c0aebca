"""The trust ladder: earned by what people judged right, taken by a person, lowered by itself and once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import LIVING, MORNING, a_decision, a_house, living, minutes
from tests.rig import ANNA_ACTS, SET_POINT, Rig
from thermo_edge.control import judging, trust
from thermo_edge.home.hindsight import Count
from thermo_edge.home.house import Domain, Mode
from thermo_edge.home.memory import Memory, Modes
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.snapshot import Link, Snapshot
from thermo_edge.home.trust import Record, Standing, Tally, TrustView
from thermo_edge.home.turn import Answer, DecisionRecord, Verdict

NAME = trust.key(Domain.CLIMATE, LIVING)
HOUSE = a_house()
TODAY = HOUSE.local(MORNING).toordinal()
STEPS = st.sampled_from(Mode)


def remembered(mode: Mode, *days: Tally) -> Memory:
    return Memory(modes=Modes({(LIVING, Domain.CLIMATE): mode}), record={NAME: Record(days)})


def seen(memory: Memory, replay: Count = Count()) -> TrustView:  # noqa: B008 - frozen
    return trust.view(HOUSE, memory, Domain.CLIMATE, LIVING, MORNING, replay)


def mode_of(memory: Memory) -> Mode:
    return memory.modes.of(LIVING, Domain.CLIMATE)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_bound_lies_below_the_share_and_rises_with_evidence(right: int, wrong: int) -> None:
    of = right + wrong
    assert 0.0 <= trust.lower(right, of) <= (right / of if of else 0.0) + 1e-12
    assert trust.lower(2 * right, 2 * of) >= trust.lower(right, of) - 1e-12


def test_a_step_needs_occasions_and_a_bound() -> None:
    assert trust.lower(20, 20) == pytest.approx(0.924, abs=0.001)
    assert not trust.earned(19, 0, Mode.ACT)
    assert trust.earned(19, 1, Mode.ACT)
    assert not trust.earned(18, 2, Mode.ACT)
    assert trust.earned(10, 0, Mode.ASK)
    assert trust.earned(5, 0, Mode.SUGGEST)


def test_what_is_missing_is_seen_and_an_earned_step_is_offered() -> None:
    little = seen(remembered(Mode.ASK, Tally(TODAY, 12, 11, 1)))
    assert (little.judged, little.right, little.following, little.needs) == (12, 11, Mode.ACT, 20)
    assert little.lower == pytest.approx(0.758, abs=0.01)
    assert not little.earned
    assert seen(remembered(Mode.ASK, Tally(TODAY, 25, 24, 1))).offered
    assert not seen(remembered(Mode.ASK, Tally(TODAY - trust.COUNTS, 25, 24, 1))).earned, "that was long ago"
    assert seen(remembered(Mode.ACT, Tally(TODAY, 25, 24, 1))).following is None


def test_in_observe_the_last_replay_speaks_where_it_judged_more() -> None:
    view = seen(remembered(Mode.OBSERVE, Tally(TODAY, 0, 1, 0)), Count(right=30, wrong=1))
    assert (view.replayed, view.right, view.offered) == (True, 30, True)
    assert not seen(remembered(Mode.SUGGEST), Count(right=30)).replayed


def test_no_step_is_offered_above_the_ceiling() -> None:
    house = a_house(living(ceiling=Mode.ASK))
    memory = remembered(Mode.ASK, Tally(TODAY, 25, 24, 1))
    assert not trust.view(house, memory, Domain.CLIMATE, LIVING, MORNING, Count()).offered


@given(STEPS, STEPS, st.integers(0, 60), st.integers(0, 30), st.sampled_from(Domain), st.booleans())
def test_it_only_ever_lowers_by_one_step_and_never_to_observe(
    mode: Mode, ceiling: Mode, done: int, wrong: int, domain: Domain, everything: bool
) -> None:
    house = a_house(living(ceiling=ceiling))
    name = trust.key(domain, LIVING)
    memory = Memory(Modes({(LIVING, domain): mode}, everything), record={name: Record((Tally(TODAY, done, 0, wrong),))})
    before = trust.mode(house, memory, domain, LIVING)
    after = trust.lowered(house, memory, domain, LIVING, MORNING)
    now = trust.mode(house, after, domain, LIVING)
    assert before - 1 <= now <= min(before, ceiling)
    if now < before:
        assert now >= Mode.SUGGEST
        assert domain is not Domain.SECURITY
        assert wrong >= trust.FEWEST
        fell = after.trust[name].fell
        assert fell is not None
        assert (fell.was, fell.now) == (before, now)
    assert trust.lowered(house, after, domain, LIVING, MORNING) is after, "once: from there it counts anew"


def test_few_objections_among_many_acts_are_no_reason() -> None:
    kept = remembered(Mode.ACT, Tally(TODAY, 60, 0, 4))
    assert trust.lowered(HOUSE, kept, Domain.CLIMATE, LIVING, MORNING) is kept
    old = remembered(Mode.ACT, Tally(TODAY - trust.WINDOW, 5, 0, 5))
    assert trust.lowered(HOUSE, old, Domain.CLIMATE, LIVING, MORNING) is old
    often = remembered(Mode.ACT, Tally(TODAY, 12, 0, 4))
    assert mode_of(trust.lowered(HOUSE, often, Domain.CLIMATE, LIVING, MORNING)) is Mode.ASK


def test_what_is_no_room_is_never_lowered() -> None:
    kept = remembered(Mode.ACT, Tally(TODAY, 5, 0, 5))
    assert trust.lowered(a_house(living(id="attic")), kept, Domain.CLIMATE, LIVING, MORNING) is kept, "a heat source"


words = st.lists(st.tuples(st.integers(1, 6), st.sampled_from(Verdict), st.integers(0, 90)), max_size=25)


@given(words)
@settings(max_examples=60, deadline=None)
def test_a_word_counts_once_and_can_be_taken_back(said: Sequence[tuple[int, Verdict, int]]) -> None:
    memory = remembered(Mode.SUGGEST)
    for number, verdict, after in said:
        at = MORNING + minutes(after)
        record = DecisionRecord(number, MORNING, MORNING, a_decision(SET_POINT, 15.0 + number))
        memory = judging.worded(Snapshot(at, HOUSE, {}, {}, Link(True, at)), memory, record, verdict)
    standing = {number: verdict for number, verdict, _ in said if verdict is not Verdict.RETRACTED}
    tally = trust.counts(memory.record[NAME], TODAY, trust.COUNTS)
    assert tally.right + tally.wrong <= len(standing)
    assert mode_of(memory) is Mode.SUGGEST
    for number in range(1, 7):
        record = DecisionRecord(number, MORNING, MORNING, a_decision(SET_POINT, 15.0 + number))
        memory = judging.worded(
            Snapshot(MORNING, HOUSE, {}, {}, Link(True, MORNING)), memory, record, Verdict.RETRACTED
        )
    tally = trust.counts(memory.record.get(NAME, Record()), TODAY, trust.COUNTS)
    assert (tally.right, tally.wrong) == (0, 0)


# --- in the whole core --------------------------------------------------------------------------------------------


def of_living(rig: Rig) -> TrustView:
    return next(v for v in rig.desk.view().trust if (v.place, v.domain) == (LIVING, Domain.CLIMATE))


def minded(rig: Rig, times: int) -> None:
    """We set the living room, and each time somebody sets it otherwise soon after."""
    for number in range(times):
        rig.desk.end_hold(SET_POINT, ANNA_ACTS)
        rig.wait(timedelta(minutes=10), timedelta(minutes=5))
        rig.home.person(SET_POINT, 17.0 + number % 2)
        rig.settle()
        rig.wait(timedelta(hours=2), timedelta(minutes=30))


def test_hands_soon_after_our_acts_lower_the_mode_and_it_survives_a_restart() -> None:
    rig = Rig()
    rig.tick()
    minded(rig, 5)
    assert rig.memory.modes.of(LIVING, Domain.CLIMATE) is Mode.ASK
    notice = rig.notices[f"fell_back:{NAME}"]
    assert (notice.reason.code, notice.reason.get("what")) == (Code.HEAT_FELL_BACK, "ask")
    rig.restart()
    assert rig.memory.modes.of(LIVING, Domain.CLIMATE) is Mode.ASK
    fell = of_living(rig).fell
    assert fell is not None
    assert (fell.was, fell.now) == (Mode.ACT, Mode.ASK)
    rig.everything_answers()
    rig.desk.set_mode(LIVING, Domain.CLIMATE, Mode.ACT, ANNA_ACTS)
    rig.settle()
    after = of_living(rig)
    assert (after.mode, after.wrong, after.fell, after.early) == (Mode.ACT, 0, None, True)
    assert f"fell_back:{NAME}" not in rig.memory.notices


def test_a_no_is_counted_and_a_yes_too() -> None:
    rig = Rig(mode=Mode.ASK)
    rig.tick()
    key = f"{Domain.CLIMATE}:{LIVING}"
    assert rig.memory.asks[key].answer is Answer.OPEN
    rig.desk.answer(key, True, ANNA_ACTS)
    assert (of_living(rig).right, of_living(rig).wrong) == (1, 0)
    rig.tick()
    assert of_living(rig).right == 1


def test_the_next_step_is_a_question_that_only_a_person_answers() -> None:
    rig = Rig(mode=Mode.ASK)
    day = rig.house.local(rig.clock.now()).toordinal()
    record = {NAME: Record((Tally(day, 30, 25, 0),))}
    rig.controller._state = replace(rig.state, memory=replace(rig.memory, record=record))
    rig.wait(timedelta(hours=1), timedelta(minutes=20))
    assert of_living(rig).offered
    assert rig.memory.modes.of(LIVING, Domain.CLIMATE) is Mode.ASK
    rig.desk.answer_step(LIVING, Domain.CLIMATE, False, ANNA_ACTS)
    assert (of_living(rig).earned, of_living(rig).offered) == (True, False)
    with pytest.raises(Refused):
        rig.desk.answer_step(LIVING, Domain.CLIMATE, True, ANNA_ACTS)
    rig.controller._state = replace(rig.state, memory=replace(rig.memory, trust={NAME: Standing()}))
    rig.desk.answer_step(LIVING, Domain.CLIMATE, True, ANNA_ACTS)
    assert (of_living(rig).mode, of_living(rig).early) == (Mode.ACT, False)
