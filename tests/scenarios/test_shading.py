"""Hot days in July on the real loop, with shutters that may shade and with the same that may not."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from thermo_edge.app.simulate import around, in_memory, named, wire
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Announce
from thermo_edge.home.house import Attribute, EntityId
from thermo_edge.ports import History
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.run import Build, Loop, Run

pytestmark = pytest.mark.slow

STEP = timedelta(minutes=5)
MOST = 4
"""Moves of one shutter in a day: down and up in the morning, and again in the afternoon."""


def ungranted(clock: SteppedClock, home: SimulatedHome, history: History, announce: Announce) -> Loop:
    """The program that only looks at the shutters."""
    rooms = tuple(
        replace(room, covers=tuple(replace(cover, shade=None) for cover in room.covers)) for room in home.house.rooms
    )
    return around(replace(home.house, rooms=rooms), clock, home, history, announce)


def too_warm(build: Build) -> tuple[float, float, Counter[tuple[EntityId, date]]]:
    """K·h above 26 °C over all rooms, kWh of cooling, and moves by shutter and day; two days, and one before."""
    run = Run(named("shaded-heat-wave"), build, in_memory())
    run.days(1)
    before, hot = float(run.home.world.used.cooling.sum()), 0.0
    for _ in range(2 * 288):
        run.go_on(STEP)
        hot += float(np.maximum(run.home.world.air - 26.0, 0.0).sum()) / 12.0
    moves = Counter((p.entity, at.date()) for at, p, _ in run.home.commands if p.attribute is Attribute.POSITION)
    return hot, float(run.home.world.used.cooling.sum()) - before, moves


def test_shading_keeps_rooms_cooler_with_few_moves() -> None:
    warm, cooling, none = too_warm(ungranted)
    shaded, less, moves = too_warm(wire)
    assert not none
    assert shaded < 0.6 * warm, (shaded, warm)
    assert less < cooling
    assert moves
    assert max(moves.values()) <= MOST
