"""The fake predictor and the real one keep one contract."""

from pathlib import Path

import numpy as np
import pytest

from tests.builders import MORNING
from tests.contracts.predictor_contract import PredictorContract
from tests.learning.fakes import FakePredictor
from tests.learning.networks import finished
from thermo_edge.learning.runtime import open_predictor
from thermo_edge.learning.shelf import Shelf
from thermo_edge.ports import Arrays, Predictor

LEARNED = {"home.safetensors": {"w": np.array([1.0, 2.0], np.float32)}}


def fake(tmp_path: Path) -> Predictor:
    return FakePredictor(_log, ("x",), "v1", {"width": 8}, LEARNED)


def _log(inputs: Arrays) -> Arrays:
    with np.errstate(divide="ignore", invalid="ignore"):
        return {"y": np.log(inputs["x"])}


def real(tmp_path: Path) -> Predictor:
    shelf = Shelf(tmp_path / "models", tmp_path / "base")
    shelf.admit(finished(tmp_path / "out", more=LEARNED))
    shelf.promote("occupancy", "v1", who="a test", at=MORNING, why="to ask it")
    serving = shelf.serving("occupancy").model
    assert serving is not None
    return open_predictor(serving)


class TestPredictors(PredictorContract):
    @pytest.fixture(params=[fake, real], ids=["fake", "real"])
    def predictor(self, request: pytest.FixtureRequest, tmp_path: Path) -> Predictor:
        made: Predictor = request.param(tmp_path)
        return made
