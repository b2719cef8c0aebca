"""What commands share at a terminal: being told to end, and a line of progress."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

_ENDS = (signal.SIGINT, signal.SIGTERM)

_HEARS = 1.0
"""Seconds after which a signal that another thread took is heard."""


def when_told(wake: threading.Event | None = None) -> threading.Event:
    """Set by Ctrl-C or SIGTERM, and `wake` with it."""
    told = threading.Event()

    def tell(_signal: int, _frame: FrameType | None) -> None:
        told.set()
        if wake is not None:
            wake.set()

    for number in _ENDS:
        signal.signal(number, tell)
    return told


def wait_until(told: threading.Event) -> None:
    """Until it is set, on the main thread, where handlers of signals run.

    A signal may have come to another thread of this process; a main thread that only waits would never hear of it.
    """
    while not told.wait(_HEARS):
        pass


def anew(unless: threading.Event) -> None:
    """This very command again in this very process: who started it, a terminal or a supervisor, notices nothing.

    Returns where `unless` is set, also while the program was ending: whoever tells it to end is obeyed. Raises OSError
    where the program is gone from the disk.
    """
    if unless.is_set():
        return
    for number in _ENDS:
        signal.signal(number, signal.SIG_DFL)  # a signal that comes now would be lost with our handler
    if unless.is_set():
        return
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
