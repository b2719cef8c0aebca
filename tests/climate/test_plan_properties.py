"""What holds for every plan: its limits, and which way it goes when prices, or who is there, change."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.climate.plans import QUARTER, heat_of, inside_of, planned
from thermo_edge.bench.plan_cases import EVENING, PRICES, a_home
from thermo_edge.climate.co_heating import IDLE
from thermo_edge.climate.plan_rows import LEFTOVER
from thermo_edge.climate.programme import Problem
from thermo_edge.climate.thermal import Outlook
from thermo_edge.home.plan import Plan

homes = st.tuples(st.integers(1, 3), st.sampled_from(PRICES), st.integers(0, 10_000))
quick = settings(max_examples=25, deadline=None)
ROUNDING = 1e-3
"""Duties are kept with four digits."""


def a_morning(home: tuple[int, str, int]) -> tuple[Outlook, Problem]:
    """Ten hours about a morning, so that a case takes a few milliseconds."""
    rooms, prices, seed = home
    outlook, problem = a_home(rooms, 80, prices, seed)
    cut = slice(36, 76)
    seen = tuple(
        replace(
            each, free=each.free[cut], spread=each.spread[:40], heating=each.heating[:40], cooling=each.cooling[:40]
        )
        for each in outlook.rooms
    )
    fields = ("low", "high", "occupied", "away", "most")
    wanted = tuple(replace(each, **{name: getattr(each, name)[cut] for name in fields}) for each in problem.rooms)
    names = ("price", "cop", "cooling_cop", "surplus", "co2")
    supply = replace(problem.supply, **{name: getattr(problem.supply, name)[cut] for name in names})
    return Outlook(EVENING, QUARTER, seen), replace(problem, rooms=wanted, supply=supply)


def priced(problem: Problem, factor: float) -> Problem:
    """Without what is not paid by the kilowatt-hour."""
    price = np.maximum(problem.supply.price, 0.02)
    return replace(problem, supply=replace(problem.supply, price=factor * price, start_cost=0.0, surplus=0.0 * price))


def paid(problem: Problem, made: Plan) -> float:
    """Energy, weighted by the unscaled price: with a constant price it is the energy itself."""
    power = np.array([room.power for room in problem.rooms])
    return float(np.sum(power @ heat_of(made) / problem.supply.cop * problem.supply.price))


def coldness(outlook: Outlook, problem: Problem, made: Plan) -> float:
    """K·h below what anybody there would want, margin included."""
    inside = inside_of(outlook, made)
    weights, total = problem.weights, 0.0
    for room, seen, temperatures in zip(problem.rooms, outlook.rooms, inside, strict=True):
        margin = np.minimum(np.minimum(weights.certainty * seen.spread, weights.margin), (room.high - room.low) / 2)
        short = np.maximum(room.low + margin - temperatures, 0.0)
        near = np.minimum(short, margin)
        times = np.ones(len(short))
        times[-1] = weights.tail
        total += float(times @ (weights.margin_share * near + np.minimum(short - near, room.away)))
        total += float(times @ np.maximum(temperatures - room.high, 0.0))
    return total


@given(homes)
@quick
def test_heating_alone_never_takes_a_room_above_its_limit(home: tuple[int, str, int]) -> None:
    outlook, problem = a_morning(home)
    made = planned(outlook, problem)
    limits = [np.maximum(p.most, o.free + LEFTOVER) for p, o in zip(problem.rooms, outlook.rooms, strict=True)]
    assert np.all(inside_of(outlook, made) <= np.array(limits) + ROUNDING)


@given(homes, st.floats(0.05, 1.0), st.sampled_from([0, 20, 45]))
@quick
def test_never_more_than_the_cap(home: tuple[int, str, int], share: float, least: int) -> None:
    outlook, problem = a_morning(home)
    cap = share * sum(room.power for room in problem.rooms) / 3.0
    supply = replace(problem.supply, cap=cap, minimum_on=timedelta(minutes=least))
    made = planned(outlook, replace(problem, supply=supply))
    power = np.array([room.power for room in problem.rooms])
    assert np.all(power @ heat_of(made) / supply.cop <= cap + ROUNDING)
    assert heat_of(made).min() >= 0.0
    assert heat_of(made).max() <= 1.0


@given(homes, st.floats(1.05, 5.0))
@quick
def test_dearer_energy_is_never_more_of_it(home: tuple[int, str, int], factor: float) -> None:
    outlook, problem = a_morning(home)
    problem = priced(problem, 1.0)
    cheap, dear = planned(outlook, problem), planned(outlook, priced(problem, factor))
    assert paid(problem, dear) <= paid(problem, cheap) + ROUNDING * len(problem.rooms)


@given(homes, st.floats(0.05, 0.5), st.floats(1.0, 2.0))
@example((3, "constant", 0), 0.5, 2.0)
@quick
def test_somebody_more_likely_there_is_never_colder(home: tuple[int, str, int], chance: float, factor: float) -> None:
    outlook, problem = a_morning(home)
    problem = priced(problem, 1.0)
    found = []
    for occupied in (chance, min(chance * factor, 1.0)):
        rooms = tuple(replace(room, occupied=np.full(len(room.low), occupied)) for room in problem.rooms)
        found.append(coldness(outlook, problem, planned(outlook, replace(problem, rooms=rooms))))
    assert found[1] <= found[0] + IDLE * len(problem.rooms), "but for the duties that are too small to be done"


@given(homes)
@quick
def test_a_plan_says_something_of_every_step(home: tuple[int, str, int]) -> None:
    outlook, problem = a_morning(home)
    made = planned(outlook, problem)
    for room in made.rooms:
        steps = [step for span in room.spans for step in range(span.first, span.end)]
        assert steps == list(range(len(room.heat)))
        assert all(ready.start < ready.ready for ready in room.ready)
        assert np.all(np.isfinite(room.set_point))
