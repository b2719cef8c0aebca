"""What commands share at a terminal: being told to end, and a line of progress."""

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
