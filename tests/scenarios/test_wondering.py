"""The family's home on the real loop and a real database: its decisions get what would have changed them, beside it."""

import threading
from datetime import timedelta

import pytest

from thermo_edge.app.core import Core
from thermo_edge.app.simulate import around, named, on_disk
from thermo_edge.bench.counterfactuals import checked_stored
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Announce
from thermo_edge.control.otherwise import differs, judged_here
from thermo_edge.control.wondering import Wonder
from thermo_edge.home.reason import Code
from thermo_edge.ports import History
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.run import Run


class Watched(Wonder):
    """One that knows which threads did its work, and when it has come to the end of it."""

    def __init__(self, history: History) -> None:
        super().__init__(history, most=500, pace=0.0)
        self.threads: set[int] = set()
        self.rests = threading.Event()

    def one(self) -> bool:
        self.threads.add(threading.get_ident())
        self.rests.clear()
        more = super().one()
        if not more:
            self.rests.set()
        return more


def done(wonder: Watched) -> None:
    for _ in range(3000):
        if not wonder.waiting and wonder.rests.is_set():
            return
        threading.Event().wait(0.02)
    raise AssertionError(f"{wonder.waiting} decisions still wait")


@pytest.mark.slow
def test_decisions_get_what_would_have_changed_them_also_after_a_sudden_death() -> None:
    wonders: list[Watched] = []

    def build(clock: SteppedClock, home: SimulatedHome, history: History, announce: Announce) -> Core:
        wonders.append(Watched(history))
        wonders[-1].start()
        return around(home.house, clock, home, history, announce, curious=wonders[-1])

    with on_disk() as open_again:
        run = Run(named("winter-week"), build, open_again, 3)
        run.go_on(timedelta(hours=4))
        done(wonders[0])
        before = run.loop.history.decisions(1000)
        run.go_on(timedelta(hours=2))
        run.restart()  # whatever the dead program was at comes to a database that is closed
        run.go_on(timedelta(hours=4))
        done(wonders[1])
        for wonder in wonders:
            wonder.stop()
        records = run.loop.history.decisions(1000)
        run.loop.history.close()
    by_number = {each.number: each for each in records}
    assert len(by_number) == len(records)
    assert all(by_number[each.number].otherwise == each.otherwise for each in before)
    asked = [each for each in records if judged_here(run.home.house, each) is not None]
    told = [each for each in asked if each.otherwise]
    assert len(told) > 0.6 * len(asked) > 20
    assert max(each.number for each in told) > max(each.number for each in before)
    assert all(differs(record.decision, record.then(each)) for record in told for each in record.otherwise)
    assert {each.what.code for record in told for each in record.otherwise} >= {Code.IF_LATER, Code.IF_WARMER}
    assert threading.get_ident() not in wonders[0].threads | wonders[1].threads


@pytest.mark.slow
def test_what_is_kept_would_have_changed_the_decision_in_the_whole_turn() -> None:
    seen = checked_stored(named("winter-week"), 1.0)
    assert sum(seen.tried.values()) > 100
    assert seen.share >= 0.95
