"""Starts a house with a backup that waits, and kills the process at each thing that it does to the disk, one after the
other; after each the next start must end with one whole house."""

import os
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path

from tests.app.put_back_houses import House, agreed
from thermo_edge.app import put_back
from thermo_edge.app.put_back_check import looked_at
from thermo_edge.clock import SystemClock
from thermo_edge.config.file import read_settings
from thermo_edge.store import placing

EVENTS = frozenset(
    {
        "open",
        "os.rename",
        "os.remove",
        "os.mkdir",
        "os.rmdir",
        "os.chmod",
        "os.truncate",
        "shutil.rmtree",
        "sqlite3.connect",
    }
)
OLD, NEW = ("Now", 25.0, 2), ("Then", 20.0, 1)


class Killer:
    """Kills this process at its n-th event."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, event: str, _: object) -> None:
        if event in EVENTS:
            self.left -= 1
            if self.left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def start(path: Path, at: int = 0) -> bool:
    """As `run` does before anything else, in a process of its own; whether it came to its end."""
    child = os.fork()
    if child == 0:
        if at:
            sys.addaudithook(Killer(at))
        put_back.at_start(path, SystemClock(), looked_at)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFEXITED(status)


def here(folder: Path) -> House:
    house = House.__new__(House)
    house.folder, house.path = folder, folder / "config.yaml"
    house.database = folder / "data" / "thermo-edge.db"
    return house


def whole(folder: Path) -> tuple[str, float, int]:
    """What stands after a start, which leaves nothing half done."""
    house = here(folder)
    left = {name for name in house.files() if ".before-restore-" not in name}
    assert not left, left
    read_settings(house.path)
    return house.stands()


def live(folder: Path, every: int) -> None:
    template = folder / "template"
    made = House(template, "Then", 20.0)
    made.backup()
    made.live("Now", 25.0)
    agreed(made, template / "house.zip")
    note = put_back.note_of(made.path)
    halves, at, ended = 0, 1, False
    while not ended:
        place = folder / "house"
        with suppress(FileNotFoundError):
            shutil.rmtree(place)
        shutil.copytree(template, place)
        there = note.read_text(encoding="utf-8").replace(str(template), str(place))
        put_back.note_of(place / "config.yaml").write_text(there, encoding="utf-8")
        ended = start(place / "config.yaml", at)
        half = placing.journal_of(place / "config.yaml").exists()
        halves += half
        if not half and not ended:  # nothing was touched yet, or all of it is done
            stands = here(copy(place)).stands()
            assert stands in {OLD, NEW}, stands
        if half and at % 2:
            start(place / "config.yaml", 12)  # cut off once more, while it is ended
        assert start(place / "config.yaml")
        assert whole(place) == NEW, at
        kept = [each.name for each in place.rglob("*.before-restore-*") if not each.name.endswith(("-wal", "-shm"))]
        assert sorted(kept) == sorted(
            f"{name}.before-restore-1" for name in ("access.json", "config.yaml", "thermo-edge.db")
        )
        at += every
    print(f"killed {at // every} times, {halves} of them half way")


def copy(place: Path) -> Path:
    """To look at what stands without touching it."""
    to = place.with_name("copy")
    with suppress(FileNotFoundError):
        shutil.rmtree(to)
    shutil.copytree(place, to)
    return to


if __name__ == "__main__":
    live(Path(sys.argv[1]), int(sys.argv[2]))
