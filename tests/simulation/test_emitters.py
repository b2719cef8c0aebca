"""Emitters: what a shared source can give, what heat costs, and how late it comes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo_edge.simulation.emitters import Emission, Emitters, Running, cooling_ratio, heat_pump_cop
from thermo_edge.simulation.family import family_dwelling
from thermo_edge.simulation.plant import Array

BATH = 4
FROST = np.array([-8.0])


def boiler(**given_: Array) -> Emitters:
    emitters = family_dwelling("boiler").emitters
    return replace(emitters, source=replace(emitters.source, **given_))


def run(emitters: Emitters, heating: Array, seconds: float, steps: int, outdoor: Array = FROST) -> list[Emission]:
    state, course = emitters.at_rest(), []
    for _ in range(steps):
        nothing = np.zeros(heating.shape)
        course.append(emitters.step(state, heating, nothing, outdoor, nothing + 20.0, seconds))
        state = course[-1].running
    return course


def every(value: float) -> Array:
    return np.full((1, 6), value)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.0, 1.0), min_size=6, max_size=6), st.floats(10.0, 300.0), st.floats(-20.0, 15.0))
def test_the_shared_source_never_gives_more_than_it_has(open_: list[float], seconds: float, outdoor: float) -> None:
    for source in ("boiler", "heat pump"):
        emitters = family_dwelling(source).emitters  # type: ignore[arg-type]
        at = np.array([outdoor])
        course = run(emitters, np.array([open_]), seconds, 30, at)
        most = emitters.source.most(at)[0] * (1.0 + 1e-9)
        assert all(emission.fired[0] <= max(most, emitters.source.least[0]) for emission in course)
        hung = (course[-1].running.emitted * emitters.shared).sum()
        assert hung <= most


def test_rooms_that_ask_for_too_much_get_the_same_share() -> None:
    emitters = boiler()
    course = run(emitters, every(1.0), 300.0, 60)
    given_ = course[-1].running.emitted[0]
    hung = emitters.shared[0] > 0.0
    share = given_[hung] / emitters.power[0, hung]
    assert np.ptp(share) < 1e-6
    assert given_[hung].sum() == pytest.approx(5500.0, rel=1e-3)
    assert given_[BATH] == pytest.approx(emitters.power[0, BATH])


@settings(max_examples=40, deadline=None)
@given(st.floats(0.0, 1.0), st.floats(5.0, 300.0), st.integers(1, 60))
def test_what_the_source_makes_is_given_or_in_its_water(open_: float, seconds: float, steps: int) -> None:
    emitters = replace(boiler(), lag=every(1e-3))  # given is then what was sent
    course = run(emitters, every(open_), seconds, steps)
    made = sum(float(emission.fired[0]) for emission in course) * seconds
    sent = sum(float((emission.given * emitters.shared).sum()) for emission in course) * seconds
    assert made - sent == pytest.approx(float(course[-1].running.loop[0]), abs=10.0 + 1e-3 * seconds * steps)
    assert 0.0 <= course[-1].running.loop[0] <= emitters.source.least[0] * 300.0 * (1.0 + 1e-9)


def test_below_its_least_power_a_boiler_goes_on_and_off() -> None:
    course = run(boiler(), every(0.08), 60.0, 240)
    firing = np.array([emission.running.firing[0] for emission in course])
    fired = np.array([emission.fired[0] for emission in course])
    starts = int((np.diff(firing) > 0.0).sum())
    assert 4 <= starts <= 40
    assert fired.max() <= 1600.0
    assert 0.1 < (fired > 0.0).mean() < 0.9
    steady = run(boiler(), every(0.6), 60.0, 240)
    assert all(emission.running.firing[0] == 1.0 for emission in steady)


@given(st.floats(-20.0, 20.0), st.floats(25.0, 60.0), st.floats(0.5, 10.0))
def test_the_cop_falls_with_lift(outdoor: float, flow: float, more: float) -> None:
    here = heat_pump_cop(np.array(outdoor), np.array(flow))
    assert 1.0 < here < 6.0
    assert heat_pump_cop(np.array(outdoor), np.array(flow + more)) <= here
    assert heat_pump_cop(np.array(outdoor - more), np.array(flow)) <= here


def test_the_cop_is_that_of_the_source() -> None:
    """Staffell and others, 2012: at a lift of 30 K."""
    assert heat_pump_cop(np.array(5.0), np.array(35.0)) == pytest.approx(6.81 - 3.63 + 0.567)


def test_cooling_costs_more_when_it_is_hotter_outdoors() -> None:
    mild, hot = cooling_ratio(np.array([27.0, 40.0]), np.array(25.0))
    assert 2.0 < hot < mild <= 7.0


def test_each_way_of_heating_draws_what_it_should() -> None:
    hung = np.where(np.arange(6) == BATH, 0.0, 0.5)[None]
    burnt = run(boiler(), hung, 300.0, 60)[-1]
    assert burnt.electricity.sum() == pytest.approx(burnt.fired[0] / 0.93, rel=1e-6)
    pumped = run(family_dwelling("heat pump").emitters, hung, 300.0, 60)[-1]
    assert 0.3 < pumped.electricity.sum() / pumped.fired[0] < 0.6
    bare = run(boiler(), every(0.0) + (np.arange(6) == BATH), 300.0, 60)[-1]
    assert bare.electricity[0, BATH] == pytest.approx(1000.0)
    assert bare.electricity.sum() == pytest.approx(1000.0)


def test_heat_comes_late_and_goes_late_by_the_lag() -> None:
    emitters = boiler(cap=np.array([1e9]))
    first = run(emitters, every(0.5), 900.0, 1)[-1].running.emitted
    assert first[0, 0] == pytest.approx(0.5 * emitters.power[0, 0] * (1.0 - np.exp(-1.0)), rel=1e-6)
    warm = run(emitters, every(0.5), 900.0, 40)[-1].running
    cold = emitters.step(warm, every(0.0), every(0.0), FROST, every(20.0), 900.0).running
    assert cold.emitted[0, 0] == pytest.approx(warm.emitted[0, 0] * np.exp(-1.0), rel=1e-6)


def test_on_milder_days_compensated_water_is_cooler_and_gives_less() -> None:
    source = boiler().source
    cold, mild = source.water(FROST), source.water(np.array([10.0]))
    assert cold[0] == pytest.approx(60.0)
    assert mild[0] < 50.0
    assert cold[1] == pytest.approx(1.0)
    assert mild[1] < 0.5


def test_a_cooler_takes_heat_after_its_lag_and_stops() -> None:
    emitters = boiler()
    cooling = every(0.0) + (np.arange(6) == 0)
    state, hot = emitters.at_rest(), np.array([30.0])
    for _ in range(20):
        emission = emitters.step(state, every(0.0), cooling, hot, every(26.0), 60.0)
        state = emission.running
    assert state.removed[0, 0] == pytest.approx(2500.0, rel=1e-3)
    assert emission.electricity[0, 0] == pytest.approx(2500.0 / cooling_ratio(hot, np.array(26.0))[0], rel=0.01)
    for _ in range(60):
        state = emitters.step(state, every(0.0), every(0.0), hot, every(26.0), 60.0).running
    assert (state.removed == 0.0).all()
    assert isinstance(state, Running)


def test_water_that_is_set_warms_as_much_as_it_is_warm_and_costs_what_it_is() -> None:
    source = family_dwelling("heat pump").emitters.source
    cold = np.array([0.0])
    own, part = source.water(cold)
    told, same = source.water(cold, own)
    assert (told, same) == (pytest.approx(own), pytest.approx(part))
    _, less = source.water(cold, own - 5.0)
    _, none = source.water(cold, np.array([15.0]))
    assert 0.0 == none[0] < less[0] < part[0]
    assert source.ratio(cold, own - 5.0)[0] > source.ratio(cold, own)[0]
