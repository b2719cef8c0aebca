"""What a training child says, one JSON object a line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from thermo_edge.home.learning import NightOutcome

Event = Literal["begun", "note", "step", "saved", "outcome", "done", "stopped", "failed"]


@with_config(ConfigDict(extra="forbid", allow_inf_nan=True, ser_json_inf_nan="null"))
@dataclass(frozen=True, slots=True)
class Report:
    """`step` counts up to `of`; `left` are the seconds of the budget; `text` is a note or what went wrong.

    A night also says the `name` of its step, the `place` that it is about, the `share` 0..1 of that step which is done,
    and as `outcome` what came of a model.
    """

    event: Event
    step: int = 0
    of: int = 0
    loss: float | None = None
    left: float = 0.0
    text: str = ""
    folder: Path | None = None
    name: str = ""
    place: str = ""
    share: float = 0.0
    outcome: NightOutcome | None = None


_REPORTS = TypeAdapter(Report)


def to_line(report: Report) -> bytes:
    return _REPORTS.dump_json(report) + b"\n"


def from_line(line: bytes) -> Report | None:
    """Nothing where the line is no report: a library printed something."""
    try:
        return _REPORTS.validate_json(line)
    except ValidationError:
        return None
