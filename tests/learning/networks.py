"""Networks for tests without torch, and finished versions around them."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from tests.builders import MORNING
from thermo_edge.learning.card import FORMAT, NETWORK, WEIGHTS, Card, Metric, Span, Tensor, mark, to_json
from thermo_edge.learning.files import write_folder
from thermo_edge.learning.probe import TINY
from thermo_edge.learning.shelved import pack
from thermo_edge.ports import Arrays

LOG_NETWORK = base64.b64decode(
    "CAg6PgoLCgF4EgF5IgNMb2cSA2xvZ1oUCgF4Eg8KDQgBEgkKAxIBbgoCCAJiFAoBeRIPCg0IARIJCgMSAW4KAggCQgQKABAR"
)
"""y = log x for x (n, 2): it answers with minus infinity at 0, and with NaN below."""

LOG_SIDES = (Tensor("x", "float32", ("n", 2)),), (Tensor("y", "float32", ("n", 2)),)
TINY_SIDES = (Tensor("x", "float32", ("n", "m")),), (Tensor("y", "float32", ("n", "n")),)


@dataclass(frozen=True)
class SmallConfig:
    """As a slice describes its network."""

    width: int = 8
    rates: tuple[float, ...] = (0.1, 0.2)
    gated: bool = False


def files_of(network: bytes = LOG_NETWORK, seed: int = 0, more: Mapping[str, Arrays] | None = None) -> dict[str, bytes]:
    weights = {"w": np.random.default_rng(seed).normal(size=(3, 2)).astype(np.float32)}
    return {
        NETWORK: network,
        WEIGHTS: pack(weights),
        **{name: pack(arrays) for name, arrays in (more or {}).items()},
    }


def a_card(files: Mapping[str, bytes], **changes: object) -> Card:
    """A card as it should be, but for the changes; nothing is checked."""
    inputs, outputs = TINY_SIDES if files.get(NETWORK) == TINY else LOG_SIDES
    values: dict[str, object] = {
        "format": FORMAT,
        "slice": "occupancy",
        "version": "v1",
        "parent": None,
        "created": MORNING,
        "program": "0.1.0",
        "config": {"width": 8, "rates": [0.1, 0.2], "gated": False},
        "inputs": inputs,
        "outputs": outputs,
        "data": Span("simulated", 12, 30.0),
        "seeds": (7,),
        "metrics": (Metric("Brier score", 0.08, "", "lower", {"hour of week": 0.11}),),
        "files": {name: mark(content) for name, content in files.items()},
    }
    return Card(**{**values, **changes})  # type: ignore[arg-type]


def finished(
    folder: Path,
    version: str = "v1",
    *,
    created: datetime = MORNING,
    seed: int = 0,
    network: bytes = LOG_NETWORK,
    more: Mapping[str, Arrays] | None = None,
    **changes: object,
) -> Path:
    """A version's folder as a training child leaves it."""
    files = files_of(network, seed, more)
    card = a_card(files, version=version, created=created, **changes)
    write_folder(folder / version, {**files, "card.json": to_json(card)})
    return folder / version
