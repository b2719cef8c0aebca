"""What a benchmark says: one row for each measure, the same shape for all of them."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One measure; `target` is what was promised, `baselines` what others or plainer ways reach."""

    measure: str
    value: float
    unit: str
    better: Literal["lower", "higher"]
    target: float | None = None
    baselines: Mapping[str, float] = field(default_factory=dict)
    interval: tuple[float, float] | None = None
    """95 %, where the measure can be drawn again."""

    @property
    def kept(self) -> bool:
        """Whether what was promised is kept; true where nothing was."""
        if self.target is None:
            return True
        return self.value <= self.target if self.better == "lower" else self.value >= self.target


def to_json(rows: Sequence[Row]) -> str:
    """As files of figures are written; a value that nobody gave is null, a baseline without one is left out."""
    told = [asdict(row) for row in rows]
    for row in told:
        row["value"] = row["value"] if math.isfinite(row["value"]) else None
        row["baselines"] = {name: value for name, value in row["baselines"].items() if math.isfinite(value)}
        if row["interval"] is None:
            del row["interval"]
    return json.dumps({"rows": told}, indent=1, allow_nan=False)
