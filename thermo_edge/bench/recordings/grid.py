"""Puts what a file says on a regular grid of times, so that nothing at a time comes from after it."""

from itertools import pairwise
from pathlib import Path

import numpy as np

from thermo_edge.bench.recordings.labels import label_truth
from thermo_edge.bench.recordings.layouts import Raw, Series, Span
from thermo_edge.bench.recordings.mapping import Map
from thermo_edge.bench.recordings.recording import Array, Recording, Sensor, State
from thermo_edge.bench.recordings.tables import RecordingFault

LONGEST = 5_000_000
"""Times on the grid: ten years of minutes; more than that is a wrong time format."""


def on_grid(raw: Raw, what: Map, path: Path) -> Recording:
    """The recording. Raises RecordingFault where the spans of its times cannot be."""
    step = what.step
    first, last = int(-(-raw.first // step) * step), int(-(-raw.last // step) * step)
    if not 0 <= (last - first) / step < LONGEST:
        raise RecordingFault(
            path, None, None, "its times span more than the grid can hold; check the format of the time"
        )
    times = np.arange(first, last + step, step, dtype=np.int64)
    columns, events = [], []
    for sensor, series in zip(what.sensors, raw.sensors, strict=True):
        if sensor.kind.speaks_of_changes:
            columns.append(levels(series, times, step))
            events.append(changes(series))
        else:
            columns.append(means(series, times, step, sensor.stale or what.stale))
            events.append(np.empty((0, 2)))
    rooms, truth, home = _truth(raw, what, times)
    return Recording(
        what.name or path.stem,
        what.zone,
        step,
        times,
        tuple(Sensor(sensor.called, sensor.kind, sensor.room) for sensor in what.sensors),
        np.column_stack(columns),
        tuple(events),
        rooms,
        truth,
        home,
        _runs(raw.runs, times, path),
    )


def means(series: Series, times: Array, step: int, stale: int) -> Array:
    """The mean of what was measured in (t - step, t], else the last value that is no older than `stale` seconds."""
    at, value = np.array(series).T
    cell = np.ceil((at - times[0]) / step).astype(int)
    inside = (cell >= 0) & (cell < len(times))
    count = np.bincount(cell[inside], minlength=len(times))
    total = np.bincount(cell[inside], weights=value[inside], minlength=len(times))
    before = np.searchsorted(at, times, side="right") - 1
    fresh = (before >= 0) & (times - at[np.maximum(before, 0)] <= stale)
    held = np.where(fresh, value[np.maximum(before, 0)], np.nan)
    mean: Array = np.where(count > 0, total / np.maximum(count, 1), held)
    return mean


def changes(series: Series) -> Array:
    """(n, 2): instants and levels, repeated levels left out."""
    told = np.array(series, dtype=float).reshape(-1, 2)
    kept: Array = told[np.concatenate([[True], told[1:, 1] != told[:-1, 1]])]
    return kept


def levels(series: Series, times: Array, step: int) -> Array:
    """1 where it was on at any instant of (t - step, t]. Before its first word a sensor counts as off."""
    told = np.array(series, dtype=float)
    at, level = told.T
    before = np.searchsorted(at, times, side="right") - 1
    now = np.where(before >= 0, level[np.maximum(before, 0)], 0.0)
    start = np.searchsorted(at, times - step, side="right") - 1
    then = np.where(start >= 0, level[np.maximum(start, 0)], 0.0)
    on = np.concatenate([[0], np.cumsum(level > 0)])
    between = (on[before + 1] - on[start + 1]) > 0
    level_at: Array = np.maximum(np.maximum(now, then), between)
    return level_at


def _truth(raw: Raw, what: Map, times: Array) -> tuple[tuple[str, ...], Array, Array]:
    if what.labels is not None:
        return label_truth(raw.spans, what.labels, times, what.step)
    rooms = tuple(dict.fromkeys(truth.room for truth in what.truth if truth.room is not None))
    told = np.full((len(times), len(rooms)), np.nan)
    home = np.full(len(times), np.nan)
    for truth, series in zip(what.truth, raw.truth, strict=True):
        level = _held(sorted(series), times, max(2 * what.step, 60))
        if truth.room is None:
            home = np.where(level > 0, float(State.AWAKE), np.where(level == 0, float(State.AWAY), np.nan))
        else:
            column = rooms.index(truth.room)
            told[:, column] = np.fmax(told[:, column], level)
    return rooms, told, home


def _held(series: Series, times: Array, longest: int) -> Array:
    if not series:
        return np.full(len(times), np.nan)
    at, value = np.array(series).T
    before = np.searchsorted(at, times, side="right") - 1
    known = (before >= 0) & (times - at[np.maximum(before, 0)] <= longest)
    return np.where(known, value[np.maximum(before, 0)], np.nan)


def _runs(runs: list[Span], times: Array, path: Path) -> Array:
    """Runs are numbered in the order of their starts."""
    if not runs:
        return np.zeros(len(times), dtype=int)
    found = np.full(len(times), -1)
    ordered = sorted(runs)
    for one, two in pairwise(ordered):
        if two.start < one.end:
            what = f"run {two.label} begins before run {one.label} ends; give each home its own file"
            raise RecordingFault(path, None, None, what)
    for number, run in enumerate(ordered):
        found[(times >= run.start) & (times <= run.end)] = number
    return found
