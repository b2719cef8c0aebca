"""The plain simulated home: its physics, and the whole house living in it."""

import itertools
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo_edge.app.core import Core, build
from thermo_edge.app.demo import allow, step
from thermo_edge.clock import SteppedClock
from thermo_edge.home.comfort import Band
from thermo_edge.home.house import Mode, PlaceId
from thermo_edge.simulation import plain, thermal
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import Opened

WINTER = datetime(2026, 1, 12, 0, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
ALL_ACT = dict.fromkeys(plain.ROOMS, Mode.ACT)
QUIET = np.zeros((1, 6))


def weather(outdoor: float) -> thermal.Weather:
    return thermal.Weather(np.array([outdoor]), np.array([0.0]))


def test_left_alone_it_takes_the_temperature_outside() -> None:
    plant, state = plain.plant(), thermal.at_rest(plain.plant(), 20.0)
    for _ in range(24 * 40):
        state = thermal.step(plant, state, weather(5.0), QUIET, QUIET, QUIET > 0, 3600.0)
    assert np.allclose(state.air, 5.0, atol=0.2)


def test_heat_in_is_heat_out_at_rest() -> None:
    plant, demand = plain.plant(), np.full((1, 6), 0.3)
    state = thermal.at_rest(plant, 20.0)
    for _ in range(24 * 60):
        state = thermal.step(plant, state, weather(0.0), demand, QUIET, QUIET > 0, 3600.0)
    lost = (plant.loss * state.air + plant.wall_loss * state.mass).sum()
    assert lost == pytest.approx((demand * plant.power).sum(), rel=1e-3)


@settings(max_examples=30, deadline=None)
@given(seconds=st.floats(1.0, 86_400.0), demand=st.floats(0.0, 1.0), outdoor=st.floats(-30.0, 40.0))
def test_any_step_is_stable(seconds: float, demand: float, outdoor: float) -> None:
    plant = plain.plant()
    state = thermal.at_rest(plant, 20.0)
    for _ in range(20):
        state = thermal.step(plant, state, weather(outdoor), QUIET + demand, QUIET, QUIET > 0, seconds)
    assert np.isfinite(state.air).all()
    assert (state.air > min(outdoor, 20.0) - 1.0).all()


def test_many_homes_are_the_same_arithmetic_as_one() -> None:
    one = plain.plant()
    many = thermal.Plant(**{name: np.repeat(value, 3, axis=0) for name, value in vars(one).items()})
    cold = thermal.Weather(np.array([-5.0, 0.0, 5.0]), np.zeros(3))
    together = thermal.step(
        many, thermal.at_rest(many, 19.0), cold, np.ones((3, 6)), np.zeros((3, 6)), np.zeros((3, 6)) > 0, 600.0
    )
    alone = thermal.step(one, thermal.at_rest(one, 19.0), weather(0.0), QUIET + 1.0, QUIET, QUIET > 0, 600.0)
    assert np.allclose(together.air[1], alone.air[0])
    assert together.air[0].mean() < together.air[2].mean()


def test_a_heated_room_warms_its_neighbours_and_an_open_window_cools() -> None:
    plant = plain.plant()
    only_living = np.array([[1.0, 0, 0, 0, 0, 0]])
    rest = thermal.at_rest(plant, 18.0)
    heated = thermal.step(plant, rest, weather(5.0), only_living, QUIET, QUIET > 0, 7200.0)
    alone = thermal.step(plant, rest, weather(5.0), QUIET, QUIET, QUIET > 0, 7200.0)
    aired = thermal.step(plant, rest, weather(5.0), QUIET, QUIET, np.array([[True] + 5 * [False]]), 7200.0)
    assert heated.air[0, 0] > alone.air[0, 0] + 1.0
    assert heated.air[0, 5] > alone.air[0, 5]
    assert aired.air[0, 0] < alone.air[0, 0] - 1.0


def a_core(people: bool = True) -> tuple[SimulatedHome, Core]:
    clock = SteppedClock(WINTER)
    home = SimulatedHome(clock, people=people)
    core = build(plain.house(), clock, home, Opened(MemoryHistory()))
    home.open(core.controller.state.house, core.controller.hear)
    while core.controller.work():
        pass
    return home, core


@pytest.mark.slow
def test_a_winters_week_on_the_real_loop_keeps_every_room_comfortable() -> None:
    """The plain rule begins when the hours begin; once a room has had three hours to warm up it lacks nothing."""
    home, core = a_core()
    allow(core, ALL_ACT)
    step(core, home, timedelta(hours=6))
    lacking: dict[str, float] = dict.fromkeys(plain.ROOMS, 0.0)
    calm: dict[str, float] = dict.fromkeys(plain.ROOMS, 0.0)  # hours since the room was called or aired
    former: dict[str, Band | None] = dict.fromkeys(plain.ROOMS)
    for _ in range(7 * 24 * 4):
        step(core, home, timedelta(minutes=15))
        for room, air in zip(core.desk.view().rooms, home.air, strict=True):
            assert room.band is not None
            disturbed = room.window_open or room.band != former[room.id]
            calm[room.id] = 0.0 if disturbed else calm[room.id] + 0.25
            former[room.id] = room.band
            lacking[room.id] += 0.25 * max(0.0, room.band.low - air) if calm[room.id] > 3.0 else 0.0
    assert max(lacking.values()) < 2.0, lacking
    switched = [at for at, point, _ in home.commands if point.entity == plain.heater("bath")]
    assert all(later - earlier >= timedelta(minutes=5) for earlier, later in itertools.pairwise(switched))
    assert len(home.commands) < 7 * 24 * 12


@pytest.mark.slow
@pytest.mark.parametrize("hour", [1, 7, 12, 20])
def test_a_thermometer_that_dies_at_any_hour_leaves_heat_bounded(hour: int) -> None:
    home, core = a_core(people=False)
    allow(core, ALL_ACT)
    step(core, home, timedelta(hours=24 + hour))
    for room in plain.ROOMS:
        home.silence(plain.thermometer(room).entity)
    for _ in range(24):
        step(core, home, timedelta(hours=1))
        assert max(home.air) < 24.0
    bath = home.machines[plain.heater("bath")]
    assert not bath.on, "what cannot be seen is not heated by a bare switch"
    assert "silent:bath" in core.controller.state.memory.notices


@pytest.mark.slow
def test_in_observe_a_whole_day_sends_nothing() -> None:
    home, core = a_core()
    step(core, home, timedelta(days=1))
    assert home.commands == []
    assert core.desk.view().would_today > 0


def test_a_program_that_dies_leaves_the_bare_switch_to_its_guard() -> None:
    home, core = a_core(people=False)
    allow(core, ALL_ACT)
    bath = home.machines[plain.heater("bath")]
    for _ in range(24 * 60):
        step(core, home, timedelta(minutes=1))
        if bath.on:
            break
    assert bath.on
    home.close()
    home.advance(timedelta(minutes=12))
    assert not bath.on


def test_modes_of_the_demo() -> None:
    _, core = a_core(people=False)
    allow(core)
    modes = {room.id: room.mode for room in core.desk.view().rooms}
    assert modes[PlaceId("living")] is Mode.ACT
    assert modes[PlaceId("hall")] is Mode.OBSERVE
