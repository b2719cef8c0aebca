"""Where in the day a home is too cold, told apart step by step."""

from datetime import datetime, time, timedelta

import numpy as np
import pytest

from tests.builders import living
from thermo_edge.app.simulate import shipped_model
from thermo_edge.bench.loop import live
from thermo_edge.bench.loop_homes import HOMES
from thermo_edge.bench.loop_lost import Cause, Lost
from thermo_edge.bench.loop_policies import OURS
from thermo_edge.home.comfort import Band, Comfort, Warm

HOURS = Comfort(Band(20.0, 21.0), Band(17.0, 18.0), (Warm(frozenset(range(7)), time(7), time(22)),))
STEP = timedelta(minutes=15)


def told(*steps: tuple[datetime, float, bool], windows: tuple[datetime, ...] = ()) -> dict[Cause, float]:
    """Of one room, K·h by cause after these ends of steps, each with °C and whether somebody is home."""
    lost = Lost((living(comfort=HOURS),))
    for local, air, somebody in steps:
        lost.look(local, STEP, np.array([air]), somebody, np.array([air > 20.0]), np.array([local in windows]))
    return {cause: round(float(found[0]), 3) for cause, found in lost.lost.items() if found[0] > 0.0}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute)  # noqa: DTZ001 - a wall clock


def test_each_cold_step_has_one_cause() -> None:
    assert told((at(12, 7), 19.0, True)) == {Cause.FIRST: 0.25}
    warm = (at(12, 8), 20.5, True)
    assert told(warm, (at(12, 12), 18.0, True)) == {Cause.HOLDING: 0.5}
    assert told(warm, (at(12, 23), 16.0, True)) == {Cause.RESTING: 0.25}
    assert told(warm, (at(12, 23), 19.0, True), (at(13, 7), 19.0, True)) == {Cause.ARRIVING: 0.25}
    assert told(warm, (at(12, 12), 18.0, False)) == {}
    assert told(warm, (at(12, 12), 18.0, False), (at(12, 12, 15), 19.0, True)) == {Cause.ARRIVING: 0.25}


def test_cold_is_a_windows_for_an_hour_after_it() -> None:
    opened = at(12, 12)
    found = told((at(12, 8), 20.5, True), (opened, 19.0, True), (at(12, 12, 45), 19.0, True), windows=(opened,))
    assert found == {Cause.AIRED: 0.5}


def test_starts_of_heat_are_counted() -> None:
    lost = Lost((living(comfort=HOURS),))
    for number, heats in enumerate((True, True, False, True)):
        lost.look(at(12, 8) + number * STEP, STEP, np.array([21.0]), True, np.array([heats]))
    assert lost.starts == 2


@pytest.mark.slow
def test_a_bare_switch_and_thermostats_hold_a_home_to_the_end_of_its_hours() -> None:
    lived = live(HOMES["e1"], "winter", OURS, 1, shipped_model())
    assert lived.lost[Cause.HOLDING] <= 0.1
    assert lived.cold["bath"] <= 1.5
