"""What a night costs in its child, beside the same in the live process; and whether it survives being killed."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from thermo_edge.bench.night_house import a_house, live
from thermo_edge.bench.rows import Row
from thermo_edge.home.house import House
from thermo_edge.learning import climate_base, night_files
from thermo_edge.learning.job import Job, environment, to_json
from thermo_edge.learning.occupancy_kept import FOLDER as OWN
from thermo_edge.learning.parent import NIGHT_CHILD
from thermo_edge.learning.room_shelf import taught_in
from thermo_edge.learning.shelf import MODELS

ROOMS, YEAR = 8, 365
QUICK_ROOMS, QUICK_DAYS = 1, 12
MINUTES, MEGABYTES = 10.0, 900.0
KILLS, QUICK_KILLS = 100, 2
KILL_ROOMS, KILL_DAYS = 1, 12
END = datetime(2026, 2, 1, 2, 0, tzinfo=UTC)
DATABASE = "thermo-edge.db"


@dataclass(frozen=True)
class Cost:
    """Of one process: seconds of the clock and of the processor, and its largest size in MB."""

    status: int
    seconds: float
    processor: float
    peak: float


def bench_night(quick: bool, kills: int | None = None) -> list[Row]:
    """A home of 8 rooms with a year in its database; `quick`: of one, 12 days. `kills` of its child, 100 or few."""
    rooms, days = (QUICK_ROOMS, QUICK_DAYS) if quick else (ROOMS, YEAR)
    with tempfile.TemporaryDirectory(prefix="thermo-edge-night-") as name:
        folder, house = Path(name), a_house(rooms)
        live(folder / DATABASE, house, END, days)
        size = (folder / DATABASE).stat().st_size / 1e6
        cost = night(folder, house, END)
        record = night_files.read_record(folder / night_files.FOLDER)
    what = f"{rooms} rooms and {days} days in {size:.0f} MB"
    said = [each.fate.value for each in record.outcomes] if record is not None else []
    return [
        Row(f"a night in the child, {what}", round(cost.seconds / 60.0, 2), "min", "lower", MINUTES),
        Row("of this, processor", round(cost.processor, 1), "s", "lower"),
        Row("largest size of the child", round(cost.peak), "MB", "lower", MEGABYTES),
        Row("models that something came of", float(len(said)), "", "higher", rooms + 1.0, _counts(said)),
        killed(kills if kills is not None else QUICK_KILLS if quick else KILLS),
    ]


def night(folder: Path, house: House, at: datetime, child: Sequence[str] = NIGHT_CHILD) -> Cost:
    """Do a night of a database in a folder, in the child, and wait for it."""
    begun = time.perf_counter()
    process = started(folder, house, at, child)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = used.ru_maxrss / 1024.0
    return Cost(process.returncode, time.perf_counter() - begun, used.ru_utime + used.ru_stime, peak)


def started(folder: Path, house: House, at: datetime, child: Sequence[str] = NIGHT_CHILD) -> "subprocess.Popen[bytes]":
    """The child at work; whoever calls waits for it."""
    place = folder / night_files.FOLDER
    night_files.write_house(place, house)
    job = Job("night", place, budget=600.0, memory=MEGABYTES, data=(folder / DATABASE,), options={"at": at.isoformat()})
    (place / "job.json").write_bytes(to_json(job))
    command = [*child, str(place / "job.json")]
    return subprocess.Popen(  # noqa: S603 - our own module
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(job)
    )


def killed(kills: int, seed: int = 5502) -> Row:
    """`kill -9` at random moments of a night: the share after which all that serves is whole, and a night then ends."""
    base = climate_base.shipped()
    chance, whole = np.random.default_rng(seed), 0
    with tempfile.TemporaryDirectory(prefix="thermo-edge-night-") as name:
        folder, house = Path(name), a_house(KILL_ROOMS)
        live(folder / DATABASE, house, END, KILL_DAYS, tidy=False)
        takes = night(folder, house, END).seconds
        for number in range(kills):
            if number % 2 == 0:  # from nothing; else it goes on where the one before was killed
                for gone in (MODELS, OWN, night_files.FOLDER):
                    shutil.rmtree(folder / gone, ignore_errors=True)
            process = started(folder, house, END)
            threading.Event().wait(float(chance.uniform(0.1, 1.05)) * takes)
            process.send_signal(signal.SIGKILL)
            process.wait()
            whole += sound(folder, house, base.version if base is not None else "")
        after = night(folder, house, END)
        left = list(folder.rglob(".aside-*"))
    kept = whole / kills if kills and after.status == 0 and not left else 0.0
    return Row(f"kill -9 of a night's child {kills} times: whole models live after it", kept, "", "higher", 1.0)


def sound(folder: Path, house: House, base: str) -> bool:
    """Whether everything that is named to serve can be read, and is what its card says."""
    shelf = taught_in(folder)
    for room in house.rooms:
        step = shelf.standing(room.id).serving
        kept = shelf.serving(room.id, base)
        if step is not None and (kept is None or kept.version != step.version):
            return False
    own = folder / OWN / "home.safetensors"
    return not own.exists() or own.stat().st_size > 0


def _counts(said: Sequence[str]) -> dict[str, float]:
    return {name.replace("_", " "): float(said.count(name)) for name in sorted(set(said))}
