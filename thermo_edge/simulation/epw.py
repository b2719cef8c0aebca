"""Weather from EPW files, the hourly years that building simulation uses, at any time of any year."""

import gzip
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thermo_edge.errors import SettingsError
from thermo_edge.simulation import sun
from thermo_edge.simulation.climate import Weather
from thermo_edge.simulation.moist import saturated
from thermo_edge.simulation.plant import Array, Outside

HOURS = 8760
_HEADER = 8
_LEAP_FEBRUARY = 24 * 59  # where a year of 8784 hours has its extra day

_COLUMNS = {  # what is read: column, least, most (beyond it the file says that the value is missing)
    "dry-bulb temperature": (6, -70.0, 70.0),
    "dew-point temperature": (7, -70.0, 70.0),
    "wind speed": (21, 0.0, 40.0),
    "direct normal radiation": (14, 0.0, 1500.0),
    "diffuse horizontal radiation": (15, 0.0, 1500.0),
}


@dataclass(frozen=True)
class Year:
    """One file: place, and `hourly` (quantities, 8760) in the order of Outside's first five fields."""

    name: str
    latitude: float  # degrees
    longitude: float  # degrees, east positive
    zone: float  # hours that its clock is ahead of UTC
    hourly: Array


def read(path: Path) -> Year:
    """Read a plain or gzipped EPW file. SettingsError names the file and the lines that are wrong."""
    lines = _lines(path)
    place = _place(path, lines)
    rows = lines[_HEADER:]
    if len(rows) not in (HOURS, HOURS + 24):
        raise SettingsError(str(path), (f"{len(rows)} hours after the eight header lines, not a year of {HOURS}",))
    faults: list[str] = []
    values = [_row(number, line, faults) for number, line in enumerate(rows, _HEADER + 1)]
    if faults:
        more = (f"and {len(faults) - 10} more",) if len(faults) > 10 else ()
        raise SettingsError(str(path), (*faults[:10], *more))
    year = np.array(values).T
    if len(rows) > HOURS:
        year = np.delete(year, np.s_[_LEAP_FEBRUARY : _LEAP_FEBRUARY + 24], axis=1)
    temperature, dew, wind, beam, diffuse = year
    return Year(*place, hourly=np.stack((temperature, saturated(np.minimum(dew, temperature)), wind, beam, diffuse)))


def _lines(path: Path) -> list[str]:
    try:
        raw = path.read_bytes()
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        raise SettingsError(str(path), (f"cannot be read: {error}",)) from error
    return raw.decode("utf-8", "replace").splitlines()


def _place(path: Path, lines: Sequence[str]) -> tuple[str, float, float, float]:
    words = lines[0].split(",") if lines else []
    if len(words) < 9 or words[0] != "LOCATION":
        raise SettingsError(str(path), ("line 1: an EPW file begins with LOCATION and nine more words",))
    try:
        latitude, longitude, zone = (float(word) for word in words[6:9])
    except ValueError as error:
        raise SettingsError(str(path), (f"line 1: latitude, longitude and time zone: {error}",)) from error
    if not (abs(latitude) <= 90.0 and abs(longitude) <= 180.0 and abs(zone) <= 15.0):
        raise SettingsError(str(path), ("line 1: no such latitude, longitude or time zone",))
    return words[1], latitude, longitude, zone


def _row(number: int, line: str, faults: list[str]) -> list[float]:
    words = line.split(",")
    values = []
    for name, (column, least, most) in _COLUMNS.items():
        try:
            value = float(words[column])
        except (IndexError, ValueError):
            faults.append(f"line {number}: no number for {name} in column {column + 1}")
            continue
        if not isfinite(value) or not least <= value <= most:
            faults.append(f"line {number}: {name} is {value:g}, not within {least:g} to {most:g}")
        values.append(value)
    return values


class FileWeather(Weather):
    """Homes under the weather of EPW years, repeated every year by date; leap days repeat the day before."""

    def __init__(
        self, years: Sequence[Year], which: NDArray[np.int_] | None = None, offset: Array | None = None
    ) -> None:
        """`which`: (homes,) index of each home's year, else one home for each; `offset`: (homes,) s ahead."""
        super().__init__()
        self._which = np.arange(len(years)) if which is None else which
        self._offset = np.zeros(len(self._which)) if offset is None else offset
        self._hourly = np.stack([year.hourly for year in years])
        self._latitude, self._longitude, self._zone = np.array([(y.latitude, y.longitude, y.zone) for y in years]).T

    @property
    def homes(self) -> int:
        return len(self._which)

    def at(self, times: Array) -> Outside:
        local = np.asarray(times, float) + self._offset[:, None]
        elevation, azimuth = sun.position(local, self._latitude[self._which, None], self._longitude[self._which, None])
        hours = _hour_of_year(local + 3600.0 * self._zone[self._which, None])
        # A row's temperature is that at the end of its hour, its radiation the hour's mean.
        temperature, moisture, wind = self._between(hours - 1.0, slice(0, 3))
        beam, diffuse = self._between(hours - 0.5, slice(3, 5)) * (elevation > 0.0)
        return Outside(temperature, moisture, wind, beam, diffuse, elevation, azimuth)

    def _between(self, position: Array, rows: slice) -> Array:
        """(quantities, homes, times)"""
        whole = np.floor(position)
        part, first = position - whole, whole.astype(int) % HOURS
        wanted = self._hourly[:, rows]
        before = np.moveaxis(wanted[self._which[:, None], :, first], -1, 0)
        after = np.moveaxis(wanted[self._which[:, None], :, (first + 1) % HOURS], -1, 0)
        mixed: Array = before + part * (after - before)
        return mixed


def _hour_of_year(local: Array) -> Array:
    """Hours since New Year on the wall clock, the 29th of February counted as the 28th."""
    moments = (local * 1e3).astype("datetime64[ms]")
    years = moments.astype("datetime64[Y]")
    hours = (moments - years.astype("datetime64[ms]")).astype(float) / 3.6e6
    number = years.astype(int) + 1970
    leap = (number % 4 == 0) & ((number % 100 != 0) | (number % 400 == 0))
    same_date: Array = hours - 24.0 * (leap & (hours >= _LEAP_FEBRUARY))
    return same_date
