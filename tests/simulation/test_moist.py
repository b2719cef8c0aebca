"""Water and CO₂ in rooms: nothing is lost, nothing is made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo_edge.simulation.moist import OUTDOOR_CO2, Carried, Given, RoomAir, saturated, solve
from thermo_edge.simulation.plant import Array, relative_humidity

ROOMS = 3
DOORS = np.array([[[0.0, 0.03, 0.0], [0.03, 0.0, 0.02], [0.0, 0.02, 0.0]]])


def room_air() -> RoomAir:
    mass = np.array([[60.0, 40.0, 25.0]])
    return RoomAir(mass=mass, store=120.0 * mass, film=5e-4 * mass, doors=DOORS)


def start(moisture: float = 6.0, filled: float = 0.4) -> Carried:
    nothing = np.zeros((1, ROOMS))
    return Carried(nothing + moisture, nothing + 600.0, nothing + filled)


def meanwhile(fresh: float | Array = 0.0, coil: float = 0.0, people: float = 0.0, vapour: float = 0.0) -> Given:
    nothing = np.zeros((1, ROOMS))
    air = nothing + np.array([[20.0, 21.0, 22.0]])
    return Given(
        air, nothing + fresh, nothing + coil, nothing + people, nothing + vapour, np.array([15.0]), np.array([5.0])
    )


def water(air: RoomAir, carried: Carried) -> float:
    """g in air and stores."""
    return float((air.mass * carried.moisture + air.store * carried.filled).sum())


@settings(max_examples=25, deadline=None)
@given(st.floats(1.0, 900.0), st.floats(0.0, 2.0), st.floats(0.0, 800.0))
def test_in_closed_rooms_water_and_co2_are_what_was_given(seconds: float, people: float, vapour: float) -> None:
    air, carried = room_air(), start()
    before = water(air, carried)
    for _ in range(5):
        carried = air.step(carried, meanwhile(people=people, vapour=vapour / 5.0), seconds)
    given_water = 5.0 * seconds * ROOMS * (55.0 * people + vapour / 5.0) / 3600.0
    assert water(air, carried) - before == pytest.approx(given_water, rel=1e-9, abs=1e-6)
    volume = air.mass / 1.2
    given_co2 = 5.0 * seconds * ROOMS * people * 0.005 * 1e3  # ml
    assert float(((carried.co2 - 600.0) * volume).sum()) == pytest.approx(given_co2, rel=1e-9, abs=1e-6)


def test_at_rest_co2_is_what_people_give_over_what_fresh_air_takes() -> None:
    air, carried, fresh = room_air(), start(), 0.01
    for _ in range(500):
        carried = air.step(carried, meanwhile(fresh=fresh, people=1.0), 900.0)
    expected = OUTDOOR_CO2 + 0.005 * 1e3 * 1.2 / fresh
    assert np.allclose(carried.co2, expected, rtol=1e-6)


def test_a_store_takes_up_a_shower_and_gives_it_back() -> None:
    air = room_air()
    bare = RoomAir(air.mass, air.store * 1e-9, air.film * 1e-9, air.doors)
    peaks = []
    for one in (air, bare):
        carried = start(filled=0.41)
        for _ in range(12):
            carried = one.step(carried, meanwhile(vapour=400.0), 60.0)
        peaks.append(float(carried.moisture.max()))
        for _ in range(60):
            carried = one.step(carried, meanwhile(fresh=0.02), 300.0)
    assert peaks[0] < peaks[1] - 0.2


def test_air_never_holds_more_than_it_can_for_long() -> None:
    air, carried = room_air(), start()
    given_ = meanwhile(fresh=0.002, people=2.0, vapour=100.0)
    for _ in range(400):
        carried = air.step(carried, given_, 300.0)
    assert (relative_humidity(carried.moisture, given_.air) < 99.9).all()


def test_a_cooler_dries_wet_air_only() -> None:
    air = room_air()
    wet = air.step(start(moisture=12.0, filled=0.8), meanwhile(coil=0.1), 300.0)
    dry = air.step(start(moisture=6.0, filled=0.41), meanwhile(coil=0.1), 300.0)
    assert (wet.moisture < 11.7).all()
    assert np.allclose(dry.moisture, air.step(start(moisture=6.0, filled=0.41), meanwhile(), 300.0).moisture)


def test_saturation_is_the_humidity_of_the_plants() -> None:
    temperature = np.linspace(-20.0, 40.0, 25)
    assert np.allclose(relative_humidity(saturated(temperature), temperature), 100.0)


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_small_systems_are_solved(size: int) -> None:
    rng = np.random.default_rng(size)
    matrix = rng.random((4, 2, size, size)) + size * np.eye(size)
    right = rng.random((4, 2, size))
    assert np.allclose((matrix @ solve(matrix, right)[..., None])[..., 0], right)
