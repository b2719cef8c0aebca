"""A household's own set-points as a file, from which its set-point network is fine-tuned."""

import csv
import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from thermo_edge.climate.evidence import HIGHEST, LOWEST
from thermo_edge.climate.setpoint_features import Context
from thermo_edge.errors import ThermoEdgeError

COLUMNS = ("time", "temperature", "set_point", "settings", "outdoor_mean", "asleep", "away")
"""`time` is local, as ISO 8601; `settings` is the middle of the settings' band, °C; the last three may be empty."""


class HoldsFault(ThermoEdgeError):
    """A file of set-points that cannot be read: the text says which line and why."""


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody set this, in this context."""

    context: Context
    set_point: float  # °C
    settings: float  # °C


def read_holds(path: Path) -> tuple[Held, ...]:
    """The set-points in order of time; those that no home has are left out. Raises HoldsFault."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = set(COLUMNS[:4]) - set(rows.fieldnames or ())
            if missing:
                raise HoldsFault(f"{path} has no column {', '.join(sorted(missing))}")
            held = [_held(row, f"{path}, line {number}") for number, row in enumerate(rows, start=2)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise HoldsFault(f"{path} cannot be read: {error}") from error
    sound = [one for one in held if LOWEST <= one.set_point <= HIGHEST and LOWEST <= one.settings <= HIGHEST]
    return tuple(sorted(sound, key=lambda one: one.context.local.replace(tzinfo=None)))


def _held(row: dict[str, str], where: str) -> Held:
    try:
        outdoors = float(row["outdoor_mean"]) if row.get("outdoor_mean") else None
        context = Context(
            datetime.fromisoformat(row["time"]),
            float(row["temperature"]),
            outdoors if outdoors is not None and math.isfinite(outdoors) else None,
            row.get("asleep") in ("1", "true"),
            row.get("away") in ("1", "true"),
        )
        return Held(context, float(row["set_point"]), float(row["settings"]))
    except (TypeError, ValueError) as error:
        raise HoldsFault(f"{where}: {error}") from None
