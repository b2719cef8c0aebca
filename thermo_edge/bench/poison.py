"""Poisoned histories: what serves after nights that read them, beside what serves where nobody planted anything."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from thermo_edge.bench.changes import Promotion, believed, no_worse, until
from thermo_edge.bench.changing_homes import House, guests, homes, planted, swapped
from thermo_edge.bench.nights import WEEK, Nights, Week, ratio
from thermo_edge.bench.remembering import Remembering
from thermo_edge.bench.rows import Row
from thermo_edge.climate.features import Array
from thermo_edge.learning.climate_at_home import DAY, Base
from thermo_edge.learning.climate_night import RULES
from thermo_edge.simulation.changing import Change

HOMES, SEED = 2, 5501
FIRST, LAST = 15, 22
"""The days that are poisoned, the last not with them."""

HEALTHY, NIGHTS, QUICK_NIGHTS = 14, (18, 22, 26), (22,)
"""Days of history at the night before, and at those that read poison; the week after the later of these is sound."""


@dataclass(frozen=True)
class Poison:
    """Homes as their histories say, and as they say without poison. `without` (times,): known as not normal."""

    name: str
    said: list[House]
    sound: list[House]
    without: Array | None = None
    lived: bool = False  # the poisoned days were truly so


@dataclass
class Room:
    """Errors (HORIZONS,) on the sound weeks after the poison: of what serves with it and without, of the base alone."""

    poisoned: list[Array] = field(default_factory=list)
    before: list[Array] = field(default_factory=list)  # of what served before the poison
    clean: list[Array] = field(default_factory=list)
    alone: list[Array] = field(default_factory=list)
    promoted: list[Promotion] = field(default_factory=list)


def bench_poison(base: Base, quick: bool) -> list[Row]:
    """In HOMES; where `quick` in one room, and with planted set-points only."""
    nights = QUICK_NIGHTS if quick else NIGHTS
    sound = homes(1 if quick else HOMES, max(nights) + WEEK, SEED)
    asked = {(number, name): Remembering(base) for number, house in enumerate(sound) for name in house}
    asked = dict(list(asked.items())[:1]) if quick else asked
    well = {key: healthy(asked[key], sound[key[0]], key[1], nights) for key in asked}
    rows: list[Row] = []
    promoted: list[Promotion] = []
    for poison in poisons(sound, quick):
        rooms = [ill(asked[key], poison, *key, well[key]) for key in asked]
        rows.append(told(poison.name, rooms))
        promoted += [each for room in rooms for each in room.promoted]
    return [*rows, no_worse(promoted, "of poisoned nights")]


def poisons(sound: list[House], quick: bool) -> Iterator[Poison]:
    """Each kind in these homes."""
    rng = np.random.default_rng(SEED)
    yield Poison("set-points of 32 °C planted", [planted(house, FIRST, LAST, rng) for house in sound], sound)
    if quick:
        return
    yield Poison("two sensors swapped", [swapped(house, FIRST, LAST) for house in sound], sound)
    days = next(iter(sound[0].values())).times // DAY
    visited = homes(len(sound), days, SEED, (Change(FIRST, habits=guests), Change(LAST)))
    marks = np.zeros(days * DAY, bool)
    marks[FIRST * DAY : LAST * DAY] = True
    yield Poison("a week of guests, declared", visited, sound, marks, lived=True)
    yield Poison("a week of guests, not declared", visited, sound, lived=True)


def healthy(base: Base, house: House, name: str, nights: Sequence[int]) -> dict[int, Nights]:
    """What serves in a room without poison, by the days of history at each night; HEALTHY before all others."""
    room, found = Nights(), {}
    for day in (HEALTHY, *nights):
        room.night(base, until(house, day)[name], day)
        found[day] = replace(room, former=list(room.former))
    return found


def ill(base: Base, poison: Poison, number: int, name: str, well: Mapping[int, Nights]) -> Room:
    """What serves in one room of home `number` where it was poisoned, beside one that was not."""
    room, found = replace(well[HEALTHY], former=list(well[HEALTHY].former)), Room()
    said = poison.said[number]
    later = believed(said if poison.lived else poison.sound[number])[name]
    for day in (day for day in well if day != HEALTHY):
        parent = room.served
        promoted = room.night(base, until(said, day, poison.without)[name], day)
        week = Week(base, later, max(day, LAST))
        if promoted:
            found.promoted.append((week.of(room.served), week.of(parent)))
        if day >= LAST:
            found.poisoned.append(week.of(room.served))
            found.before.append(week.of(well[HEALTHY].served))
            found.clean.append(week.of(well[day].served))
            found.alone.append(week.of(None))
    return found


def told(name: str, rooms: Sequence[Room]) -> Row:
    """Poison that only keeps a room from learning has not reached what serves."""
    poisoned = [room.poisoned for room in rooms]
    shares = [ratio(room.poisoned, room.clean) for room in rooms]
    kept = [ratio(room.poisoned, room.before) <= 1.0 + RULES.margin for room in rooms]
    others = {
        "error / without poison": round(ratio(poisoned, [room.clean for room in rooms]), 3),
        "worst room": round(max(shares), 3),
        "/ base alone": round(ratio(poisoned, [room.alone for room in rooms]), 3),
        "promoted": float(sum(len(room.promoted) for room in rooms)),
    }
    what = f"{name}: of {len(rooms)} rooms, on sound days after it no worse than before"
    return Row(what, round(float(np.mean(kept)), 3), "", "higher", 1.0, others)
