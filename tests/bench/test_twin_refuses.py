"""Challengers for the twin: they are what they are called, and so is what came of them."""

import numpy as np
import pytest

from tests.learning.warm_rooms import TRUE, HalfKnowing, lived
from thermo_edge.bench.twin_refuses import answers, row
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.twin import Lacks
from thermo_edge.learning.twin_trial import Outcome, TwinVerdict

HELD = TwinVerdict(Outcome.HOLDS, 3)
COLDER = TwinVerdict(Outcome.BREAKS, 4, before=(1.0,) + (0.0,) * 4, after=(9.0,) + (0.0,) * 4, worst="cold")
NONE = TwinVerdict(Outcome.NO_TWIN, lacks=Lacks.NO_HEAT)
LIVING, HALL, BED = map(PlaceId, ("living", "hall", "bed"))


def test_a_challenger_answers_by_its_share_of_what_the_base_says_and_differs_in_nothing_else() -> None:
    found = answers(HalfKnowing(share=1.0), lived(4), 0.5)
    assert found.heating is not None
    np.testing.assert_allclose(found.heating, 0.5 * TRUE)
    assert found.shares is None and all(each is None for each in found.weights)


@pytest.mark.parametrize(("wanted", "share"), [(Outcome.BREAKS, 0.5), (Outcome.HOLDS, 0.5)])
def test_rooms_without_a_twin_are_not_counted(wanted: Outcome, share: float) -> None:
    found = row("a", {LIVING: COLDER, HALL: HELD, BED: NONE}, wanted)
    assert (found.measure, found.value, found.kept) == ("a, of 2", share, False)
    assert found.baselines == {"days lived": 4.0, "living cold": 8.0}


def test_where_no_room_has_a_twin_nothing_is_claimed() -> None:
    assert not row("a", {BED: NONE}, Outcome.BREAKS).kept
