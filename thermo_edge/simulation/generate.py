"""Training data: many simulated homes lived in for weeks, every quarter of an hour, and how each answers to heat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.errors import SettingsError
from thermo_edge.simulation.building import Building
from thermo_edge.simulation.changing import Change, Later
from thermo_edge.simulation.climate import MadeWeather, Weather
from thermo_edge.simulation.draw import draw_dwelling, draw_places
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.epw import FileWeather, read
from thermo_edge.simulation.family import BUILD, Kind
from thermo_edge.simulation.living import DAY, PART, PARTS, QUARTERS, Life, Play, Quarter
from thermo_edge.simulation.lumped import Lumped
from thermo_edge.simulation.plant import Array, Inputs, Outside
from thermo_edge.simulation.routine import WEEK, draw_habits
from thermo_edge.simulation.sun import global_horizontal
from thermo_edge.simulation.thermostats import Thermometers, draw_thermometers, draw_thermostats

Single = NDArray[np.float32]

SETTLING = 4
"""Days lived before the first that is kept."""

_FIRST, _YEARS = 17_897, 6  # homes begin somewhere in 2019 to 2024; days since 1970
_THURSDAY = 3  # was 1 January 1970
_COLD_SNAP = 8.0  # K below the mean of the coldest days that heating is laid out for
_HOT_SPELL = 4.0  # K of a hot day above the warmest hour of an ordinary one of summer
_CALM = (5.0, 4.0, 3.0, 0.0, 0.0, -30.0, 0.0)  # the weather that responses are measured in: 5 °C, 3 m/s, night


@dataclass(frozen=True)
class TrainingData:
    """What was recorded every 15 minutes: of each quarter of an hour its mean; of temperatures its end."""

    start: NDArray[np.int64]  # (homes,) unix seconds of each home's first local midnight
    weekday: NDArray[np.int64]  # (homes,) of that day, Monday 0
    outdoor: Single  # (homes, times) °C
    sun: Single  # (homes, times) W/m², global horizontal
    temperature: Single  # (homes, rooms, times) °C, as a thermometer with noise and rounding says
    set_point: Single  # (homes, rooms, times) °C
    heating: Single  # (homes, rooms, times) 0..1 of the emitter's power that is asked for
    cooling: NDArray[np.float16]  # (homes, rooms, times) 0..1, where something can cool
    occupancy: NDArray[np.float16]  # (homes, rooms, times) persons
    windows: NDArray[np.float16]  # (homes, rooms, times) 0..1
    played: NDArray[np.bool_]  # (homes, days) heat followed from chance
    response: Single  # (homes, rooms, rooms, 96) K in the first room, of a quarter of full heat in the second
    cooled: Single  # the same of a quarter of full cooling, nought where nothing cools
    dwelling: Dwelling  # what the homes are

    @property
    def hour(self) -> Single:
        """Local hour of the day at the middle of each quarter, (times,)."""
        middle = (np.arange(self.temperature.shape[2]) + 0.5) * (24.0 / QUARTERS)
        return (middle % 24.0).astype(np.float32)


def generate(
    homes: int = 1500,
    days: int = 60,
    seed: int = 1,
    *,
    rooms: int = 2,
    kind: Kind = "lumped",
    weather: Path | Sequence[Path] | None = None,
    play: float = 0.15,
    varied: float = 0.0,
    begins: int | None = None,
    changes: Sequence[Change] = (),
) -> TrainingData:
    """Simulate homes of two zones, a room and the rest of the home, each with a thermostat of its own.

    `weather`: EPW files, or a folder of them (`*.epw`, `*.epw.gz`), else weather is made. `play`: the share of days on
    which heating follows from chance instead of cold. `varied`: how far couplings and masses of the lumped plant are
    from the textbook's, as the standard deviation of their logarithm: furniture, carpets and draughts are in no
    textbook. `begins`: the day since 1970 on which all homes begin, else chance has it. `changes`, oldest first: what
    homes become; answers to heat are those after the last. The same arguments give the same data, to the last bit.
    Raises SettingsError for a bad weather file, or a folder without any.
    """
    *seeds, odd = np.random.SeedSequence(seed).spawn(4)
    drawn, sky, noise = (np.random.default_rng(child) for child in seeds)
    first = _FIRST + sky.integers(0, int(_YEARS * 365.25) - days, homes)
    first = first if begins is None else np.full_like(first, begins)
    climate = _weather(sky, first, weather)
    dwelling = draw_dwelling(drawn, homes, rooms, climate.mean, climate.coldest, climate.hottest)
    building = _built(kind, dwelling, varied, odd)
    lived = days + SETTLING
    thermometers = draw_thermometers(drawn, homes, rooms)
    played = Play.draw(drawn, homes, lived, play)
    habits = draw_habits(drawn, dwelling.floor, lived)
    thermostats, weekday = draw_thermostats(drawn, homes, rooms), (first + _THURSDAY) % WEEK
    life = Life(building, climate.weather, habits, thermometers, thermostats, played, weekday, drawn)
    record = _Record(noise, thermometers, days)
    for day in range(lived):
        for change in (each for each in changes if each.day(SETTLING) == day):
            building = _built(kind, change.dwelling(dwelling), varied, odd)
            life.become(building, Later(climate.weather, change.later * DAY), change.habits(habits))
        record.live(life, day)
    return TrainingData(
        start=((first + SETTLING) * int(DAY) - climate.ahead).astype(np.int64),
        weekday=(first + SETTLING + _THURSDAY) % WEEK,
        played=(played.levels | played.jumps)[:, SETTLING:],
        response=impulse_response(building, thermometers),
        cooled=impulse_response(building, thermometers, cold=True),
        dwelling=dwelling,
        **record.arrays,
    )


def _built(kind: Kind, dwelling: Dwelling, varied: float, odd: np.random.SeedSequence) -> Building:
    building = replace(BUILD[kind](dwelling), room_air=None)
    if varied > 0.0 and isinstance(building.fabric, Lumped):
        building = replace(building, fabric=building.fabric.varied(np.random.default_rng(odd), varied))
    return building


@dataclass(frozen=True)
class _Climate:
    """Weather whose time zero is each home's first local midnight; the rest is (homes,)."""

    weather: Weather
    mean: Array  # °C over the year
    coldest: Array  # °C of a cold day
    hottest: Array  # °C of a hot day
    ahead: NDArray[np.int_]  # s that local clocks are ahead of UTC


def _weather(rng: np.random.Generator, first: NDArray[np.int_], given: Path | Sequence[Path] | None) -> _Climate:
    midnight = first * DAY
    if given is None:
        places = replace(draw_places(rng, len(first)), offset=midnight)
        made = MadeWeather(places, int(rng.integers(2**31)))
        coldest = places.mean - places.seasons - _COLD_SNAP
        hottest = places.mean + places.seasons + places.days + _HOT_SPELL
        return _Climate(made, places.mean, coldest, hottest, np.zeros(len(first), int))
    files = _files(given)
    years = [read(path) for path in files]
    which = rng.integers(0, len(years), len(first))
    ahead = np.array([3600.0 * year.zone for year in years])[which]
    temperature = np.stack([year.hourly[0] for year in years])[which]
    coldest, hottest = np.quantile(temperature, (0.01, 0.99), axis=1)
    filed = FileWeather(years, which, midnight - ahead)
    return _Climate(filed, temperature.mean(axis=1), coldest, hottest, ahead.astype(int))


def _files(given: Path | Sequence[Path]) -> list[Path]:
    if not isinstance(given, Path):
        return list(given)
    files = sorted(path for path in given.glob("*") if path.name.lower().endswith((".epw", ".epw.gz")))
    if not files:
        raise SettingsError(str(given), ("there is no EPW file in this folder",))
    return files


class _Record:
    """Takes quarters of a day and files days, as thermometers and a recorder would have them."""

    def __init__(self, rng: np.random.Generator, thermometers: Thermometers, days: int) -> None:
        self._rng, self._thermometers = rng, thermometers
        homes, rooms = thermometers.lag.shape
        each, outdoors = (homes, rooms, days * QUARTERS), (homes, days * QUARTERS)
        self.arrays: dict[str, Any] = {name: np.zeros(outdoors, np.float32) for name in ("outdoor", "sun")}
        self.arrays |= {name: np.zeros(each, np.float32) for name in ("temperature", "set_point", "heating")}
        self.arrays |= {name: np.zeros(each, np.float16) for name in ("cooling", "occupancy", "windows")}
        self._day = {name: np.zeros((QUARTERS, *array.shape[:-1]), array.dtype) for name, array in self.arrays.items()}

    def keep(self, number: int, quarter: Quarter) -> None:
        values = {
            "outdoor": quarter.outside.temperature,
            "sun": global_horizontal(quarter.outside),
            "temperature": self._thermometers.told(quarter.felt, self._rng),
            "set_point": quarter.set_point,
            "heating": quarter.heating,
            "cooling": quarter.cooling,
            "occupancy": quarter.people,
            "windows": quarter.windows,
        }
        for name, value in values.items():
            self._day[name][number] = value

    def live(self, life: Life, day: int) -> None:
        """One more day, filed if the homes have settled."""
        life.live(day, self.keep)
        if day >= SETTLING:
            self.file(day - SETTLING)

    def file(self, day: int) -> None:
        for name, array in self.arrays.items():
            array[..., day * QUARTERS : (day + 1) * QUARTERS] = np.moveaxis(self._day[name], 0, -1)


def impulse_response(building: Building, thermometers: Thermometers, *, cold: bool = False) -> Single:
    """What a quarter of an hour of full heat in one room does to all thermometers, K (homes, rooms, rooms, 96).

    Of full cooling where `cold`.

    The last axis is the ends of quarters from the beginning of the heat on; the one before it the heated room. It is
    the difference to the same night without heat, at 5 °C: weather-compensated water is as warm as it would be then.
    """
    homes, rooms = building.homes, building.rooms
    night = Outside(*(np.full(homes, value) for value in _CALM))

    def cooling_down(heated: int | None) -> Array:
        nothing = np.zeros((homes, rooms))
        full = nothing.copy()
        if heated is not None:
            full[:, heated] = 1.0
        state, course = building.begin(20.0, night), np.empty((QUARTERS, homes, rooms))
        felt = state.air
        for quarter in range(QUARTERS):
            power = full if quarter == 0 else nothing
            heat, cool = (nothing, power) if cold else (power, nothing)
            inputs = Inputs(heat, cool, nothing, nothing, nothing, nothing, nothing)
            for _ in range(PARTS):
                state = building.step(state, night, inputs, PART)
                felt = thermometers.follow(felt, state, PART)
            course[quarter] = felt
        return course

    free = cooling_down(None)
    answers = np.stack([cooling_down(room) - free for room in range(rooms)])  # (heated, times, homes, rooms)
    return np.ascontiguousarray(answers.transpose(2, 3, 0, 1), dtype=np.float32)
