"""Comfort that is learned: proposals with their bounds, several people, surfaces and mould."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from tests.builders import MORNING
from thermo_edge.climate.adaptive import BOUND
from thermo_edge.climate.comfort import (
    FEWEST,
    STEP,
    Frame,
    Proposal,
    asked_leaves,
    content,
    operative,
    propose,
    taste,
)
from thermo_edge.climate.evidence import (
    Evidence,
    Part,
    Situation,
    Source,
    Then,
    as_said,
    chosen,
    from_hold,
    from_verdict,
    from_wish,
    part_of,
    season_of,
    silent,
    voted,
)
from thermo_edge.climate.preference import Prior, Want
from thermo_edge.climate.sharing import NOTHING_OWED, Debt, lived, shared
from thermo_edge.home.comfort import Band, Limits
from thermo_edge.home.house import Attribute, EntityId, PlaceId, Point
from thermo_edge.home.turn import Actor, ActorKind, Hold, Verdict, Wish

LIVING = PlaceId("living")
EVENING = Situation(LIVING, Part.EVENING)
NIGHT = Situation(LIVING, Part.NIGHT, asleep=True)
BAND = Band(20.0, 21.0)
ANNA, BEN, NOBODY = (Actor(ActorKind.PERSON, name) for name in ("Anna", "Ben", ""))
THEN = Then(EVENING, 20.5, 20.5, 20.5)
SET_POINT = Point(EntityId("climate.living"), Attribute.SET_POINT)


def frame(band: Band = BAND, limits: Limits = Limits()) -> Frame:
    return Frame.around(band, limits, 2.0, cooled=False, asleep=False)


def proposal(
    evidence: list[Evidence], people: tuple[str, ...] = ("Anna",), band: Band = BAND, debt: Debt = NOTHING_OWED
) -> Proposal | None:
    learned = taste(Prior(), evidence, asked_leaves(people, EVENING), MORNING)
    return propose(learned, evidence, people, EVENING, band, frame(), debt)


def towards(evidence: list[Evidence], people: tuple[str, ...] = ("Anna",)) -> float:
    found = proposal(evidence, people)
    return found.then.middle if found else BAND.middle


def vote(want: Want, celsius: float = 20.5, who: Actor = ANNA, at: datetime = MORNING) -> Evidence:
    (one,) = voted(at, who, replace(THEN, temperature=celsius), want)
    return one


a_vote = some.builds(
    vote,
    some.sampled_from(Want),
    some.floats(15.0, 26.0),
    some.sampled_from((ANNA, BEN, NOBODY)),
    some.floats(0.0, 300.0).map(lambda days: MORNING - timedelta(days=days)),
)


@given(some.lists(a_vote, max_size=10), some.floats(15.0, 26.0))
@settings(max_examples=8, deadline=None)
def test_votes_for_warmer_never_lower_the_proposal(evidence: list[Evidence], celsius: float) -> None:
    for people in (("Anna",), ("Anna", "Ben"), ()):
        before = towards(evidence, people)
        assert towards([*evidence, vote(Want.WARMER, celsius)], people) >= before
        assert towards([*evidence, vote(Want.COOLER, celsius)], people) <= before


@given(some.lists(a_vote, max_size=10))
@settings(max_examples=40, deadline=None)
def test_a_proposal_is_bounded(evidence: list[Evidence]) -> None:
    found = proposal(evidence)
    if found is not None:
        assert abs(found.then.middle - BAND.middle) <= STEP + 1e-9
        assert 0.0 < found.before <= found.after + 1e-9 <= 1.0 + 1e-9
        assert found.then.high - found.then.low == pytest.approx(1.0)


def test_accepted_again_and_again_it_ends_at_the_bound() -> None:
    band, evidence = BAND, [vote(Want.WARMER, 24.0) for _ in range(40)]
    for _ in range(10):
        found = proposal(evidence, band=band)
        if found is None:
            break
        band = found.then
    assert band.middle == pytest.approx(BAND.middle + BOUND)
    assert proposal(evidence, band=band) is None


def test_too_few_votes_propose_nothing() -> None:
    assert proposal([vote(Want.WARMER)] * (FEWEST - 1)) is None
    assert proposal([]) is None
    found = proposal([vote(Want.WARMER)] * FEWEST)
    assert found is not None
    assert dict(found.votes)[Source.VOTE] == FEWEST
    assert found.after > found.before


def test_holds_of_one_person_move_their_room_towards_what_they_set() -> None:
    held = Hold(SET_POINT, 22.0, LIVING, ANNA, MORNING, MORNING + timedelta(hours=3))
    evidence = [one for _ in range(4) for one in from_hold(held, THEN)]
    found = proposal(evidence)
    assert found is not None
    assert BAND.middle < found.then.middle <= 22.0
    assert proposal(evidence, people=("Ben",)) is None, "they are Anna's"


def test_many_holds_of_one_value_end_near_that_value() -> None:
    cold = replace(THEN, temperature=19.5)
    evidence = [one for _ in range(30) for one in chosen(MORNING, ANNA, cold, 21.5, Source.HOLD)]
    leaves = asked_leaves(("Anna",), EVENING)
    assert BAND.middle + taste(Prior(), evidence, leaves, MORNING).offset(leaves[0])[0] == pytest.approx(21.5, abs=0.3)


def test_silence_speaks_against_a_few_complaints() -> None:
    complaints = [vote(Want.WARMER)] * FEWEST
    quiet = [one for _ in range(30) for one in silent(MORNING, ANNA, THEN, timedelta(hours=4))]
    leaves = asked_leaves(("Anna",), EVENING)
    heard, with_silence = (
        taste(Prior(), evidence, leaves, MORNING).offset(leaves[0])[0] for evidence in (complaints, complaints + quiet)
    )
    assert 0.0 < with_silence < heard
    assert sum(one.weight for one in as_said(quiet, MORNING)) == pytest.approx(4.0)


def test_old_votes_fade_and_later_ones_are_not_known() -> None:
    old, late = vote(Want.WARMER, at=MORNING - timedelta(days=120)), vote(Want.WARMER, at=MORNING + timedelta(days=1))
    assert [one.weight for one in as_said([old, late], MORNING)] == [pytest.approx(0.5)]


def test_only_what_people_do_counts() -> None:
    held = Hold(SET_POINT, 22.0, LIVING, Actor(ActorKind.AUTOMATION), MORNING, MORNING)
    assert from_hold(held, THEN) == ()
    assert from_hold(replace(held, who=ANNA, establish=True), THEN) == ()
    assert from_hold(replace(held, who=ANNA, value="heat"), THEN) == ()
    (on,) = from_hold(replace(held, who=ANNA, value=True), THEN)
    assert on.want is Want.WARMER
    wish = Wish(LIVING, 22.0, ANNA, MORNING, MORNING + timedelta(hours=1))
    assert [one.want for one in from_wish(wish, THEN)] == [Want.WARMER, Want.CHOSEN]


def test_wrong_is_read_against_what_was_done() -> None:
    (hot,) = from_verdict(MORNING, ANNA, Verdict.WRONG, 22.0, THEN)
    (cold,) = from_verdict(MORNING, ANNA, Verdict.UNDONE, 17.0, THEN)
    (right,) = from_verdict(MORNING, ANNA, Verdict.RIGHT, 22.0, THEN)
    assert (hot.want, cold.want, right.want) == (Want.COOLER, Want.WARMER, Want.FINE)
    assert from_verdict(MORNING, ANNA, Verdict.WRONG, None, THEN) == ()


@pytest.mark.parametrize("target", [float("nan"), float("inf"), -5.0, 99.0])
def test_absurd_set_points_are_no_votes(target: float) -> None:
    assert chosen(MORNING, ANNA, THEN, target, Source.HOLD) == ()


@pytest.mark.parametrize("celsius", [float("nan"), -40.0, 85.0])
def test_votes_in_absurd_rooms_are_none(celsius: float) -> None:
    assert voted(MORNING, ANNA, replace(THEN, temperature=celsius), Want.WARMER) == ()


def test_a_frame_keeps_to_limits_and_standard() -> None:
    assert frame(limits=Limits(highest=21.5)).high == 21.0
    thrifty = Frame.around(Band(17.0, 18.0), Limits(), 2.0, cooled=False, asleep=False)
    assert (thrifty.low, thrifty.high) == (17.5, 19.5), "the standard pushes nobody below their settings"
    asleep = Frame.around(Band(17.0, 18.0), Limits(), 2.0, cooled=False, asleep=True)
    assert asleep.low == 15.5
    assert frame().clip(float("nan")) == BAND.middle


def test_situations_and_parts() -> None:
    assert [part_of(MORNING.replace(hour=hour)) for hour in (2, 7, 13, 20, 23)] == [
        Part.NIGHT,
        Part.MORNING,
        Part.DAY,
        Part.EVENING,
        Part.NIGHT,
    ]
    assert [season_of(mean).value for mean in (float("nan"), 2.0, 12.0, 20.0)] == ["cold", "cold", "mild", "warm"]
    assert NIGHT.key != EVENING.key


# --- several people -----------------------------------------------------------------------------------------------


def test_the_target_leans_to_whom_more_is_owed() -> None:
    wanted = {"Anna": 22.0, "Ben": 20.5}
    even, owed = shared(wanted, NOTHING_OWED), shared(wanted, Debt({"Anna": 12.0}))
    assert even == pytest.approx(21.25)
    assert owed is not None
    assert 21.25 < owed <= 21.5, "inside what both tolerate"
    assert shared({}, NOTHING_OWED) is None


def test_debts_grow_outside_what_is_tolerated_and_fade() -> None:
    debt = lived(NOTHING_OWED, {"Anna": 22.0, "Ben": 20.0}, 20.0, timedelta(hours=4))
    assert debt.of("Anna") == pytest.approx(4.0)
    assert debt.of("Ben") == 0.0
    week = lived(debt, {}, 20.0, timedelta(days=7))
    assert week.of("Anna") == pytest.approx(2.0)
    assert lived(debt, {"Anna": 22.0}, float("nan"), timedelta(hours=1)) == debt
    assert lived(debt, {"Anna": 22.0}, 20.0, -timedelta(hours=1)) == debt


@given(some.floats(15.0, 26.0), some.floats(15.0, 26.0), some.floats(0.0, 3.0), some.floats(0.0, 50.0))
@example(23.9, 26.0, 0.2, 50.0)
@settings(max_examples=300)
def test_more_wanted_is_never_less_given(anna: float, ben: float, more: float, owed: float) -> None:
    debt = Debt({"Ben": owed})
    one, other = shared({"Anna": anna, "Ben": ben}, debt), shared({"Anna": anna + more, "Ben": ben}, debt)
    assert one is not None
    assert other is not None
    assert other >= one - 1e-9


def test_a_shared_room_says_what_is_owed() -> None:
    evidence = [vote(Want.WARMER, 21.0)] * 8 + [vote(Want.FINE, 20.5, BEN)] * 4
    found = proposal(evidence, ("Anna", "Ben"), debt=Debt({"Anna": 9.04}))
    assert found is not None
    assert found.owed == (("Anna", 9.0),)
    alone = proposal(evidence, ("Anna",))
    assert alone is not None
    assert alone.then.middle >= found.then.middle


def test_content_is_a_share() -> None:
    learned = taste(Prior(), [vote(Want.WARMER)] * 5, asked_leaves(("Anna",), EVENING), MORNING)
    shares = [content(learned, ("Anna",), EVENING, celsius, 20.5) for celsius in (18.0, 21.5)]
    assert 0.0 < shares[0] < shares[1] < 1.0


# --- surfaces -------------------------------------------------------------------------------------------


def test_operative_temperature() -> None:
    assert operative(21.0) == 21.0
    assert operative(21.0, {"wall": 17.0, "window": 13.0}) == pytest.approx(18.0)
    assert operative(21.0, {"wall": float("nan")}) == 21.0
