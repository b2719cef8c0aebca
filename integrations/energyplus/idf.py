"""Models as EnergyPlus reads them, IDF or epJSON, made ready for some days in steps of ours."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from thermo_edge.errors import SettingsError

Objects = list[list[str]]
"""Each object its fields, the class first."""

_CAPACITY = "ZoneCapacitanceMultiplier:ResearchSpecial"

_REPLACED = frozenset(
    {"runperiod", "timestep", "runperiodcontrol:daylightsavingtime", "simulationcontrol", "output:sqlite"}
)
"""What is ours to say; summer time goes, because the run is in the weather's own standard time."""


@dataclass(frozen=True)
class Ours:
    """What is ours to say. `air`: how many times its air alone a zone's air, furniture and the like store; 1 leaves the
    model as it is. `minutes`: of a zone time step, a divisor of 60.
    """

    begin: date
    days: int
    air: float = 1.0
    minutes: int = 5

    @property
    def end(self) -> date:
        return self.begin + timedelta(days=self.days - 1)

    @property
    def per_hour(self) -> int:
        return 60 // self.minutes


def ready(source: Path, ours: Ours, into: Path) -> Path:
    """Write the model so that it runs these days and reports nothing of itself. Returns the file.

    Raises SettingsError for what is no model, or one whose templates were not expanded.
    """
    try:
        text = source.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise SettingsError(str(source), (f"the model cannot be read: {error.strerror}",)) from None
    if source.suffix.lower() == ".epjson":
        file = into / "in.epJSON"
        file.write_text(json.dumps(_ready_tree(source, text, ours)), encoding="utf-8")
        return file
    objects = objects_of(text)
    if not any(each[0].lower() == "zone" for each in objects):
        raise SettingsError(str(source), ("no Zone is in it: an EnergyPlus model ends in .idf or .epJSON",))
    _expanded(source, (each[0] for each in objects))
    sizing = next((each[1:4] for each in objects if each[0].lower() == "simulationcontrol"), ["No"] * 3)
    kept = [each for each in objects if not _dropped(each[0])]
    file = into / "in.idf"
    file.write_text(text_of([*kept, *_objects(ours, sizing)]), encoding="utf-8")
    return file


def objects_of(text: str) -> Objects:
    """An IDF's objects without its comments."""
    bare = "\n".join(line.partition("!")[0] for line in text.splitlines())
    found = ([field.strip() for field in part.split(",")] for part in bare.split(";"))
    return [fields for fields in found if fields[0]]


def text_of(objects: Objects) -> str:
    """As IDF."""
    return "".join(",\n  ".join(fields) + ";\n\n" for fields in objects)


def _dropped(kind: str) -> bool:
    name = kind.lower()
    return name in _REPLACED or (name.startswith("output:") and name != "output:energymanagementsystem")


def _expanded(source: Path, kinds: Iterable[str]) -> None:
    if any(kind.lower().startswith("hvactemplate:") for kind in kinds):
        raise SettingsError(str(source), ("it holds HVACTemplate objects: run EnergyPlus's ExpandObjects on it first",))


def _objects(ours: Ours, sizing: list[str]) -> Objects:
    dates = [str(number) for day in (ours.begin, ours.end) for number in (day.month, day.day, day.year)]
    more = [[_CAPACITY, "furnished", "", str(ours.air), "1", "1", "1"]] if ours.air != 1.0 else []
    return [
        *more,
        ["SimulationControl", *sizing, "No", "Yes"],
        ["Timestep", str(ours.per_hour)],
        ["RunPeriod", "lived", *dates, "", "No", "No", "No", "Yes", "Yes"],
    ]


def _ready_tree(source: Path, text: str, ours: Ours) -> dict[str, Any]:
    try:
        tree = json.loads(text)
    except ValueError as error:
        raise SettingsError(str(source), (f"this is not epJSON: {error}",)) from None
    if not isinstance(tree, dict) or "Zone" not in tree:
        raise SettingsError(str(source), ("no Zone is in it: an EnergyPlus model ends in .idf or .epJSON",))
    _expanded(source, tree)
    kept = {kind: objects for kind, objects in tree.items() if not _dropped(kind)}
    more = {_CAPACITY: {"furnished": {"temperature_capacity_multiplier": ours.air}}} if ours.air != 1.0 else {}
    sizing: dict[str, Any] = next(iter(tree.get("SimulationControl", {}).values()), {})
    return (
        kept
        | more
        | {
            "SimulationControl": {
                "control": sizing
                | {
                    "run_simulation_for_sizing_periods": "No",
                    "run_simulation_for_weather_file_run_periods": "Yes",
                }
            },
            "Timestep": {"step": {"number_of_timesteps_per_hour": ours.per_hour}},
            "RunPeriod": {
                "lived": {
                    "begin_month": ours.begin.month,
                    "begin_day_of_month": ours.begin.day,
                    "begin_year": ours.begin.year,
                    "end_month": ours.end.month,
                    "end_day_of_month": ours.end.day,
                    "end_year": ours.end.year,
                    "use_weather_file_holidays_and_special_days": "No",
                    "use_weather_file_daylight_saving_period": "No",
                }
            },
        }
    )
