"""The whole way: a child trains, is killed, goes on, exports; the shelf takes it, a home improves it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.builders import MORNING
from tests.learning.children import Watched, a_job, need_torch
from thermo_edge.learning.card import WEIGHTS, config_of
from thermo_edge.learning.checkpoint import CHECKPOINT
from thermo_edge.learning.parent import Result
from thermo_edge.learning.runtime import OnnxPredictor, open_predictor
from thermo_edge.learning.shelf import Shelf
from thermo_edge.learning.shelved import Shelved, open_folder

pytestmark = pytest.mark.slow

STEPS = 300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Shelved:
    """A version from a child that was killed in the middle and went on."""
    need_torch()
    job = a_job(tmp_path_factory.mktemp("killed"), "xor", steps=STEPS, pause=0.005)
    first = Watched(job).start()
    saved = first.until("saved", 20)
    pid = first.training.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert first.end().result is Result.KILLED
    assert (job.output / CHECKPOINT).exists()
    second = Watched(job).start()
    begun = int(second.until("note").text.removeprefix("from step "))
    assert saved.step <= begun < STEPS
    outcome = second.end()
    assert outcome.result is Result.DONE, outcome
    assert outcome.folder is not None
    assert not (job.output / CHECKPOINT).exists()
    return open_folder(outcome.folder, "xor")


def test_a_killed_training_ends_where_an_undisturbed_one_does(made: Shelved, tmp_path: Path) -> None:
    undisturbed = Watched(a_job(tmp_path, "xor", steps=STEPS)).start().end()
    assert undisturbed.folder is not None, undisturbed
    other = open_folder(undisturbed.folder, "xor")
    assert other.read(WEIGHTS) == made.read(WEIGHTS)
    assert other.network() == made.network()


def test_the_card_says_what_it_is(made: Shelved) -> None:
    card = made.card
    assert card.metrics[0].value > 0.9
    assert [(each.name, each.shape) for each in card.inputs] == [("x", ("batch", 2))]
    assert [(each.name, each.shape) for each in card.outputs] == [("logit", ("batch", 1)), ("features", ("batch", 17))]
    assert b".py" not in made.network(), "the network holds paths of this machine"


def test_the_network_is_rebuilt_from_the_card(made: Shelved) -> None:
    import torch

    from tests.learning.xor_recipe import Xor, XorConfig, xor_data
    from thermo_edge.learning.export import load_weights

    module = Xor(config_of(made.card, XorConfig))
    load_weights(module, made.arrays(WEIGHTS))
    x, _ = xor_data(40, 1)
    with torch.no_grad():
        truth = module(torch.from_numpy(x))[0].numpy()
    np.testing.assert_allclose(open_predictor(made).predict({"x": x})["logit"], truth, atol=1e-5)


def serving(shelf: Shelf) -> OnnxPredictor:
    found = shelf.serving("xor").model
    assert found is not None
    return open_predictor(found)


def test_it_serves_and_a_home_improves_it_without_torch(made: Shelved, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "models", tmp_path / "models")
    shelf.admit(made.folder)
    shelf.promote("xor", made.card.version, who="a test", at=MORNING, why="the only one")
    before = serving(shelf)
    corners = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]], np.float32)
    assert (before.predict({"x": corners})["logit"][:, 0] > 0).tolist() == [False, True, True, False]

    command = [sys.executable, "-m", "tests.learning.closed_night", str(tmp_path / "models"), str(tmp_path / "night")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.strip() == "set()"

    after = serving(shelf)
    assert after.card.parent == before.version
    assert after.card.metrics[0].value > 0.9
    logit = after.predict({"x": corners})["features"] @ after.arrays("home.safetensors")["outer"]
    assert (logit[:, 0] > 0).tolist() == [True, False, False, True]


def test_an_export_that_differs_is_refused() -> None:
    need_torch()
    import torch

    from thermo_edge.errors import TrainingFailed
    from thermo_edge.learning.export import export

    class Fickle(torch.nn.Module):
        """Remembers how often it was asked, which no graph does."""

        def __init__(self) -> None:
            super().__init__()
            self.asked = 0.0

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            self.asked += 1.0
            return x + self.asked

    with pytest.raises(TrainingFailed, match="differs from torch"):
        export(Fickle(), [{"x": torch.ones(3, 2)}, {"x": torch.ones(2, 2)}], ("y",), {"x": {0: "batch"}})
