"""Whether it would have been right: what people did afterwards decides, and where they did nothing it is not known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import LIVING, MORNING, RADIATOR, a_house, living
from thermo_edge.control.acts import Acts
from thermo_edge.control.hindsight import After, judge
from thermo_edge.home.hindsight import Act, Judgement
from thermo_edge.home.house import Attribute, Device, DeviceKind, Domain, EntityId, Point, Value
from thermo_edge.home.memory import Memory, Turn
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import (
    Actor,
    ActorKind,
    Decision,
    DecisionRecord,
    Feedback,
    Hold,
    Outcome,
    Priority,
    Request,
    Verdict,
    Wish,
)

RIGHT, WRONG, UNKNOWN = Judgement.RIGHT, Judgement.WRONG, Judgement.UNKNOWN
ANNA = Actor(ActorKind.PERSON, "Anna")
ROBOT = Actor(ActorKind.AUTOMATION)
SET = Point(RADIATOR, Attribute.SET_POINT)
LAMP = Point(EntityId("light.living"), Attribute.ON)
HOUSE = a_house(living(lights=(Device(LAMP.entity, LIVING, DeviceKind.LIGHT, heats=False),)))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def would(
    point: Point, value: Value, code: Code = Code.WARM_HOURS, aim: float | None = None, before: Value | None = None
) -> Decision:
    domain = Domain.LIGHTING if point == LAMP else Domain.CLIMATE
    request = Request(point, value, LIVING, domain, Priority.COMFORT, Reason(code), aim)
    return Decision(request, Outcome.WOULD, Reason(Code.OBSERVING), before)


WARMER = Act(MORNING, would(SET, 21.0, aim=21.0, before=18.0))
COOLER = Act(MORNING, would(SET, 18.0, Code.NOBODY_HOME, aim=18.0, before=21.0))
LIT = Act(MORNING, would(LAMP, True, Code.SOMEBODY_HERE, before=False))
DARK = Act(MORNING, would(LAMP, False, Code.NOBODY_HERE, before=True))


def hold(point: Point, value: Value, after: float, who: Actor = ANNA) -> Hold:
    at = MORNING + minutes(after)
    return Hold(point, value, LIVING, who, at, at + timedelta(hours=4))


@pytest.mark.parametrize(
    ("act", "done", "judgement", "code"),
    [
        (WARMER, hold(SET, 21.0, 20), RIGHT, None),
        (WARMER, hold(SET, 23.0, 20), RIGHT, None),  # the same way, and further
        (WARMER, hold(SET, 16.0, 20), WRONG, Code.HINDSIGHT_BY_HAND),
        (WARMER, hold(SET, 16.0, 200), UNKNOWN, None),  # too late to be about it
        (WARMER, hold(SET, 16.0, 20, ROBOT), UNKNOWN, None),  # no person
        (WARMER, hold(SET, 16.0, -5), UNKNOWN, None),  # it would have been held
        (WARMER, hold(Point(RADIATOR, Attribute.HVAC_MODE), "off", 20), WRONG, Code.HINDSIGHT_BY_HAND),
        (LIT, hold(LAMP, True, 4), RIGHT, None),
        (LIT, hold(LAMP, True, -4), RIGHT, None),  # just before, and not heard of yet
        (LIT, hold(LAMP, True, 25), UNKNOWN, None),  # much later
        (DARK, hold(LAMP, False, 25), RIGHT, None),
        (DARK, hold(LAMP, True, 25), WRONG, Code.HINDSIGHT_BY_HAND),
    ],
)
def test_hands(act: Act, done: Hold, judgement: Judgement, code: Code | None) -> None:
    found = judge(act, After(holds=[done], sees=False))
    assert (found.judgement, found.reason.code if found.reason else None) == (judgement, code)


def test_a_wish_says_how_warm_it_should_be() -> None:
    at = MORNING + minutes(30)
    wish = Wish(LIVING, 16.0, ANNA, at, at + timedelta(hours=2))
    found = judge(WARMER, After(wishes=[wish]))
    assert found.judgement is WRONG
    assert found.reason is not None
    assert (found.reason.get("who"), found.reason.get("target"), found.reason.get("after")) == ("Anna", 16.0, 1800.0)
    assert judge(WARMER, After(wishes=[replace(wish, target=22.0)])).judgement is RIGHT


@pytest.mark.parametrize(
    ("verdict", "judgement"), [(Verdict.WRONG, WRONG), (Verdict.UNDONE, WRONG), (Verdict.RIGHT, RIGHT)]
)
def test_a_word_on_the_same_decision_counts_before_anything_else(verdict: Verdict, judgement: Judgement) -> None:
    record = DecisionRecord(7, MORNING + minutes(10), MORNING + minutes(30), WARMER.decision)
    word = Feedback(7, verdict, ANNA, MORNING + minutes(40))
    assert judge(WARMER, After(words=[(record, word)], holds=[hold(SET, 16.0, 20)])).judgement is judgement
    other = Act(MORNING, would(SET, 23.0, aim=23.0, before=18.0))
    assert judge(other, After(words=[(record, word)])).judgement is UNKNOWN


def test_a_lamp_by_who_was_there() -> None:
    seen = [MORNING + minutes(m) for m in (5, 20)]
    assert judge(DARK, After()).judgement is RIGHT  # nobody for half an hour
    assert judge(DARK, After(complete=False)).judgement is UNKNOWN
    assert judge(DARK, After(sees=False)).judgement is UNKNOWN
    assert judge(DARK, After(elsewhere=False)).judgement is UNKNOWN  # they may sit still
    found = judge(DARK, After(seen=[MORNING + minutes(2)]))
    assert (found.judgement, found.reason) == (WRONG, Reason.of(Code.HINDSIGHT_STILL_THERE, after=minutes(2)))
    assert judge(DARK, After(seen=[MORNING + minutes(12)])).judgement is UNKNOWN  # they came back
    assert judge(LIT, After(seen=seen)).reason == Reason.of(Code.HINDSIGHT_LEFT_DARK, after=minutes(30))
    assert judge(LIT, After(seen=seen, values=[(MORNING + minutes(6), LAMP, True)])).judgement is RIGHT
    assert judge(LIT, After(seen=seen[:1])).judgement is UNKNOWN


def test_an_absence_by_who_came_home_and_else_by_what_the_device_did_itself() -> None:
    assert judge(COOLER, After(home=[MORNING + minutes(10)])).reason == Reason.of(
        Code.HINDSIGHT_CAME_HOME, after=minutes(10)
    )
    assert judge(COOLER, After(home=[MORNING + minutes(300)])).judgement is RIGHT
    assert judge(WARMER, After(values=[(MORNING + minutes(60), SET, 21.0)])).judgement is RIGHT
    assert judge(WARMER, After()).judgement is UNKNOWN


def test_what_goes_on_or_is_said_again_counts_once() -> None:
    acts = Acts()
    first = would(SET, 21.0, aim=21.0, before=18.0)
    so = replace(first, outcome=Outcome.SATISFIED)
    paused = replace(first, outcome=Outcome.REFUSED, because=Reason(Code.WINDOW_OPEN))
    mode = would(Point(RADIATOR, Attribute.HVAC_MODE), "heat", aim=21.0)
    back = would(SET, 18.0, Code.HANDED_BACK)
    turns = [(first, mode), (first,), (paused,), (first, back), (so,), (first,), (would(SET, 17.0, aim=17.0),)]
    counted = [
        len(acts.of(HOUSE, Turn(number, MORNING, "tick", decisions, (), (), Memory())))
        for number, decisions in enumerate(turns)
    ]
    assert counted == [1, 0, 0, 0, 0, 1, 1]
