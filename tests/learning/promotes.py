"""Kills a writer of the shelf again and again; says for each line "NUMBER SECONDS" what certainly served."""

import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

from tests.builders import MORNING
from tests.learning.networks import finished
from thermo_edge.learning.shelf import Shelf


def promote_for_ever(folder: Path, number: int, told: int) -> None:
    """Take in and promote one version after another, and roll back now and then."""
    shelf = Shelf(folder / "models", folder / "base")
    while True:
        number += 1
        at = MORNING + timedelta(minutes=number)
        made = finished(folder / "out" / str(number), f"v{number}", created=at, seed=number)
        shelf.admit(made)
        shelf.promote("occupancy", f"v{number}", who="the night", at=at, why="a test")
        os.write(told, f"{number}\n".encode())
        if number % 7 == 0:
            back = shelf.roll_back("occupancy", who="a test", at=at, why="a test")
            os.write(told, f"{back.card.version if back else 'none'}\n".removeprefix("v").encode())


def killed(folder: Path, number: int, after: float) -> list[str]:
    """What a writer said that lived `after` seconds after its first promotion."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        promote_for_ever(folder, number, write)
    os.close(write)
    said = os.read(read, 4096)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(read, 4096):
        said += more
    os.close(read)
    return said.decode().split()


if __name__ == "__main__":
    for line in sys.stdin:
        first, seconds = line.split()
        print(*killed(Path(sys.argv[1]), int(first), float(seconds)), flush=True)
