"""A database that fails: it is said truthfully, and the house is heated all the same."""

from dataclasses import replace

import pytest

from tests.builders import LIVING, LIVING_T, MORNING, minutes
from tests.rig import SET_POINT, Rig
from thermo_edge.app.core import build
from thermo_edge.clock import SteppedClock
from thermo_edge.errors import StoreCorrupt, StoreError, StoreFull, StoreTooNew
from thermo_edge.home.house import Attribute, PlaceId
from thermo_edge.home.memory import Turn
from thermo_edge.home.reason import Code
from thermo_edge.home.turn import DecisionRecord
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import Opened
from thermo_edge.web.health import DATABASE, LOOP, house_health


class Failing(MemoryHistory):
    """One whose disk fails when a test wants it to."""

    def __init__(self) -> None:
        super().__init__()
        self.error: StoreError | None = None
        self.unreadable = False

    def keep(self, turn: Turn) -> tuple[DecisionRecord, ...]:
        if self.error is not None:
            raise self.error
        return super().keep(turn)

    def decisions(self, limit: int, place: PlaceId | None = None) -> tuple[DecisionRecord, ...]:
        if self.unreadable:
            raise StoreError("it cannot be read")
        return super().decisions(limit, place)


def details(rig: Rig) -> dict[str, bool]:
    report = house_health(rig.desk.view(), rig.controller.beat, rig.clock.now())
    return {name: good for name, (good, _) in report.details.items()}


@pytest.mark.parametrize(
    ("error", "code"), [(StoreFull("full"), Code.DISK_FULL), (StoreError("locked"), Code.STORE_FAILS)]
)
def test_a_store_that_fails_is_said_and_the_house_is_heated(error: StoreError, code: Code) -> None:
    history = Failing()
    rig = Rig(history=history)
    history.error = error
    rig.home.say(LIVING_T, 18.0)
    rig.tick()
    assert rig.sent(SET_POINT) == [20.5]
    assert rig.notices["store"].reason.code is code or rig.state.store_error is not None
    assert details(rig)[DATABASE] is False
    history.error = None
    rig.wait(minutes(2))
    assert details(rig)[DATABASE] is True


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (StoreCorrupt("damaged"), Code.STORE_CORRUPT),
        (StoreTooNew("newer"), Code.STORE_TOO_NEW),
        (StoreError("locked"), Code.STORE_FAILS),
    ],
)
def test_without_a_database_health_is_bad_until_the_end_and_the_safe_rule_heats(
    trouble: StoreError, code: Code
) -> None:
    rig = Rig()
    kept = replace(rig.memory, known={}, pending={}, holds={})  # what could be saved
    rig.home.say(SET_POINT, 15.0)
    core = build(rig.house, SteppedClock(MORNING), rig.home, Opened(MemoryHistory(kept), trouble))
    rig.home.open(rig.house, core.controller.hear)
    rig.home.sent.clear()
    for _ in range(3):
        core.controller.due()
        core.controller.tick()
        while core.controller.work():
            pass
    core.timetable.run_due()
    view = core.desk.view()
    assert (view.health.store_ok, view.health.store_why and view.health.store_why.code) == (False, code)
    assert code in [notice.reason.code for notice in view.notices]
    assert SET_POINT in [command.point for _, command in rig.home.sent]


def test_a_history_that_cannot_be_read_does_not_blind_the_page() -> None:
    history = Failing()
    rig = Rig(history=history)
    rig.tick()
    history.unreadable = True
    rig.tick()
    view = rig.desk.view()
    assert view.rooms[0].temperature == 20.2
    assert (view.decisions, view.health.store_ok) == ((), False)
    assert rig.desk.trend(LIVING, Attribute.TEMPERATURE, minutes(60)) is not None


def test_a_loop_of_which_every_turn_fails_is_not_well() -> None:
    rig = Rig()
    rig.tick()
    assert details(rig)[LOOP] is True
    whole = rig.memory.windows
    rig.controller._state = replace(rig.state, memory=replace(rig.memory, windows=None))  # type: ignore[arg-type]
    rig.tick()
    rig.controller._state = replace(rig.state, memory=replace(rig.memory, windows=whole))
    assert details(rig)[LOOP] is False
    rig.tick()
    assert details(rig)[LOOP] is True
