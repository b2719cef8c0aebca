"""The rows and columns of a heating plan: each room's comfort, and what the rooms share."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from thermo_edge.climate.linear import INFINITE, IntArray, Linear, Rows
from thermo_edge.climate.programme import RoomProgramme, Supply, Weights
from thermo_edge.climate.thermal import FloatArray, RoomOutlook
from thermo_edge.home.forecast import LEAST, LIKELIEST

FINE = timedelta(hours=24)
"""So far every step is planned by itself; beyond, whole hours are: they are planned again a hundred times."""

LEFTOVER = 2.0
"""K by which heating of an earlier hour may show where the sun takes a room above its limit anyway."""

FLOOR = 0.01
"""Currency per kWh below which energy never counts: nothing is heated, or heated and cooled at once, to earn."""

SWING = 1.0 / 4.0
"""Of what a whole cycle of full heat does: how far a room falls below its mean. An eighth would do where half of each
cycle is off and the cycles are alike; what is corrected at the foot of the swing makes them unlike."""

TINY = 1e-6
"""K; a response smaller than this is none."""


@dataclass(frozen=True)
class Grid:
    """Blocks of steps in which a plan is constant: where each begins, its steps, and its hours."""

    first: IntArray
    steps: IntArray
    hours: FloatArray

    @property
    def last(self) -> IntArray:
        return np.asarray(self.first + self.steps - 1, dtype=np.int32)

    def means(self, values: FloatArray) -> FloatArray:
        """(steps,) → (blocks,)"""
        return np.asarray(np.add.reduceat(values, self.first) / self.steps, dtype=np.float64)

    def spread(self, values: FloatArray) -> FloatArray:
        """(blocks,) → (steps,)"""
        return np.repeat(values, self.steps)


def grid(steps: int, step: timedelta) -> Grid:
    fine = min(steps, round(FINE / step))
    hour = max(round(timedelta(hours=1) / step), 1)
    first = np.concatenate([np.arange(fine), np.arange(fine, steps, hour)]).astype(np.int32)
    length = np.diff(np.append(first, steps)).astype(np.int32)
    return Grid(first, length, np.asarray(length * (step / timedelta(hours=1)), dtype=np.float64))


@dataclass(frozen=True)
class RoomRows:
    """A room by itself. Its columns: heat, cool (if `cools`), three tiers of cold, warmth above the band."""

    outlook: RoomOutlook
    programme: RoomProgramme
    margin: FloatArray  # (blocks,) K kept from the band's lower edge
    linear: Linear
    cools: bool


def energy_price(supply: Supply) -> FloatArray:
    """Currency per kWh bought, (steps,), with what its CO₂ is worth, never below FLOOR."""
    price = np.maximum(supply.price, 0.0) + supply.co2_cost * supply.co2
    return np.asarray(np.maximum(price, FLOOR), dtype=np.float64)


def room_rows(outlook: RoomOutlook, programme: RoomProgramme, supply: Supply, weights: Weights, by: Grid) -> RoomRows:
    """One row for each block: low + margin ≤ temperature + cold − warm ≤ high.

    Cold is paid by tiers, which is the expected shortfall made of straight pieces: a share inside the margin, in full
    for who is there as far down as suits who is away, and in full for everybody below that.
    """
    cools = programme.cooling_power > 0.0 and bool(np.any(outlook.cooling < -TINY))
    last = by.last
    low, high, free = programme.low[last], programme.high[last], outlook.free[last]
    margin = np.minimum(weights.certainty * outlook.spread[last], weights.margin)
    swings = SWING * programme.cycle * float(outlook.heating[0])
    margin = np.minimum(np.maximum(margin + swings, weights.least_margin), (high - low) / 2)
    paid = weights.discomfort * by.hours
    paid[-1] = weights.discomfort * by.hours[0] * max(weights.tail, float(by.steps[-1]))
    there = paid * presence(programme.occupied[last])
    price = by.means(energy_price(supply) / supply.cop) * by.hours * programme.power
    parts, cost, upper = [response(outlook.heating, by)], [price], [np.ones(len(last))]
    if cools:
        parts.append(response(outlook.cooling, by))
        cost.append(by.means(energy_price(supply) / supply.cooling_cop) * by.hours * programme.cooling_power)
        upper.append(np.ones(len(last)))
    unit = np.eye(len(last))
    leftover = (high >= programme.most[last]) & (not cools)  # elsewhere somebody wants it cooler, or it can be cooled
    parts += [unit, unit, unit, -unit]
    cost += [weights.margin_share * there, there, paid, np.where(leftover, weights.warmth, 1.0) * there]
    most = np.maximum(programme.most[last], free + LEFTOVER)
    upper += [margin, programme.away[last], np.full(len(last), INFINITE), np.maximum(most - high, 0.0)]
    linear = Linear(
        np.concatenate(cost),
        np.concatenate(upper),
        Rows.dense(np.concatenate(parts, axis=1), TINY),
        low + margin - free,
        high - free,
    )
    return RoomRows(outlook, programme, margin, linear, cools)


def presence(occupied: FloatArray) -> FloatArray:
    """P(occupied) stretched to 0..1: beliefs are capped, and the surest of them counts as certain."""
    return np.asarray(np.clip((occupied - LEAST) / (LIKELIEST - LEAST), 0.0, 1.0), dtype=np.float64)


def response(impulse: FloatArray, by: Grid) -> FloatArray:
    """What full duty in each block does to the temperature at the end of each, (blocks, blocks), K."""
    steps, last = len(impulse), by.last
    lag = last[:, None] - np.arange(steps)[None, :]
    each = np.where(lag >= 0, impulse[np.maximum(lag, 0)], 0.0)
    return np.asarray(np.add.reduceat(each, by.first, axis=1), dtype=np.float64)


@dataclass(frozen=True)
class Shared:
    """What the rooms share, after their own rows and columns.

    Its columns, for each block: a rise of the source's load (`ramps`), energy bought and energy of the roof (`roof`).
    Its rows: the cap, the rises, the balance of energy, as far as there are any.
    """

    linear: Linear
    capped: bool
    ramps: bool
    roof: bool


def shared(rooms: list[RoomRows], supply: Supply, by: Grid) -> Shared:
    """All rooms in one programme."""
    blocks, count = len(by.first), sum(len(room.linear.cost) for room in rooms)
    drawn, load, places = _drawn(rooms, supply, by)
    capped, ramps, roof = supply.cap is not None, supply.start_cost > 0.0, bool(np.any(supply.surplus > 0.0))
    cost, upper = [room.linear.cost for room in rooms], [room.linear.upper for room in rooms]
    rows, low, high = (
        [room.linear.rows for room in rooms],
        [r.linear.low for r in rooms],
        [r.linear.high for r in rooms],
    )
    none, free = np.full(blocks, -INFINITE), np.full(blocks, INFINITE)
    at = count
    if capped:
        rows.append(_sums(places, drawn))
        low, high = [*low, none], [*high, np.full(blocks, supply.cap)]
    if ramps:
        rows += _rises(places, load, at)
        low, high = [*low, none], [*high, np.append(float(supply.running), np.zeros(blocks - 1))]
        cost, upper, at = [*cost, np.full(blocks, supply.start_cost)], [*upper, free], at + blocks
    if roof:
        for column, price in enumerate(_energy_costs(rooms, blocks)):
            cost[column] = price
        ahead = np.arange(blocks)[None, :]
        taken = np.concatenate([places, at + ahead, at + blocks + ahead])
        rows.append(_sums(taken, np.concatenate([drawn * by.hours, np.full((2, blocks), -1.0)])))
        low, high = [*low, np.zeros(blocks)], [*high, np.zeros(blocks)]
        fed = np.full(blocks, max(supply.feed_in, FLOOR))
        cost = [*cost, by.means(energy_price(supply)), fed]
        upper = [*upper, free, by.means(np.maximum(supply.surplus, 0.0)) * by.hours]
    starts = np.cumsum([0, *(len(room.linear.cost) for room in rooms)])[:-1].tolist()
    joined = Rows.stacked(rows, [*starts, *([0] * (len(rows) - len(rooms)))])
    linear = Linear(np.concatenate(cost), np.concatenate(upper), joined, np.concatenate(low), np.concatenate(high))
    return Shared(linear, capped, ramps, roof)


def _drawn(rooms: list[RoomRows], supply: Supply, by: Grid) -> tuple[FloatArray, FloatArray, IntArray]:
    """kW drawn, share of the source's load, and column, of each duty: (duties, blocks) each."""
    drawn, load, places, at = [], [], [], 0
    whole = sum(room.programme.power for room in rooms) or 1.0
    blocks = np.arange(len(by.first))
    for room in rooms:
        drawn.append(room.programme.power * by.means(1.0 / supply.cop))
        load.append(np.full(len(blocks), room.programme.power / whole))
        places.append(at + blocks)
        if room.cools:
            drawn.append(room.programme.cooling_power * by.means(1.0 / supply.cooling_cop))
            load.append(np.full(len(blocks), room.programme.cooling_power / whole))
            places.append(at + len(blocks) + blocks)
        at += len(room.linear.cost)
    return np.array(drawn), np.array(load), np.array(places, dtype=np.int32)


def _energy_costs(rooms: list[RoomRows], blocks: int) -> list[FloatArray]:
    """The rooms' costs without that of energy, which is paid where it is bought."""
    found = []
    for room in rooms:
        cost = room.linear.cost.copy()
        cost[: blocks * (2 if room.cools else 1)] = 0.0
        found.append(cost)
    return found


def _sums(places: IntArray, values: FloatArray) -> Rows:
    """A row for each block: the sum of these columns with these values, (columns, blocks) each."""
    count, blocks = places.shape
    return Rows(np.full(blocks, count, dtype=np.int32), places.T.ravel().astype(np.int32), values.T.ravel())


def _rises(places: IntArray, load: FloatArray, at: int) -> tuple[Rows, Rows]:
    """A row for the first block, load − rise ≤ load now, and one for each of the others with the load before."""
    blocks = places.shape[1]
    rise = at + np.arange(blocks, dtype=np.int32)[None, :]
    less = np.full((1, blocks), -1.0)
    first = _sums(np.concatenate([places, rise])[:, :1], np.concatenate([load, less])[:, :1])
    columns = np.concatenate([places[:, 1:], places[:, :-1], rise[:, 1:]])
    return first, _sums(columns, np.concatenate([load[:, 1:], -load[:, :-1], less[:, 1:]]))
