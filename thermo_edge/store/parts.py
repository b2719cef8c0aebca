"""The parts of the memory that are kept as JSON, one row each."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from thermo_edge.home.correction import Correction
from thermo_edge.home.house import EntityId, PlaceId, Point, Value
from thermo_edge.home.memory import (
    AiringMemory,
    Cadence,
    ClimateMemory,
    DeviceMemory,
    LightingMemory,
    Memory,
    Modes,
    OccupancyMemory,
    Pending,
    SecurityMemory,
    WindowMemory,
)
from thermo_edge.home.plan import Plan
from thermo_edge.home.savings import ComparisonMemory
from thermo_edge.home.taste import TasteMemory
from thermo_edge.home.trust import Record, Standing
from thermo_edge.store.kinds import Codec

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """One part, and where in the memory it is."""

    name: str
    codec: Codec[Any]
    take: Callable[[Memory], Any]
    put: Callable[[Memory, Any], Memory]
    matters: bool = True  # it must be on the disk before the turn goes on
    slow: bool = False  # large, changing all the time, and soon learned again: written now and then
    paired: bool = False  # JSON has no keys of two words: pairs, then

    def dump(self, memory: Memory) -> str:
        value = self.take(memory)
        return self.codec.dump(tuple(value.items()) if self.paired else value)

    def changed(self, memory: Memory, kept: Memory) -> bool:
        """Usually told by identity, since what did not change stays the same object."""
        new, old = self.take(memory), self.take(kept)
        return new is not old and bool(new != old)


def _field(name: str, kind: Any, matters: bool = True, slow: bool = False) -> Part:
    return Part(name, Codec(kind), lambda m: getattr(m, name), lambda m, v: _with(m, name, v), matters, slow)


def _by_point(name: str, kind: Any, matters: bool = True, slow: bool = False) -> Part:
    pairs: Any = tuple[tuple[Point, kind], ...]
    return Part(
        name, Codec(pairs), lambda m: getattr(m, name), lambda m, v: _with(m, name, dict(v)), matters, slow, True
    )


def _with(memory: Memory, name: str, value: Any) -> Memory:
    return replace(memory, **{name: value})


def _observe(memory: Memory, on: bool) -> Memory:
    return replace(memory, modes=Modes(memory.modes.places, on))


PARTS: tuple[Part, ...] = (
    Part("observe_everything", Codec(bool), lambda m: m.modes.observe_everything, _observe),
    _field("protections", Mapping[EntityId, datetime]),
    _field("devices", Mapping[str, DeviceMemory]),
    _field("windows", Mapping[PlaceId, WindowMemory]),
    _by_point("borrowed", Value),
    _by_point("pending", Pending),
    _field("security", SecurityMemory),
    _field("taste", TasteMemory),
    _field("corrections", tuple[Correction, ...]),
    _field("trust", Mapping[str, Standing]),
    _field("comparison", ComparisonMemory),
    _by_point("watched", bool, matters=False),
    _field("lighting", LightingMemory, matters=False),
    _by_point("known", Value, matters=False),
    _field("away", Mapping[EntityId, datetime | None], matters=False),
    _field("turn", int, matters=False),
    _field("command", int, matters=False),
    _field("airings", Mapping[PlaceId, AiringMemory], matters=False, slow=True),
    _field("climate", ClimateMemory, matters=False, slow=True),
    _field("plan", Plan | None, matters=False, slow=True),
    _field("occupancy", OccupancyMemory, matters=False, slow=True),
    _by_point("cadences", Cadence, matters=False, slow=True),
    _field("record", Mapping[str, Record], matters=False, slow=True),
)

_NAMED = {part.name: part for part in PARTS}


def load(rows: Iterable[tuple[str, str]], memory: Memory) -> Memory:
    """The memory with these parts; one that cannot be read stays as it was, and is told."""
    for name, text in rows:
        part = _NAMED.get(name)
        if part is None:
            log.warning("the memory has a part %r that this program does not know", name)
            continue
        try:
            memory = part.put(memory, part.codec.load(text))
        except ValueError:
            log.warning("the memory's part %r cannot be read and begins anew", name)
    return memory
