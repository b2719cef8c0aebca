"""The preference model: what votes do to it, and what they never do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from thermo_edge.climate.manners import with_manners
from thermo_edge.climate.preference import Leaf, Prior, Said, Want, expected, learn, probabilities

LEAVES = [Leaf(who, where) for who in ("", "Anna", "Ben") for where in ("living evening", "bedroom asleep")]

votes = some.builds(
    Said,
    some.sampled_from(LEAVES),
    some.sampled_from(Want),
    some.floats(12.0, 30.0),
    some.floats(18.0, 23.0),
    some.floats(0.01, 5.0),
)


@given(some.lists(votes, max_size=12), some.sampled_from(LEAVES), some.floats(12.0, 30.0))
@settings(max_examples=60, deadline=None)
def test_a_vote_for_warmer_lowers_nothing_anywhere(said: list[Said], leaf: Leaf, temperature: float) -> None:
    before = learn(Prior(), said, LEAVES)
    for want, sign in ((Want.WARMER, 1.0), (Want.COOLER, -1.0)):
        after = learn(Prior(), [*said, Said(leaf, want, temperature, 20.5)], LEAVES)
        moved = [sign * (after.offset(each)[0] - before.offset(each)[0]) for each in LEAVES]
        assert min(moved) >= -1e-5


@given(some.lists(votes, max_size=8))
@settings(max_examples=25, deadline=None)
def test_probabilities_are_some(said: list[Said]) -> None:
    told = with_manners(Prior(), said, LEAVES).probabilities(LEAVES[1], np.linspace(10.0, 35.0, 11), 20.5)
    assert told.shape == (11, 3)
    np.testing.assert_allclose(told.sum(axis=1), 1.0)
    assert (told > 0.0).all()


def test_what_is_not_finite_says_nothing() -> None:
    nonsense = [Said(LEAVES[0], Want.WARMER, value, 20.5) for value in (float("nan"), float("inf"))]
    nonsense.append(Said(LEAVES[0], Want.WARMER, 20.0, float("nan")))
    assert learn(Prior(), nonsense, LEAVES[:1]).offset(LEAVES[0])[0] == 0.0


def test_nobody_asked_and_nothing_said_is_no_fault() -> None:
    assert learn(Prior(), []).leaves == ()


def test_others_are_learned_from_in_part() -> None:
    anna, ben, other = LEAVES[2], LEAVES[4], Leaf("Anna", "kitchen morning")
    found = learn(Prior(), [Said(anna, Want.WARMER, 21.0, 20.5)] * 6, [anna, ben, other])
    own, hers, his = (found.offset(leaf)[0] for leaf in (anna, other, ben))
    assert own > hers > his > 0.0
    assert found.offset(anna)[1] < found.offset(ben)[1]


def test_a_person_who_always_complains_is_known_for_it() -> None:
    leaf = LEAVES[0]
    calm = [Said(leaf, Want.FINE, temperature, 20.5) for temperature in np.linspace(17.0, 24.0, 20)]
    torn = [Said(leaf, Want(2 * (number % 2)), 20.5, 20.5) for number in range(20)]
    shares = [float(with_manners(Prior(), said, [leaf]).probabilities(leaf, 20.5, 20.5)[1]) for said in (calm, torn)]
    assert shares[0] > 0.8 > 0.55 > shares[1]


def test_the_logit_is_ordinal_and_flattened_by_doubt() -> None:
    far, near = probabilities(Prior(), [6.0, -6.0]), probabilities(Prior(), [6.0, -6.0], 2.0)
    assert far[0, Want.WARMER] == pytest.approx(far[1, Want.COOLER])
    assert near[0, Want.WARMER] < far[0, Want.WARMER]
    assert float(expected(Prior(), float("nan"))) == Prior().neutral
