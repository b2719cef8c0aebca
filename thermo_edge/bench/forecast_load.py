"""From a file and a map to the thermal series of its rooms, on one grid of quarter hours."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from thermo_edge.bench.forecast_faults import Faults
from thermo_edge.bench.forecast_map import DELTAS, Column, ForecastMap, Heating, Room
from thermo_edge.bench.forecast_read import Wanted, read_columns
from thermo_edge.bench.recordings.grid import LONGEST, means
from thermo_edge.bench.recordings.layouts import Series
from thermo_edge.climate.regressors import mean
from thermo_edge.climate.series import DAY, STEP, Array, ThermalSeries
from thermo_edge.simulation.sun import clear_sky, position

SECONDS = int(STEP.total_seconds())
HOUR = 3600
STALE = {"outdoor": 3 * HOUR, "sun": HOUR, "set_point": 30 * 24 * HOUR, "heat": 2 * HOUR}
INDOORS, OUTDOORS = (-20.0, 55.0), (-60.0, 60.0)
"""°C that a room and the open air can have; more is a wrong unit."""
SHINES, HEATS = (-50.0, 1600.0), (-1.5, 1.5)
"""W/m² of the sun (pyranometers say a little less than nothing by night), and share of full heat; below 0 it cools."""
FEWEST = 3 * DAY
SELDOM = 0.05
"""Of its values a thermometer that sometimes errs tells no more that cannot be; more is a wrong unit."""


@dataclass(frozen=True)
class House:
    """The rooms of one recording; what happens on a day happens to all of them."""

    name: str
    rooms: tuple[ThermalSeries, ...]


def load_house(path: Path, what: ForecastMap) -> House:
    """Raises RecordingUnfit with all faults, or RecordingFault where the file cannot be read."""
    faults = Faults(path)
    told = read_columns(path, what, faults)
    name = what.name or path.name.split(".")[0]
    grid = _Grid(name, told, what, faults)
    faults.raise_if_any()
    rooms = grid.rooms()
    faults.raise_if_any()
    return House(name, rooms)


def in_celsius(values: Array, unit: str) -> Array:
    """From °C, °F or K."""
    if unit in ("°F", "F"):
        return (values - 32.0) / 1.8
    return values - 273.15 if unit == "K" else values


class _Grid:
    """Puts what was told on quarter hours; nothing at a time comes from after it."""

    def __init__(self, name: str, told: dict[Wanted, Series], what: ForecastMap, faults: Faults) -> None:
        self._name, self._told, self._what, self._faults = name, told, what, faults
        every = [at for series in told.values() if series for at in (series[0][0], series[-1][0])]
        first, last = (int(-(-one // SECONDS)) for one in (min(every, default=0), max(every, default=0)))
        if last - first > LONGEST // 15:
            faults.add("times", "its times span more than ten years; check the format of the time")
            last = first
        self._times = np.arange(first, last + 1, dtype=np.int64) * SECONDS

    def rooms(self) -> tuple[ThermalSeries, ...]:
        what = self._what
        start = datetime.fromtimestamp(int(self._times[0]), ZoneInfo(what.zone))
        outdoor = self._celsius("outdoor", what.outdoor, OUTDOORS)
        sun = self._sun()
        targets = [self._celsius(f"{room.name} target", room.target, INDOORS) for room in what.rooms]
        return tuple(
            ThermalSeries(
                f"{self._name} {room.name}",
                start,
                targets[number],
                outdoor,
                sun,
                self._heat(room, targets[number]),
                self._celsius(f"{room.name} set_point", room.set_point, INDOORS),
                np.stack(targets[:number] + targets[number + 1 :]) if len(targets) > 1 else self._unknown()[None][:0],
                {other: self._mean(f"{room.name} {other}", column) for other, column in room.others.items()},
            )
            for number, room in enumerate(what.rooms)
        )

    def _mean(self, called: str, column: Column) -> Array:
        """The mean of the column's ids."""
        role = called.rsplit(" ", 1)[-1]
        stale = column.stale or STALE.get(role, self._what.stale)
        found = [
            means(series, self._times, SECONDS, stale)
            for one, series in self._told.items()
            if one.called == called and series
        ]
        return mean(np.stack(found), axis=0) if found else self._unknown()

    def _celsius(self, called: str, column: Column | None, possible: tuple[float, float]) -> Array:
        if column is None:
            return self._unknown()
        if not self._leave_out(called, column, possible):
            return self._unknown()
        values = self._mean(called, column)
        celsius = in_celsius(values, column.unit)
        self._plausible(called, column, values, celsius, possible)
        if called.endswith(" target") and np.isfinite(celsius).sum() < FEWEST:
            span = f"it goes from {self._when(self._times[0])} to {self._when(self._times[-1])}"
            told = f"{called} is known for less than three days; nothing can be judged there ({span})"
            self._faults.add("short", told)
        return celsius

    def _leave_out(self, called: str, column: Column, possible: tuple[float, float]) -> bool:
        """Takes seldom values that cannot be from what was told; False where the map does not say so, which is told."""
        whole = True
        for one, series in self._told.items():
            if one.called != called or not series:
                continue
            celsius = in_celsius(np.array([value for _, value in series]), column.unit)
            wrong = ~((celsius >= possible[0]) & (celsius <= possible[1]))
            if not 0 < wrong.sum() <= SELDOM * len(series):
                continue
            if self._what.untidy == "mend":
                series[:] = [said for said, bad in zip(series, wrong, strict=True) if not bad]
                continue
            at, value = series[int(wrong.argmax())]
            told = f"{called} ({one.id}) says {wrong.sum()} times what cannot be, first {value:g} at {self._when(at)}"
            self._faults.add("impossible", f"{told}; untidy: mend leaves such values out")
            whole = False
        return whole

    def _when(self, at: float) -> str:
        return datetime.fromtimestamp(at, ZoneInfo(self._what.zone)).isoformat(" ", "minutes")

    def _plausible(
        self, called: str, column: Column, values: Array, celsius: Array, possible: tuple[float, float]
    ) -> None:
        known = np.isfinite(celsius)
        if not known.any():
            return
        low, high = float(np.min(celsius[known])), float(np.max(celsius[known]))
        middle = float(np.median(values[known]))
        if low >= possible[0] and high <= possible[1]:
            return
        guess = "K" if middle > 200 else "°F" if middle > 45 else "°C"
        advice = f"they look like {guess}" if guess != column.unit else "leave such values out"
        told = f"{called} ({', '.join(column.id)}) goes from {low:.0f} to {high:.0f} °C when read as {column.unit}"
        self._faults.add("units", f"{told}: {advice}; see unit:")

    def _sun(self) -> Array:
        what = self._what
        if what.sun is not None:
            shines = self._mean("sun", what.sun) * (1000.0 if what.sun.unit.startswith("k") else 1.0)
            return self._within("sun", what.sun, shines, SHINES, "W/m²")
        if what.location is None:
            return self._unknown()
        middle = self._times - SECONDS / 2
        where = (np.array(what.location.latitude), np.array(what.location.longitude))
        return np.asarray(clear_sky(position(middle, *where)[0]), np.float64)

    def _heat(self, room: Room, target: Array) -> Array:
        heat: Heating | None = room.heat
        if heat is None:
            return self._unknown()
        called, full = f"{room.name} heat", heat.full or 1.0
        values = self._mean(called, heat)
        if heat.unit in DELTAS:
            over = in_celsius(values, heat.unit) - target
            return np.clip(over / (full / DELTAS[heat.unit]), 0.0, 1.5)
        share = values if heat.unit == "" else values / (100.0 if heat.unit == "%" else full)
        return self._within(called, heat, share, HEATS, "of full heat")

    def _within(self, called: str, column: Column, values: Array, possible: tuple[float, float], of: str) -> Array:
        known = values[~np.isnan(values)]
        low, high = (float(known.min()), float(known.max())) if known.size else possible
        if not (low >= possible[0] and high <= possible[1]):
            told = f"{called} ({', '.join(column.id)}) goes from {low:.3g} to {high:.3g} {of}"
            self._faults.add("units", f"{told} when read as {column.unit or 'a share'}: see unit: and full:")
        return values

    def _unknown(self) -> Array:
        return np.full(len(self._times), np.nan)
