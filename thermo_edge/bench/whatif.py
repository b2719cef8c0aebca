"""Whether the thermal model knows what heat does, in simulated homes of a plant that did not teach it."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from thermo_edge.bench.rows import Row
from thermo_edge.climate.features import Array, Signals, Sky
from thermo_edge.climate.thermal import answer
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.climate_answer import LENGTHS
from thermo_edge.learning.climate_at_home import Base, RoomLearned, forecasts, look_back
from thermo_edge.learning.climate_base import shipped
from thermo_edge.learning.climate_blend import around_of, learn_blend, without_heat
from thermo_edge.learning.climate_serving import AskedRoom, outlook
from thermo_edge.learning.recipes.climate_homes import DAY, Rooms, live
from thermo_edge.learning.recipes.climate_score import PULSE, answers_at_home, gain_errors, room_of

HOMES, QUICK_HOMES, SEED = 60, 8, 4101
DAYS = LENGTHS[-1]
QUESTIONS = 20
"""Random plans for each room; each is asked again with a pulse of full heat at a random time, and of full cooling."""

AHEAD = {"15 min": 1, "1 h": 4, "3 h": 12, "6 h": 24, "12 h": 48, "24 h": 96}
LATER, EVERY = 3, 4
"""Days after those that teach on which forecasts are judged, and steps between these."""

_HEATED = 0.01
"""Share of full heat in the mean: rooms with less tell nothing of heat."""

_PLAYED = 0.3
"""Share of days on which the household let the program try heat out, in a second run."""


def measure(quick: bool = False) -> list[Row]:
    """Homes of layered walls, lived in for 14 days; no rows where no model is shipped.

    The true effect is that of a plant run twice, with and without a pulse; see `simulation.generate`.
    """
    base = shipped()
    if base is None:
        return []
    homes = QUICK_HOMES if quick else HOMES
    rooms = live(homes, DAYS + 1, SEED, kind="layered", play=0.0, varied=0.0)
    tried = live(homes, DAYS + 1, SEED, kind="layered", play=_PLAYED, varied=0.0)
    learned, true = answers_at_home(base, rooms, DAYS)
    with_trials = gain_errors(*answers_at_home(base, tried, DAYS))
    words, wrong, asked = _untouched(base, rooms, learned)
    untouched = {"base model untouched": _middle(gain_errors(words, true))}
    errors = gain_errors(learned, true)
    return [
        Row(f"wrong signs among {asked:,} what-if questions", wrong, "", "lower", 0.0),
        Row("median error of the effect of heat after 14 days", _middle(errors), "", "lower", 0.15, untouched),
        Row("the same with heat tried out on some days", _middle(with_trials), "", "lower", None),
        Row("effect of heat, learned / true, median", _middle(_ratios(learned, true)), "", "higher"),
        *served(base, live(homes, DAYS + LATER, SEED, kind="layered", play=0.0, varied=0.0)),
    ]


def served(base: Base, rooms: Rooms) -> list[Row]:
    """The forecast that a house serves after these days, told what the heating will do: how far off, how sure.

    The weather to come is the recorded one; means over the rooms that are heated. Of five later temperatures four are
    to lie between the quantiles.
    """
    missed, inside, ready = [], [], []
    for number in range(len(rooms)):
        signals, begin = room_of(rooms, number), DAYS * DAY
        if float(signals.heating[:begin].mean()) < _HEATED:
            continue
        learned = learn_blend(base, signals, begin)
        ready.append(_asked(number, signals, begin, learned))
        at = np.arange(begin - DAY, signals.times - 1, EVERY)
        past = forecasts(base, signals, at[np.isfinite(signals.target[at])], True, learned)
        rows = slice(int(np.searchsorted(past.at, begin)), None)
        told = without_heat(base, past, learned, signals, rows) + past.effect[rows]
        off = (past.change[rows] - told)[:, np.array(list(AHEAD.values())) - 1]
        around = around_of(learned, past.said.around[rows])[:, np.array(list(AHEAD.values())) - 1]
        missed.append(np.nanmean(np.abs(off), axis=0))
        held = (off >= -around[..., 0]) & (off <= around[..., 1])
        inside.append(np.nanmean(np.where(np.isfinite(off), held, np.nan), axis=0))
    if not missed:
        return []
    error, share = np.mean(missed, axis=0), np.mean(inside, axis=0)
    return [
        *(
            Row(f"as served, error {n} ahead", round(float(v), 3), "K", "lower")
            for n, v in zip(AHEAD, error, strict=True)
        ),
        *(
            Row(f"as served, inside the 80 % interval, {n}", round(float(v), 3), "", "higher")
            for n, v in zip(AHEAD, share, strict=True)
        ),
        Row("as served, a forecast of a room, eight at once", round(_milliseconds(base, ready), 2), "ms", "lower", 2.0),
    ]


def _asked(number: int, signals: Signals, now: int, learned: RoomLearned) -> AskedRoom:
    """As the living house asks, with four days behind it."""
    later = np.arange(now, now + DAY)
    sky = Sky(*(signals.of(name, later) for name in ("outdoor", "sun", "hour", "weekend")))
    return AskedRoom(PlaceId(f"room_{number}"), signals.part(now - 4 * DAY, now), sky, learned=learned)


def _milliseconds(base: Base, rooms: Sequence[AskedRoom]) -> float:
    """Of the processor for each of eight rooms, with all that they have taught; the middle of thirty times."""
    some, spent = rooms[:8], []
    for _ in range(30):
        before = time.process_time()
        outlook(base, datetime(2026, 1, 1, tzinfo=UTC), some)
        spent.append((time.process_time() - before) * 1000.0 / len(some))
    return float(np.median(spent))


def _untouched(base: Base, rooms: Rooms, learned: Array) -> tuple[Array, int, int]:
    """The base model's own word of the heated rooms on the last day, and how many answers have the wrong sign."""
    rng = np.random.default_rng(SEED)
    words, wrong, asked, place = [], 0, 0, 0
    for number in range(len(rooms)):
        signals = room_of(rooms, number)
        past = look_back(base, signals, DAYS * DAY, planned=True)
        answers = [(past.said.heating[-1], 1.0), (past.said.cooling[-1], -1.0)]
        power = signals.heating[: DAYS * DAY]
        if float(power.mean()) >= _HEATED and place < len(learned):
            words.append(past.said.heating[-1])
            answers.append((learned[place], 1.0))
            place += 1
        for response, sign in answers:
            wrong += _wrong(response, sign, rng)
            asked += QUESTIONS
    return np.array(words).reshape(-1, DAY), wrong, asked


def _wrong(response: Array, sign: float, rng: np.random.Generator) -> int:
    """How many of random pulses on random plans change the temperature against their sign, or before they begin."""
    found = 0
    for _ in range(QUESTIONS):
        plan = rng.uniform(0.0, 0.7, DAY)
        begun = int(rng.integers(0, DAY - PULSE))
        more = plan.copy()
        more[begun : begun + PULSE] = 1.0
        change = sign * (answer(response, more) - answer(response, plan))
        found += bool((change < -1e-9).any() or (np.abs(change[:begun]) > 1e-9).any())
    return found


def _ratios(learned: Array, true: Array) -> Array:
    ratios: Array = learned[:, : DAY // 2].sum(axis=1) / np.maximum(true[:, : DAY // 2].sum(axis=1), 1e-6)
    return ratios


def _middle(values: Array) -> float:
    known = values[np.isfinite(values)]
    return round(float(np.median(known)), 3) if known.size else float("nan")


if __name__ == "__main__":
    for row in measure():
        print(row)
