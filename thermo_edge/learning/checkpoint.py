"""Where a training stood: arrays and a few notes in one file, so that a killed child goes on there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from thermo_edge.errors import ModelRefused
from thermo_edge.learning.files import read_bounded, write_whole
from thermo_edge.learning.shelved import pack, unpack
from thermo_edge.ports import Arrays

CHECKPOINT = "checkpoint.safetensors"
_BYTES = 2**30


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """After `step` steps; `notes` is whatever JSON the recipe needs besides arrays."""

    step: int
    arrays: Arrays
    notes: Mapping[str, JsonValue]


def save(folder: Path, fingerprint: str, checkpoint: Checkpoint) -> None:
    """Replace the checkpoint in one step; raises ModelError, then the old one still stands."""
    notes = {"job": fingerprint, "step": str(checkpoint.step), "notes": json.dumps(dict(checkpoint.notes))}
    write_whole(folder / CHECKPOINT, pack(checkpoint.arrays, notes))


def load(folder: Path, fingerprint: str) -> Checkpoint | None:
    """The checkpoint of this very job; nothing where there is none, or it cannot be read."""
    path = folder / CHECKPOINT
    try:
        content = read_bounded(path, _BYTES)
        arrays = unpack(content, str(path))
        notes = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]
        if notes["job"] != fingerprint:
            return None
        return Checkpoint(int(notes["step"]), arrays, json.loads(notes["notes"]))
    except (ModelRefused, ValueError, KeyError, TypeError):
        return None
