"""The fake predictor and the real one keep one contract; so do the shelves that hold them."""

from pathlib import Path

import numpy as np
import pytest

from tests.builders import MORNING
from tests.contracts.predictor_contract import PredictorContract
from tests.learning.fakes import FakeModelShelf, FakePredictor
from tests.learning.networks import finished
from thermo_edge.learning.live import LiveShelf
from thermo_edge.learning.probe import Backend
from thermo_edge.learning.shelf import Shelf
from thermo_edge.ports import ModelShelf, Predictor

LEARNED = {"home.safetensors": {"w": np.array([1.0, 2.0], np.float32)}}


def fake_shelf(tmp_path: Path) -> ModelShelf:
    with np.errstate(divide="ignore", invalid="ignore"):
        fake = FakePredictor(_log, ("x",), "v1", {"width": 8}, LEARNED)
    return FakeModelShelf(occupancy=fake)


def _log(inputs: "dict[str, np.ndarray]") -> "dict[str, np.ndarray]":  # type: ignore[misc]
    with np.errstate(divide="ignore", invalid="ignore"):
        return {"y": np.log(inputs["x"])}


def real_shelf(tmp_path: Path) -> ModelShelf:
    shelf = Shelf(tmp_path / "models", tmp_path / "base")
    shelf.admit(finished(tmp_path / "out", more=LEARNED))
    shelf.promote("occupancy", "v1", who="a test", at=MORNING, why="to ask it")
    live = LiveShelf(shelf, ["occupancy"], Backend.MODELS)
    live.look()
    return live


@pytest.fixture(params=[fake_shelf, real_shelf], ids=["fake", "real"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> ModelShelf:
    made: ModelShelf = request.param(tmp_path)
    return made


class TestPredictors(PredictorContract):
    @pytest.fixture
    def predictor(self, shelf: ModelShelf) -> Predictor:
        found = shelf.predictor("occupancy")
        assert found is not None
        return found


def test_a_shelf_has_nothing_where_there_is_nothing(shelf: ModelShelf) -> None:
    assert shelf.predictor("lighting") is None
