"""What every child that learns has in common: it steps back, keeps its limits, and says how it ended.

It says on its standard output how far it is, one JSON object a line (see `report`), and keeps the same lines in the
job's folder. It ends with

0  it is done
1  it failed: the last line says why
2  the job cannot be read, or another child works in its folder
3  it was stopped (SIGTERM, Ctrl-C; with --attached also when its standard input closes): run it again to go on
4  it needed more memory than it may have
5  a library is missing, such as torch
"""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import IO

from thermo_edge.clock import SystemClock
from thermo_edge.errors import LibraryMissing, ThermoEdgeError
from thermo_edge.learning.files import locked, sweep
from thermo_edge.learning.job import Job, read_job
from thermo_edge.learning.limits import limit_memory, step_back
from thermo_edge.learning.report import Report, to_line
from thermo_edge.learning.workbench import SAVE_EVERY, Stopped, Workbench

LOG = logging.getLogger(__name__)

DONE, FAILED, UNUSABLE, STOPPED, MEMORY, LIBRARY = range(6)

Work = Callable[[Workbench], Path]
"""Does the job; the folder with what it made."""


def run(arguments: Sequence[str] | None, name: str, does: str, work: Work, save_every: timedelta = SAVE_EVERY) -> int:
    """Do a job; returns the exit status."""
    parser = argparse.ArgumentParser(prog=f"python -m {name}", description=does)
    parser.add_argument("job", type=Path)
    parser.add_argument("--attached", action="store_true", help="stop when the standard input closes")
    parsed = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    out = _own_stdout()
    try:
        job = read_job(parsed.job)
        job.output.mkdir(parents=True, exist_ok=True)
        with locked(job.output, "another training works there"):
            sweep(job.output)
            bench = Workbench(job, SystemClock(), out, _stopping(parsed.attached), save_every)
            return _limited(bench, work)
    except (ThermoEdgeError, OSError) as error:
        out.write(to_line(Report("failed", text=str(error))))
        return UNUSABLE


def _limited(bench: Workbench, work: Work) -> int:
    job = bench.job

    def exceeded(used: float) -> None:
        bench.say("failed", text=_too_much(job, f"{used:.0f} MB were in use"))
        os._exit(MEMORY)  # no room to be polite; what is on the disk is whole at any moment

    step_back()
    limit_memory(job.memory, exceeded)
    bench.say("begun", text=job.slice)
    try:
        folder = work(bench)
    except Stopped:
        bench.say("stopped")
        return STOPPED
    except MemoryError:
        bench.say("failed", text=_too_much(job, "no more was given"))
        return MEMORY
    except (ImportError, LibraryMissing) as error:
        bench.say("failed", text=f"a library is missing: {error}")
        return LIBRARY
    except ThermoEdgeError as error:
        bench.say("failed", text=str(error))
        return FAILED
    except Exception as error:
        LOG.exception("the work failed")
        no_room = "allocate memory" in str(error)
        bench.say("failed", text=_too_much(job, str(error)) if no_room else f"{type(error).__name__}: {error}")
        return MEMORY if no_room else FAILED
    bench.say("done", folder=folder)
    return DONE


def _too_much(job: Job, told: str) -> str:
    return f"{job.slice}: it needs more than the {job.memory:.0f} MB that it may have ({told})"


def _own_stdout() -> IO[bytes]:
    """Keep the standard output for reports: what libraries print goes to standard error."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return out


def _stopping(attached: bool) -> threading.Event:
    """Set when the child shall end."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())

    def wait_for_the_end() -> None:
        while os.read(0, 4096):
            pass
        stopping.set()

    if attached:
        threading.Thread(target=wait_for_the_end, name="attached", daemon=True).start()
    return stopping
