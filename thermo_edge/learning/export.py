"""From a torch module to the files of a model; only training children import it."""

import io
import logging
import warnings
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
import torch

from thermo_edge.errors import TrainingFailed
from thermo_edge.learning.card import Tensor, Type
from thermo_edge.learning.runtime import answers
from thermo_edge.ports import Arrays

PARITY = 1e-5
"""How far, relative to 1 or to the answer, onnxruntime may be from torch."""

_TYPES: Mapping[int, Type] = {
    onnx.TensorProto.FLOAT: "float32",
    onnx.TensorProto.DOUBLE: "float64",
    onnx.TensorProto.INT64: "int64",
    onnx.TensorProto.INT32: "int32",
    onnx.TensorProto.UINT8: "uint8",
    onnx.TensorProto.BOOL: "bool",
}

Example = Mapping[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Exported:
    """The ONNX file with its inputs and outputs, the weights, and the largest difference to torch that was seen."""

    network: bytes
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    weights: Arrays
    difference: float


def export(
    module: torch.nn.Module,
    examples: Sequence[Example],
    outputs: Sequence[str],
    free: Mapping[str, Mapping[int, str]],
) -> Exported:
    """Export a module whose `forward` takes the examples' names and returns a tensor, or as many as `outputs` names.

    `free` names the sizes that may vary, by input and axis, such as {"x": {0: "batch"}}. The first example shapes the
    graph; give others of other sizes, because all of them are compared. Raises TrainingFailed where they differ.
    """
    module.eval()
    graph = _graph(module, examples[0], outputs, free)
    network = graph.SerializeToString(deterministic=True)
    difference = max(_difference(module, network, example, outputs) for example in examples)
    if not difference <= PARITY:
        raise TrainingFailed(f"onnxruntime differs from torch by {difference:.2g}, more than {PARITY:.0e}")
    return Exported(
        network,
        tuple(_tensor(each, free.get(each.name, {})) for each in graph.graph.input),
        tuple(_tensor(each, {}) for each in graph.graph.output),
        weights_of(module),
        difference,
    )


def weights_of(module: torch.nn.Module) -> Arrays:
    """A module's weights as arrays, by their names in it."""
    return {name: weight.detach().cpu().numpy().copy() for name, weight in module.state_dict().items()}


def load_weights(module: torch.nn.Module, weights: Arrays) -> None:
    """Put weights back into a module of the same configuration; a RuntimeError says which do not fit."""
    module.load_state_dict({name: torch.from_numpy(np.array(array)) for name, array in weights.items()})


# --- helpers ------------------------------------------------------------------------------------------------------


def _graph(
    module: torch.nn.Module, example: Example, outputs: Sequence[str], free: Mapping[str, Mapping[int, str]]
) -> Any:
    talk = logging.getLogger("torch.onnx")
    level, said = talk.level, io.StringIO()
    talk.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), redirect_stdout(said), redirect_stderr(said):
            warnings.simplefilter("ignore")
            program = torch.onnx.export(
                module,
                (),
                kwargs=dict(example),
                dynamo=True,
                dynamic_shapes={name: dict(free.get(name, {})) for name in example},
                input_names=list(example),
                output_names=list(outputs),
                external_data=False,
                verbose=False,
            )
    finally:
        talk.setLevel(level)
    assert program is not None
    graph = onnx.ModelProto.FromString(program.model_proto.SerializeToString())
    _strip(graph.graph)
    graph.ClearField("metadata_props")
    for function in graph.functions:
        _strip_nodes(function.node)
    onnx.checker.check_model(graph, full_check=True)
    return graph


def _strip(graph: Any) -> None:
    """Leave out the exporter's notes: they hold paths of this machine, and twice the size."""
    for each in (graph, *graph.input, *graph.output, *graph.initializer):
        each.ClearField("metadata_props")
        each.ClearField("doc_string")
    graph.ClearField("value_info")
    _strip_nodes(graph.node)


def _strip_nodes(nodes: Iterable[Any]) -> None:
    for node in nodes:
        node.ClearField("metadata_props")
        node.ClearField("doc_string")
        for attribute in node.attribute:
            for inner in (*([attribute.g] if attribute.HasField("g") else []), *attribute.graphs):
                _strip(inner)


def _difference(module: torch.nn.Module, network: bytes, example: Example, outputs: Sequence[str]) -> float:
    with torch.no_grad():
        truth = module(**example)
    truths = [truth] if isinstance(truth, torch.Tensor) else list(truth)
    found = answers(network, {name: tensor.numpy() for name, tensor in example.items()}, outputs)
    worst = 0.0
    for name, tensor in zip(outputs, truths, strict=True):
        true = tensor.numpy().astype(np.float64)
        apart = np.abs(found[name].astype(np.float64) - true) / np.maximum(1.0, np.abs(true))
        worst = max(worst, float(apart.max(initial=0.0))) if np.isfinite(apart).all() else float("inf")
    return worst


def _tensor(value: Any, names: Mapping[int, str]) -> Tensor:
    kind = value.type.tensor_type
    if kind.elem_type not in _TYPES:
        raise TrainingFailed(f"{value.name} has a type that no card knows")
    shape: list[int | str] = []
    for axis, size in enumerate(kind.shape.dim):
        if size.HasField("dim_value"):
            shape.append(int(size.dim_value))
        else:
            told = names.get(axis, size.dim_param)
            shape.append(told if told.isidentifier() else f"{value.name}_{axis}")
    return Tensor(value.name, _TYPES[kind.elem_type], tuple(shape))
