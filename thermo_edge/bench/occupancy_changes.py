"""A household that takes up a job at night: how soon what is learned of who is where is as good as ever again."""

from dataclasses import replace

import numpy as np

from thermo_edge.bench.changes import NEAR, WANTED
from thermo_edge.bench.nights import WEEK
from thermo_edge.bench.occupancy_home import measure
from thermo_edge.bench.recordings.recording import DAY, Recording
from thermo_edge.bench.rows import Row
from thermo_edge.bench.simulated_homes import recording
from thermo_edge.learning.occupancy_base import OccupancyBase, shipped
from thermo_edge.learning.occupancy_own import NOW
from thermo_edge.simulation.recordings import household_recordings

SEED = 20_200
CHANGES, NIGHTS = 21, (0, 7, 14)
"""Days of history before the change, and nights after it that are measured."""

SHIFT = 9
"""Hours by which all that people do comes later from then on."""


def bench_occupancy_changes(quick: bool) -> list[Row]:
    """One household, by the Brier scores of rooms, home and asleep ahead; nothing where quick or without a model."""
    base = shipped()
    if base is None or quick:
        return []
    (home,) = household_recordings(1, CHANGES + max(NIGHTS) + WEEK, SEED)
    before = recording(home, "a new job")
    always = later(before, SHIFT)
    changing = spliced(before, always, CHANGES)
    served = {night: _served(changing, base, CHANGES + night) for night in NIGHTS}
    known = {night: _served(always, base, CHANGES + night) for night in NIGHTS}
    return _rows({night: (*served[night], known[night][1]) for night in NIGHTS})


def later(whole: Recording, hours: int) -> Recording:
    """The same life, so many hours later by the clock; what falls over the end comes first."""
    shift, begin = hours * 3600, float(whole.times[0]) - whole.step
    steps, long = shift // whole.step, len(whole) * whole.step

    def moved(events: np.ndarray) -> np.ndarray:
        times = (events[:, 0] - begin + shift) % long + begin
        order = np.argsort(times, kind="stable")
        return np.column_stack([times[order], events[order, 1]])

    return replace(
        whole,
        values=np.roll(whole.values, steps, axis=0),
        events=tuple(moved(events) if len(events) else events for events in whole.events),
        truth=np.roll(whole.truth, steps, axis=0),
        home=np.roll(whole.home, steps),
    )


def spliced(first: Recording, then: Recording, days: int) -> Recording:
    """One recording until so many days have gone, then the other."""
    cut = days * DAY // first.step
    at = float(first.times[cut - 1])
    events = zip(first.events, then.events, strict=True)
    return replace(
        first,
        values=np.concatenate([first.values[:cut], then.values[cut:]]),
        events=tuple(np.concatenate([a[a[:, 0] <= at], b[b[:, 0] > at]]) for a, b in events),
        truth=np.concatenate([first.truth[:cut], then.truth[cut:]]),
        home=np.concatenate([first.home[:cut], then.home[cut:]]),
    )


def _served(whole: Recording, base: OccupancyBase, days: int) -> tuple[float, float]:
    """Mean Brier score of the base alone and of what serves, on the week after a night of so many days."""
    seen = whole.part(0, (days + WEEK) * DAY // whole.step)
    scores, _ = measure(seen, base, days)
    pairs = np.array([pair for (_, hours), each in scores.items() if hours != NOW for pair in each])
    alone, served = np.nanmean(pairs, axis=0)
    return float(alone), float(served)


def _rows(told: dict[int, tuple[float, float, float]]) -> list[Row]:
    """By nights: scores of the base alone, of what serves, and of what was taught by the new ways only."""
    best = {night: min(alone, known) for night, (alone, _, known) in told.items()}
    shares = {night: served / best[night] for night, (_, served, _) in told.items()}
    far = [night for night, share in shares.items() if share > NEAR]
    until = next((night for night in shares if night > max(far, default=-1)), np.nan)
    others = {f"after {night} nights": round(share, 3) for night, share in shares.items() if night}
    others |= {"base alone": round(told[0][0] / best[0], 3)}
    what = "who is where, half an hour to 8 h ahead, a new job at night"
    return [
        Row(f"{what}: error right after / of who always knew", round(shares[0], 3), "", "lower", None, others),
        Row(f"{what}: nights until within 10 %", float(until), "nights", "lower", WANTED),
    ]
