"""Reads recorded comfort votes of people, from public sets and from anybody's file."""

import csv
import gzip
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.preference import Want
from thermo_edge.errors import ThermoEdgeError

Floats = NDArray[np.float64]

LOWEST, HIGHEST = 5.0, 45.0
"""Operative °C of a room; a vote outside is left out."""

BLOCK, PART = 60, 2
"""Of each run of three blocks of 60 building numbers of the ASHRAE set this one (counted from 0) teaches nothing.

Neighbouring numbers are buildings of one study, so that whole studies are kept apart. Among them are all people with
20 votes or more.
"""


class VotesFault(ThermoEdgeError):
    """A file that holds no votes that can be read: the text says what is wrong with it."""


@dataclass(frozen=True)
class Votes:
    """Votes (n,), those of a person in the order of time; NaN where something is not known.

    `person` and `building` are numbers from 0; −1 is a person of whom nobody knows who it was. `apart`: no model or
    baseline may learn from these before they are judged.
    """

    person: NDArray[np.int64]
    building: NDArray[np.int64]
    want: NDArray[np.int64]
    temperature: Floats  # operative °C
    air: Floats  # °C
    radiant: Floats  # °C, mean
    velocity: Floats  # m/s
    humidity: Floats  # %
    activity: Floats  # met
    clothing: Floats  # clo
    outdoor_mean: Floats  # °C, running or prevailing
    apart: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.want)

    def of(self, at: NDArray[np.bool_] | NDArray[np.int64]) -> "Votes":
        return Votes(*(getattr(self, name)[at] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class _Vote:
    """A row that was understood."""

    person: str
    building: str
    time: str
    want: Want
    numbers: tuple[float, ...]  # in the order of Votes
    apart: bool


Row = Mapping[str, str]


def read_votes(path: Path, layout: str) -> Votes:
    """Read a CSV, gzipped or not; `layout` is one of LAYOUTS. Raises VotesFault."""
    if layout not in LAYOUTS:
        raise VotesFault(f"{layout}: no layout of votes; there is: {', '.join(LAYOUTS)}")
    needed, understand = LAYOUTS[layout]
    try:
        with _open(path) as file:
            rows = csv.DictReader(file)
            missing = needed - set(rows.fieldnames or ())
            if missing:
                has = ", ".join(rows.fieldnames or ()) or "nothing"
                advice = f"separate by commas, or name another layout ({', '.join(LAYOUTS)})"
                told = f"{path} has no column {', '.join(sorted(missing))}, which {layout} needs; it has: {has}"
                raise VotesFault(f"{told}; {advice}")
            found = [vote for row in rows if (vote := understand(row)) is not None]
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise VotesFault(f"{path} cannot be read: {error}") from error
    kept = [vote for vote in found if LOWEST <= vote.numbers[0] <= HIGHEST]
    if not kept:
        told = f"{path}: no row is a vote with a temperature in {LOWEST:g} to {HIGHEST:g} °C"
        raise VotesFault(f"{told}; {len(found)} {'row has' if len(found) == 1 else 'rows have'} a vote")
    return _stacked(sorted(kept, key=lambda vote: (vote.building, vote.person, vote.time)))


# --- layouts ----------------------------------------------------------------------------------------------------


def _ashrae(row: Row) -> _Vote | None:
    """ASHRAE Global Thermal Comfort Database II, version 2.1."""
    want = _WANTS.get(row["thermal_preference"])
    if want is None:
        return None
    building = row["building_id"]
    air, radiant = _number(row["ta"]), _number(row.get("tr"))
    known = (_number(row.get(name)) for name in ("t_mot_isd", "t_out_isd", "t_out"))
    outdoors = next((value for value in known if math.isfinite(value)), math.nan)
    numbers = (
        _first(_number(row.get("top")), air),
        air,
        _first(radiant, air),
        _number(row.get("vel")),
        _percent(row.get("rh")),
        _number(row.get("met")),
        _number(row.get("clo")),
        outdoors,
    )
    apart = building.isdigit() and int(building) // BLOCK % 3 == PART
    who = row["subject_id"] if row["subject_id"] not in ("", "NA") else ""
    return _Vote(who, building, row.get("timestamp", ""), want, numbers, apart)


def _enth(row: Row) -> _Vote | None:
    """Longitudinal personal thermal comfort by smartwatch (M. Quintana and others, 2021): indoor votes of known zones.

    Its classes of activity, clothing and air are taken as usual figures (met, clo, m/s).
    """
    want = {9: Want.WARMER, 10: Want.FINE, 11: Want.COOLER}.get(_code(row["thermal"]))
    if want is None or _code(row["indoor/outdoor"]) != 11:
        return None
    air = _number(row["temp_zone"])
    numbers = (
        air,
        air,
        air,
        {10: 0.3, 11: 0.1}.get(_code(row.get("air_vel")), 0.1),
        _percent(row.get("humidity_zone")),
        {8: 1.0, 9: 1.1, 10: 1.4, 11: 2.5}.get(_code(row.get("met")), 1.1),
        {8: 0.3, 9: 0.5, 10: 0.6, 11: 0.9}.get(_code(row.get("clothing")), 0.5),
        _number(row.get("temp_outdoor")),
    )
    return _Vote(row["user_id"], "", row["time"], want, numbers, True)


def _plain(row: Row) -> _Vote | None:
    """Anybody's: person, time, temperature and want, and whatever else is known."""
    want = _WANTS.get(row["want"].strip().lower())
    if want is None:
        return None
    operative = _number(row["temperature"])
    names = ("velocity", "humidity", "activity", "clothing", "outdoor_mean")
    others = [_percent(row.get(name)) if name == "humidity" else _number(row.get(name)) for name in names]
    numbers = (
        operative,
        _first(_number(row.get("air")), operative),
        _first(_number(row.get("radiant")), operative),
        *others,
    )
    return _Vote(row["person"], row.get("building") or "", row["time"], want, numbers, True)


LAYOUTS: Mapping[str, tuple[frozenset[str], Callable[[Row], _Vote | None]]] = {
    "ashrae": (frozenset({"building_id", "subject_id", "thermal_preference", "ta"}), _ashrae),
    "enth": (frozenset({"user_id", "time", "thermal", "temp_zone", "indoor/outdoor"}), _enth),
    "plain": (frozenset({"person", "time", "temperature", "want"}), _plain),
}
"""By name: the columns that a layout cannot do without, and what understands its rows."""

_WANTS = {
    "warmer": Want.WARMER,
    "no change": Want.FINE,
    "fine": Want.FINE,
    "cooler": Want.COOLER,
}


# --- helpers ----------------------------------------------------------------------------------------------------


def _stacked(votes: list[_Vote]) -> Votes:
    people = {key: number for number, key in enumerate(dict.fromkeys((v.building, v.person) for v in votes))}
    buildings = {key: number for number, key in enumerate(dict.fromkeys(vote.building for vote in votes))}
    numbers = np.array([vote.numbers for vote in votes], dtype=np.float64)
    temperature, air, radiant, velocity, humidity, activity, clothing, outdoor_mean = numbers.T.copy()
    return Votes(
        np.array([people[v.building, v.person] if v.person else -1 for v in votes], dtype=np.int64),
        np.array([buildings[vote.building] for vote in votes], dtype=np.int64),
        np.array([int(vote.want) for vote in votes], dtype=np.int64),
        temperature,
        air,
        radiant,
        velocity,
        humidity,
        activity,
        clothing,
        outdoor_mean,
        np.array([vote.apart for vote in votes], dtype=bool),
    )


def people_of(votes: Votes, least: int) -> Iterator[NDArray[np.int64]]:
    """The places of each known person's votes, in the order of time, of those with so many."""
    for person in np.unique(votes.person[votes.person >= 0]).tolist():
        at = np.flatnonzero(votes.person == person)
        if len(at) >= least:
            yield at


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _number(text: str | None) -> float:
    try:
        value = float(text or "nan")
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def _percent(text: str | None) -> float:
    value = _number(text)
    return value if 0.0 < value <= 100.0 else math.nan


def _code(text: str | None) -> int:
    value = _number(text)
    return int(value) if math.isfinite(value) else -1


def _first(value: float, otherwise: float) -> float:
    return value if math.isfinite(value) else otherwise
