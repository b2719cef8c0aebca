"""The outlook that plans are made from: linear in the plan, and no effect before its cause."""

from datetime import timedelta

import numpy as np
import pytest

from tests.builders import MORNING
from thermo_edge.climate.thermal import Outlook, RoomOutlook
from thermo_edge.home.house import PlaceId

STEPS = 96
NOTHING = np.zeros(STEPS)


def an_outlook() -> Outlook:
    fading = 0.3 * np.exp(-np.arange(STEPS) / 20.0)
    room = RoomOutlook(PlaceId("living"), np.full(STEPS, 18.0), np.ones(STEPS), fading, -0.5 * fading)
    return Outlook(MORNING, timedelta(minutes=15), (room,))


def test_without_a_plan_the_room_goes_its_way() -> None:
    np.testing.assert_array_equal(an_outlook().temperatures(PlaceId("living"), NOTHING, NOTHING), np.full(STEPS, 18.0))


def test_heat_warms_from_its_own_step_on_and_cold_cools() -> None:
    pulse = NOTHING.copy()
    pulse[10:14] = 1.0
    warmer = an_outlook().temperatures(PlaceId("living"), pulse, NOTHING) - 18.0
    colder = an_outlook().temperatures(PlaceId("living"), NOTHING, pulse) - 18.0
    assert (warmer[:10] == 0.0).all() and (warmer[10:] > 0.0).all()
    np.testing.assert_allclose(colder, -0.5 * warmer)


def test_effects_add_up() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.uniform(0.0, 0.5, (2, STEPS))
    outlook, room = an_outlook(), PlaceId("living")
    both = outlook.temperatures(room, one + other, NOTHING)
    apart = outlook.temperatures(room, one, NOTHING) + outlook.temperatures(room, other, NOTHING) - 18.0
    np.testing.assert_allclose(both, apart)


def test_a_room_that_is_not_there_and_a_plan_of_another_length() -> None:
    outlook = an_outlook()
    assert outlook.of(PlaceId("attic")) is None and outlook.steps == STEPS
    with pytest.raises(KeyError):
        outlook.temperatures(PlaceId("attic"), NOTHING, NOTHING)
    with pytest.raises(ValueError, match="a plan of"):
        outlook.temperatures(PlaceId("living"), NOTHING[:5], NOTHING)
