"""The recipe of occupancy in the small: through the child that makes the one that is shipped."""

from pathlib import Path

import numpy as np
import pytest

from tests.learning.children import PATIENCE, need_torch
from thermo_edge.learning.job import Job
from thermo_edge.learning.occupancy_base import of_shelved
from thermo_edge.learning.parent import CHILD, Result, Training
from thermo_edge.learning.recipes.occupancy_homes import forecasts, homes, rows_ahead, rows_now
from thermo_edge.learning.shelved import open_folder
from thermo_edge.occupancy.features import OccupancyConfig, names

CONFIG = OccupancyConfig()


def test_rows_fit_the_network_and_history_ends_before_the_forecast() -> None:
    (one,) = homes(1, 3, 4, CONFIG)
    now = rows_now(one, 20, np.random.default_rng(0))
    assert now.numbers.shape == (len(now), len(names(CONFIG)))
    assert np.isfinite(now.numbers).all()
    assert np.isin(now.label, (0.0, 1.0)).all()
    told = {column: np.full(len(one.label), 0.5) for _, _, column in one.targets}
    ahead = rows_ahead(one, told, CONFIG, 2, 5, 0)
    assert ahead.label.shape == (len(ahead), len(CONFIG.horizons))
    column = len(one.home.rooms)
    at = np.array([300, 400])
    before, _ = forecasts(one, told, column, CONFIG.horizons, at, (0, 1))
    one.label[288:] = 1.0 - one.label[288:]
    after, _ = forecasts(one, told, column, CONFIG.horizons, at, (0, 1))
    np.testing.assert_array_equal(before, after)


@pytest.mark.slow
def test_a_small_model_comes_out_of_the_child(tmp_path: Path) -> None:
    need_torch()
    job = Job("occupancy", tmp_path, seed=9, budget=300.0, homes=5, days=9, options={"now": 300, "ahead": 300})
    training = Training(job, lambda _: None, lambda _: None, CHILD)
    training.start()
    outcome = training.wait(PATIENCE)
    assert outcome is not None
    assert outcome.result is Result.DONE, outcome
    assert outcome.folder is not None
    shelved = open_folder(outcome.folder, "occupancy")
    base = of_shelved(shelved)
    assert np.isfinite(base.now(np.zeros((3, base.features)), 0)).all()
    assert any(metric.measure == "home accuracy" for metric in shelved.card.metrics)
