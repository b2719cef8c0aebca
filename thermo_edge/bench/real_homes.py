"""Reads the recordings of real homes that the simulation is held against, from a folder laid out as shared/data."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.errors import ThermoEdgeError

Array = NDArray[np.floating[Any]]

_HOMES = {
    "low-energy house, Belgium": "appliances/energydata_first60.csv.gz",
    "flat, Germany": "opensmarthome/opensmarthome_first60.csv.gz",
    "house without heating, Valencia": "sml2010/NEW-DATA-1.T15.txt.gz",
    "single home, Washington": "wsu_al_home/data.txt.gz",
    "single man's flat, Amsterdam": "kasteren_a/houseA-ss.txt.gz",
}
BELGIUM, GERMANY, VALENCIA, WASHINGTON, AMSTERDAM = _HOMES

_OUTER_DOORS = {"front door"}
_BELGIAN_ROOMS = ("T1", "T2", "T3", "T4", "T5", "T7", "T8", "T9")


class NoRecording(ThermoEdgeError):
    """A recording is missing from the folder, or is not what it should be: get the folder again."""


@dataclass(frozen=True)
class Series:
    """What one sensor said: unix seconds (the home's wall clock taken as UTC) and values, in order."""

    home: str
    sensor: str
    times: Array
    values: Array


def temperatures(folder: Path) -> list[Series]:
    """°C of rooms."""
    return [*_belgian(folder), *_german(folder, "Temperature"), *_valencian(folder, {"dining": 2, "room": 3})]


def lights(folder: Path) -> list[Series]:
    """lx in rooms, lamps included."""
    return [*_german(folder, "Brightness"), *_valencian(folder, {"dining": 9, "room": 10})]


def radiators(folder: Path) -> list[tuple[Series, Series]]:
    """°C at radiators and in their rooms, of the home that has both."""
    rooms = {series.sensor: series for series in _german(folder, "Temperature")}
    return [(series, rooms[series.sensor]) for series in _german(folder, "ThermostatTemperature")]


def motions(folder: Path) -> list[Series]:
    """Times at which motion sensors went on; values are 1."""
    found: dict[str, list[float]] = defaultdict(list)
    for words in _washington(folder):
        if words[4] == "ON":
            found[words[2]].append(_at(f"{words[0]} {words[1][:8]}", "%Y-%m-%d %H:%M:%S"))
    return [_events(WASHINGTON, sensor, times) for sensor, times in found.items()]


def doors(folder: Path) -> list[Series]:
    """Times at which doors to the outdoors were opened; values are 1."""
    found: dict[str, list[float]] = defaultdict(list)
    for words in _washington(folder):
        if words[4] == "OPEN":
            found[words[2]].append(_at(f"{words[0]} {words[1][:8]}", "%Y-%m-%d %H:%M:%S"))
    return [_events(WASHINGTON, sensor, times) for sensor, times in found.items()] + _dutch_doors(folder)


def _dutch_doors(folder: Path) -> list[Series]:
    names = {}
    for line in _lines(folder, "kasteren_a/houseA.sensor_names.gz"):
        words = line.replace("'", " ").split(maxsplit=1)
        if len(words) == 2 and words[0].isdigit():
            names[words[0]] = words[1].strip().lower()
    found: dict[str, list[float]] = defaultdict(list)
    for line in _lines(folder, _HOMES[AMSTERDAM]):
        words = line.split("\t")
        name = names.get(words[2].strip(), "") if len(words) > 2 else ""
        if name in _OUTER_DOORS:
            found[name].append(_at(words[0].strip(), "%d-%b-%Y %H:%M:%S"))
    return [_events(AMSTERDAM, name, times) for name, times in found.items()]


def _belgian(folder: Path) -> Iterator[Series]:
    rows = list(csv.DictReader(_lines(folder, _HOMES[BELGIUM])))
    times = np.array([_at(row["date"], "%Y-%m-%d %H:%M:%S") for row in rows])
    for room in _BELGIAN_ROOMS:
        yield Series(BELGIUM, room, times, np.array([float(row[room]) for row in rows]))


def _german(folder: Path, quantity: str) -> Iterator[Series]:
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in csv.DictReader(_lines(folder, _HOMES[GERMANY])):
        if row["quantity"] == quantity:
            found[row["room"]].append((float(row["unix"]), float(row["value"])))
    for room, pairs in found.items():
        times, values = np.array(sorted(pairs)).T
        yield Series(GERMANY, room, times, values)


def _valencian(folder: Path, columns: dict[str, int]) -> Iterator[Series]:
    rows = [line.split() for line in _lines(folder, _HOMES[VALENCIA]) if not line.startswith("#")]
    times = np.array([_at(f"{row[0]} {row[1]}", "%d/%m/%Y %H:%M") for row in rows if row])
    for room, column in columns.items():
        yield Series(VALENCIA, room, times, np.array([float(row[column]) for row in rows if row]))


def _washington(folder: Path) -> Iterator[list[str]]:
    for line in _lines(folder, _HOMES[WASHINGTON]):
        words = line.split()
        if len(words) >= 5:
            yield words


def _events(home: str, sensor: str, times: list[float]) -> Series:
    return Series(home, sensor, np.array(sorted(times)), np.ones(len(times)))


def _at(text: str, form: str) -> float:
    return datetime.strptime(text, form).replace(tzinfo=UTC).timestamp()


def _lines(folder: Path, name: str) -> list[str]:
    try:
        return gzip.decompress((folder / name).read_bytes()).decode("utf-8", "replace").splitlines()
    except OSError as error:
        raise NoRecording(f"{folder / name}: {error}") from error
