"""The three layouts a recording may come in: a row for each time, for each event, or for each interval."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from thermo_edge.bench.recordings.mapping import Labels, Map, SensorMap
from thermo_edge.bench.recordings.recording import Kind
from thermo_edge.bench.recordings.tables import Cells, RecordingFault, Rows, read_rows
from thermo_edge.bench.recordings.times import Times

Series = list[tuple[float, float]]
"""Unix seconds and a value."""


class Span(NamedTuple):
    """From `start` to before `end`, unix seconds."""

    start: float
    end: float
    label: str


@dataclass(slots=True)
class Raw:
    """What a file says, before it is put on a grid; the order of `sensors` and `truth` is the map's."""

    sensors: list[Series]
    truth: list[Series]
    spans: list[Span] = field(default_factory=list)
    runs: list[Span] = field(default_factory=list)
    first: float = float("inf")
    last: float = float("-inf")

    def saw(self, at: float) -> None:
        self.first, self.last = min(self.first, at), max(self.last, at)


def read_raw(path: Path, what: Map) -> Raw:
    """Raises RecordingFault."""
    rows = read_rows(path, what)
    raw = Raw([[] for _ in what.sensors], [[] for _ in what.truth])
    _LAYOUTS[what.layout](rows, what, raw)
    for sensor, series in zip(what.sensors, raw.sensors, strict=True):
        if not series:
            raise RecordingFault(
                path, None, what.sensor, f"nothing is said of the sensor {sensor.called}; is its id right?"
            )
        series.sort(key=lambda said: said[0])
    if what.labels is not None and what.labels.file is not None:
        raw.spans = read_labels(path.parent / what.labels.file, what.labels, what.zone)
        raw.first = min([raw.first, *(span.start for span in raw.spans)])
        raw.last = max([raw.last, *(span.end for span in raw.spans)])
    return raw


def read_labels(path: Path, what: Labels, zone: str) -> list[Span]:
    """The spans of a file of labels, in the order of their starts."""
    rows = read_rows(path, what)
    assert what.label is not None
    label = rows.position(what.label)
    if what.layout == "intervals":
        return sorted(_spans(rows, what, zone, label))
    assert what.time is not None
    times = Times(rows, what.time, zone)
    return runs_of([(times.read(cells), cells.text(label)) for cells in rows.cells])


def runs_of(said: Sequence[tuple[float, str]]) -> list[Span]:
    """Labels of events hold until the next event with another label; the last one until its last event."""
    spans: list[Span] = []
    for at, label in said:
        if spans and spans[-1].label == label:
            spans[-1] = spans[-1]._replace(end=at)
        else:
            if spans:
                spans[-1] = spans[-1]._replace(end=at)
            spans.append(Span(at, at, label))
    return spans


# --- layouts ----------------------------------------------------------------------------------------------------


def _wide(rows: Rows, what: Map, raw: Raw) -> None:
    assert what.time is not None
    times = Times(rows, what.time, what.zone)
    readers = [_reader(sensor) for sensor in what.sensors]
    columns = [rows.position(sensor.id) for sensor in what.sensors]
    truths = [(rows.position(truth.column), truth) for truth in what.truth]
    by = rows.position(what.by) if what.by else None
    run = rows.position(what.runs) if what.runs else None
    for cells in rows.cells:
        at = times.read(cells)
        raw.saw(at)
        key = cells.text(by) if by is not None else None
        for number, (sensor, column) in enumerate(zip(what.sensors, columns, strict=True)):
            if sensor.when is None or sensor.when == key:
                value = readers[number](cells, column)
                if value is not None:
                    raw.sensors[number].append((at, value))
        for number, (column, truth) in enumerate(truths):
            value = cells.number(column, truth.column)
            if value is not None:
                raw.truth[number].append((at, float(value > truth.above)))
        if run is not None:
            _run(raw, at, cells.text(run), cells)


def _events(rows: Rows, what: Map, raw: Raw) -> None:
    assert what.time is not None and what.sensor is not None and what.value is not None
    times = Times(rows, what.time, what.zone)
    who, value = rows.position(what.sensor), rows.position(what.value)
    label = rows.position(what.label) if what.label else None
    by_id = _by_id(what)
    labelled: list[tuple[float, str]] = []
    for cells in rows.cells:
        at = times.read(cells)
        raw.saw(at)
        _event(cells, at, value, what, by_id.get(cells.text(who), ()), raw)
        if label is not None:
            labelled.append((at, cells.text(label)))
    raw.spans = runs_of(labelled)


def _event(cells: Cells, at: float, value: int, what: Map, numbers: Sequence[int], raw: Raw) -> None:
    """One id may belong to several sensors that speak different words; some sensor must understand."""
    said = cells.text(value)
    if not numbers or said in what.missing:
        return
    understood = False
    for number in numbers:
        sensor = what.sensors[number]
        if not sensor.kind.speaks_of_changes:
            measured = cells.number(value, what.value or "")
            if measured is not None:
                raw.sensors[number].append((at, _in_unit(measured, sensor)))
            understood = True
        elif said in sensor.on or said in sensor.off:
            raw.sensors[number].append((at, float(said in sensor.on)))
            understood = True
    if not understood:
        raise cells.fault(what.value, f"{said!r} is neither on nor off here; name it under on: or off: of the sensor")


def _intervals(rows: Rows, what: Map, raw: Raw) -> None:
    assert what.sensor is not None
    by_id = _by_id(what)
    for span in _spans(rows, what, what.zone, rows.position(what.sensor)):
        raw.saw(span.start)
        raw.saw(span.end)
        for number in by_id.get(span.label, ()):
            raw.sensors[number] += [(span.start, 1.0), (span.end, 0.0)]
    if what.label is not None:
        again = read_rows(rows.path, what)
        raw.spans = sorted(_spans(again, what, what.zone, again.position(what.label)))


_LAYOUTS: Mapping[str, Callable[[Rows, Map, Raw], None]] = {"wide": _wide, "events": _events, "intervals": _intervals}


# --- parts ------------------------------------------------------------------------------------------------------


def _spans(rows: Rows, what: Map | Labels, zone: str, named: int) -> list[Span]:
    assert what.start is not None and what.end is not None
    starts, ends = Times(rows, what.start, zone), Times(rows, what.end, zone)
    found = []
    for cells in rows.cells:
        start, end = starts.read(cells), ends.read(cells)
        if end < start and what.backwards == "leave out":
            continue
        if end < start:
            told = "the interval ends before it starts; mend the line, or write backwards: leave out in the map"
            raise cells.fault(" ".join(what.end.column), told)
        found.append(Span(start, end, cells.text(named)))
    return found


def _by_id(what: Map) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, sensor in enumerate(what.sensors):
        found[sensor.id].append(number)
    return found


def _run(raw: Raw, at: float, name: str, cells: Cells) -> None:
    if raw.runs and raw.runs[-1].label == name:
        raw.runs[-1] = raw.runs[-1]._replace(end=max(at, raw.runs[-1].end), start=min(at, raw.runs[-1].start))
    elif any(run.label == name for run in raw.runs):
        raise cells.fault(None, f"the run {name} goes on after another one began; sort the file by run")
    else:
        raw.runs.append(Span(at, at, name))


def _reader(sensor: SensorMap) -> Callable[[Cells, int], float | None]:
    if not sensor.kind.speaks_of_changes:
        return lambda cells, column: _unit(cells.number(column, sensor.id), sensor)

    def level(cells: Cells, column: int) -> float | None:
        said = cells.text(column)
        if said in sensor.on or said in sensor.off:
            return float(said in sensor.on)
        if said in cells.table.missing:
            return None
        raise cells.fault(sensor.id, f"{said!r} is neither on nor off; name it under on: or off: of the sensor")

    return level


def _unit(value: float | None, sensor: SensorMap) -> float | None:
    return None if value is None else _in_unit(value, sensor)


def _in_unit(value: float, sensor: SensorMap) -> float:
    if sensor.kind is Kind.TEMPERATURE and sensor.unit in ("F", "°F"):
        return (value - 32.0) / 1.8
    if sensor.kind is Kind.TEMPERATURE and sensor.unit == "K":
        return value - 273.15
    return value * 1000.0 if sensor.unit == "kW" else value
