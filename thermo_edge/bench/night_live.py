"""The live program while a night goes on beside it: `python -m thermo_edge.bench.night_live CONFIG SECONDS [models]`.

With `models` the night begins after the program has asked its own for the first time, a minute after its start: what
they take is no part of a night. It lives by the settings file until a night that it was asked for is over, and writes
one line of JSON of what it was like before, during and after it.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from thermo_edge.app.live import LiveProgram
from thermo_edge.config import read_settings
from thermo_edge.home.house import Domain, Mode, PlaceId
from thermo_edge.home.learning import Phase
from thermo_edge.home.turn import Actor, ActorKind

PAUSE = 0.05
"""Seconds between two verbs."""

PATIENCE, STILL = 180.0, 0.1
"""Seconds until it has begun at most, and the share of a core below which it is at rest."""

ANNA = Actor(ActorKind.PERSON, "Anna")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MEGABYTE = 1e6


@dataclass(frozen=True)
class Stretch:
    """`count` verbs of the desk in so many seconds; ms at these quantiles, MB at most, seconds of processor."""

    seconds: float
    count: int
    median: float
    p99: float
    processor: float
    memory: float


@dataclass(frozen=True)
class Beside:
    """What the live program was like; `outcomes`: of the night's models, by what became of them."""

    before: Stretch
    during: Stretch
    after: Stretch
    outcomes: tuple[str, ...]


def main(path: Path, seconds: float, models: bool) -> None:
    """Measure quiet stretches of so many seconds on both sides of a night, and write the line."""
    program = LiveProgram(read_settings(path), path)
    program.start()
    try:
        _settle(program, models)
        for room in program.desk.view().rooms:
            program.desk.set_mode(room.id, Domain.CLIMATE, Mode.SUGGEST, ANNA)
        before = stretch(program, _for(seconds))
        program.desk.learn_now(ANNA)
        during = stretch(program, lambda: program.desk.learning().phase in (Phase.RUNNING, Phase.STOPPING))
        after = stretch(program, _for(seconds))
        found = tuple(each.fate.value for each in program.desk.learning().outcomes)
        print(json.dumps(asdict(Beside(before, during, after, found))), flush=True)
    finally:
        program.stop()


def stretch(program: LiveProgram, goes_on: Callable[[], bool]) -> Stretch:
    """Wish something of one room after the other as long as it goes on: each is a turn, and rows in the database."""
    rooms = [room.id for room in program.desk.view().rooms]
    took: list[float] = []
    memory, begun, used = _memory(), time.perf_counter(), time.process_time()
    while goes_on():
        took.append(_wish(program, rooms[len(took) % len(rooms)], 20.0 + 0.5 * (len(took) // len(rooms) % 2)))
        memory = max(memory, _memory())
        threading.Event().wait(PAUSE)
    seconds, processor = time.perf_counter() - begun, time.process_time() - used
    median, p99 = np.quantile(took, (0.5, 0.99)) if took else (np.nan, np.nan)
    return Stretch(seconds, len(took), float(median), float(p99), processor, memory)


def _wish(program: LiveProgram, room: PlaceId, target: float) -> float:
    """In ms."""
    until = datetime.now(UTC) + timedelta(hours=1)
    begun = time.perf_counter()
    program.desk.wish(room, target, until, ANNA)
    return 1000.0 * (time.perf_counter() - begun)


def _settle(program: LiveProgram, models: bool) -> None:
    """Wait until it has its home, and has done what it does in the beginning."""
    end = time.perf_counter() + PATIENCE
    while not _begun(program, models) and time.perf_counter() < end:
        threading.Event().wait(0.2)
    while time.perf_counter() < end:
        used, begun = time.process_time(), time.perf_counter()
        threading.Event().wait(2.0)
        if time.process_time() - used < STILL * (time.perf_counter() - begun):
            return


def _begun(program: LiveProgram, models: bool) -> bool:
    view = program.desk.view()
    asked = view.occupancy is not None and view.occupancy.own is not None
    return view.health.link_ready and (asked or not models)


def _for(seconds: float) -> Callable[[], bool]:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() < end


def _memory() -> float:
    """MB of this process that lie in memory now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE / _MEGABYTE


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), "models" in sys.argv[3:])
