"""How wide a room's forecast is said to be, from how far it was off on days that it had not learned from."""

import numpy as np
import pytest

from tests.learning.warm_rooms import HalfKnowing, lived
from thermo_edge.learning.climate_at_home import RoomLearned
from thermo_edge.learning.climate_blend import around_of, blended, learn_blend, short, widths

AHEAD = 96
AROUND = np.ones((400, AHEAD, 2))
SPREAD = np.linspace(0.3, 1.5, AHEAD)


def test_four_of_five_later_errors_fall_in_at_every_horizon() -> None:
    rng = np.random.default_rng(1)
    found = widths(SPREAD * rng.normal(size=(400, AHEAD)), AROUND, days=50.0)
    later = np.abs(SPREAD * rng.normal(size=(4000, AHEAD))) <= found
    assert later.mean(axis=0) == pytest.approx(np.full(AHEAD, 0.8), abs=0.06)


def test_either_side_is_measured_by_its_own_quantile() -> None:
    off = np.where(np.arange(400)[:, None] % 2, 2.0, -1.0) * np.ones(AHEAD)
    lopsided = np.stack([np.ones((400, AHEAD)), 2.0 * np.ones((400, AHEAD))], axis=2)
    assert widths(off, lopsided, days=500.0) == pytest.approx(np.ones(AHEAD), abs=0.01)


def test_few_days_are_believed_less_and_what_is_not_known_not_at_all() -> None:
    off = np.full((400, AHEAD), 0.25)
    off[:, 60:] = np.nan
    few, many = (widths(off, AROUND, days) for days in (0.5, 30.0))
    assert (few[:40] > many[:40]).all() and (many[:40] < 0.3).all()
    assert (few[70:] == 1.0).all()


def test_a_blend_says_its_own_and_what_serves_for_the_next_hours_only_the_models() -> None:
    room = lived(8)
    learned = learn_blend(HalfKnowing(), room, room.times)
    assert learned.widths is not None and learned.widths.shape == (AHEAD,)
    said = np.ones((AHEAD, 2))
    np.testing.assert_allclose(around_of(learned, said), np.column_stack([learned.widths, learned.widths]))
    np.testing.assert_allclose(around_of(short(learned), said), learned.width)
    np.testing.assert_allclose(around_of(RoomLearned(width=0.7), said), 0.7)


def test_where_no_member_says_a_thing_nothing_is_said() -> None:
    told = np.full((2, 3, 4), np.nan)
    told[0, 1] = 1.5
    found = blended(np.full((3, 4), 1 / 3), told)
    assert found[0] == pytest.approx(np.full(4, 1.5)) and np.isnan(found[1]).all()
