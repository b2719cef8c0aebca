"""Networks are opened only as their cards say, and answer the same each time."""

import ast
import threading
from pathlib import Path

import numpy as np
import pytest

from tests.learning.networks import LOG_NETWORK, a_card, files_of, finished
from thermo_edge.errors import ModelRefused, PredictionFailed
from thermo_edge.learning.card import Tensor
from thermo_edge.learning.probe import TINY
from thermo_edge.learning.runtime import OnnxPredictor, open_predictor, try_out
from thermo_edge.learning.shelved import open_folder

ROOT = Path(__file__).resolve().parents[2]


def tensor(*shape: int | str, name: str = "x", kind: str = "float32") -> tuple[Tensor, ...]:
    return (Tensor(name, kind, shape),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"inputs": tensor("n", 3)},
        {"inputs": tensor("n", "m")},
        {"inputs": tensor(1, 2)},
        {"inputs": tensor("n", 2, 1)},
        {"inputs": tensor("n", 2, name="z")},
        {"inputs": tensor("n", 2, kind="float64")},
        {"outputs": tensor("n", 4, name="y")},
        {"outputs": tensor("n", 2, name="z")},
        {"outputs": tensor("n", 2, name="y", kind="int64")},
        {"outputs": (*tensor("n", 2, name="y"), *tensor("n", name="w"))},
    ],
)
def test_a_card_that_lies_about_its_network_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ModelRefused):
        OnnxPredictor(a_card(files_of(), **changes), LOG_NETWORK)


def test_a_card_that_ties_sizes_which_are_not_tied_is_refused() -> None:
    with pytest.raises(ModelRefused, match="does not do what its card says"):
        OnnxPredictor(a_card(files_of(TINY), outputs=tensor("n", "m", name="y")), TINY)


@pytest.mark.parametrize(
    "content", [b"", b"nothing", b"\x80\x04.", LOG_NETWORK[:-9], LOG_NETWORK.replace(b"Log", b"Lug")]
)
def test_what_is_no_network_is_refused(content: bytes) -> None:
    with pytest.raises(ModelRefused):
        OnnxPredictor(a_card(files_of()), content)


@pytest.mark.parametrize("shape", [(2,), (2, 3), (1, 2, 2), ()])
def test_inputs_of_another_shape_fail(shape: tuple[int, ...]) -> None:
    predictor = OnnxPredictor(a_card(files_of()), LOG_NETWORK)
    with pytest.raises(PredictionFailed):
        predictor.predict({"x": np.ones(shape, np.float32)})


def test_numbers_of_another_width_are_converted_and_words_are_not() -> None:
    predictor = OnnxPredictor(a_card(files_of()), LOG_NETWORK)
    assert predictor.predict({"x": np.ones((1, 2), np.int64)})["y"].dtype == np.float32
    with pytest.raises(PredictionFailed):
        predictor.predict({"x": np.full((1, 2), 1e300)})
    with pytest.raises(PredictionFailed):
        predictor.predict({"x": np.array([["a", "b"]])})


def test_many_threads_get_the_same_answer() -> None:
    predictor = OnnxPredictor(a_card(files_of(TINY)), TINY)
    x = np.random.default_rng(1).normal(size=(20, 30)).astype(np.float32)
    truth, seen = predictor.predict({"x": x})["y"], []

    def ask() -> None:
        seen.extend([predictor.predict({"x": x})["y"] for _ in range(20)])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 80
    assert all((answer == truth).all() for answer in seen)


def test_the_hash_is_checked_before_anything_is_loaded(tmp_path: Path) -> None:
    folder = finished(tmp_path)
    (folder / "model.onnx").write_bytes(LOG_NETWORK.replace(b"Log", b"Exp"))
    with pytest.raises(ModelRefused, match="not the file that its card names"):
        open_predictor(open_folder(folder))


def test_the_small_network_can_be_tried_out() -> None:
    try_out(TINY)


def test_only_the_runtime_knows_onnxruntime() -> None:
    knowing = []
    for path in [*(ROOT / "thermo_edge").rglob("*.py"), *(ROOT / "integrations").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "onnxruntime" for name in names):
                knowing.append(str(path.relative_to(ROOT)))
    assert knowing == ["thermo_edge/learning/runtime.py"]
