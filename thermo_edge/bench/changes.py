"""Homes that change: how wrong the thermal model is then, and how many nights it takes to know the home again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from thermo_edge.bench.changing_homes import TURNS, House, Turn, turned
from thermo_edge.bench.nights import WEEK, Nights, Week, ratio
from thermo_edge.bench.remembering import Remembering
from thermo_edge.bench.rows import Row
from thermo_edge.climate.features import Array, Signals
from thermo_edge.learning.climate_at_home import DAY, Base, RoomLearned
from thermo_edge.learning.climate_blend import learn_blend
from thermo_edge.learning.climate_night import NAMES, RULES
from thermo_edge.learning.climate_step import SPAN
from thermo_edge.learning.dataset import clean

HOMES, SEED = 2, 5401
CHANGES = 28
"""Days of history before the change."""

BEFORE = (20, 28)
AFTER, QUICK_AFTER = (2, 4, 7, 10, 14), (7, 14)
"""Nights in which something new may serve, by days of history, and by days since the change; others only put back."""

WANTED, NEAR = 14.0, 1.1
"""Nights until the error is at most so many times that of a model which knows the new ways only."""

Promotion = tuple[Array, Array]
"""Errors of the new one and of its parent on the week after, (HORIZONS,)."""


@dataclass
class Room:
    """Errors (HORIZONS,) on the week after each night, by days since the change; of a change at night 0."""

    before: Array  # what serves, in the last week before the change
    served: dict[int, Array] = field(default_factory=dict)
    alone: dict[int, Array] = field(default_factory=dict)
    known: dict[int, Array] = field(default_factory=dict)  # by who was taught by the new ways only
    promoted: dict[int, Promotion] = field(default_factory=dict)
    rolled: int = 0

    def share(self, night: int) -> float:
        """Error of what serves after a night beside that of who always knew."""
        return ratio(self.served[night], self.best[night])

    @property
    def best(self) -> Mapping[int, Array]:
        """Of who was taught by the new ways only, or of the base alone where that is better in all these weeks."""
        wise = ratio(list(self.known.values()), list(self.alone.values())) < 1.0
        return self.known if wise else self.alone


def bench_changes(base: Base, quick: bool) -> list[Row]:
    """One change in one room where `quick`, else each in HOMES."""
    turns = {"a second heat pump": TURNS["a second heat pump"]} if quick else TURNS
    nights = QUICK_AFTER if quick else AFTER
    rows: list[Row] = []
    promoted: list[Promotion] = []
    after: list[Promotion] = []
    for name, turn in turns.items():
        some = lived(base, turn, 1 if quick else HOMES, nights)
        rooms = [next(some)] if quick else list(some)
        rows += told(name, rooms)
        promoted += [each for room in rooms for each in room.promoted.values()]
        after += [each for room in rooms for since, each in room.promoted.items() if since]
    kinds = "in homes that change"
    return [*rows, no_worse(promoted, kinds), no_worse(after, f"{kinds}, of nights after it")]


def lived(base: Base, turn: Turn, count: int, nights: Sequence[int], seed: int = SEED) -> Iterator[Room]:
    """Each room of so many homes that change after CHANGES days, beside the same ones that were always so."""
    days = CHANGES + max(nights) + WEEK
    changing, always = turned(turn, count, days, seed, CHANGES), turned(turn, count, days, seed, None)
    for house, twin in zip(changing, always, strict=True):
        sound = until(twin, CHANGES)
        for name in house:
            asked = Remembering(base)
            known = learn_blend(asked, sound[name], sound[name].times)
            yield _lived(asked, house, name, nights, known)


def _lived(base: Base, house: House, name: str, nights: Sequence[int], known: RoomLearned) -> Room:
    room, whole = Nights(), believed(house)[name]
    found: Room | None = None
    learns = (*BEFORE, *(CHANGES + night for night in nights))
    for day in range(learns[0], learns[-1] + 1):
        if day not in learns:
            room.look(base, until(house, day)[name], day)
            continue
        week, parent = Week(base, whole, day), room.served
        if day == CHANGES:
            found = Room(Week(base, whole, CHANGES - WEEK).of(parent))
        promoted = room.night(base, until(house, day)[name], day)
        if found is None:
            continue
        since = day - CHANGES
        found.served[since], found.alone[since] = week.of(room.served), week.of(None)
        found.known[since] = week.of(known)
        if promoted:
            found.promoted[since] = found.served[since], week.of(parent)
    assert found is not None
    found.rolled = room.rolled
    return found


def believed(house: House, without: Array | None = None) -> House:
    """All of a history without what cannot be believed."""
    times = next(iter(house.values())).times
    return clean(house, np.zeros(times, bool) if without is None else without[:times].astype(bool))


def until(house: House, day: int, without: Array | None = None) -> House:
    """What a night at the end of a day reads: nothing later has been seen, in cleaning either."""
    first = max(0, day - SPAN) * DAY
    part: dict[str, Signals] = {name: room.part(first, day * DAY) for name, room in house.items()}
    return believed(part, None if without is None else without[first:])


def told(name: str, rooms: Sequence[Room]) -> list[Row]:
    """Of one kind of change."""
    nights = list(rooms[0].served)
    shares = {night: float(np.exp(np.mean([np.log(room.share(night)) for room in rooms]))) for night in nights}
    last, place = nights[-1], NAMES.index("24 h")
    kelvin = {
        "K 24 h ahead, before": np.mean([room.before[place] for room in rooms]),
        "K right after": np.mean([room.served[0][place] for room in rooms]),
        f"K after {last} nights": np.mean([room.served[last][place] for room in rooms]),
        "K of who always knew": np.mean([room.best[last][place] for room in rooms]),
    }
    near = [_nights({night: room.share(night) for night in nights}) for room in rooms]
    others = {
        "rooms there": sum(each <= WANTED for each in near) / len(near),
        "put back": float(sum(room.rolled for room in rooms)),
        "promoted": float(sum(len(room.promoted) for room in rooms)),
    }
    alone = ratio([room.alone[last] for room in rooms], [room.best[last] for room in rooms])
    beside = {f"after {night} nights": round(shares[night], 3) for night in nights if night in (7, last)}
    return [
        Row(
            f"{name}: error right after / of who always knew, {len(rooms)} rooms",
            round(shares[0], 3),
            "",
            "lower",
            None,
            {**beside, "base alone": round(alone, 3), **{key: round(float(each), 3) for key, each in kelvin.items()}},
        ),
        Row(f"{name}: nights until within 10 %", _nights(shares), "nights", "lower", WANTED, others),
    ]


def _nights(shares: Mapping[int, float]) -> float:
    """Those from which on it stays near; NaN where the last is not."""
    far = [night for night, share in shares.items() if share > NEAR]
    return float(next((night for night in shares if night > max(far, default=-1)), np.nan))


def no_worse(promoted: Iterable[Promotion], where: str) -> Row:
    """How many of what was promoted was no worse than what it replaced, within the margin of the gate."""
    what = "promotions no worse than their parent on the week after"
    gains = np.array([(1.0 - new / parent).mean() for new, parent in promoted])
    if not gains.size:
        return Row(f"no {what}, {where}", float("nan"), "", "higher")
    share, strictly = (round(float((gains >= least).mean()), 3) for least in (-RULES.margin, 0.0))
    return Row(f"{len(gains)} {what}, {where}", share, "", "higher", 0.95, {"within nothing": strictly})
