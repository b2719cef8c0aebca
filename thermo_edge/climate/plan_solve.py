"""Solves a heating plan: each room alone first, and from there all together where they share something that binds."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from thermo_edge.climate.linear import Solved, Unsolved, solve, statuses
from thermo_edge.climate.plan_rows import Grid, RoomRows, Shared, shared
from thermo_edge.climate.programme import Supply
from thermo_edge.climate.thermal import FloatArray

CLOSE = 1e-7


@dataclass(frozen=True)
class Duties:
    """What each room gets and what its comfort is worth, (rooms, blocks) each; `cap` (blocks,) per kW and block.

    `cold`: currency that one kelvin less at the end of a block would save (the shadow price of its comfort).
    """

    heat: FloatArray
    cool: FloatArray
    cold: FloatArray
    cap: FloatArray


def duties(rooms: list[RoomRows], supply: Supply, by: Grid, time_limit: float) -> Duties | Unsolved:
    """The best duties. Rooms that share nothing, or nothing that binds, are solved one by one."""
    alone: list[Solved] = []
    for room in rooms:
        found = solve(room.linear, time_limit)
        if isinstance(found, Unsolved):
            return found
        alone.append(found)
    blocks = len(by.first)
    split = _split(rooms, np.concatenate([each.x for each in alone]), blocks)
    prices = np.array([each.prices for each in alone])
    drawn = _drawn(rooms, split, supply, by)
    free = supply.cap is None or bool(np.all(drawn <= supply.cap + CLOSE))
    if free and supply.start_cost <= 0.0 and not np.any(supply.surplus > 0.0):
        return Duties(*split, np.maximum(prices, 0.0), np.zeros(blocks))
    joint = shared(rooms, supply, by)
    both = solve(joint.linear, time_limit, _beginning(rooms, alone, split, joint, supply, by))
    if isinstance(both, Unsolved):
        return both
    heat, cool = _split(rooms, both.x, blocks)
    own = len(rooms) * blocks
    cap = -both.prices[own : own + blocks] if joint.capped else np.zeros(blocks)
    cold = both.prices[:own].reshape(len(rooms), blocks)
    return Duties(heat, cool, np.maximum(cold, 0.0), np.maximum(cap, 0.0))


def _split(rooms: list[RoomRows], x: FloatArray, blocks: int) -> tuple[FloatArray, FloatArray]:
    """Heat and cool out of the columns, (rooms, blocks) each, 0..1."""
    heat, cool, at = [], [], 0
    for room in rooms:
        heat.append(x[at : at + blocks])
        cool.append(x[at + blocks : at + 2 * blocks] if room.cools else np.zeros(blocks))
        at += len(room.linear.cost)
    return np.clip(np.array(heat), 0.0, 1.0), np.clip(np.array(cool), 0.0, 1.0)


def _drawn(rooms: list[RoomRows], split: tuple[FloatArray, FloatArray], supply: Supply, by: Grid) -> FloatArray:
    """kW drawn in each block."""
    power = np.array([room.programme.power for room in rooms])
    cold = np.array([room.programme.cooling_power for room in rooms])
    heat, cool = split
    return np.asarray(
        power @ heat * by.means(1.0 / supply.cop) + cold @ cool * by.means(1.0 / supply.cooling_cop), dtype=np.float64
    )


def _beginning(
    rooms: list[RoomRows],
    alone: list[Solved],
    split: tuple[FloatArray, FloatArray],
    joint: Shared,
    supply: Supply,
    by: Grid,
) -> tuple[list[Any], list[Any]]:
    """Statuses to start all rooms together from their solutions alone: as many basic ones as there are rows."""
    at_low, at_high, basic = statuses()
    columns = [mark for each in alone for mark in each.columns]
    rows = [mark for each in alone for mark in each.rows]
    blocks = len(by.first)
    if joint.capped:
        rows += [basic] * blocks
    if joint.ramps:
        power = np.array([[room.programme.power, room.programme.cooling_power] for room in rooms])
        whole = float(power[:, 0].sum()) or 1.0
        load = power[:, 0] @ split[0] + power[:, 1] @ split[1] * [any(room.cools for room in rooms)]
        rises = np.diff(load, prepend=float(supply.running) * whole) > CLOSE
        columns += [basic if rise else at_low for rise in rises]
        rows += [at_high if rise else basic for rise in rises]
    if joint.roof:
        energy = _drawn(rooms, split, supply, by) * by.hours
        bought = energy > by.means(np.maximum(supply.surplus, 0.0)) * by.hours + CLOSE
        columns += [basic if more else at_low for more in bought]
        columns += [at_high if more else basic for more in bought]
        rows += [at_low] * blocks
    return columns, rows
