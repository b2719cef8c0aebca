"""The cleaned signals of a home as one file: what a training child, or a stronger machine, is given; no names in it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from thermo_edge.climate.features import Signals
from thermo_edge.errors import ModelRefused
from thermo_edge.learning.card import mark
from thermo_edge.learning.dataset import POSSIBLE
from thermo_edge.learning.files import read_bounded
from thermo_edge.learning.shelved import Array, pack, unpack

PARCEL = "signals.safetensors"

MOST_ROOMS, MOST_STEPS = 64, 400 * 96
PARCEL_BYTES = 96 * 1024 * 1024

_END = "end"
_NAMES = tuple(each.name for each in fields(Signals))
_BOUNDS = {**POSSIBLE, "hour": (0.0, 24.0), "weekend": (0.0, 1.0)}
_ALWAYS = ("hour", "weekend")


@dataclass(frozen=True)
class Parcel:
    """Rooms on one clock, each as many steps; they are numbered, not named. `end` is when the last step ended."""

    rooms: tuple[Signals, ...]
    end: datetime

    @property
    def days(self) -> float:
        """From the first step to the last, whatever is known of them."""
        return max((room.times for room in self.rooms), default=0) / 96.0


def to_bytes(rooms: Sequence[Signals], end: datetime) -> bytes:
    """The same signals give the same bytes. Single precision."""
    arrays: dict[str, Array] = {
        f"{number}/{name}": np.asarray(getattr(room, name), np.float32)
        for number, room in enumerate(rooms)
        for name in _NAMES
    }
    return pack({**arrays, _END: np.array([round(end.timestamp())], np.int64)})


def from_bytes(content: bytes, where: str) -> Parcel:
    """Raises ModelRefused where it is no parcel, or holds what no house can say."""
    arrays = unpack(content, where)
    end = arrays.pop(_END, None)
    if end is None or end.shape != (1,) or end.dtype != np.int64 or not 0 <= int(end[0]) < 2**35:
        raise ModelRefused(f"{where} does not say when it ends")
    count = len(arrays) // len(_NAMES)
    wanted = {f"{number}/{name}" for number in range(count) for name in _NAMES}
    if not 0 < count <= MOST_ROOMS or set(arrays) != wanted:
        raise ModelRefused(f"{where} holds other lines than rooms have")
    times = len(arrays[f"0/{_NAMES[0]}"]) if arrays[f"0/{_NAMES[0]}"].ndim else 0
    if not 0 < times <= MOST_STEPS:
        raise ModelRefused(f"{where} has {times} steps; there can be {MOST_STEPS}")
    for name, values in arrays.items():
        _require(name, values, times, where)
    rooms = (Signals(**{name: arrays[f"{number}/{name}"].astype(float) for name in _NAMES}) for number in range(count))
    return Parcel(tuple(rooms), datetime.fromtimestamp(int(end[0]), UTC))


def read(path: Path, digest: str | None = None) -> Parcel:
    """Raises ModelRefused where it cannot be read, or is not the one that `digest` (SHA-256) recognises."""
    content = read_bounded(path, PARCEL_BYTES)
    if digest is not None and mark(content).sha256 != digest:
        raise ModelRefused(f"{path} is not the file that the job was made for")
    return from_bytes(content, str(path))


def source(digest: str) -> str:
    """How a card says by which signals its network was taught."""
    return f"this home, {digest[:16]}"


def _require(name: str, values: Array, times: int, where: str) -> None:
    if values.shape != (times,) or values.dtype != np.float32:
        raise ModelRefused(f"{where}: {name} is {values.dtype} {list(values.shape)}, not float32 [{times}]")
    kind = name.partition("/")[2]
    least, most = _BOUNDS.get(kind, (-math.inf, math.inf))
    known = np.isfinite(values)
    if np.isinf(values).any() or (kind in _ALWAYS and not known.all()):
        raise ModelRefused(f"{where}: {name} has a number that is not finite")
    if known.any() and not least <= float(values[known].min()) <= float(values[known].max()) <= most:
        raise ModelRefused(f"{where}: {name} lies beyond what can be")
