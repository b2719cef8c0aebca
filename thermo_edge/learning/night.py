"""The child that does a night, started as `app.night`; the live program only watches it.

The job's `data` is the household's database, which is read beside the running program and never written; beside it lie
the shelves. The house lies in the job's folder. The option `without` names steps that are left out,
`at` is the time of the history where that is not the machine's. It ends as `child`
says: 0 also where its time was up.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from thermo_edge.errors import ModelError, TrainingFailed
from thermo_edge.home.learning import NightOutcome
from thermo_edge.learning import child, night_files, occupancy_base
from thermo_edge.learning.climate_own import OwnNetwork
from thermo_edge.learning.climate_served import Served
from thermo_edge.learning.files import sweep
from thermo_edge.learning.job import Job
from thermo_edge.learning.night_files import Place
from thermo_edge.learning.night_ground import Ground, Step, TimeUp, TwinCheck, Watch
from thermo_edge.learning.night_here import line, log
from thermo_edge.learning.night_steps import STEPS, chosen, run
from thermo_edge.learning.occupancy_days import Days
from thermo_edge.learning.occupancy_kept import FOLDER as OWN
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.occupancy_serving import Serving
from thermo_edge.learning.report import Report
from thermo_edge.learning.room_shelf import FOLDER as ROOMS
from thermo_edge.learning.room_shelf import taught_in
from thermo_edge.learning.shelf import MODELS
from thermo_edge.learning.workbench import Stopped, Workbench
from thermo_edge.store.beside import Beside

LOG = logging.getLogger(__name__)


class Told:
    """Implements night_steps.Teller for a child: everything becomes a report, and its place is kept."""

    def __init__(self, bench: Workbench, place: Place) -> None:
        self._bench = bench
        self.place = place
        self._number = self._of = 0
        self._name = ""

    def begin(self, number: int, of: int, name: str) -> None:
        self._number, self._of, self._name = number, of, name
        self.at(0.0)

    def at(self, share: float, place: str = "", loss: float | None = None) -> None:
        bench = self._bench
        left = round(bench.left, 1)
        bench.tell(Report("step", self._number, self._of, loss, left, "", None, self._name, place, share))
        if bench.stopping.is_set():
            raise Stopped
        if not bench.left:
            raise TimeUp

    def note(self, text: str) -> None:
        self._bench.tell(Report("note", self._number, self._of, None, round(self._bench.left, 1), text))
        if self._bench.stopping.is_set():
            raise Stopped

    def say(self, outcome: NightOutcome) -> None:
        log(outcome)
        self.place = replace(self.place, outcomes=(*self.place.outcomes, outcome))
        left = round(self._bench.left, 1)
        self._bench.tell(Report("outcome", self._number, self._of, None, left, line(outcome), outcome=outcome))

    def measure(self, name: str, value: float, at: int = 0) -> None:
        self._bench.events.add(name, value, at or self.place.begun.toordinal())

    def done(self, key: str) -> bool:
        return key in self.place.done

    def finish(self, key: str) -> None:
        self.place = replace(self.place, done=(*self.place.done, key))
        try:
            night_files.keep_place(self._bench.job.output, self.place)
        except ModelError as error:  # a night that is killed then begins with it again
            LOG.warning("how far the night has come cannot be kept: %s", error)


def main(arguments: Sequence[str] | None = None, steps: Sequence[Step] = STEPS, check: TwinCheck | None = None) -> int:
    """Do a night; returns the exit status. `check`: the twin, which is made of the whole program."""
    return child.run(arguments, "thermo_edge.app.night", "Does a night of learning.", work(steps, check))


def work(steps: Sequence[Step], check: TwinCheck | None = None) -> Callable[[Workbench], Path]:
    """What the child does: it goes on where the last one of this night was ended."""

    def night(bench: Workbench) -> Path:
        job = bench.job
        now = _now(bench)
        told = Told(bench, night_files.read_place(job.output, now))
        wanted = chosen(_without(job), steps)
        try:
            whole = run(replace(ground(job, told, now), check=check), told, wanted)
            night_files.finish(job.output, told.place, now, whole)
        finally:
            bench.events.close()
        return job.output

    return night


def ground(job: Job, told: Watch, now: datetime) -> Ground:
    """The house, its past and its shelves. Raises TrainingFailed or StoreError."""
    if len(job.data) != 1:
        raise TrainingFailed("a night needs the one database of the household")
    data = job.data[0].parent
    _swept(data)
    history = Beside(job.data[0])
    occupancy = occupancy_base.shipped()
    return Ground(
        night_files.read_house(job.output),
        history,
        now,
        told,
        taught_in(data),
        OwnShelf(data),
        Days(history),
        Served(data)(),
        Serving(occupancy, occupancy.shelved.card.version, occupancy.config) if occupancy is not None else None,
        network=OwnNetwork(data),
        seed=job.seed,
    )


def _swept(data: Path) -> None:
    """Throw away what a killed night left half written; nobody else writes there while this one holds the lock."""
    rooms = data / MODELS / ROOMS
    for folder in (rooms, data / OWN, *(each for each in rooms.glob("*") if each.is_dir())):
        sweep(folder)


def _now(bench: Workbench) -> datetime:
    told = bench.job.options.get("at")
    return datetime.fromisoformat(told) if isinstance(told, str) else bench.begun


def _without(job: Job) -> tuple[str, ...]:
    named = job.options.get("without", [])
    return tuple(str(each) for each in named) if isinstance(named, list) else ()
