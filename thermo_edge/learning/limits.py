"""Keeps a training child out of the house's way: last in line for processor and disk, first to go for memory."""

import os
import resource
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

LOOK = 0.25
"""Seconds between two looks at the memory."""

SLACK = 1.25
"""How much more the hard limit lets pass: it ends the process less politely than the watch does."""

_MB = 1024 * 1024
_PAGE = resource.getpagesize()


def step_back() -> None:
    """Take the lowest priority, as far as this machine has them."""
    os.nice(19)
    if ionice := shutil.which("ionice"):
        command = [ionice, "-c", "3", "-p", str(os.getpid())]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - of ourselves
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError:
        return  # only Linux has it; the watch does the same later


def limit_memory(megabytes: float, exceeded: Callable[[float], None]) -> None:
    """Call `exceeded` from another thread, with what is used, once that is above the limit.

    Well above it the system refuses more. Address space is not limited: torch maps gigabytes that it never touches.
    """
    hard = int(megabytes * SLACK * _MB)
    if hasattr(resource, "RLIMIT_DATA"):
        ceiling = resource.getrlimit(resource.RLIMIT_DATA)[1]
        if ceiling == resource.RLIM_INFINITY or hard < ceiling:
            resource.setrlimit(resource.RLIMIT_DATA, (hard, ceiling))

    def watch() -> None:
        while (used := used_megabytes()) <= megabytes:
            threading.Event().wait(LOOK)
        exceeded(used)

    threading.Thread(target=watch, name="memory", daemon=True).start()


def used_megabytes() -> float:
    """What this process holds in memory now; nothing where the machine does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE / _MB
    except (OSError, IndexError, ValueError):
        return 0.0
