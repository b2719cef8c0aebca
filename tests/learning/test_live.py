"""The live shelf follows what was put to serve, and goes on with what it has when that cannot be opened."""

from pathlib import Path

import numpy as np
import pytest

from tests.builders import MORNING
from tests.learning.networks import LOG_NETWORK, finished
from thermo_edge.learning.card import NETWORK, Tensor
from thermo_edge.learning.live import LiveShelf
from thermo_edge.learning.probe import Backend
from thermo_edge.learning.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "models", tmp_path / "base")


def promote(shelf: Shelf, made: Path, version: str) -> None:
    shelf.admit(made)
    shelf.promote("occupancy", version, who="the night", at=MORNING, why="a test")


def version(live: LiveShelf) -> str | None:
    live.look()
    found = live.predictor("occupancy")
    return found.version if found else None


def test_it_follows_promotions_and_roll_backs(shelf: Shelf, tmp_path: Path) -> None:
    live = LiveShelf(shelf, ["occupancy"], Backend.MODELS)
    assert version(live) is None
    promote(shelf, finished(tmp_path, "v1"), "v1")
    assert version(live) == "v1"
    promote(shelf, finished(tmp_path, "v2", seed=2), "v2")
    assert version(live) == "v2"
    shelf.roll_back("occupancy", who="Anna", at=MORNING, why="a test")
    assert version(live) == "v1"
    assert live.refused("occupancy") == ()


def test_a_network_that_is_not_what_its_card_says_leaves_the_last_good_one(shelf: Shelf, tmp_path: Path) -> None:
    promote(shelf, finished(tmp_path, "v1"), "v1")
    promote(shelf, finished(tmp_path, "v2", inputs=(Tensor("x", "float32", ("n", 3)),)), "v2")
    live = LiveShelf(shelf, ["occupancy"], Backend.MODELS)
    assert version(live) == "v1"
    assert "the card says" in live.refused("occupancy")[0]


def test_what_is_open_goes_on_when_every_file_is_spoilt(shelf: Shelf, tmp_path: Path) -> None:
    promote(shelf, finished(tmp_path, "v1"), "v1")
    live = LiveShelf(shelf, ["occupancy"], Backend.MODELS)
    assert version(live) == "v1"
    promote(shelf, finished(tmp_path, "v2", seed=2), "v2")
    for name in ("v1", "v2"):
        (tmp_path / "models" / "occupancy" / name / NETWORK).write_bytes(LOG_NETWORK[:-1])
    assert version(live) == "v1"
    assert len(live.refused("occupancy")) == 2
    predictor = live.predictor("occupancy")
    assert predictor is not None
    assert np.isfinite(predictor.predict({"x": np.ones((1, 2), np.float32)})["y"]).all()


def test_where_models_do_not_run_there_are_none(shelf: Shelf, tmp_path: Path) -> None:
    promote(shelf, finished(tmp_path, "v1"), "v1")
    assert version(LiveShelf(shelf, ["occupancy"], Backend.RULES)) is None
