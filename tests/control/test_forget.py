"""A time that has passed is left out of learning by a person's word."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.builders import MORNING
from tests.rig import ANNA_ACTS as ANNA
from tests.rig import Rig
from thermo_edge.control.forget_desk import SHOWN
from thermo_edge.home.forecast import Known, Regime
from thermo_edge.home.reason import Code, Refused
from thermo_edge.learning.dataset import quarantined
from thermo_edge.store.open import open_history

DAY = timedelta(days=1)


def test_it_is_kept_and_nothing_is_learned_from_it() -> None:
    rig = Rig()
    begin, until = MORNING - 3 * DAY, MORNING - 2 * DAY
    rig.desk.forget(begin, until, ANNA)
    (span,) = rig.desk.left_out()
    assert (span.regime, span.known, span.since, span.until) == (Regime.LEFT_OUT, Known.DECLARED, begin, until)
    marks = quarantined(rig.history.regimes(10), MORNING - 4 * DAY, 4 * 96)
    assert np.flatnonzero(marks).tolist() == list(range(96, 192))
    assert rig.desk.view().occupancy is None or rig.desk.view().occupancy.regime is None  # it does not hold now


def test_it_is_taken_in_again_and_learned_from() -> None:
    rig = Rig()
    begin, until = MORNING - 3 * DAY, MORNING - 2 * DAY
    rig.desk.forget(begin, until, ANNA)
    with pytest.raises(Refused) as refused:
        rig.desk.take_in(begin, until + DAY, ANNA)
    assert refused.value.reason.code is Code.NOT_LEFT_OUT
    rig.desk.take_in(begin, until, ANNA)
    assert rig.desk.left_out() == ()
    assert not quarantined(rig.history.regimes(10), MORNING - 4 * DAY, 4 * 96).any()


def test_all_that_was_left_out_is_shown_however_much_else_there_was() -> None:
    rig = Rig()
    for day in range(2 * SHOWN):
        rig.desk.forget(MORNING - (day + 2) * DAY, MORNING - (day + 1) * DAY, ANNA)
    assert len(rig.desk.left_out()) == 2 * SHOWN


def test_it_lies_between_those_that_stand(tmp_path: Path) -> None:
    history = open_history(tmp_path / "history.db").history
    rig = Rig(history=history)
    rig.desk.declare(Regime.GUESTS, MORNING + DAY, ANNA)
    rig.desk.forget(MORNING - 3 * DAY, MORNING - 2 * DAY, ANNA)
    rig.desk.declare(Regime.PARTY, MORNING + DAY, ANNA)
    rig.settle()
    kinds = [span.regime for span in history.regimes(10)]
    assert kinds == [Regime.PARTY, Regime.LEFT_OUT, Regime.GUESTS]
    assert set(history.memory().regimes) == {Regime.PARTY}
    history.close()


@pytest.mark.parametrize(
    ("begin", "until"),
    [(-1, -2), (-1, -1), (-1, 1), (-400, -1), (0, 1)],
    ids=["backwards", "none", "not over", "long", "later"],
)
def test_what_is_no_time_is_refused(begin: int, until: int) -> None:
    rig = Rig()
    with pytest.raises(Refused) as refused:
        rig.desk.forget(MORNING + begin * DAY, MORNING + until * DAY, ANNA)
    assert refused.value.reason.code is Code.NO_SUCH_TIME
    assert rig.desk.left_out() == ()
