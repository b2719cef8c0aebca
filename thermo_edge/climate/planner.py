"""The heating plan: one linear programme over all rooms of a heat source, its forecast, cost and reasons."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from thermo_edge.climate.co_heating import IDLE, co_heat
from thermo_edge.climate.linear import Unsolved
from thermo_edge.climate.plan_cost import Home
from thermo_edge.climate.plan_reasons import Why, readiness, spans
from thermo_edge.climate.plan_rows import TINY, Grid, RoomRows, grid, room_rows
from thermo_edge.climate.plan_solve import Duties, duties
from thermo_edge.climate.programme import Problem, RoomProgramme, Supply
from thermo_edge.climate.set_points import boost, set_points
from thermo_edge.climate.tariff import prices, told_until
from thermo_edge.climate.thermal import FloatArray, Outlook, RoomOutlook
from thermo_edge.home.house import PlaceId
from thermo_edge.home.plan import Alternative, Instead, Plan, RoomPlan
from thermo_edge.home.reason import Code, Reason

WEAK = 0.3
"""K that full heat over the whole horizon must do; less is a heater that does nothing."""

TENTH = 1.2816
"""Standard deviations from the median to the tenth and the ninetieth percentile."""

DELAY = 2
"""Steps by which the alternative starts later."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """No plan could be made; the plain rule stands. `left_out`: the rooms that could not be planned, with why not."""

    reason: Reason
    left_out: tuple[tuple[PlaceId, Reason], ...] = ()


def plan(outlook: Outlook, problem: Problem) -> Plan | Unfit:
    """The plan from `outlook.at` on. Only its first step is meant to be done: the next plan comes before the second.

    Rooms without a forecast, without a programme, or whose heater does nothing are left out, with a reason. Raises
    nothing for bad numbers; loads HiGHS at the first call (about 20 MB and 20 ms).
    """
    problem = _priced(outlook, problem)
    rooms, left_out = usable(outlook, problem)
    if not _sound(problem):
        return Unfit(Reason.of(Code.PLAN_UNFIT, count=0.0), left_out)
    if not rooms:
        return Unfit(Reason.of(Code.PLAN_UNFIT, count=float(len(left_out))), left_out)
    by = grid(len(problem.supply.price), outlook.step)
    rows = [room_rows(each, programme, problem.supply, problem.weights, by) for each, programme in rooms]
    found = duties(rows, problem.supply, by, problem.weights.time_limit)
    if isinstance(found, Unsolved):
        return Unfit(Reason.of(Code.PLAN_LATE if found.late else Code.PLAN_UNFIT, count=float(len(rooms))))
    home = Home(tuple(each for each, _ in rooms), tuple(each for _, each in rooms), problem.supply, outlook.step)
    return _told(outlook, problem, home, rows, found, by, left_out)


def usable(
    outlook: Outlook, problem: Problem
) -> tuple[list[tuple[RoomOutlook, RoomProgramme]], tuple[tuple[PlaceId, Reason], ...]]:
    """The rooms that can be planned, and the others with why not."""
    known = {each.room: each for each in outlook.rooms}
    steps, found, left_out = len(problem.supply.price), [], []
    for programme in problem.rooms:
        seen = known.get(programme.room)
        if seen is None or not _foreseen(steps, seen) or not _said(steps, programme):
            left_out.append((programme.room, Reason.of(Code.NO_OUTLOOK)))
        elif not _answers(seen, programme):
            left_out.append((programme.room, Reason.of(Code.NO_RESPONSE)))
        else:
            heating = np.maximum(seen.heating, 0.0) * (programme.power > 0.0)
            cooling = np.minimum(seen.cooling, 0.0) * (programme.cooling_power > 0.0)
            spread = np.maximum(seen.spread, 0.0)
            found.append((replace(seen, heating=heating, cooling=cooling, spread=spread), programme))
    asked = {programme.room for programme in problem.rooms}
    left_out += [(each.room, Reason.of(Code.NO_OUTLOOK)) for each in outlook.rooms if each.room not in asked]
    return found, tuple(left_out)


def together(plans: Iterable[Plan]) -> Plan | None:
    """The plans of several heat sources as one; they must begin at the same time. None without any."""
    each = list(plans)
    if not each:
        return None
    alternatives = tuple(
        Alternative(what, *(sum(column) for column in zip(*rows, strict=True)))
        for what in Instead
        if (rows := [(a.cost, a.energy, a.discomfort) for one in each for a in one.alternatives if a.what is what])
    )
    return Plan(
        each[0].at,
        each[0].step,
        tuple(room for one in each for room in one.rooms),
        sum(one.cost for one in each),
        sum(one.energy for one in each),
        sum(one.discomfort for one in each),
        alternatives,
        tuple(left for one in each for left in one.left_out),
        tuple(dict.fromkeys(note for one in each for note in one.notes)),
        each[0].cap_price if len(each) == 1 else (),
    )


def _priced(outlook: Outlook, problem: Problem) -> Problem:
    """With prices in every step, and a word where they are guessed."""
    if np.isfinite(problem.supply.price).all():
        return problem
    price, guessed = prices(problem.supply.price, np.array([]), outlook.step)
    return replace(problem, supply=replace(problem.supply, price=price, guessed=guessed))


def _finite(steps: int, *arrays: FloatArray) -> bool:
    return all(np.shape(array) == (steps,) and bool(np.isfinite(array).all()) for array in arrays)


def _foreseen(steps: int, outlook: RoomOutlook) -> bool:
    return _finite(steps, outlook.free, outlook.spread, outlook.heating, outlook.cooling)


def _said(steps: int, room: RoomProgramme) -> bool:
    whole = _finite(steps, room.low, room.high, room.occupied, room.away, room.most)
    return whole and not np.any(room.low > room.high) and not np.any(room.away < 0.0)


def _answers(outlook: RoomOutlook, programme: RoomProgramme) -> bool:
    warms = programme.power > 0.0 and float(np.maximum(outlook.heating, 0.0).sum()) >= WEAK
    cools = programme.cooling_power > 0.0 and float(np.minimum(outlook.cooling, 0.0).sum()) <= -WEAK
    return warms or cools


def _sound(problem: Problem) -> bool:
    supply, steps = problem.supply, len(problem.supply.price)
    arrays = (supply.price, supply.cop, supply.cooling_cop, supply.surplus, supply.co2)
    return steps > 0 and _finite(steps, *arrays) and bool(np.all(supply.cop > 0) and np.all(supply.cooling_cop > 0))


def _told(
    outlook: Outlook,
    problem: Problem,
    home: Home,
    rows: list[RoomRows],
    found: Duties,
    by: Grid,
    left_out: tuple[tuple[PlaceId, Reason], ...],
) -> Plan:
    """The solution in steps, with what comes of it."""
    wanted = np.repeat(found.heat, by.steps, axis=1)
    cool = np.repeat(found.cool, by.steps, axis=1)
    cool = np.where(cool < IDLE, 0.0, cool)
    heat, moved = co_heat(home, wanted, cool)
    inside = home.temperatures(heat, cool)
    account, price = home.account(heat, cool), home.marginal(heat, cool)
    rooms, edges = [], []
    for number, row in enumerate(rows):
        edges.append(row.programme.low + by.spread(row.margin))
        why = Why(
            outlook.at,
            outlook.step,
            row.programme,
            row.outlook.heating,
            row.outlook.spread,
            heat[number],
            cool[number],
            moved[number],
            inside[number],
            edges[-1],
            price,
            _at_ends(found.cold[number], by, problem.weights.tail),
            by.spread(found.cap),
            problem.supply.cap,
        )
        rooms.append(_room_plan(why))
    later = _later(heat, inside, home)
    held = home.held(np.array(edges))
    alternatives = (
        Alternative(Instead.HOLD, *_rounded(home.account(held, cool))),
        Alternative(Instead.LATER, *_rounded(home.account(later, cool))),
    )
    cap = tuple(np.round(by.spread(found.cap), 4).tolist()) if problem.supply.cap is not None else ()
    cost, energy, discomfort = _rounded(account)
    notes = _notes(outlook, problem.supply, account.energy, alternatives[0].energy)
    return Plan(outlook.at, outlook.step, tuple(rooms), cost, energy, discomfort, alternatives, left_out, notes, cap)


def _notes(outlook: Outlook, supply: Supply, energy: float, instead: float) -> tuple[Reason, ...]:
    """What it takes beside holding comfort all the time, and where prices are guessed."""
    after = len(supply.price) * outlook.step
    found = [Reason.of(Code.PLAN_INSTEAD, after=after, energy=round(energy, 1), instead=round(instead, 1))]
    end = told_until(supply.guessed, len(supply.price))
    holes = [place for place in supply.guessed if place < end]
    if holes:
        since, until = outlook.at + holes[0] * outlook.step, outlook.at + (holes[-1] + 1) * outlook.step
        found.append(Reason.of(Code.PRICE_HOLE, since=since, until=until, after=len(holes) * outlook.step))
    if end < len(supply.price):
        found.append(Reason.of(Code.PRICE_GUESSED, since=outlook.at + end * outlook.step))
    return tuple(found)


def _room_plan(why: Why) -> RoomPlan:
    far, ready, push = TENTH * why.spread, readiness(why), boost(why.heating)
    return RoomPlan(
        why.programme.room,
        _tuple(why.heat, 4),
        _tuple(why.cool, 4) if np.any(why.cool > TINY) else (),
        _tuple(why.inside, 2),
        _tuple(why.inside - far, 2),
        _tuple(why.inside + far, 2),
        _tuple(set_points(why.heat, why.cool, why.inside, why.programme, push), 2),
        spans(why, ready),
        ready,
        round(_kelvin(why), 4),
        push=push,
    )


def _kelvin(why: Why) -> float:
    """The shadow prices as far as they are money: no more than a kelvin held all the time, nor than the room's heat."""
    answer = float(why.heating.sum())
    full = why.programme.power * (why.step / timedelta(hours=1)) * why.price
    spent = float(full @ why.heat)
    return min(float(why.cold.sum()), float(full.sum()) / answer, spent) if answer > 0.0 else 0.0


def _at_ends(values: FloatArray, by: Grid, tail: float) -> FloatArray:
    """Shadow prices belong to the end of each block: (blocks,) → (steps,). The last one counts once, not for `tail`."""
    found = np.zeros(int(by.steps.sum()))
    found[by.last] = values
    found[-1] /= max(tail, 1.0)
    return found


def _later(heat: FloatArray, inside: FloatArray, home: Home) -> FloatArray:
    """Duties without the first DELAY steps of each heating that begins while the room is still warm enough."""
    found = heat.copy()
    lows = np.array([each.low for each in home.programmes])
    begins = (heat > IDLE) & (np.concatenate([np.zeros((len(heat), 1)), heat[:, :-1]], axis=1) <= IDLE)
    for room, step in zip(*np.nonzero(begins & (inside > lows)), strict=True):
        found[room, step : step + DELAY] = 0.0
    return found


def _rounded(account: Iterable[float]) -> tuple[float, float, float]:
    cost, energy, discomfort = (round(float(value), 4) for value in account)
    return cost, energy, discomfort


def _tuple(values: FloatArray, digits: int) -> tuple[float, ...]:
    return tuple(np.round(values, digits).tolist())
