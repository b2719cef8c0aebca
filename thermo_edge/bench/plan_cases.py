"""Rooms to plan for, drawn with a seed: each a sum of low-passes, as rooms are; and the plan's aim computed plainly."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from thermo_edge.climate.programme import Problem, RoomProgramme, Supply, Weights, supply
from thermo_edge.climate.tariff import carnot_cop, flow_temperature
from thermo_edge.climate.thermal import FloatArray, Outlook, RoomOutlook
from thermo_edge.home.house import PlaceId

EVENING = datetime(2026, 1, 14, 18, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
HOUR = QUARTER / timedelta(hours=1)
ROUNDING = 1e-3
"""kW and K; duties are kept with four digits."""

PRICES = ("constant", "time of use", "dynamic")


def impulse(steps: int, rng: np.random.Generator) -> FloatArray:
    """K at each lag for a step of full heat: air, inner walls and the building, behind an emitter's own lag."""
    lag, found = np.arange(steps), np.zeros(steps)
    for hours, gain in (((0.5, 2.0), (1.0, 3.0)), ((4.0, 12.0), (2.0, 6.0)), ((30.0, 90.0), (5.0, 12.0))):
        keeps = np.exp(-HOUR / rng.uniform(*hours))
        found += rng.uniform(*gain) * (1.0 - keeps) * keeps**lag
    keeps = np.exp(-HOUR / rng.uniform(0.2, 0.8))
    return np.asarray(np.convolve(found, (1.0 - keeps) * keeps**lag)[:steps], dtype=np.float64)


def a_home(rooms: int, steps: int, prices: str, seed: int) -> tuple[Outlook, Problem]:
    """A winter day of a house with a heat pump, a roof and a power limit that binds in the morning."""
    rng = np.random.default_rng(seed)
    hours = np.arange(steps) * HOUR
    clock = (hours + EVENING.hour) % 24
    outdoor = 2.0 + 3.0 * np.sin((clock - 9) / 24 * 2 * np.pi)
    spread: FloatArray = np.asarray(0.15 + 0.6 * np.sqrt(hours / 24), dtype=np.float64)
    outlooks, programmes = [], []
    for number in range(rooms):
        place = PlaceId(f"room{number}")
        free = 14.0 + 6.0 * np.exp(-hours / 30) + np.sin((clock - 9) / 24 * 2 * np.pi) + rng.normal(0.0, 0.3)
        outlooks.append(RoomOutlook(place, free, spread, impulse(steps, rng), np.zeros(steps)))
        warm = (clock >= 6.5 + rng.integers(-2, 3)) & (clock < 22)
        occupied = np.where(warm, rng.uniform(0.3, 0.98, steps), 0.5)
        low, high = np.where(warm, 20.0, 17.0), np.full(steps, 22.0)
        away = np.where(warm, 3.0, 0.0)
        programmes.append(RoomProgramme(place, low, high, occupied, away, high, float(rng.uniform(0.6, 1.6))))
    price = {
        "constant": np.full(steps, 0.3),
        "time of use": np.where((clock >= 23) | (clock < 6), 0.15, 0.3),
        "dynamic": 0.25 + 0.1 * np.sin(clock / 24 * 4 * np.pi) + rng.normal(0.0, 0.02, steps),
    }[prices]
    whole = sum(each.power for each in programmes)
    cop = carnot_cop(outdoor, flow_temperature(outdoor))
    roof = np.where((clock > 10) & (clock < 16), 0.06 * whole, 0.0)
    supplied = replace(
        supply(steps), price=price, cop=cop, surplus=roof, feed_in=0.08, cap=0.2 * whole, start_cost=0.05
    )
    return Outlook(EVENING, QUARTER, tuple(outlooks)), Problem(tuple(programmes), supplied)


def a_corner(steps: int, seed: int, rooms: int = 1) -> tuple[Outlook, Problem]:
    """A few steps of one or two quick rooms, small enough to try every plan."""
    rng = np.random.default_rng(seed)
    outlooks, programmes = [], []
    for number in range(rooms):
        place = PlaceId(f"room{number}")
        lag = np.arange(steps, dtype=np.float64)
        free = np.asarray(rng.uniform(17.0, 20.0) - rng.uniform(0.0, 0.6) * lag, dtype=np.float64)
        response = np.asarray(rng.uniform(0.4, 1.6) * rng.uniform(0.5, 0.95) ** lag, dtype=np.float64)
        outlooks.append(RoomOutlook(place, free, np.full(steps, 0.2), response, np.zeros(steps)))
        low = np.where(np.arange(steps) >= rng.integers(0, steps), 20.0, 17.0)
        high = np.full(steps, 21.5)
        away = np.where(low > 19.0, 3.0, 0.0)
        programmes.append(RoomProgramme(place, low, high, rng.uniform(0.1, 1.0, steps), away, high, 1.0))
    supplied: Supply = replace(supply(steps), price=rng.uniform(0.1, 0.5, steps), cap=1.2 if rooms > 1 else None)
    return Outlook(EVENING, QUARTER, tuple(outlooks)), Problem(tuple(programmes), supplied)


def aim(outlook: Outlook, problem: Problem, heat: FloatArray) -> float:
    """What the plan makes small, said plainly: energy plus expected discomfort; infinite where it must not go."""
    supplied, weights, total = problem.supply, problem.weights, 0.0
    power = np.array([room.power for room in problem.rooms])
    drawn = power @ heat / supplied.cop
    if supplied.cap is not None and np.any(drawn > supplied.cap + ROUNDING):
        return np.inf
    total += float(np.sum(drawn * supplied.price) * HOUR)
    for number, room in enumerate(problem.rooms):
        own = outlook.rooms[number]
        inside = outlook.temperatures(room.room, heat[number], np.zeros(len(own.free)))
        if np.any(inside > np.maximum(room.most, own.free + 2.0) + ROUNDING):
            return np.inf
        total += _discomfort(room, inside, own.spread, weights)
    return total


def _discomfort(room: RoomProgramme, inside: FloatArray, spread: FloatArray, weights: Weights) -> float:
    margin = np.clip(weights.certainty * spread, weights.least_margin, weights.margin)
    margin = np.minimum(margin, (room.high - room.low) / 2)
    paid = np.full(len(inside), weights.discomfort * HOUR)
    paid[-1] *= weights.tail
    there = np.clip((room.occupied - 0.02) / 0.96, 0.0, 1.0)
    short = np.maximum(room.low + margin - inside, 0.0)
    first = np.minimum(short, margin)
    second = np.minimum(short - first, room.away)
    tiers = paid * (there * (weights.margin_share * first + second) + short - first - second)
    return float(np.sum(tiers + weights.warmth * paid * there * np.maximum(inside - room.high, 0.0)))


def best_of_all(outlook: Outlook, problem: Problem, levels: int) -> float:
    """The least aim over every plan with so many levels of duty."""
    rooms, steps = len(problem.rooms), len(problem.supply.price)
    grid = np.linspace(0.0, 1.0, levels)
    tried = (np.array(each).reshape(rooms, steps) for each in itertools.product(grid, repeat=rooms * steps))
    return min(aim(outlook, problem, heat) for heat in tried)
