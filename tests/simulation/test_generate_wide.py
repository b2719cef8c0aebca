"""Training homes that are wider than the textbook, and how they answer to cold."""

from pathlib import Path

import numpy as np

from tests.simulation.test_epw import rows, write
from thermo_edge.simulation.generate import generate

HOMES = 12


def test_cooling_only_cools_and_only_where_something_can() -> None:
    data = generate(HOMES, 1, 3)
    cools = data.dwelling.emitters.cooling > 0.0
    own = data.cooled[:, np.arange(2), np.arange(2)]
    assert cools.any() and not cools.all()
    assert (own[cools].min(axis=1) < -0.1).all()
    assert (own[~cools] == 0.0).all()
    assert data.cooled.max() < 1e-3


def test_varied_homes_answer_otherwise_but_are_the_same_homes() -> None:
    textbook, varied = generate(HOMES, 1, 3), generate(HOMES, 1, 3, varied=0.5)
    np.testing.assert_array_equal(textbook.dwelling.floor, varied.dwelling.floor)
    np.testing.assert_array_equal(textbook.outdoor, varied.outdoor)
    own = np.arange(2)
    ratio = varied.response[:, own, own, 3] / np.maximum(textbook.response[:, own, own, 3], 1e-6)
    assert (varied.response > -1e-3).all()
    assert np.log(ratio).std() > 0.1


def test_weather_files_may_be_named_one_by_one(tmp_path: Path) -> None:
    path = write(tmp_path, rows())
    by_folder, by_name = generate(3, 1, 3, weather=tmp_path), generate(3, 1, 3, weather=[path])
    np.testing.assert_array_equal(by_folder.outdoor, by_name.outdoor)
