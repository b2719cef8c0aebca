"""Random homes: wide, possible, and the same again from the same seed."""

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest

from tests.simulation.skies import inputs, sky
from thermo_edge.simulation.draw import draw_dwelling, draw_places
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.family import BUILD, ROOMS, Kind, family_dwelling, family_home
from thermo_edge.simulation.plant import Plant

HOMES = 200


def drawn(seed: int = 1, rooms: int = 2) -> Dwelling:
    rng = np.random.default_rng(seed)
    places = draw_places(rng, HOMES)
    return draw_dwelling(rng, HOMES, rooms, places.mean, places.mean - places.seasons - 8.0, places.mean + 16.0)


def arrays(thing: Any) -> list[np.ndarray]:
    if is_dataclass(thing):
        return [array for each in fields(thing) for array in arrays(getattr(thing, each.name))]
    return [thing]


def test_a_seed_gives_the_same_homes_and_another_gives_others() -> None:
    assert all(np.array_equal(one, two) for one, two in zip(arrays(drawn()), arrays(drawn()), strict=True))
    assert not np.array_equal(drawn(1).floor, drawn(2).floor)


@pytest.mark.parametrize("rooms", [1, 2, 4])
def test_homes_are_possible(rooms: int) -> None:
    homes = drawn(rooms=rooms)
    assert all(np.isfinite(array).all() and len(array) == HOMES for array in arrays(homes))
    assert all((array >= 0.0).all() for array in (homes.window, homes.wall, homes.ground, homes.leak, homes.opening))
    assert (homes.glazing.sum(axis=1) > 0.0).all()
    assert np.array_equal(homes.inner, homes.inner.transpose(0, 2, 1))
    assert np.array_equal(homes.doors, homes.doors.transpose(0, 2, 1))
    parts = homes.emitters
    assert ((parts.to_air >= 0.0) & (parts.to_surfaces >= -1e-9) & (parts.to_floor >= 0.0)).all()
    assert (parts.source.least < parts.source.cap).all()


def test_homes_are_as_wide_as_homes_are() -> None:
    homes = drawn()
    loss, floor = homes.loss.sum(axis=1), homes.floor.sum(axis=1)
    low, high = np.quantile(loss / floor, (0.05, 0.95))
    assert low < 0.5 < 1.8 < high  # W/(K·m²), from nearly passive to never insulated
    assert np.quantile(loss, 0.9) / np.quantile(loss, 0.1) > 4.0
    assert {0.0, 1.0} == set(homes.emitters.shared.ravel()) == set(homes.emitters.source.pump)
    assert 0.1 < (homes.emitters.to_floor > 0.5).mean() < 0.4
    looks = homes.azimuth[:, 0] % 360.0
    assert all(((looks >= start) & (looks < start + 90.0)).any() for start in (0.0, 90.0, 180.0, 270.0))


@pytest.mark.parametrize("kind", ["lumped", "layered"])
def test_they_cool_within_hours_to_days(kind: Kind) -> None:
    building = BUILD[kind](drawn())
    outside, nothing = sky(0.0, homes=HOMES), inputs(HOMES, 2)
    indoor, course = building.begin(20.0, outside), []
    for _ in range(96):
        indoor = building.step(indoor, outside, nothing, 900.0)
        course.append(indoor.air.mean(axis=1))
    hours = 12.0 / np.log(course[47] / course[95])
    assert np.quantile(hours, 0.02) > 8.0
    assert 25.0 < np.median(hours) < 90.0
    assert np.quantile(hours, 0.98) < 300.0


def test_heating_is_laid_out_for_the_cold() -> None:
    homes = drawn()
    coldest = homes.emitters.source.coldest
    per_floor = homes.emitters.power.sum(axis=1) / homes.floor.sum(axis=1)
    assert (coldest < 5.0).all()
    assert 20.0 < np.median(per_floor) < 120.0


@pytest.mark.parametrize("source", ["boiler", "heat pump"])
@pytest.mark.parametrize("kind", ["lumped", "layered"])
def test_the_familys_home_is_one_home_of_six_rooms(kind: Kind, source: str) -> None:
    plant: Plant = family_home(kind, "boiler" if source == "boiler" else "heat pump")
    assert (plant.homes, plant.rooms) == (1, len(ROOMS))
    indoor = plant.step(plant.begin(19.0, sky()), sky(), inputs(1, 6, heating=1.0), 300.0)
    assert indoor.air.shape == (1, 6)
    hung = family_dwelling("boiler").emitters.shared[0] > 0.0
    assert not hung[ROOMS.index("bath")]
    assert indoor.electricity.sum() > 0.0
