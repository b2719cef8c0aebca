"""Our occupancy belief in the benchmark: recordings into signals, and the model that is learned at home."""

from collections.abc import Sequence

import numpy as np

from thermo_edge.bench.contender import HORIZONS, QUANTILES, Belief, Moments, Outlook
from thermo_edge.bench.recordings.recording import Array, Kind, Recording, State
from thermo_edge.learning.occupancy_at_home import AtHome, Truth, learn
from thermo_edge.learning.occupancy_base import OccupancyBase, shipped
from thermo_edge.occupancy.features import OccupancyConfig
from thermo_edge.occupancy.moments import Episodes, episodes, remaining, until
from thermo_edge.occupancy.presence import steady
from thermo_edge.occupancy.signals import HouseSignals, RoomSignals, freshness, moisture

HOURS = tuple(minutes / 60.0 for minutes in HORIZONS)
CONFIG = OccupancyConfig(horizons=HOURS)

_ANALOG = {Kind.TEMPERATURE: "temperature", Kind.CO2: "co2", Kind.ILLUMINANCE: "light", Kind.POWER: "power"}
_EVENTS = {
    Kind.MOTION: "motion",
    Kind.DOOR: "door",
    Kind.CONTACT: "contact",
    Kind.PRESSURE: "seat",
    Kind.LAMP: "lamp",
}


def contender() -> "Ours":
    return Ours(shipped())


class Ours:
    """Learns from the truth of the first part; then every answer rests on what was sensed until then."""

    name = "Thermo Edge"

    def __init__(self, base: OccupancyBase | None = None) -> None:
        """`base`: the model that learning at home begins with."""
        self._base, self._config = base, base.config if base is not None else CONFIG
        self._home: AtHome | None = None
        self._away = self._sleep = Episodes(*(np.zeros(0),) * 3)
        self._fell: tuple[Array, Array] = (np.zeros(0), np.zeros(0))

    def fit(self, train: Recording, /) -> None:
        house = signals(train)
        truth = Truth(_truth(train, house), train.anybody, _asleep(train), train.day.astype(float))
        self._home = learn(house, truth, self._config, self._base)
        self._away = episodes(1.0 - train.anybody, house.hour, house.weekday, house.step)
        self._sleep = episodes(train.asleep, house.hour, house.weekday, house.step, shortest=1.0)
        ends = self._sleep
        self._fell = (ends.hour, ends.weekday)

    def now(self, recording: Recording, /) -> Belief:
        told = self._told(signals(recording))
        rooms = np.full((len(recording), len(recording.rooms)), np.nan)
        for column, room in enumerate(recording.rooms):
            if room in told:
                rooms[:, column] = told[room]
        home = np.full((len(recording), len(State)), np.nan)
        if "home" in told:
            asleep = told.get("asleep", np.zeros(len(recording)))
            home[:, State.AWAY] = 1.0 - told["home"]
            home[:, State.AWAKE] = told["home"] * (1.0 - asleep)
            home[:, State.ASLEEP] = told["home"] * asleep
        return Belief(rooms, home, steady(rooms, _seen(recording), recording.step / 60.0).astype(float))

    def ahead(self, recording: Recording, origins: Array, /) -> Outlook:
        house = signals(recording)
        told = self._told(house)
        rooms = np.full((len(origins), len(HORIZONS), len(recording.rooms)), np.nan)
        home = np.full((len(origins), len(HORIZONS)), np.nan)
        assert self._home is not None
        for place, hours in enumerate(HOURS):
            later = self._home.ahead(house, told, hours, origins.astype(np.intp))
            for column, room in enumerate(recording.rooms):
                if room in later:
                    rooms[:, place, column] = later[room]
            if "home" in later:
                home[:, place] = later["home"]
        return Outlook(rooms, home)

    def moments(self, recording: Recording, origins: Array, /) -> Moments:
        house = signals(recording)
        told = self._told(house)
        nothing = np.zeros(house.times)
        away, asleep = 1.0 - told.get("home", nothing + 1.0), told.get("asleep", nothing)
        gone, slept = _lasted(away, house.step), _lasted(asleep, house.step)
        made = np.full((3, len(origins), len(QUANTILES)), np.nan)
        for row, at in enumerate(origins.astype(int).tolist()):
            hour, weekday = float(house.hour[at]), float(house.weekday[at])
            made[0, row] = remaining(self._away, hour, weekday, float(gone[at]), QUANTILES)
            made[1, row] = remaining(self._sleep, hour, weekday, float(slept[at]), QUANTILES, longest=20.0)
            made[2, row] = until(*self._fell, hour, weekday, QUANTILES)
        return Moments(*(part * 60.0 for part in made))

    def _told(self, house: HouseSignals) -> dict[str, Array]:
        assert self._home is not None
        return self._home.now(house)


def signals(recording: Recording) -> HouseSignals:
    """What the sensors of a recording say, by room; what belongs to no room with a truth is a place of its own."""
    rooms: dict[str, RoomSignals] = {}
    for room in dict.fromkeys(sensor.room or _nowhere(sensor.name) for sensor in recording.sensors):
        columns = [p for p, s in enumerate(recording.sensors) if (s.room or _nowhere(s.name)) == room]
        rooms[room] = _room(recording, columns)
    hour = recording.local % 86400 / 3600.0
    persons = [recording.values[:, p] for p, s in enumerate(recording.sensors) if s.kind is Kind.PERSON]
    began = np.concatenate([[1.0], np.diff(recording.run) != 0])
    return HouseSignals(
        recording.step / 60.0,
        hour,
        (recording.local // 86400).astype(float),
        rooms,
        np.mean(persons, axis=0) if persons else None,
        began,
    )


def _seen(recording: Recording) -> Array:
    """Whether a motion sensor of each room saw somebody in each step, (times, rooms); NaN where it has none."""
    made = np.full((len(recording), len(recording.rooms)), np.nan)
    for place, sensor in enumerate(recording.sensors):
        if sensor.kind is Kind.MOTION and sensor.room in recording.rooms:
            column = recording.rooms.index(sensor.room)
            made[:, column] = np.fmax(made[:, column], recording.values[:, place])
    return made


def _nowhere(name: str) -> str:
    return f"({name})"


def _room(recording: Recording, columns: Sequence[int]) -> RoomSignals:
    def of(kind: Kind) -> list[Array]:
        return [recording.values[:, column] for column in columns if recording.sensors[column].kind is kind]

    mean, highest, events, stirs = {}, {}, {}, {}
    for kind, name in _ANALOG.items():
        if found := of(kind):
            mean[name], highest[name] = _mean(found), _max(found)
    damp = [moisture(t, h) for t, h in zip(of(Kind.TEMPERATURE), of(Kind.HUMIDITY), strict=False)]
    if damp:
        mean["moisture"], highest["moisture"] = _mean(damp), _max(damp)
    for kind, name in _EVENTS.items():
        if found := of(kind):
            events[name] = _max(found)
            mine = [column for column in columns if recording.sensors[column].kind is kind]
            stirs[name] = _max([_stirred(recording, column) for column in mine])
    return RoomSignals(mean, highest, events, stirs)


def _stirred(recording: Recording, column: int) -> Array:
    """How fresh the last sign of somebody in each step is: being on where people do not leave it so, or changing."""
    changes = recording.events[column]
    left = recording.sensors[column].kind in (Kind.DOOR, Kind.CONTACT, Kind.LAMP)
    last = np.searchsorted(changes[:, 0], recording.times, side="right") - 1
    at = np.where(last >= 0, changes[np.maximum(last, 0), 0], -np.inf) if len(changes) else np.full(len(last), -np.inf)
    level = np.where(last >= 0, changes[np.maximum(last, 0), 1], 0.0) if len(changes) else np.zeros(len(last))
    age = recording.times - at
    inside = age < recording.step
    on = (level > 0.0) & ~left
    return np.where(on, 1.0, np.where(inside, freshness(np.where(inside, age, 0.0) / 60.0), 0.0))


def _mean(values: Sequence[Array]) -> Array:
    known = np.isfinite(values).sum(axis=0)
    return np.where(known > 0, np.nansum(values, axis=0) / np.maximum(known, 1), np.nan)


def _max(values: Sequence[Array]) -> Array:
    most = values[0]
    for other in values[1:]:
        most = np.fmax(most, other)
    return np.asarray(most)


def _truth(train: Recording, house: HouseSignals) -> Array:
    """(times, rooms of the signals): NaN for places that have no truth."""
    made = np.full((len(train), len(house.rooms)), np.nan)
    for place, room in enumerate(house.rooms):
        if room in train.rooms:
            made[:, place] = train.truth[:, train.rooms.index(room)]
    return made


def _asleep(train: Recording) -> Array:
    """Asleep or not, of the times at which somebody was home."""
    return np.where(train.home == State.AWAY, np.nan, train.asleep)


def _lasted(belief: Array, step: float) -> Array:
    """Hours since a belief last rose above one half."""
    side = belief >= 0.5
    place = np.arange(len(side))
    begun = np.maximum.accumulate(np.where(side & ~np.concatenate([[False], side[:-1]]), place, 0))
    return np.where(side, (place - begun) * step / 60.0, 0.0)
