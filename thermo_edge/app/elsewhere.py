"""The commands around a stronger machine of the household: pack, learn --job, take; each loads what it needs."""

import argparse
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from thermo_edge.errors import ModelError, TrainingFailed

if TYPE_CHECKING:  # a command loads what it needs, and nothing else
    from thermo_edge.climate.features import Signals
    from thermo_edge.home.house import PlaceId

Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
Say = Callable[[str], None]


def elsewhere_arguments(
    learn: argparse.ArgumentParser,
    command: Add,
    config: Callable[[argparse.ArgumentParser], None],
    progress: Callable[[], Say],
    told: Callable[[], threading.Event],
) -> None:
    """Add them to the learn command. `progress` shows how far it is, `told` is set when it shall stop."""
    learn.add_argument("--job", type=Path, metavar="FILE", help="train what another machine of the household packed")
    learn.set_defaults(run=lambda given: _job(given, progress, told))
    packing = command("pack", _pack, "write the home's cleaned signals and a job, for a stronger machine to train")
    packing.add_argument("folder", type=Path, metavar="FOLDER")
    config(packing)
    taking = command("take", _take, "judge a network that a stronger machine trained, and let it serve if it is better")
    taking.add_argument("folder", type=Path, metavar="FOLDER")
    config(taking)


def _job(given: argparse.Namespace, progress: Callable[[], Say], told: Callable[[], threading.Event]) -> int:
    from thermo_edge.learning.elsewhere import carry_out

    if given.job is None:
        raise TrainingFailed("learn what? `thermo-edge learn --help` says it; a packed job: learn --job FILE")
    for line in carry_out(given.job, progress(), told()):
        sys.stdout.write(f"{line}\n")
    return 0


def _pack(given: argparse.Namespace) -> int:
    from thermo_edge.learning.climate_own import OwnNetwork
    from thermo_edge.learning.elsewhere import pack

    data, rooms, end = _home(given.config.resolve())
    sys.stdout.writelines(f"{line}\n" for line in pack(OwnNetwork(data), rooms, end, given.folder.resolve()))
    return 0


def _take(given: argparse.Namespace) -> int:
    from thermo_edge.learning.climate_own import OwnNetwork
    from thermo_edge.learning.elsewhere import take

    data, rooms, end = _home(given.config.resolve())
    sys.stdout.writelines(f"{line}\n" for line in take(OwnNetwork(data), rooms, end, given.folder.resolve()))
    return 0


def _home(path: Path) -> tuple[Path, Mapping["PlaceId", "Signals"], datetime]:
    """The data folder, each room's clean history, and when that ends: from a copy, so that the program may run."""
    from thermo_edge.app.live_files import database_path
    from thermo_edge.climate.recent import quarter
    from thermo_edge.clock import SystemClock
    from thermo_edge.config import read_settings
    from thermo_edge.config.house import house as described
    from thermo_edge.learning.climate_own import SPAN
    from thermo_edge.learning.dataset import read
    from thermo_edge.store.backup import copied
    from thermo_edge.store.open import open_history

    settings = read_settings(path)
    house, database, end = (
        described(settings, settings.zone()),
        database_path(settings, path),
        quarter(SystemClock().now()),
    )
    if not database.exists():
        raise ModelError(f"{database} is not there: the program has not run here yet")
    with tempfile.TemporaryDirectory(prefix="thermo-edge-learn-") as folder:
        copy = Path(folder) / "history.db"
        copied(database, copy)
        opened = open_history(copy)
        try:
            if opened.trouble is not None:
                raise opened.trouble
            rooms = read(opened.history, house, end, SPAN)
        finally:
            opened.history.close()
    known = {room.id: signals for room, signals in rooms.items()}
    return database.parent, known, end
