"""Heat that no device tells: from nought to all of it, more for a higher set-point, unknown wherever anything is."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import LIVING, LIVING_T, MORNING, RADIATOR, a_house, living, radiator
from thermo_edge.climate.features import Array
from thermo_edge.climate.inferred_heat import FULL, SHUT, inferable, inferred
from thermo_edge.climate.recent import STUCK, Frame, rooms
from thermo_edge.home.house import Attribute, Device, DeviceKind, Point

ACTION, OWN = (Point(RADIATOR, each) for each in (Attribute.HVAC_ACTION, Attribute.TEMPERATURE))
SET_POINT, MODE = (Point(RADIATOR, each) for each in (Attribute.SET_POINT, Attribute.HVAC_MODE))
STEPS = 8
KNOWN = {LIVING_T: [20.0] * STEPS, SET_POINT: [20.5] * STEPS, MODE: [1.0] * STEPS}
HALF = (0.5 + SHUT) / (FULL + SHUT)

degrees = st.floats(5.0, 35.0)
shares = st.floats(0.0, 1.0)


def one(set_point: float, inside: float, ready: float) -> float:
    return float(inferred(*(np.array([each]) for each in (set_point, inside, ready)))[0])


@given(degrees, degrees, shares)
def test_it_is_a_share_of_full_heat(set_point: float, inside: float, ready: float) -> None:
    assert 0.0 <= one(set_point, inside, ready) <= 1.0


@given(degrees, degrees, st.floats(0.0, 5.0), shares)
def test_a_higher_set_point_never_gives_less_and_a_warmer_room_never_more(
    set_point: float, inside: float, more: float, ready: float
) -> None:
    assert one(set_point + more, inside, ready) >= one(set_point, inside, ready)
    assert one(set_point, inside + more, ready) <= one(set_point, inside, ready)


@given(degrees, degrees, st.floats(0.01, 1.0), st.integers(1, 7))
def test_it_is_unknown_where_anything_is(set_point: float, inside: float, ready: float, which: int) -> None:
    lost = (value if not which >> place & 1 else np.nan for place, value in enumerate((set_point, inside, ready)))
    assert np.isnan(one(*lost))


@pytest.mark.parametrize(("apart", "share"), [(-2.0, 1.0), (-FULL, 1.0), (SHUT, 0.0), (3.0, 0.0)])
def test_the_edges_of_its_band(apart: float, share: float) -> None:
    assert one(20.0, 20.0 + apart, 1.0) == pytest.approx(share)


def test_one_that_is_off_gives_nothing_whatever_else_is_not_known() -> None:
    assert one(np.nan, np.nan, 0.0) == 0.0
    assert one(25.0, 15.0, 0.25) == pytest.approx(0.25), "a quarter of the time"


def test_only_thermostats_that_heat_and_do_not_cool_are_reckoned() -> None:
    assert inferable(radiator())
    assert not inferable(radiator(cools=True)) and not inferable(radiator(heats=False, cools=True))
    assert not inferable(Device(RADIATOR, LIVING, DeviceKind.DUTY))


# --- of a house's history ---------------------------------------------------------------------------------------------


def heating(told: dict[Point, list[float]], *devices: Device) -> Array:
    """That of the living room, in as many steps as are told."""
    steps = max(len(values) for values in told.values())
    begin = MORNING.replace(minute=0) - steps * timedelta(minutes=15)

    def samples(point: Point) -> list[tuple[datetime, float]]:
        line = enumerate(told.get(point, []))
        return [(begin + number * timedelta(minutes=15), value) for number, value in line if np.isfinite(value)]

    house = a_house(living(devices=devices or (radiator(),)))
    frame = Frame(house, begin + steps * timedelta(minutes=15), steps)
    return next(iter(rooms(frame, samples, ()).values())).heating


def test_a_valve_without_an_action_goes_by_the_rooms_thermometer_or_its_own() -> None:
    np.testing.assert_allclose(heating(KNOWN), HALF)
    np.testing.assert_allclose(heating({**KNOWN, OWN: [21.0] * STEPS}), 0.0)


def test_a_told_action_wins_wherever_there_is_one() -> None:
    found = heating({**KNOWN, ACTION: [0.0, 1.0, 0.25] + [np.nan] * (STEPS - 3)})
    np.testing.assert_allclose(found, [0.0, 1.0, 0.25] + [HALF] * (STEPS - 3))


@pytest.mark.parametrize("lost", [LIVING_T, SET_POINT, MODE])
def test_without_a_thermometer_a_set_point_or_a_mode_nothing_is_known(lost: Point) -> None:
    told = {point: line for point, line in KNOWN.items() if point != lost}
    told[LIVING_T] = told.get(LIVING_T, [20.0] + [np.nan] * (STEPS + 4))
    assert np.isnan(heating(told)[-4:]).all()


def test_a_stuck_thermometer_gives_unknown_and_not_full_heat() -> None:
    steps = STUCK + 20
    moves = 20.0 + 0.1 * (np.arange(steps) % 3)
    own = np.where(np.arange(steps) < 20, moves, 17.0)
    told = {LIVING_T: list(moves), SET_POINT: [21.0] * steps, MODE: [1.0] * steps, OWN: list(own)}
    found = heating(told)
    assert np.isfinite(found[:20]).all() and np.isnan(found[20:]).all()


def test_what_cools_too_stays_unknown_and_tells_of_itself_beside_one_that_is_reckoned() -> None:
    assert np.isnan(heating(KNOWN, radiator(cools=True))).all()
    np.testing.assert_allclose(heating(KNOWN, radiator(), radiator(cools=True)), HALF)
