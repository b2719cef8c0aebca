"""A program that starts itself anew, and is told to end meanwhile."""

import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import os, signal, sys, threading
from thermo_edge.app.terminal import anew, when_told
starts, told_to_end = sys.argv[1:]
with open(starts, "a") as file:
    file.write("x")
wake = threading.Event()
told = when_told(wake)
if os.path.getsize(starts) > 1:
    sys.exit(3)
wake.set()  # restart was pressed
wake.wait()
if told_to_end:
    os.kill(os.getpid(), getattr(signal, told_to_end))  # while it ends
anew(unless=told)
"""


@pytest.mark.parametrize(("told_to_end", "status", "starts"), [("", 3, 2), ("SIGTERM", 0, 1), ("SIGINT", 0, 1)])
def test_whoever_tells_it_to_end_while_it_restarts_is_obeyed(
    tmp_path: Path, told_to_end: str, status: int, starts: int
) -> None:
    command = [sys.executable, "-c", _PROGRAM, str(tmp_path / "starts"), told_to_end]
    assert subprocess.run(command, timeout=60, check=False).returncode == status
    assert len((tmp_path / "starts").read_text()) == starts


_WAITS = """
import signal, sys, threading
from thermo_edge.app.terminal import wait_until, when_told
told = when_told()
threading.Timer(0.2, lambda: signal.pthread_kill(threading.get_ident(), signal.SIGTERM)).start()
wait_until(told)
sys.exit(3)
"""


def test_a_signal_that_another_thread_took_is_heard() -> None:
    assert subprocess.run([sys.executable, "-c", _WAITS], timeout=30, check=False).returncode == 3
