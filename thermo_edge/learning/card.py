"""The card of a model: what it is, where it comes from, what it is worth, and which bytes belong to it."""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

from pydantic import ConfigDict, JsonValue, TypeAdapter, ValidationError, with_config

from thermo_edge.errors import ModelRefused

CARD = "card.json"
NETWORK = "model.onnx"
WEIGHTS = "weights.safetensors"

CARD_BYTES = 256 * 1024
FILE_BYTES = 128 * 1024 * 1024
"""The largest file of a model; the largest that we know of is a sentence encoder of 23 MB."""

FORMAT = 1
_RANK = 6
_ELEMENTS = 2**26
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
_FILE = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}\.(onnx|safetensors|json)")
_SHA256 = re.compile(r"[0-9a-f]{64}")

Type = Literal["float32", "float64", "int64", "int32", "uint8", "bool"]
Config = TypeVar("Config")

_strict = with_config(ConfigDict(extra="forbid", strict=True, allow_inf_nan=False))


@_strict
@dataclass(frozen=True, slots=True)
class Tensor:
    """An input or output of the network; a size that has a name instead of a number is free, such as "batch"."""

    name: str
    type: Type
    shape: tuple[int | str, ...]


@_strict
@dataclass(frozen=True, slots=True)
class Span:
    """What the model learned from; `start` and `end` are empty where the data is simulated."""

    source: str
    homes: int
    days: float
    start: datetime | None = None
    end: datetime | None = None


@_strict
@dataclass(frozen=True, slots=True)
class Metric:
    """One measure on data that the model has not seen, and what plainer ways reach there."""

    measure: str
    value: float
    unit: str
    better: Literal["lower", "higher"]
    baselines: Mapping[str, float] = field(default_factory=dict)


@_strict
@dataclass(frozen=True, slots=True)
class Mark:
    """How a file is recognised."""

    sha256: str
    bytes: int


@_strict
@dataclass(frozen=True, slots=True)
class Card:
    """It never changes: who promoted a version, when and why stands on the shelf, in the step that did it."""

    format: int
    slice: str
    version: str
    parent: str | None
    created: datetime
    program: str
    config: Mapping[str, JsonValue]
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    data: Span
    seeds: tuple[int, ...]
    metrics: tuple[Metric, ...]
    files: Mapping[str, Mark]


_CARDS = TypeAdapter(Card)


def is_name(name: str) -> bool:
    """Whether a slice or a version may be called so: it is a folder's name, and nothing else."""
    return _NAME.fullmatch(name) is not None


def mark(content: bytes) -> Mark:
    """How these bytes are recognised."""
    return Mark(hashlib.sha256(content).hexdigest(), len(content))


def to_json(card: Card) -> bytes:
    """As it lies beside the model: the same card gives the same bytes."""
    return _CARDS.dump_json(card, indent=1) + b"\n"


def from_json(content: bytes) -> Card:
    """Read a card; raises ModelRefused with everything that is wrong with it."""
    if len(content) > CARD_BYTES:
        raise ModelRefused(f"the card has {len(content)} bytes; a card has at most {CARD_BYTES}")
    try:
        card = _CARDS.validate_json(content)
    except (ValidationError, RecursionError) as error:
        raise ModelRefused(f"the card cannot be read: {_in_words(error)}") from None
    if faults := tuple(_faults(card)):
        raise ModelRefused("the card is wrong: " + "; ".join(faults))
    return card


def new_card(card: Card) -> Card:
    """Check a card that is just being made, as if it had been read."""
    return from_json(to_json(card))


def version_name(created: datetime, network: bytes) -> str:
    """A name that sorts by time and tells different networks of one second apart."""
    return f"{created:%Y%m%dt%H%M%S}-{mark(network).sha256[:8]}"


def config_of(card: Card, kind: type[Config]) -> Config:
    """The slice's own configuration of its network, a frozen dataclass; raises ModelRefused where it does not fit."""
    assert is_dataclass(kind)
    names = {each.name for each in fields(kind)}
    if unlike := names ^ set(card.config):
        raise ModelRefused(f"{card.slice} {card.version}: the configuration of another program: {sorted(unlike)}")
    try:
        return TypeAdapter(kind).validate_json(json.dumps(dict(card.config)), strict=True)
    except ValidationError as error:
        raise ModelRefused(f"{card.slice} {card.version}: its configuration does not fit: {_in_words(error)}") from None


def config_json(config: Any) -> dict[str, JsonValue]:
    """A slice's configuration as it stands on a card."""
    return dict(json.loads(json.dumps(asdict(config), allow_nan=False)))


# --- what is wrong ------------------------------------------------------------------------------------------------


def _faults(card: Card) -> list[str]:
    faults = []
    if card.format != FORMAT:
        faults.append(f"its format is {card.format}, this program reads {FORMAT}")
    for what, name in (("slice", card.slice), ("version", card.version), ("parent", card.parent)):
        if name is not None and not is_name(name):
            faults.append(f"{what} {name!r} is no name")
    if card.created.utcoffset() != timedelta(0):
        faults.append("created is not in UTC")
    if not _finite(card.config):
        faults.append("its configuration has a number that is not finite")
    if card.data.homes < 0 or card.data.days < 0:
        faults.append("its data is less than nothing")
    return faults + _file_faults(card) + _tensor_faults(card)


def _file_faults(card: Card) -> list[str]:
    faults = [f"{name} is missing" for name in (NETWORK, WEIGHTS) if name not in card.files]
    for name, sign in card.files.items():
        if name == CARD or not _FILE.fullmatch(name):
            faults.append(f"{name!r} is no file of a model")
        if not _SHA256.fullmatch(sign.sha256):
            faults.append(f"{name}: no SHA-256")
        if not 0 < sign.bytes <= FILE_BYTES:
            faults.append(f"{name}: {sign.bytes} bytes; a file has at most {FILE_BYTES}")
    return faults


def _tensor_faults(card: Card) -> list[str]:
    faults = []
    if not card.inputs or not card.outputs:
        faults.append("it has no inputs or no outputs")
    if any(len({tensor.name for tensor in side}) < len(side) for side in (card.inputs, card.outputs)):
        faults.append("two inputs or outputs have one name")
    for tensor in (*card.inputs, *card.outputs):
        sizes = [size for size in tensor.shape if isinstance(size, int)]
        free = [size for size in tensor.shape if isinstance(size, str)]
        impossible = any(size < 1 for size in sizes) or math.prod(sizes) > _ELEMENTS or len(tensor.shape) > _RANK
        if impossible or not all(name.isidentifier() for name in free):
            faults.append(f"{tensor.name} has an impossible shape {list(tensor.shape)}")
    return faults


def _finite(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(_finite(each) for each in value.values())
    if isinstance(value, list):
        return all(_finite(each) for each in value)
    return not isinstance(value, float) or math.isfinite(value)


def _in_words(error: ValidationError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    told = (
        f"{'.'.join(map(str, each['loc'])) or 'card'}: {each['msg']}" for each in error.errors(include_url=False)[:8]
    )
    return "; ".join(told)
