"""Models as EnergyPlus reads them, IDF or epJSON, made ready for some days in steps of ours."""

import json
from collections.abc import Iterable, Mapping
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

_BESIDE_SCHEDULES = frozenset(
    {"version", "building", "globalgeometryrules", "site:location", "runperiodcontrol:specialdays"}
)
"""What stays where only the schedules are run: they know the model's holidays."""

_FILED = {"schedule:file": 3, "schedule:file:shading": 1}
"""The field that names a file, in classes of schedules that have one; epJSON calls it `file_name`."""


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


def ready(source: Path, ours: Ours, into: Path, schedules_alone: bool = False) -> Path:
    """Write the model, or its schedules alone, so that it runs these days and reports nothing. Returns the file.

    Raises SettingsError for what is no model, or one whose templates were not expanded.
    """
    if source.suffix.lower() == ".epjson":
        file = into / "in.epJSON"
        file.write_text(json.dumps(_ready_tree(source, ours, schedules_alone)), encoding="utf-8")
        return file
    objects = _idf(source)
    _expanded(source, (each[0] for each in objects))
    sizing = next((each[1:4] for each in objects if each[0].lower() == "simulationcontrol"), ["No"] * 3)
    kept = [_with_its_file(each, source) for each in objects if _kept(each[0], schedules_alone)]
    file = into / "in.idf"
    file.write_text(text_of([*kept, *_objects(ours, ["No"] * 3 if schedules_alone else sizing)]), encoding="utf-8")
    return file


def schedules(source: Path) -> Mapping[str, tuple[str, str]]:
    """Class and name, as written, of each schedule by its name in capitals. Raises SettingsError as `ready`."""
    if source.suffix.lower() == ".epjson":
        named = [(kind, name) for kind, objects in _tree(source).items() for name in objects]
    else:
        named = [(each[0], each[1]) for each in _idf(source) if len(each) > 1]
    return {name.upper(): (kind, name) for kind, name in named if _is_schedule(kind)}


def version(source: Path) -> str:
    """Of EnergyPlus, for which the model was written; empty where it does not say."""
    if source.suffix.lower() == ".epjson":
        told: Mapping[str, Any] = next(iter(_tree(source).get("Version", {}).values()), {})
        return str(told.get("version_identifier", ""))
    return next((each[1] for each in _idf(source) if each[0].lower() == "version" and len(each) > 1), "")


def objects_of(text: str) -> Objects:
    """An IDF's objects without its comments."""
    bare = "\n".join(line.partition("!")[0] for line in text.splitlines())
    found = ([field.strip() for field in part.split(",")] for part in bare.split(";"))
    return [fields for fields in found if fields[0]]


def text_of(objects: Objects) -> str:
    """As IDF."""
    return "".join(",\n  ".join(fields) + ";\n\n" for fields in objects)


def _read(source: Path) -> str:
    try:
        return source.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise SettingsError(str(source), (f"the model cannot be read: {error.strerror}",)) from None


def _idf(source: Path) -> Objects:
    objects = objects_of(_read(source))
    if not any(each[0].lower() == "zone" for each in objects):
        raise SettingsError(str(source), ("no Zone is in it: an EnergyPlus model ends in .idf or .epJSON",))
    return objects


def _tree(source: Path) -> dict[str, Any]:
    try:
        tree = json.loads(_read(source))
    except ValueError as error:
        raise SettingsError(str(source), (f"this is not epJSON: {error}",)) from None
    if not isinstance(tree, dict) or "Zone" not in tree:
        raise SettingsError(str(source), ("no Zone is in it: an EnergyPlus model ends in .idf or .epJSON",))
    return tree


def _is_schedule(kind: str) -> bool:
    """Whether the class is of schedules that have a value, not of their days and weeks."""
    name = kind.lower()
    return name.startswith("schedule:") and not name.startswith(("schedule:day", "schedule:week", "schedule:file:"))


def _kept(kind: str, schedules_alone: bool) -> bool:
    name = kind.lower()
    if schedules_alone:
        return name in _BESIDE_SCHEDULES or name.startswith(("schedule:", "scheduletypelimits"))
    return name not in _REPLACED and (not name.startswith("output:") or name == "output:energymanagementsystem")


def _beside(name: str, source: Path) -> str:
    """A file that a model names lies beside the model, which is run from elsewhere."""
    file = source.parent / name
    return str(file.resolve()) if file.is_file() else name


def _with_its_file(fields: list[str], source: Path) -> list[str]:
    at = _FILED.get(fields[0].lower())
    if at is None or at >= len(fields):
        return fields
    return [*fields[:at], _beside(fields[at], source), *fields[at + 1 :]]


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


def _ready_tree(source: Path, ours: Ours, schedules_alone: bool) -> dict[str, Any]:
    tree = _tree(source)
    _expanded(source, tree)
    kept: dict[str, Any] = {kind: objects for kind, objects in tree.items() if _kept(kind, schedules_alone)}
    for kind in (kind for kind in kept if kind.lower() in _FILED):
        kept[kind] = {
            name: told | {"file_name": _beside(str(told.get("file_name", "")), source)}
            for name, told in kept[kind].items()
        }
    more = {_CAPACITY: {"furnished": {"temperature_capacity_multiplier": ours.air}}} if ours.air != 1.0 else {}
    sizing: dict[str, Any] = {} if schedules_alone else next(iter(tree.get("SimulationControl", {}).values()), {})
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
