"""What is served of who is where in a house that is lived in: the real loop learns every night, and the truth judges.

`python -m thermo_edge.bench.occupancy_lived --before 17 --days 5 --seeds 1 2 3`: the simulated family, with the program
as it is, which starts with a model after so many days. From the night on from which anything that was learned at home
serves, its answers are held against those that the shipped model alone would have given at the same moments.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.app.core import UNHURRIED, Core, build
from thermo_edge.app.occupancy import Find
from thermo_edge.app.simulate import POLL, on_disk, wire
from thermo_edge.bench.occupancy_home import HOURS, Scores, lines
from thermo_edge.clock import SteppedClock
from thermo_edge.control.controller import Announce
from thermo_edge.home.forecast import Later, Learned
from thermo_edge.learning.occupancy_base import shipped
from thermo_edge.learning.occupancy_own import NOW
from thermo_edge.learning.occupancy_serving import Asked, Serving
from thermo_edge.occupancy.usual import Usual
from thermo_edge.ports import History
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.run import Build, Run
from thermo_edge.simulation.scenarios import SCENARIOS
from thermo_edge.store.open import Opened

EVERY = timedelta(minutes=5)
HOME = "home"


@dataclass(frozen=True)
class Answers:
    """What was answered when, by the shipped model alone and as it was served, and the truth: by room, and HOME."""

    plain: dict[datetime, Learned] = field(default_factory=dict)
    served: dict[datetime, Learned] = field(default_factory=dict)
    truth: dict[datetime, dict[str, bool]] = field(default_factory=dict)


@dataclass(frozen=True)
class Watched(Serving):
    """Serves as ever, and notes what it says once anything of the home's own is in use."""

    notes: Answers = field(default_factory=Answers)

    def answer(self, asked: Asked, usual: Usual) -> Learned:
        """As `Serving` has it; before anything of its own serves it says nothing, which saves half of the time."""
        if self.own is None or self.own.since is None:
            return Learned(asked.at)
        said = super().answer(asked, usual)
        self.notes.plain[asked.at] = Serving(self.base, self.version, self.config).answer(asked, usual)
        self.notes.served[asked.at] = said
        return said


def lived(before: float, days: float, seed: int, find: Find) -> tuple[Answers, Run]:
    """Live so many days by plain rules, then start again and live so many more with the model that `find` gives."""
    notes = Answers()

    def watching() -> Serving:
        found = find()
        return Watched(found.base, found.version, found.config, found.own, notes)

    with on_disk() as open_again:
        run = Run(SCENARIOS["winter-week"], wire, open_again, seed)
        run.days(before)
        run.loop.history.flush()
        run.build = _wired(watching)
        run.restart()
        end = run.clock.now() + timedelta(days=days)
        while run.clock.now() < end:
            run.go_on(EVERY)
            notes.truth[run.clock.now()] = _truth(run.home)
        run.home.close()
        run.loop.history.close()
    return notes, run


def _wired(find: Find) -> Build:
    def wired(clock: SteppedClock, home: SimulatedHome, history: History, announce: Announce) -> Core:
        pace = replace(UNHURRIED, occupancy=EVERY)
        return build(home.house, clock, home, Opened(history), announce=announce, poll=POLL, pace=pace, model=find)

    return wired


def _truth(home: SimulatedHome) -> dict[str, bool]:
    where = home.people.where[0]
    return {name: bool((where == place).any()) for place, name in enumerate(ROOMS)} | {HOME: bool((where >= 0).any())}


def scored(notes: Answers) -> Scores:
    """Brier scores of both, by kind and hours."""
    found: Scores = defaultdict(list)
    for name in (*ROOMS, HOME):
        for hours in HOURS:
            rows = list(_rows(notes, name, hours))
            if rows:
                plain, served, truth = np.array(rows).T
                pair = float(((plain - truth) ** 2).mean()), float(((served - truth) ** 2).mean())
                found[HOME if name == HOME else "room", hours].append(pair)
    return found


def _rows(notes: Answers, name: str, hours: float) -> Iterator[tuple[float, float, float]]:
    for at, served in notes.served.items():
        then = notes.truth.get(at + timedelta(hours=hours))
        both = _said(notes.plain[at], name, hours), _said(served, name, hours)
        if then is not None and both[0] is not None and both[1] is not None:
            yield both[0], both[1], float(then[name])


def _said(learned: Learned, name: str, hours: float) -> float | None:
    if hours == NOW:
        return learned.at_home if name == HOME else next((p for of, p in learned.by_room.items() if of == name), None)
    ahead: tuple[Later, ...] = learned.home if name == HOME else ()
    ahead = next((line for of, line in learned.rooms.items() if of == name), ahead)
    return next((each.probability for each in ahead if each.after == timedelta(hours=hours)), None)


def main() -> None:
    """Print each home and all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=float, default=17.0)
    parser.add_argument("--days", type=float, default=5.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    arguments = parser.parse_args()
    base = shipped()
    assert base is not None, "the shipped model cannot be read"
    model = Serving(base, base.shelved.card.version, base.config)
    every: Scores = defaultdict(list)
    for seed in arguments.seeds:
        notes, _ = lived(arguments.before, arguments.days, seed, lambda: model)
        scores = scored(notes)
        last = max(notes.served, default=None)
        print(f"family, seed {seed}: {notes.served[last].own if last is not None else 'nothing serves'}")
        print(*lines(scores), sep="\n", flush=True)
        for key, pairs in scores.items():
            every[key] += pairs
    print("all homes", *lines(every), sep="\n")


if __name__ == "__main__":
    main()
