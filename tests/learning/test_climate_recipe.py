"""The recipe of climate in the small, and the structure that cannot give heat the wrong sign."""

from pathlib import Path

import numpy as np
import pytest

from tests.learning.children import PATIENCE, need_torch
from thermo_edge.climate.features import ClimateConfig
from thermo_edge.learning.climate_base import of_shelved
from thermo_edge.learning.job import Job
from thermo_edge.learning.parent import CHILD, Result, Training
from thermo_edge.learning.recipes.climate_homes import batch, live
from thermo_edge.learning.shelved import open_folder

CONFIG = ClimateConfig()


def test_questions_are_finite_and_the_same_seed_asks_the_same() -> None:
    rooms = live(4, 5, 3)
    which, at = np.array([0, 3, 5, 7]), np.array([200, 250, 300, 380])
    one, again = (batch(rooms, which, at, CONFIG, np.random.default_rng(1)) for _ in range(2))
    for name in ("past", "ahead", "start"):
        assert np.isfinite(getattr(one.numbers, name)).all()
        np.testing.assert_array_equal(getattr(one.numbers, name), getattr(again.numbers, name))
    assert np.isfinite(one.change).all()
    planned = one.numbers.start[:, 1] > 0.0
    assert (one.heat[~planned] == 0.0).all()
    assert (one.heating >= 0.0).all() and (one.cooling <= 0.0).all()


@pytest.mark.slow
def test_sensors_say_other_things_and_the_room_does_what_it_did() -> None:
    rooms = live(4, 5, 3)
    which, at = np.repeat(np.arange(8), 12), np.tile(np.arange(192, 384, 16), 8)
    clean, spoiled = batch(rooms, which, at, CONFIG, None), batch(rooms, which, at, CONFIG, np.random.default_rng(1))
    assert np.abs(clean.change - spoiled.change).max() < 2.0, "only its thermometer may tell means"
    levels = spoiled.numbers.level - clean.numbers.level
    assert 1.5 < levels.std() < 3.5, "homes are kept warmer and colder"
    heat = spoiled.numbers.past[:, :, 6]
    assert heat.min() >= 0.0 and heat.max() <= 1.0
    assert not np.allclose(heat, clean.numbers.past[:, :, 6])


@pytest.mark.slow
def test_no_weights_whatever_give_the_wrong_sign_or_an_effect_before_its_cause() -> None:
    need_torch()
    import torch

    from thermo_edge.climate.network import ClimateNet

    torch.manual_seed(0)
    module = ClimateNet(CONFIG)
    with torch.no_grad():
        for each in module.parameters():
            each.copy_(2.0 * torch.randn_like(each))
        rooms = live(3, 5, 4)
        given = batch(rooms, np.arange(6), np.full(6, 300), CONFIG, None).numbers
        _, around, heating, cooling, _ = module(
            *(torch.from_numpy(values) for values in (given.past, given.ahead, given.start))
        )
    assert bool((heating >= 0.0).all()) and bool((cooling <= 0.0).all())
    assert bool(torch.isfinite(heating).all()) and bool((around >= 0.0).all())


@pytest.mark.slow
def test_a_small_model_comes_out_of_the_child(tmp_path: Path) -> None:
    need_torch()
    job = Job("climate", tmp_path, seed=9, budget=300.0, memory=2000.0, homes=12, days=6, options={"steps": 5})
    training = Training(job, lambda _: None, lambda _: None, CHILD)
    training.start()
    outcome = training.wait(PATIENCE)
    assert outcome is not None
    assert outcome.result is Result.DONE, outcome
    assert outcome.folder is not None
    shelved = open_folder(outcome.folder, "climate")
    base = of_shelved(shelved)
    given = batch(live(3, 5, 4), np.arange(6), np.full(6, 300), CONFIG, None).numbers
    said = base.ask(given)
    assert np.isfinite(said.free).all() and (said.heating >= 0.0).all()
    assert base.calibration is not None
    assert any(metric.measure == "MAE 1 h ahead, layered plant" for metric in shelved.card.metrics)
    assert len(shelved.read("model.onnx")) < 2_000_000
