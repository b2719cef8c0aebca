"""Simulated homes that become others in the middle of their history, and what is planted in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from thermo_edge.climate.features import Array, Signals
from thermo_edge.learning.climate_at_home import DAY
from thermo_edge.learning.recipes.climate_homes import of_data
from thermo_edge.learning.recipes.climate_score import room_of
from thermo_edge.simulation.changing import Change
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.generate import generate
from thermo_edge.simulation.routine import Habits

House = dict[str, Signals]
"""The rooms of one home by a name."""

JANUARY = 19_732
"""Days since 1970 of the day on which all begin: 10 January 2024."""

TO_SPRING = 60
"""Days that the weather jumps ahead: harsher than any spring."""

BROKEN_DAYS, LOWER, SLOWER = 5, 1.0, 3.0
"""Days for which a thermometer is stuck; K by which the next one reads lower, and quarters by which it is slower."""

MOVED = 32.0
"""°C of set-points that somebody plants."""

_BOOST, _CAP = 1.6, 2.0
_CALLERS = 4


@dataclass(frozen=True)
class Turn:
    """What homes become: a change of the life in them, or of what their own thermometers say from a day on."""

    change: Change | None = None
    told: Callable[[Signals, int, int], Signals] | None = None  # of signals, the first day of it, days of stuck


def baby(habits: Habits) -> Habits:
    """One more, somebody always in, up early, warmer, and hardly any set-back."""
    return replace(
        habits,
        persons=habits.persons + 1,
        works=np.zeros_like(habits.works),
        wake=habits.wake - 1.5,
        comfort=habits.comfort + 1.5,
        setback=habits.comfort + 1.0,
        airs=0.5 * habits.airs,
    )


def job(habits: Habits) -> Habits:
    """Who was in all day is out from 7:30 to 18:00 and saves; who was out works at home."""
    return replace(
        habits,
        wake=np.where(habits.works, habits.wake, 6.5),
        leave=np.where(habits.works, habits.leave, 7.5),
        back=np.where(habits.works, habits.back, 18.0),
        works=~habits.works,
        saves=np.ones_like(habits.saves),
        setback=np.minimum(habits.setback, habits.comfort - 2.0),
    )


def guests(habits: Habits) -> Habits:
    """Some more people, up late, who are never out and air often."""
    return replace(
        habits,
        persons=habits.persons + _CALLERS,
        works=np.zeros_like(habits.works),
        sleep=np.full_like(habits.sleep, 23.9),
        comfort=habits.comfort + 2.0,
        setback=habits.comfort + 1.0,
        airs=habits.airs + 3.0,
        away=np.zeros_like(habits.away),
    )


def second_pump(dwelling: Dwelling) -> Dwelling:
    """A second heat pump: half as much heat again, twice the most, and quicker."""
    emitters = dwelling.emitters
    source = replace(emitters.source, cap=_CAP * emitters.source.cap, pump=np.ones_like(emitters.source.pump))
    return replace(
        dwelling, emitters=replace(emitters, power=_BOOST * emitters.power, lag=0.5 * emitters.lag, source=source)
    )


def broken(signals: Signals, day: int, stuck: int = BROKEN_DAYS) -> Signals:
    """Its thermometer is stuck for some days and then replaced by one that hangs elsewhere."""
    target, first = signals.target.copy(), day * DAY
    slow = target[first] if first else target[0]
    for step in range(first, len(target)):
        slow = slow + (target[step] - slow) / SLOWER
        target[step] = slow - LOWER
    if stuck:
        target[first : first + stuck * DAY] = signals.target[first - 1]
    return replace(signals, target=target)


TURNS: dict[str, Turn] = {
    "a new baby": Turn(Change(0, habits=baby)),
    "a new job": Turn(Change(0, habits=job)),
    "winter to spring": Turn(Change(0, later=TO_SPRING)),
    "a second heat pump": Turn(Change(0, dwelling=second_pump)),
    "a broken sensor": Turn(told=broken),
}


def homes(count: int, days: int, seed: int, changes: tuple[Change, ...] = ()) -> list[House]:
    """Of layered walls and two rooms, begun in January."""
    made = of_data(generate(count, days, seed, kind="layered", play=0.0, begins=JANUARY, changes=changes))
    each = len(made) // count
    return [{f"room {room}": room_of(made, home * each + room) for room in range(each)} for home in range(count)]


def turned(turn: Turn, count: int, days: int, seed: int, on: int | None) -> list[House]:
    """Homes that become so on a day, or (None) were always so."""
    change = replace(turn.change, on=on) if turn.change is not None else None
    found = homes(count, days, seed, (change,) if change is not None else ())
    if turn.told is None:
        return found
    day, stuck = (0, 0) if on is None else (on, BROKEN_DAYS)
    return [{name: turn.told(room, day, stuck) for name, room in house.items()} for house in found]


# --- poison -------------------------------------------------------------------------------------------------------


def planted(house: House, first: int, last: int, rng: np.random.Generator) -> House:
    """From day to day every third set-point is MOVED."""
    return {name: replace(room, set_point=_planted(room.set_point, first, last, rng)) for name, room in house.items()}


def _planted(line: Array, first: int, last: int, rng: np.random.Generator) -> Array:
    line, span = line.copy(), slice(first * DAY, last * DAY)
    line[span] = np.where(rng.random((last - first) * DAY) < 1 / 3, MOVED, line[span])
    return line


def swapped(house: House, first: int, last: int) -> House:
    """From day to day the thermometers of the first two rooms stand in each other's."""
    one, other, *rest = house
    span, a, b = slice(first * DAY, last * DAY), house[one].target.copy(), house[other].target.copy()
    a[span], b[span] = house[other].target[span], house[one].target[span]
    found = {one: replace(house[one], target=a), other: replace(house[other], target=b)}
    return {**found, **{name: house[name] for name in rest}}
