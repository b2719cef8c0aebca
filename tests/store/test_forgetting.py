"""Both histories forget a person alike: their measurements and words go, what was decided of them is somebody's."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.builders import ANNA, LIVING, LIVING_T, MORNING, a_decision, minutes, reading
from tests.contracts.history_contract import SET_POINT, a_turn
from thermo_edge.home.erasing import memory_without
from thermo_edge.home.forgetting import Traces, Whom
from thermo_edge.home.house import PersonId
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Actor, ActorKind, Decision, Feedback, Hold, Instead, Outcome, Verdict
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.memory_history import MemoryHistory

ANNA_ACTS, BEN = Actor(ActorKind.PERSON, "Anna"), Actor(ActorKind.PERSON, "Ben")
ONE = Whom(PersonId("anna"), "Anna", frozenset({"anna"}), frozenset({ANNA.entity}))


def test_a_reason_names_nobody_however_the_name_is_written(opened: Callable[[], SqlHistory]) -> None:
    history = opened()
    for number, name in enumerate(("Weiß", 'Rob "Bob"', "Anaïs"), start=1):
        request = replace(a_decision(SET_POINT, 20.0).request, reason=Reason.of(Code.UNDONE, who=name))
        decided = Decision(request, a_decision(SET_POINT, 20.0).outcome)
        history.keep(a_turn(number, MORNING + minutes(number), decided))
    for name in ("Weiß", 'Rob "Bob"', "Ana"):
        one = Whom(PersonId("one"), name, frozenset({name.casefold()}), frozenset())
        history.forget(one, memory_without(history.memory(), one))
    assert [record.decision.request.reason.get("who") for record in history.decisions(5)] == ["Anaïs", "", ""]


@pytest.mark.parametrize("on_disk", [True, False])
def test_both_forget_alike(on_disk: bool, opened: Callable[[], SqlHistory]) -> None:
    history = opened() if on_disk else MemoryHistory()
    history.add([reading(ANNA, True), reading(LIVING_T, 20.0)])
    for number, who in enumerate((ANNA_ACTS, BEN), start=1):
        at = MORNING + minutes(number)
        request = replace(a_decision(SET_POINT, 20.0 + number).request, reason=Reason.of(Code.UNDONE, who=who.name))
        hold = Hold(SET_POINT, 22.0, LIVING, who, at, at + minutes(240))
        decided = Decision(request, a_decision(SET_POINT, 20.0).outcome)
        history.keep(a_turn(number, at, decided, memory=Memory(holds={SET_POINT: hold})))
        history.feedback(Feedback(number, Verdict.WRONG, who, at))
    assert history.traces(ONE) == Traces(1, 2, 1)
    history.forget(ONE, memory_without(history.memory(), ONE))
    history.scrub()
    assert history.traces(ONE) == Traces()
    assert ANNA.entity not in history.entities()
    assert [hold.who for hold in history.holds(5)] == [BEN]
    assert [word.who for word in history.feedbacks(5)] == [BEN]
    assert [record.decision.request.reason.get("who") for record in history.decisions(5)] == ["Ben", ""]
    assert history.memory().holds[SET_POINT].who == BEN
    assert len(history.samples(LIVING_T, MORNING, MORNING + minutes(30), minutes(10))) > 0
    assert history.samples(ANNA, MORNING, MORNING + minutes(30), minutes(10)) == ()
    history.keep(a_turn(3, MORNING + minutes(9), a_decision(SET_POINT, 19.0)))
    assert history.memory().holds == {}


@pytest.mark.parametrize("on_disk", [True, False])
def test_what_would_have_changed_a_decision_names_nobody_either(
    on_disk: bool, opened: Callable[[], SqlHistory]
) -> None:
    history = opened() if on_disk else MemoryHistory()
    (record,) = history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0)))
    named = Instead(Reason.of(Code.IF_LET_GO, who="Anna"), Outcome.ACTED, 21.0)
    history.note_otherwise(record.number, (named, Instead(Reason(Code.IF_SHUT))))
    assert history.traces(ONE).named == 1
    history.forget(ONE, memory_without(history.memory(), ONE))
    assert history.traces(ONE).named == 0
    (kept,) = history.decisions(5)
    assert kept.otherwise == (replace(named, what=Reason.of(Code.IF_LET_GO, who="")), Instead(Reason(Code.IF_SHUT)))


def test_it_goes_with_a_decision_about_their_things(opened: Callable[[], SqlHistory]) -> None:
    history = opened()
    (record,) = history.keep(a_turn(1, MORNING, a_decision(ANNA, True)))
    history.note_otherwise(record.number, (Instead(Reason(Code.IF_SHUT)),))
    history.forget(ONE, memory_without(history.memory(), ONE))
    history.note_otherwise(record.number, (Instead(Reason(Code.IF_SHUT)),))  # it was being found meanwhile
    assert history.decisions(5) == ()
    assert history.decision(record.number) is None
