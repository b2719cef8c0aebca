"""A day of people's lives: where everybody is and what they do, from their hours, the kind of day and chance."""

from dataclasses import dataclass

import numpy as np

from thermo_edge.simulation.people import (
    AWAY,
    BATH,
    BEDROOM,
    HALL,
    KIDS,
    KITCHEN,
    LIVING,
    ROOM_COUNT,
    Doing,
    Households,
    Kind,
    Whole,
)
from thermo_edge.simulation.plant import Array, Flags

DAY = 1440
"""Minutes on the wall clock."""

STAYS = 60
"""Stays in rooms that are drawn for a day; more than anybody has."""

_SINGLE = 18
"""Chances drawn for everybody beside the stays; `_U` names them."""


class _U:
    """Where each chance lies in what was drawn."""

    WAKE, BED, LEAVE, RETURN, ROAM, ROAM_AT, ROAM_FOR, EVENING, EVENING_AT = range(9)
    WASH, WASH_AT, NIGHT, NIGHT_AT, COOK, COOK_AT, COOK_FOR, LUNCH, NURSE = range(9, 18)


@dataclass(frozen=True)
class Day:
    """What kind of a day it is, for every home."""

    weekday: Whole  # (homes,) Monday is 0
    free: Flags  # (homes,) a holiday from work and school
    gone_from: Array  # (homes,) minute from which the whole household is away; inf: it is not
    gone_until: Array  # (homes,) minute
    party: Flags  # (homes,) guests are invited for the evening
    ill: Flags  # (homes, persons) stays in bed
    shift: Array  # (homes, persons) hours that a new job begins later

    @classmethod
    def plain(cls, households: Households, weekday: int) -> "Day":
        """A day like any other."""
        homes, none = households.homes, np.zeros(households.homes, dtype=bool)
        nobody = np.zeros(households.kind.shape)
        never = np.full(homes, np.inf)
        return cls(np.full(homes, weekday), none, never, never, none, nobody > 0.0, nobody)


@dataclass(frozen=True)
class Plan:
    """Where everybody is (a room's index, −1 away) and what they do; (homes, persons, times)."""

    where: Whole
    doing: Whole


@dataclass(frozen=True)
class Chances:
    """What chance gives to every person of a day: uniform numbers 0..1 and standard normal ones."""

    single: Array  # (homes, persons, 18)
    rooms: Array  # (homes, persons, STAYS)
    lengths: Array  # (homes, persons, STAYS) normal
    spread: Array  # (homes, persons, 18) normal


def chances(persons: int, generators: list[np.random.Generator]) -> Chances:
    """Draw a day's chances, each home from its own generator, so that a home is the same alone and among many."""
    drawn = [
        (g.random((persons, _SINGLE)), g.random((persons, STAYS)), g.standard_normal((persons, STAYS + _SINGLE)))
        for g in generators
    ]
    single, rooms, normal = (np.stack([each[part] for each in drawn]) for part in range(3))
    return Chances(single, rooms, normal[..., :STAYS], normal[..., STAYS:])


def plan(households: Households, day: Day, chance: Chances, step: int = 1) -> Plan:
    """The day by the wall clock, every `step` minutes: sleep, work, outings, meals, washing, illness, a party."""
    hours = _hours(households, day, chance)
    times = np.arange(0, DAY, step)
    where, doing = _stays(households, hours, chance, times)
    _meals(households, hours, chance, times, where, doing)
    _wash(households, hours, chance, times, where, doing)
    asleep = (times < hours.wake[..., None]) | (times >= hours.bed[..., None])
    asleep |= day.ill[..., None] & (np.abs((times % 180) - 90) < 75)
    where[asleep] = np.broadcast_to(households.bedroom[..., None], where.shape)[asleep]
    doing[asleep] = Doing.SLEEPS
    _nights(households, hours, chance, times, where, doing)
    out = _between(times, hours.leave, hours.back) | _between(times, hours.leave_again, hours.back_again)
    where[out], doing[out] = AWAY, Doing.OUT
    _guests(households, day, times, where, doing)
    if np.isfinite(day.gone_from).any():
        gone = np.broadcast_to(_between(times, day.gone_from, day.gone_until)[:, None], where.shape)
        where[gone], doing[gone] = AWAY, Doing.OUT
    if step == 1:
        _through_the_hall(where, doing)
    return Plan(where, doing)


@dataclass(frozen=True)
class _Hours:
    """Minutes of the day, (homes, persons); an outing that does not happen begins after the day."""

    wake: Array
    bed: Array
    leave: Array
    back: Array
    leave_again: Array
    back_again: Array


def _hours(households: Households, day: Day, chance: Chances) -> _Hours:
    u, n = chance.single, chance.spread
    weekday = np.broadcast_to(day.weekday[:, None, None], (*households.kind.shape, 1))
    works = np.take_along_axis(households.days_out, weekday, axis=2)[..., 0]
    works = works & ~day.free[:, None] & ~day.ill
    later = np.where(works, day.shift, 0.3 * day.shift)
    wake = households.wakes + later + np.where(works, 0.0, 0.9) + 0.25 * n[..., _U.WAKE]
    bed = np.clip(households.sleeps + 0.5 * later + 0.35 * n[..., _U.BED], 18.5, 23.95)
    leave = np.maximum(households.leaves + day.shift + 0.2 * n[..., _U.LEAVE], wake + 0.4)
    back = np.minimum(households.returns + day.shift + 0.4 * n[..., _U.RETURN], 23.5)
    roams = ~works & (u[..., _U.ROAM] < households.roams) & ~day.ill & (households.kind != Kind.GUEST)
    goes = 9.5 + 5.5 * u[..., _U.ROAM_AT]
    leave = np.where(works, leave, np.where(roams, np.maximum(goes, wake + 0.5), 30.0))
    back = np.where(works, back, goes + 0.7 + 3.0 * u[..., _U.ROAM_FOR])
    evening = _adult(households) & (u[..., _U.EVENING] < 0.15) & ~day.ill & ~day.party[:, None]
    again = np.where(evening, np.maximum(19.3 + 0.8 * u[..., _U.EVENING_AT], back + 0.7), 30.0)
    again_back = np.minimum(again + 1.8, bed - 0.3)
    again = np.where(again_back - again < 0.5, 30.0, again)
    return _Hours(*(60.0 * each for each in (wake, bed, leave, back, again, again_back)))


def _adult(households: Households) -> Flags:
    adult: Flags = (households.kind == Kind.WORKER) | (households.kind == Kind.RETIRED)
    return adult


# Shares of stays by phase of the day (morning, day, evening, late) in living, kitchen, bedroom, kids, bath, hall.
_ADULT = ((20, 35, 20, 3, 19, 3), (48, 20, 10, 5, 14, 3), (58, 16, 6, 7, 11, 2), (66, 7, 12, 2, 12, 1))
_CHILD = ((22, 28, 1, 32, 15, 2), (33, 11, 1, 42, 10, 3), (38, 14, 1, 34, 11, 2), (20, 3, 1, 62, 13, 1))
_SHARES = np.cumsum(np.array([_ADULT, _CHILD], dtype=float) / 100.0, axis=2)
_PHASES = np.array([540.0, 1020.0, 1260.0])
_LENGTH = np.array([26.0, 11.0, 14.0, 28.0, 4.0, 2.0])
"""Median minutes of a stay, by room; lengths are lognormal with a spread of 0.8."""

_BUSY = np.array([0.2, 0.8, 0.6, 0.5, 0.9, 1.0])
"""The share of stays in which somebody moves about, by room."""


def _stays(households: Households, hours: _Hours, chance: Chances, times: Whole) -> tuple[Whole, Whole]:
    """One stay after the other from waking on, chosen by the phase of the day in which it would begin."""
    child = ((households.kind == Kind.PUPIL) | (households.kind == Kind.BABY)).astype(int)
    spread = np.exp(0.8 * chance.lengths)
    roughly = hours.wake[..., None] + np.cumsum(16.0 * spread, axis=2)
    phase = np.searchsorted(_PHASES, roughly.ravel() % DAY).reshape(roughly.shape)
    shares = _SHARES[child[..., None], phase]
    room = np.minimum((chance.rooms[..., None] > shares).sum(axis=-1), ROOM_COUNT - 1)
    ends = hours.wake[..., None] + np.cumsum(np.maximum(_LENGTH[room] * spread, 1.5), axis=2)
    homes, persons = room.shape[:2]
    begun = np.zeros((homes, persons, len(times) + 1), dtype=np.int64)
    slot = np.clip(np.ceil(ends / (DAY / len(times))), 0, len(times)).astype(int)
    home, person = np.ogrid[:homes, :persons]
    np.add.at(begun, (home[..., None], person[..., None], slot), 1)
    number = np.minimum(np.cumsum(begun, axis=2)[..., :-1], room.shape[2] - 1)
    busy = np.where(chance.rooms * 7919.0 % 1.0 < _BUSY[room], Doing.MOVES, Doing.RESTS)
    return np.take_along_axis(room, number, axis=2), np.take_along_axis(busy, number, axis=2)


def _meals(households: Households, hours: _Hours, chance: Chances, times: Whole, where: Whole, doing: Whole) -> None:
    """Breakfast, lunch for who is home, and a dinner that one cooks and all eat."""
    u, n = chance.single, chance.spread
    eats = (households.kind != Kind.GUEST)[..., None]
    noon = 745.0 + 10.0 * n[:, :1, _U.LUNCH]
    dinner = 1115.0 + 15.0 * n[:, :1, _U.COOK_AT]
    breakfast = _between(times, hours.wake + 25.0, hours.wake + 40.0)
    for meal in (breakfast, _between(times, noon, noon + 22.0), _between(times, dinner, dinner + 32.0)):
        where[meal & eats], doing[meal & eats] = KITCHEN, Doing.EATS
    takes = 25.0 + 30.0 * u[:, :1, _U.COOK_FOR]
    cooking = _between(times, dinner - takes, dinner) & _turn(households, u[..., _U.COOK])[..., None]
    where[cooking], doing[cooking] = KITCHEN, Doing.COOKS


def _turn(households: Households, u: Array) -> Flags:
    """Whose turn it is in every home: one of the adults."""
    adult = _adult(households)
    score = np.where(adult, u, -1.0)
    chosen: Flags = (score == score.max(axis=1, keepdims=True)) & adult
    return chosen


def _wash(households: Households, hours: _Hours, chance: Chances, times: Whole, where: Whole, doing: Whole) -> None:
    """A shower in the morning, in the evening, or none."""
    choice, at = chance.single[..., _U.WASH], chance.single[..., _U.WASH_AT]
    begin = np.where(choice < 0.6, hours.wake + 6.0 + 14.0 * at, hours.bed - 55.0)
    washes = (choice < 0.85) & (households.kind != Kind.BABY) & (households.kind != Kind.GUEST)
    shower = _between(times, begin, begin + 11.0) & washes[..., None]
    where[shower], doing[shower] = BATH, Doing.WASHES


def _nights(households: Households, hours: _Hours, chance: Chances, times: Whole, where: Whole, doing: Whole) -> None:
    """Somebody goes to the bath at night; a baby wakes three times, and a parent goes there."""
    u = chance.single
    at = np.minimum(hours.wake, 420.0) * (0.15 + 0.7 * u[..., _U.NIGHT_AT])
    goes = (u[..., _U.NIGHT] < 0.3) & (households.kind != Kind.BABY) & (households.kind != Kind.GUEST)
    bath = _between(times, at, at + 5.0) & goes[..., None]
    where[bath], doing[bath] = BATH, Doing.MOVES
    baby = households.kind == Kind.BABY
    if not baby.any():
        return
    nurse = _turn(households, u[..., _U.NURSE])
    for share in (0.2, 0.45, 0.7):
        begin = 420.0 * share + 60.0 * (u[:, :1, _U.NURSE] - 0.5)
        awake = _between(times, begin, begin + 22.0) & baby.any(axis=1)[:, None, None]
        cared = awake & (nurse | baby)[..., None]
        where[cared], doing[cared] = KIDS, Doing.MOVES


def _guests(households: Households, day: Day, times: Whole, where: Whole, doing: Whole) -> None:
    """Guests are away but at a party, when they sit and stand in the living room; so do the others who are home."""
    guest = (households.kind == Kind.GUEST)[..., None]
    party = day.party[:, None, None] & _between(times, 60.0 * households.leaves, 60.0 * households.returns)
    absent = np.broadcast_to(guest, where.shape) & ~party
    where[absent], doing[absent] = AWAY, Doing.OUT
    if not day.party.any():
        return
    grown = _adult(households)[..., None] & day.party[:, None, None]
    here = (guest & party) | (grown & (times >= 1130) & (times < 1400) & (where != AWAY))
    stroll = np.broadcast_to((times // 7 + np.arange(where.shape[1])[:, None]) % 9, where.shape)
    where[here] = np.where(stroll == 0, KITCHEN, np.where(stroll == 1, BATH, LIVING))[here]
    doing[here] = np.where(stroll % 2 == 0, Doing.MOVES, Doing.RESTS)[here]
    late = grown & (times >= 1400) & (where != AWAY)
    where[late], doing[late] = BEDROOM, Doing.SLEEPS


def _through_the_hall(where: Whole, doing: Whole) -> None:
    """Whoever changes rooms passes through the hall, and so does who comes and goes."""
    crosses = np.zeros(where.shape, dtype=bool)
    crosses[..., 1:] = where[..., 1:] != where[..., :-1]
    crosses &= (where != AWAY) & (where != HALL)
    leaves = np.zeros(where.shape, dtype=bool)
    leaves[..., :-1] = (where[..., 1:] == AWAY) & (where[..., :-1] != AWAY)
    where[crosses | leaves], doing[crosses | leaves] = HALL, Doing.MOVES


def _between(times: Whole, begin: Array, end: Array) -> Flags:
    """Which times lie in each stretch; the times are a new last axis."""
    within: Flags = (times >= begin[..., None]) & (times < end[..., None])
    return within
