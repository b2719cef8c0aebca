"""Training data: reproducible, plausible, and with heat that is not only a consequence of cold."""

from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.simulation.skies import inputs, sky
from tests.simulation.test_epw import rows, write
from thermo_edge.errors import SettingsError
from thermo_edge.simulation.draw import draw_dwelling
from thermo_edge.simulation.family import BUILD, Kind
from thermo_edge.simulation.generate import TrainingData, generate, impulse_response
from thermo_edge.simulation.thermostats import draw_thermometers

HOMES, DAYS = 80, 5


@cache
def made(kind: Kind = "lumped") -> TrainingData:
    return generate(HOMES, DAYS, seed=3, kind=kind)


def test_a_seed_gives_the_same_data_to_the_last_bit() -> None:
    one, again = (generate(5, 1, seed) for seed in (5, 5))
    for each in fields(TrainingData):
        if each.name != "dwelling":
            assert np.array_equal(getattr(one, each.name), getattr(again, each.name)), each.name
    assert not np.array_equal(one.outdoor[0], one.outdoor[1])


def test_all_is_there_and_finite() -> None:
    data = made()
    assert data.temperature.shape == (HOMES, 2, DAYS * 96)
    assert data.outdoor.shape == data.sun.shape == (HOMES, DAYS * 96)
    for name in ("temperature", "set_point", "heating", "cooling", "occupancy", "windows", "outdoor", "sun"):
        assert np.isfinite(getattr(data, name)).all(), name
    for name in ("heating", "cooling", "windows"):
        assert 0.0 <= getattr(data, name).min() <= getattr(data, name).max() <= 1.0
    assert data.occupancy.max() <= 5.0
    assert data.hour.shape == (DAYS * 96,)
    days = data.start // 86_400
    assert np.array_equal(data.weekday, (days + 3) % 7)


@pytest.mark.parametrize("kind", ["lumped", "layered"])
def test_homes_are_lived_in_plausibly(kind: Kind) -> None:
    data = made(kind)
    temperature = data.temperature
    assert ((temperature > 13.0) & (temperature < 33.0)).mean() > 0.97
    cold = data.outdoor[:, None] < 8.0
    heated = np.broadcast_to(cold, temperature.shape)
    assert 18.0 < np.median(temperature[heated]) < 22.5
    by_day = temperature.reshape(HOMES, 2, DAYS, 96)
    assert 1.0 < np.median(np.ptp(by_day, axis=3)) < 4.5
    assert 0.1 < data.heating[heated].mean() < 0.6
    mild = np.broadcast_to(data.outdoor[:, None] > 20.0, temperature.shape)
    assert data.heating[mild].mean() < 0.1
    assert 0.0 < (data.windows > 0.0).mean() < 0.3


def test_in_played_days_heat_follows_from_chance() -> None:
    calm, played = generate(40, 3, 4, play=0.0), generate(40, 3, 4, play=1.0)
    assert not calm.played.any()
    assert played.played.all()

    def follows(data: TrainingData) -> float:
        """How much heat goes with what is missing to the set-point, hour by hour."""
        missing = (data.set_point - data.temperature)[:, 0, ::4].ravel()
        return float(np.corrcoef(missing, data.heating[:, 0, ::4].ravel())[0, 1])

    assert follows(calm) > follows(played) + 0.1


@pytest.mark.parametrize("kind", ["lumped", "layered"])
def test_the_true_response_is_warm_and_fades(kind: Kind) -> None:
    response = made(kind).response
    assert response.shape == (HOMES, 2, 2, 96)
    assert (response >= 0.0).all()
    own = response[:, [0, 1], [0, 1]]
    other = response[:, [0, 1], [1, 0]]
    assert 0.1 < np.median(own.max(axis=2)) < 3.0
    assert (own.max(axis=2) > other.max(axis=2)).mean() > 0.9
    assert (own[..., -1] < own.max(axis=2)).all()


@pytest.mark.parametrize("kind", ["lumped", "layered"])
def test_responses_add_up(kind: Kind) -> None:
    """Half an hour of heat in the first room, on top of some already, is two responses a quarter apart."""
    rng = np.random.default_rng(2)
    dwelling = draw_dwelling(rng, 10, 2, *(np.full(10, value) for value in (10.0, -8.0, 28.0)))
    dwelling = replace(dwelling, leak=0.2 * dwelling.leak)  # leaks are not quite linear
    building, thermometers = BUILD[kind](dwelling), draw_thermometers(rng, 10, 2)
    night = sky(5.0, homes=10)

    def course(quarters: int) -> np.ndarray:
        state, seen = building.begin(20.0, night), []
        felt = state.air
        for number in range(24 * 3):
            heat = np.full((10, 2), 0.1)
            heat[:, 0] += 0.3 * (number < 3 * quarters)
            state = building.step(state, night, inputs(10, 2, heating=heat), 300.0)
            felt = thermometers.follow(felt, state, 300.0)
            seen.append(felt)
        return np.stack(seen[2::3], axis=-1)

    one = 0.3 * impulse_response(building, thermometers)[:, :, 0, :24]
    both = one.copy()
    both[..., 1:] += one[..., :-1]
    assert np.allclose(course(2) - course(0), both, atol=0.02 + 0.03 * both.max())


def test_it_takes_weather_from_files(tmp_path: Path) -> None:
    write(tmp_path, rows())
    data = generate(4, 1, 1, weather=tmp_path)
    assert data.outdoor.min() >= 1.0
    assert data.outdoor.max() <= 24.0
    first = data.outdoor[:, :96]
    assert np.allclose(first, first[0], atol=1e-3)  # the same local clock everywhere, and the same day all year
    assert (data.start % 86_400 == 82_800).all()  # midnight one hour east of Greenwich
    assert data.sun.max() > 50.0


def test_a_folder_without_weather_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no EPW file"):
        generate(1, 1, 1, weather=tmp_path)


@pytest.mark.parametrize("rooms", [1, 3])
def test_homes_may_have_other_numbers_of_zones(rooms: int) -> None:
    data = generate(3, 1, 1, rooms=rooms)
    assert data.temperature.shape == (3, rooms, 96)
    assert data.response.shape == (3, rooms, rooms, 96)
