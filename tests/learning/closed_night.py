"""A night without torch: the last layer learns a home where the answer is turned round, and goes to the shelf."""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.builders import MORNING
from thermo_edge.learning.card import Metric, config_of
from thermo_edge.learning.closed import logistic, sigmoid
from thermo_edge.learning.finish import finish
from thermo_edge.learning.recipes import Finished
from thermo_edge.learning.runtime import open_predictor
from thermo_edge.learning.shelf import Shelf
from thermo_edge.learning.strength import choose_logistic


@dataclass(frozen=True)
class XorConfig:
    hidden: int = 16


def learn(shelf: Shelf, output: Path) -> None:
    """Its metric is the accuracy on days that come later than all that it learned from."""
    serving = shelf.serving("xor").model
    assert serving is not None
    card, predictor, weights = serving.card, open_predictor(serving), serving.arrays("weights.safetensors")
    prior = np.concatenate([weights["outer.weight"].T, weights["outer.bias"][None]])
    chance = np.random.default_rng(4)
    x = chance.normal(size=(1400, 2)).astype(np.float32)
    days, label = np.repeat(np.arange(14), 100), (x[:, :1] * x[:, 1:] > 0).astype(np.float64)
    features = predictor.predict({"x": x})["features"].astype(np.float64)
    known = days < 10
    choice = choose_logistic(features[known], label[known], prior, days[known])
    home = logistic(features[known], label[known], prior, choice.strength)
    right = ((sigmoid(features[~known] @ home) > 0.5) == label[~known]).mean()
    made = Finished(
        config=config_of(card, XorConfig),
        weights=weights,
        network=serving.network(),
        inputs=card.inputs,
        outputs=card.outputs,
        data=card.data,
        seeds=card.seeds,
        metrics=(Metric("accuracy", float(right), "", "higher"),),
        more={"home.safetensors": {"outer": home}},
    )
    folder = finish(made, "xor", card.version, MORNING, output).folder
    shelf.admit(folder)
    shelf.promote("xor", folder.name, who="the night", at=MORNING, why="better on four later days")


if __name__ == "__main__":
    learn(Shelf(Path(sys.argv[1]), Path(sys.argv[1])), Path(sys.argv[2]))
    print({"torch", "onnx", "scipy"} & set(sys.modules))
