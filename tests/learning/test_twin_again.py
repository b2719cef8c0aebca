"""A twin is believed where it is as comfortable as its room was, within a margin and a share."""

import pytest

from tests.simulation.test_fit import fitted, lived
from thermo_edge.home.reason import Code
from thermo_edge.learning.twin import Found, Lacks
from thermo_edge.learning.twin_again import Again, believed
from thermo_edge.simulation.twin_home import RoomTwin

FITS = Found(None, RoomTwin(lived(), fitted()), 0.2, 0.3, 0.8)
ALIKE = Again(1.0, 0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    "days",
    [
        [ALIKE],
        [Again(1.0, 0.0, 1.9, 0.9)],
        [Again(10.0, 0.0, 14.0, 0.0)],
        [Again(1.0, 0.0, 5.0, 0.0), Again(1.0, 0.0, 0.0, 0.0), ALIKE],
        [],
    ],
)
def test_a_twin_that_is_about_as_comfortable_as_its_room_was_is_believed(days: list[Again]) -> None:
    assert believed(FITS, days).twin is FITS.made


@pytest.mark.parametrize(
    ("day", "told"),
    [(Again(1.0, 0.0, 16.0, 0.0), "16.0"), (Again(1.0, 0.5, 1.0, 8.0), "8.0"), (Again(9.0, 0.0, 1.0, 0.0), "1.0")],
)
def test_one_that_is_far_colder_or_warmer_or_never_as_cold_is_none_and_says_so(day: Again, told: str) -> None:
    found = believed(FITS, [day, day])
    assert found.twin is None and found.lacks is Lacks.OTHERWISE
    assert found.reason.code is Code.TWIN_OTHERWISE and found.reason.get("now") == told


def test_a_room_that_has_no_twin_keeps_its_own_reason() -> None:
    none = Found(Lacks.NO_HEAT)
    assert believed(none, [Again(1.0, 0.0, 16.0, 0.0)]) is none
