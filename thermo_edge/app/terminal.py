"""What commands share at a terminal: being told to end, and a line of progress."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType


def when_told() -> threading.Event:
    """Set by Ctrl-C or SIGTERM."""
    told = threading.Event()

    def tell(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, tell)
    return told


def anew() -> None:
    """This very command again in this very process: who started it, a terminal or a supervisor, notices nothing.

    Raises OSError where the program is gone from the disk.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - our own command


def progress_line() -> Callable[[str], None]:
    """One line that changes in a terminal; elsewhere a line now and then, so that a log stays short."""
    if sys.stderr.isatty():
        return lambda text: _write(f"\r\x1b[K{text}")
    seen: list[str] = []

    def line(text: str) -> None:
        head = text.partition(" step ")[0]  # the bar: it changes two dozen times
        if seen[-1:] != [head]:
            seen[:] = [head]
            _write(f"{text}\n")

    return line


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
