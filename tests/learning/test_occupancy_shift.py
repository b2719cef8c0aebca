"""A household that lives by other hours forgets how it lived before the last fortnight."""

from dataclasses import replace

import numpy as np
import pytest

from tests.learning.homes import CONFIG, DAY, Neighbour, evenings
from tests.learning.test_occupancy_own import AT
from thermo_edge.learning.occupancy_at_home import Truth
from thermo_edge.learning.occupancy_own import Past, learned
from thermo_edge.learning.occupancy_shift import LATELY, SHOWN, lives_otherwise_since

DAYS = 28


def since(past: Past, truth: Truth) -> float | None:
    return lives_otherwise_since(past.house, truth)


def lived(moved: int | None, flipped: float = 0.0) -> tuple[Past, Truth]:
    """Who was there, known in hindsight, and on some half hours otherwise than usual."""
    past = evenings(DAYS, moved)
    there = past.house.rooms["living"].events["motion"]
    odd = np.random.default_rng(3).random(len(there)) < flipped
    nothing = np.full(len(there), np.nan)
    rooms = np.stack([np.where(odd, 1.0 - there, there), nothing], axis=1)
    return past, Truth(rooms, there, nothing, past.day)


@pytest.mark.parametrize("flipped", [0.0, 0.05, 0.2])
def test_a_life_that_goes_on_as_it_was_teaches_by_all_its_days(flipped: float) -> None:
    assert since(*lived(None, flipped)) is None


@pytest.mark.parametrize("moved", [DAYS - 14, DAYS - 7])
def test_after_a_change_the_last_fortnight_teaches(moved: int) -> None:
    assert since(*lived(moved, 0.05)) == DAYS - LATELY


def test_a_change_that_began_just_now_is_not_seen_yet() -> None:
    assert since(*lived(DAYS - SHOWN)) is None


def test_a_target_that_was_not_known_each_day_keeps_as_many_days() -> None:
    past, truth = lived(DAYS - 10)
    rooms = truth.rooms.copy()
    rooms[past.day == DAYS - 5, 0] = np.nan
    assert since(past, replace(truth, rooms=rooms)) == DAYS - LATELY - 1


def test_nothing_known_says_nothing() -> None:
    past, truth = lived(None)
    nothing = np.full(DAYS * DAY, np.nan)
    assert since(past, Truth(np.full(truth.rooms.shape, np.nan), nothing, nothing, past.day)) is None


def test_what_is_learned_of_a_household_that_lives_otherwise_now_is_of_its_new_hours() -> None:
    found = learned(evenings(DAYS, DAYS - 12), Neighbour(), CONFIG, AT)
    assert found is not None
    usual = found.learned.targets["living"].usual.day
    assert usual[2 * 9] > 0.5 > usual[2 * 19] + 0.2
