"""A map says what the columns of a recording mean: every setting of it, and how the file is read."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from thermo_edge.bench.recordings.recording import Kind
from thermo_edge.config.kinds import zone_like
from thermo_edge.errors import SettingsError

SHIPPED = Path(__file__).resolve().parents[1] / "maps"

Told = TypeVar("Told", bound=BaseModel)

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|min|h|d)")
_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}


def _duration(value: Any) -> Any:
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError("write a duration such as 30s, 5min, 1h or 1d")
    return round(float(found[1]) * _SECONDS[found[2]])


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"there is no time zone {value[:40]}; write one such as {zone_like(value)}") from None
    return value


def _known_encoding(value: str) -> str:
    try:
        "".encode(value)
    except LookupError:
        raise ValueError(f"there is no encoding {value} of text; write one such as utf-8, cp1252 or utf-16") from None
    return "utf-8-sig" if value.lower() in ("utf-8", "utf8") else value


Zone = Annotated[str, AfterValidator(_known_zone)]
Encoding = Annotated[str, AfterValidator(_known_encoding)]
Seconds = Annotated[int, BeforeValidator(_duration), Field(gt=0)]
Words = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]


class Part(BaseModel):
    """What maps are made of."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class TimeColumn(Part):
    """Where a time stands: in one column, or in several that are joined by a blank."""

    column: Words
    format: str = "iso"
    """iso, unix, unix_ms, or as strptime reads it."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"column": value}


class Table(Part):
    """How a file is cut into rows and columns, and which of them are the times."""

    layout: Literal["wide", "events", "intervals"]
    separator: str | None = None
    """A character, `tabs`, or `blanks` (runs of them); left out: guessed from the first row."""
    skip: int = Field(0, ge=0)
    columns: tuple[str, ...] | None = None
    """The names, where the file has no header."""
    decimal: Literal[".", ","] = "."
    encoding: Encoding = "utf-8-sig"
    missing: Words = ("", "NA", "NaN", "nan", "null", "None", "?", "unknown", "unavailable")
    time: TimeColumn | None = None
    start: TimeColumn | None = None
    end: TimeColumn | None = None
    label: str | None = None
    backwards: Literal["refuse", "leave out"] = "refuse"
    """What becomes of intervals that end before they start."""

    @model_validator(mode="after")
    def _table(self) -> "Table":
        return self._with_times()

    def _with_times(self) -> "Table":
        if self.layout == "intervals" and not (self.start and self.end):
            raise ValueError("the layout intervals needs start: and end:")
        if self.layout != "intervals" and not self.time:
            raise ValueError(f"the layout {self.layout} needs time:")
        return self


class SensorMap(Part):
    """One sensor: the column (wide) or what stands in the sensor column (events, intervals), and what it tells."""

    id: str
    kind: Kind
    room: str | None = None
    name: str | None = None
    when: str | None = None
    """Only rows whose `by` column says this."""
    unit: str | None = None
    on: Words = ("ON", "OPEN", "1", "true", "on", "open", "home")
    off: Words = ("OFF", "CLOSE", "CLOSED", "0", "false", "off", "closed", "not_home")
    stale: Seconds | None = None

    @property
    def called(self) -> str:
        return self.name or (self.id if self.when is None else f"{self.id} {self.when}")


class TruthColumn(Part):
    """A column of a wide table that says whether somebody was there: more than `above`."""

    column: str
    room: str | None = None
    """Left out: it tells of the whole home."""
    above: float = 0.0


class Labels(Table):
    """Labels of activities that say who was where; from the same file where `file` is left out."""

    layout: Literal["wide", "events", "intervals"] = "events"
    file: str | None = None
    away: Words = ()
    leave: Words = ()
    enter: Words = ()
    passing: Words = ()
    """Labels that may come between leaving and entering and say nothing."""
    asleep: Words = ()
    bridge: Seconds | None = None
    """Getting up for so long belongs to the night."""
    rooms: dict[str, str] = Field(default_factory=dict)
    alone: bool = True
    """One person lives there: who is in one room is in no other."""

    def _with_times(self) -> "Table":
        if self.file is None:
            return self
        if self.layout == "wide" or self.label is None:
            raise ValueError("labels in a file need label: (the column) and the layout events or intervals")
        return super()._with_times()


class Map(Table):
    """What a recording means."""

    name: str = ""
    zone: Zone = "UTC"
    step: Seconds = 60
    stale: Seconds = 1800
    sensor: str | None = None
    value: str | None = None
    by: str | None = None
    runs: str | None = None
    sensors: tuple[SensorMap, ...] = Field(min_length=1)
    truth: tuple[TruthColumn, ...] = ()
    labels: Labels | None = None
    share: float = Field(0.7, gt=0, lt=1)
    test: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> "Map":
        if self.layout != "wide" and self.sensor is None:
            raise ValueError(f"the layout {self.layout} needs sensor:, the column that names the sensor")
        if self.layout == "events" and self.value is None:
            raise ValueError("the layout events needs value:, the column that says on or off, or how much")
        if not self.truth and self.labels is None:
            raise ValueError("there is no truth: name truth: columns, or labels:")
        if self.truth and self.layout != "wide":
            raise ValueError("truth: columns go with the layout wide; use labels: here")
        if self.labels and self.labels.file is None and (self.label is None or self.layout == "wide"):
            raise ValueError("labels without file: need label:, a column of the same file, and events or intervals")
        return self


def find_map(name: str, shipped_in: Path = SHIPPED) -> Path:
    """The file itself, or the shipped one of that name."""
    path = Path(name)
    shipped = shipped_in / f"{name}.yaml"
    return shipped if not path.exists() and shipped.exists() else path


def read_map(path: Path) -> Map:
    """Raises SettingsError with every fault and its line."""
    return read_as(path, Map)


def read_as(path: Path, kind: type[Told], shipped_in: Path = SHIPPED) -> Told:
    """A YAML file as a map of some kind. Raises SettingsError with every fault and its line."""
    source = str(path)
    try:
        tree = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in shipped_in.glob("*.yaml")))
        raise SettingsError(
            source, (f"there is no such file; the maps that come with the program are: {known}",)
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(source, (f"it cannot be read: {error}",)) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SettingsError(source, (f"{_at(mark.line + 1 if mark else None)}{error.problem or 'no YAML'}",)) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise SettingsError(source, (f"this is not YAML: {error}",)) from None
    if not isinstance(tree, dict):
        raise SettingsError(source, ("a map holds names and values, such as layout: wide",))
    try:
        return kind.model_validate(tree)
    except ValidationError as error:
        raise SettingsError(source, tuple(_words(tree, fault) for fault in _told(error.errors()))) from None


_SAYINGS = {
    "extra_forbidden": "there is no such setting",
    "missing": "this is needed",
    "too_short": "at least one is needed",
    "tuple_type": "write a list, each entry after a dash",
    "dict_type": "write names and values",
    "model_type": "write names and values",
}
"""Where pydantic speaks of Python."""


def _told(faults: Sequence[Any]) -> list[Any]:
    """Without the lists that are too short only because an entry of theirs has a fault of its own."""
    places = [fault["loc"] for fault in faults]
    return [
        fault
        for fault in faults
        if fault["type"] != "too_short"
        or not any(place[: len(fault["loc"])] == fault["loc"] and place != fault["loc"] for place in places)
    ]


def _words(tree: Any, fault: Any) -> str:
    line: int | None = None
    for step in fault["loc"]:
        position = (getattr(getattr(tree, "lc", None), "data", None) or {}).get(step)
        if position is None:
            break
        line, tree = int(position[0]) + 1, tree[step]
    where = ".".join(str(step) for step in fault["loc"])
    said = _SAYINGS.get(fault["type"]) or fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return _at(line) + (f"{where}: {said}" if where else said)


def _at(line: int | None) -> str:
    return f"line {line}: " if line else ""
