"""What may serve after days in the twin: nothing that breaks something, and as few days as decide it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from pydantic import TypeAdapter

from tests.simulation.test_fit import fitted, lived
from thermo_edge.climate.features import Signals
from thermo_edge.home.house import PlaceId
from thermo_edge.home.reason import Code
from thermo_edge.learning.twin import Found, Lacks, twin_of
from thermo_edge.learning.twin_trial import Lived, Outcome, TwinVerdict, trial
from thermo_edge.simulation.twin_home import RoomTwin

ROOM = PlaceId("living")
USUAL = Lived(cold=1.0, warm=0.2, heat=6.0, switching=12.0, alarms=0.0)
FITS = {ROOM: Found(None, RoomTwin(lived(), fitted()), 0.2, 0.3, 0.8)}


class Days:
    """Lives days of which it was told; a written fake."""

    def __init__(self, worse: Lived) -> None:
        self._worse, self.asked = worse, 0

    def __call__(self, block: int, challenges: bool) -> Mapping[PlaceId, Lived]:
        self.asked += 1
        return {ROOM: self._worse if challenges else USUAL}


def test_what_changes_nothing_may_serve_after_three_days() -> None:
    days = Days(USUAL)
    verdict = trial(FITS, [ROOM], days)[ROOM]
    assert verdict.outcome is Outcome.HOLDS and verdict.may_serve and verdict.reason.code is Code.TWIN_HOLDS
    assert days.asked == 6


@pytest.mark.parametrize(
    ("worse", "code"),
    [
        (replace(USUAL, cold=1.4), Code.TWIN_COLDER),
        (replace(USUAL, warm=1.0), Code.TWIN_WARMER),
        (replace(USUAL, heat=7.0), Code.TWIN_DEARER),
        (replace(USUAL, switching=30.0), Code.TWIN_BUSIER),
        (replace(USUAL, alarms=3.0), Code.TWIN_ALARMS),
    ],
)
def test_what_breaks_something_is_refused_and_said(worse: Lived, code: Code) -> None:
    verdict = trial(FITS, [ROOM], Days(worse))[ROOM]
    assert verdict.outcome is Outcome.BREAKS and not verdict.may_serve and verdict.reason.code is code


def test_heat_that_bought_warmth_that_was_lacking_is_no_waste() -> None:
    warmer = replace(USUAL, cold=0.0, heat=6.3 + 1.0 / 50.0)
    assert trial(FITS, [ROOM], Days(warmer))[ROOM].may_serve


def test_without_a_twin_nothing_is_lived_and_the_blocks_decide() -> None:
    days = Days(USUAL)
    verdict = trial({ROOM: Found(Lacks.NO_HEAT)}, [ROOM], days)[ROOM]
    assert verdict.outcome is Outcome.NO_TWIN and verdict.may_serve and not days.asked
    assert verdict.reason.code is Code.TWIN_NO_HEAT


def test_a_verdict_comes_back_from_its_json() -> None:
    kept = TypeAdapter(TwinVerdict)
    verdict = trial(FITS, [ROOM], Days(replace(USUAL, cold=3.0)))[ROOM]
    assert kept.validate_json(kept.dump_json(verdict)) == verdict


def test_three_hours_of_a_room_give_no_twin() -> None:
    line = np.full(12, 20.0)
    assert twin_of(Signals(*(line for _ in range(9)))).lacks is Lacks.TOO_SHORT
