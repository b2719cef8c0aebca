"""A base model that is asked the same again and again, night after night, and remembers what it said."""

from dataclasses import dataclass, field, fields
from hashlib import blake2b

import numpy as np

from thermo_edge.climate.features import Array, ClimateConfig, Numbers
from thermo_edge.learning.climate_answer import Calibration
from thermo_edge.learning.climate_at_home import Base
from thermo_edge.learning.climate_base import Said

_ASKED = ("past", "ahead", "start")


@dataclass(frozen=True)
class Remembering:
    """Implements Base by another one; the answers are the same but for the last bits, as in batches of another size."""

    base: Base
    known: dict[bytes, tuple[Array, ...]] = field(default_factory=dict)

    @property
    def config(self) -> ClimateConfig:
        return self.base.config

    @property
    def version(self) -> str:
        return self.base.version

    @property
    def calibration(self) -> Calibration | None:
        return self.base.calibration

    def ask(self, numbers: Numbers) -> Said:
        """Asks the other what it was not asked before."""
        if not len(numbers.level):
            return self.base.ask(numbers)
        keys = [_key(numbers, row) for row in range(len(numbers.level))]
        new = np.array([row for row, key in enumerate(keys) if key not in self.known], int)
        if new.size:
            some = Numbers(*(getattr(numbers, each.name)[new] for each in fields(Numbers)))
            said = self.base.ask(some)
            told = [getattr(said, each.name) for each in fields(Said)]
            self.known.update((keys[row], tuple(part[n] for part in told)) for n, row in enumerate(new.tolist()))
        return Said(*(np.stack(parts) for parts in zip(*(self.known[key] for key in keys), strict=True)))


def _key(numbers: Numbers, row: int) -> bytes:
    found = blake2b(digest_size=16)
    for name in _ASKED:
        found.update(getattr(numbers, name)[row].tobytes())
    return found.digest()
