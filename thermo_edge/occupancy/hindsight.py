"""Who was where, as a house knows it afterwards: the belief of then, corrected by what came next.

What came next is weighed by this home's own past: how often a sign, or silence, followed where somebody was believed,
and where nobody was. Where nothing tells, the belief of then stays: times that are easy to tell are not all there is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thermo_edge.occupancy.ahead import logit
from thermo_edge.occupancy.signals import Array, HouseSignals

UNTIL = (2.0, 7.0, 17.0, 32.0, 62.0, 122.0, 242.0)
"""Minutes until the next sign, between which it says the same."""

PASSES = 30.0
"""Minutes: a room in which stays are no longer than this is passed through; what comes next says little of before."""

QUIET, STAYS, OVERNIGHT = 30.0, 120.0, 12 * 60.0
"""Minutes without any sign: after the first a house that all phones have left was empty, up to the second whoever is
home has been so all the time, and by night up to the third."""

BY_DOOR, OUT = 10.0, 45.0
"""A silence that begins and ends so many minutes from when the outer door moved, and lasts the second: all were out."""

STUCK = 12 * 60.0
"""Minutes after which a sensor that still sees somebody tells nothing."""

NIGHT = (21.5, 9.0)
_NEVER = 1e9
_SEEN = 5.0  # moments that a kind of sequel counts as seen before any was
_TIMES = len(UNTIL) + 1

HOME = ""
"""In the place of a room: somebody was home, wherever."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody's hand or word: about index `at` of the grid somebody was in this room, or nobody."""

    at: int
    room: str
    occupied: bool


@dataclass(frozen=True)
class Labels:
    """P, 0..1, NaN where unknown: `rooms` (times, rooms) in the order of the signals, `home`, `asleep` (times,).

    `asleep` is of times at which somebody was home.
    """

    rooms: Array
    home: Array
    asleep: Array


def labels(
    house: HouseSignals,
    beliefs: Mapping[str, Array],
    told: Iterable[Told] = (),
    left_out: Flags | None = None,
    doubted: Collection[str] = (),
) -> Labels:
    """What was so, from `beliefs` (times,) of each room, "home" and "asleep" that rest on the past alone.

    Only rooms with a sensor of people get labels, but for those that are `doubted`. Without any such room there is no
    label of sleep, and one of the home only where it is sure. `left_out` (times,): of these nothing is to be learned.
    """
    told = tuple(told)
    seen, answers = _signs(house, doubted)
    anybody = _any(seen)
    away = _surely(house, anybody, _any(answers))
    rooms = np.full(seen.shape, np.nan)
    for place, name in enumerate(house.rooms):
        if name in beliefs and seen[:, place].any():
            found = _room(house, seen, place, beliefs[name])
            found = np.where((away == 0.0) & ~seen[:, place], 0.0, found)
            rooms[:, place] = np.where(answers[:, place], found, np.nan)
    home, asleep = _whole(house, anybody, beliefs)
    if not anybody.any():  # no sign ever comes next: beliefs would only confirm themselves
        home, asleep = np.full(house.times, np.nan), np.full(house.times, np.nan)
    home = np.where(np.isfinite(away), away, home)
    for each in told:
        if each.room == HOME and np.isfinite(home).any():
            home[max(0, each.at - 1) : each.at + 2] = float(each.occupied)
    rooms = _by_hand(house, told, rooms)
    asleep = np.where(home > 0.5, asleep, np.nan)
    if left_out is not None:
        rooms[left_out], home[left_out], asleep[left_out] = np.nan, np.nan, np.nan
    return Labels(rooms, home, asleep)


# --- what came next -----------------------------------------------------------------------------------------------


def _room(house: HouseSignals, seen: Flags, place: int, belief: Array) -> Array:
    """By how soon this room and any other gave the next sign, by day and by night."""
    here = np.searchsorted(UNTIL, _next(seen[:, place], house.step))
    elsewhere = np.searchsorted(UNTIL, _next(_any(np.delete(seen, place, axis=1)), house.step))
    stay = _stay(belief, house.step)
    return _corrected(belief, _kinds(here, elsewhere, _at_night(house)), (stay / (stay + PASSES)) ** 2)


def _whole(house: HouseSignals, seen: Flags, beliefs: Mapping[str, Array]) -> tuple[Array, Array]:
    """The home, and sleep: by how soon anything stirred, and whether the outer door moved first."""
    sign, door = _next(seen, house.step), _door(house)
    first = _next(door, house.step) <= sign if door is not None else np.zeros(house.times, dtype=bool)
    kinds = _kinds(np.searchsorted(UNTIL, sign), first.astype(np.intp), _at_night(house))
    home, asleep = (_corrected(beliefs[name], kinds, 1.0) for name in ("home", "asleep"))
    return home, asleep


def _kinds(one: NDArray[np.intp], other: NDArray[np.intp], night: Flags) -> NDArray[np.intp]:
    return np.asarray((one * _TIMES + other) * 2 + night, dtype=np.intp)


def _corrected(belief: Array, kinds: NDArray[np.intp], share: float) -> Array:
    """The belief after a sequel of its kind (odds times likelihood ratio to the power `share`)."""
    count = 2 * _TIMES**2
    there = np.bincount(kinds, weights=belief, minlength=count)
    empty = np.bincount(kinds, weights=1.0 - belief, minlength=count)
    usual = (there + empty) / max(1.0, float((there + empty).sum()))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (there + _SEEN * usual) / (there.sum() + _SEEN) / ((empty + _SEEN * usual) / (empty.sum() + _SEEN))
    odds = logit(belief) + share * np.log(np.where(ratio > 0.0, ratio, 1.0))[kinds]
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * odds)))


def _stay(belief: Array, step: float) -> float:
    """How long, in minutes, the stay is that a moment with somebody in the room lies in, on average."""
    length = runs(belief >= 0.5)
    return float(length[length > 0.0].mean() * step) if (length > 0.0).any() else step


# --- what is sure -------------------------------------------------------------------------------------------------


def _surely(house: HouseSignals, seen: Flags, answers: Flags) -> Array:
    """Whether anybody was home, where phones and signs agree, or the door before and after a silence shows it."""
    since, until = _since(seen, house.step), _since(seen[::-1], house.step)[::-1]
    gap = since + until
    stirred = seen | ((gap <= STAYS) & answers) | (_at_night(house) & (gap < OVERNIGHT) & answers)
    if house.persons is not None and np.isfinite(house.persons).any():
        told, here = np.isfinite(house.persons), np.nan_to_num(house.persons) > 0.0
        left = told & ~here & (np.minimum(since, until) > QUIET)
        return np.where(told & here & (stirred | ~answers), 1.0, np.where(left, 0.0, np.nan))
    door = _door(house)
    if door is None:
        return np.full(house.times, np.nan)
    before, after = _since(door, house.step), _since(door[::-1], house.step)[::-1]
    out = (np.abs(before - since) <= BY_DOOR) & (np.abs(after - until) <= BY_DOOR) & (gap >= OUT) & (gap < _NEVER)
    stayed = seen | (stirred & (before >= since) & (after >= until))
    return np.where(answers & out & ~seen, 0.0, np.where(answers & stayed, 1.0, np.nan))


def _by_hand(house: HouseSignals, told: Iterable[Told], rooms: Array) -> Array:
    """What people did or said goes before what sensors make likely; rooms of which nothing else is known stay so."""
    names: Sequence[str] = list(house.rooms)
    for each in told:
        if each.room in names and np.isfinite(rooms[:, names.index(each.room)]).any():
            rooms[max(0, each.at - 1) : each.at + 2, names.index(each.room)] = float(each.occupied)
    return rooms


# --- signs --------------------------------------------------------------------------------------------------------


def _any(rooms: Flags) -> Flags:
    return np.asarray(rooms.any(axis=1))


def _signs(house: HouseSignals, doubted: Collection[str]) -> tuple[Flags, Flags]:
    """Whether a sensor of people saw somebody, and whether one answered: (times, rooms) each."""
    seen = np.zeros((house.times, len(house.rooms)), dtype=bool)
    answers = np.zeros_like(seen)
    for place, (name, room) in enumerate(house.rooms.items()):
        line = room.events.get("motion")
        if line is not None and name not in doubted:
            on = np.nan_to_num(line) > 0.0
            stuck = runs(on) * house.step > STUCK
            answers[:, place], seen[:, place] = np.isfinite(line) & ~stuck, on & ~stuck
    return seen, answers


def _door(house: HouseSignals) -> Flags | None:
    """When an outer door moved; None where nothing tells."""
    lines = [room.stirs["door"] for room in house.rooms.values() if "door" in room.stirs]
    return np.asarray(np.nan_to_num(np.max(lines, axis=0)) > 0.0) if lines else None


def runs(on: Flags) -> Array:
    """How many times the stretch is long that each time which is on lies in; nought elsewhere."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], on, [False]]).astype(int)))
    length: Array = np.zeros(len(on))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        length[begin:end] = end - begin
    return length


def _since(on: Flags, step: float) -> Array:
    """Minutes since it was last on; very long where it never was."""
    place = np.arange(len(on))
    last = np.maximum.accumulate(np.where(on, place, -1))
    return np.where(last >= 0, (place - last) * step, _NEVER)


def _next(on: Flags, step: float) -> Array:
    """Minutes until it is on again, from the next time on."""
    after = np.concatenate([on[1:], [False]])
    return np.asarray(_since(after[::-1], step)[::-1] + step)


def _at_night(house: HouseSignals) -> Flags:
    return np.asarray((house.hour >= NIGHT[0]) | (house.hour < NIGHT[1]))
