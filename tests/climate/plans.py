"""Rooms to plan for: quarter hours from a winter evening, one low-pass and a forecast that is easy to reckon with."""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from tests.builders import LIVING, MORNING
from thermo_edge.climate.planner import Unfit, plan
from thermo_edge.climate.programme import Problem, RoomProgramme, supply
from thermo_edge.climate.thermal import FloatArray, Outlook, RoomOutlook
from thermo_edge.home.house import PlaceId
from thermo_edge.home.plan import Plan

QUARTER = timedelta(minutes=15)
STEPS = 24


def impulse(steps: int = STEPS, gain: float = 12.0, hours: float = 8.0) -> FloatArray:
    """K at each lag: a room that full heat would make `gain` K warmer in the end."""
    keeps = np.exp(-0.25 / hours)
    return np.asarray(gain * (1 - keeps) * keeps ** np.arange(steps), dtype=np.float64)


def an_outlook(
    room: PlaceId = LIVING, free: float | FloatArray = 18.0, steps: int = STEPS, **more: object
) -> RoomOutlook:
    """A room that stays at 18 °C by itself."""
    cold, nothing = np.full(steps, 1.0) * free, np.zeros(steps)
    return replace(RoomOutlook(room, cold, np.full(steps, 0.1), impulse(steps), nothing), **more)  # type: ignore[arg-type]


def a_programme(room: PlaceId = LIVING, warm: int = 0, steps: int = STEPS, **more: object) -> RoomProgramme:
    """17 °C are enough before step `warm` and 20 °C wanted from then on; somebody is surely there; 2 kW."""
    low = np.where(np.arange(steps) >= warm, 20.0, 17.0)
    high = np.full(steps, 21.5)
    away = np.where(low > 17.0, 3.0, 0.0)
    made = RoomProgramme(room, low, high, np.full(steps, 0.98), away, high, 2.0)
    return replace(made, **more)  # type: ignore[arg-type]


def outlook_of(*rooms: RoomOutlook) -> Outlook:
    return Outlook(MORNING, QUARTER, rooms)


def problem_of(*rooms: RoomProgramme, **more: object) -> Problem:
    """With the plainest supply, changed as told."""
    steps = len(rooms[0].low) if rooms else STEPS
    return Problem(rooms, replace(supply(steps), **more))  # type: ignore[arg-type]


def planned(outlook: Outlook, problem: Problem) -> Plan:
    made = plan(outlook, problem)
    assert not isinstance(made, Unfit), made
    return made


def heat_of(made: Plan) -> FloatArray:
    return np.array([room.heat for room in made.rooms])


def inside_of(outlook: Outlook, made: Plan) -> FloatArray:
    """The forecast under the plan, by the outlook itself."""
    steps = len(made.rooms[0].heat)
    cool = [np.array(room.cool) if room.cool else np.zeros(steps) for room in made.rooms]
    found = [outlook.temperatures(r.room, np.array(r.heat), c) for r, c in zip(made.rooms, cool, strict=True)]
    return np.array(found)
