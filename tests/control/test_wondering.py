"""What would have changed each new decision is found beside the house, from what was known in its turn."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import BEDROOM, LIVING, LIVING_T, MORNING, RADIATOR, a_decision, a_house
from tests.rig import ANNA_ACTS, SET_POINT, Rig
from thermo_edge.control.otherwise import differs, instead, judged_here
from thermo_edge.control.state import snapshot
from thermo_edge.control.wondering import Wonder
from thermo_edge.errors import StoreError
from thermo_edge.home.house import Mode, PlaceId, Point
from thermo_edge.home.reason import Code
from thermo_edge.home.turn import DecisionRecord, Instead, Outcome
from thermo_edge.ports import History
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import open_history


class Noting(MemoryHistory):
    """One that knows which thread noted what would have changed a decision, and whose disk may fail at it."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[int] = []
        self.fails = 0

    def note_otherwise(self, decision: int, found: Sequence[Instead]) -> None:
        self.threads.append(threading.get_ident())
        if self.fails:
            self.fails -= 1
            raise StoreError("it is full")
        super().note_otherwise(decision, found)


def a_rig(
    history: History | None = None, mode: Mode = Mode.ACT, most: int = 32, pace: float = 0.0
) -> tuple[Rig, Wonder]:
    """A house whose decisions are wondered about when a test says so."""
    history = history or MemoryHistory()
    wonder = Wonder(history, most, pace)
    rig = Rig(history=history, mode=mode, curious=wonder)
    while wonder.one():
        pass
    return rig, wonder


def wish(rig: Rig, target: float = 23.0) -> None:
    rig.desk.wish(LIVING, target, rig.clock.now() + timedelta(hours=2), ANNA_ACTS)
    rig.settle()


def latest(history: History) -> DecisionRecord:
    """The latest about the living room's set-point that was more than so already."""
    records = (each for each in history.decisions(50, LIVING) if each.decision.request.point == SET_POINT)
    return next(each for each in records if each.decision.outcome is not Outcome.SATISFIED)


def wait_for(what: Callable[[], bool]) -> None:
    for _ in range(1000):
        if what():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not come")


def test_a_turn_only_hands_it_over() -> None:
    rig, wonder = a_rig()
    wish(rig)
    assert wonder.waiting == 1
    assert latest(rig.history).otherwise == ()
    assert wonder.one()
    assert not wonder.one()
    record = latest(rig.history)
    assert record.decision.outcome is Outcome.ACTED
    found = {each.what.code: each for each in record.otherwise}
    assert Code.IF_LET_GO in found
    then = record.then(found[Code.IF_LET_GO])
    assert then is not None
    assert then.request.value != 23.0
    assert all(differs(record.decision, record.then(each)) for each in record.otherwise)


def test_it_is_about_its_own_turn_however_the_house_is_when_it_is_found() -> None:
    rig, wonder = a_rig()
    wish(rig)
    rig.desk.end_wish(LIVING, ANNA_ACTS)
    rig.home.say(LIVING_T, 12.0)
    rig.settle()
    wished = next(each for each in rig.history.decisions(50, LIVING) if each.decision.request.value == 23.0)
    while wonder.one():
        pass
    noted = rig.history.decision(wished.number)
    assert noted is not None
    assert Code.IF_LET_GO in {each.what.code for each in noted.otherwise}
    warmth = [each.what.get("temperature") for each in noted.otherwise if each.what.code is Code.IF_WARMER]
    assert all(isinstance(value, float) and value > 20.2 for value in warmth)


def test_a_decision_that_is_repeated_is_not_asked_about_again() -> None:
    rig, wonder = a_rig(mode=Mode.SUGGEST)
    rig.wait(timedelta(minutes=2))
    while wonder.one():
        pass
    last = latest(rig.history)
    rig.wait(timedelta(minutes=2))
    assert latest(rig.history).until > last.until
    assert wonder.waiting == 0


def test_where_it_may_not_act_leave_to_would_have_changed_it() -> None:
    rig, _ = a_rig(mode=Mode.OBSERVE)
    record = latest(rig.history)
    assert record.decision.outcome is Outcome.WOULD
    assert Code.IF_ALLOWED in {each.what.code for each in record.otherwise}


def test_the_oldest_that_waits_stays_without_when_it_is_behind() -> None:
    rig, wonder = a_rig(most=2)
    start = rig.history.decisions(1)[0].number
    for target in (22.0, 23.0, 24.0):
        wish(rig, target)
        rig.wait(timedelta(minutes=10))
    assert wonder.waiting == 2
    while wonder.one():
        pass
    asked = [each for each in rig.history.decisions(50)[::-1] if each.decision.outcome is not Outcome.SATISFIED]
    noted = [bool(each.otherwise) for each in asked if each.number > start]
    assert len(noted) > 3
    assert noted == [*[False] * (len(noted) - 2), True, True]


def test_it_works_on_a_thread_of_its_own() -> None:
    history = Noting()
    wonder = Wonder(history, pace=0.0)
    wonder.start()
    rig = Rig(history=history, curious=wonder)
    wish(rig)
    wait_for(lambda: bool(latest(history).otherwise))
    wonder.stop()
    assert history.threads
    assert threading.get_ident() not in history.threads


def test_what_cannot_be_noted_is_logged_and_the_next_is_done(caplog: pytest.LogCaptureFixture) -> None:
    history = Noting()
    rig, wonder = a_rig(history)
    history.fails = 1
    wish(rig)
    rig.wait(timedelta(minutes=10))
    wish(rig, 24.0)
    with caplog.at_level(logging.WARNING):
        while wonder.one():
            pass
    assert "it is full" in caplog.text
    assert latest(history).otherwise
    assert rig.state.sound
    assert rig.state.store_error is None


@pytest.mark.parametrize("ended", [True, False])
def test_a_program_that_ends_while_some_wait_loses_nothing_else(tmp_path: Path, ended: bool) -> None:
    """`ended`: in good order; else whatever is found afterwards comes to a database that is closed."""
    path = tmp_path / "house.db"
    history = open_history(path).history
    assert isinstance(history, SqlHistory)
    rig, wonder = a_rig(history, pace=600.0)
    for target in (22.0, 23.0, 24.0):
        wish(rig, target)
    had = sum(bool(each.otherwise) for each in history.decisions(50))
    before, memory = history.decisions(50), history.memory()
    assert wonder.waiting > 1
    if ended:
        wonder.start()
        wait_for(lambda: sum(bool(each.otherwise) for each in history.decisions(50)) > had)
        wonder.stop()
        assert wonder.waiting > 0
    history.close()
    while wonder.one():
        pass
    again = open_history(path)
    assert again.trouble is None
    assert again.history.memory() == memory
    kept = again.history.decisions(50)
    assert [(each.number, each.decision) for each in kept] == [(each.number, each.decision) for each in before]
    assert sum(bool(each.otherwise) for each in kept) == had + (1 if ended else 0)
    again.history.close()


def test_only_what_heats_or_lights_a_room_is_asked_about() -> None:
    house = a_house()

    def record(point: Point, place: PlaceId = LIVING, outcome: Outcome = Outcome.ACTED) -> DecisionRecord:
        return DecisionRecord(1, MORNING, MORNING, a_decision(point, 20.0, outcome, place=place))

    radiator = judged_here(house, record(SET_POINT))
    assert radiator is not None
    assert radiator.entity == RADIATOR
    others = (record(LIVING_T), record(SET_POINT, BEDROOM), record(SET_POINT, PlaceId("attic")))
    assert [judged_here(house, each) for each in others] == [None, None, None]
    assert judged_here(house, record(SET_POINT, outcome=Outcome.SATISFIED)) is None


def test_a_decision_that_the_slices_would_not_have_made_has_none() -> None:
    rig, _ = a_rig()
    wish(rig)
    made = latest(rig.history)
    seen = snapshot(rig.state, rig.clock.now(), timedelta(0))
    assert instead(seen, rig.memory, made)
    another = replace(made.decision, request=replace(made.decision.request, value=7.0))
    assert instead(seen, rig.memory, replace(made, decision=another)) == ()
    away = replace(seen, link=replace(seen.link, ready=False))
    assert instead(away, rig.memory, made) == ()
