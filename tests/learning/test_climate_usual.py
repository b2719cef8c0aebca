"""Days that were like none before judge nothing, until they have lasted a fortnight."""

from dataclasses import replace

import numpy as np
import pytest

from tests.learning.warm_rooms import HalfKnowing, lived
from thermo_edge.climate.features import Array, Signals
from thermo_edge.home.reason import Code
from thermo_edge.learning.climate_at_home import DAY
from thermo_edge.learning.climate_night import JUDGING, night
from thermo_edge.learning.climate_usual import BELIEVED, FEWEST, unusual

ROOM, UNLIKE = lived(30), lived(30, varied=1.0)


def days(*kelvin: float, of: Signals = ROOM) -> Signals:
    """A room that was so much warmer or colder on each day."""
    room = of.part(0, len(kelvin) * DAY)
    return replace(room, target=room.target + np.repeat(kelvin, DAY))


def judged(room: Signals) -> int | None:
    found = unusual(room, room.times - JUDGING * DAY)
    return None if found is None else found.days


def test_days_like_those_before_them_may_judge() -> None:
    rng = np.random.default_rng(4)
    assert judged(days(*rng.uniform(-0.6, 0.6, 24))) is None
    assert judged(days(*[0.0] * 6)) is None, "at first there is nothing to compare with"


def test_a_visit_judges_nothing_from_its_second_day_until_it_has_left_the_days_that_judge() -> None:
    week = [0.0] * 15 + [2.5] * 7 + [0.0] * 8
    found = {night: judged(days(*week[:night])) for night in range(14, 30)}
    assert found[16] is None and found[17] == FEWEST
    assert [found[night] for night in (18, 22, 25, 27)] == [3, 7, 4, 2]
    assert found[28] is None


def test_a_slow_beginning_does_not_make_itself_usual() -> None:
    assert judged(days(*[0.0] * 15, 0.9, 1.5, 2.1, 2.7, 2.9)) == 4


@pytest.mark.parametrize("kelvin", [2.5, -2.5])
def test_what_has_lasted_a_fortnight_is_the_new_usual(kelvin: float) -> None:
    before = [0.0] * 15
    assert judged(days(*before, *[kelvin] * (BELIEVED - 1))) == JUDGING
    assert judged(days(*before, *[kelvin] * BELIEVED)) is None


def test_days_that_are_hardly_known_are_neither() -> None:
    room = days(*[0.0] * 15, *[2.5] * 7)
    target: Array = room.target.copy()
    target[15 * DAY :] = np.nan
    assert judged(replace(room, target=target)) is None


def test_it_says_what_was_unlike() -> None:
    room = days(*[0.0] * 15, *[2.5] * 3)
    found = unusual(room, room.times - JUDGING * DAY)
    assert found is not None and found.reason.code is Code.TRIAL_UNUSUAL
    assert found.least <= found.most < found.mean - 2.0


@pytest.mark.slow
def test_what_was_better_in_a_week_of_guests_does_not_serve_by_their_word() -> None:
    alone, visited = days(*[0.0] * 17, of=UNLIKE), days(*[0.0] * 13, *[2.5] * 4, of=UNLIKE)
    usual, held = (night(HalfKnowing(), room, None) for room in (alone, visited))
    assert usual.better and usual.wins
    assert held.better and not held.wins
