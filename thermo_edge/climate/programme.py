"""What a plan is made for: each room's bands and who is there, what energy costs, and how much weighs what."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.climate.surfaces import of_air
from thermo_edge.climate.targets import Target, bands
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.comfort import Band
from thermo_edge.home.forecast import Later
from thermo_edge.home.house import House, PlaceId, Room
from thermo_edge.home.reason import Code
from thermo_edge.home.taste import NO_TASTE, TasteMemory
from thermo_edge.home.turn import Priority

MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class RoomProgramme:
    """What a room is to be at the end of each step. Arrays are (steps,).

    `away`: K below `low` that are enough for whoever is not there. `most`: °C above which heating never takes it (up
    to LEFTOVER where the sun does); at least `high`.
    """

    room: PlaceId
    low: FloatArray  # °C
    high: FloatArray  # °C
    occupied: FloatArray  # probability
    away: FloatArray  # K
    most: FloatArray  # °C
    power: float  # kW of heat at full duty
    cooling_power: float = 0.0  # kW of cold at full duty
    cycle: float = 0.0  # steps that a bare switch takes to go on and off once; 0: heat flows evenly


@dataclass(frozen=True)
class Supply:
    """The energy of one heat source (or of rooms with heaters of their own). Arrays are (steps,).

    `cop`: heat for each kWh bought; 1 for electric heaters, the efficiency for a boiler.
    """

    price: FloatArray  # currency per kWh bought
    cop: FloatArray
    cooling_cop: FloatArray
    surplus: FloatArray  # kW of the roof's that would be fed in
    co2: FloatArray  # kg per kWh bought
    co2_cost: float = 0.0  # currency per kg
    feed_in: float = 0.0  # currency per kWh fed in
    cap: float | None = None  # kW bought or taken from the roof at most, all rooms together
    start_cost: float = 0.0  # currency per start of the source
    running: bool = False  # the source runs now, so that to go on is no start
    minimum_on: timedelta = timedelta(0)
    guessed: tuple[int, ...] = ()  # the steps whose prices are guessed, rising


@dataclass(frozen=True, slots=True)
class Weights:
    """How much weighs what. The defaults keep a room warm for whoever is there with more than a few per cent."""

    discomfort: float = 1.0  # currency for each K·h outside the band
    certainty: float = 0.84  # standard deviations kept from the band's edge: the edge then holds in 4 of 5 cases
    margin: float = 0.5  # K of these at most
    least_margin: float = 0.35  # K in any case: no thermostat holds a room exactly where a plan has it
    margin_share: float = 0.3  # of the discomfort, inside that margin: the mean slope of the expected shortfall there
    warmth: float = 0.1  # of the discomfort, for what a cold morning's heat adds to a sunny afternoon
    tail: float = 8.0  # steps for which the last one counts: what is missing then is missing afterwards
    time_limit: float = 2.0  # s


@dataclass(frozen=True)
class Problem:
    """The programmes of the rooms with what supplies them."""

    rooms: tuple[RoomProgramme, ...]
    supply: Supply
    weights: Weights = field(default_factory=Weights)


def supply(steps: int, price: float = 0.3, cop: float = 1.0) -> Supply:
    """The plainest supply: everything constant, no roof, no cap."""
    one, none = np.ones(steps), np.zeros(steps)
    return Supply(price * one, cop * one, 3.0 * one, none, none)


def by_source(house: House) -> tuple[tuple[PlaceId | None, tuple[Room, ...]], ...]:
    """The rooms that are planned together: those of each shared heat source, then those with heaters of their own."""
    found: dict[PlaceId | None, list[Room]] = {source.id: [] for source in house.sources}
    for room in house.rooms:
        heaters = [device for device in room.devices if device.heats or device.cools]
        if heaters:
            found.setdefault(next((each.source for each in heaters if each.source), None), []).append(room)
    return tuple((source, tuple(rooms)) for source, rooms in found.items() if rooms)


def room_programme(
    house: House,
    room: Room,
    at: datetime,
    step: timedelta,
    steps: int,
    now: Target,
    occupied: FloatArray,
    power: float,
    cooling_power: float = 0.0,
    taste: TasteMemory = NO_TASTE,
    dry: float | None = None,
    radiant: float = 0.0,
) -> RoomProgramme:
    """From the room's hours, what is wanted now (a wish, a vacation) for as long as that holds, and who is there.

    Outside the comfort hours the band reaches up to that of the hours: to be warm ahead of time is no fault. `dry`: °C
    below which the room is let fall for nobody's absence, as it is damp. `radiant`: K by which it feels colder than its
    air: for somebody there, and so what is enough for whoever is not does not move.
    """
    times = [at + (k + 1) * step for k in range(steps)]
    known, comfort = bands(house, room, at, (steps + 1) * step, taste, radiant=radiant), of_air(room, radiant)
    found = [_warmer(known, time, comfort) for time in times]
    deep = min(house.away_setback, max(room.comfort.comfort.middle - room.comfort.setback.middle, 0.0))
    deep = max(deep + comfort.low - room.comfort.comfort.low, 0.0)
    low = np.array([band.low for band in found])
    away = np.where(low > room.comfort.setback.low, deep, 0.0)
    if dry is not None:
        low = np.maximum(low, dry)
        away = np.minimum(away, low - dry)
    high = np.full(steps, max(band.high for band in (*found, comfort)))
    occupied = np.clip(np.asarray(occupied, dtype=np.float64), 0.0, 1.0)
    declared = now.priority is Priority.PERSON or now.code in (Code.VACATION, Code.CLOCK_UNSURE)
    if declared:
        holds = np.array([now.until is None or time <= now.until for time in times])
        low, high = np.where(holds, now.band.low, low), np.where(holds, now.band.high, high)
        away = np.where(holds, 0.0, away)
        occupied = np.where(holds, 1.0, occupied)
        high = np.maximum(high, low)
    most = np.full(steps, min(max(float(high.max()), comfort.high), room.limits.highest))
    return RoomProgramme(room.id, low, high, occupied, away, np.maximum(most, high), power, cooling_power or 0.0)


def cooled_above(programme: RoomProgramme, limit: float, free: FloatArray) -> RoomProgramme:
    """For a room that can be cooled: from `limit` °C on, as without a plan; a day that stays below it needs none.

    `free` is °C of the room with no heating and no cooling, (steps,).
    """
    if programme.cooling_power <= 0.0:
        return programme
    if not np.any(free > limit):
        return replace(programme, cooling_power=0.0)
    high = np.maximum(programme.high, limit)
    return replace(programme, high=high, most=np.maximum(programme.most, high))


def occupied_ahead(now: float, later: Sequence[Later], step: timedelta, steps: int) -> FloatArray:
    """P(occupied) at the end of each step, (steps,), between the times of a forecast; its last word holds on."""
    after = [0.0, *(each.after / step for each in later)]
    chance = [now, *(each.probability for each in later)]
    return np.asarray(np.interp(np.arange(1, steps + 1), after, chance), dtype=np.float64)


def _warmer(known: Sequence[tuple[datetime, Band]], time: datetime, otherwise: Band) -> Band:
    """At the end of a step: of the bands up to then and from then on the warmer one, or its last step would be cold."""
    before, after = (_band(known, at, otherwise) for at in (time - MOMENT, time))
    return before if before.low > after.low else after


def _band(known: Sequence[tuple[datetime, Band]], time: datetime, otherwise: Band) -> Band:
    band = otherwise
    for since, holds in known:
        if since > time:
            break
        band = holds
    return band
