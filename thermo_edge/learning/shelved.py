"""One version of a model as it lies in a folder: whole and recognised, or refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thermo_edge.errors import ModelRefused
from thermo_edge.learning.card import CARD, CARD_BYTES, NETWORK, Card, from_json, mark
from thermo_edge.learning.files import read_bounded, read_marked
from thermo_edge.learning.standing import Step

Array = NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Shelved:
    """A version whose card could be read; `digest` is the card's SHA-256, `step` says who put it to serve."""

    card: Card
    folder: Path
    digest: str
    step: Step | None = None
    base: bool = False

    def read(self, name: str) -> bytes:
        """A file's bytes, after its hash was checked; raises ModelRefused."""
        if name not in self.card.files:
            raise ModelRefused(f"{self.folder}: its card names no {name}")
        return read_marked(self.folder / name, self.card.files[name])

    def network(self) -> bytes:
        """The ONNX file."""
        return self.read(NETWORK)

    def arrays(self, name: str) -> Mapping[str, Array]:
        """The arrays of a safetensors file; raises ModelRefused."""
        return unpack(self.read(name), str(self.folder / name))

    def require_whole(self) -> None:
        """Check every file; raises ModelRefused at the first that is not as the card says."""
        for name in self.card.files:
            self.read(name)


def open_folder(folder: Path, slice_: str | None = None, *, step: Step | None = None, base: bool = False) -> Shelved:
    """Read a version's card; raises ModelRefused where it is not a model of this slice, or not the one of the step."""
    content = read_bounded(folder / CARD, CARD_BYTES)
    digest = mark(content).sha256
    if step is not None and digest != step.card:
        raise ModelRefused(f"{folder / CARD} is not the card that was put to serve")
    try:
        card = from_json(content)
    except ModelRefused as error:
        raise ModelRefused(f"{folder}: {error}") from None
    if slice_ is not None and card.slice != slice_:
        raise ModelRefused(f"{folder} is a model of {card.slice}, not of {slice_}")
    if step is not None and card.version != step.version:
        raise ModelRefused(f"{folder} holds version {card.version}, not {step.version}")
    return Shelved(card, folder, digest, step, base)


def pack(arrays: Mapping[str, Array], notes: Mapping[str, str] | None = None) -> bytes:
    """Arrays as a safetensors file; the same arrays give the same bytes."""
    from safetensors.numpy import save

    dense = {name: np.ascontiguousarray(arrays[name]) for name in sorted(arrays)}
    return save(dense, dict(notes) if notes else None)


def unpack(content: bytes, where: str) -> dict[str, Array]:
    """The arrays of a safetensors file; raises ModelRefused where it is none. Never runs code of the file."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        return dict(load(content))
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelRefused(f"{where} is no safetensors file: {error}") from None
