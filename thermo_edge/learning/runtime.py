"""Asks networks: the only file that knows onnxruntime, and it loads that only when the first model is opened."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.errors import LibraryMissing, ModelRefused, PredictionFailed
from thermo_edge.learning.card import NETWORK, WEIGHTS, Card, Tensor
from thermo_edge.learning.shelved import Shelved
from thermo_edge.ports import Arrays

_TYPES = {
    "tensor(float)": "float32",
    "tensor(double)": "float64",
    "tensor(int64)": "int64",
    "tensor(int32)": "int32",
    "tensor(uint8)": "uint8",
    "tensor(bool)": "bool",
}
_TRIAL_SIZES = 2
"""The smallest; each free size gets another, so that two of them are not taken for one."""


class OnnxPredictor:
    """A network with its card, in one thread and with the same answer each time (`ports.Predictor`).

    Opening it checks that names, types and shapes are what the card says, by a trial on zeros too.
    """

    def __init__(self, card: Card, network: bytes, learned: Mapping[str, Arrays] | None = None) -> None:
        """`learned`: the arrays besides the network, by the name of their file. Raises ModelRefused, LibraryMissing."""
        self._card = card
        self._learned = dict(learned or {})
        self._session = _session(network)
        self._names = [tensor.name for tensor in card.outputs]
        _require_alike("input", card.inputs, self._session.get_inputs())
        _require_alike("output", card.outputs, self._session.get_outputs())
        try:
            self._run(_zeros(card.inputs))
        except PredictionFailed as error:
            raise ModelRefused(f"{card.slice} {card.version} does not do what its card says: {error}") from error

    @property
    def version(self) -> str:
        return self._card.version

    @property
    def card(self) -> Card:
        return self._card

    @property
    def config(self) -> Mapping[str, object]:
        return self._card.config

    def arrays(self, name: str) -> Arrays:
        return self._learned.get(name, {})

    def predict(self, inputs: Arrays) -> Arrays:
        """Numbers of another width are converted; anything else that does not fit raises PredictionFailed."""
        answer = self._run({tensor.name: _fit(tensor, inputs) for tensor in self._require_names(inputs)})
        for name, array in answer.items():
            if not np.isfinite(array).all():
                raise PredictionFailed(f"{self._card.slice} {self.version}: {name} is not finite")
        return answer

    def _require_names(self, inputs: Arrays) -> Sequence[Tensor]:
        if unlike := {tensor.name for tensor in self._card.inputs} ^ set(inputs):
            raise PredictionFailed(f"{self._card.slice} {self.version}: wrong inputs: {sorted(unlike)}")
        return self._card.inputs

    def _run(self, inputs: Arrays) -> dict[str, NDArray[np.generic]]:
        free: dict[str, int] = {}
        for tensor in self._card.inputs:
            _require_shape(tensor, inputs[tensor.name].shape, free)
        try:
            answer = self._session.run(self._names, dict(inputs))
        except Exception as error:
            # the library's errors have no common parent of their own
            raise PredictionFailed(f"{self._card.slice} {self.version}: {error}") from error
        for tensor, array in zip(self._card.outputs, answer, strict=True):
            _require_shape(tensor, array.shape, free)
        return dict(zip(self._names, answer, strict=True))


def open_predictor(shelved: Shelved) -> OnnxPredictor:
    """Open a version; raises ModelRefused where it is not whole or not what its card says, or LibraryMissing."""
    extra = [name for name in shelved.card.files if name.endswith(".safetensors") and name != WEIGHTS]
    return OnnxPredictor(shelved.card, shelved.read(NETWORK), {name: shelved.arrays(name) for name in extra})


def answers(network: bytes, inputs: Arrays, outputs: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """Ask a network that has no card yet."""
    found = _session(network).run(list(outputs), dict(inputs))
    return dict(zip(outputs, found, strict=True))


def try_out(network: bytes) -> None:
    """Run a small network that touches what most networks need; a machine that cannot do it ends this process."""
    size = 64
    (answer,) = _session(network).run(["y"], {"x": np.ones((size, size), np.float32)})
    if not np.allclose(answer.sum(axis=1), 1.0, atol=1e-5):
        raise LibraryMissing("onnxruntime computes wrongly on this machine")


# --- helpers ------------------------------------------------------------------------------------------------------


def _session(network: bytes) -> Any:
    """A session that takes one thread, little memory, and no liberties with the order of sums."""
    try:
        import onnxruntime
    except ImportError as error:
        raise LibraryMissing(f"onnxruntime cannot be loaded: {error}") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.use_deterministic_compute = True
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelRefused(f"this is no network that onnxruntime can run: {error}") from error


def _require_alike(side: str, promised: Sequence[Tensor], found: Sequence[Any]) -> None:
    real = {each.name: (_TYPES.get(each.type, each.type), each.shape) for each in found}
    if unlike := {tensor.name for tensor in promised} ^ set(real):
        raise ModelRefused(f"the card and the network name different {side}s: {sorted(unlike)}")
    for tensor in promised:
        kind, shape = real[tensor.name]
        sizes = [size if isinstance(size, int) else None for size in tensor.shape]
        true = [size if isinstance(size, int) else None for size in shape]
        if kind != tensor.type or sizes != true:
            told = f"{tensor.type} {list(tensor.shape)}"
            raise ModelRefused(f"the card says that {side} {tensor.name} is {told}; the network has {kind} {shape}")


def _require_shape(tensor: Tensor, shape: Sequence[int], free: dict[str, int]) -> None:
    """A size with a name is the same wherever the name stands; `free` collects them."""
    if len(shape) == len(tensor.shape):
        wanted = [size if isinstance(size, int) else free.setdefault(size, got) for size, got in _pairs(tensor, shape)]
        if wanted == list(shape):
            return
    raise PredictionFailed(f"{tensor.name} has shape {list(shape)} instead of {list(tensor.shape)}")


def _pairs(tensor: Tensor, shape: Sequence[int]) -> list[tuple[int | str, int]]:
    return list(zip(tensor.shape, shape, strict=True))


def _fit(tensor: Tensor, inputs: Arrays) -> NDArray[np.generic]:
    given = np.asarray(inputs[tensor.name])
    if not np.can_cast(given.dtype, tensor.type, "same_kind"):
        raise PredictionFailed(f"{tensor.name} is {given.dtype} instead of {tensor.type}")
    with np.errstate(over="ignore"):
        fitted = np.asarray(given, tensor.type, order="C")
    if not np.isfinite(fitted).all():
        raise PredictionFailed(f"{tensor.name} has a number that is not finite")
    return fitted


def _zeros(tensors: Sequence[Tensor]) -> dict[str, NDArray[np.generic]]:
    names = dict.fromkeys(size for tensor in tensors for size in tensor.shape if isinstance(size, str))
    sizes = {name: number for number, name in enumerate(names, start=_TRIAL_SIZES)}

    def shape(tensor: Tensor) -> list[int]:
        return [size if isinstance(size, int) else sizes[size] for size in tensor.shape]

    return {tensor.name: np.zeros(shape(tensor), tensor.type) for tensor in tensors}
