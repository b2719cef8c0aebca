"""Whether the thermal model knows what heat does, in simulated homes of a plant that did not teach it."""

import numpy as np

from thermo_edge.bench.rows import Row
from thermo_edge.climate.features import Array
from thermo_edge.climate.thermal import answer
from thermo_edge.learning.climate_answer import LENGTHS
from thermo_edge.learning.climate_at_home import Base, look_back
from thermo_edge.learning.climate_base import shipped
from thermo_edge.learning.recipes.climate_homes import DAY, Rooms, live
from thermo_edge.learning.recipes.climate_score import PULSE, answers_at_home, gain_errors, room_of

HOMES, QUICK_HOMES, SEED = 60, 8, 4101
DAYS = LENGTHS[-1]
QUESTIONS = 20
"""Random plans for each room; each is asked again with a pulse of full heat at a random time, and of full cooling."""

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
    ]


def _untouched(base: Base, rooms: Rooms, learned: Array) -> tuple[Array, int, int]:
    """The base model's own word of the heated rooms on the last day, and how many answers have the wrong sign."""
    rng = np.random.default_rng(SEED)
    words, wrong, asked, place = [], 0, 0, 0
    for number in range(len(rooms)):
        signals = room_of(rooms, number)
        past = look_back(base, signals, DAYS * DAY, planned=True)
        answers = [(past.said.heating[-1], 1.0), (past.said.cooling[-1], -1.0)]
        power = signals.heating[: DAYS * DAY]
        if float(power.mean()) >= 0.01 and place < len(learned):
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
